#include "fuzz.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/output_file.h"

void fuzz_stop(const char *file, int line, const char *condition, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: does not hold: %s: ", file, line, condition);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    const uint8_t *end = size ? memchr(data, 0, size) : NULL;
    return g_strndup((const char *)data, end ? (gsize)(end - data) : size);
}

bool fuzz_same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

void fuzz_check_status(HzpStatus status)
{
    if (status == HZP_OK) return;
    FUZZ_REQUIRE(status == HZP_E_INPUT || status == HZP_E_CRS || status == HZP_E_GEOMETRY, "%s: %s", hzp_status_name(status),
                 hzp_error_message());
    FUZZ_REQUIRE(g_utf8_validate(hzp_error_message(), -1, NULL), "%s: %s", hzp_error_id(), hzp_error_message());
    FUZZ_REQUIRE(*hzp_error_message() && !g_str_has_prefix(hzp_error_message(), hzp_error_id()), "%s", hzp_error_id());
}

/* ---- the folder ---- */

static char *folder;

static void remove_folder(void)
{
    hzp_output_discard(folder);
    g_clear_pointer(&folder, g_free);
}

const char *fuzz_folder(void)
{
    if (folder) return folder;
    const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir();
    folder = g_build_filename(parent, "hazplan-fuzz-XXXXXX", NULL);
    FUZZ_REQUIRE(g_mkdtemp(folder) != NULL, "%s", folder);
    atexit(remove_folder);
    return folder;
}

/* ---- members ---- */

static const char mark[] = "@@@ ";

/* Where the next line begins that names a member, or the end. */
static const char *next_mark(const char *at, const char *end)
{
    while (at && at < end) {
        if ((size_t)(end - at) > strlen(mark) && memcmp(at, mark, strlen(mark)) == 0) return at;
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : end;
    }
    return end;
}

static void member_clear(gpointer data) { g_free(((FuzzMember *)data)->name); }

GArray *fuzz_members(const uint8_t *data, size_t size, const char *only)
{
    GArray *members = g_array_new(FALSE, TRUE, sizeof(FuzzMember));
    g_array_set_clear_func(members, member_clear);
    const char *at = (const char *)data;
    const char *end = at + size;
    if (next_mark(at, end) != at || size == 0) {
        FuzzMember member = {g_strdup(only), data, size};
        g_array_append_val(members, member);
        return members;
    }
    while (at < end) {
        const char *name = at + strlen(mark);
        const char *line_end = memchr(name, '\n', (size_t)(end - name));
        const char *begin = line_end ? line_end + 1 : end;
        const char *next = next_mark(begin, end);
        size_t length = (size_t)(next - begin);
        if (next < end && length > 0) length--; /* the line end belongs to the mark */
        FuzzMember member = {g_strndup(name, (gsize)((line_end ? line_end : end) - name)), (const uint8_t *)begin, length};
        g_array_append_val(members, member);
        at = next;
    }
    return members;
}

const FuzzMember *fuzz_member(const GArray *members, const char *name)
{
    for (guint i = 0; i < members->len; i++) {
        const FuzzMember *member = &g_array_index(members, FuzzMember, i);
        if (strcmp(member->name, name) == 0) return member;
    }
    return NULL;
}
