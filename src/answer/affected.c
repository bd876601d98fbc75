/* From a question to an answer. */
#include "answer/affected.h"

#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/message.h"
#include "base/place_name.h"
#include "base/project.h"
#include "base/vocabulary.h"
#include "data/plan_schema.h"
#include "geo/polygon_inside.h"

static HzpAffected *new_answer(void)
{
    HzpAffected *answer = g_new0(HzpAffected, 1);
    answer->texts = g_string_chunk_new(4096);
    answer->villages = g_array_new(FALSE, FALSE, sizeof(HzpAffectedVillage));
    answer->hazards = g_array_new(FALSE, FALSE, sizeof(HzpAffectedHazard));
    answer->brigades = g_array_new(FALSE, FALSE, sizeof(HzpAffectedBrigade));
    answer->facilities = g_array_new(FALSE, FALSE, sizeof(HzpAffectedFacility));
    answer->unplaced.named = g_array_new(FALSE, FALSE, sizeof(HzpAffectedUnplaced));
    return answer;
}

void hzp_affected_free(HzpAffected *answer)
{
    if (!answer) return;
    hzp_polygon_set_free(answer->area);
    g_array_free(answer->villages, TRUE);
    g_array_free(answer->hazards, TRUE);
    g_array_free(answer->brigades, TRUE);
    g_array_free(answer->facilities, TRUE);
    g_array_free(answer->unplaced.named, TRUE);
    hzp_deadline_free(answer->deadline);
    hzp_key_period_answer_free(answer->key_period);
    g_string_chunk_free(answer->texts);
    g_free(answer);
}

static const char *keep_text(HzpAffected *answer, char *text)
{
    const char *kept = text && *text ? g_string_chunk_insert(answer->texts, text) : NULL;
    g_free(text);
    return kept;
}

static void read_plan_facts(HzpPlanFile *plan, HzpAffected *answer)
{
    answer->file = hzp_plan_file_identity(plan);
    answer->plan.title = keep_text(answer, hzp_plan_file_summary(plan, "title"));
    answer->plan.region = keep_text(answer, hzp_plan_file_summary(plan, "region.name"));
    answer->plan.notice = keep_text(answer, hzp_plan_file_summary(plan, "notice"));
    double year = hzp_plan_file_summary_number(plan, "year");
    answer->plan.year = isfinite(year) ? (long)year : 0;
}

static double parameter(HzpPlanFile *plan, const char *key, double otherwise)
{
    g_autofree char *text = hzp_plan_file_parameter(plan, key);
    double value = text ? g_ascii_strtod(text, NULL) : NAN;
    return isfinite(value) ? value : otherwise;
}

/* How the plan measures: its ellipsoid, and degrees where it stores something else. */
HzpStatus hzp_answer_measures(HzpPlanFile *plan, HzpAnswering *answering)
{
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(hzp_place_name_load());
    answering->plan = plan;
    g_autofree char *crs = hzp_plan_file_crs(answering->plan);
    HZP_TRY(hzp_crs_facts(crs, &answering->ellipsoid));
    answering->ruler = hzp_geodesic_ruler(&answering->ellipsoid);
    if (answering->ellipsoid.geographic && answering->answer)
        answering->answer->crs = g_string_chunk_insert(answering->answer->texts, crs);
    answering->minimum_share = parameter(answering->plan, "hazard.minimum_share", 1e-9);
    answering->circle_vertices = (int)parameter(answering->plan, "hazard.circle_vertices", 128);
    answering->circle_vertices = CLAMP(answering->circle_vertices, 8, HZP_CIRCLE_CORNERS_MOST);
    if (answering->ellipsoid.geographic) return HZP_OK;
    g_autofree char *geographic = hzp_crs_geographic(&answering->ellipsoid);
    if (answering->answer) answering->answer->crs = g_string_chunk_insert(answering->answer->texts, geographic);
    return hzp_transform_new(crs, geographic, &answering->to_degrees);
}

/* Counties of a project without boundaries are names. */
static HzpStatus has_boundaries(HzpPlanFile *plan, bool *drawn)
{
    sqlite3_stmt *row = NULL;
    *drawn = false;
    if (!hzp_plan_file_has_rows(plan, "counties")) return HZP_OK;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT 1 FROM counties WHERE NOT (" HZP_PLAN_UNPLACED ") LIMIT 1", &row));
    *drawn = hzp_plan_file_step(plan, row);
    sqlite3_finalize(row);
    return hzp_plan_file_check(plan);
}

