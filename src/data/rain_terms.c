#include "data/rain_terms.h"

#include <math.h>
#include <string.h>

#include "base/resource.h"
#include "data/column_unit.h"

/* Same width, lower case, without spaces and the marks that units are written with or without. */
static char *fold(const char *text)
{
    static const char dropped[] = "()[]^{}";
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    g_autofree char *wide = g_utf8_normalize(valid, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : valid, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isspace(c) || (c < 128 && strchr(dropped, (int)c))) continue;
        g_string_append_unichar(out, c == 0x2212 ? '-' : c);
    }
    g_string_replace(out, "**", "", 0);
    return g_string_free(out, FALSE);
}

static bool holds(const HzpYamlNode *words, const char *folded)
{
    for (size_t i = 0; i < hzp_yaml_count(words); i++) {
        const char *word = hzp_yaml_text(hzp_yaml_item(words, i));
        if (word && strcmp(word, folded) == 0) return true;
    }
    return false;
}

static const HzpYamlNode *node(const HzpRainTerms *terms, const char *path)
{
    return hzp_yaml_find(hzp_yaml_root(terms->file), path);
}

static GArray *numbers_of(const HzpYamlNode *list)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const char *text = hzp_yaml_text(hzp_yaml_item(list, i));
        double number = text ? g_ascii_strtod(text, NULL) : NAN;
        g_array_append_val(numbers, number);
    }
    return numbers;
}

HzpStatus hzp_rain_terms_read(HzpRainTerms *terms)
{
    double nearest = NAN;
    const struct {
        const char *path;
        double least;
        double most;
        double *value;
    } numbers[] = {{"largest_mm", 1, 1e5, &terms->largest_mm},      {"metres_below", 0, 1e3, &terms->metres_below},
                   {"little_mm", 0, 1e3, &terms->little_mm},        {"least_share", 0, 1, &terms->least_share},
                   {"stations.power", 0.1, 10, &terms->power},      {"stations.nearest", 1, 64, &nearest},
                   {"stations.within_m", 1, 5e5, &terms->within_m}, {"stations.lattice_deg", 0.001, 1, &terms->lattice_deg},
                   {"missing.from", 1, 1e300, &terms->missing_from}};
    g_autofree char *path = hzp_resource_path("data", "rain.yaml");
    memset(terms, 0, sizeof *terms);
    HZP_TRY(hzp_yaml_load(path ? path : "data/rain.yaml", &terms->file));
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < G_N_ELEMENTS(numbers) && status == HZP_OK; i++)
        status = hzp_yaml_read_number(node(terms, numbers[i].path), numbers[i].least, numbers[i].most, numbers[i].value);
    if (status != HZP_OK) hzp_rain_terms_clear(terms);
    if (status == HZP_OK) terms->missing_codes = numbers_of(node(terms, "missing.codes"));
    terms->nearest = nearest >= 1 ? (size_t)nearest : 1;
    return status;
}

void hzp_rain_terms_clear(HzpRainTerms *terms)
{
    hzp_yaml_free(terms->file);
    if (terms->missing_codes) g_array_unref(terms->missing_codes);
    memset(terms, 0, sizeof *terms);
}

/* ---- units ---- */

double hzp_rain_unit(const HzpRainTerms *terms, const char *word, bool *named)
{
    g_autofree char *folded = fold(word);
    const HzpYamlNode *units = node(terms, "units");
    *named = !holds(node(terms, "no_unit"), folded);
    if (!*named) return 1;
    for (size_t i = 0; i < hzp_yaml_count(units); i++) {
        const HzpYamlNode *unit = hzp_yaml_item(units, i);
        if (holds(hzp_yaml_get(unit, "words"), folded)) return g_ascii_strtod(hzp_yaml_text(hzp_yaml_get(unit, "mm")), NULL);
    }
    return NAN;
}

