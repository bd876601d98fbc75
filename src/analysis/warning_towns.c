/* Towns, the order of the answer, totals and calls. */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "base/exact_sum.h"
#include "base/vocabulary.h"

/* Sums of a town's villages that are warned. */
typedef struct {
    HzpExactSum population, households, exposed;
    HzpWarningLevel level;
    bool unknown;      /* a place of it is unknown, or its level a lower bound */
    size_t decided_by; /* place; SIZE_MAX: none */
} TownSum;

/* Most severe first, unknown before none. */
static int severity(HzpWarningLevel level)
{
    return level == HZP_WARNING_UNKNOWN ? 1 : level == HZP_WARNING_NONE ? 0 : (int)level + 1;
}

static int compare_texts(const char *a, const char *b)
{
    if (!a || !b) return (a == NULL) - (b == NULL); /* what has no name comes last */
    return strcmp(a, b);
}

static const HzpWarningSource *source_at(const HzpWarning *warning, size_t i)
{
    return &g_array_index(warning->sources->places, HzpWarningSource, i);
}

/* ---- sums ---- */

static void add_people(HzpExactSum *sum, size_t *missing, double people)
{
    if (isfinite(people)) {
        hzp_exact_sum_add(sum, people);
    } else {
        (*missing)++;
    }
}

/* NaN where none of those counted has the figure. */
static double people_of(const HzpExactSum *sum, size_t counted)
{
    return sum->terms == 0 && counted > 0 ? NAN : hzp_exact_sum_value(sum);
}

static void add_place(HzpWarning *warning, HzpWarningTown *town, TownSum *sum, size_t i)
{
    const HzpWarningSource *place = source_at(warning, i);
    const HzpWarningVerdict *verdict = &warning->verdicts[i];
    bool warned = verdict->level > HZP_WARNING_NONE;
    bool unknown = verdict->level == HZP_WARNING_UNKNOWN;
    *(place->is_village ? &town->villages : &town->hazard_points) += 1;
    *(place->is_village ? &town->villages_warned : &town->hazard_points_warned) += warned;
    *(place->is_village ? &town->villages_unknown : &town->hazard_points_unknown) += unknown;
    sum->unknown |= unknown || verdict->at_least;
    if (place->is_village && warned) {
        add_people(&sum->population, &town->population_missing, place->population);
        add_people(&sum->households, &town->households_missing, place->households);
        add_people(&sum->exposed, &town->exposed_population_missing, place->exposed_population);
    }
    if (sum->decided_by == SIZE_MAX) {
        sum->decided_by = i;
        sum->level = verdict->level;
        return;
    }
    /* Of equals a hazard point, else the first id: the order of rows does not matter. */
    const HzpWarningSource *other = source_at(warning, sum->decided_by);
    int before = severity(verdict->level) - severity(sum->level);
    if (before == 0) before = other->is_village - place->is_village;
    if (before == 0) before = compare_texts(other->id, place->id);
    if (before <= 0) return;
    sum->decided_by = i;
    sum->level = verdict->level;
}

/* The rain of a town is the greatest in its polygon, which is looked at in a lattice of places, and at its own places. */
static void widen(HzpRainFigures *town, const HzpRainFigures *place)
{
    if (place->max_mm > town->max_mm || (town->max_day < 0 && place->max_day >= 0)) {
        town->max_mm = place->max_mm;
        town->max_day = place->max_day;
    } else if (place->max_mm == town->max_mm && place->max_day < town->max_day) {
        town->max_day = place->max_day;
    }
    town->heavy_days = MAX(town->heavy_days, place->heavy_days);
    town->heavy_days_open |= place->heavy_days_open;
    town->total_mm = fmax(town->total_mm, place->total_mm);
    town->effective_mm = fmax(town->effective_mm, place->effective_mm);
}

/* Of a town without a polygon also what is missing, and how long it was dry. */
static void widen_bare(HzpRainFigures *town, const HzpRainFigures *place)
{
    town->dry_days = MAX(town->dry_days, place->dry_days);
    town->days_missing = MAX(town->days_missing, place->days_missing);
}

