#include "present/map_marker.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Corners in the unit square, x to the right, y down; as QGIS draws them at size 2. */
typedef struct {
    const char *name;
    int corners;
    double xy[20];
} Polygon;

static const Polygon polygons[] = {
    {"square", 4, {-1, -1, 1, -1, 1, 1, -1, 1}},
    {"rectangle", 4, {-1, -1, 1, -1, 1, 1, -1, 1}},
    {"diamond", 4, {-1, 0, 0, 1, 1, 0, 0, -1}},
    {"triangle", 3, {-1, 1, 1, 1, 0, -1}},
    {"equilateral_triangle", 3, {-0.8660254, 0.5, 0.8660254, 0.5, 0, -1}},
    {"left_half_triangle", 3, {0, 1, 1, 1, 0, -1}},
    {"right_half_triangle", 3, {-1, 1, 0, 1, 0, -1}},
    {"half_square", 4, {-1, -1, 0, -1, 0, 1, -1, 1}},
    {"quarter_square", 4, {-1, -1, 0, -1, 0, 0, -1, 0}},
    {"diagonal_half_square", 3, {-1, -1, 1, 1, -1, 1}},
    {"filled_arrowhead", 3, {0, 0, -1, 1, -1, -1}},
    {"arrow", 7, {0, -1, 0.5, -0.5, 0.25, -0.5, 0.25, 1, -0.25, 1, -0.25, -0.5, -0.5, -0.5}},
};

typedef struct {
    const char *name;
    int corners;  /* of a regular polygon with a corner at the top */
    double inner; /* radius of the corners between, for a star; 0 for none */
} Regular;

static const Regular regulars[] = {
    {"pentagon", 5, 0}, {"hexagon", 6, 0}, {"star", 5, 0.381966}, {"regular_star", 5, 0.381966},
    /* a star of QGIS has its inner corners where its edges cross */
};

typedef struct {
    const char *name;
    double from_deg, to_deg; /* of a circle sector, clockwise from the right as Cairo counts */
} Sector;

static const Sector sectors[] = {
    {"circle", 0, 360},
    {"semi_circle", 180, 360},
    {"third_circle", 150, 270},
    {"quarter_circle", 180, 270},
};

static const char *const strokes[] = {"cross", "cross2", "x", "line"};

enum {
    POLYGONS = G_N_ELEMENTS(polygons),
    REGULARS = POLYGONS + G_N_ELEMENTS(regulars),
    SECTORS = REGULARS + G_N_ELEMENTS(sectors),
    STROKES = SECTORS + G_N_ELEMENTS(strokes)
};

static const char *name_of(int shape)
{
    if (shape < POLYGONS) return polygons[shape].name;
    if (shape < REGULARS) return regulars[shape - POLYGONS].name;
    if (shape < SECTORS) return sectors[shape - REGULARS].name;
    return strokes[shape - SECTORS];
}

int hzp_marker_find(const char *name)
{
    for (int shape = 0; shape < STROKES; shape++) {
        if (strcmp(name_of(shape), name) == 0) return shape;
    }
    return -1;
}

bool hzp_marker_is_open(int shape) { return shape >= SECTORS; }

static void regular_path(cairo_t *cairo, const Regular *regular)
{
    int steps = regular->inner > 0 ? 2 * regular->corners : regular->corners;
    for (int i = 0; i < steps; i++) {
        double radius = regular->inner > 0 && i % 2 ? regular->inner : 1;
        double angle = 2 * G_PI * i / steps;
        cairo_line_to(cairo, radius * sin(angle), -radius * cos(angle));
    }
    cairo_close_path(cairo);
}

static void sector_path(cairo_t *cairo, const Sector *sector)
{
    cairo_new_sub_path(cairo);
    bool whole = sector->to_deg - sector->from_deg >= 360;
    if (!whole) cairo_move_to(cairo, 0, 0);
    cairo_arc(cairo, 0, 0, 1, sector->from_deg * G_PI / 180, sector->to_deg * G_PI / 180);
    cairo_close_path(cairo);
}

static void stroke_path(cairo_t *cairo, const char *name)
{
    if (strcmp(name, "line") == 0) {
        cairo_move_to(cairo, 0, -1);
        cairo_line_to(cairo, 0, 1);
        return;
    }
    bool upright = strcmp(name, "cross") == 0;
    cairo_move_to(cairo, upright ? 0 : -1, -1);
    cairo_line_to(cairo, upright ? 0 : 1, 1);
    cairo_move_to(cairo, upright ? -1 : 1, upright ? 0 : -1);
    cairo_line_to(cairo, upright ? 1 : -1, upright ? 0 : 1);
}

void hzp_marker_path(cairo_t *cairo, int shape)
{
    cairo_new_path(cairo);
    if (shape < POLYGONS) {
        for (int i = 0; i < polygons[shape].corners; i++)
            cairo_line_to(cairo, polygons[shape].xy[2 * i], polygons[shape].xy[2 * i + 1]);
        cairo_close_path(cairo);
    } else if (shape < REGULARS) {
        regular_path(cairo, &regulars[shape - POLYGONS]);
    } else if (shape < SECTORS) {
        sector_path(cairo, &sectors[shape - REGULARS]);
    } else {
        stroke_path(cairo, strokes[shape - SECTORS]);
    }
}
