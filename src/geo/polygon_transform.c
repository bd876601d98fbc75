#include "geo/polygon_transform.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum { DEEPEST_DIVISION = 10, LOOKED_AT_ONE_BY_ONE = 24 };

/* Where a part's deviation is looked for. */
static const double PLACES[] = {0.5, 0.21, 0.79};
enum { N_PLACES = 3 };

typedef struct {
    double x;
    double y;
} Point;

typedef struct {
    const HzpPolygonTransform *how;
    GArray *x; /* double: the ring that is being made */
    GArray *y;
} Work;

static void apply_affine(const double *affine, double *x, double *y, size_t n)
{
    if (affine) hzp_affine_move(affine, x, y, n);
}

static HzpStatus move_points(const HzpPolygonTransform *how, double *x, double *y, size_t n)
{
    size_t failed = how->transform ? hzp_transform_forward(how->transform, x, y, 1, n) : 0;
    if (failed > 0) return hzp_fail(HZP_E_CRS, "polygon_transform_failed", NULL);
    apply_affine(how->affine, x, y, n);
    return HZP_OK;
}

/* The same longitude within half a turn of another. */
static double near_to(double x, double other, double turn)
{
    return turn > 0 && fabs(x - other) > turn / 2 ? x - turn * rint((x - other) / turn) : x;
}

static Point between(Point a, Point b, double place) { return (Point){a.x + (b.x - a.x) * place, a.y + (b.y - a.y) * place}; }

static bool is_straight(const HzpPolygonTransform *how, Point a, Point b, const Point *found)
{
    for (size_t i = 0; i < N_PLACES; i++) {
        Point expected = between(a, b, PLACES[i]);
        double x = near_to(found[i].x, expected.x, how->turn);
        if (!(hypot(x - expected.x, found[i].y - expected.y) <= how->tolerance)) return false;
    }
    return true;
}

static void put(Work *work, Point point)
{
    g_array_append_val(work->x, point.x);
    g_array_append_val(work->y, point.y);
}

/* An edge before (a, b) and after (to_a, to_b). */
typedef struct {
    Point a;
    Point b;
    Point to_a;
    Point to_b;
} Part;

static HzpStatus look_at(const HzpPolygonTransform *how, const Part *part, Point *found)
{
    double x[N_PLACES];
    double y[N_PLACES];
    for (size_t i = 0; i < N_PLACES; i++) {
        Point place = between(part->a, part->b, PLACES[i]);
        x[i] = place.x;
        y[i] = place.y;
    }
    HZP_TRY(move_points(how, x, y, N_PLACES));
    for (size_t i = 0; i < N_PLACES; i++)
        found[i] = (Point){x[i], y[i]};
    return HZP_OK;
}

/* Put the corners between the ends of a part, where `found` lies along it. */
static HzpStatus divide(Work *work, const Part *part, const Point *found, int depth)
{
    if (depth == DEEPEST_DIVISION || is_straight(work->how, part->to_a, part->to_b, found)) return HZP_OK;
    Point middle = between(part->a, part->b, 0.5);
    Point to_middle = found[0];
    to_middle.x = near_to(to_middle.x, (part->to_a.x + part->to_b.x) / 2, work->how->turn);
    const Part halves[] = {{part->a, middle, part->to_a, to_middle}, {middle, part->b, to_middle, part->to_b}};
    Point of_half[N_PLACES];
    HZP_TRY(look_at(work->how, &halves[0], of_half));
    HZP_TRY(divide(work, &halves[0], of_half, depth + 1));
    put(work, to_middle);
    HZP_TRY(look_at(work->how, &halves[1], of_half));
    return divide(work, &halves[1], of_half, depth + 1);
}

/* ---- rings ---- */

/* A ring before and after, with places along its edges: N_PLACES for each. */
typedef struct {
    const double *from_x;
    const double *from_y;
    const double *x;
    const double *y;
    const double *place_x;
    const double *place_y;
    size_t n;
} Ring;

