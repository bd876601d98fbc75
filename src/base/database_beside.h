/* What SQLite keeps beside a database that programs have open: FILE-wal, FILE-shm and FILE-journal.
 *
 * They belong to a file by their names alone. Where another file is renamed into its place while they lie there, SQLite takes
 * what they hold for a part of that one, and mixes two databases (https://sqlite.org/howtocorrupt.html, 1.4 and 2.4). */
#ifndef HZP_BASE_DATABASE_BESIDE_H
#define HZP_BASE_DATABASE_BESIDE_H

#include <stdbool.h>

#include "base/error.h"

/* Whether there is something in the file of this ending beside `path`. */
bool hzp_database_has_beside(const char *path, const char *ending);

/* Before `path` is replaced: what a program that ended left beside a database goes into it, as when anybody opens it.
 * HZP_E_IO `output_in_use` where something stays, because a program has the file open (a GIS in which it is edited) or
 * because what lies there belongs to no database. */
HzpStatus hzp_database_settle(const char *path);

#endif
