/* Villages of an answer, and what they add up to. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/exact_sum.h"
#include "geo/polygon_inside.h"

static const char *const columns[] = {"village_id",
                                      "name",
                                      "town",
                                      "county",
                                      "population",
                                      "households",
                                      "contact",
                                      "phone",
                                      "nearest_key_town",
                                      "nearest_key_town_m",
                                      "nearest_existing_brigade",
                                      "nearest_existing_brigade_m",
                                      "fid",
                                      NULL};
enum { COLUMN_FID = 13 };

/* Villages that may be in the area. Those drawn as polygons wait for their shares. */
typedef struct {
    HzpAnswering *answering;
    GArray *found;   /* of HzpAffectedVillage */
    GArray *polygon; /* of size_t: position of each in `drawn`, or POINT */
    HzpPolygonSet *drawn;
    GHashTable *seen; /* row ids; a village may lie in several boxes */
} Finding;

static const size_t POINT = SIZE_MAX;

static HzpAffectedVillage village_of(Finding *finding, sqlite3_stmt *row)
{
    GStringChunk *texts = finding->answering->answer->texts;
    HzpAffectedVillage village = {.village_id = hzp_answer_text(texts, row, 1),
                                  .name = hzp_answer_text(texts, row, 2),
                                  .town = hzp_answer_text(texts, row, 3),
                                  .county = hzp_answer_text(texts, row, 4),
                                  .population = hzp_answer_number(row, 5),
                                  .households = hzp_answer_number(row, 6),
                                  .contact = hzp_answer_text(texts, row, 7),
                                  .phone = hzp_answer_text(texts, row, 8),
                                  .nearest_key_town = hzp_answer_text(texts, row, 9),
                                  .nearest_key_town_m = hzp_answer_number(row, 10),
                                  .nearest_existing_brigade = hzp_answer_text(texts, row, 11),
                                  .nearest_existing_brigade_m = hzp_answer_number(row, 12),
                                  .exposed_population = NAN,
                                  .share = 1,
                                  .distance_m = NAN,
                                  .bearing_deg = NAN,
                                  .lon = NAN,
                                  .lat = NAN};
    return village;
}

/* Place, distance and direction; the position of its polygon, POINT for a point. */
static size_t place_village(Finding *finding, sqlite3_stmt *row, double *lon, double *lat)
{
    const HzpAnswering *answering = finding->answering;
    hzp_answer_point(answering, row, 0, lon, lat);
    if (isfinite(*lon)) return POINT;
    if (!hzp_answer_polygon(answering, row, 0, finding->drawn)) return POINT;
    hzp_polygon_set_inside(finding->drawn, finding->drawn->n - 1, lon, lat);
    return finding->drawn->n - 1;
}

static void measure_village(const Finding *finding, HzpAffectedVillage *village, size_t polygon)
{
    const HzpAnswering *answering = finding->answering;
    const HzpAsked *asked = &answering->answer->asked;
    hzp_answer_measure(answering, village->lon, village->lat, &village->distance_m, &village->bearing_deg);
    if (polygon != POINT)
        village->distance_m =
            hzp_answer_distance_to_polygon(&answering->ruler, asked->lon, asked->lat, finding->drawn, polygon);
}

static void keep(Finding *finding, HzpAffectedVillage *village, size_t polygon)
{
    g_array_append_val(finding->found, *village);
    g_array_append_val(finding->polygon, polygon);
}

/* A plan without the layer is none: "nobody" would be a wrong answer. */
static HzpStatus fail_without(const HzpAnswering *answering, const char *layer)
{
    return hzp_fail(HZP_E_INPUT, "plan_not_a_plan", "file", hzp_plan_file_path(answering->plan), "reason", layer, NULL);
}

static HzpStatus find_in_box(Finding *finding, const HzpBox *degrees)
{
    HzpAnswering *answering = finding->answering;
    HzpBox box = hzp_answer_plan_box(answering, degrees);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_answer_select_in_box(answering->plan, "villages", columns, &box, &row));
    if (!row) return fail_without(answering, "villages");
    while (hzp_plan_file_step(answering->plan, row)) {
        gint64 id = sqlite3_column_int64(row, COLUMN_FID);
        if (g_hash_table_contains(finding->seen, &id)) continue;
        double lon = NAN, lat = NAN;
        size_t polygon = place_village(finding, row, &lon, &lat);
        bool unreadable = !isfinite(lon) && hzp_answer_is_unreadable(row, 0);
        if (polygon == POINT && !unreadable && !hzp_answer_shape_covers(&answering->shape, lon, lat)) continue;
        if (answering->shape.boxes->len > 1) g_hash_table_add(finding->seen, g_memdup2(&id, sizeof id));
        HzpAffectedVillage village = village_of(finding, row);
        if (unreadable) {
            HzpAffectedUnplaced place = {NULL, village.village_id, village.name, village.town, village.county};
            hzp_answer_unreadable(answering, "villages", place);
            continue;
        }
        village.lon = lon;
        village.lat = lat;
        keep(finding, &village, polygon);
    }
    sqlite3_finalize(row);
    return hzp_plan_file_check(answering->plan);
}

