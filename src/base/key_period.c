#include "base/key_period.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/resource.h"
#include "base/vocabulary.h"

void hzp_key_period_free(gpointer data)
{
    HzpKeyPeriod *period = data;
    char *texts[] = {period->id, period->name_zh, period->name_en, period->trigger_zh, period->trigger_en, period->types};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(period);
}

/* ---- days of a year ---- */

/* The 29th is the last of February: it belongs to a period until the end of the month in every year. */
static const int days_in_month[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int position(int month, int day) { return month * 100 + day; }

bool hzp_key_period_holds(const HzpKeyPeriod *period, HzpDate day)
{
    int first = position(period->first_month, period->first_day);
    int last = position(period->last_month, period->last_day);
    int asked = position(day.month, day.day);
    if (first <= last) return first <= asked && asked <= last;
    return asked >= first || asked <= last;
}

char *hzp_key_period_day_text(int month, int day) { return g_strdup_printf("%02d-%02d", month, day); }

bool hzp_key_period_day_read(const char *text, bool last, int *month, int *day)
{
    char *end = NULL;
    if (!text || !g_ascii_isdigit(*text)) return false;
    guint64 first = g_ascii_strtoull(text, &end, 10);
    if (first < 1 || first > 12) return false;
    guint64 second = last ? (guint64)days_in_month[first - 1] : 1;
    if (*end) {
        if (*end != '-' || !g_ascii_isdigit(end[1])) return false;
        second = g_ascii_strtoull(end + 1, &end, 10);
        if (*end || second < 1 || second > (guint64)days_in_month[first - 1]) return false;
    }
    *month = (int)first;
    *day = (int)second;
    return true;
}

/* ---- the files ---- */

static const char *const own_keys[] = {"id", "name", "from", "to", "trigger", "types", NULL};

/* A text in both languages: {zh, en}, or one for both. */
static void read_words(const HzpYamlNode *node, char **zh, char **en)
{
    if (!node || hzp_yaml_is_null(node)) return;
    bool both = hzp_yaml_is_mapping(node);
    g_free(*zh);
    g_free(*en);
    *zh = g_strdup(hzp_yaml_text(both ? hzp_yaml_get(node, "zh") : node));
    *en = g_strdup(hzp_yaml_text(both ? hzp_yaml_get(node, "en") : node));
}

static HzpStatus read_day(const HzpYamlNode *node, bool last, int *month, int *day)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    if (hzp_key_period_day_read(hzp_yaml_text(node), last, month, day)) return HZP_OK;
    return hzp_yaml_fail(node, "key_period_day", "value", hzp_yaml_text(node));
}

static HzpStatus read_types(const HzpYamlNode *node, char **types)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    GString *list = g_string_new(NULL);
    HzpStatus status = hzp_yaml_is_sequence(node) ? HZP_OK : hzp_yaml_fail(node, "key_period_types", NULL, NULL);
    for (size_t i = 0; status == HZP_OK && i < hzp_yaml_count(node); i++) {
        const char *code = hzp_vocabulary_match("hazard_type", hzp_yaml_text(hzp_yaml_item(node, i)));
        if (!code)
            status = hzp_yaml_fail(hzp_yaml_item(node, i), "key_period_type", "value", hzp_yaml_text(hzp_yaml_item(node, i)));
        else
            g_string_append_printf(list, "%s%s", list->len ? "," : "", code);
    }
    g_free(*types);
    *types = g_string_free(list, status != HZP_OK || list->len == 0);
    return status;
}

/* What a node says goes before what the period has. */
static HzpStatus read_period(const HzpYamlNode *node, HzpKeyPeriod *period)
{
    read_words(hzp_yaml_get(node, "name"), &period->name_zh, &period->name_en);
    read_words(hzp_yaml_get(node, "trigger"), &period->trigger_zh, &period->trigger_en);
    HZP_TRY(read_day(hzp_yaml_get(node, "from"), false, &period->first_month, &period->first_day));
    HZP_TRY(read_day(hzp_yaml_get(node, "to"), true, &period->last_month, &period->last_day));
    return read_types(hzp_yaml_get(node, "types"), &period->types);
}