/* To a place of the row; NaN where it has none. */
static double distance_to_row(const HzpAnswering *answering, sqlite3_stmt *row)
{
    double lon = NAN, lat = NAN, distance = NAN, bearing = NAN;
    hzp_answer_point(answering, row, 0, &lon, &lat);
    if (!isfinite(lon)) {
        HzpPolygonSet *drawn = hzp_polygon_set_new();
        if (hzp_answer_polygon(answering, row, 0, drawn)) hzp_polygon_set_inside(drawn, 0, &lon, &lat);
        hzp_polygon_set_free(drawn);
    }
    if (isfinite(lon) && isfinite(lat)) hzp_answer_measure(answering, lon, lat, &distance, &bearing);
    return distance;
}

/* Whether the plan knows any village or hazard point near to the place: of what it knows nothing it cannot say "nobody". */
static HzpStatus is_near_plan(HzpAnswering *answering, bool *near)
{
    static const char *const layers[] = {"villages", "hazard_points"};
    static const char *const columns[] = {"name", NULL};
    const HzpAsked *asked = &answering->answer->asked;
    g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(HzpBox));
    hzp_answer_boxes_around(boxes, asked->lon, asked->lat, HZP_NEAREST_VILLAGE_M);
    *near = false;
    for (guint i = 0; i < boxes->len * G_N_ELEMENTS(layers) && !*near; i++) {
        HzpBox box = hzp_answer_plan_box(answering, &g_array_index(boxes, HzpBox, i / G_N_ELEMENTS(layers)));
        sqlite3_stmt *row = NULL;
        HZP_TRY(hzp_answer_select_in_box(answering->plan, layers[i % G_N_ELEMENTS(layers)], columns, &box, &row));
        while (row && !*near && hzp_plan_file_step(answering->plan, row))
            *near = distance_to_row(answering, row) <= HZP_NEAREST_VILLAGE_M;
        sqlite3_finalize(row);
    }
    return hzp_plan_file_check(answering->plan);
}

/* Whether the place lies outside of all counties; of a plan without boundaries, whether it is far from all that it knows. */
static HzpStatus look_outside(HzpAnswering *answering)
{
    static const char *const columns[] = {"name", NULL};
    HzpAsked *asked = &answering->answer->asked;
    HzpBox point = {asked->lon, asked->lat, asked->lon, asked->lat};
    HzpBox box = hzp_answer_plan_box(answering, &point);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_answer_select_in_box(answering->plan, "counties", columns, &box, &row));
    HzpPolygonSet *set = hzp_polygon_set_new();
    bool covered = false;
    while (row && !covered && hzp_plan_file_step(answering->plan, row)) {
        hzp_answer_polygon(answering, row, 0, set);
        covered = hzp_polygon_set_covers(set, set->n - 1, asked->lon, asked->lat);
    }
    hzp_polygon_set_free(set);
    sqlite3_finalize(row);
    bool drawn = false, known = false;
    HZP_TRY(has_boundaries(answering->plan, &drawn));
    if (!drawn) HZP_TRY(is_near_plan(answering, &known));
    asked->outside_region = drawn ? !covered : !known;
    asked->beyond_share = NAN;
    if (drawn) HZP_TRY(hzp_answer_beyond(answering));
    return hzp_plan_file_check(answering->plan);
}

static HzpStatus fill(HzpAnswering *answering)
{
    HZP_TRY(hzp_answer_shape_make(answering));
    /* Nowhere is the area of rain that nowhere fell. */
    bool somewhere = isfinite(answering->answer->asked.lon);
    if (somewhere) HZP_TRY(look_outside(answering));
    HZP_TRY(hzp_answer_villages(answering));
    HZP_TRY(hzp_answer_nearest_village(answering));
    HZP_TRY(hzp_answer_hazards(answering));
    if (somewhere) HZP_TRY(hzp_answer_brigades(answering));
    HZP_TRY(hzp_answer_facilities(answering));
    return hzp_answer_unplaced(answering);
}

