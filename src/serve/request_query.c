#include "serve/request_query.h"

#include <math.h>
#include <string.h>

#include "base/message.h"

/* ---- decoding ---- */

/* One part with its percent signs undone; NULL when it is malformed or holds what no text holds. */
static char *decode(const char *text, size_t length)
{
    GString *out = g_string_sized_new(length + 1);
    bool good = true;
    for (size_t i = 0; i < length && good; i++) {
        char byte = text[i] == '+' ? ' ' : text[i];
        if (text[i] == '%') {
            good = i + 2 < length && g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2]);
            if (good) byte = (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));
            i += 2;
        }
        good = good && (unsigned char)byte >= 0x20 && byte != 0x7f;
        g_string_append_c(out, byte);
    }
    good = good && g_utf8_validate(out->str, (gssize)out->len, NULL);
    return g_string_free(out, !good);
}

void hzp_query_clear(HzpQuery *query)
{
    if (query->names) g_ptr_array_unref(query->names);
    if (query->values) g_ptr_array_unref(query->values);
    *query = (HzpQuery){NULL, NULL};
}

const char *hzp_query_get(const HzpQuery *query, const char *name)
{
    for (guint i = 0; i < query->names->len; i++) {
        if (strcmp(g_ptr_array_index(query->names, i), name) == 0) return g_ptr_array_index(query->values, i);
    }
    return NULL;
}

static bool read_pair(const char *pair, size_t length, HzpQuery *query, HzpHttpAnswer *answer)
{
    const char *equals = memchr(pair, '=', length);
    size_t name_length = equals ? (size_t)(equals - pair) : length;
    g_autofree char *name = decode(pair, name_length);
    g_autofree char *value = equals ? decode(equals + 1, length - name_length - 1) : g_strdup("");
    if (!name || !value) {
        hzp_http_refuse(answer, 400, "serve_query_malformed", NULL);
        return false;
    }
    if (hzp_query_get(query, name)) {
        hzp_http_refuse(answer, 400, "serve_parameter_twice", "name", name, NULL);
        return false;
    }
    g_ptr_array_add(query->names, g_steal_pointer(&name));
    g_ptr_array_add(query->values, g_steal_pointer(&value));
    return true;
}

bool hzp_query_read(const char *text, HzpQuery *query, HzpHttpAnswer *answer)
{
    query->names = g_ptr_array_new_with_free_func(g_free);
    query->values = g_ptr_array_new_with_free_func(g_free);
    if (text && strlen(text) > HZP_QUERY_MOST_BYTES) {
        hzp_http_refuse(answer, 414, "serve_address_too_long", "most", hzp_text_of_size(HZP_QUERY_MOST_BYTES), NULL);
        return false;
    }
    while (text && *text) {
        size_t length = strcspn(text, "&");
        if (query->names->len == HZP_QUERY_MOST_PARAMETERS) {
            hzp_http_refuse(answer, 400, "serve_parameters_too_many", "most", hzp_text_of_size(HZP_QUERY_MOST_PARAMETERS),
                            NULL);
            return false;
        }
        if (length > 0 && !read_pair(text, length, query, answer)) return false;
        text += length + (text[length] == '&');
    }
    return true;
}

/* ---- values ---- */

static bool is_among(const char *word, const char *list, const char *separators)
{
    size_t length = strlen(word);
    while (*list) {
        size_t part = strcspn(list, separators);
        if (part == length && memcmp(list, word, length) == 0) return true;
        list += part + (list[part] != '\0');
    }
    return false;
}

bool hzp_query_knows(const HzpQuery *query, const char *names, HzpHttpAnswer *answer)
{
    for (guint i = 0; i < query->names->len; i++) {
        const char *name = g_ptr_array_index(query->names, i);
        if (*name && is_among(name, names, " ")) continue;
        hzp_http_refuse(answer, 400, "serve_parameter_unknown", "name", name, "names", names, NULL);
        return false;
    }
    return true;
}

/* The whole of a text as one number. */
static bool is_number(const char *text, double *value)
{
    char *end = NULL;
    if (!*text || strspn(text, "0123456789+-.eE") != strlen(text)) return false;
    *value = g_ascii_strtod(text, &end);
    return *end == '\0' && isfinite(*value);
}

