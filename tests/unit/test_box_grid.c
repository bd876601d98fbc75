/* Boxes that meet a box: against looking at every one. */
#include "support.h"

#include "geo/box_grid.h"

enum { BOXES = 800, QUERIES = 300 };

/* From points to boxes as large as all of them, on whole metres so that many touch. */
static HzpBox random_box(uint64_t *random)
{
    double x = floor(test_random(random) * 1000);
    double y = floor(test_random(random) * 1000);
    double size = floor(exp(test_random(random) * 7));
    double width = floor(size * test_random(random));
    return (HzpBox){x, y, x + width, y + (test_random(random) < 0.1 ? 0 : size)};
}

static bool meet(const HzpBox *a, const HzpBox *b)
{
    return fmax(a->min_x, b->min_x) <= fmin(a->max_x, b->max_x) && fmax(a->min_y, b->min_y) <= fmin(a->max_y, b->max_y);
}

static void check_query(const HzpBoxGrid *grid, const HzpBox *boxes, const HzpBox *query, HzpBoxHits *hits)
{
    unsigned char seen[BOXES] = {0};
    hzp_box_grid_meeting(grid, query, hits);
    for (size_t k = 0; k < hits->n; k++) {
        assert_in_range(hits->box[k], 0, BOXES - 1);
        seen[hits->box[k]]++;
    }
    for (size_t i = 0; i < BOXES; i++)
        assert_int_equal(seen[i], meet(&boxes[i], query));
}

static void test_box_grid__finds_all_that_meet(void **state)
{
    (void)state;
    const HzpBox none = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    uint64_t random = 15;
    HzpBox boxes[BOXES];
    HzpBoxHits hits = {0};
    for (int i = 0; i < BOXES; i++)
        boxes[i] = i % 40 == 3 ? none : random_box(&random);
    boxes[5] = (HzpBox){-1e7, -1e7, 1e7, 1e7};
    HzpBoxGrid *grid = hzp_box_grid_new(boxes, BOXES);
    for (int q = 0; q < QUERIES; q++) {
        HzpBox query = random_box(&random);
        check_query(grid, boxes, &query, &hits);
    }
    hzp_box_grid_meeting(grid, &none, &hits);
    assert_int_equal(hits.n, 0);
    hzp_box_grid_free(grid);
    grid = hzp_box_grid_new(&none, 1);
    hzp_box_grid_meeting(grid, &boxes[5], &hits);
    assert_int_equal(hits.n, 0);
    hzp_box_grid_free(grid);
    hzp_box_hits_clear(&hits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_box_grid__finds_all_that_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
