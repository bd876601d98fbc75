/* Pieces that several threads make, handed on in their order.
 *
 * A thread whose piece has not its turn yet leaves it and makes the next one; who puts the piece whose turn it is hands on
 * all that follow it, while it is still in the processor's cache, and its memory is taken for the next one. Waiting for the
 * turn instead (`omp ordered`) takes a slice of the system's time for each piece where cores have other work. */
#ifndef HZP_BASE_IN_TURN_H
#define HZP_BASE_IN_TURN_H

#include <glib.h>
#include <stdbool.h>

typedef struct HzpInTurn HzpInTurn;

/* What a piece is. */
typedef struct {
    gpointer (*make)(void);
    void (*clear)(gpointer piece); /* so that it can be used again, as if just made */
    void (*release)(gpointer piece);
    /* Called with one piece after the other, never from two threads at a time. */
    void (*hand_on)(gpointer piece, void *user);
} HzpInTurnPiece;

/* Texts (GString), handed on by `hand_on`. */
HzpInTurnPiece hzp_in_turn_text(void (*hand_on)(gpointer text, void *user));

HzpInTurn *hzp_in_turn_new(size_t pieces, const HzpInTurnPiece *kind, void *user);

/* The number of the next piece to make, where the threads do not know it by themselves. False when none is left. Waits where
 * hundreds are made whose turn has not come, so that memory does not grow with what is written. */
bool hzp_in_turn_next(HzpInTurn *turns, size_t *number);

/* An empty piece, and its place once it is made. From any thread. A piece that nobody puts ends what is handed on. */
gpointer hzp_in_turn_take(HzpInTurn *turns);
void hzp_in_turn_put(HzpInTurn *turns, size_t number, gpointer piece);

/* All pieces that were taken have been put. */
void hzp_in_turn_free(HzpInTurn *turns);

#endif
