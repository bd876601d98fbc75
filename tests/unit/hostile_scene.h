/* Scenes against which a method that cuts boundaries at their crossings fails first: what touches, coincides or nearly does,
 * needles, spikes, spirals, circles of all sizes, far from the origin. Plain corners without GEOS, so that thousands can be
 * made. */
#ifndef HZP_TESTS_UNIT_HOSTILE_SCENE_H
#define HZP_TESTS_UNIT_HOSTILE_SCENE_H

#include "random_polygons.h"

#include "geo/covered_area.h"

enum { HOSTILE_ZONES = 70, HOSTILE_KINDS = 14, HOSTILE_CORNERS = 400 };

typedef struct {
    HzpPolygonSet *units; /* one */
    HzpPolygonSet *zones;
    size_t n;
    uint32_t groups[HOSTILE_ZONES];
    size_t order[HOSTILE_ZONES];
    int n_groups;
} Hostile;

typedef struct {
    double x[HOSTILE_CORNERS];
    double y[HOSTILE_CORNERS];
    size_t n;
} Line;

/* ---- rings ---- */

static inline void put_line(HzpPolygonSet *set, const Line *line)
{
    hzp_polygon_set_add_ring(set, line->x, line->y, line->n, false);
    hzp_polygon_set_end(set);
}

static inline void move_line(Line *line, double scale, double dx, double dy)
{
    for (size_t i = 0; i < line->n; i++) {
        line->x[i] = line->x[i] * scale + dx;
        line->y[i] = line->y[i] * scale + dy;
    }
}

static inline Line star_line(uint64_t *random, double cx, double cy, double size)
{
    Line line;
    line.n = star_corners(random, cx, cy, size, line.x, line.y);
    return line;
}

/* Corners on whole numbers; it may cross or touch itself. */
static inline Line grid_line(uint64_t *random, int reach)
{
    Line line = {.n = (size_t)random_whole(random, 3, 7)};
    if (test_random(random) < 0.4) {
        int x = random_whole(random, -reach, reach - 1);
        int y = random_whole(random, -reach, reach - 1);
        int east = random_whole(random, x + 1, reach);
        int north = random_whole(random, y + 1, reach);
        return (Line){{x, east, east, x}, {y, y, north, north}, 4};
    }
    if (test_random(random) < 0.6) line = star_line(random, 0, 0, reach);
    for (size_t i = 0; i < line.n; i++) {
        line.x[i] = line.n > 7 ? round(line.x[i]) : random_whole(random, -reach, reach);
        line.y[i] = line.n > 7 ? round(line.y[i]) : random_whole(random, -reach, reach);
    }
    return line;
}

static inline Line circle_line(double x, double y, double radius, size_t corners)
{
    Line line = {.n = corners};
    for (size_t i = 0; i < corners; i++) {
        line.x[i] = x + radius * cos(2 * G_PI * (double)i / (double)corners);
        line.y[i] = y + radius * sin(2 * G_PI * (double)i / (double)corners);
    }
    return line;
}

/* A band along a spiral, out and back. */
static inline Line spiral_line(uint64_t *random, double cx, double cy, double size)
{
    Line line = {.n = 120};
    double turn = test_random(random) * 2 * G_PI;
    double width = random_between(random, 0.02, 0.3) * size / 4;
    for (size_t i = 0; i < 60; i++) {
        double angle = turn + (double)i / 60 * 6 * G_PI;
        double radius = size * (0.1 + 0.7 * (double)i / 60);
        line.x[i] = cx + (radius + width) * cos(angle);
        line.y[i] = cy + (radius + width) * sin(angle);
        line.x[119 - i] = cx + radius * cos(angle);
        line.y[119 - i] = cy + radius * sin(angle);
    }
    return line;
}

