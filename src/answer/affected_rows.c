/* Rows of plan.gpkg for answers. Plans of other years may lack columns: those read as missing. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "data/geopackage_geometry.h"

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

HzpStatus hzp_answer_select_in_box(HzpPlanFile *plan, const char *layer, const char *const *columns, const HzpBox *box,
                                   sqlite3_stmt **statement)
{
    g_autofree char *tree = g_strdup_printf("rtree_%s_geom", layer);
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    HZP_TRY(columns_of(plan, tree, names));
    if (g_hash_table_size(names) == 0 && hzp_plan_file_has_rows(plan, layer))
        return hzp_fail(HZP_E_INPUT, "affected_rtree_missing", "file", hzp_plan_file_path(plan), "layer", layer, NULL);
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
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? sqlite3_column_double(statement, column) : NAN;
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

bool hzp_answer_polygon(const HzpAnswering *answering, sqlite3_stmt *statement, int column, HzpPolygonSet *set)
{
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    size_t first = set->n_corners;
    bool read = blob && hzp_geopackage_polygon(blob, (size_t)sqlite3_column_bytes(statement, column), set) == HZP_BLOB_READ;
    if (!blob) hzp_polygon_set_add_empty(set);
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
