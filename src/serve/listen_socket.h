/* The address that is listened on. */
#ifndef HZP_SERVE_LISTEN_SOCKET_H
#define HZP_SERVE_LISTEN_SOCKET_H

#include <stdbool.h>

#include "base/error.h"

typedef struct {
    int descriptor;
    bool loopback; /* reachable from this machine only */
    char *url;     /* "http://127.0.0.1:8350/" with the port that was taken */
} HzpListenSocket;

/* Whether a numeric address (or "localhost") is one that only this machine reaches; HZP_E_USAGE when it is no address. */
HzpStatus hzp_listen_is_loopback(const char *address, bool *loopback);

/* Bind and listen. HZP_E_USAGE for what is no numeric address, HZP_E_IO where it cannot be listened on. */
HzpStatus hzp_listen_open(const char *address, int port, HzpListenSocket *listening);

/* The descriptor belongs to whoever accepts from it; this frees the rest. */
void hzp_listen_clear(HzpListenSocket *listening);

#endif
