/* Pieces made by several threads come in their order, whoever is late. */
#include "support.h"

#include <stdatomic.h>

#include "base/in_turn.h"

enum { PIECES = 2000 };

typedef struct {
    GString *all;
    atomic_int at_once; /* calls of hand_on() */
    bool together;      /* two of them */
} Taken;

static void hand_on(gpointer data, void *user)
{
    const GString *piece = data;
    Taken *taken = user;
    if (atomic_fetch_add(&taken->at_once, 1) > 0) taken->together = true;
    g_string_append_len(taken->all, piece->str, (gssize)piece->len);
    if (taken->all->len % 50 == 0) g_usleep(100); /* others come meanwhile */
    atomic_fetch_sub(&taken->at_once, 1);
}

static char *expected_text(size_t pieces)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < pieces; i++)
        g_string_append_printf(text, "%zu,", i * i);
    return g_string_free(text, FALSE);
}

/* `slow`: the thread of each so manieth piece sleeps, so that the others run as far ahead as they may. */
static void assert_in_order(size_t pieces, int threads, size_t slow)
{
    Taken taken = {.all = g_string_new(NULL)};
    const HzpInTurnPiece texts = hzp_in_turn_text(hand_on);
    HzpInTurn *turns = hzp_in_turn_new(pieces, &texts, &taken);
    g_autofree char *expected = expected_text(pieces);
#pragma omp parallel num_threads(threads)
    {
        size_t piece = 0;
        while (hzp_in_turn_next(turns, &piece)) {
            GString *text = hzp_in_turn_take(turns);
            if (piece % slow == 0) g_usleep(5000);
            g_string_append_printf(text, "%zu,", piece * piece);
            hzp_in_turn_put(turns, piece, text);
        }
    }
    hzp_in_turn_free(turns);
    assert_string_equal(taken.all->str, expected);
    assert_false(taken.together);
    g_string_free(taken.all, TRUE);
}

static void test_in_turn__pieces_come_in_their_order(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 8};
    for (size_t t = 0; t < G_N_ELEMENTS(threads); t++) {
        assert_in_order(0, threads[t], 1);
        assert_in_order(1, threads[t], 1);
        assert_in_order(PIECES, threads[t], 97);
        assert_in_order(PIECES, threads[t], 1500); /* some wait: more are made than may lie about */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_in_turn__pieces_come_in_their_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