/* What stands in the first brackets, without "单位:"; NULL where there are none. */
static char *in_brackets(const char *text)
{
    const char *open = text;
    while (*open && !hzp_bracket_opens(g_utf8_get_char(open)))
        open = g_utf8_next_char(open);
    if (!*open) return NULL;
    const char *start = g_utf8_next_char(open);
    const char *end = start;
    while (*end && !hzp_bracket_closes(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    if (g_str_has_prefix(start, "单位")) start += strlen("单位");
    if (*start == ':') start++;
    return g_strndup(start, (gsize)(end > start ? end - start : 0));
}

char *hzp_rain_heading_unit(const HzpRainTerms *terms, const char *heading)
{
    bool named = false;
    if (!heading) return NULL;
    g_autofree char *wide = g_utf8_normalize(heading, -1, G_NORMALIZE_NFKC);
    char *inside = wide ? in_brackets(wide) : NULL;
    /* Brackets may hold something else: 降水量（20-20时）. */
    if (inside && !isnan(hzp_rain_unit(terms, inside, &named)) && named) return inside;
    g_free(inside);
    const char *last = strrchr(heading, '_');
    if (last && !isnan(hzp_rain_unit(terms, last + 1, &named)) && named) return g_strdup(last + 1);
    return NULL;
}

/* ---- codes and names ---- */

static bool is_code(const HzpYamlNode *codes, double value)
{
    for (size_t i = 0; i < hzp_yaml_count(codes); i++) {
        const char *text = hzp_yaml_text(hzp_yaml_item(codes, i));
        if (text && g_ascii_strtod(text, NULL) == value) return true;
    }
    return false;
}

bool hzp_rain_code_is_missing(const HzpRainTerms *terms, double value)
{
    if (!isfinite(value) || value >= terms->missing_from) return true;
    for (guint i = 0; i < terms->missing_codes->len; i++) {
        if (g_array_index(terms->missing_codes, double, i) == value) return true;
    }
    return false;
}

bool hzp_rain_name_is_rain(const HzpRainTerms *terms, const char *name)
{
    g_autofree char *folded = fold(name);
    if (holds(node(terms, "names"), folded)) return true;
    /* GRIB appends hours to an element: APCP24. */
    size_t length = strlen(folded);
    while (length > 0 && g_ascii_isdigit(folded[length - 1]))
        folded[--length] = '\0';
    return length > 0 && holds(node(terms, "names"), folded);
}

/* ---- cells ---- */

static bool read_number(const char *text, const char **end, double *value)
{
    if (!g_ascii_isdigit(*text) && *text != '.' && *text != '-' && *text != '+') return false;
    char *stop = NULL;
    *value = g_ascii_strtod(text, &stop);
    *end = stop;
    return stop != text && isfinite(*value);
}

static const char *skip_unit(const char *at)
{
    static const char *const units[] = {"毫米", "mm"};
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (g_str_has_prefix(at, units[i])) return at + strlen(units[i]);
    }
    return at;
}

/* "50-100", "50~100mm", "≥50", ">50", "50以上", "100+", "<10", "10以下": the lower bound. From 0 up to more than `little_mm`
 * it would say no rain where there may be heavy rain. */
static bool read_bounds(const char *text, double little_mm, double *lower)
{
    static const char *const least[] = {"≥", ">=", ">", "大于等于", "大于", "超过", NULL};
    static const char *const most[] = {"≤", "<=", "<", "小于等于", "小于", "不足", NULL};
    static const char *const dashes[] = {"-", "~", "—", "–", "至", "到", "～", NULL};
    const char *end = NULL;
    double first = NAN;
    double second = NAN;
    for (size_t i = 0; least[i]; i++) {
        if (!g_str_has_prefix(text, least[i]) || !read_number(text + strlen(least[i]), &end, &first)) continue;
        *lower = first;
        return first >= 0 && !*skip_unit(end);
    }
    for (size_t i = 0; most[i]; i++) {
        if (!g_str_has_prefix(text, most[i]) || !read_number(text + strlen(most[i]), &end, &first)) continue;
        *lower = 0;
        return first >= 0 && first <= little_mm && !*skip_unit(end);
    }
    if (!read_number(text, &end, &first) || first < 0) return false;
    end = skip_unit(end);
    *lower = strcmp(end, "以下") == 0 ? 0 : first;
    if (strcmp(end, "以下") == 0) return first <= little_mm;
    if (strcmp(end, "以上") == 0 || strcmp(end, "+") == 0) return true;
    for (size_t i = 0; dashes[i]; i++) {
        if (g_str_has_prefix(end, dashes[i]) && read_number(end + strlen(dashes[i]), &end, &second))
            return second >= first && (first > 0 || second <= little_mm) && !*skip_unit(end);
    }
    return false;
}

static HzpRainCell read_figure(const HzpRainTerms *terms, double figure, double *value)
{
    if (is_code(node(terms, "trace.codes"), figure)) {
        *value = 0;
        return HZP_RAIN_TRACE;
    }
    if (figure < 0) return HZP_RAIN_NEGATIVE;
    if (hzp_rain_code_is_missing(terms, figure)) return HZP_RAIN_NO_FIGURE;
    *value = figure;
    return HZP_RAIN_FIGURE;
}

HzpRainCell hzp_rain_cell_read(const HzpRainTerms *terms, const char *text, double *value)
{
    const char *end = NULL;
    double figure = NAN;
    *value = NAN;
    g_autofree char *folded = fold(text);
    if (!*folded || holds(node(terms, "missing.words"), folded)) return HZP_RAIN_NO_FIGURE;
    if (holds(node(terms, "trace.words"), folded)) {
        *value = 0;
        return HZP_RAIN_TRACE;
    }
    if (read_number(folded, &end, &figure) && !*skip_unit(end)) return read_figure(terms, figure, value);
    if (read_bounds(folded, terms->little_mm, value)) return HZP_RAIN_BOUNDS;
    *value = NAN;
    const char *least = hzp_yaml_text(hzp_yaml_get(node(terms, "classes"), folded));
    if (!least) return HZP_RAIN_UNREADABLE;
    *value = g_ascii_strtod(least, NULL);
    return HZP_RAIN_BOUNDS;
}
