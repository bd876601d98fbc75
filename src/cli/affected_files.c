/* `affected` in the whole program. */
#include "cli/affected_files.h"

#include <unistd.h>

#include "cli/front.h"

static const AffectedFileFunctions functions = {hzp_affected_in_area, hzp_affected_write};
const AffectedFileFunctions *const affected_files = &functions;

/* This is the whole program already. */
void front_start_whole(void) { _exit(1); }
void front_leave_to_whole(void) {}
