/* How long a connection may take. The HTTP library counts the time without a byte, so a client that sends one byte now and
 * then holds its connection for ever; here the whole time counts: for a request to arrive, and for an answer to be taken. The
 * fuller the table, the less patience. */
#ifndef HZP_SERVE_PATIENCE_H
#define HZP_SERVE_PATIENCE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct HzpPatience HzpPatience;
typedef struct HzpPatient HzpPatient; /* one connection */

/* For at most `most` connections. */
HzpPatience *hzp_patience_new(size_t most);
void hzp_patience_free(HzpPatience *patience);

/* A connection has begun, on this socket; it is about to be closed. From any thread. */
HzpPatient *hzp_patience_begin(HzpPatience *patience, int descriptor);
void hzp_patience_end(HzpPatience *patience, HzpPatient *patient);

/* A whole request has arrived and is being answered; or the answer has gone and the next request is waited for. */
void hzp_patience_turn(HzpPatience *patience, HzpPatient *patient, bool answering);

/* Shut the sockets of those who took too long, which makes the HTTP library close them. To be called some times a second. */
void hzp_patience_look(HzpPatience *patience);

size_t hzp_patience_count(HzpPatience *patience);

#endif
