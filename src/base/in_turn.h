/* Pieces of text that several threads make, handed on in their order.
 *
 * A thread whose piece has not its turn yet leaves it and makes the next one; who puts the piece whose turn it is hands on
 * all that follow it. Waiting for the turn instead (`omp ordered`) takes a slice of the system's time for each piece where
 * cores have other work. */
#ifndef HZP_BASE_IN_TURN_H
#define HZP_BASE_IN_TURN_H

#include <glib.h>
#include <stdbool.h>

typedef struct HzpInTurn HzpInTurn;

/* `hand_on` is called with one piece after the other, never from two threads at a time. */
HzpInTurn *hzp_in_turn_new(size_t pieces, void (*hand_on)(GString *piece, void *user), void *user);

/* The next piece to make, and an empty text for it. False when none is left. Waits where hundreds are made whose turn has not
 * come, so that memory does not grow with what is written. */
bool hzp_in_turn_take(HzpInTurn *turns, size_t *piece, GString **text);
void hzp_in_turn_put(HzpInTurn *turns, size_t piece, GString *text);

/* All pieces that were taken have been put. */
void hzp_in_turn_free(HzpInTurn *turns);

#endif
