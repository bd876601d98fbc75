/* An answer for people: what was asked and understood, the totals, and the lists in columns. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/message.h"
#include "base/vocabulary.h"

static bool speaks_chinese(void) { return strcmp(hzp_language_get(), "zh") == 0; }

/* Columns of a terminal that a text takes: full-width letters take two. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (!g_unichar_iszerowidth(letter)) width += g_unichar_iswide(letter) ? 2 : 1;
    }
    return width;
}

/* ---- columns ---- */

typedef struct {
    GPtrArray *rows; /* of char **; the first holds the headings */
    size_t columns;
} Table;

static Table table_new(size_t columns, const char *const *heading_ids)
{
    Table table = {g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev), columns};
    char **headings = g_new0(char *, columns + 1);
    for (size_t i = 0; i < columns; i++)
        headings[i] = hzp_message_format(heading_ids[i], NULL);
    g_ptr_array_add(table.rows, headings);
    return table;
}

/* Append a row; its texts are taken over. */
static char **table_row(Table *table)
{
    char **row = g_new0(char *, table->columns + 1);
    g_ptr_array_add(table->rows, row);
    return row;
}

static void table_put(GString *to, Table *table)
{
    g_autofree size_t *widest = g_new0(size_t, table->columns);
    for (guint r = 0; r < table->rows->len; r++) {
        char **row = g_ptr_array_index(table->rows, r);
        for (size_t c = 0; c < table->columns; c++)
            widest[c] = MAX(widest[c], width_of(row[c]));
    }
    for (guint r = 0; r < table->rows->len; r++) {
        char **row = g_ptr_array_index(table->rows, r);
        for (size_t c = 0; c < table->columns; c++) {
            g_string_append(to, c == 0 ? "  " : "");
            g_string_append(to, row[c]);
            for (size_t i = width_of(row[c]); c + 1 < table->columns && i < widest[c] + 2; i++)
                g_string_append_c(to, ' ');
        }
        g_string_append_c(to, '\n');
    }
    g_ptr_array_free(table->rows, TRUE);
}

static void put_line(GString *to, char *line)
{
    g_string_append(to, line);
    g_string_append_c(to, '\n');
    g_free(line);
}

static void put_sentence(GString *to, char *sentence)
{
    if (sentence) put_line(to, sentence);
}

/* ---- what was asked ---- */

static void put_plan(GString *to, const HzpAffectedPlan *plan)
{
    g_autofree char *title = hzp_answer_shown_text(plan->title);
    g_autofree char *year = plan->year > 0 ? g_strdup_printf("%ld", plan->year) : g_strdup("—");
    put_line(to, hzp_message_format("affected_plan", "title", title, "year", year, NULL));
    if (plan->notice) {
        g_autofree char *notice = hzp_answer_shown_text(plan->notice);
        put_line(to, hzp_message_format("affected_notice", "notice", notice, NULL));
    }
}

static void put_query(GString *to, const HzpAsked *asked)
{
    g_autofree char *name = hzp_answer_shown_text(asked->name);
    g_autofree char *id = hzp_answer_shown_text(asked->hazard_id);
    g_autofree char *radius = hzp_answer_shown_distance(asked->radius_m);
    char lon[32], lat[32];
    g_ascii_formatd(lon, sizeof lon, "%.6f", asked->lon);
    g_ascii_formatd(lat, sizeof lat, "%.6f", asked->lat);
    g_autofree char *rain = hzp_answer_shown_number(asked->rain_mm);
    const char *message = asked->rain_mm > 0 ? isfinite(asked->lon) ? "affected_query_rain" : "affected_query_no_rain"
                          : asked->kind == HZP_ASKED_AREA ? "affected_query_area"
                          : asked->kind == HZP_ASKED_HAZARD
                              ? isfinite(asked->radius_m) ? "affected_query_hazard" : "affected_query_zone"
                          : asked->name ? "affected_query_place"
                                        : "affected_query_circle";
    put_line(to,
             hzp_message_format(message, "name", name, "id", id, "radius", radius, "lon", lon, "lat", lat, "mm", rain, NULL));
    if (asked->outside_region) put_line(to, hzp_message_format("affected_outside", NULL));
    if (hzp_affected_reaches_beyond(asked)) put_line(to, hzp_affected_beyond_sentence(asked));
}

