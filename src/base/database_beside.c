#include "base/database_beside.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>

static const char *const ENDINGS[] = {"-wal", "-shm", "-journal"};

bool hzp_database_has_beside(const char *path, const char *ending)
{
    g_autofree char *beside = g_strconcat(path, ending, NULL);
    GStatBuf facts;
    return g_stat(beside, &facts) == 0 && facts.st_size > 0;
}

/* The first file that lies beside, be it empty: who has the database open may yet write into it. */
static char *find_beside(const char *path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        g_autofree char *beside = g_strconcat(path, ENDINGS[i], NULL);
        if (g_file_test(beside, G_FILE_TEST_EXISTS)) return g_steal_pointer(&beside);
    }
    return NULL;
}

/* A -wal file beside a file that is not in WAL mode is of another one, which had this name before: SQLite goes into and out
 * of that mode only where no -wal lies (bytes 18 and 19 of its header). */
static bool has_wal_of_another(const char *path)
{
    unsigned char head[20] = {0};
    FILE *file = g_fopen(path, "rbe");
    bool read = file && fread(head, 1, sizeof head, file) == sizeof head;
    if (file) fclose(file);
    return hzp_database_has_beside(path, "-wal") && !(read && head[18] == 2 && head[19] == 2);
}

/* SQLite leaves WAL mode only when it is the only one there, and takes the files away. */
static void close_once(const char *path)
{
    sqlite3 *database = NULL;
    if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        sqlite3_exec(database, "PRAGMA trusted_schema=OFF; PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    sqlite3_close(database);
}

HzpStatus hzp_database_settle(const char *path)
{
    g_autofree char *found = find_beside(path);
    if (!found) return HZP_OK;
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && !has_wal_of_another(path)) close_once(path);
    g_autofree char *left = find_beside(path);
    if (!left) return HZP_OK;
    return hzp_fail(HZP_E_IO, "output_in_use", "file", path, "beside", left, NULL);
}
