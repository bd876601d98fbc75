#include "data/csv_text.h"

#include <string.h>

/* GDAL finds out which of these parts the cells; a cell quoted in pieces at all of them reads the same. */
static bool ends_cell(char c) { return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '\r'; }

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

/* Behind the closing mark of a quoted cell whose opening mark is at `at`; NULL when nothing closes it. */
static const char *end_of_quoted(const char *at, const char *end)
{
    bool broken = false;
    for (at++; at < end; at++) {
        broken |= *at == '\n';
        if (*at != '"') continue;
        if (at + 1 < end && at[1] == '"') {
            at++;
            continue;
        }
        const char *after = skip_blanks(at + 1, end);
        /* Over a line end up to a mark that a cell goes on after: that one opens another cell. */
        return broken && after < end && !ends_cell(*after) ? NULL : at + 1;
    }
    return NULL;
}

static const char *end_of_cell(const char *at, const char *end)
{
    while (at < end && !ends_cell(*at))
        at++;
    return at;
}

static void append_quoted(GString *out, const char *begin, const char *end)
{
    g_string_append_c(out, '"');
    for (const char *at = begin; at < end; at++) {
        if (*at == '"') g_string_append_c(out, '"');
        g_string_append_c(out, *at);
    }
    g_string_append_c(out, '"');
}

static size_t lines_before(const char *text, const char *at)
{
    size_t lines = 1;
    for (; text < at; text++)
        lines += *text == '\n';
    return lines;
}

size_t hzp_csv_quote_cells(const char *text, size_t length, char **quoted, size_t *size)
{
    static const char mark[] = "\xef\xbb\xbf";
    const char *end = text + length;
    const char *kept = text; /* what is before is in `out` */
    const char *at = length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? text + strlen(mark) : text;
    g_autoptr(GString) out = g_string_new(NULL);
    *quoted = NULL;
    while (at < end) {
        const char *first = skip_blanks(at, end);
        const char *begin = first;
        if (first < end && *first == '"') {
            begin = end_of_quoted(first, end);
            if (!begin) return lines_before(text, first);
        }
        const char *cell_end = end_of_cell(begin, end);
        if (begin == first && memchr(begin, '"', (size_t)(cell_end - begin))) {
            g_string_append_len(out, kept, begin - kept);
            append_quoted(out, begin, cell_end);
            kept = cell_end;
        }
        at = cell_end < end ? cell_end + 1 : end;
    }
    if (kept == text) return 0;
    g_string_append_len(out, kept, end - kept);
    *size = out->len;
    *quoted = g_string_free(g_steal_pointer(&out), FALSE);
    return 0;
}
