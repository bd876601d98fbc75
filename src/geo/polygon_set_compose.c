#include "geo/polygon_set_compose.h"

#include <glib.h>
#include <math.h>
#include <string.h>

typedef struct {
    const HzpPolygonPlan *plan;
    HzpPolygonSet *set;
    const double *cosine; /* of the corners of circles */
    const double *sine;
} Composing;

static bool is_circle(const HzpPolygonPlan *plan, size_t i)
{
    return plan->corners > 0 && plan->first[i] == plan->first[i + 1] && !isnan(plan->radius[i]);
}

static size_t rings_of(const HzpPolygonPiece *piece)
{
    return piece->set->first_ring[piece->polygon + 1] - piece->set->first_ring[piece->polygon];
}

static size_t corners_of(const HzpPolygonPiece *piece)
{
    const HzpPolygonSet *set = piece->set;
    return set->ring_start[set->first_ring[piece->polygon + 1]] - set->ring_start[set->first_ring[piece->polygon]];
}

static uint8_t simple_of(const HzpPolygonPiece *piece) { return piece->set->simple[piece->polygon]; }

/* The first ring of each polygon, and in `corner` its first corner. */
static void lay_out(Composing *work, size_t *corner)
{
    const HzpPolygonPlan *plan = work->plan;
    HzpPolygonSet *set = work->set;
    for (size_t i = 0; i < plan->n; i++) {
        bool circle = is_circle(plan, i);
        size_t rings = circle;
        size_t corners = circle ? (size_t)plan->corners : 0;
        for (size_t p = plan->first[i]; p < plan->first[i + 1]; p++) {
            rings += rings_of(&plan->pieces[p]);
            corners += corners_of(&plan->pieces[p]);
        }
        set->first_ring[i] = set->n_rings;
        corner[i] = set->n_corners;
        set->n_rings += rings;
        set->n_corners += corners;
    }
    set->n = plan->n;
    set->first_ring[set->n] = set->n_rings;
}

static HzpPolygonSet *set_for(size_t polygons)
{
    HzpPolygonSet *set = g_new0(HzpPolygonSet, 1);
    set->room_polygons = polygons;
    set->first_ring = g_new(size_t, polygons + 1);
    set->box = g_new(HzpBox, polygons + 1);
    set->simple = g_new(uint8_t, polygons + 1);
    return set;
}

static void make_room(HzpPolygonSet *set)
{
    set->room_rings = set->n_rings;
    set->room_corners = set->n_corners;
    set->ring_start = g_new(size_t, set->n_rings + 1);
    set->x = g_new(double, set->n_corners + 1);
    set->y = g_new(double, set->n_corners + 1);
    set->ring_start[0] = 0;
}

static void widen(HzpBox *box, const HzpBox *other)
{
    *box = (HzpBox){MIN(box->min_x, other->min_x), MIN(box->min_y, other->min_y), MAX(box->max_x, other->max_x),
                    MAX(box->max_y, other->max_y)};
}

