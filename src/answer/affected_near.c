/* What is there besides villages: hazard points and facilities in the area, and the brigades that would come. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/exact_sum.h"
#include "geo/polygon_inside.h"

/* A layer of which rows in the area are wanted. */
typedef struct {
    const char *layer;
    const char *const *columns; /* the last one is fid */
    void (*take)(HzpAnswering *answering, sqlite3_stmt *row, double lon, double lat);
    int fid;
} Wanted;

/* A place of the row: a point, a place inside of a polygon, the nearest one of a line; whether it is in the area. */
static bool is_in_area(const HzpAnswering *answering, sqlite3_stmt *row, double *lon, double *lat)
{
    hzp_answer_point(answering, row, 0, lon, lat);
    if (isfinite(*lon)) return hzp_answer_shape_covers(&answering->shape, *lon, *lat);
    HzpPolygonSet *drawn = hzp_polygon_set_new();
    bool inside = false;
    if (hzp_answer_polygon(answering, row, 0, drawn)) {
        hzp_polygon_set_inside(drawn, 0, lon, lat);
        double share = 0;
        inside = hzp_answer_shares(answering, drawn, &share) == HZP_OK && share > answering->minimum_share;
        if (isnan(share)) inside = hzp_answer_shape_covers(&answering->shape, *lon, *lat);
    }
    hzp_polygon_set_free(drawn);
    if (isfinite(*lon)) return inside;
    GArray *line = hzp_answer_line(answering, row, 0);
    if (!line) return false;
    inside = hzp_answer_line_meets(answering, line, lon, lat);
    g_array_free(line, TRUE);
    return inside;
}

static void note_unreadable(HzpAnswering *answering, const Wanted *wanted, sqlite3_stmt *row)
{
    GStringChunk *texts = answering->answer->texts;
    HzpAffectedUnplaced place = {.id = hzp_answer_text(texts, row, 1), .name = hzp_answer_text(texts, row, 2)};
    for (int i = 0; wanted->columns[i]; i++) {
        if (strcmp(wanted->columns[i], "town") == 0) place.town = hzp_answer_text(texts, row, i + 1);
        if (strcmp(wanted->columns[i], "county") == 0) place.county = hzp_answer_text(texts, row, i + 1);
    }
    hzp_answer_unreadable(answering, wanted->layer, place);
}

static HzpStatus take_in_area(HzpAnswering *answering, const Wanted *wanted)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (guint i = 0; i < answering->shape.boxes->len; i++) {
        HzpBox box = hzp_answer_plan_box(answering, &g_array_index(answering->shape.boxes, HzpBox, i));
        sqlite3_stmt *row = NULL;
        HZP_TRY(hzp_answer_select_in_box(answering->plan, wanted->layer, wanted->columns, &box, &row));
        while (row && hzp_plan_file_step(answering->plan, row)) {
            gint64 id = sqlite3_column_int64(row, wanted->fid);
            double lon = NAN, lat = NAN;
            if (g_hash_table_contains(seen, &id)) continue;
            bool inside = is_in_area(answering, row, &lon, &lat);
            bool unreadable = !isfinite(lon) && hzp_answer_is_unreadable(row, 0);
            if (!inside && !unreadable) continue;
            g_hash_table_add(seen, g_memdup2(&id, sizeof id));
            if (inside) wanted->take(answering, row, lon, lat);
            if (unreadable) note_unreadable(answering, wanted, row);
        }
        sqlite3_finalize(row);
    }
    return hzp_plan_file_check(answering->plan);
}

static int compare_places(double a_m, double b_m, const char *a_id, const char *b_id)
{
    if (a_m != b_m) return isnan(b_m) || a_m < b_m ? -1 : 1;
    return g_strcmp0(a_id, b_id);
}

/* ---- hazard points ---- */

static void take_hazard(HzpAnswering *answering, sqlite3_stmt *row, double lon, double lat)
{
    GStringChunk *texts = answering->answer->texts;
    HzpAffectedHazard hazard = {.hazard_id = hzp_answer_text(texts, row, 1),
                                .name = hzp_answer_text(texts, row, 2),
                                .type = hzp_answer_text(texts, row, 3),
                                .type_zh = hzp_answer_text(texts, row, 4),
                                .grade = hzp_answer_text(texts, row, 5),
                                .grade_zh = hzp_answer_text(texts, row, 6),
                                .county = hzp_answer_text(texts, row, 7),
                                .town = hzp_answer_text(texts, row, 8),
                                .population = hzp_answer_number(row, 9),
                                .households = hzp_answer_number(row, 10),
                                .monitor_person = hzp_answer_text(texts, row, 11),
                                .phone = hzp_answer_text(texts, row, 12),
                                .lon = lon,
                                .lat = lat};
    hzp_answer_measure(answering, lon, lat, &hazard.distance_m, &hazard.bearing_deg);
    g_array_append_val(answering->answer->hazards, hazard);
}