/* Turn about the origin, then move there. */
static inline void turn_line(Line *line, double angle, double cx, double cy)
{
    for (size_t i = 0; i < line->n; i++) {
        double across = line->x[i] * cos(angle) - line->y[i] * sin(angle);
        line->y[i] = cy + line->x[i] * sin(angle) + line->y[i] * cos(angle);
        line->x[i] = cx + across;
    }
}

/* A strip that may be thinner than coordinates are fine. */
static inline Line needle_line(uint64_t *random, double cx, double cy, double size)
{
    double angle = test_random(random) < 0.3 ? random_whole(random, 0, 3) * G_PI / 2 : test_random(random) * 2 * G_PI;
    double half = size * pow(10, -random_between(random, 1, 17));
    Line line = {{-size, size, size, -size}, {-half, -half, half, half}, test_random(random) < 0.5 ? 4 : 3};
    turn_line(&line, angle, cx, cy);
    return line;
}

/* A spike of any width out of a star and back, where its last corner leaves room. */
static inline Line spiked_line(uint64_t *random, double cx, double cy, double size)
{
    Line line = star_line(random, 0, 0, size);
    double half = pow(10, -random_between(random, 3, 17));
    double tip = size * random_between(random, 1, 3);
    double turn = test_random(random) * 2 * G_PI;
    size_t n = line.n;
    for (int k = 0; k < 3; k++, line.n++) {
        double angle = -0.1 * 2 * G_PI / (double)n + (k - 1) * half;
        line.x[n + (size_t)k] = (k == 1 ? tip : 0.3 * size) * cos(angle);
        line.y[n + (size_t)k] = (k == 1 ? tip : 0.3 * size) * sin(angle);
    }
    turn_line(&line, turn, cx, cy);
    return line;
}

/* Corners hardly off straight lines between few. */
static inline Line bent_line(uint64_t *random, double cx, double cy, double size)
{
    Line few = circle_line(cx, cy, size, (size_t)random_whole(random, 3, 5));
    Line line = {.n = 0};
    double off = size * pow(10, -random_between(random, 3, 17));
    for (size_t i = 0; i < few.n; i++) {
        size_t to = (i + 1) % few.n;
        for (int k = 0; k < 8; k++) {
            line.x[line.n] = few.x[i] + k / 8.0 * (few.x[to] - few.x[i]) + random_between(random, -off, off);
            line.y[line.n++] = few.y[i] + k / 8.0 * (few.y[to] - few.y[i]) + random_between(random, -off, off);
        }
    }
    return line;
}

static inline Line any_line(uint64_t *random, double cx, double cy, double size)
{
    switch (random_whole(random, 0, 6)) {
    case 0:
        return spiral_line(random, cx, cy, size);
    case 1:
        return needle_line(random, cx, cy, size);
    case 2:
        return spiked_line(random, cx, cy, size);
    case 3:
        return bent_line(random, cx, cy, size);
    case 4:
        return circle_line(cx, cy, size, (size_t)random_whole(random, 3, 40));
    default:
        return star_line(random, cx, cy, size);
    }
}

/* ---- scenes ---- */

static inline double reach_of(uint64_t *random) { return 1000 * pow(10, random_between(random, -1.5, 0.5)); }

static inline Line near_line(uint64_t *random)
{
    double size = reach_of(random);
    return any_line(random, random_between(random, -900, 900), random_between(random, -900, 900), size);
}

static inline Line of_unit(const Hostile *scene)
{
    Line line = {.n = scene->units->ring_start[1]};
    memcpy(line.x, scene->units->x, line.n * sizeof(double));
    memcpy(line.y, scene->units->y, line.n * sizeof(double));
    return line;
}

/* The same, beginning elsewhere or wound the other way. */
static inline Line turned(uint64_t *random, const Line *line)
{
    Line other = {.n = line->n};
    size_t first = (size_t)random_whole(random, 0, (int)line->n - 1);
    bool back = test_random(random) < 0.5;
    for (size_t i = 0; i < line->n; i++) {
        size_t from = (first + (back ? line->n - i : i)) % line->n;
        other.x[i] = line->x[from];
        other.y[i] = line->y[from];
    }
    return other;
}

