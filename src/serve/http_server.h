/* The HTTP side: connections, headers, what is answered at once and what goes to the workers. */
#ifndef HZP_SERVE_HTTP_SERVER_H
#define HZP_SERVE_HTTP_SERVER_H

#include "base/error.h"
#include "serve/listen_socket.h"
#include "serve/token.h"

typedef struct HzpHttpServer HzpHttpServer;

/* Begin to answer. Takes the socket and the token over, also on failure. */
HzpStatus hzp_http_server_start(const char *plan, int threads, const HzpListenSocket *listening, HzpToken *token,
                                HzpHttpServer **server);

/* Look after connections and workers; to be called some ten times a second. */
void hzp_http_server_look(HzpHttpServer *server);

/* End all connections and free the server; takes no longer than what is being read from the plan. */
void hzp_http_server_stop(HzpHttpServer *server);

#endif
