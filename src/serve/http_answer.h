/* One HTTP answer in the making: what is said, before the protocol writes it. */
#ifndef HZP_SERVE_HTTP_ANSWER_H
#define HZP_SERVE_HTTP_ANSWER_H

#include <glib.h>

#include "base/error.h"
#include "base/json_put.h"

typedef struct {
    unsigned status;        /* HTTP status; 0 while nothing was said */
    const char *type;       /* media type, static */
    const char *plan_state; /* of the plan that answered: "current", "missing", "unreadable"; NULL where none did */
    const char *tag;        /* ETag of a file that does not change while the program runs; NULL for answers */
    char *cookie;           /* Set-Cookie, or NULL */
    GString *body;          /* UTF-8; never NULL */
} HzpHttpAnswer;

void hzp_http_answer_begin(HzpHttpAnswer *answer);
void hzp_http_answer_clear(HzpHttpAnswer *answer);

/* Say no: `id` is both the code and the message (data/messages/), with its named arguments. What was said before is dropped.
 */
void hzp_http_refuse(HzpHttpAnswer *answer, unsigned status, const char *id, ...) G_GNUC_NULL_TERMINATED;

/* Say no with the thread's last error. */
void hzp_http_refuse_with_error(HzpHttpAnswer *answer, unsigned status);

/* ---- JSON, besides base/json_put.h ---- */

/* Append a comma where one is due between two values of a list. */
void hzp_json_put_comma(GString *out);
/* Append a member of an object. */
void hzp_json_put_member(GString *out, const char *name, const char *text);
void hzp_json_put_member_number(GString *out, const char *name, double value);

#endif
