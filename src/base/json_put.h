/* JSON (RFC 8259) put together as text: for answers whose bytes must be the same everywhere. */
#ifndef HZP_BASE_JSON_PUT_H
#define HZP_BASE_JSON_PUT_H

#include <glib.h>

/* A text in quotes, made valid UTF-8; null for NULL. */
void hzp_json_put_text(GString *to, const char *text);

/* A number that reads back as the same double; null for NaN and infinities. */
void hzp_json_put_number(GString *to, double value);

/* `"key": ` with ", " in front of it unless it follows an opening bracket. */
void hzp_json_put_key(GString *to, const char *key);

#endif
