#include "base/error.h"

#include <string.h>

#include "base/message.h"

/* Kept in fixed buffers so that reporting an error needs no memory of its own. */
static _Thread_local char last_message[2048];
static _Thread_local char last_id[64];
static const char *language = "zh";
static _Thread_local const char *thread_language; /* NULL: the process's */

static const struct {
    HzpStatus status;
    const char *name;
    int exit_code;
} statuses[] = {
    {HZP_OK, "HZP_OK", 0},
    {HZP_E_USAGE, "HZP_E_USAGE", 2},
    {HZP_E_INPUT, "HZP_E_INPUT", 3},
    {HZP_E_CRS, "HZP_E_CRS", 3},
    {HZP_E_GEOMETRY, "HZP_E_GEOMETRY", 3},
    {HZP_E_IO, "HZP_E_IO", 1},
    {HZP_E_MEMORY, "HZP_E_MEMORY", 1},
    {HZP_E_CANCELLED, "HZP_E_CANCELLED", 1},
    {HZP_E_INTERNAL, "HZP_E_INTERNAL", 1},
};

const char *hzp_status_name(HzpStatus status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (statuses[i].status == status) return statuses[i].name;
    }
    return "HZP_E_UNKNOWN";
}

int hzp_status_exit_code(HzpStatus status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (statuses[i].status == status) return statuses[i].exit_code;
    }
    return 1;
}

const char *hzp_error_message(void) { return last_message; }

const char *hzp_error_id(void) { return last_id; }

HzpStatus hzp_language_set(const char *name)
{
    if (name && strcmp(name, "zh") == 0) {
        language = "zh";
    } else if (name && strcmp(name, "en") == 0) {
        language = "en";
    } else {
        return hzp_fail(HZP_E_USAGE, "language_unknown", "language", name, NULL);
    }
    return HZP_OK;
}

const char *hzp_language_get(void) { return thread_language ? thread_language : language; }

void hzp_language_set_for_thread(const char *name) { thread_language = !name ? NULL : strcmp(name, "en") == 0 ? "en" : "zh"; }

HzpStatus hzp_status_of_file(const GError *error)
{
    static const int failures[] = {G_FILE_ERROR_IO,    G_FILE_ERROR_MFILE, G_FILE_ERROR_NFILE,
                                   G_FILE_ERROR_NOMEM, G_FILE_ERROR_NOSPC, G_FILE_ERROR_FAILED};
    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (g_error_matches(error, G_FILE_ERROR, failures[i])) return HZP_E_IO;
    }
    return HZP_E_INPUT;
}

/* Copy as much as fits without cutting a UTF-8 character in two. */
static void copy_utf8(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);
    if (length >= size) {
        const char *end = g_utf8_find_prev_char(from, from + size);
        length = end ? (size_t)(end - from) : 0;
        if (length >= size) length = size - 1;
    }
    memcpy(to, from, length);
    to[length] = '\0';
}

HzpStatus hzp_fail(HzpStatus status, const char *id, ...)
{
    va_list arguments;
    va_start(arguments, id);
    g_autofree char *text = hzp_message_format_va(id, arguments);
    va_end(arguments);
    copy_utf8(last_message, sizeof last_message, text);
    copy_utf8(last_id, sizeof last_id, id);
    return status;
}
