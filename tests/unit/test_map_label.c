/* Placing names; scales, graticule steps and scale bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "present/map_label.h"
#include "present/map_view.h"

static const HzpPageBox page = {10, 20, 100, 60};

static HzpLabel point_label(double x, double y)
{
    return (HzpLabel){.x = x, .y = y, .width = 10, .height = 2.5, .clear = 1.5, .leader_reach = 25};
}

static bool boxes_meet(const HzpLabel *a, const HzpLabel *b)
{
    return a->left < b->left + b->width && b->left < a->left + a->width && a->top < b->top + b->height &&
           b->top < a->top + a->height;
}

static void test_label__stands_right_of_a_free_point(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    HzpLabel label = point_label(50, 50);
    assert_true(hzp_label_place(field, &label));
    assert_true(label.left > 51.5);
    assert_true(fabs(label.top + label.height / 2 - 50) < 0.01);
    assert_false(label.leader);
    hzp_label_field_free(field);
}

static void test_label__keeps_off_a_closed_box(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    hzp_label_field_block(field, (HzpPageBox){51, 40, 40, 20});
    HzpLabel label = point_label(50, 50);
    assert_true(hzp_label_place(field, &label));
    assert_true(label.left + label.width <= 51.25 || label.top + label.height <= 40.25 || label.top >= 59.75);
    hzp_label_field_free(field);
}

static void test_label__that_may_be_left_out_is(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    hzp_label_field_block_disc(field, 50, 50, 20);
    HzpLabel label = point_label(50, 50);
    assert_false(hzp_label_place(field, &label));
    assert_false(label.placed);
    hzp_label_field_free(field);
}

static void test_label__that_must_be_shown_moves_with_a_leader(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    hzp_label_field_block_disc(field, 50, 50, 15);
    HzpLabel label = point_label(50, 50);
    label.must = true;
    assert_true(hzp_label_place(field, &label));
    assert_true(label.leader);
    assert_false(label.crowded);
    double x, y;
    hzp_label_leader_end(&label, &x, &y);
    assert_true(hypot(x - 50, y - 50) > 14.5);
    hzp_label_field_free(field);
}

static void test_label__that_must_be_shown_is_never_dropped(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    hzp_label_field_block(field, page);
    HzpLabel label = point_label(50, 50);
    label.must = true;
    assert_true(hzp_label_place(field, &label));
    assert_true(label.crowded);
    hzp_label_field_free(field);
}

static void test_label__names_do_not_meet(void **state)
{
    enum { COUNT = 40 };
    HzpLabel labels[COUNT];
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    for (int i = 0; i < COUNT; i++) {
        labels[i] = point_label(20 + 13.7 * (i % 6), 26 + 7.3 * (double)(i / 6));
        labels[i].must = i % 3 == 0;
        hzp_label_place(field, &labels[i]);
    }
    for (int i = 0; i < COUNT; i++) {
        for (int k = 0; k < i; k++) {
            if (labels[i].placed && labels[k].placed && !labels[i].crowded && !labels[k].crowded)
                assert_false(boxes_meet(&labels[i], &labels[k]));
        }
    }
    hzp_label_field_free(field);
}

static bool left_half(const void *shape, double x, double y)
{
    (void)shape;
    (void)y;
    return x < 60;
}

static void test_label__of_an_area_stays_on_it(void **state)
{
    (void)state;
    HzpLabelField *field = hzp_label_field_new(page);
    HzpLabel label = {
        .x = 50, .y = 50, .width = 20, .height = 4, .must = true, .area = true, .reach = 30, .inside = left_half};
    hzp_label_field_block(field, (HzpPageBox){45, 45, 10, 10});
    assert_true(hzp_label_place(field, &label));
    assert_false(label.leader);
    assert_true(label.left + label.width <= 60);
    hzp_label_field_free(field);
}

static void test_view__rounds_the_scale_up(void **state)
{
    static const double mantissas[] = {1, 1.25, 2, 4.1, 5};
    (void)state;
    assert_float_equal(hzp_view_nice_scale(405000, mantissas, 5), 410000, 1e-6);
    assert_float_equal(hzp_view_nice_scale(410000, mantissas, 5), 410000, 1e-6);
    assert_float_equal(hzp_view_nice_scale(500001, mantissas, 5), 1000000, 1e-6);
    assert_float_equal(hzp_view_nice_scale(1000, mantissas, 5), 1000, 1e-6);
}

static void test_view__chooses_graticule_and_bar(void **state)
{
    (void)state;
    assert_int_equal(hzp_view_graticule_step(1.7), 15);
    assert_int_equal(hzp_view_graticule_step(0.2), 2);
    assert_int_equal(hzp_view_graticule_step(100), 1200);
    assert_float_equal(hzp_view_bar_length(26000), 20000, 1e-6);
    assert_float_equal(hzp_view_bar_length(9999), 5000, 1e-6);
    assert_float_equal(hzp_view_bar_length(1000), 1000, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_label__stands_right_of_a_free_point),
        cmocka_unit_test(test_label__keeps_off_a_closed_box),
        cmocka_unit_test(test_label__that_may_be_left_out_is),
        cmocka_unit_test(test_label__that_must_be_shown_moves_with_a_leader),
        cmocka_unit_test(test_label__that_must_be_shown_is_never_dropped),
        cmocka_unit_test(test_label__names_do_not_meet),
        cmocka_unit_test(test_label__of_an_area_stays_on_it),
        cmocka_unit_test(test_view__rounds_the_scale_up),
        cmocka_unit_test(test_view__chooses_graticule_and_bar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
