#include "present/report_value.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"

HzpReportValue hzp_report_value(json_object *node)
{
    HzpReportValue value = {.node = node, .number = NAN, .missing = node == NULL};
    if (json_object_is_type(node, json_type_int) || json_object_is_type(node, json_type_double))
        value.number = json_object_get_double(node);
    if (json_object_is_type(node, json_type_string)) value.missing = json_object_get_string_len(node) == 0;
    return value;
}

HzpReportValue hzp_report_value_of_text(const char *text)
{
    return (HzpReportValue){.text = g_strdup(text), .number = NAN, .missing = text == NULL};
}

void hzp_report_value_clear(HzpReportValue *value)
{
    g_clear_pointer(&value->text, g_free);
    *value = (HzpReportValue){.number = NAN, .missing = true};
}

/* The value now prints this text (which it takes). */
static void become_text(HzpReportValue *value, char *text)
{
    g_free(value->text);
    value->text = text;
    value->node = NULL;
}

static void keep_if(HzpReportValue *value, bool kept)
{
    if (!kept) value->missing = true;
}

char *hzp_report_number_text(double value, int decimals, bool trim)
{
    char format[8];
    char text[64];
    double scale = pow(10.0, decimals);
    double rounded = fabs(value) < 1e15 / scale ? round(value * scale) / scale : value;
    if (rounded == 0) rounded = 0; /* no "-0" */
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(text, sizeof text, format, rounded);
    if (trim && strchr(text, '.')) {
        size_t length = strlen(text);
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.') length--;
        text[length] = '\0';
    }
    return g_strdup(text);
}

static int digits_of(const char *argument) { return (int)CLAMP(g_ascii_strtoll(argument, NULL, 10), 0, 9); }

static void filter_decimal(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    become_text(value, hzp_report_number_text(value->number, digits_of(argument), false));
}

static void filter_upto(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    become_text(value, hzp_report_number_text(value->number, digits_of(argument), true));
}

static void filter_percent(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    g_autofree char *number = hzp_report_number_text(value->number * 100, 2, false);
    become_text(value, g_strconcat(number, "%", NULL));
}

static void filter_grouped(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    g_autofree char *plain = hzp_report_number_text(value->number, digits_of(argument), false);
    size_t whole = strcspn(plain, ".");
    size_t sign = *plain == '-';
    GString *grouped = g_string_new(NULL);
    for (size_t i = 0; plain[i]; i++) {
        if (i > sign && i < whole && (whole - i) % 3 == 0) g_string_append_c(grouped, ',');
        g_string_append_c(grouped, plain[i]);
    }
    become_text(value, g_string_free(grouped, FALSE));
}

static void filter_chinese(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    (void)argument;
    (void)words;
    if (value->number < 1 || value->number >= 100) {
        become_text(value, hzp_report_number_text(value->number, 0, false));
        return;
    }
    int number = (int)value->number;
    const char *ten = number >= 10 ? "十" : "";
    const char *tens = number >= 20 ? digits[number / 10] : "";
    become_text(value, g_strconcat(tens, ten, digits[number % 10], NULL));
}

static void filter_divide(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    value->number /= g_ascii_strtod(argument, NULL);
    become_text(value, hzp_report_number_text(value->number, 9, true));
}

static void filter_positive(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    keep_if(value, value->number > 0);
}

static void filter_negative(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    keep_if(value, value->number < 0);
    value->number = -value->number;
    become_text(value, hzp_report_number_text(value->number, 9, true));
}

static void filter_zero(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    keep_if(value, value->number == 0);
    become_text(value, g_strdup(""));
}

static void filter_from(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    keep_if(value, value->number >= g_ascii_strtod(argument, NULL));
}

static void filter_below(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    keep_if(value, value->number < g_ascii_strtod(argument, NULL));
}

static const char *plain_text(const HzpReportValue *value)
{
    return value->text ? value->text : json_object_get_string(value->node);
}

static void filter_is(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    keep_if(value, g_strcmp0(plain_text(value), argument) == 0);
    become_text(value, g_strdup(""));
}

static void filter_not(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)words;
    keep_if(value, g_strcmp0(plain_text(value), argument) != 0);
    become_text(value, g_strdup(""));
}

static void filter_present(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    become_text(value, g_strdup(""));
}

static void filter_absent(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    value->missing = !value->missing;
    become_text(value, g_strdup(""));
}

