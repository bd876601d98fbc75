/* Everything of a warning but its lists, as hazplan-warning/1 has it; the table `warning` of the GeoPackage holds its leaves.
 */
#include <math.h>

#include "analysis/warning.h"
#include "base/message.h"
#include "base/vocabulary.h"

json_object *hzp_warning_json_text(const char *text)
{
    if (!text) return NULL;
    if (g_utf8_validate(text, -1, NULL)) return json_object_new_string(text);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    return json_object_new_string(valid);
}

json_object *hzp_warning_json_number(double number)
{
    return isfinite(number) ? json_object_new_double_s(number, hzp_text_of_value(number)) : NULL;
}

static void put_text(json_object *object, const char *key, const char *text)
{
    json_object_object_add(object, key, hzp_warning_json_text(text));
}

static void put_number(json_object *object, const char *key, double number)
{
    json_object_object_add(object, key, hzp_warning_json_number(number));
}

static void put_flag(json_object *object, const char *key, bool flag)
{
    json_object_object_add(object, key, json_object_new_boolean(flag));
}

static json_object *add_object(json_object *to, const char *key)
{
    json_object *object = json_object_new_object();
    json_object_object_add(to, key, object);
    return object;
}

static void put_plan(json_object *head, const HzpWarningFacts *facts)
{
    json_object *plan = add_object(head, "plan");
    put_text(plan, "title", facts->title);
    put_text(plan, "region", facts->region);
    put_number(plan, "year", facts->year ? (double)facts->year : NAN);
    put_text(plan, "notice", facts->notice);
    put_text(plan, "file", facts->plan_file);
}

static void put_files(json_object *rain, const HzpWarning *warning)
{
    json_object *files = json_object_new_array();
    for (guint i = 0; i < warning->files->len; i++) {
        const HzpWarningFile *file = &g_array_index(warning->files, HzpWarningFile, i);
        json_object *row = json_object_new_object();
        put_text(row, "name", file->name);
        put_text(row, "sha256", file->sha256);
        put_text(row, "unit", file->unit);
        put_text(row, "crs", file->crs);
        json_object_array_add(files, row);
    }
    json_object_object_add(rain, "files", files);
}

static void put_rain(json_object *head, const HzpWarning *warning)
{
    const HzpWarningFacts *facts = &warning->facts;
    json_object *rain = add_object(head, "rain");
    json_object *daily = json_object_new_array();
    put_text(rain, "kind", facts->rain_kind);
    put_text(rain, "method", facts->rain_method);
    put_text(rain, "method_text", facts->rain_method_text);
    put_text(rain, "first_day", facts->first_day);
    put_text(rain, "last_day", facts->last_day);
    put_number(rain, "days", (double)facts->days);
    put_number(rain, "days_without_data", (double)facts->days_without_data);
    for (guint i = 0; i < warning->days->len; i++) {
        const HzpWarningDay *day = &g_array_index(warning->days, HzpWarningDay, i);
        json_object *row = json_object_new_object();
        put_text(row, "date", day->date);
        put_number(row, "largest_mm", day->largest);
        put_number(row, "places_missing", (double)day->missing);
        put_flag(row, "dry", day->dry);
        json_object_array_add(daily, row);
    }
    json_object_object_add(rain, "daily", daily);
    put_files(rain, warning);
}

static void put_raise(json_object *rules, const char *key, const HzpWarningRaise *raise, bool asked)
{
    json_object *object = add_object(rules, key);
    json_object *types = json_object_new_array();
    for (size_t i = 0; i < hzp_vocabulary_count("hazard_type"); i++) {
        if (raise->types & (1U << i))
            json_object_array_add(types, json_object_new_string(hzp_vocabulary_code("hazard_type", i)));
    }
    put_flag(object, "asked", asked);
    json_object_object_add(object, "types", types);
    put_number(object, "raise_levels", raise->raise);
    put_text(object, "at_least", hzp_warning_level_code(raise->at_least));
}

