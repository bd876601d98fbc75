/** The duty room's page and JSON API: a plan.gpkg answered over HTTP. */
#ifndef HAZPLAN_SERVE_H
#define HAZPLAN_SERVE_H

#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** How to serve; all zero is 127.0.0.1 and any free port. */
typedef struct {
    const char *address;    /**< numeric address to listen on; NULL is 127.0.0.1 */
    int port;               /**< 0 takes any free one */
    const char *token_file; /**< file with the token that every request must carry; NULL for none (loopback only) */
    /** Called once, when requests are answered; `url` is the page's address. */
    void (*ready)(const char *url, void *user);
    void *user; /**< given to `ready` */
} HzpServeOptions;

/** Serve a plan until hzp_run_cancel(), which is no failure.
 *
 * Only reads. The file may be replaced while it is served: it is opened again. See docs/serve.md for addresses, answers and
 * limits.
 *
 * @param plan     a plan.gpkg or the folder that holds one.
 * @param options  NULL is the same as all zero.
 * @return HZP_OK; HZP_E_USAGE for an address that is none, or another than this machine's own without a token; HZP_E_INPUT
 * when `plan` is not a plan or the token is too short; HZP_E_IO when the address cannot be listened on. */
HZP_API HzpStatus hzp_serve(HzpRun *run, const char *plan, const HzpServeOptions *options);

HZP_END_DECLS

#endif
