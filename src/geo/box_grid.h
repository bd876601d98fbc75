/* Boxes by place: all that meet another one.
 *
 * Boxes are sorted into classes of about the same size, and each class is a grid of its lower left corners: whatever meets a
 * query has its corner in the query's box, enlarged by the size of the class. So a zone as large as a county costs no more
 * than one of fifty metres. */
#ifndef HZP_GEO_BOX_GRID_H
#define HZP_GEO_BOX_GRID_H

#include "geo/point_grid.h"

typedef struct HzpBoxGrid HzpBoxGrid;

/* Empty boxes are left out. Free with hzp_box_grid_free(). */
HzpBoxGrid *hzp_box_grid_new(const HzpBox *boxes, size_t n);
/* The same with so many threads. */
HzpBoxGrid *hzp_box_grid_make(const HzpBox *boxes, size_t n, int threads);
void hzp_box_grid_free(HzpBoxGrid *grid);

/* What a query found, and its work space. Zero-initialised is an empty one; free with hzp_box_hits_clear(). */
typedef struct {
    size_t *box; /* positions, in no particular order */
    size_t n;
    size_t room;
    HzpPointHits corners;
} HzpBoxHits;

void hzp_box_hits_clear(HzpBoxHits *hits);

/* All boxes that have a point in common with the query. */
void hzp_box_grid_meeting(const HzpBoxGrid *grid, const HzpBox *query, HzpBoxHits *hits);

#endif
