/** The main job: a project folder in, plan.gpkg and the output folder out. */
#ifndef HAZPLAN_PLAN_H
#define HAZPLAN_PLAN_H

#include <stddef.h>

#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** Number of findings by severity. */
typedef struct {
    size_t errors;
    size_t warnings;
    size_t notes;
} HzpFindingCounts;

/** One finding of a check. Texts are in the user's language and never NULL ("" where there is none). */
typedef struct {
    const char *severity; /**< "error", "warning" or "note" */
    const char *code;     /**< one of data/checks/, fixed */
    const char *layer;    /**< "villages", "hazard_points", … */
    const char *feature;  /**< id or name of the row */
    const char *field;    /**< our name of the field */
    const char *column;   /**< the source's own name of that column */
    const char *value;    /**< what was found there, as written */
    const char *problem;  /**< what is wrong */
    const char *action;   /**< what to do */
    const char *message;  /**< all of it in one sentence: where, what is wrong; what to do */
    long long row;        /**< row or feature id in the source; -1 where the finding is of no row */
    double lon;           /**< degrees, geographic CRS of the project; NaN without a place */
    double lat;
} HzpFinding;

/** Receives one finding, valid during the call only. */
typedef void (*HzpFindingFunction)(const HzpFinding *finding, void *user);

/** Start a project folder: a commented project.yaml, or a copy of an example.
 *
 * @param folder   folder to create; it may exist only when it is empty.
 * @param example  name of an installed example ("sanmenxia", "jincheng"), or NULL for the commented start file.
 * @return HZP_OK; HZP_E_USAGE for an unknown example or a folder that holds files; HZP_E_IO. */
HZP_API HzpStatus hzp_project_init(const char *folder, const char *example);

/** Read every layer of a project and report the findings; writes nothing.
 *
 * @param project  a folder that holds project.yaml, or the file itself.
 * @param report   called once for each finding, in the order of the findings table; may be NULL.
 * @param[out] counts  number of findings; may be NULL.
 * @return HZP_OK when there is no finding of severity error, else HZP_E_INPUT; other codes where reading stopped (HZP_E_IO: a
 * layer's file was written meanwhile). */
HZP_API HzpStatus hzp_project_check(HzpRun *run, const char *project, HzpFindingFunction report, void *user,
                                    HzpFindingCounts *counts);

/** Read, check and analyse a project and write its results GeoPackage.
 *
 * Written under a temporary name beside `plan_path` and renamed when complete; an earlier file stays as it was on failure.
 * The same inputs give the same rows whatever the number of threads. Method: docs/methods.md.
 *
 * @param project    a folder that holds project.yaml, or the file itself.
 * @param plan_path  the GeoPackage to write, usually plan.gpkg.
 * @param report     receives the findings, as for hzp_project_check(); may be NULL. */
HZP_API HzpStatus hzp_project_analyse(HzpRun *run, const char *project, const char *plan_path, HzpFindingFunction report,
                                      void *user, HzpFindingCounts *counts);

/** Do the whole job: plan.gpkg, summary.json, maps, tables.xlsx, plan.md and log.txt below `folder`.
 *
 * Everything is made in a hidden temporary folder inside it and moved in when complete, so that a failed run leaves earlier
 * outputs untouched. Other files in `folder` are left alone. */
HZP_API HzpStatus hzp_plan_make(HzpRun *run, const char *project, const char *folder, HzpFindingFunction report, void *user,
                                HzpFindingCounts *counts);

HZP_END_DECLS

#endif