const char *hzp_report_label(const char *vocabulary, const char *code, const HzpReportWords *words)
{
    const char *label = vocabulary ? hzp_vocabulary_label(vocabulary, code) : NULL;
    for (size_t i = 0; !label && vocabulary && words->extra && words->extra[i]; i += 3) {
        if (strcmp(words->extra[i], vocabulary) == 0 && g_strcmp0(words->extra[i + 1], code) == 0)
            label = words->extra[i + 2];
    }
    return label ? label : code;
}

static void filter_label(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    become_text(value, g_strdup(hzp_report_label(argument, plain_text(value), words)));
}

static void add_member(GString *out, const HzpReportWords *words, const char *text)
{
    if (out->len) g_string_append(out, words->list_join);
    g_string_append(out, text);
}

static void filter_list(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    GString *out = g_string_new(NULL);
    size_t count = json_object_is_type(value->node, json_type_array) ? json_object_array_length(value->node) : 0;
    for (size_t i = 0; i < count; i++) {
        const char *member = json_object_get_string(json_object_array_get_idx(value->node, i));
        if (member) add_member(out, words, hzp_report_label(*argument ? argument : NULL, member, words));
    }
    keep_if(value, out->len > 0);
    become_text(value, g_string_free(out, FALSE));
}

static void filter_counts(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    GString *out = g_string_new(NULL);
    if (json_object_is_type(value->node, json_type_object)) {
        json_object_object_foreach(value->node, key, member)
        {
            if (!member || json_object_get_double(member) <= 0) continue;
            const char *pairs[] = {"label", hzp_report_label(*argument ? argument : NULL, key, words), "count",
                                   json_object_get_string(member), NULL};
            g_autofree char *text = hzp_template_fill(words->count, pairs);
            add_member(out, words, text);
        }
    }
    keep_if(value, out->len > 0);
    become_text(value, g_string_free(out, FALSE));
}

static void filter_length(HzpReportValue *value, const char *argument, const HzpReportWords *words)
{
    (void)argument;
    (void)words;
    size_t length = json_object_is_type(value->node, json_type_array) ? json_object_array_length(value->node) : 0;
    keep_if(value, length > 0);
    become_text(value, g_strdup(hzp_text_of_size(length)));
}

typedef enum { ANY, NUMBER } Takes;

static const struct {
    const char *name;
    Takes takes;
    void (*apply)(HzpReportValue *value, const char *argument, const HzpReportWords *words);
} filters[] = {
    {"integer", NUMBER, filter_decimal},
    {"decimal", NUMBER, filter_decimal},
    {"upto", NUMBER, filter_upto},
    {"grouped", NUMBER, filter_grouped},
    {"percent", NUMBER, filter_percent},
    {"chinese", NUMBER, filter_chinese},
    {"divide", NUMBER, filter_divide},
    {"positive", NUMBER, filter_positive},
    {"negative", NUMBER, filter_negative},
    {"zero", NUMBER, filter_zero},
    {"from", NUMBER, filter_from},
    {"below", NUMBER, filter_below},
    {"is", ANY, filter_is},
    {"not", ANY, filter_not},
    {"present", ANY, filter_present},
    {"label", ANY, filter_label},
    {"list", ANY, filter_list},
    {"counts", ANY, filter_counts},
    {"length", ANY, filter_length},
};

bool hzp_report_filter(HzpReportValue *value, const char *filter, const HzpReportWords *words)
{
    size_t length = strcspn(filter, ":");
    const char *argument = filter[length] ? filter + length + 1 : "";
    if (strcmp(filter, "absent") == 0) {
        filter_absent(value, argument, words);
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(filters); i++) {
        if (strlen(filters[i].name) != length || strncmp(filters[i].name, filter, length) != 0) continue;
        if (filters[i].takes == NUMBER && isnan(value->number)) value->missing = true;
        if (!value->missing) filters[i].apply(value, argument, words);
        return true;
    }
    return false;
}

char *hzp_report_escape(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at; at++) {
        if (*at == '\r') continue;
        if (strchr("\\`*_<>[]|~$^", *at)) g_string_append_c(out, '\\');
        g_string_append_c(out, *at == '\n' || *at == '\t' ? ' ' : *at);
    }
    return g_string_free(out, FALSE);
}

char *hzp_report_value_print(const HzpReportValue *value)
{
    const char *text = value->missing ? NULL : plain_text(value);
    return text ? hzp_report_escape(text) : NULL;
}
