/* What zones cover of a unit: the areas from boundary pieces are those of the sweep, whatever coincides. Polygons have their
 * corners on a small lattice, or some rounding errors beside it, near the origin or far away.
 *
 * The first byte tells zones and place; of each polygon one byte tells its corners, and each corner has two. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "geo/covered_area.h"

enum { MOST_ZONES = 8, MOST_CORNERS = 12, LATTICE = 32 };

typedef struct {
    const uint8_t *at;
    size_t left;
} Bytes;

static unsigned take(Bytes *bytes)
{
    if (bytes->left == 0) return 0;
    bytes->left--;
    return *bytes->at++;
}

typedef struct {
    double scale;
    double x;
    double y;
} Place;

/* Five bits for the lattice, three for how far beside it. */
static double coordinate(unsigned byte, double scale, double origin)
{
    double beside = (int)(byte >> 5) - 4;
    return origin + scale * ((byte & 31) + (byte >> 5 ? beside : 0) * LATTICE * 0x1p-52);
}

static void add_polygon(HzpPolygonSet *set, Bytes *bytes, const Place *place)
{
    double x[MOST_CORNERS];
    double y[MOST_CORNERS];
    size_t n = 3 + take(bytes) % (MOST_CORNERS - 2);
    for (size_t i = 0; i < n; i++) {
        x[i] = coordinate(take(bytes), place->scale, place->x);
        y[i] = coordinate(take(bytes), place->scale, place->y);
    }
    hzp_polygon_set_add_ring(set, x, y, n, false);
    hzp_polygon_set_end(set);
}

typedef struct {
    HzpCoverAreas areas;
    double each[MOST_ZONES];
    double twice[HZP_COVER_GROUPS]; /* the area within the boundary of each group */
    double x;
} Answer;

static void add_piece(double x0, double y0, double x1, double y1, uint32_t groups, void *user)
{
    Answer *answer = user;
    for (; groups; groups &= groups - 1)
        answer->twice[__builtin_ctz(groups)] += (x0 - answer->x + (x1 - answer->x)) * (y1 - y0);
}

static Answer ask(const HzpCoverQuestion *question, bool everything)
{
    Answer answer;
    memset(&answer, 0, sizeof answer);
    HzpCoverSweep *sweep = hzp_cover_sweep_new();
    if (everything) hzp_cover_sweep_everything(sweep);
    answer.x = question->units->box[0].min_x;
    hzp_cover_areas(sweep, question, &answer.areas, answer.each);
    hzp_cover_boundary(sweep, question, false, add_piece, &answer);
    hzp_cover_sweep_free(sweep);
    return answer;
}

static void compare(const HzpCoverQuestion *question, const Answer *pieces, const Answer *swept, const Place *place)
{
    double size = LATTICE * place->scale;
    double most = 1e-11 * swept->areas.unit + 1e-12 * size * size;
    double rounded = most + 4e-15 * (fabs(place->x) + fabs(place->y)) * size;
    FUZZ_REQUIRE(fabs(pieces->areas.unit - swept->areas.unit) <= most, "%g", pieces->areas.unit);
    for (int g = 0; g < question->n_groups; g++) {
        double area = swept->areas.group[g];
        FUZZ_REQUIRE(fabs(pieces->areas.group[g] - area) <= most, "group %d: %g, %g", g, pieces->areas.group[g], area);
        FUZZ_REQUIRE(fabs(pieces->twice[g] / 2 - area) <= rounded, "outline %d: %g, %g", g, pieces->twice[g] / 2, area);
        FUZZ_REQUIRE(fabs(swept->twice[g] / 2 - area) <= rounded, "swept %d: %g, %g", g, swept->twice[g] / 2, area);
    }
    for (int d = 0; d < HZP_COVER_DEPTHS; d++)
        FUZZ_REQUIRE(fabs(pieces->areas.depth[d] - swept->areas.depth[d]) <= most, "depth %d: %g, %g", d,
                     pieces->areas.depth[d], swept->areas.depth[d]);
    for (size_t i = 0; i < question->n; i++)
        FUZZ_REQUIRE(fabs(pieces->each[i] - swept->each[i]) <= most, "zone %zu: %g, %g", i, pieces->each[i], swept->each[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Place places[] = {{1, 0, 0}, {0.1, 0, 0}, {100.0 / 3, 500000, 4e6}, {10, -16, 38500000.25}};
    static const size_t zone[] = {0, 1, 2, 3, 4, 5, 6, 7};
    static const uint32_t groups[] = {1 | 2, 1 | 4, 1 | 2, 1 | 4 | 8, 1, 2, 1 | 8, 1 | 2};
    Bytes bytes = {data, size};
    unsigned head = take(&bytes);
    const Place *place = &places[head >> 6];
    HzpPolygonSet *units = hzp_polygon_set_new();
    HzpPolygonSet *zones = hzp_polygon_set_new();
    add_polygon(units, &bytes, place);
    for (unsigned n = 1 + head % MOST_ZONES; n > 0; n--)
        add_polygon(zones, &bytes, place);
    const HzpCoverQuestion question = {units, 0, zones, zone, zones->n, groups, 4};
    Answer pieces = ask(&question, false);
    Answer swept = ask(&question, true);
    compare(&question, &pieces, &swept, place);
    hzp_polygon_set_free(units);
    hzp_polygon_set_free(zones);
    return 0;
}
