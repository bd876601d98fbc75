/* Rows of plan.gpkg for answers. Plans of other years may lack columns: those read as missing. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "data/geopackage_geometry.h"
#include "data/plan_schema.h"

/* Names of a layer's columns (a set), empty where there is no such layer. */
static HzpStatus columns_of(HzpPlanFile *plan, const char *layer, GHashTable *names)
{
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, "SELECT name FROM pragma_table_info(?1)", &statement));
    sqlite3_bind_text(statement, 1, layer, -1, SQLITE_STATIC);
    while (hzp_plan_file_step(plan, statement))
        g_hash_table_add(names, g_strdup((const char *)sqlite3_column_text(statement, 0)));
    sqlite3_finalize(statement);
    return HZP_OK;
}

HzpStatus hzp_answer_select_joined(HzpPlanFile *plan, const char *layer, const char *const *columns, const char *more,
                                   const char *from, sqlite3_stmt **statement)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    *statement = NULL;
    HZP_TRY(columns_of(plan, layer, names));
    if (g_hash_table_size(names) == 0) return HZP_OK;
    g_autoptr(GString) sql = g_string_new("SELECT l.geom");
    for (const char *const *column = columns; *column; column++) {
        bool there = g_hash_table_contains(names, *column);
        g_string_append_printf(sql, there ? ", l.\"%s\"" : ", NULL", *column);
    }
    g_string_append_printf(sql, ", %s FROM %s", more, from);
    return hzp_plan_file_prepare(plan, sql->str, statement);
}

HzpStatus hzp_answer_select(HzpPlanFile *plan, const char *layer, const char *const *columns, bool geometry,
                            const char *where, sqlite3_stmt **statement)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    *statement = NULL;
    HZP_TRY(columns_of(plan, layer, names));
    if (g_hash_table_size(names) == 0) return HZP_OK;
    g_autoptr(GString) sql = g_string_new("SELECT ");
    g_string_append(sql, geometry ? "l.geom" : "1");
    for (const char *const *column = columns; *column; column++) {
        g_string_append(sql, ", ");
        if (g_hash_table_contains(names, *column)) {
            g_string_append_printf(sql, "l.\"%s\"", *column);
        } else {
            g_string_append(sql, "NULL");
        }
    }
    g_string_append_printf(sql, " FROM \"%s\" l %s", layer, where);
    return hzp_plan_file_prepare(plan, sql->str, statement);
}

HzpStatus hzp_answer_whole_number(HzpPlanFile *plan, const char *sql, const char *layer, gint64 *number)
{
    g_auto(GStrv) parts = g_strsplit(sql, "%s", -1);
    g_autofree char *filled = g_strjoinv(layer, parts);
    sqlite3_stmt *row = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, filled, &row));
    *number = hzp_plan_file_step(plan, row) ? sqlite3_column_int64(row, 0) : 0;
    sqlite3_finalize(row);
    return hzp_plan_file_check(plan);
}

/* Whether the spatial index is there, is kept by its triggers and knows the newest row. A program without SQLite's spatial
 * functions must drop the triggers to move or add a place, and the index then knows nothing of it. */
static HzpStatus is_index_kept(HzpPlanFile *plan, const char *layer, bool *kept)
{
    enum { KINDS = 3 };
    gint64 there = 0, triggers = 0, newest_missing = 0;
    *kept = false;
    HZP_TRY(hzp_answer_whole_number(plan, "SELECT count(*) FROM sqlite_master WHERE name = 'rtree_%s_geom_rowid'", layer,
                                    &there));
    if (there == 0) return HZP_OK;
    HZP_TRY(hzp_answer_whole_number(
        plan,
        "SELECT max(name GLOB '*_insert') + max(name GLOB '*_update?') + max(name GLOB '*_delete') FROM sqlite_master "
        "WHERE type = 'trigger' AND tbl_name = '%s' AND name GLOB 'rtree_*'",
        layer, &triggers));
    HZP_TRY(hzp_answer_whole_number(plan,
                                    "SELECT (SELECT fid FROM \"%s\" WHERE NOT (" HZP_PLAN_UNPLACED
                                    ") ORDER BY fid DESC LIMIT 1) NOT IN "
                                    "(SELECT rowid FROM \"rtree_%s_geom_rowid\")",
                                    layer, &newest_missing));
    *kept = triggers == KINDS && !newest_missing;
    return HZP_OK;
}

