#include <string.h>

#include "base/output_file.h"
#include "present/report_parts.h"

HzpStatus hzp_report_json(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path)
{
    (void)run;
    (void)plan;
    const char *text = json_object_to_json_string_ext(summary, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                                                   JSON_C_TO_STRING_NOSLASHESCAPE);
    if (!text) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    g_autofree char *lines = g_strconcat(text, "\n", NULL);
    return hzp_output_write(path, lines, strlen(lines));
}
