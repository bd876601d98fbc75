/** Texts and tables written from a plan.gpkg. */
#ifndef HAZPLAN_REPORT_H
#define HAZPLAN_REPORT_H

#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** Write a report of a plan; the ending of `path` says which: .json (summary), .xlsx (tables), .md or .docx (five-part
 * draft).
 *
 * Only reads the plan: every figure is one that plan.gpkg stores. Written under a temporary name and renamed when complete.
 *
 * @param plan  a plan.gpkg or the folder that holds one.
 * @param path  file to write.
 * @return HZP_OK; HZP_E_USAGE for another ending; HZP_E_INPUT when `plan` is not a plan; HZP_E_IO. */
HZP_API HzpStatus hzp_report_write(HzpRun *run, const char *plan, const char *path);

HZP_END_DECLS

#endif
