#include "hazplan/report.h"

#include <string.h>

#include "present/report_parts.h"
#include "present/summary_tree.h"

typedef HzpStatus (*ReportFunction)(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path);

static const struct {
    const char *ending;
    ReportFunction write;
} kinds[] = {
    {".json", hzp_report_json},
    {".xlsx", hzp_report_workbook},
    {".md", hzp_report_markdown},
    {".docx", hzp_report_markdown},
};

static ReportFunction kind_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < G_N_ELEMENTS(kinds); i++) {
        if (g_ascii_strcasecmp(dot, kinds[i].ending) == 0) return kinds[i].write;
    }
    return NULL;
}

static HzpStatus write_report(HzpRun *run, const char *plan_path, const char *path, ReportFunction write)
{
    HZP_TRY(hzp_run_step(run, "report_phase", 0, 1));
    HzpPlanFile *plan = NULL;
    HZP_TRY(hzp_plan_file_open(plan_path, &plan));
    json_object *summary = NULL;
    HzpStatus status = hzp_summary_read(plan, &summary);
    if (status == HZP_OK) status = write(run, plan, summary, path);
    json_object_put(summary);
    hzp_plan_file_close(plan);
    return status;
}

HzpStatus hzp_report_write(HzpRun *run, const char *plan_path, const char *path)
{
    ReportFunction write = kind_of(path);
    if (!write) return hzp_fail(HZP_E_USAGE, "report_ending_unknown", "file", path, NULL);
    hzp_run_begin(run);
    return hzp_run_end(run, write_report(run, plan_path, path, write));
}