/* The pairs of an id that two villages share cannot be told apart: a wrong figure would be the answer. */
static HzpStatus check_is_once(GHashTable *ids, const char *id)
{
    if (g_hash_table_add(ids, g_strdup(id))) return HZP_OK;
    return hzp_fail(HZP_E_USAGE, "affected_village_id_twice", "id", id, NULL);
}

static HzpStatus take_pair(Finding *finding, sqlite3_stmt *row, GHashTable *ids)
{
    enum { SHARE = COLUMN_FID + 1, PEOPLE, PAIR };
    HzpAffectedVillage village = village_of(finding, row);
    if (!village.village_id) village.village_id = hzp_answer_text(finding->answering->answer->texts, row, PAIR);
    HZP_TRY(check_is_once(ids, village.village_id));
    size_t polygon = place_village(finding, row, &village.lon, &village.lat);
    village.share = hzp_answer_number(row, SHARE);
    village.exposed_population = hzp_answer_number(row, PEOPLE);
    measure_village(finding, &village, polygon);
    keep(finding, &village, polygon);
    return HZP_OK;
}

/* Villages of a hazard point's zone are those of the plan: what it printed is what is answered. A village that somebody
 * struck out of its layer since then is still told, by its id and the people inside. */
static HzpStatus find_of_hazard(Finding *finding)
{
    HzpAnswering *answering = finding->answering;
    sqlite3_stmt *row = NULL;
    static const char *const figures = "e.share, e.population, e.village_id";
    HZP_TRY(hzp_answer_select_joined(answering->plan, "villages", columns, figures,
                                     "exposure e LEFT JOIN \"villages\" l ON l.village_id = e.village_id "
                                     "WHERE e.hazard_id = ?1",
                                     &row));
    if (!row) return fail_without(answering, "villages");
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    HzpStatus status = HZP_OK;
    sqlite3_bind_text(row, 1, answering->answer->asked.hazard_id, -1, SQLITE_STATIC);
    while (status == HZP_OK && hzp_plan_file_step(answering->plan, row))
        status = take_pair(finding, row, ids);
    sqlite3_finalize(row);
    return status == HZP_OK ? hzp_plan_file_check(answering->plan) : status;
}

/* Keep of the villages in the boxes those in the area, with their shares. */
static HzpStatus judge(Finding *finding)
{
    HzpAnswering *answering = finding->answering;
    g_autofree double *share = g_new0(double, finding->drawn->n + 1);
    if (finding->drawn->n > 0) HZP_TRY(hzp_answer_shares(answering, finding->drawn, share));
    guint kept = 0;
    for (guint i = 0; i < finding->found->len; i++) {
        HzpAffectedVillage village = g_array_index(finding->found, HzpAffectedVillage, i);
        size_t polygon = g_array_index(finding->polygon, size_t, i);
        /* One that has no area, as a line drawn to and fro, is in or out as a point is. */
        bool flat = polygon != POINT && isnan(share[polygon]);
        if (flat && !hzp_answer_shape_covers(&answering->shape, village.lon, village.lat)) continue;
        if (polygon != POINT && !flat) village.share = share[polygon];
        if (polygon != POINT && !(village.share > answering->minimum_share)) continue;
        measure_village(finding, &village, polygon);
        village.exposed_population = village.population * village.share;
        g_array_index(finding->found, HzpAffectedVillage, kept++) = village;
    }
    g_array_set_size(finding->found, kept);
    return HZP_OK;
}

static gint by_distance(gconstpointer a, gconstpointer b)
{
    const HzpAffectedVillage *x = a, *y = b;
    if (x->distance_m != y->distance_m) return isnan(y->distance_m) || x->distance_m < y->distance_m ? -1 : 1;
    int order = g_strcmp0(x->village_id, y->village_id);
    return order != 0 ? order : g_strcmp0(x->name, y->name);
}

/* ---- totals ---- */

typedef struct {
    HzpExactSum sum;
    size_t missing;
} Total;

static void add(Total *total, double value)
{
    if (isfinite(value)) {
        hzp_exact_sum_add(&total->sum, value);
    } else {
        total->missing++;
    }
}

static double total_of(const Total *total) { return total->sum.terms > 0 ? hzp_exact_sum_value(&total->sum) : NAN; }

