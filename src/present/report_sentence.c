#include "present/report_sentence.h"

#include <math.h>
#include <string.h>

#include "present/summary_tree.h"

static HzpReportValue value_of_place_in_loop(const HzpReportScope *scope, const char *name)
{
    if (strcmp(name, "@key") == 0) return hzp_report_value_of_text(scope->key);
    HzpReportValue value = hzp_report_value(NULL);
    if (strcmp(name, "@number") == 0 && scope->number > 0) {
        value.text = g_strdup_printf("%d", scope->number);
        value.number = scope->number;
        value.missing = false;
    }
    return value;
}

HzpReportValue hzp_report_lookup(const HzpReportScope *scope, const char *path)
{
    if (*path == '@') return value_of_place_in_loop(scope, path);
    if (*path != '.') {
        while (scope->outer)
            scope = scope->outer;
        return hzp_report_value(hzp_summary_get(scope->item, path));
    }
    const char *name = path + 1;
    for (; *name == '.' && scope->outer; name++)
        scope = scope->outer;
    if (*name == '@') return value_of_place_in_loop(scope, name);
    return hzp_report_value(hzp_summary_get(scope->item, name));
}

static HzpStatus broken(const char *sentence, const char *problem)
{
    return hzp_fail(HZP_E_INPUT, "report_sentence_broken", "sentence", sentence, "problem", problem, NULL);
}

/* What a filter's argument says: itself, or with a leading "@" or "." the text of another place. */
static char *filter_with_argument(const HzpReportScope *scope, const char *filter)
{
    const char *colon = strchr(filter, ':');
    if (!colon || (colon[1] != '@' && colon[1] != '.')) return g_strdup(filter);
    HzpReportValue other = hzp_report_lookup(scope, colon + 1);
    const char *text = other.text ? other.text : json_object_get_string(other.node);
    char *filled = g_strdup_printf("%.*s%s", (int)(colon + 1 - filter), filter, text && !other.missing ? text : "");
    hzp_report_value_clear(&other);
    return filled;
}

/* Print one place; *text is NULL where it is missing. */
static HzpStatus print_place(const char *place, const HzpReportScope *scope, const HzpReportWords *words, char **text)
{
    g_auto(GStrv) parts = g_strsplit(place, "|", -1);
    HzpReportValue value = hzp_report_lookup(scope, parts[0] ? parts[0] : "");
    HzpStatus status = HZP_OK;
    for (char **filter = parts[0] ? parts + 1 : parts; *filter && status == HZP_OK; filter++) {
        g_autofree char *filled = filter_with_argument(scope, *filter);
        if (!hzp_report_filter(&value, filled, words)) status = broken(place, *filter);
    }
    *text = status == HZP_OK ? hzp_report_value_print(&value) : NULL;
    hzp_report_value_clear(&value);
    return status;
}

typedef struct {
    const char *whole; /* for messages */
    const char *at;
    const HzpReportScope *scope;
    const HzpReportWords *words;
} Reader;

static HzpStatus read_place(Reader *reader, GString *out, bool *missing)
{
    const char *end = strchr(reader->at, '}');
    if (!end) return broken(reader->whole, "{");
    g_autofree char *place = g_strndup(reader->at + 1, (size_t)(end - reader->at - 1));
    g_autofree char *text = NULL;
    HZP_TRY(print_place(place, reader->scope, reader->words, &text));
    reader->at = end + 1;
    if (text) {
        g_string_append(out, text);
    } else {
        *missing = true;
    }
    return HZP_OK;
}

/* Read up to the end, or to the bracket that closes this part; *text is NULL where a place was missing. */
static HzpStatus read_part(Reader *reader, int depth, char **text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    bool missing = false;
    while (*reader->at && *reader->at != ']') {
        if (*reader->at == '{') {
            HZP_TRY(read_place(reader, out, &missing));
        } else if (*reader->at == '[') {
            g_autofree char *inner = NULL;
            reader->at++;
            if (depth >= 8) return broken(reader->whole, "[[[");
            HZP_TRY(read_part(reader, depth + 1, &inner));
            if (*reader->at != ']') return broken(reader->whole, "[");
            reader->at++;
            if (inner) g_string_append(out, inner);
        } else {
            g_string_append_c(out, *reader->at++);
        }
    }
    *text = missing ? NULL : g_strdup(out->str);
    return HZP_OK;
}

HzpStatus hzp_report_sentence(const char *sentence, const HzpReportScope *scope, const HzpReportWords *words, char **text)
{
    Reader reader = {.whole = sentence, .at = sentence, .scope = scope, .words = words};
    *text = NULL;
    HZP_TRY(read_part(&reader, 0, text));
    if (!*reader.at) return HZP_OK;
    g_clear_pointer(text, g_free);
    return broken(sentence, "]");
}
