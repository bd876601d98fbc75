#include "analysis/summary_leaves.h"

#include <math.h>
#include <stdio.h>

#include "base/vocabulary.h"

void hzp_leaf_put(const HzpSummary *summary, const char *key, const char *value, const char *type)
{
    size_t row = hzp_table_append(summary->table);
    hzp_table_set_text(summary->table, "key", row, key);
    hzp_table_set_text(summary->table, "value", row, value);
    hzp_table_set_text(summary->table, "value_type", row, value ? type : "null");
}

void hzp_leaf_text(const HzpSummary *summary, const char *key, const char *value)
{
    hzp_leaf_put(summary, key, value, "text");
}

/* The shortest digits that read back as the same double. */
void hzp_leaf_number(const HzpSummary *summary, const char *key, double value)
{
    char digits[40];
    if (isnan(value)) {
        hzp_leaf_put(summary, key, NULL, NULL);
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        char format[16];
        snprintf(format, sizeof format, "%%.%dg", precision);
        g_ascii_formatd(digits, sizeof digits, format, value);
        if (g_ascii_strtod(digits, NULL) == value) break;
    }
    hzp_leaf_put(summary, key, digits, value == floor(value) && fabs(value) < 1e15 ? "integer" : "real");
}

/* A name inside a dotted key: a dot or backslash of its own is escaped. */
static char *key_of(const char *prefix, const char *name, const char *suffix)
{
    GString *key = g_string_new(prefix);
    g_string_append_c(key, '.');
    for (const char *at = name ? name : ""; *at; at++) {
        if (*at == '.' || *at == '\\') g_string_append_c(key, '\\');
        g_string_append_c(key, *at);
    }
    if (suffix) g_string_append_printf(key, ".%s", suffix);
    return g_string_free(key, FALSE);
}

void hzp_leaf_named(const HzpSummary *summary, const char *prefix, const char *name, const char *suffix, double value)
{
    g_autofree char *key = key_of(prefix, name, suffix);
    hzp_leaf_number(summary, key, value);
}

void hzp_leaf_list(const HzpSummary *summary, const char *key, const char *joined, const char *separator,
                   const char *vocabulary)
{
    if (!joined) {
        hzp_leaf_put(summary, key, "[]", "list");
        return;
    }
    g_auto(GStrv) parts = g_strsplit(joined, separator, -1);
    for (size_t i = 0; parts[i]; i++) {
        g_autofree char *item = g_strdup_printf("%s.%zu", key, i);
        hzp_leaf_text(summary, item, vocabulary ? hzp_vocabulary_zh(vocabulary, parts[i]) : parts[i]);
    }
}
