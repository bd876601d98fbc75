/* What the parts of an answer share while it is made. */
#ifndef HZP_ANSWER_AFFECTED_PARTS_H
#define HZP_ANSWER_AFFECTED_PARTS_H

#include "answer/affected.h"
#include "geo/geodesic_disc.h"

/* The area asked for, in degrees. */
typedef struct {
    bool circle;
    HzpGeodesicDisc disc;          /* of a circle */
    const HzpPolygonSet *polygons; /* otherwise */
    HzpPolygonSet *own;            /* the polygons, where they are not the asker's */
    GArray *boxes;                 /* of HzpBox: everything in the area lies in one of them */
} HzpAskedShape;

typedef struct {
    HzpPlanFile *plan;
    HzpAffected *answer;
    HzpCrsFacts ellipsoid;
    HzpGeodesicRuler ruler;
    HzpTransform *to_degrees; /* NULL where the plan's CRS is geographic */
    HzpAskedShape shape;
    double minimum_share; /* of a village polygon, below which it is not in the area */
    int circle_vertices;
} HzpAnswering;

/* The plan's ellipsoid and, where its CRS is not geographic, the way to degrees; what else of its parameters is needed. */
HzpStatus hzp_answer_measures(HzpPlanFile *plan, HzpAnswering *answering);

/* ---- questions ---- */

/* HZP_E_USAGE where the hazard point has no zone; a drawn zone makes the radius NaN. */
HzpStatus hzp_affected_need_zone(HzpPlanFile *plan, HzpAsked *asked);

/* Names and ids that a text may mean, the likeliest first, one on each line, "" for none; free with g_free(). */
char *hzp_affected_near_names(HzpPlanFile *plan, const char *text, const char *kinds);

/* ---- rows of the plan (affected_rows.c) ---- */

/* A SELECT of some columns of a layer; a column that an older plan lacks reads as NULL. `where` follows as it is. The first
 * column is the geometry where `geometry` is set. NULL in *statement where the layer does not exist. */
HzpStatus hzp_answer_select(HzpPlanFile *plan, const char *layer, const char *const *columns, bool geometry,
                            const char *where, sqlite3_stmt **statement);

/* First column of the first row of a query as a whole number, 0 for none. %s in the query is the layer's name. */
HzpStatus hzp_answer_whole_number(HzpPlanFile *plan, const char *sql, const char *layer, gint64 *number);

/* The same as hzp_answer_select() from a join in which the layer is called l; `more` is SQL of further columns. The geometry
 * is the first column. */
HzpStatus hzp_answer_select_joined(HzpPlanFile *plan, const char *layer, const char *const *columns, const char *more,
                                   const char *from, sqlite3_stmt **statement);

/* The same for rows of a spatial layer whose boxes meet a box, in the plan's coordinates; for all rows where the spatial
 * index is missing or cannot be trusted, because a program without its triggers changed the layer. */
HzpStatus hzp_answer_select_in_box(HzpPlanFile *plan, const char *layer, const char *const *columns, const HzpBox *box,
                                   sqlite3_stmt **statement);

/* A column as text that lives in `texts`, NULL for none or an empty one; as a number, NaN for none, one below zero and an
 * infinite one: no figure of a plan is any of these. */
const char *hzp_answer_text(GStringChunk *texts, sqlite3_stmt *statement, int column);
double hzp_answer_number(sqlite3_stmt *statement, int column);

/* Longitude and latitude of a point geometry; NaN where it is none. */
void hzp_answer_point(const HzpAnswering *answering, sqlite3_stmt *statement, int column, double *lon, double *lat);

/* Of a row whose place could not be read: whether it has one all the same; false for no geometry and an empty one. */
bool hzp_answer_is_unreadable(sqlite3_stmt *statement, int column);

/* Append a polygon in degrees; false (with an empty one appended) where it is none. */
bool hzp_answer_polygon(const HzpAnswering *answering, sqlite3_stmt *statement, int column, HzpPolygonSet *set);

