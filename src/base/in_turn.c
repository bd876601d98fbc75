#include "base/in_turn.h"

enum { MOST_AHEAD = 256 };

struct HzpInTurn {
    GMutex lock;
    GCond handed_on;
    GString **waiting; /* by piece */
    size_t n;
    size_t taken;
    size_t next; /* whose turn it is */
    bool handing_on;
    GPtrArray *spare; /* texts to be used again */
    void (*hand_on)(GString *piece, void *user);
    void *user;
};

HzpInTurn *hzp_in_turn_new(size_t pieces, void (*hand_on)(GString *piece, void *user), void *user)
{
    HzpInTurn *turns = g_new0(HzpInTurn, 1);
    g_mutex_init(&turns->lock);
    g_cond_init(&turns->handed_on);
    turns->waiting = g_new0(GString *, pieces + 1);
    turns->n = pieces;
    turns->spare = g_ptr_array_new();
    turns->hand_on = hand_on;
    turns->user = user;
    return turns;
}

bool hzp_in_turn_take(HzpInTurn *turns, size_t *piece, GString **text)
{
    g_mutex_lock(&turns->lock);
    bool left = turns->taken < turns->n;
    if (left) {
        *piece = turns->taken++;
        /* Who makes the piece whose turn it is does not wait. */
        while (*piece >= turns->next + MOST_AHEAD)
            g_cond_wait(&turns->handed_on, &turns->lock);
        *text = turns->spare->len ? g_ptr_array_steal_index_fast(turns->spare, turns->spare->len - 1) : g_string_new(NULL);
    }
    g_mutex_unlock(&turns->lock);
    return left;
}

void hzp_in_turn_put(HzpInTurn *turns, size_t piece, GString *text)
{
    g_mutex_lock(&turns->lock);
    turns->waiting[piece] = text;
    bool hands_on = !turns->handing_on;
    if (hands_on) turns->handing_on = true;
    while (hands_on && turns->next < turns->n && turns->waiting[turns->next]) {
        GString *turn = g_steal_pointer(&turns->waiting[turns->next]);
        g_mutex_unlock(&turns->lock);
        turns->hand_on(turn, turns->user);
        g_string_truncate(turn, 0);
        g_mutex_lock(&turns->lock);
        g_ptr_array_add(turns->spare, turn);
        turns->next++;
        g_cond_broadcast(&turns->handed_on);
    }
    if (hands_on) turns->handing_on = false;
    g_mutex_unlock(&turns->lock);
}

void hzp_in_turn_free(HzpInTurn *turns)
{
    for (guint i = 0; i < turns->spare->len; i++)
        g_string_free(g_ptr_array_index(turns->spare, i), TRUE);
    g_ptr_array_free(turns->spare, TRUE);
    g_free(turns->waiting);
    g_cond_clear(&turns->handed_on);
    g_mutex_clear(&turns->lock);
    g_free(turns);
}
