#include "present/affected_report.h"

#include <json.h>
#include <string.h>

#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/message.h"
#include "base/resource.h"
#include "base/vocabulary.h"
#include "present/report_document.h"
#include "present/report_docx.h"

/* Rows of a table that somebody reads out over the phone; all of them are in the other outputs. */
enum { MOST_LISTED = 20 };

/* ---- what the sentences may name ---- */

static void put_text(json_object *tree, const char *key, const char *text)
{
    json_object_object_add(tree, key, text ? json_object_new_string(text) : NULL);
}

static void put_owned(json_object *tree, const char *key, char *text)
{
    put_text(tree, key, text);
    g_free(text);
}

static char *event_text(const HzpDeadline *deadline)
{
    const HzpLocalTime *local = &deadline->event_local;
    g_autofree char *hour = g_strdup_printf("%02d", local->hour);
    g_autofree char *minute = g_strdup_printf("%02d", local->minute);
    return hzp_message_format("affected_report_event", "year", hzp_text_of_size((size_t)local->date.year), "month",
                              hzp_text_of_size((size_t)local->date.month), "day", hzp_text_of_size((size_t)local->date.day),
                              "hour", hour, "minute", minute, NULL);
}

static void add_deadline(json_object *tree, const HzpDeadline *deadline)
{
    if (!deadline) return;
    put_owned(tree, "deadline_sentence", hzp_deadline_sentence(deadline));
    put_owned(tree, "deadline_reason", hzp_deadline_reason(deadline));
    if (deadline->has_time) put_owned(tree, "event", event_text(deadline));
}

/* The first member of a list that has a text under a key. */
static json_object *first_with(json_object *tree, const char *list_name, const char *key, const char *text)
{
    json_object *list = json_object_object_get(tree, list_name);
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < count; i++) {
        json_object *member = json_object_array_get_idx(list, i);
        if (text && g_strcmp0(json_object_get_string(json_object_object_get(member, key)), text) == 0) return member;
    }
    return NULL;
}

static void add_borrowed(json_object *tree, const char *key, json_object *node)
{
    if (node) json_object_object_add(tree, key, json_object_get(node));
}

/* Lists are cut by the answer's text; what was left out is said. */
static void add_left_out(json_object *tree, const char *key, size_t rows)
{
    json_object_object_add(tree, key, json_object_new_boolean(rows > MOST_LISTED));
}

static HzpStatus make_tree(const HzpAffected *answer, const char *kind, json_object **tree)
{
    g_autofree char *text = hzp_affected_text(answer, "json", MOST_LISTED);
    *tree = json_tokener_parse(text);
    if (!*tree) return hzp_fail(HZP_E_INTERNAL, "affected_report_unread", NULL);
    put_text(*tree, "report_kind", kind);
    json_object_object_add(*tree, "listed", json_object_new_int(MOST_LISTED));
    add_left_out(*tree, "villages_left_out", answer->villages->len);
    add_left_out(*tree, "facilities_left_out", answer->facilities->len);
    add_deadline(*tree, answer->deadline);
    if (answer->key_period) put_owned(*tree, "key_period_sentence", hzp_key_period_sentence(answer->key_period));
    put_owned(*tree, "age_sentence", hzp_affected_age_sentence(answer, false));
    put_owned(*tree, "nearest_sentence", hzp_affected_nearest_sentence(answer));
    put_owned(*tree, "beyond_region_sentence", hzp_affected_beyond_sentence(&answer->asked));
    put_owned(*tree, "without_rain_sentence", hzp_affected_rain_sentence(&answer->totals));
    put_owned(*tree, "without_position_sentence", hzp_affected_unplaced_sentence(&answer->unplaced));
    if (answer->asked.kind == HZP_ASKED_HAZARD)
        add_borrowed(*tree, "point", first_with(*tree, "hazard_points", "hazard_id", answer->asked.hazard_id));
    add_borrowed(*tree, "existing_brigade", first_with(*tree, "brigades", "status", "existing"));
    return HZP_OK;
}

/* ---- the file ---- */

static HzpStatus load_template(HzpYaml **template)
{
    g_autofree char *name = g_strdup_printf("affected.%s.yaml", hzp_language_get());
    g_autofree char *path = hzp_resource_path("data/templates", name);
    if (path) return hzp_yaml_load(path, template);
    return hzp_fail(HZP_E_IO, "report_resource_missing", "file", name, NULL);
}

HzpStatus hzp_affected_report_write(HzpRun *run, const HzpAffected *answer, const char *kind, const char *path)
{
    static const char *const kinds[] = {"first", "follow_up", "final", NULL};
    HzpYaml *template = NULL;
    json_object *tree = NULL;
    g_autofree char *text = NULL;
    if (!kind) kind = "first";
    if (!g_strv_contains(kinds, kind)) return hzp_fail(HZP_E_USAGE, "affected_report_kind", "kind", kind, NULL);
    HZP_TRY(hzp_run_check(run));
    HZP_TRY(hzp_vocabulary_load());
    HZP_TRY(load_template(&template));
    HzpStatus status = make_tree(answer, kind, &tree);
    if (status == HZP_OK) status = hzp_report_document(template, tree, &text);
    if (status == HZP_OK) status = hzp_report_text_write(text, path);
    json_object_put(tree);
    hzp_yaml_free(template);
    return status;
}
