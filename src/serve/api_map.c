/* /map: boundaries, villages, hazard points and key towns in a box, as GeoJSON, found by the layers' R-trees. What is more
 * than a screen can show is left out layer by layer, and said to be: part of a layer would look like all of it. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "geo/polygon_set.h"
#include "serve/api.h"

/* A line is drawn with points about half a pixel of a wide screen apart. */
enum { STEPS_ACROSS = 3000 };
enum { MOST_BLOB_BYTES = 32 << 20 };

typedef struct {
    const char *layer;
    int most;                          /* features that a screen can show */
    bool lines;                        /* polygons, drawn by their outlines */
    const char *columns[6], *names[6]; /* of the plan, and of the properties they become; ended by NULL */
} MapLayer;

static const MapLayer map_layers[] = {
    {"counties", 3500, true, {"name"}, {"name"}},
    {"towns", 600, true, {"name", "county"}, {"name", "county"}},
    {"villages", 3000, false, {"village_id", "name", "town", "population"}, {"id", "name", "town", "population"}},
    {"hazard_points",
     4000,
     false,
     {"hazard_id", "name", "type", "grade", "population"},
     {"id", "name", "type", "grade", "population"}},
    {"key_towns", 1000, false, {"name", "tier", "status"}, {"name", "tier", "status"}},
};

typedef struct {
    HzpAnswering plan;  /* its transformation to degrees only */
    const double *box;  /* west, south, east, north */
    HzpBox box_of_plan; /* the same in the plan's CRS */
    GString *out;
    HzpPolygonSet *room;
    double middle[2]; /* of the feature at hand: where its name may stand */
    size_t blob_bytes;
} Drawing;

static bool is_wanted(const char *layers, const char *layer)
{
    g_auto(GStrv) words = g_strsplit(layers ? layers : layer, ",", -1);
    return g_strv_contains((const char *const *)words, layer);
}

static void put_position(GString *out, double x, double y)
{
    /* a tenth of a metre */
    hzp_json_put_comma(out);
    g_string_append_c(out, '[');
    hzp_json_put_number(out, round(x * 1e6) / 1e6);
    g_string_append_c(out, ',');
    hzp_json_put_number(out, round(y * 1e6) / 1e6);
    g_string_append_c(out, ']');
}

/* ---- outlines ---- */

static bool segment_meets(const double *box, double x0, double y0, double x1, double y1)
{
    double margin = (box[2] - box[0]) / 50;
    return fmax(x0, x1) >= box[0] - margin && fmin(x0, x1) <= box[2] + margin && fmax(y0, y1) >= box[1] - margin &&
           fmin(y0, y1) <= box[3] + margin;
}

/* Corners snapped to a grid: the same corner of two neighbours goes to the same place, so that shared lines stay shared. */
static double snapped(double value, double step) { return round(value / step) * step; }

static void put_ring(const Drawing *drawing, const double *x, const double *y, size_t n)
{
    GString *out = drawing->out;
    double step = (drawing->box[2] - drawing->box[0]) / STEPS_ACROSS;
    double at_x = snapped(x[0], step), at_y = snapped(y[0], step);
    bool open = false;
    for (size_t i = 1; i <= n; i++) {
        double to_x = snapped(x[i % n], step), to_y = snapped(y[i % n], step);
        if (to_x == at_x && to_y == at_y) continue;
        bool meets = segment_meets(drawing->box, at_x, at_y, to_x, to_y);
        if (meets && !open) {
            hzp_json_put_comma(out);
            g_string_append_c(out, '[');
            put_position(out, at_x, at_y);
        }
        if (meets) put_position(out, to_x, to_y);
        if (!meets && open) g_string_append_c(out, ']');
        open = meets;
        at_x = to_x;
        at_y = to_y;
    }
    if (open) g_string_append_c(out, ']');
}

/* The box in the plan's CRS may be larger than the one asked for. */
static bool is_in_box(const double *box, double min_x, double min_y, double max_x, double max_y)
{
    return max_x >= box[0] && max_y >= box[1] && min_x <= box[2] && min_y <= box[3];
}

/* The polygon of a row in degrees, its box's middle in drawing->middle. */
static bool read_polygon(Drawing *drawing, sqlite3_stmt *statement)
{
    HzpPolygonSet *set = drawing->room;
    set->n = set->n_rings = set->n_corners = 0;
    if (!hzp_answer_polygon(&drawing->plan, statement, 0, set)) return false;
    const HzpBox *box = &set->box[0];
    if (!is_in_box(drawing->box, box->min_x, box->min_y, box->max_x, box->max_y)) return false;
    drawing->middle[0] = (box->min_x + box->max_x) / 2;
    drawing->middle[1] = (box->min_y + box->max_y) / 2;
    return true;
}

static bool put_outline(Drawing *drawing, sqlite3_stmt *statement)
{
    const HzpPolygonSet *set = drawing->room;
    if (!read_polygon(drawing, statement)) return false;
    g_string_append(drawing->out, "{\"type\":\"MultiLineString\",\"coordinates\":[");
    for (size_t ring = 0; ring < set->n_rings; ring++) {
        size_t start = set->ring_start[ring];
        put_ring(drawing, set->x + start, set->y + start, set->ring_start[ring + 1] - start);
    }
    g_string_append(drawing->out, "]}");
    return true;
}

/* ---- points ---- */