static void add_up(HzpAffected *answer)
{
    Total people = {0}, households = {0}, exposed = {0};
    g_autoptr(GHashTable) towns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < answer->villages->len; i++) {
        const HzpAffectedVillage *village = &g_array_index(answer->villages, HzpAffectedVillage, i);
        add(&people, village->population);
        add(&households, village->households);
        add(&exposed, village->exposed_population);
        if (village->town)
            g_hash_table_add(towns, g_strdup_printf("%s\n%s", village->county ? village->county : "", village->town));
    }
    HzpAffectedTotals *totals = &answer->totals;
    totals->villages = answer->villages->len;
    totals->towns = g_hash_table_size(towns);
    /* No village at all is nobody; villages without figures are not. */
    bool none = answer->villages->len == 0;
    totals->population = none ? 0 : total_of(&people);
    totals->households = none ? 0 : total_of(&households);
    totals->exposed_population = none ? 0 : total_of(&exposed);
    totals->population_missing = people.missing;
    totals->households_missing = households.missing;
    totals->exposed_missing = exposed.missing;
}

HzpStatus hzp_answer_villages(HzpAnswering *answering)
{
    HzpAffected *answer = answering->answer;
    Finding finding = {answering, answer->villages, g_array_new(FALSE, FALSE, sizeof(size_t)), hzp_polygon_set_new(),
                       g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
    HzpStatus status = HZP_OK;
    bool of_plan = answer->asked.kind == HZP_ASKED_HAZARD;
    if (of_plan) status = find_of_hazard(&finding);
    for (guint i = 0; !of_plan && status == HZP_OK && i < answering->shape.boxes->len; i++)
        status = find_in_box(&finding, &g_array_index(answering->shape.boxes, HzpBox, i));
    if (status == HZP_OK && !of_plan) status = judge(&finding);
    if (status == HZP_OK) {
        g_array_sort(answer->villages, by_distance);
        add_up(answer);
    }
    g_array_free(finding.polygon, TRUE);
    hzp_polygon_set_free(finding.drawn);
    g_hash_table_unref(finding.seen);
    return status;
}

/* ---- the nearest one, where none is in the area ---- */

/* Take from a box what is nearer than the nearest so far. */
static HzpStatus look_nearer(Finding *finding, const HzpBox *degrees)
{
    HzpAnswering *answering = finding->answering;
    HzpAffected *answer = answering->answer;
    HzpBox box = hzp_answer_plan_box(answering, degrees);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_answer_select_in_box(answering->plan, "villages", columns, &box, &row));
    while (row && hzp_plan_file_step(answering->plan, row)) {
        HzpPolygonSet *drawn = finding->drawn;
        drawn->n = drawn->n_rings = drawn->n_corners = 0;
        HzpAffectedVillage village = village_of(finding, row);
        size_t polygon = place_village(finding, row, &village.lon, &village.lat);
        if (!isfinite(village.lon)) continue;
        measure_village(finding, &village, polygon);
        if (answer->has_nearest && by_distance(&answer->nearest, &village) <= 0) continue;
        village.share = village.exposed_population = NAN;
        answer->nearest = village;
        answer->has_nearest = true;
    }
    sqlite3_finalize(row);
    return hzp_plan_file_check(answering->plan);
}

/* An answer of nobody may come of a radius too small or a place slightly off: who is next is told with it. Of an area there
 * is no place to begin from. */
HzpStatus hzp_answer_nearest_village(HzpAnswering *answering)
{
    static const double looks_m[] = {2e3, 2e4, HZP_NEAREST_VILLAGE_M};
    HzpAffected *answer = answering->answer;
    const HzpAsked *asked = &answer->asked;
    if (answer->villages->len > 0 || asked->kind == HZP_ASKED_AREA || !isfinite(asked->lon)) return HZP_OK;
    Finding finding = {.answering = answering, .drawn = hzp_polygon_set_new()};
    HzpStatus status = HZP_OK;
    bool found = false;
    for (size_t look = 0; look < G_N_ELEMENTS(looks_m) && !found && status == HZP_OK; look++) {
        g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(HzpBox));
        hzp_answer_boxes_around(boxes, asked->lon, asked->lat, looks_m[look]);
        for (guint i = 0; i < boxes->len && status == HZP_OK; i++)
            status = look_nearer(&finding, &g_array_index(boxes, HzpBox, i));
        /* In the corners of the box there may be some that are farther than others outside of it. */
        found = answer->has_nearest && answer->nearest.distance_m <= looks_m[look];
    }
    answer->has_nearest = found;
    hzp_polygon_set_free(finding.drawn);
    return status;
}
