#include "serve/http_answer.h"

#include <string.h>

#include "base/message.h"

void hzp_http_answer_begin(HzpHttpAnswer *answer)
{
    *answer = (HzpHttpAnswer){.type = "application/json; charset=utf-8", .body = g_string_new(NULL)};
}

void hzp_http_answer_clear(HzpHttpAnswer *answer)
{
    g_free(answer->cookie);
    if (answer->body) g_string_free(answer->body, TRUE);
    *answer = (HzpHttpAnswer){0};
}

static void put_refusal(HzpHttpAnswer *answer, unsigned status, const char *code, const char *message)
{
    answer->status = status;
    answer->type = "application/json; charset=utf-8";
    answer->tag = NULL;
    g_string_assign(answer->body, "{");
    hzp_json_put_member(answer->body, "schema", "hazplan-error/1");
    hzp_json_put_member(answer->body, "code", code);
    hzp_json_put_member(answer->body, "message", message);
    g_string_append(answer->body, "}\n");
}

void hzp_http_refuse(HzpHttpAnswer *answer, unsigned status, const char *id, ...)
{
    va_list arguments;
    va_start(arguments, id);
    g_autofree char *message = hzp_message_format_va(id, arguments);
    va_end(arguments);
    put_refusal(answer, status, id, message);
}

void hzp_http_refuse_with_error(HzpHttpAnswer *answer, unsigned status)
{
    put_refusal(answer, status, hzp_error_id(), hzp_error_message());
}

/* ---- JSON ---- */

void hzp_json_put_comma(GString *out)
{
    if (out->len > 0 && !strchr("{[:,", out->str[out->len - 1])) g_string_append_c(out, ',');
}

void hzp_json_put_member(GString *out, const char *name, const char *text)
{
    hzp_json_put_key(out, name);
    hzp_json_put_text(out, text);
}

void hzp_json_put_member_number(GString *out, const char *name, double value)
{
    hzp_json_put_key(out, name);
    hzp_json_put_number(out, value);
}