/* The point that was asked for comes first, whatever lies at the same place. */
static gint by_hazard_distance(gconstpointer a, gconstpointer b, gpointer asked_id)
{
    const HzpAffectedHazard *x = a, *y = b;
    bool x_asked = g_strcmp0(x->hazard_id, asked_id) == 0, y_asked = g_strcmp0(y->hazard_id, asked_id) == 0;
    if (asked_id && x_asked != y_asked) return x_asked ? -1 : 1;
    return compare_places(x->distance_m, y->distance_m, x->hazard_id, y->hazard_id);
}

/* The point that was asked for, where it lies outside of its own zone, as the head of a gully may: who watches it is known
 * from its row only. */
static HzpStatus take_asked(HzpAnswering *answering, const Wanted *wanted)
{
    const HzpAffected *answer = answering->answer;
    sqlite3_stmt *row = NULL;
    for (guint i = 0; i < answer->hazards->len; i++) {
        if (g_strcmp0(g_array_index(answer->hazards, HzpAffectedHazard, i).hazard_id, answer->asked.hazard_id) == 0)
            return HZP_OK;
    }
    HZP_TRY(hzp_answer_select(answering->plan, wanted->layer, wanted->columns, true, "WHERE l.hazard_id = ?1", &row));
    if (row) sqlite3_bind_text(row, 1, answer->asked.hazard_id, -1, SQLITE_STATIC);
    if (row && hzp_plan_file_step(answering->plan, row)) take_hazard(answering, row, answer->asked.lon, answer->asked.lat);
    sqlite3_finalize(row);
    return hzp_plan_file_check(answering->plan);
}

HzpStatus hzp_answer_hazards(HzpAnswering *answering)
{
    static const char *const columns[] = {"hazard_id",      "name",   "type", "type_zh",    "grade",
                                          "grade_zh",       "county", "town", "population", "households",
                                          "monitor_person", "phone",  "fid",  NULL};
    const Wanted wanted = {"hazard_points", columns, take_hazard, 13};
    HZP_TRY(take_in_area(answering, &wanted));
    HzpAffected *answer = answering->answer;
    if (answer->asked.kind == HZP_ASKED_HAZARD) HZP_TRY(take_asked(answering, &wanted));
    g_array_sort_with_data(answer->hazards, by_hazard_distance, (gpointer)answer->asked.hazard_id);
    answer->totals.hazard_points = answer->hazards->len;
    return HZP_OK;
}

/* ---- facilities ---- */

static void take_facility(HzpAnswering *answering, sqlite3_stmt *row, double lon, double lat)
{
    GStringChunk *texts = answering->answer->texts;
    HzpAffectedFacility facility = {.facility_id = hzp_answer_text(texts, row, 1),
                                    .name = hzp_answer_text(texts, row, 2),
                                    .kind = hzp_answer_text(texts, row, 3),
                                    .kind_zh = hzp_answer_text(texts, row, 4),
                                    .town = hzp_answer_text(texts, row, 5),
                                    .county = hzp_answer_text(texts, row, 6),
                                    .people = hzp_answer_number(row, 7),
                                    .contact = hzp_answer_text(texts, row, 8),
                                    .phone = hzp_answer_text(texts, row, 9),
                                    .lon = lon,
                                    .lat = lat};
    hzp_answer_measure(answering, lon, lat, &facility.distance_m, &facility.bearing_deg);
    g_array_append_val(answering->answer->facilities, facility);
}

static gint by_facility_distance(gconstpointer a, gconstpointer b)
{
    const HzpAffectedFacility *x = a, *y = b;
    return compare_places(x->distance_m, y->distance_m, x->facility_id, y->facility_id);
}

HzpStatus hzp_answer_facilities(HzpAnswering *answering)
{
    static const char *const columns[] = {"facility_id", "name",    "kind",  "kind_zh", "town", "county",
                                          "people",      "contact", "phone", "fid",     NULL};
    const Wanted wanted = {"facilities", columns, take_facility, 10};
    HZP_TRY(take_in_area(answering, &wanted));
    HzpAffected *answer = answering->answer;
    g_array_sort(answer->facilities, by_facility_distance);
    HzpAffectedTotals *totals = &answer->totals;
    HzpExactSum people = {0};
    for (guint i = 0; i < answer->facilities->len; i++) {
        double own = g_array_index(answer->facilities, HzpAffectedFacility, i).people;
        if (isfinite(own)) hzp_exact_sum_add(&people, own);
        totals->facility_people_missing += !isfinite(own);
    }
    totals->facilities = answer->facilities->len;
    bool known = people.terms > 0 || answer->facilities->len == 0;
    totals->facility_people = known ? hzp_exact_sum_value(&people) : NAN;
    return HZP_OK;
}

