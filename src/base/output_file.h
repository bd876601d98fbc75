/* Writing so that nothing is ever half written: a temporary name beside the target, renamed when complete. */
#ifndef HZP_BASE_OUTPUT_FILE_H
#define HZP_BASE_OUTPUT_FILE_H

#include "base/error.h"

/* Temporary path in the folder of `path`, with the same ending, for a library that wants a file name. HZP_E_IO naming the
 * folder when it cannot be written to. Free with g_free(). */
HzpStatus hzp_output_begin(const char *path, char **temporary);

/* Flush the temporary file to disk and rename it to `path`; on failure the temporary is removed. */
HzpStatus hzp_output_commit(const char *temporary, const char *path);

/* Remove a temporary file or folder and what is in it (also -wal and -journal beside a file). Never fails; NULL is fine. */
void hzp_output_discard(const char *temporary);

/* Write a whole text file that way. */
HzpStatus hzp_output_write(const char *path, const char *text, size_t length);

#endif