static void finish_town(HzpWarning *warning, HzpWarningTown *town, const TownSum *sum, size_t t)
{
    const HzpWarningTownSource *source = &g_array_index(warning->sources->towns, HzpWarningTownSource, t);
    bool empty = sum->decided_by == SIZE_MAX;
    HzpWarningLevel level = empty ? HZP_WARNING_UNKNOWN : sum->level;
    town->county = source->county;
    town->town = source->name;
    town->level = hzp_warning_level_code(level);
    town->level_zh = hzp_warning_level_zh(level);
    town->at_least = sum->unknown && level > HZP_WARNING_NONE && level < HZP_WARNING_RED;
    town->rain = hzp_warning_rain_of(warning, &warning->figures[warning->sources->places->len + t]);
    town->population = people_of(&sum->population, town->villages_warned);
    town->households = people_of(&sum->households, town->villages_warned);
    town->exposed_population = people_of(&sum->exposed, town->villages_warned);
    if (empty) {
        town->rule = hzp_warning_rule_code(HZP_RULE_NO_PLACES);
        town->rule_zh = hzp_warning_words(&warning->rules, "rules.no_places", "zh");
        town->rule_en = hzp_warning_words(&warning->rules, "rules.no_places", "en");
        return;
    }
    HzpWarningPlace place = hzp_warning_place_of(warning, sum->decided_by);
    town->rule = place.rule;
    town->rule_zh = place.rule_zh;
    town->rule_en = place.rule_en;
    town->decided_by = place.id;
    town->decided_by_name = place.name;
}

static void make_towns(HzpWarning *warning, HzpWarningTown *towns, TownSum *sums)
{
    const HzpWarningPlaces *sources = warning->sources;
    size_t n = sources->places->len;
    for (guint t = 0; t < sources->towns->len; t++)
        sums[t] = (TownSum){.level = HZP_WARNING_NONE, .decided_by = SIZE_MAX};
    for (size_t i = 0; i < n; i++) {
        size_t t = sources->town_of[i];
        bool first = sums[t].decided_by == SIZE_MAX;
        bool bare = !g_array_index(sources->towns, HzpWarningTownSource, t).degrees;
        add_place(warning, &towns[t], &sums[t], i);
        if (bare && first)
            warning->figures[n + t].days_missing = 0; /* those of its places count, not that it has no polygon */
        if (bare) widen_bare(&warning->figures[n + t], &warning->figures[i]);
        widen(&warning->figures[n + t], &warning->figures[i]);
    }
    for (guint t = 0; t < sources->towns->len; t++)
        finish_town(warning, &towns[t], &sums[t], t);
}

/* ---- order ---- */

typedef struct {
    const HzpWarning *warning;
    const TownSum *sums;
    GHashTable *county_severity; /* county name or "" -> severity */
    const size_t *town_rank;     /* by town; for places */
} Order;

static int county_severity(const Order *order, const char *county)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(order->county_severity, county ? county : ""));
}

static int compare_towns(const void *a, const void *b, void *user)
{
    const Order *order = user;
    size_t left = *(const size_t *)a;
    size_t right = *(const size_t *)b;
    const GArray *towns = order->warning->sources->towns;
    const HzpWarningTownSource *x = &g_array_index(towns, HzpWarningTownSource, left);
    const HzpWarningTownSource *y = &g_array_index(towns, HzpWarningTownSource, right);
    int by = county_severity(order, y->county) - county_severity(order, x->county);
    if (by == 0) by = compare_texts(x->county, y->county);
    if (by == 0) by = severity(order->sums[right].level) - severity(order->sums[left].level);
    if (by == 0) by = compare_texts(x->name, y->name);
    return by != 0 ? by : (left > right) - (left < right);
}

static int compare_places(const void *a, const void *b, void *user)
{
    const Order *order = user;
    size_t left = *(const size_t *)a;
    size_t right = *(const size_t *)b;
    const HzpWarning *warning = order->warning;
    size_t left_town = order->town_rank[warning->sources->town_of[left]];
    size_t right_town = order->town_rank[warning->sources->town_of[right]];
    if (left_town != right_town) return left_town < right_town ? -1 : 1;
    const HzpWarningSource *x = source_at(warning, left);
    const HzpWarningSource *y = source_at(warning, right);
    int by = severity(warning->verdicts[right].level) - severity(warning->verdicts[left].level);
    if (by == 0) by = x->is_village - y->is_village;
    if (by == 0) by = compare_texts(x->id, y->id);
    if (by == 0) by = compare_texts(x->name, y->name);
    return by != 0 ? by : (left > right) - (left < right);
}

