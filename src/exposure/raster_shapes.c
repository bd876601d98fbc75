#include "exposure/raster_shapes.h"

#include <math.h>

#include "geo/polygon_simple.h"

static size_t count(const HzpPolygonSet *set) { return set ? set->n : 0; }

HzpRasterShapes hzp_raster_regions(const HzpRasterQuestion *question)
{
    return (HzpRasterShapes){.n = count(question->regions) + count(question->more_regions),
                             .set = question->regions,
                             .more = question->more_regions,
                             .to_cells = question->to_cells};
}

HzpRasterShapes hzp_raster_zones(const HzpRasterQuestion *question)
{
    const HzpRasterCircles *circles = question->circles;
    return (HzpRasterShapes){.n = circles ? circles->n : count(question->zones),
                             .set = question->zones,
                             .circles = circles,
                             .to_cells = question->to_cells};
}

/* The set that a shape is a polygon of, and its position there; NULL for a circle and where there is none. */
static const HzpPolygonSet *set_of(const HzpRasterShapes *shapes, size_t i, size_t *at)
{
    bool first = i < count(shapes->set);
    *at = first ? i : i - count(shapes->set);
    if (shapes->circles && !isnan(shapes->circles->radius[i])) return NULL;
    return first ? shapes->set : shapes->more;
}

double hzp_raster_shape_lowest(const HzpRasterShapes *shapes, size_t i)
{
    size_t at = 0;
    const HzpPolygonSet *set = set_of(shapes, i, &at);
    HzpBox box;
    if (set) {
        if (set->first_ring[at] == set->first_ring[at + 1]) return NAN;
        box = set->box[at];
    } else {
        if (!shapes->circles || isnan(shapes->circles->radius[i])) return NAN;
        double radius = shapes->circles->radius[i] * shapes->circles->factor;
        box = (HzpBox){shapes->circles->x[i] - radius, shapes->circles->y[i] - radius, shapes->circles->x[i] + radius,
                       shapes->circles->y[i] + radius};
    }
    if (!shapes->to_cells) return box.min_y;
    double x[] = {box.min_x, box.max_x, box.min_x, box.max_x};
    double y[] = {box.min_y, box.min_y, box.max_y, box.max_y};
    hzp_affine_move(shapes->to_cells, x, y, 4);
    double lowest = fmin(fmin(y[0], y[1]), fmin(y[2], y[3]));
    /* On a raster that is turned, corners of the box and of the shape are rounded differently. */
    return lowest - 1e-9 * (1 + fabs(lowest));
}

void hzp_raster_shape_put(const HzpRasterShapes *shapes, size_t i, HzpPolygonSet *room, HzpPolygonSet *set)
{
    size_t at = 0;
    const HzpPolygonSet *from = set_of(shapes, i, &at);
    if (!from) {
        const HzpRasterCircles *circles = shapes->circles;
        from = room;
        at = 0;
        room->n = room->n_rings = room->n_corners = 0;
        hzp_polygon_set_add_circle(room, circles->x[i], circles->y[i], circles->radius[i] * circles->factor,
                                   circles->corners);
    }
    if (shapes->to_cells)
        hzp_polygon_set_add_moved(set, from, at, shapes->to_cells);
    else
        hzp_polygon_set_add_copy(set, from, at);
    hzp_polygon_set_examine(set, set->n - 1, set->n); /* once, not for each region that it meets */
}