static inline void perturb(uint64_t *random, Line *line)
{
    double off = 1000 * pow(10, -random_between(random, 3, 17));
    for (size_t i = 0; i < line->n; i++) {
        line->x[i] += random_between(random, -off, off);
        line->y[i] += random_between(random, -off, off);
    }
}

static inline void put_many_circles(Hostile *scene, uint64_t *random, int n)
{
    for (int i = 0; i < n; i++)
        hzp_polygon_set_add_circle(scene->zones, random_between(random, -1300, 1300), random_between(random, -1300, 1300),
                                   reach_of(random) / 2, random_whole(random, 8, 48));
}

/* One centre, or one point on the circumference, that all have in common. */
static inline void put_nested_circles(Hostile *scene, uint64_t *random)
{
    bool tangent = test_random(random) < 0.6;
    int corners = 4 * random_whole(random, 2, 32);
    double unit = random_whole(random, 1, 8) * 125;
    hzp_polygon_set_add_circle(scene->units, unit, 0, unit, corners);
    for (int n = random_whole(random, 1, 12); n > 0; n--) {
        double radius = random_whole(random, 1, 12) * 125;
        double sign = tangent && test_random(random) < 0.3 ? -1 : 1;
        hzp_polygon_set_add_circle(scene->zones, tangent ? sign * radius : unit, 0, radius, corners);
    }
}

static inline void put_unit(Hostile *scene, uint64_t *random, int kind)
{
    Line unit = kind == 0                    ? grid_line(random, 8)
                : kind == 8 || kind == 11    ? star_line(random, 0, 0, 1000)
                : test_random(random) < 0.15 ? circle_line(0, 0, 1000, 64)
                                             : any_line(random, 0, 0, 1000);
    if (kind == 0 && test_random(random) < 0.5) move_line(&unit, 1, 8, 8);
    hzp_polygon_set_add_ring(scene->units, unit.x, unit.y, unit.n, false);
    if (kind == 8) { /* holes and parts */
        Line hole = star_line(random, 0, 0, 240);
        Line part = any_line(random, 3000, 0, 900);
        hzp_polygon_set_add_ring(scene->units, hole.x, hole.y, hole.n, true);
        if (test_random(random) < 0.5) hzp_polygon_set_add_ring(scene->units, part.x, part.y, part.n, false);
    }
    hzp_polygon_set_end(scene->units);
}

static inline Line zone_line(Hostile *scene, uint64_t *random, int kind, const Line *last)
{
    Line unit = of_unit(scene);
    double bearing = test_random(random) * 2 * G_PI;
    if (kind == 0) return grid_line(random, random_whole(random, 2, 12));
    if (kind == 1 || kind == 2) {
        Line line = test_random(random) < 0.3 ? unit : *last;
        if (test_random(random) < 0.4) line = near_line(random);
        if (kind == 2) perturb(random, &line);
        return test_random(random) < 0.3 ? turned(random, &line) : line;
    }
    if (kind == 3) return bent_line(random, 0, random_whole(random, 0, 1) * 500, random_whole(random, 1, 3) * 500);
    if (kind == 4) return needle_line(random, 0, 0, 1500);
    if (kind == 5) return spiked_line(random, 0, 0, reach_of(random));
    if (kind == 6) /* tiny ones in the unit, huge ones over it */
        return any_line(random, 1000 * cos(bearing), 1000 * sin(bearing), 1000 * pow(10, random_between(random, -9, 7)));
    if (kind == 9) /* beside it: boxes overlap, nothing else */
        return any_line(random, 1500 * cos(bearing), 1500 * sin(bearing), 520);
    if (kind == 11) { /* scaled about its middle or a corner of it: edges that are parallel or lie in one line */
        size_t corner = (size_t)random_whole(random, 0, (int)unit.n - 1);
        double scale = random_whole(random, 1, 12) / 8.0;
        if (test_random(random) < 0.7) {
            move_line(&unit, scale, random_whole(random, 0, 4) * 50, 0);
            return unit;
        }
        move_line(&unit, scale, unit.x[corner] * (1 - scale), unit.y[corner] * (1 - scale));
        return unit;
    }
    return near_line(random);
}