/* Answer what `answer` says was asked. */
static HzpStatus find(HzpPlanFile *plan, HzpAffected *answer)
{
    HzpAnswering answering = {.answer = answer};
    read_plan_facts(plan, answer);
    HzpStatus status = hzp_answer_measures(plan, &answering);
    if (status == HZP_OK) status = fill(&answering);
    if (status == HZP_OK) status = hzp_plan_file_check(plan);
    hzp_answer_shape_clear(&answering.shape);
    hzp_transform_free(answering.to_degrees);
    return status;
}

HzpStatus hzp_affected_find(HzpPlanFile *plan, const HzpAsked *asked, HzpAffected **answer)
{
    HzpAffected *made = new_answer();
    made->asked = *asked;
    if (asked->hazard_id) made->asked.hazard_id = g_string_chunk_insert(made->texts, asked->hazard_id);
    if (asked->name) made->asked.name = g_string_chunk_insert(made->texts, asked->name);
    HzpStatus status = find(plan, made);
    if (status != HZP_OK) g_clear_pointer(&made, hzp_affected_free);
    *answer = made;
    return status;
}

/* ---- questions ---- */

static HzpStatus understand(HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected *answer)
{
    HzpAsked *asked = &answer->asked;
    int ways = (question->hazard != NULL) + (question->at != NULL) + (question->area != NULL) + (question->rain != NULL);
    if (ways != 1) return hzp_fail(HZP_E_USAGE, "affected_one_way", NULL);
    bool has_radius = question->radius_m != 0;
    if (has_radius && !(question->radius_m > 0 && question->radius_m <= 2e7))
        return hzp_fail(HZP_E_USAGE, "affected_radius", "value", hzp_text_of_number(question->radius_m), NULL);
    asked->radius_m = NAN;
    if (question->hazard) {
        HZP_TRY(hzp_affected_ask_hazard(plan, question->hazard, answer->texts, asked));
        if (!has_radius) return hzp_affected_need_zone(plan, asked);
    } else if (question->at) {
        if (!has_radius) return hzp_fail(HZP_E_USAGE, "affected_radius_missing", "place", question->at, NULL);
        HZP_TRY(hzp_affected_ask_at(plan, question->at, question->map_offset, answer->texts, asked));
    } else {
        return hzp_fail(HZP_E_USAGE, "affected_files_elsewhere", NULL);
    }
    asked->kind = HZP_ASKED_CIRCLE;
    asked->radius_m = question->radius_m;
    return HZP_OK;
}

HzpStatus hzp_affected_date(HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected *answer)
{
    HZP_TRY(hzp_deadline_find(plan, answer, question->time, question->date, &answer->deadline));
    if (question->date) return hzp_key_period_ask(plan, question->date, &answer->key_period);
    if (!answer->deadline->has_time) return HZP_OK;
    return hzp_key_period_ask_day(plan, answer->deadline->event_local.date, &answer->key_period);
}

HzpStatus hzp_affected_ask(HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected **answer)
{
    HzpAffected *made = new_answer();
    HzpStatus status = understand(plan, question, made);
    if (status == HZP_OK) status = find(plan, made);
    if (status == HZP_OK) status = hzp_affected_date(plan, question, made);
    if (status == HZP_OK) status = hzp_plan_file_check(plan);
    if (status != HZP_OK) g_clear_pointer(&made, hzp_affected_free);
    *answer = made;
    return status;
}

struct asking {
    const HzpAffectedQuestion *question;
    HzpAffected **answer;
};

static HzpStatus ask(HzpPlanFile *plan, void *user)
{
    const struct asking *asking = user;
    return hzp_affected_ask(plan, asking->question, asking->answer);
}

HzpStatus hzp_affected(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, HzpAffected **answer)
{
    (void)run;
    *answer = NULL;
    return hzp_plan_file_ask(plan, ask, &(struct asking){question, answer});
}

char *hzp_affected_text(const HzpAffected *answer, const char *format, size_t limit)
{
    GString *text = g_string_new(NULL);
    if (strcmp(format, "json") == 0) hzp_affected_put_json(text, answer, limit);
    if (strcmp(format, "csv") == 0) hzp_affected_put_csv(text, answer, limit);
    if (strcmp(format, "geojson") == 0) hzp_affected_put_geojson(text, answer, limit);
    if (strcmp(format, "table") == 0) hzp_affected_put_table(text, answer, limit);
    return g_string_free(text, FALSE);
}
