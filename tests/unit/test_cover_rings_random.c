/* What zones cover of a unit, by boundary pieces (geo/cover_rings.h), against the sweep, which takes another way to the same
 * areas, on thousands of scenes that are made to be hard. */
#include "geo/polygon_simple.h"

#include "hostile_scene.h"

static HzpCoverSweep *pieces; /* the usual way */
static HzpCoverSweep *swept;  /* everything swept */
static double largest;        /* deviation so far, as a part of the unit */

static HzpCoverQuestion question_of(const Hostile *scene)
{
    return (HzpCoverQuestion){scene->units, 0, scene->zones, scene->order, scene->n, scene->groups, scene->n_groups};
}

/* ---- deviations ---- */

static double off_areas(const HzpCoverAreas *a, const HzpCoverAreas *b)
{
    double off = fabs(a->unit - b->unit);
    for (int g = 0; g < HZP_COVER_GROUPS; g++)
        off = fmax(off, fabs(a->group[g] - b->group[g]));
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        off = fmax(off, fabs(a->depth[d] - b->depth[d]));
    return off;
}

static double off_each(const double *a, const double *b, size_t n)
{
    double off = 0;
    for (size_t i = 0; i < n; i++)
        off = fmax(off, fabs(a[i] - b[i]));
    return off;
}

/* What rounding may do to a unit: a part of its area, or of what its outline sweeps over when moved by a rounding error, as
 * the corners of zones are that lie far away from it. */
static double allowed(const Hostile *scene, double area)
{
    const HzpBox *box = &scene->units->box[0];
    double reach = fmax(box->max_x - box->min_x, box->max_y - box->min_y);
    double far = reach;
    for (size_t i = 0; i < scene->n; i++) {
        const HzpBox *zone = &scene->zones->box[i];
        far = fmax(far, fmax(zone->max_x - box->min_x, box->min_x - zone->min_x));
        far = fmax(far, fmax(zone->max_y - box->min_y, box->min_y - zone->min_y));
    }
    return fmax(1e-11 * area, 1e-12 * reach * reach) + 1e-15 * far * reach;
}

static void little(const char *what, int number, double off, double most)
{
    if (!(off <= most))
        fail_msg("scene %d (kind %d): %s off by %g, more than %g", number, number % HOSTILE_KINDS, what, off, most);
    largest = fmax(largest, off / most);
}

/* ---- boundaries ---- */

typedef struct {
    double x, y; /* counted from here */
    double area[HZP_COVER_GROUPS], moment_x[HZP_COVER_GROUPS], moment_y[HZP_COVER_GROUPS];
    GArray *ends; /* of group 0: heights where pieces start, and those where they end */
} Outline;

typedef struct {
    double y;
    int starts;
} End;

static void add_piece(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    Outline *sum = user;
    double ax = x0 - sum->x;
    double bx = x1 - sum->x;
    double ay = y0 - sum->y;
    double by = y1 - sum->y;
    for (; groups; groups &= groups - 1) {
        int g = __builtin_ctz(groups);
        sum->area[g] += (ax + bx) / 2 * (by - ay);
        sum->moment_x[g] += (ax * ax + ax * bx + bx * bx) / 6 * (by - ay);
        sum->moment_y[g] += (2 * ax * ay + ax * by + bx * ay + 2 * bx * by) / 6 * (by - ay);
        if (g > 0 || ay == by) continue;
        const End ends[] = {{ay, 1}, {by, -1}};
        g_array_append_vals(sum->ends, ends, 2);
    }
}

static int by_height(const void *a, const void *b)
{
    const End *first = a;
    const End *second = b;
    return first->y < second->y ? -1 : first->y > second->y;
}

/* Pieces are closed: at every height as many start as end, up to rounding. Level ones may be given or not. */
static double widest_gap(const Outline *outline)
{
    double widest = 0;
    double since = 0;
    int open = 0;
    g_array_sort(outline->ends, by_height);
    for (guint i = 0; i < outline->ends->len; i++) {
        const End *end = &g_array_index(outline->ends, End, i);
        if (open == 0) since = end->y;
        open += end->starts;
        if (open == 0) widest = fmax(widest, end->y - since);
    }
    return open == 0 ? widest : INFINITY;
}

static Outline outline_of(HzpCoverSweep *sweep, const Hostile *scene)
{
    const HzpBox *box = &scene->units->box[0];
    Outline outline = {.x = box->min_x, .y = box->min_y, .ends = g_array_new(FALSE, FALSE, sizeof(End))};
    const HzpCoverQuestion question = question_of(scene);
    hzp_cover_boundary(sweep, &question, false, add_piece, &outline);
    return outline;
}