static void put_totals(GString *to, const HzpAffectedTotals *totals)
{
    g_autofree char *people = hzp_answer_shown_number(totals->population);
    g_autofree char *exposed = hzp_answer_shown_number(totals->exposed_population);
    g_autofree char *households = hzp_answer_shown_number(totals->households);
    put_line(to, hzp_message_format("affected_totals", "villages", hzp_text_of_size(totals->villages), "towns",
                                    hzp_text_of_size(totals->towns), "population", people, "exposed", exposed, "households",
                                    households, "hazards", hzp_text_of_size(totals->hazard_points), NULL));
    if (totals->exposed_missing != totals->population_missing)
        put_line(to,
                 hzp_message_format("affected_missing_inside", "inside", hzp_text_of_size(totals->exposed_missing), NULL));
    if (totals->population_missing + totals->households_missing > 0)
        put_line(to, hzp_message_format("affected_missing", "population", hzp_text_of_size(totals->population_missing),
                                        "households", hzp_text_of_size(totals->households_missing), NULL));
    if (totals->without_rain > 0) put_line(to, hzp_affected_rain_sentence(totals));
    if (totals->facilities == 0) return;
    g_autofree char *in_facilities = hzp_answer_shown_number(totals->facility_people);
    put_line(to, hzp_message_format("affected_facility_totals", "facilities", hzp_text_of_size(totals->facilities), "people",
                                    in_facilities, "missing", hzp_text_of_size(totals->facility_people_missing), NULL));
}

/* ---- lists ---- */

static void put_left_out(GString *to, size_t all, size_t shown)
{
    if (all > shown) put_line(to, hzp_message_format("affected_left_out", "count", hzp_text_of_size(all - shown), NULL));
}

static size_t listed(const GArray *rows, size_t limit) { return limit > 0 && limit < rows->len ? limit : rows->len; }

/* The brigade that stands, for it is the one to call; where the plan knows of none, the nearest with a word that says so. */
static char *shown_brigade(const HzpAffectedVillage *village)
{
    bool stands = village->nearest_existing_brigade != NULL;
    const char *name = stands ? village->nearest_existing_brigade : village->nearest_key_town;
    if (!name) return g_strdup("—");
    g_autofree char *distance =
        hzp_answer_shown_distance(stands ? village->nearest_existing_brigade_m : village->nearest_key_town_m);
    g_autofree char *shown = hzp_answer_shown_text(name);
    g_autofree char *where = g_strconcat(shown, " ", distance, NULL);
    return stands ? g_steal_pointer(&where) : hzp_message_format("affected_brigade_not_standing", "brigade", where, NULL);
}

static void put_villages(GString *to, const GArray *villages, size_t limit)
{
    static const char *const headings[] = {"title_village", "title_town",       "title_county",   "title_population",
                                           "title_exposed", "title_households", "title_distance", "title_direction",
                                           "title_contact", "title_phone",      "title_brigade"};
    Table table = table_new(G_N_ELEMENTS(headings), headings);
    size_t n = listed(villages, limit);
    for (size_t i = 0; i < n; i++) {
        const HzpAffectedVillage *village = &g_array_index(villages, HzpAffectedVillage, i);
        char **row = table_row(&table);
        char *cells[] = {hzp_answer_shown_text(village->name),
                         hzp_answer_shown_text(village->town),
                         hzp_answer_shown_text(village->county),
                         hzp_answer_shown_number(village->population),
                         hzp_answer_shown_number(village->exposed_population),
                         hzp_answer_shown_number(village->households),
                         hzp_answer_shown_distance(village->distance_m),
                         hzp_answer_shown_direction(village->bearing_deg),
                         hzp_answer_shown_text(village->contact),
                         hzp_answer_shown_text(village->phone),
                         shown_brigade(village)};
        memcpy(row, cells, sizeof cells);
    }
    put_line(to, hzp_message_format("affected_villages", NULL));
    table_put(to, &table);
    put_left_out(to, villages->len, n);
}

static void put_hazards(GString *to, const GArray *hazards, size_t limit)
{
    static const char *const headings[] = {
        "title_hazard_id", "title_hazard_name",           "title_type",    "title_grade", "title_distance",
        "title_direction", "title_population_registered", "title_monitor", "title_phone"};
    Table table = table_new(G_N_ELEMENTS(headings), headings);
    size_t n = listed(hazards, limit);
    for (size_t i = 0; i < n; i++) {
        const HzpAffectedHazard *hazard = &g_array_index(hazards, HzpAffectedHazard, i);
        char **row = table_row(&table);
        char *cells[] = {hzp_answer_shown_text(hazard->hazard_id),
                         hzp_answer_shown_text(hazard->name),
                         hzp_answer_shown_text(hzp_vocabulary_label("hazard_type", hazard->type)),
                         hzp_answer_shown_text(hzp_vocabulary_label("grade", hazard->grade)),
                         hzp_answer_shown_distance(hazard->distance_m),
                         hzp_answer_shown_direction(hazard->bearing_deg),
                         hzp_answer_shown_number(hazard->population),
                         hzp_answer_shown_text(hazard->monitor_person),
                         hzp_answer_shown_text(hazard->phone)};
        memcpy(row, cells, sizeof cells);
    }
    put_line(to, hzp_message_format("affected_hazards", NULL));
    table_put(to, &table);
    put_left_out(to, hazards->len, n);
}

