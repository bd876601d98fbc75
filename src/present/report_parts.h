/* The kinds of report that hzp_report_write() chooses from; each writes one file from a plan and its summary tree. */
#ifndef HZP_PRESENT_REPORT_PARTS_H
#define HZP_PRESENT_REPORT_PARTS_H

#include <json.h>

#include "base/run.h"
#include "data/plan_file.h"

/* summary.json: the tree, pretty-printed. The same plan gives the same bytes. */
HzpStatus hzp_report_json(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path);

/* tables.xlsx: the sheets that data/templates/tables.yaml describes. The same plan gives the same bytes. */
HzpStatus hzp_report_workbook(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path);

/* plan.md: the five-part draft worded by data/templates/plan.<language>.yaml. */
HzpStatus hzp_report_markdown(HzpRun *run, HzpPlanFile *plan, json_object *summary, const char *path);

#endif
