/* The share of progress: true to the work that was expected, never falling; the remaining time. */
#include "base/progress.h"

#include <math.h>

#include "base/run.h"
#include "support.h"

static void test_progress__phases_count_by_their_work(void **state)
{
    (void)state;
    HzpProgress *progress = hzp_progress_new();
    hzp_progress_expect(progress, "read", 1);
    hzp_progress_expect(progress, "check", 3);
    hzp_progress_reach(progress, "read", 0.5, 0);
    assert_float_equal(hzp_progress_share(progress), 0.125, 1e-12);
    hzp_progress_reach(progress, "check", 0, 0); /* read is done with that */
    assert_float_equal(hzp_progress_share(progress), 0.25, 1e-12);
    hzp_progress_reach(progress, "check", 0.5, 0);
    assert_float_equal(hzp_progress_share(progress), 0.625, 1e-12);
    hzp_progress_reach(progress, "check", 0.25, 0);
    assert_float_equal(hzp_progress_share(progress), 0.625, 1e-12);
    hzp_progress_reach(progress, "check", 1, 0);
    assert_float_equal(hzp_progress_share(progress), 1, 1e-12);
    hzp_progress_free(progress);
}

static void test_progress__a_correction_divides_what_is_left(void **state)
{
    (void)state;
    HzpProgress *progress = hzp_progress_new();
    hzp_progress_expect(progress, "maps", 5); /* named early, reached late */
    hzp_progress_expect(progress, "read", 5);
    hzp_progress_reach(progress, "read", 1, 0);
    assert_float_equal(hzp_progress_share(progress), 0.5, 1e-12);
    hzp_progress_expect(progress, "check", 30);
    hzp_progress_expect(progress, "maps", 10);
    assert_float_equal(hzp_progress_share(progress), 0.5, 1e-12);
    hzp_progress_reach(progress, "check", 1, 0); /* 30 of 40 of the second half */
    assert_float_equal(hzp_progress_share(progress), 0.875, 1e-12);
    hzp_progress_reach(progress, "maps", 1, 0);
    assert_float_equal(hzp_progress_share(progress), 1, 1e-12);
    hzp_progress_free(progress);
}

static void test_progress__the_share_never_falls(void **state)
{
    (void)state;
    HzpProgress *progress = hzp_progress_new();
    const char *const phases[] = {"a", "b", "c", "d", "e", "f"};
    unsigned random = 1;
    double before = 0;
    for (int i = 0; i < 20000; i++) {
        random = random * 1664525u + 1013904223u;
        const char *phase = phases[(random >> 16) % 6];
        if ((random >> 8) % 3 == 0)
            hzp_progress_expect(progress, phase, (random >> 20) % 100);
        else
            hzp_progress_reach(progress, phase, ((random >> 12) % 101) / 100.0, i);
        assert_true(hzp_progress_share(progress) >= before && hzp_progress_share(progress) <= 1);
        before = hzp_progress_share(progress);
    }
    hzp_progress_begin(progress, 0);
    assert_float_equal(hzp_progress_share(progress), 0, 0);
    hzp_progress_free(progress);
}

static void test_progress__the_remaining_time_follows_time_and_share(void **state)
{
    (void)state;
    HzpProgress *progress = hzp_progress_new();
    hzp_progress_begin(progress, 100);
    hzp_progress_expect(progress, "read", 1);
    hzp_progress_reach(progress, "read", 0.5, 101.9); /* too soon to tell */
    assert_true(isnan(hzp_progress_remaining_s(progress, 101.9)));
    hzp_progress_begin(progress, 100);
    hzp_progress_expect(progress, "read", 1);
    hzp_progress_reach(progress, "read", 0.04, 110); /* too little */
    assert_true(isnan(hzp_progress_remaining_s(progress, 110)));
    hzp_progress_reach(progress, "read", 0.25, 110); /* a quarter in 10 s: 30 s are left */
    assert_float_equal(hzp_progress_remaining_s(progress, 110), 30, 1e-9);
    assert_float_equal(hzp_progress_remaining_s(progress, 115), 25, 1e-9);
    /* At half the speed the estimate moves towards the 60 s that time and share tell now, and does not jump there. */
    hzp_progress_reach(progress, "read", 0.25, 120);
    double remaining = hzp_progress_remaining_s(progress, 120);
    assert_true(remaining > 20 && remaining < 60);
    assert_float_equal(hzp_progress_remaining_s(progress, 1000), 0, 0);
    hzp_progress_free(progress);
}

typedef struct {
    int calls;
    double last;
} Heard;

static void hear(const char *phase, double done, double total, void *user)
{
    Heard *heard = user;
    assert_non_null(phase);
    assert_true(done / total >= heard->last && done / total <= 1);
    heard->last = done / total;
    heard->calls++;
}

static void test_run__nested_calls_and_stretches_make_one_share(void **state)
{
    (void)state;
    HzpRun *run = hzp_run_new();
    Heard heard = {0, 0};
    hzp_run_set_progress(run, hear, &heard);
    hzp_run_begin(run);
    hzp_run_expect(run, "phase_read", 1);
    hzp_run_expect(run, "phase_check", 1);
    HzpStretch all = hzp_run_stretch(run, 0.5, 1);
    assert_int_equal(hzp_run_step(run, "phase_read", 1, 2), HZP_OK); /* the middle of the second half of the first half */
    assert_float_equal(heard.last, 0.375, 1e-12);
    hzp_run_resume(run, all);
    hzp_run_begin(run); /* a public call within the call */
    assert_int_equal(hzp_run_step(run, "phase_check", 0, 1), HZP_OK);
    assert_float_equal(heard.last, 0.5, 1e-12);
    assert_int_equal(hzp_run_end(run, HZP_OK), HZP_OK);
    assert_float_equal(heard.last, 0.5, 1e-12);
    assert_int_equal(hzp_run_end(run, HZP_OK), HZP_OK);
    assert_float_equal(heard.last, 1, 0);
    hzp_run_free(run);
}

static void test_run__after_cancelling_every_failure_is_a_cancelled_call(void **state)
{
    (void)state;
    HzpRun *run = hzp_run_new();
    hzp_run_begin(run);
    assert_ptr_equal(hzp_run_of_thread(), run);
    hzp_run_cancel(run);
    assert_int_equal(hzp_run_step(run, "phase_read", 0, 1), HZP_E_CANCELLED);
    assert_int_equal(hzp_run_part(run, 0, 1), HZP_E_CANCELLED);
    assert_int_equal(hzp_run_check(run), HZP_E_CANCELLED);
    assert_int_equal(hzp_run_end(run, HZP_E_GEOMETRY), HZP_E_CANCELLED);
    assert_null(hzp_run_of_thread());
    hzp_run_begin(run);
    assert_int_equal(hzp_run_end(run, HZP_OK), HZP_OK); /* it was done before it could be stopped */
    hzp_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_progress__phases_count_by_their_work),
        cmocka_unit_test(test_progress__a_correction_divides_what_is_left),
        cmocka_unit_test(test_progress__the_share_never_falls),
        cmocka_unit_test(test_progress__the_remaining_time_follows_time_and_share),
        cmocka_unit_test(test_run__nested_calls_and_stretches_make_one_share),
        cmocka_unit_test(test_run__after_cancelling_every_failure_is_a_cancelled_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
