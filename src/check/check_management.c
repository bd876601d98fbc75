/* What each point lacks: one finding a point, one a county, and one for what the project does not keep at all. */
#include <string.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "check/model_check.h"
#include "data/management.h"

/* A list of items, with their numbers where `counts` is given, in the language of messages. */
static void append_item(GString *list, size_t item, const size_t *count)
{
    const char *code = hzp_vocabulary_code("management_item", item);
    const char *separator = strcmp(hzp_language_get(), "zh") == 0 ? "、" : ", ";
    g_string_append_printf(list, "%s%s", list->len ? separator : "", hzp_vocabulary_label("management_item", code));
    if (count) g_string_append_printf(list, " %s", hzp_text_of_size(*count));
}

static size_t count_of(const HzpManagement *management, size_t item, HzpItemState state)
{
    size_t count = 0;
    for (size_t i = 0; i < management->points; i++)
        count += hzp_management_state(management, i, item) == state;
    return count;
}

static bool is_survey(size_t item) { return g_str_has_prefix(hzp_vocabulary_code("management_item", item), "survey_"); }

/* Nobody asks for the phone of people who are not kept. */
static bool is_phone_of_nobody(const HzpManagement *management, size_t item)
{
    const char *code = hzp_vocabulary_code("management_item", item);
    if (!g_str_has_suffix(code, "_phone")) return false;
    g_autofree char *person = g_strdup_printf("%.*s_person", (int)(strlen(code) - strlen("_phone")), code);
    return !management->kept[hzp_management_item(person)];
}

/* Items without column and table, or with nothing in them: said once, not point by point. */
static void check_unknown(const HzpModel *model, const bool *empty)
{
    const HzpManagement *management = model->management;
    g_autoptr(GString) list = g_string_new(NULL);
    for (size_t item = 0; item < management->items; item++) {
        if (is_survey(item) && model->surveys) continue; /* kept, but perhaps not yet due */
        if (is_phone_of_nobody(management, item)) continue;
        if (!management->kept[item] || empty[item]) append_item(list, item, NULL);
    }
    if (list->len)
        hzp_findings_add(model->findings, "management_unknown", "hazard_points", NULL, NULL, "items", list->str, NULL);
}

static void check_as_of(const HzpModel *model)
{
    const HzpManagement *management = model->management;
    bool asked = model->surveys || model->disposals || hzp_table_header(model->hazard_points, "drill_date");
    if (!asked || !management->as_of_assumed) return;
    g_autofree char *date = hzp_date_text(management->as_of);
    const char *code = date ? "management_as_of" : "management_as_of_missing";
    hzp_findings_add(model->findings, code, "project", NULL, NULL, "value", date, NULL);
}

static void check_points(const HzpModel *model, HzpItemState state, const char *code, const bool *empty)
{
    const HzpManagement *management = model->management;
    for (size_t i = 0; hzp_findings_wants(model->findings, code) && i < management->points; i++) {
        g_autoptr(GString) list = g_string_new(NULL);
        for (size_t item = 0; item < management->items; item++) {
            if (management->kept[item] && !empty[item] && hzp_management_state(management, i, item) == state)
                append_item(list, item, NULL);
        }
        if (list->len) hzp_findings_add_row(model->findings, code, model->hazard_points, i, NULL, "value", list->str, NULL);
    }
}

/* ---- counties ---- */

/* Points by county and, of each item that is kept, in each state; the row after the last county is for points without. */
typedef struct {
    size_t items;
    size_t *points;
    size_t *lacking;
    size_t *unrecorded;
} CountyCounts;

static CountyCounts count_by_county(const HzpModel *model)
{
    const HzpManagement *management = model->management;
    size_t counties = hzp_table_rows(model->counties);
    CountyCounts counts = {management->items, g_new0(size_t, counties + 1),
                           g_new0(size_t, (counties + 1) * management->items),
                           g_new0(size_t, (counties + 1) * management->items)};
    for (size_t i = 0; i < management->points; i++) {
        size_t row = model->hazard_county[i] < 0 ? counties : (size_t)model->hazard_county[i];
        counts.points[row]++;
        for (size_t item = 0; item < management->items; item++) {
            HzpItemState state = hzp_management_state(management, i, item);
            if (!management->kept[item]) continue;
            counts.lacking[row * counts.items + item] += state == HZP_ITEM_LACKING;
            counts.unrecorded[row * counts.items + item] += state == HZP_ITEM_NOT_RECORDED;
        }
    }
    return counts;
}

static void counts_clear(CountyCounts *counts)
{
    g_free(counts->points);
    g_free(counts->lacking);
    g_free(counts->unrecorded);
}

static char *counted(const size_t *count_of_item, size_t items)
{
    GString *list = g_string_new(NULL);
    for (size_t item = 0; item < items; item++) {
        if (count_of_item[item]) append_item(list, item, &count_of_item[item]);
    }
    return g_string_free(list, FALSE);
}

static void tell_county(const HzpModel *model, const CountyCounts *counts, size_t row, const char *name)
{
    g_autofree char *lacking = counted(counts->lacking + row * counts->items, counts->items);
    g_autofree char *unrecorded = counted(counts->unrecorded + row * counts->items, counts->items);
    size_t points = counts->points[row];
    if (!*lacking && !*unrecorded) return;
    g_autofree char *nothing = hzp_message_format("management_nothing", NULL);
    hzp_findings_add(model->findings, "management_county", "hazard_points", name, NULL, "points", hzp_text_of_size(points),
                     "lacking", *lacking ? lacking : nothing, "unrecorded", *unrecorded ? unrecorded : nothing, NULL);
}

HzpStatus hzp_check_management(HzpModel *model)
{
    const HzpManagement *management = model->management;
    if (!management) return HZP_OK;
    g_autofree bool *empty = g_new0(bool, management->items + 1);
    for (size_t item = 0; item < management->items; item++)
        empty[item] = management->points > 0 && count_of(management, item, HZP_ITEM_NOT_RECORDED) == management->points;
    check_unknown(model, empty);
    check_as_of(model);
    check_points(model, HZP_ITEM_LACKING, "management_lacking", empty);
    check_points(model, HZP_ITEM_NOT_RECORDED, "management_not_recorded", empty);
    const char **names = hzp_table_text(model->counties, "name");
    CountyCounts counts = count_by_county(model);
    for (size_t i = 0; i < hzp_table_rows(model->counties); i++)
        tell_county(model, &counts, i, names[i]);
    tell_county(model, &counts, hzp_table_rows(model->counties), NULL);
    counts_clear(&counts);
    return HZP_OK;
}