/* A ring around a pole ends a turn away from where it began: it is closed along the pole. */
static void close_along_pole(Work *work, Point end)
{
    const HzpPolygonTransform *how = work->how;
    Point first = {g_array_index(work->x, double, 0), g_array_index(work->y, double, 0)};
    double pole = fabs(first.y - how->poles[0]) < fabs(first.y - how->poles[1]) ? how->poles[0] : how->poles[1];
    put(work, end);
    put(work, (Point){end.x, pole});
    put(work, (Point){first.x, pole});
}

static HzpStatus make_ring(Work *work, const Ring *ring)
{
    const HzpPolygonTransform *how = work->how;
    g_array_set_size(work->x, 0);
    g_array_set_size(work->y, 0);
    Point first = {ring->x[0], ring->y[0]};
    Point at = first;
    for (size_t i = 0; i < ring->n; i++) {
        size_t next = i + 1 < ring->n ? i + 1 : 0;
        Point end = {near_to(ring->x[next], at.x, how->turn), ring->y[next]};
        put(work, at);
        Part part = {{ring->from_x[i], ring->from_y[i]}, {ring->from_x[next], ring->from_y[next]}, at, end};
        Point found[N_PLACES];
        for (size_t k = 0; k < N_PLACES; k++)
            found[k] = (Point){ring->place_x[i * N_PLACES + k], ring->place_y[i * N_PLACES + k]};
        HZP_TRY(divide(work, &part, found, 0));
        at = end;
    }
    if (how->turn > 0 && fabs(at.x - first.x) > how->turn / 2) close_along_pole(work, at);
    return HZP_OK;
}

static bool is_hole(const double *x, const double *y, size_t n)
{
    double twice = 0;
    for (size_t i = 1; i + 1 < n; i++)
        twice += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
    return twice < 0;
}

static void set_places(const HzpPolygonSet *set, size_t start, size_t n, double *x, double *y)
{
    for (size_t i = 0; i < n; i++) {
        Point a = {set->x[start + i], set->y[start + i]};
        Point b = {set->x[start + (i + 1) % n], set->y[start + (i + 1) % n]};
        for (size_t k = 0; k < N_PLACES; k++) {
            Point place = between(a, b, PLACES[k]);
            x[i * N_PLACES + k] = place.x;
            y[i * N_PLACES + k] = place.y;
        }
    }
}

static void want(GArray *array, size_t n)
{
    if (array->len < n) g_array_set_size(array, (guint)n);
}

typedef struct {
    GArray *arrays[4]; /* double: x and y of corners, x and y of places */
} Room;

/* Longitudes along a ring run on. */
static void unroll(const HzpPolygonTransform *how, double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        x[i] = near_to(x[i], x[i - 1], how->turn);
}

/* How far the middle of a segment about (x, y) is from straight, in units of the result; NaN where it cannot be told. */
static double bend(const HzpPolygonTransform *how, double x, double y, double dx, double dy)
{
    double px[3] = {x - dx, x, x + dx};
    double py[3] = {y - dy, y, y + dy};
    if (hzp_transform_forward(how->transform, px, py, 1, 3) > 0) return NAN;
    apply_affine(how->affine, px, py, 3);
    px[1] = near_to(px[1], px[0], how->turn);
    px[2] = near_to(px[2], px[0], how->turn);
    return hypot(px[1] - (px[0] + px[2]) / 2, py[1] - (py[0] + py[2]) / 2);
}

/* Whether no edge of a ring can bend: segments as long as its longest edge, in four directions, in the middle and in the
 * corners of its box bend by less than a quarter of the tolerance. It saves looking at each edge where edges are short. */
