/* What `affected` reads and writes besides the plan: only the whole program can. */
#ifndef HZP_CLI_AFFECTED_FILES_H
#define HZP_CLI_AFFECTED_FILES_H

#include "cli/session.h"
#include "hazplan/affected.h"

typedef struct {
    const char *rain;
    const char *gpkg;
    const char *map;
    const char *report;
} AffectedFiles;

typedef struct {
    HzpStatus (*answer)(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, const AffectedFiles *files,
                        HzpAffected **answer);
    HzpStatus (*write)(Session *session, const char *plan, const HzpAffected *answer, const HzpAffectedQuestion *question,
                       const AffectedFiles *files);
} AffectedFileFunctions;

/* NULL in the front of the program (front.c). */
extern const AffectedFileFunctions *const affected_files;

#endif
