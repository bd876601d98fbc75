/* Levels of hazard points and villages, and the sentences that say what gave them. */
#include <math.h>
#include <string.h>

#include "analysis/warning.h"
#include "base/message.h"
#include "base/vocabulary.h"

static const HzpWarningSource *source_at(const HzpWarning *warning, size_t i)
{
    return &g_array_index(warning->sources->places, HzpWarningSource, i);
}

/* A village is as severe as the hazard points that reach it. Where such a point is unknown, the village's own level is a
 * lower bound, and none is not known to be none. */
static void take_over(HzpWarning *warning, const HzpWarningLink *link)
{
    const HzpWarningVerdict *point = &warning->verdicts[link->point];
    HzpWarningVerdict *village = &warning->verdicts[link->village];
    if (point->level > village->level && point->level > HZP_WARNING_NONE) {
        village->at_least |= village->level == HZP_WARNING_UNKNOWN;
        village->level = point->level;
        village->rule = HZP_RULE_HAZARD_POINT;
        warning->reason[link->village] = link->point;
    }
    if (point->level == HZP_WARNING_UNKNOWN && village->level == HZP_WARNING_NONE) {
        village->level = HZP_WARNING_UNKNOWN;
        village->rule = HZP_RULE_RAIN_MISSING;
    }
    bool unsure = point->at_least || point->level == HZP_WARNING_UNKNOWN;
    village->at_least =
        (village->at_least || unsure) && village->level > HZP_WARNING_NONE && village->level < HZP_WARNING_RED;
}

/* Of points of one level that reach a village, the one with the first id is named: links come in any order. */
static int compare_links(const void *a, const void *b, void *user)
{
    const HzpWarning *warning = user;
    const HzpWarningLink *left = a;
    const HzpWarningLink *right = b;
    if (left->village != right->village) return left->village < right->village ? -1 : 1;
    return g_strcmp0(source_at(warning, left->point)->id, source_at(warning, right->point)->id);
}

void hzp_warning_judge_places(HzpWarning *warning)
{
    size_t n = warning->sources->places->len;
    GArray *links = warning->sources->links;
    warning->verdicts = g_new0(HzpWarningVerdict, n + 1);
    warning->reason = g_new0(size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        const HzpWarningSource *source = source_at(warning, i);
        warning->verdicts[i] =
            hzp_warning_judge(&warning->rules, &warning->conditions, &warning->figures[i], source->ground, source->types);
        warning->reason[i] = i;
    }
    g_array_sort_with_data(links, compare_links, warning);
    for (guint i = 0; i < links->len; i++)
        take_over(warning, &g_array_index(links, HzpWarningLink, i));
}

/* ---- sentences ---- */

static const char *word(const char *vocabulary, const char *code, bool chinese)
{
    const char *found = chinese ? hzp_vocabulary_zh(vocabulary, code) : hzp_vocabulary_en(vocabulary, code);
    return found ? found : "";
}

static char *ground_words(const HzpWarning *warning, const HzpWarningSource *source, bool chinese)
{
    const char *language = chinese ? "zh" : "en";
    const char *label = "";
    const char *kind = source->ground == HZP_GROUND_UNKNOWN ? "ground.unknown" : "ground.outside";
    if (source->susceptibility) {
        kind = "ground.susceptibility";
        label = word("susceptibility", source->susceptibility, chinese);
    } else if (!source->is_village) {
        kind = source->grade ? "ground.grade" : "ground.ungraded";
        label = word("grade", source->grade, chinese);
    }
    const char *pairs[] = {"label", label, NULL};
    return hzp_template_fill(hzp_warning_words(&warning->rules, kind, language), pairs);
}

static const char *first_type(unsigned types, bool chinese)
{
    for (size_t i = 0; i < hzp_vocabulary_count("hazard_type"); i++) {
        if (types & (1U << i)) return word("hazard_type", hzp_vocabulary_code("hazard_type", i), chinese);
    }
    return "";
}

static const char *tenths(char *room, double mm)
{
    return isfinite(mm) ? g_ascii_formatd(room, G_ASCII_DTOSTR_BUF_SIZE, "%.1f", mm) : "";
}

