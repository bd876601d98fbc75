/* Sentences of an answer that table, map and report share, and how they write figures. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/message.h"
#include "base/vocabulary.h"

char *hzp_answer_shown_text(const char *text)
{
    char *shown = text ? g_utf8_make_valid(text, -1) : g_strdup("—");
    for (char *at = shown; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f) *at = ' ';
    }
    return shown;
}

/* People may be parts of a person where a village lies partly inside. */
char *hzp_answer_shown_number(double value)
{
    if (!isfinite(value)) return g_strdup("—");
    char text[64];
    return g_strdup(g_ascii_formatd(text, sizeof text, value == floor(value) ? "%.0f" : "%.1f", value));
}

char *hzp_answer_shown_distance(double metres)
{
    if (!isfinite(metres)) return g_strdup("—");
    char text[64];
    bool far = metres >= 10000;
    g_autofree char *number =
        g_strdup(g_ascii_formatd(text, sizeof text, far ? "%.1f" : "%.0f", far ? metres / 1000 : metres));
    return g_strconcat(number, far ? " km" : " m", NULL);
}

char *hzp_answer_shown_direction(double bearing_deg)
{
    return hzp_answer_shown_text(hzp_vocabulary_label("compass", hzp_compass_code(bearing_deg)));
}

/* ---- sentences ---- */

/* The year that is asked about: the event's, else the day's, else the clock's; 0 where none is to be had. */
static long year_asked(const HzpAffected *answer, bool by_clock)
{
    HzpMoment now;
    HzpLocalTime local;
    if (answer->deadline && answer->deadline->has_time) return answer->deadline->event_local.date.year;
    if (answer->key_period) return answer->key_period->day.year;
    if (!by_clock || !answer->deadline || hzp_moment_read("now", NULL, answer->deadline->zone, &now) != HZP_OK) return 0;
    return hzp_moment_local(now.utc, answer->deadline->zone, &local) == HZP_OK ? local.date.year : 0;
}

char *hzp_affected_age_sentence(const HzpAffected *answer, bool by_clock)
{
    long year = year_asked(answer, by_clock);
    if (answer->plan.year <= 0 || year <= answer->plan.year) return NULL;
    g_autofree char *of_plan = g_strdup_printf("%ld", answer->plan.year);
    g_autofree char *now = g_strdup_printf("%ld", year);
    return hzp_message_format("affected_old", "year", of_plan, "now", now, NULL);
}

char *hzp_affected_registered_sentence(const HzpAffected *answer)
{
    if (answer->asked.kind != HZP_ASKED_HAZARD || answer->hazards->len == 0) return NULL;
    const HzpAffectedHazard *hazard = &g_array_index(answer->hazards, HzpAffectedHazard, 0);
    if (g_strcmp0(hazard->hazard_id, answer->asked.hazard_id) != 0) return NULL;
    g_autofree char *people = hzp_answer_shown_number(hazard->population);
    g_autofree char *households = hzp_answer_shown_number(hazard->households);
    return hzp_message_format("affected_registered", "people", people, "households", households, NULL);
}

char *hzp_affected_nearest_sentence(const HzpAffected *answer)
{
    if (answer->villages->len > 0 || answer->asked.kind == HZP_ASKED_AREA) return NULL;
    if (!answer->has_nearest) return hzp_message_format("affected_nearest_none", NULL);
    const HzpAffectedVillage *village = &answer->nearest;
    g_autofree char *bare = hzp_answer_shown_text(village->name ? village->name : village->village_id);
    g_autofree char *town = hzp_answer_shown_text(village->town);
    g_autofree char *name =
        village->town ? hzp_message_format("affected_name_of", "name", bare, "where", town, NULL) : g_strdup(bare);
    g_autofree char *distance = hzp_answer_shown_distance(village->distance_m);
    g_autofree char *direction = hzp_answer_shown_direction(village->bearing_deg);
    g_autofree char *people = hzp_answer_shown_number(village->population);
    g_autofree char *contact = hzp_answer_shown_text(village->contact);
    g_autofree char *phone = hzp_answer_shown_text(village->phone);
    return hzp_message_format("affected_nearest", "name", name, "distance", distance, "direction", direction, "people",
                              people, "contact", contact, "phone", phone, NULL);
}