/* ---- brigades ---- */

enum { NEAREST = 3 };

static void take_brigade(HzpAnswering *answering, sqlite3_stmt *row)
{
    GStringChunk *texts = answering->answer->texts;
    HzpAffectedBrigade brigade = {.name = hzp_answer_text(texts, row, 1),
                                  .county = hzp_answer_text(texts, row, 2),
                                  .town = hzp_answer_text(texts, row, 3),
                                  .tier = hzp_answer_text(texts, row, 4),
                                  .status = hzp_answer_text(texts, row, 5),
                                  .status_zh = hzp_answer_text(texts, row, 6)};
    hzp_answer_point(answering, row, 0, &brigade.lon, &brigade.lat);
    if (!isfinite(brigade.lon)) return;
    hzp_answer_measure(answering, brigade.lon, brigade.lat, &brigade.distance_m, &brigade.bearing_deg);
    g_array_append_val(answering->answer->brigades, brigade);
}

static gint by_brigade_distance(gconstpointer a, gconstpointer b)
{
    const HzpAffectedBrigade *x = a, *y = b;
    int order = compare_places(x->distance_m, y->distance_m, x->county, y->county);
    return order != 0 ? order : g_strcmp0(x->name, y->name);
}

static bool is_standing(const HzpAffectedBrigade *brigade) { return g_strcmp0(brigade->status, "existing") == 0; }

/* Of brigades in order of distance: the nearest three, and the nearest that stands where none of them does. */
static void keep_nearest(GArray *brigades)
{
    bool stands = false;
    for (guint i = 0; i < brigades->len && i < NEAREST; i++)
        stands |= is_standing(&g_array_index(brigades, HzpAffectedBrigade, i));
    guint kept = MIN(brigades->len, (guint)NEAREST);
    for (guint i = kept; i < brigades->len && !stands; i++) {
        HzpAffectedBrigade brigade = g_array_index(brigades, HzpAffectedBrigade, i);
        if (!is_standing(&brigade)) continue;
        g_array_index(brigades, HzpAffectedBrigade, kept++) = brigade;
        stands = true;
    }
    g_array_set_size(brigades, kept);
}

/* Whether all that could be nearer than what is wanted has been seen. */
static bool is_enough(const GArray *brigades, double radius_m)
{
    size_t within = 0;
    bool stands = false;
    for (guint i = 0; i < brigades->len; i++) {
        const HzpAffectedBrigade *brigade = &g_array_index(brigades, HzpAffectedBrigade, i);
        if (!(brigade->distance_m <= radius_m)) continue;
        within++;
        stands |= is_standing(brigade);
    }
    return within >= NEAREST && stands;
}

HzpStatus hzp_answer_brigades(HzpAnswering *answering)
{
    static const char *const columns[] = {"name", "county", "town", "tier", "status", "status_zh", "fid", NULL};
    enum { COLUMN_FID = 7 };
    /* A brigade beyond this comes too late in any case, but is told all the same: the last look is at all there are. */
    static const double looks_m[] = {2e4, 1e5, 5e5, 2.1e7};
    const HzpAsked *asked = &answering->answer->asked;
    GArray *brigades = answering->answer->brigades;
    for (size_t look = 0; look < G_N_ELEMENTS(looks_m); look++) {
        g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(HzpBox));
        hzp_answer_boxes_around(boxes, asked->lon, asked->lat, looks_m[look]);
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
        g_array_set_size(brigades, 0);
        for (guint i = 0; i < boxes->len; i++) {
            HzpBox box = hzp_answer_plan_box(answering, &g_array_index(boxes, HzpBox, i));
            sqlite3_stmt *row = NULL;
            HZP_TRY(hzp_answer_select_in_box(answering->plan, "key_towns", columns, &box, &row));
            while (row && hzp_plan_file_step(answering->plan, row)) {
                gint64 id = sqlite3_column_int64(row, COLUMN_FID);
                if (g_hash_table_add(seen, g_memdup2(&id, sizeof id))) take_brigade(answering, row);
            }
            sqlite3_finalize(row);
        }
        HZP_TRY(hzp_plan_file_check(answering->plan));
        if (is_enough(brigades, looks_m[look])) break;
    }
    g_array_sort(brigades, by_brigade_distance);
    keep_nearest(brigades);
    return HZP_OK;
}