/* A box of degrees in the plan's coordinates, grown where it is bent. */
HzpBox hzp_answer_plan_box(const HzpAnswering *answering, const HzpBox *degrees);

/* ---- the area (affected_shape.c) ---- */

HzpStatus hzp_answer_shape_make(HzpAnswering *answering);
void hzp_answer_shape_clear(HzpAskedShape *shape);

/* Whether a place is in the area, its edge included. */
bool hzp_answer_shape_covers(const HzpAskedShape *shape, double lon, double lat);

/* Shares of the areas of polygons that lie in the area: `share` has a place for each polygon; NaN for one without an area. */
HzpStatus hzp_answer_shares(const HzpAnswering *answering, const HzpPolygonSet *units, double *share);

/* The same of any polygons in a plane: of each unit, what lies in the union of the zones. */
void hzp_answer_share_out(const HzpPolygonSet *units, const HzpPolygonSet *zones, double *share);

/* The area as polygons in degrees; the caller's. */
HzpPolygonSet *hzp_answer_shape_drawn(const HzpAnswering *answering);

/* Fills asked.beyond_share; for a plan with boundaries (affected_beyond.c). */
HzpStatus hzp_answer_beyond(HzpAnswering *answering);

/* Boxes of degrees that hold everything within a distance of a place: one, or two at the antimeridian. */
void hzp_answer_boxes_around(GArray *boxes, double lon, double lat, double radius_m);

/* ---- places and measures (affected_measure.c) ---- */

/* Geodesic distance from a place to the nearest place of a polygon, 0 inside. */
double hzp_answer_distance_to_polygon(const HzpGeodesicRuler *ruler, double lon, double lat, const HzpPolygonSet *set,
                                      size_t i);

/* Geodesic distance from a place to an edge that is straight in degrees, and the place of the edge that is nearest. */
double hzp_answer_nearest_on_edge(const HzpGeodesicRuler *ruler, double lon, double lat, double x0, double y0, double x1,
                                  double y1, double *nearest_lon, double *nearest_lat);

/* ---- lines (affected_line.c) ---- */

typedef struct {
    double lon, lat;
    bool begins; /* a line of its own, not joined to the corner before */
} HzpLineCorner;

/* Corners of a line or lines in degrees (GArray of HzpLineCorner); NULL where it is none. Free with g_array_free(). */
GArray *hzp_answer_line(const HzpAnswering *answering, sqlite3_stmt *statement, int column);

/* Whether any part of a line is in the area; its place nearest to the asked one. */
bool hzp_answer_line_meets(const HzpAnswering *answering, const GArray *line, double *lon, double *lat);

/* Distance and bearing between two places; the bearing is NaN where they are the same. */
void hzp_answer_measure(const HzpAnswering *answering, double lon, double lat, double *distance_m, double *bearing_deg);

/* ---- lists ---- */

HzpStatus hzp_answer_villages(HzpAnswering *answering);
/* The nearest village, where there is none in the zone or circle: after the villages. */
HzpStatus hzp_answer_nearest_village(HzpAnswering *answering);
HzpStatus hzp_answer_hazards(HzpAnswering *answering);
HzpStatus hzp_answer_brigades(HzpAnswering *answering);
HzpStatus hzp_answer_facilities(HzpAnswering *answering);
HzpStatus hzp_answer_unplaced(HzpAnswering *answering);

/* A row of a layer that has a geometry which cannot be read; its texts live as long as the answer. */
void hzp_answer_unreadable(HzpAnswering *answering, const char *layer, HzpAffectedUnplaced place);

/* Data may hold line breaks or escape sequences; a table shows neither. "—" for NULL. Free with g_free(). */
char *hzp_answer_shown_text(const char *text);
/* A figure, metres or kilometres, a wind; "—" where missing. Free with g_free(). */
char *hzp_answer_shown_number(double value);
char *hzp_answer_shown_distance(double metres);
char *hzp_answer_shown_direction(double bearing_deg);

#endif