/* `months: management.flood_season` */
static void read_months(const HzpProject *project, const HzpYamlNode *defaults, const char *parameter, HzpKeyPeriod *period)
{
    g_autofree char *first = g_strconcat(parameter, ".first_month", NULL);
    g_autofree char *last = g_strconcat(parameter, ".last_month", NULL);
    const char *from = project ? hzp_project_text(project, first) : hzp_yaml_text(hzp_yaml_find(defaults, first));
    const char *to = project ? hzp_project_text(project, last) : hzp_yaml_text(hzp_yaml_find(defaults, last));
    hzp_key_period_day_read(from, false, &period->first_month, &period->first_day);
    hzp_key_period_day_read(to, true, &period->last_month, &period->last_day);
}

typedef struct {
    const HzpProject *project; /* or NULL */
    HzpYaml *rules;
    HzpYaml *defaults; /* data/parameters.yaml; only without a project */
} Sources;

static HzpStatus add_catalogued(const Sources *sources, const char *id, HzpKeyPeriod *period)
{
    const HzpYamlNode *node = hzp_yaml_get(hzp_yaml_root(sources->rules), id);
    const char *months = hzp_yaml_text(hzp_yaml_get(node, "months"));
    const HzpYamlNode *defaults = sources->defaults ? hzp_yaml_root(sources->defaults) : NULL;
    period->id = g_strdup(id);
    if (months) read_months(sources->project, defaults, months, period);
    return read_period(node, period);
}

/* One entry of the project: an id, or a mapping that may change a catalogued period. */
static HzpStatus add_own(const Sources *sources, const HzpYamlNode *entry, HzpKeyPeriod *period)
{
    bool named = hzp_yaml_is_scalar(entry);
    if (!named) HZP_TRY(hzp_yaml_check_keys(entry, own_keys));
    const char *id = hzp_yaml_text(named ? entry : hzp_yaml_get(entry, "id"));
    bool known = id && hzp_yaml_get(hzp_yaml_root(sources->rules), id);
    if (named && !known) return hzp_yaml_fail(entry, "key_period_unknown", "value", id);
    if (known) HZP_TRY(add_catalogued(sources, id, period));
    if (named) return HZP_OK;
    period->of_project = true;
    HZP_TRY(read_period(entry, period));
    if (!period->name_zh || !period->first_month || !period->last_month)
        return hzp_yaml_fail(entry, "key_period_incomplete", NULL, NULL);
    if (!period->id) period->id = g_strdup(id ? id : period->name_zh);
    return HZP_OK;
}

static HzpStatus collect(const Sources *sources, GPtrArray *periods)
{
    const HzpYamlNode *own = sources->project ? hzp_yaml_get(sources->project->root, "key_periods") : NULL;
    bool given = own && !hzp_yaml_is_null(own);
    const HzpYamlNode *list = given ? own : hzp_yaml_root(sources->rules);
    if (given && !hzp_yaml_is_sequence(own)) return hzp_yaml_fail(own, "key_period_list", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(list, i);
        bool is_default = false;
        if (!given) HZP_TRY(hzp_yaml_read_bool(hzp_yaml_get(entry, "default"), &is_default));
        if (!given && !is_default) continue;
        HzpKeyPeriod *period = g_new0(HzpKeyPeriod, 1);
        g_ptr_array_add(periods, period);
        HZP_TRY(given ? add_own(sources, entry, period) : add_catalogued(sources, hzp_yaml_key(list, i), period));
    }
    return HZP_OK;
}

static HzpStatus load(const char *folder, const char *name, HzpYaml **yaml)
{
    g_autofree char *path = hzp_resource_path(folder, name);
    if (!path) return hzp_fail(HZP_E_INPUT, "resource_missing", "file", name, NULL);
    return hzp_yaml_load(path, yaml);
}

HzpStatus hzp_key_periods_of(const HzpProject *project, GPtrArray **periods)
{
    Sources sources = {.project = project};
    GPtrArray *found = g_ptr_array_new_with_free_func(hzp_key_period_free);
    HzpStatus status = hzp_vocabulary_load();
    if (status == HZP_OK) status = load("data", "rules/key_periods.yaml", &sources.rules);
    if (status == HZP_OK && !project) status = load("data", "parameters.yaml", &sources.defaults);
    if (status == HZP_OK) status = collect(&sources, found);
    hzp_yaml_free(sources.rules);
    hzp_yaml_free(sources.defaults);
    if (status != HZP_OK) {
        g_ptr_array_unref(found);
        found = NULL;
    }
    *periods = found;
    return status;
}