bool hzp_query_number(const HzpQuery *query, const char *name, double least, double most, double *value,
                      HzpHttpAnswer *answer)
{
    const char *text = hzp_query_get(query, name);
    double read = 0;
    if (!text) return true;
    if (is_number(text, &read) && read >= least && read <= most) {
        *value = read;
        return true;
    }
    hzp_http_refuse(answer, 400, "serve_number_wrong", "name", name, "value", text, "least", hzp_text_of_number(least),
                    "most", hzp_text_of_number(most), NULL);
    return false;
}

bool hzp_query_count(const HzpQuery *query, const char *name, size_t least, size_t most, size_t *value, HzpHttpAnswer *answer)
{
    const char *text = hzp_query_get(query, name);
    double read = (double)*value;
    /* "1e3" is a number and no count */
    bool digits = !text || strspn(text, "0123456789") == strlen(text);
    if (!digits) {
        hzp_http_refuse(answer, 400, "serve_number_wrong", "name", name, "value", text, "least", hzp_text_of_size(least),
                        "most", hzp_text_of_size(most), NULL);
        return false;
    }
    if (!hzp_query_number(query, name, (double)least, (double)most, &read, answer)) return false;
    *value = (size_t)read;
    return true;
}

static bool is_box(const char *text, double box[4])
{
    g_auto(GStrv) parts = g_strsplit(text ? text : "", ",", 5);
    if (g_strv_length(parts) != 4) return false;
    for (int i = 0; i < 4; i++) {
        if (!is_number(parts[i], &box[i])) return false;
    }
    return box[0] >= -180 && box[2] <= 180 && box[1] >= -90 && box[3] <= 90 && box[0] < box[2] && box[1] < box[3];
}

bool hzp_query_box(const HzpQuery *query, const char *name, double box[4], HzpHttpAnswer *answer)
{
    const char *text = hzp_query_get(query, name);
    if (is_box(text, box)) return true;
    hzp_http_refuse(answer, 400, "serve_box_wrong", "name", name, "value", text, NULL);
    return false;
}

bool hzp_query_choice(const HzpQuery *query, const char *name, const char *choices, const char **value, HzpHttpAnswer *answer)
{
    const char *text = hzp_query_get(query, name);
    if (text && (!*text || !is_among(text, choices, "|"))) {
        hzp_http_refuse(answer, 400, "serve_choice_wrong", "name", name, "value", text, "choices", choices, NULL);
        return false;
    }
    *value = text; /* the first of the choices is what a missing one means */
    return true;
}

/* ---- language ---- */

static const char *language_of_tag(const char *tag, size_t length)
{
    size_t primary = strcspn(tag, "-;, \t");
    if (primary > length) primary = length;
    if (primary != 2) return NULL;
    if (g_ascii_strncasecmp(tag, "zh", 2) == 0) return "zh";
    return g_ascii_strncasecmp(tag, "en", 2) == 0 ? "en" : NULL;
}

/* q=0.8 of "en;q=0.8"; 1 where there is none. */
static double weight_of(const char *range, size_t length)
{
    const char *semicolon = memchr(range, ';', length);
    if (!semicolon) return 1;
    const char *at = semicolon + 1, *end = range + length;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    if (end - at < 3 || (*at != 'q' && *at != 'Q') || at[1] != '=') return 0;
    double weight = g_ascii_strtod(at + 2, NULL);
    return weight >= 0 && weight <= 1 ? weight : 0;
}

const char *hzp_query_language(const char *wanted, const char *accept_language)
{
    const char *best = NULL;
    double best_weight = 0;
    if (wanted && strcmp(wanted, "zh") == 0) return "zh";
    if (wanted && strcmp(wanted, "en") == 0) return "en";
    while (accept_language && *accept_language) {
        size_t length = strcspn(accept_language, ","), blank = strspn(accept_language, " \t");
        if (blank > length) blank = length;
        const char *language = language_of_tag(accept_language + blank, length - blank);
        double weight = weight_of(accept_language + blank, length - blank);
        if (language && weight > best_weight) {
            best = language;
            best_weight = weight;
        }
        accept_language += length + (accept_language[length] == ',');
    }
    return best;
}
