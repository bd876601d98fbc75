#include <json_visit.h>
#include <string.h>

#include "base/output_file.h"
#include "present/report_parts.h"

/* json-c breaks the line inside an empty list or mapping; this prints it as [] or {}. */
static int close_empty(json_object *node, int flags, json_object *parent, const char *key, size_t *place, void *user)
{
    (void)parent;
    (void)key;
    (void)place;
    (void)user;
    if (flags & JSON_C_VISIT_SECOND) return JSON_C_VISIT_RETURN_CONTINUE;
    const char *text = NULL;
    if (json_object_is_type(node, json_type_array) && json_object_array_length(node) == 0) text = "[]";
    if (json_object_is_type(node, json_type_object) && json_object_object_length(node) == 0) text = "{}";
    if (text) json_object_set_serializer(node, json_object_userdata_to_json_string, (void *)text, NULL);
    return JSON_C_VISIT_RETURN_CONTINUE;
}

HzpStatus hzp_report_json(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path)
{
    (void)run;
    (void)plan;
    json_c_visit(summary, 0, close_empty, NULL);
    const char *text = json_object_to_json_string_ext(summary, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                                                   JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!text) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    g_autofree char *lines = g_strconcat(text, "\n", NULL);
    return hzp_output_write(path, lines, strlen(lines));
}
