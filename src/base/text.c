#include "hazplan/text.h"

#include <glib.h>

#include "base/message.h"

char *hzp_text(const char *id, ...)
{
    va_list arguments;
    va_start(arguments, id);
    char *text = hzp_message_format_va(id, arguments);
    va_end(arguments);
    return text;
}

void hzp_text_free(char *text) { g_free(text); }
