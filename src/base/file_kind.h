/* What lies at a path, asked before anybody opens it: a pipe without a writer is waited for, and a device never ends. */
#ifndef HZP_BASE_FILE_KIND_H
#define HZP_BASE_FILE_KIND_H

#include "base/error.h"

/* HZP_E_INPUT, told what it is, for a pipe, a device or a socket. HZP_OK for a file, a folder, and what is not there: a
 * folder may be a data set, and what is missing has a message of its own. Links are followed. */
HzpStatus hzp_file_kind_check(const char *path);

#endif