static bool is_straight_around(const HzpPolygonTransform *how, const HzpPolygonSet *set, size_t r)
{
    static const double directions[4][2] = {{1, 0}, {0, 1}, {G_SQRT2 / 2, G_SQRT2 / 2}, {G_SQRT2 / 2, -G_SQRT2 / 2}};
    static const double places[5][2] = {{0.5, 0.5}, {0, 0}, {1, 0}, {0, 1}, {1, 1}};
    HzpBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double longest = 0;
    size_t end = set->ring_start[r + 1];
    for (size_t c = set->ring_start[r], before = end - 1; c < end; before = c++) {
        double dx = set->x[c] - set->x[before];
        double dy = set->y[c] - set->y[before];
        longest = MAX(longest, dx * dx + dy * dy);
        box = (HzpBox){MIN(box.min_x, set->x[c]), MIN(box.min_y, set->y[c]), MAX(box.max_x, set->x[c]),
                       MAX(box.max_y, set->y[c])};
    }
    if (isinf(how->tolerance)) return true;
    double half = sqrt(longest) / 2;
    for (size_t i = 0; i < G_N_ELEMENTS(places) * G_N_ELEMENTS(directions); i++) {
        const double *place = places[i / G_N_ELEMENTS(directions)];
        const double *direction = directions[i % G_N_ELEMENTS(directions)];
        double x = box.min_x + place[0] * (box.max_x - box.min_x);
        double y = box.min_y + place[1] * (box.max_y - box.min_y);
        if (!(bend(how, x, y, half * direction[0], half * direction[1]) <= how->tolerance / 4)) return false;
    }
    return true;
}

static HzpStatus transform_ring(const HzpPolygonSet *set, size_t r, Work *work, Room *room, HzpPolygonSet *result)
{
    size_t start = set->ring_start[r];
    size_t n = set->ring_start[r + 1] - start;
    want(room->arrays[0], n);
    want(room->arrays[1], n);
    want(room->arrays[2], n * N_PLACES);
    want(room->arrays[3], n * N_PLACES);
    double *x = (double *)(void *)room->arrays[0]->data;
    double *y = (double *)(void *)room->arrays[1]->data;
    double *place_x = (double *)(void *)room->arrays[2]->data;
    double *place_y = (double *)(void *)room->arrays[3]->data;
    memcpy(x, set->x + start, n * sizeof *x);
    memcpy(y, set->y + start, n * sizeof *y);
    HZP_TRY(move_points(work->how, x, y, n));
    if (!work->how->transform) {
        hzp_polygon_set_add_ring(result, x, y, n, is_hole(set->x + start, set->y + start, n));
        return HZP_OK;
    }
    if (n > LOOKED_AT_ONE_BY_ONE && is_straight_around(work->how, set, r)) {
        unroll(work->how, x, n);
        bool closes = work->how->turn == 0 || fabs(x[n - 1] - x[0]) <= work->how->turn / 2;
        if (closes) {
            hzp_polygon_set_add_ring(result, x, y, n, is_hole(set->x + start, set->y + start, n));
            return HZP_OK;
        }
    }
    set_places(set, start, n, place_x, place_y);
    HZP_TRY(move_points(work->how, place_x, place_y, n * N_PLACES));
    const Ring ring = {set->x + start, set->y + start, x, y, place_x, place_y, n};
    HZP_TRY(make_ring(work, &ring));
    hzp_polygon_set_add_ring(result, (const double *)(const void *)work->x->data, (const double *)(const void *)work->y->data,
                             work->x->len, is_hole(set->x + start, set->y + start, n));
    return HZP_OK;
}

HzpStatus hzp_polygon_set_transform(const HzpPolygonSet *set, const HzpPolygonTransform *how, HzpPolygonSet **result)
{
    HzpPolygonSet *made = hzp_polygon_set_new();
    g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) y = g_array_new(FALSE, FALSE, sizeof(double));
    Work work = {how, x, y};
    Room room;
    for (size_t i = 0; i < G_N_ELEMENTS(room.arrays); i++)
        room.arrays[i] = g_array_new(FALSE, FALSE, sizeof(double));
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < set->n && status == HZP_OK; i++) {
        for (size_t r = set->first_ring[i]; r < set->first_ring[i + 1] && status == HZP_OK; r++)
            status = transform_ring(set, r, &work, &room, made);
        hzp_polygon_set_end(made);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(room.arrays); i++)
        g_array_unref(room.arrays[i]);
    if (status != HZP_OK) {
        hzp_polygon_set_free(made);
        made = NULL;
    }
    *result = made;
    return status;
}
