/* A GeoPackage table read through SQL. */
#include <omp.h>

#include "data/geopackage_reading.h"

/* Rows that one task reads; columns in front of those asked for. */
enum { TASK_ROWS = 16384, FIRST_COLUMN = 2 };

typedef struct {
    HzpGeopackageThread common;
    sqlite3 *database;
    sqlite3_stmt *statement;
    HzpSqliteCell *cells; /* the geometry, then the columns */
    const HzpSqliteCell **pointers;
} Thread;

/* Connections are opened without a mutex, so that a value may be asked for all it is; each call by column would look it up
 * anew. */
static void take_value(sqlite3_value *value, HzpSqliteCell *cell)
{
    *cell = (HzpSqliteCell){.type = sqlite3_value_type(value)};
    if (cell->type == SQLITE_INTEGER) {
        cell->whole = sqlite3_value_int64(value);
    } else if (cell->type == SQLITE_FLOAT) {
        cell->real = sqlite3_value_double(value);
    } else if (cell->type != SQLITE_NULL) {
        cell->bytes = sqlite3_value_blob(value);
        cell->size = (size_t)sqlite3_value_bytes(value);
    }
}

static void read_task(Thread *thread, HzpGeopackageTask *task)
{
    HzpGeopackageReading *all = thread->common.all;
    int code = SQLITE_DONE;
    sqlite3_reset(thread->statement);
    sqlite3_bind_int64(thread->statement, 1, all->first + (sqlite3_int64)task->start);
    sqlite3_bind_int64(thread->statement, 2, all->first + (sqlite3_int64)(task->start + task->room) - 1);
    while ((code = sqlite3_step(thread->statement)) == SQLITE_ROW) {
        for (size_t i = 0; i <= all->n; i++)
            take_value(sqlite3_column_value(thread->statement, (int)i + 1), &thread->cells[i]);
        if (task->found == task->room) hzp_geopackage_is_odd(&thread->common, "odd_database");
        if (task->found == task->room ||
            !hzp_geopackage_put_row(&thread->common, task, sqlite3_column_int64(thread->statement, 0), thread->cells,
                                    thread->pointers))
            return;
    }
    if (code != SQLITE_DONE) hzp_geopackage_is_odd(&thread->common, "odd_database");
    if (hzp_run_cancelled(all->run)) atomic_store(&all->cancelled, true);
}

static void append_name(GString *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    g_string_append(sql, quoted);
    sqlite3_free(quoted);
}

static char *make_sql(const HzpGeopackageReading *all)
{
    GString *sql = g_string_new("SELECT ");
    append_name(sql, all->table->key);
    g_string_append(sql, ", ");
    append_name(sql, all->table->geometry);
    for (size_t i = 0; i < all->n; i++) {
        g_string_append(sql, ", ");
        append_name(sql, all->cells[i].name);
    }
    g_string_append(sql, " FROM ");
    append_name(sql, all->table->table);
    g_string_append(sql, " WHERE ");
    append_name(sql, all->table->key);
    g_string_append(sql, " BETWEEN ?1 AND ?2 ORDER BY ");
    append_name(sql, all->table->key);
    return g_string_free(sql, FALSE);
}

static void begin(Thread *thread, HzpGeopackageReading *all, const char *sql)
{
    *thread = (Thread){.database = hzp_geopackage_connect(all->table->path),
                       .cells = g_new0(HzpSqliteCell, all->n + 1),
                       .pointers = g_new0(const HzpSqliteCell *, all->n + 1)};
    hzp_geopackage_thread_begin(&thread->common, all);
    for (size_t i = 0; i < all->n; i++)
        thread->pointers[i] = &thread->cells[i + 1];
    if (!thread->database || sqlite3_prepare_v2(thread->database, sql, -1, &thread->statement, NULL) != SQLITE_OK)
        hzp_geopackage_is_odd(&thread->common, "odd_database");
}

static void end(Thread *thread)
{
    sqlite3_finalize(thread->statement);
    sqlite3_close(thread->database);
    hzp_geopackage_thread_end(&thread->common);
    g_free(thread->cells);
    g_free(thread->pointers);
}

static void read_tasks(HzpGeopackageReading *all)
{
    g_autofree char *sql = make_sql(all);
#pragma omp parallel num_threads(hzp_run_threads(all->run)) if (all->n_tasks > 1)
    {
        Thread thread;
        begin(&thread, all, sql);
#pragma omp for schedule(dynamic)
        for (size_t number = 0; number < all->n_tasks; number++) {
            if (hzp_geopackage_stopped(all)) continue;
            HzpGeopackageTask task = hzp_geopackage_task_begin(&thread.common, number);
            read_task(&thread, &task);
            hzp_geopackage_task_end(&thread.common, number, &task);
        }
        end(&thread);
    }
}

/* The smallest and the largest key, each by one walk down the tree; 0 keys for an empty table. */
static bool find_span(HzpGeopackageReading *all)
{
    sqlite3 *database = hzp_geopackage_connect(all->table->path);
    char *sql = sqlite3_mprintf("SELECT (SELECT min(\"%w\") FROM \"%w\"), (SELECT max(\"%w\") FROM \"%w\")", all->table->key,
                                all->table->table, all->table->key, all->table->table);
    sqlite3_stmt *statement = NULL;
    bool found = database && sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
                 sqlite3_step(statement) == SQLITE_ROW;
    if (found && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
        sqlite3_int64 last = sqlite3_column_int64(statement, 1);
        all->first = sqlite3_column_int64(statement, 0);
        found = all->first >= 0 && last >= all->first && last - all->first < HZP_GEOPACKAGE_LARGEST_SPAN;
        all->span = found ? (size_t)(last - all->first) + 1 : 0;
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    sqlite3_free(sql);
    return found;
}

void hzp_geopackage_read_sql(HzpGeopackageReading *all)
{
    if (!find_span(all)) {
        atomic_store(&all->odd, "odd_database");
        return;
    }
    hzp_geopackage_make_arrays(all, (all->span + TASK_ROWS - 1) / TASK_ROWS);
    for (size_t task = 0; task < all->n_tasks; task++) {
        all->tasks[task].start = task * TASK_ROWS;
        all->tasks[task].room = MIN(TASK_ROWS, all->span - task * TASK_ROWS);
    }
    read_tasks(all);
}