static const char *sentence(HzpWarning *warning, size_t source, bool chinese)
{
    const HzpWarningVerdict *verdict = &warning->verdicts[source];
    const HzpRainFigures *rain = &warning->figures[source];
    char max[G_ASCII_DTOSTR_BUF_SIZE], total[G_ASCII_DTOSTR_BUF_SIZE], effective[G_ASCII_DTOSTR_BUF_SIZE];
    char days[16], dry[16];
    g_snprintf(days, sizeof days, "%d", rain->heavy_days);
    g_snprintf(dry, sizeof dry, "%d", rain->dry_days);
    double decided = verdict->rule == HZP_RULE_EFFECTIVE_RAIN ? rain->effective_mm : rain->max_mm;
    const char *class = hzp_vocabulary_code("rain_class", (size_t)hzp_rain_class(&warning->rules, decided));
    const char *hazard = source_at(warning, warning->reason[source])->id;
    g_autofree char *ground = ground_words(warning, source_at(warning, source), chinese);
    g_autofree char *path = g_strconcat("rules.", hzp_warning_rule_code(verdict->rule), NULL);
    const char *pairs[] = {"max",       tenths(max, rain->max_mm),
                           "total",     tenths(total, rain->total_mm),
                           "effective", tenths(effective, rain->effective_mm),
                           "days",      days,
                           "dry",       dry,
                           "class",     word("rain_class", class, chinese),
                           "ground",    ground,
                           "type",      first_type(verdict->raised_types, chinese),
                           "hazard",    hazard ? hazard : "",
                           NULL};
    g_autofree char *text = hzp_template_fill(hzp_warning_words(&warning->rules, path, chinese ? "zh" : "en"), pairs);
    return hzp_warning_keep(warning, text);
}

/* ---- the public struct ---- */

const char *hzp_warning_level_zh(HzpWarningLevel level)
{
    const char *code = hzp_warning_level_code(level);
    return hzp_vocabulary_zh("warning_level", code ? code : "unknown");
}

HzpWarningRain hzp_warning_rain_of(HzpWarning *warning, const HzpRainFigures *figures)
{
    HzpWarningRain rain = {.max_mm = figures->max_mm,
                           .heavy_days = figures->heavy_days,
                           .heavy_days_open = figures->heavy_days_open,
                           .total_mm = figures->total_mm,
                           .effective_mm = warning->conditions.effective ? figures->effective_mm : NAN,
                           .dry_days = figures->dry_days,
                           .days_missing = figures->days_missing};
    if (figures->max_day < 0) return rain;
    char number[16];
    g_snprintf(number, sizeof number, "%d", figures->max_day + 1);
    const char *date = g_array_index(warning->days, HzpWarningDay, figures->max_day).date;
    rain.max_date = date ? date : hzp_warning_keep(warning, number);
    return rain;
}

HzpWarningPlace hzp_warning_place_of(HzpWarning *warning, size_t i)
{
    const HzpWarningSource *source = source_at(warning, i);
    const HzpWarningVerdict *verdict = &warning->verdicts[i];
    return (HzpWarningPlace){.kind = source->is_village ? "village" : "hazard_point",
                             .id = source->id,
                             .name = source->name,
                             .county = source->county,
                             .town = source->town,
                             .level = hzp_warning_level_code(verdict->level),
                             .level_zh = hzp_warning_level_zh(verdict->level),
                             .at_least = verdict->at_least,
                             .rule = hzp_warning_rule_code(verdict->rule),
                             .rule_zh = sentence(warning, i, true),
                             .rule_en = sentence(warning, i, false),
                             .by_hazard_id = warning->reason[i] != i ? source_at(warning, warning->reason[i])->id : NULL,
                             .susceptibility = source->susceptibility,
                             .type = source->type,
                             .grade = source->grade,
                             .rain = hzp_warning_rain_of(warning, &warning->figures[i]),
                             .population = source->population,
                             .households = source->households,
                             .exposed_population = source->exposed_population,
                             .contact = source->contact,
                             .phone = source->phone,
                             .prevention_person = source->prevention_person,
                             .prevention_phone = source->prevention_phone,
                             .lon = source->lon,
                             .lat = source->lat};
}
