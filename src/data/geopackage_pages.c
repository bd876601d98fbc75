/* A GeoPackage table read from the pages of its file. */
#include <omp.h>
#include <string.h>

#include "data/geopackage_reading.h"

enum { TASK_LEAVES = 96 };

/* Where the values are in a record: columns in the order they were declared in. */
typedef struct {
    HzpGeopackageReading *all;
    GArray *leaves;  /* HzpSqliteLeaf */
    size_t n_record; /* values of a record up to the last one that is wanted */
    bool *wanted;
    size_t *reals; /* columns of reals, whose whole numbers may be kept as integers */
    size_t n_reals;
    size_t key;
    size_t geometry;
    size_t *column; /* of each column asked for */
} Plan;

typedef struct {
    HzpGeopackageThread common;
    const Plan *plan;
    HzpSqlitePages pages;
    HzpSqliteRows rows;
    HzpSqliteCell *record;
    const HzpSqliteCell **pointers;
    bool opened;
} Thread;

/* ---- rows ---- */

static bool take_row(Thread *thread, HzpGeopackageTask *task, size_t i, int64_t *last)
{
    const Plan *plan = thread->plan;
    HzpSqliteRow row;
    if (!hzp_sqlite_rows_get(&thread->rows, i, &row) || row.key <= *last ||
        !hzp_sqlite_record(&row, plan->wanted, plan->n_record, thread->record) ||
        thread->record[plan->key].type != SQLITE_NULL || task->found == task->room) {
        atomic_store(&plan->all->unusual, true);
        return false;
    }
    *last = row.key;
    for (size_t r = 0; r < plan->n_reals; r++) {
        HzpSqliteCell *cell = &thread->record[plan->reals[r]];
        if (cell->type != SQLITE_INTEGER) continue;
        cell->type = SQLITE_FLOAT;
        cell->real = (double)cell->whole;
    }
    return hzp_geopackage_put_row(&thread->common, task, row.key, &thread->record[plan->geometry], thread->pointers);
}

static bool take_leaf(Thread *thread, HzpGeopackageTask *task, const HzpSqliteLeaf *leaf)
{
    int64_t last = leaf->after;
    bool read = hzp_sqlite_rows_leaf(&thread->rows, leaf->page);
    for (size_t i = 0; read && i < thread->rows.n; i++) {
        if (!take_row(thread, task, i, &last)) return false;
    }
    if (read && last <= leaf->last) return true;
    atomic_store(&thread->plan->all->unusual, true);
    return false;
}

static void read_task(Thread *thread, HzpGeopackageTask *task)
{
    const GArray *leaves = thread->plan->leaves;
    for (size_t i = task->first; i < task->first + task->n; i++) {
        if (!take_leaf(thread, task, &g_array_index(leaves, HzpSqliteLeaf, i))) return;
    }
    if (hzp_run_cancelled(thread->plan->all->run)) atomic_store(&thread->plan->all->cancelled, true);
}

static void begin(Thread *thread, const Plan *plan)
{
    HzpGeopackageReading *all = plan->all;
    *thread = (Thread){
        .plan = plan, .record = g_new0(HzpSqliteCell, plan->n_record), .pointers = g_new0(const HzpSqliteCell *, all->n + 1)};
    hzp_geopackage_thread_begin(&thread->common, all);
    for (size_t i = 0; i < all->n; i++)
        thread->pointers[i] = &thread->record[plan->column[i]];
    thread->opened = hzp_sqlite_pages_open(&thread->pages, all->table->path);
    thread->rows.pages = &thread->pages;
    if (!thread->opened) atomic_store(&all->unusual, true);
}

static void end(Thread *thread)
{
    hzp_sqlite_rows_clear(&thread->rows);
    if (thread->opened) hzp_sqlite_pages_close(&thread->pages);
    hzp_geopackage_thread_end(&thread->common);
    g_free(thread->record);
    g_free(thread->pointers);
}

