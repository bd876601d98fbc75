#include "base/in_turn.h"

enum { MOST_AHEAD = 256 };

struct HzpInTurn {
    GMutex lock;
    GCond handed_on;
    HzpInTurnPiece kind;
    void *user;
    gpointer *waiting; /* by number: put, and not handed on yet */
    size_t n;
    size_t taken;
    size_t next; /* whose turn it is */
    bool handing_on;
    GPtrArray *spare; /* to be used again */
};

static gpointer make_text(void) { return g_string_new(NULL); }
static void clear_text(gpointer text) { g_string_truncate(text, 0); }
static void release_text(gpointer text) { g_string_free(text, TRUE); }

HzpInTurnPiece hzp_in_turn_text(void (*hand_on)(gpointer text, void *user))
{
    return (HzpInTurnPiece){make_text, clear_text, release_text, hand_on};
}

HzpInTurn *hzp_in_turn_new(size_t pieces, const HzpInTurnPiece *kind, void *user)
{
    HzpInTurn *turns = g_new0(HzpInTurn, 1);
    g_mutex_init(&turns->lock);
    g_cond_init(&turns->handed_on);
    turns->kind = *kind;
    turns->user = user;
    turns->waiting = g_new0(gpointer, pieces + 1);
    turns->n = pieces;
    turns->spare = g_ptr_array_new_with_free_func(kind->release);
    return turns;
}

bool hzp_in_turn_next(HzpInTurn *turns, size_t *number)
{
    g_mutex_lock(&turns->lock);
    bool left = turns->taken < turns->n;
    if (left) *number = turns->taken++;
    /* Who makes the piece whose turn it is does not wait. */
    while (left && *number >= turns->next + MOST_AHEAD)
        g_cond_wait(&turns->handed_on, &turns->lock);
    g_mutex_unlock(&turns->lock);
    return left;
}

gpointer hzp_in_turn_take(HzpInTurn *turns)
{
    g_mutex_lock(&turns->lock);
    gpointer piece = turns->spare->len ? g_ptr_array_steal_index_fast(turns->spare, turns->spare->len - 1) : NULL;
    g_mutex_unlock(&turns->lock);
    if (!piece) return turns->kind.make();
    turns->kind.clear(piece);
    return piece;
}

void hzp_in_turn_put(HzpInTurn *turns, size_t number, gpointer piece)
{
    g_mutex_lock(&turns->lock);
    turns->waiting[number] = piece;
    bool hands_on = !turns->handing_on;
    if (hands_on) turns->handing_on = true;
    while (hands_on && turns->next < turns->n && turns->waiting[turns->next]) {
        gpointer turn = g_steal_pointer(&turns->waiting[turns->next]);
        g_mutex_unlock(&turns->lock);
        turns->kind.hand_on(turn, turns->user);
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
    for (size_t i = 0; i < turns->n; i++) {
        if (turns->waiting[i]) turns->kind.release(turns->waiting[i]);
    }
    g_ptr_array_free(turns->spare, TRUE);
    g_free(turns->waiting);
    g_cond_clear(&turns->handed_on);
    g_mutex_clear(&turns->lock);
    g_free(turns);
}