static void check_outlines(const Hostile *scene, const HzpCoverAreas *areas, int number)
{
    const HzpBox *box = &scene->units->box[0];
    Outline one = outline_of(pieces, scene);
    Outline other = outline_of(swept, scene);
    double reach = fmax(box->max_x - box->min_x, box->max_y - box->min_y);
    double far = fmax(fmax(fabs(box->min_x), fabs(box->max_x)), fmax(fabs(box->min_y), fabs(box->max_y)));
    /* pieces are handed on in the coordinates of the map, which have fewer digits */
    double most = allowed(scene, areas->unit) + 1e-14 * far * reach;
    for (int g = 0; g < scene->n_groups; g++) {
        little("boundary's area", number, fabs(one.area[g] - areas->group[g]), most);
        little("boundary's moment", number, fabs(one.moment_x[g] - other.moment_x[g]), most * reach);
        little("boundary's moment", number, fabs(one.moment_y[g] - other.moment_y[g]), most * reach);
    }
    little("boundary: a gap", number, widest_gap(&one), 1e-12 * (reach + far));
    g_array_free(one.ends, TRUE);
    g_array_free(other.ends, TRUE);
}

/* ---- one scene ---- */

static void take(HzpCoverSweep *sweep, const Hostile *scene, HzpCoverAreas *areas, double *each)
{
    const HzpCoverQuestion question = question_of(scene);
    memset(areas, 0, sizeof *areas);
    hzp_cover_areas(sweep, &question, areas, each);
}

static void check_order(Hostile *scene, uint64_t *random, const HzpCoverAreas *areas, const double *each, int number)
{
    HzpCoverAreas other;
    double anew[HOSTILE_ZONES];
    random_order(random, scene->order, scene->n);
    take(pieces, scene, &other, anew);
    if (memcmp(&other, areas, sizeof other) != 0) fail_msg("scene %d: the order of zones matters", number);
    for (size_t i = 0; i < scene->n; i++)
        if (anew[i] != each[scene->order[i]]) fail_msg("scene %d: the order matters to zone %zu", number, i);
    for (size_t i = 0; i < scene->n; i++)
        scene->order[i] = i;
}

static HzpPolygonSet *turned_set(uint64_t *random, const HzpPolygonSet *set)
{
    HzpPolygonSet *other = hzp_polygon_set_new();
    for (size_t i = 0; i < set->n; i++) {
        size_t start = set->ring_start[set->first_ring[i]];
        Line line = {.n = set->ring_start[set->first_ring[i + 1]] - start};
        /* a line that crosses itself may have no other way round */
        if (hzp_polygon_is_simple(set, i) && line.n <= HOSTILE_CORNERS) {
            memcpy(line.x, set->x + start, line.n * sizeof(double));
            memcpy(line.y, set->y + start, line.n * sizeof(double));
            line = turned(random, &line);
            put_line(other, &line);
        } else {
            hzp_polygon_set_add_copy(other, set, i);
        }
    }
    return other;
}

/* Rings that begin at another corner, or are given the other way round. */
static void check_turned(const Hostile *scene, uint64_t *random, const HzpCoverAreas *areas, const double *each, int number)
{
    Hostile other = *scene;
    HzpCoverAreas anew;
    double each_anew[HOSTILE_ZONES];
    other.units = turned_set(random, scene->units);
    other.zones = turned_set(random, scene->zones);
    take(pieces, &other, &anew, each_anew);
    little("areas of turned rings", number, off_areas(&anew, areas), allowed(scene, areas->unit));
    little("each zone of turned rings", number, off_each(each_anew, each, scene->n), allowed(scene, areas->unit));
    hostile_free(&other);
}

static void check_scene(Hostile *scene, uint64_t *random, int number)
{
    HzpCoverAreas one;
    HzpCoverAreas other;
    double each_one[HOSTILE_ZONES];
    double each_other[HOSTILE_ZONES];
    if (scene->units->n_rings == 0) return;
    take(pieces, scene, &one, each_one);
    take(swept, scene, &other, each_other);
    double most = allowed(scene, other.unit);
    little("areas", number, off_areas(&one, &other), most);
    little("each zone", number, off_each(each_one, each_other, scene->n), most);
    check_outlines(scene, &one, number);
    check_order(scene, random, &one, each_one, number);
    check_turned(scene, random, &one, each_one, number);
}

static void test_cover_rings_random__agree_with_the_sweep(void **state)
{
    (void)state;
    uint64_t random = 7001;
    const int cases = TEST_CASES(5040);
    for (int i = 0; i < cases; i++) {
        Hostile scene;
        hostile_make(&scene, &random, i);
        if (i % 2) hzp_polygon_set_examine(scene.zones, 0, scene.zones->n);
        check_scene(&scene, &random, i);
        hostile_free(&scene);
    }
    print_message("             %d scenes, at most %.1g of what is allowed\n", cases, largest);
}

static int begin(void **state)
{
    (void)state;
    pieces = hzp_cover_sweep_new();
    swept = hzp_cover_sweep_new();
    hzp_cover_sweep_everything(swept);
    return 0;
}

static int end(void **state)
{
    (void)state;
    hzp_cover_sweep_free(pieces);
    hzp_cover_sweep_free(swept);
    hzp_geos_finish();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cover_rings_random__agree_with_the_sweep),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