static void read_tasks(const Plan *plan)
{
    HzpGeopackageReading *all = plan->all;
#pragma omp parallel num_threads(hzp_run_threads(all->run)) if (all->n_tasks > 1)
    {
        Thread thread;
        begin(&thread, plan);
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

/* ---- what is to be read ---- */

static bool is_real(const HzpGeopackageField *field)
{
    return strcmp(field->type, "DOUBLE") == 0 || strcmp(field->type, "REAL") == 0;
}

static void want(Plan *plan, size_t column)
{
    plan->wanted[column] = true;
    plan->n_record = MAX(plan->n_record, column + 1);
}

static void make_plan(Plan *plan, HzpGeopackageReading *all)
{
    const HzpGeopackageTable *table = all->table;
    size_t most = table->fields->len + 2;
    *plan = (Plan){.all = all,
                   .wanted = g_new0(bool, most),
                   .reals = g_new0(size_t, all->n + 1),
                   .column = g_new0(size_t, all->n + 1),
                   .key = table->key_position,
                   .geometry = table->geometry_position};
    want(plan, plan->key);
    want(plan, plan->geometry);
    for (size_t i = 0; i < all->n; i++) {
        for (guint f = 0; f < table->fields->len; f++) {
            const HzpGeopackageField *field = g_ptr_array_index(table->fields, f);
            if (strcmp(field->name, all->cells[i].name) != 0) continue;
            plan->column[i] = field->position;
            if (is_real(field)) plan->reals[plan->n_reals++] = field->position;
            want(plan, field->position);
        }
    }
}

static void plan_clear(Plan *plan)
{
    if (plan->leaves) g_array_unref(plan->leaves);
    g_free(plan->wanted);
    g_free(plan->reals);
    g_free(plan->column);
}

/* The smallest key and the largest. */
static bool find_span(HzpGeopackageReading *all, HzpSqlitePages *pages, const GArray *leaves)
{
    HzpSqliteRows rows = {.pages = pages};
    HzpSqliteRow row = {0};
    bool found = hzp_sqlite_rows_leaf(&rows, g_array_index(leaves, HzpSqliteLeaf, 0).page);
    bool empty = found && rows.n == 0 && leaves->len == 1;
    found = found && rows.n > 0 && hzp_sqlite_rows_get(&rows, 0, &row);
    all->first = row.key;
    found = found && hzp_sqlite_rows_leaf(&rows, g_array_index(leaves, HzpSqliteLeaf, leaves->len - 1).page) && rows.n > 0 &&
            hzp_sqlite_rows_get(&rows, rows.n - 1, &row);
    hzp_sqlite_rows_clear(&rows);
    all->span = 0;
    if (empty) return true;
    found = found && all->first >= 0 && row.key >= all->first && row.key - all->first < HZP_GEOPACKAGE_LARGEST_SPAN;
    if (found) all->span = (size_t)(row.key - all->first) + 1;
    return found;
}

/* Places for all keys that may be in a task's leaves. */
static bool make_tasks(HzpGeopackageReading *all, const GArray *leaves)
{
    hzp_geopackage_make_arrays(all, (leaves->len + TASK_LEAVES - 1) / TASK_LEAVES);
    for (size_t i = 0; i < all->n_tasks; i++) {
        HzpGeopackageTask *task = &all->tasks[i];
        task->first = i * TASK_LEAVES;
        task->n = MIN(TASK_LEAVES, leaves->len - task->first);
        int64_t after = i == 0 ? all->first - 1 : g_array_index(leaves, HzpSqliteLeaf, task->first).after;
        int64_t last = g_array_index(leaves, HzpSqliteLeaf, task->first + task->n - 1).last;
        if (after < all->first - 1 || after - all->first >= (int64_t)all->span) return false;
        task->start = (size_t)(after + 1 - all->first);
        size_t rest = all->span - task->start;
        task->room = i + 1 < all->n_tasks ? MIN(rest, (size_t)(last - after)) : rest;
    }
    return true;
}

/* ---- all of it ---- */

/* The table's first page; 0 where it is not told. */
static uint32_t root_of(const HzpGeopackageTable *table)
{
    sqlite3_stmt *statement = NULL;
    const char *sql = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?1";
    sqlite3_int64 page = 0;
    if (sqlite3_prepare_v2(table->database, sql, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, table->table, -1, SQLITE_STATIC);
        if (sqlite3_step(statement) == SQLITE_ROW) page = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return page > 1 && page < UINT32_MAX ? (uint32_t)page : 0;
}

static bool read_locked(HzpGeopackageReading *all, uint32_t root)
{
    HzpSqlitePages pages;
    Plan plan;
    if (!hzp_sqlite_pages_open(&pages, all->table->path)) return false;
    make_plan(&plan, all);
    plan.leaves = hzp_sqlite_table_leaves(&pages, root);
    bool read = plan.leaves && find_span(all, &pages, plan.leaves) && make_tasks(all, plan.leaves);
    hzp_sqlite_pages_close(&pages);
    if (read) read_tasks(&plan);
    plan_clear(&plan);
    return read && !atomic_load(&all->unusual);
}

bool hzp_geopackage_read_pages(HzpGeopackageReading *all)
{
    uint32_t root = all->table->key_is_rowid ? root_of(all->table) : 0;
    return root > 0 && read_locked(all, root);
}