/* The rings of polygon i, whose first corner is to be at `to`. */
static void put_pieces(const Composing *work, size_t i, size_t to)
{
    HzpPolygonSet *set = work->set;
    size_t ring = set->first_ring[i];
    set->box[i] = (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
    set->simple[i] = work->plan->first[i + 1] - work->plan->first[i] == 1
                         ? simple_of(&work->plan->pieces[work->plan->first[i]])
                         : HZP_SIMPLE_UNKNOWN;
    for (size_t p = work->plan->first[i]; p < work->plan->first[i + 1]; p++) {
        const HzpPolygonPiece *piece = &work->plan->pieces[p];
        const HzpPolygonSet *from = piece->set;
        size_t first = from->first_ring[piece->polygon];
        size_t start = from->ring_start[first];
        size_t n = corners_of(piece);
        memcpy(set->x + to, from->x + start, n * sizeof(double));
        memcpy(set->y + to, from->y + start, n * sizeof(double));
        for (size_t r = 0; r < rings_of(piece); r++)
            set->ring_start[++ring] = to + (from->ring_start[first + r + 1] - start);
        widen(&set->box[i], &from->box[piece->polygon]);
        to += n;
    }
}

/* False where corners are one by rounding: then it is for hzp_polygon_set_add_circle() to say what is left of it. */
static bool put_circle(const Composing *work, size_t i, size_t to)
{
    const HzpPolygonPlan *plan = work->plan;
    HzpPolygonSet *set = work->set;
    size_t n = (size_t)plan->corners;
    double radius = plan->radius[i] * plan->factor;
    double *x = set->x + to;
    double *y = set->y + to;
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t k = 0; k < n; k++) {
        x[k] = plan->x[i] + radius * work->cosine[k];
        y[k] = plan->y[i] + radius * work->sine[k];
        widen(&box, &(HzpBox){x[k], y[k], x[k], y[k]});
    }
    set->box[i] = box;
    set->simple[i] = HZP_SIMPLE_YES;
    set->ring_start[set->first_ring[i] + 1] = to + n;
    /* Wider than some rounding steps it goes around counter-clockwise. */
    return radius > 1e-9 * (fabs(plan->x[i]) + fabs(plan->y[i])) && isfinite(box.max_x - box.min_x + box.max_y - box.min_y);
}

static bool put_all(const Composing *work, const size_t *corner, int threads)
{
    bool plain = true;
#pragma omp parallel for schedule(static) reduction(&& : plain) num_threads(threads)
    for (size_t i = 0; i < work->plan->n; i++) {
        if (is_circle(work->plan, i))
            plain = put_circle(work, i, corner[i]) && plain;
        else
            put_pieces(work, i, corner[i]);
    }
    return plain;
}

/* One after the other. */
static HzpPolygonSet *append_all(const HzpPolygonPlan *plan)
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    for (size_t i = 0; i < plan->n; i++) {
        if (is_circle(plan, i)) {
            hzp_polygon_set_add_circle(set, plan->x[i], plan->y[i], plan->radius[i] * plan->factor, plan->corners);
            continue;
        }
        for (size_t p = plan->first[i]; p < plan->first[i + 1]; p++)
            hzp_polygon_set_add_polygon_rings(set, plan->pieces[p].set, plan->pieces[p].polygon);
        hzp_polygon_set_end(set);
    }
    return set;
}

HzpPolygonSet *hzp_polygon_set_compose(const HzpPolygonPlan *plan, int threads)
{
    g_autofree double *circle = g_new(double, 2 * (gsize)plan->corners + 1);
    g_autofree size_t *corner = g_new(size_t, plan->n + 1);
    Composing work = {plan, set_for(plan->n), circle, circle + plan->corners};
    hzp_circle_corners(circle, plan->corners);
    lay_out(&work, corner);
    make_room(work.set);
    if (put_all(&work, corner, threads)) return work.set;
    hzp_polygon_set_free(work.set);
    return append_all(plan);
}

void hzp_polygon_set_group(HzpPolygonSet *set, const size_t *first, size_t n)
{
    size_t *first_ring = g_new(size_t, n + 1);
    HzpBox *box = g_new(HzpBox, n + 1);
    uint8_t *simple = g_new(uint8_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        first_ring[i] = set->first_ring[first[i]];
        simple[i] = first[i + 1] - first[i] == 1 ? set->simple[first[i]] : HZP_SIMPLE_UNKNOWN;
        box[i] = (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
        for (size_t k = first[i]; k < first[i + 1]; k++)
            widen(&box[i], &set->box[k]);
    }
    first_ring[n] = set->n_rings;
    g_free(set->first_ring);
    g_free(set->box);
    g_free(set->simple);
    set->first_ring = first_ring;
    set->box = box;
    set->simple = simple;
    set->n = set->room_polygons = n;
}
