/* Writing so that nothing is ever half written: a temporary name in a hidden folder beside the target, renamed when complete.
 */
#ifndef HZP_BASE_OUTPUT_FILE_H
#define HZP_BASE_OUTPUT_FILE_H

#include <stdbool.h>

#include "base/error.h"

/* Temporary path for a library that wants a file name: the name of `path`, in a hidden work folder beside it, where whatever
 * the library leaves beside its file goes with it. Nothing is there yet. HZP_E_IO naming the folder when it cannot be written
 * to. End with hzp_output_commit() or hzp_output_discard(); free with g_free(). HZP_E_IO as well where a
 * program has a database at `path` open, see hzp_database_settle(). */
HzpStatus hzp_output_begin(const char *path, char **temporary);

/* Flush the temporary file to disk and rename it to `path`; on failure the temporary is removed. */
HzpStatus hzp_output_commit(const char *temporary, const char *path);

/* Remove a temporary file with its work folder, or any folder and what is in it. Never fails; NULL is fine. */
void hzp_output_discard(const char *temporary);

/* Tell the function of hzp_written_hook_set() that this output is in place; no word of what lies in a work folder, for that
 * is part of something larger. */
void hzp_output_written(const char *path);

/* Whether two paths lead to one file, whatever it is called: links and "./" do too. */
bool hzp_output_is_same(const char *a, const char *b);

/* Write a whole text file that way. */
HzpStatus hzp_output_write(const char *path, const char *text, size_t length);

#endif