/* Far from the origin as eastings with a zone number are: all corners are rounded to what is left of their digits there. The
 * second ring is a hole, as put_unit() makes it. */
static inline void put_away(HzpPolygonSet **set, double dx, double dy)
{
    const HzpPolygonSet *old = *set;
    HzpPolygonSet *away = hzp_polygon_set_new();
    for (size_t i = 0; i < old->n; i++) {
        for (size_t r = old->first_ring[i]; r < old->first_ring[i + 1]; r++) {
            size_t start = old->ring_start[r];
            size_t n = old->ring_start[r + 1] - start;
            g_autofree double *x = g_new(double, n);
            g_autofree double *y = g_new(double, n);
            for (size_t c = 0; c < n; c++) {
                x[c] = old->x[start + c] + dx;
                y[c] = old->y[start + c] + dy;
            }
            hzp_polygon_set_add_ring(away, x, y, n, r == old->first_ring[i] + 1);
        }
        hzp_polygon_set_end(away);
    }
    hzp_polygon_set_free(*set);
    *set = away;
}

static inline void zones_of_kind(Hostile *scene, uint64_t *random, int kind)
{
    Line last = of_unit(scene);
    if (kind == 10) {
        put_many_circles(scene, random, random_whole(random, 1, 47));
    } else if (kind == 12) {
        put_many_circles(scene, random, random_whole(random, 40, HOSTILE_ZONES - 1));
    } else if (kind == 13) {
        static const int corners[] = {8, 32, 128, 512, 4096};
        for (int n = random_whole(random, 1, 4); n > 0; n--)
            hzp_polygon_set_add_circle(scene->zones, random_between(random, -900, 900), random_between(random, -900, 900),
                                       reach_of(random), corners[random_whole(random, 0, 4)]);
    } else {
        for (int n = random_whole(random, 1, kind == 1 || kind == 2 ? 4 : 9); n > 0; n--) {
            last = zone_line(scene, random, kind, &last);
            put_line(scene->zones, &last);
        }
    }
}

static inline void hostile_make(Hostile *scene, uint64_t *random, int number)
{
    static const double away[][2] = {{0, 0}, {0, 0}, {500000, 4e6}, {38500000.25, 4000000.5}, {-4e7, 3e7}};
    static const int group_counts[] = {1, 4, HZP_COVER_GROUPS};
    int kind = number % HOSTILE_KINDS;
    const double *far = away[number / HOSTILE_KINDS % G_N_ELEMENTS(away)];
    *scene = (Hostile){hzp_polygon_set_new(), hzp_polygon_set_new(), .n_groups = group_counts[random_whole(random, 0, 2)]};
    if (kind == 7) {
        put_nested_circles(scene, random);
    } else {
        put_unit(scene, random, kind);
        if (scene->units->n_rings > 0) zones_of_kind(scene, random, kind);
    }
    if (*far != 0) {
        put_away(&scene->units, far[0], far[1]);
        put_away(&scene->zones, far[0], far[1]);
    }
    scene->n = scene->zones->n;
    for (size_t i = 0; i < scene->n; i++) {
        scene->order[i] = i;
        scene->groups[i] = (uint32_t)(test_random(random) * 4294967296.0) | (test_random(random) < 0.7);
    }
}

static inline void hostile_free(Hostile *scene)
{
    hzp_polygon_set_free(scene->units);
    hzp_polygon_set_free(scene->zones);
}

#endif