static void put_brigades(GString *to, const GArray *brigades)
{
    static const char *const headings[] = {"title_brigade", "title_county",   "title_tier",
                                           "title_status",  "title_distance", "title_direction"};
    Table table = table_new(G_N_ELEMENTS(headings), headings);
    for (guint i = 0; i < brigades->len; i++) {
        const HzpAffectedBrigade *brigade = &g_array_index(brigades, HzpAffectedBrigade, i);
        char **row = table_row(&table);
        char *cells[] = {hzp_answer_shown_text(brigade->name),
                         hzp_answer_shown_text(brigade->county),
                         hzp_answer_shown_text(brigade->tier),
                         hzp_answer_shown_text(hzp_vocabulary_label("brigade_status", brigade->status)),
                         hzp_answer_shown_distance(brigade->distance_m),
                         hzp_answer_shown_direction(brigade->bearing_deg)};
        memcpy(row, cells, sizeof cells);
    }
    put_line(to, hzp_message_format("affected_brigades", NULL));
    table_put(to, &table);
}

static void put_facilities(GString *to, const GArray *facilities, size_t limit)
{
    static const char *const headings[] = {"title_facility", "title_kind",      "title_town",    "title_people",
                                           "title_distance", "title_direction", "title_contact", "title_phone"};
    Table table = table_new(G_N_ELEMENTS(headings), headings);
    size_t n = listed(facilities, limit);
    for (size_t i = 0; i < n; i++) {
        const HzpAffectedFacility *facility = &g_array_index(facilities, HzpAffectedFacility, i);
        char **row = table_row(&table);
        char *cells[] = {hzp_answer_shown_text(facility->name),
                         hzp_answer_shown_text(speaks_chinese() && facility->kind_zh ? facility->kind_zh : facility->kind),
                         hzp_answer_shown_text(facility->town),
                         hzp_answer_shown_number(facility->people),
                         hzp_answer_shown_distance(facility->distance_m),
                         hzp_answer_shown_direction(facility->bearing_deg),
                         hzp_answer_shown_text(facility->contact),
                         hzp_answer_shown_text(facility->phone)};
        memcpy(row, cells, sizeof cells);
    }
    put_line(to, hzp_message_format("affected_facilities", NULL));
    table_put(to, &table);
    put_left_out(to, facilities->len, n);
}

static void put_deadline(GString *to, const HzpDeadline *deadline)
{
    g_autofree char *sentence = hzp_deadline_sentence(deadline);
    g_autofree char *when =
        deadline->has_time ? g_strdup(sentence) : hzp_message_format("deadline_hint", "sentence", sentence, NULL);
    g_autofree char *why = hzp_deadline_reason(deadline);
    put_line(to, hzp_message_format("affected_deadline", "when", when, "why", why, "to", deadline->to, NULL));
}

void hzp_affected_put_table(GString *to, const HzpAffected *answer, size_t limit)
{
    put_plan(to, &answer->plan);
    put_sentence(to, hzp_affected_age_sentence(answer, true));
    put_query(to, &answer->asked);
    put_totals(to, &answer->totals);
    put_sentence(to, hzp_affected_registered_sentence(answer));
    put_sentence(to, hzp_affected_nearest_sentence(answer));
    char *unplaced = hzp_affected_unplaced_sentence(&answer->unplaced);
    if (unplaced) put_line(to, unplaced);
    if (answer->deadline) put_deadline(to, answer->deadline);
    if (answer->key_period) put_line(to, hzp_key_period_sentence(answer->key_period));
    if (answer->villages->len > 0) put_villages(to, answer->villages, limit);
    if (answer->hazards->len > 0) put_hazards(to, answer->hazards, limit);
    if (answer->facilities->len > 0) put_facilities(to, answer->facilities, limit);
    if (answer->brigades->len > 0) put_brigades(to, answer->brigades);
}
