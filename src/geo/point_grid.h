/* Points sorted into a uniform grid: all within a distance of a place, all inside a polygon.
 *
 * Coordinates lie in plain arrays in the order of the cells, row by row, so that a query reads one run of memory for each row
 * of cells. (A tree of objects answers the same and takes several times as long.) The grid is laid over where most points
 * lie; those far out are kept in its outermost cells.
 *
 * Coordinates are planar. Queries may run on several threads at once, each with its own HzpPointHits. */
#ifndef HZP_GEO_POINT_GRID_H
#define HZP_GEO_POINT_GRID_H

#include "geo/polygon_set.h"

typedef struct {
    size_t n;           /* points with a position; fewer than 2^32 */
    double *x;          /* by slot: in the order of the cells */
    double *y;          /* by slot */
    uint32_t *position; /* by slot: position in the arrays given */
    double min_x;
    double min_y;
    double cell; /* side of a cell */
    size_t columns;
    size_t rows;
    uint32_t *start; /* columns × rows + 1: first slot of each cell */
} HzpPointGrid;

/* Points that are not finite are left out. Free with hzp_point_grid_free(). */
HzpPointGrid *hzp_point_grid_new(const double *x, const double *y, size_t n);
/* The same with so many threads. */
HzpPointGrid *hzp_point_grid_make(const double *x, const double *y, size_t n, int threads);
void hzp_point_grid_free(HzpPointGrid *grid);

/* Positions of other places in the order of the grid's cells, so that queries about them one after the other find in the
 * cache what they read; those without a position come somewhere. Free with g_free(). */
uint32_t *hzp_point_grid_order(const HzpPointGrid *grid, const double *x, const double *y, size_t n);

/* A point that may be inside a polygon. */
typedef struct {
    double x;
    double y;
    uint32_t slot;
    int32_t winding;
} HzpCandidate;

/* What a query found, and its work space. Zero-initialised is an empty one; free the arrays with hzp_point_hits_clear(). */
typedef struct {
    uint32_t *slot; /* in no particular order */
    size_t n;
    size_t room;
    HzpCandidate *candidates; /* room + 2 */
} HzpPointHits;

void hzp_point_hits_clear(HzpPointHits *hits);

/* All points whose distance, sqrt(dx² + dy²) as it is rounded, is at most the radius: what ST_DWithin of PostGIS answers. */
void hzp_point_grid_within(const HzpPointGrid *grid, double x, double y, double radius, HzpPointHits *hits);

/* All points in a box, its sides included. */
void hzp_point_grid_in_box(const HzpPointGrid *grid, const HzpBox *box, HzpPointHits *hits);

/* All points that hzp_polygon_set_covers() says are inside polygon `i` or on its boundary. The candidates are sorted into
 * horizontal strips, and each edge looks only at those in its strips: time grows with corners plus crossings, not with
 * corners times points. */
void hzp_point_grid_covered(const HzpPointGrid *grid, const HzpPolygonSet *set, size_t i, HzpPointHits *hits);

#endif
