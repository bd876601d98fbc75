/* What `affected` reads and writes besides the plan: only the whole program can. */
#ifndef HZP_CLI_AFFECTED_FILES_H
#define HZP_CLI_AFFECTED_FILES_H

#include "hazplan/affected.h"

typedef struct {
    HzpStatus (*answer)(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, HzpAffected **answer);
    HzpStatus (*write)(HzpRun *run, const char *plan, const HzpAffected *answer, const HzpAffectedFiles *files);
} AffectedFileFunctions;

/* NULL in the front of the program (front.c). */
extern const AffectedFileFunctions *const affected_files;

#endif