HzpStatus hzp_answer_select_in_box(HzpPlanFile *plan, const char *layer, const char *const *columns, const HzpBox *box,
                                   sqlite3_stmt **statement)
{
    *statement = NULL;
    bool kept = false;
    if (!hzp_plan_file_has_rows(plan, layer)) return hzp_answer_select(plan, layer, columns, true, "LIMIT 0", statement);
    HZP_TRY(is_index_kept(plan, layer, &kept));
    /* Slow, and right: who asks looks at the geometry of each row. */
    if (!kept) return hzp_answer_select(plan, layer, columns, true, "", statement);
    g_autofree char *where = g_strdup_printf("JOIN \"rtree_%s_geom\" r ON l.fid = r.id "
                                             "WHERE r.maxx >= ?1 AND r.minx <= ?2 AND r.maxy >= ?3 AND r.miny <= ?4",
                                             layer);
    HZP_TRY(hzp_answer_select(plan, layer, columns, true, where, statement));
    if (!*statement) return HZP_OK;
    sqlite3_bind_double(*statement, 1, box->min_x);
    sqlite3_bind_double(*statement, 2, box->max_x);
    sqlite3_bind_double(*statement, 3, box->min_y);
    sqlite3_bind_double(*statement, 4, box->max_y);
    return HZP_OK;
}

const char *hzp_answer_text(GStringChunk *texts, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text && *text ? g_string_chunk_insert(texts, text) : NULL;
}

double hzp_answer_number(sqlite3_stmt *statement, int column)
{
    int type = sqlite3_column_type(statement, column);
    double value = type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_column_double(statement, column) : NAN;
    /* -9999 and its like stand for "not known" in many a GIS, and would be taken from the sum. */
    return isfinite(value) && value >= 0 ? value : NAN;
}

static void to_degrees(const HzpAnswering *answering, double *x, double *y, size_t n)
{
    if (answering->to_degrees) hzp_transform_forward(answering->to_degrees, x, y, 1, n);
}

void hzp_answer_point(const HzpAnswering *answering, sqlite3_stmt *statement, int column, double *lon, double *lat)
{
    *lon = NAN;
    *lat = NAN;
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    if (!blob) return;
    hzp_geopackage_point(blob, (size_t)sqlite3_column_bytes(statement, column), lon, lat);
    to_degrees(answering, lon, lat, 1);
}

bool hzp_answer_is_unreadable(sqlite3_stmt *statement, int column)
{
    double x = NAN, y = NAN;
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    size_t size = blob ? (size_t)sqlite3_column_bytes(statement, column) : 0;
    return blob && hzp_geopackage_point(blob, size, &x, &y) == HZP_BLOB_OTHER;
}

bool hzp_answer_polygon(const HzpAnswering *answering, sqlite3_stmt *statement, int column, HzpPolygonSet *set)
{
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    size_t first = set->n_corners;
    if (blob) {
        hzp_geopackage_polygon(blob, (size_t)sqlite3_column_bytes(statement, column), set);
    } else {
        hzp_polygon_set_add_empty(set);
    }
    /* A ring that encloses nothing is left out; the others are the polygon. */
    bool read = set->first_ring[set->n] > set->first_ring[set->n - 1];
    if (read && answering->to_degrees) {
        to_degrees(answering, set->x + first, set->y + first, set->n_corners - first);
        HzpBox *box = &set->box[set->n - 1];
        *box = (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (size_t i = first; i < set->n_corners; i++) {
            box->min_x = fmin(box->min_x, set->x[i]);
            box->max_x = fmax(box->max_x, set->x[i]);
            box->min_y = fmin(box->min_y, set->y[i]);
            box->max_y = fmax(box->max_y, set->y[i]);
        }
    }
    return read;
}

HzpBox hzp_answer_plan_box(const HzpAnswering *answering, const HzpBox *degrees)
{
    enum { STEPS = 16 };
    if (!answering->to_degrees) return *degrees;
    /* No projection bears the whole world. */
    if (degrees->max_x - degrees->min_x > 90 || degrees->max_y - degrees->min_y > 90)
        return (HzpBox){-DBL_MAX, -DBL_MAX, DBL_MAX, DBL_MAX};
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i <= STEPS; i++) {
        for (int j = 0; j <= STEPS; j++) {
            double x = degrees->min_x + (degrees->max_x - degrees->min_x) * i / STEPS;
            double y = degrees->min_y + (degrees->max_y - degrees->min_y) * j / STEPS;
            hzp_transform_inverse(answering->to_degrees, &x, &y, 1, 1);
            if (!isfinite(x) || !isfinite(y)) continue;
            box = (HzpBox){fmin(box.min_x, x), fmin(box.min_y, y), fmax(box.max_x, x), fmax(box.max_y, y)};
        }
    }
    /* Edges bulge between the places looked at by less than a step's share of the box. */
    double x_more = (box.max_x - box.min_x) / STEPS;
    double y_more = (box.max_y - box.min_y) / STEPS;
    return (HzpBox){box.min_x - x_more, box.min_y - y_more, box.max_x + x_more, box.max_y + y_more};
}