static void put_matrix(json_object *rules, const HzpWarningRules *of)
{
    json_object *matrix = add_object(rules, "matrix");
    for (size_t class = 0; class < HZP_RAIN_CLASSES; class ++) {
        json_object *row = add_object(matrix, hzp_vocabulary_code("rain_class", class));
        put_number(row, "from_mm", of->class_from_mm[class]);
        for (int ground = 0; ground < HZP_GROUNDS; ground++)
            put_text(row, hzp_warning_ground_code((HzpGround)ground), hzp_warning_level_code(of->matrix[class][ground]));
    }
}

static void put_rules(json_object *head, const HzpWarning *warning)
{
    const HzpWarningRules *of = &warning->rules;
    json_object *rules = add_object(head, "rules");
    put_number(rules, "daily_mm", of->daily_mm);
    put_number(rules, "heavy_mm", of->heavy_mm);
    put_number(rules, "heavy_days", of->heavy_days);
    put_number(rules, "process_mm", of->process_mm);
    put_text(rules, "off_season_conditions", of->off_season_and ? "and" : "or");
    put_number(rules, "first_month", of->first_month);
    put_number(rules, "last_month", of->last_month);
    put_number(rules, "clearing_days", of->clearing_days);
    put_number(rules, "clearing_mm", of->clearing_mm);
    json_object *effective = add_object(rules, "effective_rain");
    put_flag(effective, "asked", warning->conditions.effective);
    put_number(effective, "alpha", of->alpha);
    put_number(effective, "days", of->effective_days);
    put_raise(rules, "snow_melt", &of->snow_melt, warning->conditions.snow_melt);
    put_raise(rules, "dry_spell", &of->dry_spell, true);
    json_object *dry = NULL;
    json_object_object_get_ex(rules, "dry_spell", &dry);
    put_number(dry, "days", of->dry_days);
    put_number(dry, "below_mm", of->dry_mm);
    put_matrix(rules, of);
}

static void put_event(json_object *head, const HzpWarning *warning)
{
    const HzpWarningFacts *facts = &warning->facts;
    json_object *event = add_object(head, "event");
    put_number(event, "number", (double)facts->event_number);
    put_flag(event, "continued", facts->event_continued);
    put_text(event, "first_issued", facts->first_issued);
    put_text(event, "last_wet_day", warning->last_wet_day);
    if (!warning->previous) {
        json_object_object_add(head, "previous", NULL);
        return;
    }
    json_object *previous = add_object(head, "previous");
    put_text(previous, "file", warning->previous->file);
    put_text(previous, "plan", warning->previous->plan);
    put_text(previous, "issued", warning->previous->issued);
    put_number(previous, "number", (double)warning->previous->number);
}

static void put_totals(json_object *head, const HzpWarning *warning)
{
    const HzpWarningTotals *totals = &warning->totals;
    json_object *all = add_object(head, "totals");
    for (int slot = HZP_WARNING_LEVELS; slot >= 0; slot--) {
        const char *code = slot == HZP_WARNING_LEVELS ? "unknown" : hzp_warning_level_code((HzpWarningLevel)slot);
        json_object *row = add_object(all, code);
        put_number(row, "towns", (double)totals->towns[slot]);
        put_number(row, "hazard_points", (double)totals->hazard_points[slot]);
        put_number(row, "villages", (double)totals->villages[slot]);
        put_number(row, "population", totals->population[slot]);
        put_number(row, "population_missing", (double)totals->population_missing[slot]);
    }
    put_number(all, "calls", (double)warning->facts.calls);
    put_number(all, "calls_without_phone", (double)warning->facts.calls_without_phone);
}

json_object *hzp_warning_head(const HzpWarning *warning)
{
    const HzpWarningFacts *facts = &warning->facts;
    json_object *head = json_object_new_object();
    put_text(head, "schema", "hazplan-warning/1");
    put_plan(head, facts);
    put_text(head, "issued", facts->issued);
    put_text(head, "level", facts->level);
    put_text(head, "level_zh", facts->level_zh);
    put_rain(head, warning);
    json_object *season = add_object(head, "season");
    put_text(season, "season", facts->season);
    put_text(season, "from", facts->season_from);
    put_event(head, warning);
    put_totals(head, warning);
    put_rules(head, warning);
    return head;
}