/* A polygon is shown in the middle of its box. */
static bool put_point(Drawing *drawing, sqlite3_stmt *statement)
{
    double *at = drawing->middle;
    hzp_answer_point(&drawing->plan, statement, 0, &at[0], &at[1]);
    if (isfinite(at[0]) ? !is_in_box(drawing->box, at[0], at[1], at[0], at[1]) : !read_polygon(drawing, statement))
        return false;
    g_string_append(drawing->out, "{\"type\":\"Point\",\"coordinates\":");
    put_position(drawing->out, drawing->middle[0], drawing->middle[1]);
    g_string_append_c(drawing->out, '}');
    return true;
}

/* ---- features ---- */

static void put_properties(const Drawing *drawing, const MapLayer *layer, sqlite3_stmt *statement)
{
    GString *out = drawing->out;
    g_string_append_c(out, '{');
    hzp_json_put_member(out, "layer", layer->layer);
    for (int i = 0; i < (int)G_N_ELEMENTS(layer->names) && layer->names[i]; i++) {
        int type = sqlite3_column_type(statement, i + 1);
        if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
            hzp_json_put_member_number(out, layer->names[i], sqlite3_column_double(statement, i + 1));
        } else {
            hzp_json_put_member(out, layer->names[i], (const char *)sqlite3_column_text(statement, i + 1));
        }
    }
    if (layer->lines) {
        hzp_json_put_member_number(out, "lon", round(drawing->middle[0] * 1e5) / 1e5);
        hzp_json_put_member_number(out, "lat", round(drawing->middle[1] * 1e5) / 1e5);
    }
    g_string_append_c(out, '}');
}

/* A feature whose geometry cannot be read is none on a map. */
static void put_feature(Drawing *drawing, const MapLayer *layer, sqlite3_stmt *statement)
{
    GString *out = drawing->out;
    gsize before = out->len;
    drawing->blob_bytes += (size_t)sqlite3_column_bytes(statement, 0);
    hzp_json_put_comma(out);
    g_string_append(out, "{\"type\":\"Feature\",\"geometry\":");
    if (!(layer->lines ? put_outline(drawing, statement) : put_point(drawing, statement))) {
        g_string_truncate(out, before);
        return;
    }
    g_string_append(out, ",\"properties\":");
    put_properties(drawing, layer, statement);
    g_string_append_c(out, '}');
}

/* All of a layer in the box, or nothing of it with *left_out. */
static HzpStatus put_layer(Drawing *drawing, const MapLayer *layer, bool *left_out)
{
    HzpPlanFile *plan = drawing->plan.plan;
    sqlite3_stmt *statement = NULL;
    gsize before = drawing->out->len;
    int n = 0;
    *left_out = false;
    HZP_TRY(hzp_answer_select_in_box(plan, layer->layer, layer->columns, &drawing->box_of_plan, &statement));
    while (statement && !*left_out && hzp_plan_file_step(plan, statement)) {
        *left_out = ++n > layer->most || drawing->blob_bytes > MOST_BLOB_BYTES;
        if (!*left_out) put_feature(drawing, layer, statement);
    }
    if (*left_out) g_string_truncate(drawing->out, before);
    sqlite3_finalize(statement);
    return HZP_OK;
}

static HzpStatus put_layers(Drawing *drawing, const char *layers)
{
    g_autoptr(GString) left = g_string_new("[");
    g_string_append(drawing->out, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < G_N_ELEMENTS(map_layers); i++) {
        bool left_out = false;
        if (!is_wanted(layers, map_layers[i].layer)) continue;
        HZP_TRY(put_layer(drawing, &map_layers[i], &left_out));
        if (!left_out) continue;
        hzp_json_put_comma(left);
        hzp_json_put_text(left, map_layers[i].layer);
    }
    g_string_append(drawing->out, "],\"left_out\":");
    g_string_append(drawing->out, left->str);
    g_string_append(drawing->out, "]}\n");
    return HZP_OK;
}

static bool are_layers(const char *layers, HzpHttpAnswer *answer)
{
    g_auto(GStrv) words = g_strsplit(layers ? layers : "", ",", -1);
    for (char **word = words; layers && *word; word++) {
        size_t i = 0;
        while (i < G_N_ELEMENTS(map_layers) && strcmp(map_layers[i].layer, *word) != 0)
            i++;
        if (i < G_N_ELEMENTS(map_layers)) continue;
        hzp_http_refuse(answer, 400, "serve_choice_wrong", "name", "layers", "value", *word, "choices",
                        "counties,towns,villages,hazard_points,key_towns", NULL);
        return false;
    }
    return true;
}

static HzpStatus draw(Drawing *drawing, const char *layers)
{
    const HzpBox degrees = {drawing->box[0], drawing->box[1], drawing->box[2], drawing->box[3]};
    HZP_TRY(hzp_answer_measures(drawing->plan.plan, &drawing->plan));
    drawing->box_of_plan = hzp_answer_plan_box(&drawing->plan, &degrees);
    drawing->room = hzp_polygon_set_new();
    HzpStatus status = put_layers(drawing, layers);
    hzp_polygon_set_free(drawing->room);
    hzp_transform_free(drawing->plan.to_degrees);
    return status;
}

void hzp_api_map(const HzpApiQuestion *question, HzpHttpAnswer *answer)
{
    double box[4];
    const char *layers = hzp_query_get(question->query, "layers");
    if (!hzp_query_box(question->query, "bbox", box, answer) || !are_layers(layers, answer)) return;
    Drawing drawing = {.plan = {.plan = question->plan}, .box = box, .out = answer->body};
    HzpStatus status = draw(&drawing, layers);
    answer->status = 200;
    answer->type = "application/geo+json; charset=utf-8";
    if (status != HZP_OK) hzp_api_refuse(status, answer);
}