static size_t *counted(size_t n)
{
    size_t *numbers = g_new(size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        numbers[i] = i;
    return numbers;
}

static void order_all(HzpWarning *warning, const HzpWarningTown *towns, const TownSum *sums)
{
    size_t n_towns = warning->sources->towns->len;
    size_t n_places = warning->sources->places->len;
    g_autofree size_t *rank = g_new0(size_t, n_towns + 1);
    g_autoptr(GHashTable) counties = g_hash_table_new(g_str_hash, g_str_equal);
    Order order = {.warning = warning, .sums = sums, .county_severity = counties, .town_rank = rank};
    for (size_t t = 0; t < n_towns; t++) {
        const char *county = towns[t].county ? towns[t].county : "";
        int most = MAX(severity(sums[t].level), GPOINTER_TO_INT(g_hash_table_lookup(counties, county)));
        g_hash_table_insert(counties, (gpointer)county, GINT_TO_POINTER(most));
    }
    warning->town_source = counted(n_towns);
    g_qsort_with_data(warning->town_source, (gint)n_towns, sizeof(size_t), compare_towns, &order);
    for (size_t t = 0; t < n_towns; t++) {
        rank[warning->town_source[t]] = t;
        g_array_append_val(warning->towns, towns[warning->town_source[t]]);
    }
    warning->place_source = counted(n_places);
    g_qsort_with_data(warning->place_source, (gint)n_places, sizeof(size_t), compare_places, &order);
    for (size_t i = 0; i < n_places; i++) {
        HzpWarningPlace place = hzp_warning_place_of(warning, warning->place_source[i]);
        g_array_append_val(warning->places, place);
    }
}

/* ---- totals and calls ---- */

static size_t slot_of(const char *level)
{
    HzpWarningLevel found = hzp_warning_level_of(level);
    return found == HZP_WARNING_UNKNOWN ? HZP_WARNING_LEVELS : (size_t)found;
}

static void add_totals(HzpWarning *warning)
{
    HzpWarningTotals *totals = &warning->totals;
    HzpExactSum people[HZP_WARNING_LEVELS + 1] = {{0}};
    for (guint t = 0; t < warning->towns->len; t++)
        totals->towns[slot_of(g_array_index(warning->towns, HzpWarningTown, t).level)]++;
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        size_t slot = slot_of(place->level);
        if (strcmp(place->kind, "village") != 0) {
            totals->hazard_points[slot]++;
            continue;
        }
        totals->villages[slot]++;
        add_people(&people[slot], &totals->population_missing[slot], place->population);
    }
    for (size_t slot = 0; slot <= HZP_WARNING_LEVELS; slot++)
        totals->population[slot] = people_of(&people[slot], totals->villages[slot]);
}

static void add_call(HzpWarning *warning, const HzpWarningPlace *place, const char *role, const char *person,
                     const char *phone)
{
    HzpWarningCall call = {.county = place->county,
                           .town = place->town,
                           .level = place->level,
                           .level_zh = place->level_zh,
                           .kind = place->kind,
                           .id = place->id,
                           .place = place->name,
                           .role = role,
                           .person = person,
                           .phone = phone,
                           .population = place->population};
    warning->facts.calls_without_phone += phone == NULL;
    g_array_append_val(warning->calls, call);
}

static void add_calls(HzpWarning *warning)
{
    for (guint i = 0; i < warning->places->len; i++) {
        const HzpWarningPlace *place = &g_array_index(warning->places, HzpWarningPlace, i);
        if (hzp_warning_level_of(place->level) <= HZP_WARNING_NONE) continue;
        bool village = strcmp(place->kind, "village") == 0;
        add_call(warning, place, village ? "village" : "monitoring", place->contact, place->phone);
        if (!village && warning->sources->has_prevention)
            add_call(warning, place, "prevention", place->prevention_person, place->prevention_phone);
    }
    warning->facts.calls = warning->calls->len;
}

/* The most severe of all towns; unknown where nothing is warned and a place is unknown. */
static void set_level(HzpWarning *warning)
{
    HzpWarningLevel most = HZP_WARNING_NONE;
    for (guint t = 0; t < warning->towns->len; t++) {
        const HzpWarningTown *town = &g_array_index(warning->towns, HzpWarningTown, t);
        bool has_places = town->villages + town->hazard_points > 0;
        HzpWarningLevel level = hzp_warning_level_of(town->level);
        if (has_places && severity(level) > severity(most)) most = level;
    }
    if (warning->places->len == 0) most = HZP_WARNING_UNKNOWN;
    warning->facts.level = hzp_warning_level_code(most);
    warning->facts.level_zh = hzp_warning_level_zh(most);
}

void hzp_warning_gather(HzpWarning *warning)
{
    size_t n = warning->sources->towns->len;
    g_autofree HzpWarningTown *towns = g_new0(HzpWarningTown, n + 1);
    g_autofree TownSum *sums = g_new0(TownSum, n + 1);
    make_towns(warning, towns, sums);
    order_all(warning, towns, sums);
    add_totals(warning);
    add_calls(warning);
    set_level(warning);
}
