#include "data/geopackage_columns.h"

#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <string.h>

#include "data/geopackage_geometry.h"

/* Rows that one task reads, and texts that one block of memory holds. */
enum { TASK_ROWS = 16384, BLOCK_BYTES = 1 << 20, FIRST_COLUMN = 2 };

/* A key that is this much larger than there can be rows is not one that rows were numbered with. */
static const sqlite3_int64 LARGEST_SPAN = (sqlite3_int64)1 << 31;

static bool is_whole(const HzpGeopackageField *field)
{
    static const char *const types[] = {"INTEGER", "INT", "MEDIUMINT", NULL};
    return g_strv_contains(types, field->type);
}

bool hzp_geopackage_is_number(const HzpGeopackageField *field)
{
    /* FLOAT is rounded to 32 bits by GDAL, SMALLINT and smaller ones are cut off. */
    return is_whole(field) || strcmp(field->type, "DOUBLE") == 0 || strcmp(field->type, "REAL") == 0;
}

bool hzp_geopackage_is_text(const HzpGeopackageField *field)
{
    return is_whole(field) || strcmp(field->type, "TEXT") == 0 || g_str_has_prefix(field->type, "TEXT(");
}

/* ---- one thread's work ---- */

typedef struct {
    HzpRun *run;
    const HzpGeopackageTable *table;
    const HzpCells *cells;
    bool *whole; /* by column: declared as integer */
    size_t n;
    HzpShape shape;
    sqlite3_int64 first; /* smallest key */
    size_t span;         /* keys from the smallest to the largest */
    size_t n_tasks;
    size_t *found; /* rows by task; each writes from its own place in the arrays */
    size_t *unplaced;
    HzpPolygonSet **polygons; /* by task; NULL for points */
    HzpGeopackageRows *rows;
    _Atomic(const char *) odd;
    atomic_bool cancelled;
    char *sql;
} Reading;

typedef struct {
    Reading *all;
    sqlite3 *database;
    sqlite3_stmt *statement;
    GPtrArray *blocks;
    char *at; /* free memory of the last block */
    size_t left;
} Thread;

static bool is_odd(Thread *thread, const char *what)
{
    atomic_store(&thread->all->odd, what);
    return false;
}

static const char *keep(Thread *thread, const char *text, size_t length)
{
    if (length + 1 > thread->left) {
        thread->left = MAX(length + 1, (size_t)BLOCK_BYTES);
        thread->at = g_malloc(thread->left);
        g_ptr_array_add(thread->blocks, thread->at);
    }
    char *kept = memcpy(thread->at, text, length);
    kept[length] = '\0';
    thread->at += length + 1;
    thread->left -= length + 1;
    return kept;
}

/* Connections are opened without a mutex, so that a value may be asked for all it is; each call by column would look it up
 * anew. */
static sqlite3_value *value_of(const Thread *thread, int column) { return sqlite3_column_value(thread->statement, column); }

/* Most texts and all numbers in them are ASCII. */
static bool is_valid_text(const char *text, size_t length)
{
    size_t i = 0;
    for (uint64_t bytes = 0; i + sizeof bytes <= length; i += sizeof bytes) {
        memcpy(&bytes, text + i, sizeof bytes);
        if (bytes & 0x8080808080808080u) break;
    }
    return memchr(text, 0, length) == NULL && g_utf8_validate(text + i, (gssize)(length - i), NULL);
}

/* The text of the row before: neighbours share their town and county. */
typedef struct {
    const char *text;
    size_t length;
} Last;

static bool read_number(Thread *thread, int column, size_t index, size_t row)
{
    sqlite3_value *cell = value_of(thread, column);
    double value = NAN;
    switch (sqlite3_value_type(cell)) {
    case SQLITE_NULL:
        if (thread->all->cells[index].required) return is_odd(thread, "odd_missing");
        break;
    case SQLITE_INTEGER: {
        sqlite3_int64 whole = sqlite3_value_int64(cell);
        if (whole > G_MAXINT32 || whole < G_MININT32) return is_odd(thread, "odd_number");
        value = (double)whole;
        break;
    }
    case SQLITE_FLOAT:
        value = sqlite3_value_double(cell);
        if (thread->all->whole[index] || !isfinite(value)) return is_odd(thread, "odd_number");
        break;
    default:
        return is_odd(thread, "odd_number");
    }
    thread->all->rows->numbers[index][row] = value;
    return true;
}

static bool read_text(Thread *thread, int column, size_t index, size_t row, Last *last)
{
    const HzpCells *cells = &thread->all->cells[index];
    const char **texts = thread->all->rows->texts[index];
    sqlite3_value *cell = value_of(thread, column);
    int type = sqlite3_value_type(cell);
    bool fits = type == SQLITE_NULL || type == (thread->all->whole[index] ? SQLITE_INTEGER : SQLITE_TEXT);
    if (!fits) return is_odd(thread, "odd_text");
    const char *text = type == SQLITE_NULL ? NULL : (const char *)sqlite3_value_text(cell);
    size_t length = text ? (size_t)sqlite3_value_bytes(cell) : 0;
    if (length == 0) {
        if (cells->required) return is_odd(thread, "odd_missing");
        return true;
    }
    if (last->text && last->length == length && memcmp(last->text, text, length) == 0) {
        texts[row] = last->text;
        return true;
    }
    if (!is_valid_text(text, length) || (cells->plain && !cells->plain(text, length))) return is_odd(thread, "odd_text");
    if (cells->kind == HZP_CELLS_TEXT) {
        *last = (Last){keep(thread, text, length), length};
        texts[row] = last->text;
    }
    return true;
}

static bool read_geometry(Thread *thread, size_t task, size_t row)
{
    Reading *all = thread->all;
    sqlite3_value *cell = value_of(thread, 1);
    const unsigned char *blob = sqlite3_value_blob(cell);
    size_t size = (size_t)sqlite3_value_bytes(cell);
    HzpBlobState state = HZP_BLOB_EMPTY;
    if (size == 0 && sqlite3_value_type(cell) != SQLITE_NULL) return is_odd(thread, "odd_geometry");
    if (all->shape == HZP_SHAPE_POINT) {
        all->rows->x[row] = all->rows->y[row] = NAN;
        if (size > 0) state = hzp_geopackage_point(blob, size, &all->rows->x[row], &all->rows->y[row]);
    } else if (all->shape == HZP_SHAPE_BOX) {
        all->rows->boxes[row] = (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
        if (size > 0) state = hzp_geopackage_box(blob, size, all->polygons[task], &all->rows->boxes[row]);
    } else if (size > 0) {
        state = hzp_geopackage_polygon(blob, size, all->polygons[task]);
    } else {
        hzp_polygon_set_add_empty(all->polygons[task]);
    }
    if (state == HZP_BLOB_OTHER) return is_odd(thread, "odd_geometry");
    all->unplaced[task] += state == HZP_BLOB_EMPTY;
    return true;
}

static bool read_row(Thread *thread, size_t task, size_t row, Last *last)
{
    thread->all->rows->fid[row] = sqlite3_column_int64(thread->statement, 0);
    if (!read_geometry(thread, task, row)) return false;
    for (size_t i = 0; i < thread->all->n; i++) {
        int column = FIRST_COLUMN + (int)i;
        bool plain = thread->all->cells[i].kind == HZP_CELLS_NUMBER ? read_number(thread, column, i, row)
                                                                    : read_text(thread, column, i, row, &last[i]);
        if (!plain) return false;
    }
    return true;
}

static void read_task(Thread *thread, size_t task)
{
    Reading *all = thread->all;
    g_autofree Last *last = g_new0(Last, all->n + 1);
    size_t start = task * TASK_ROWS;
    size_t row = start;
    int code = SQLITE_DONE;
    if (all->polygons) all->polygons[task] = hzp_polygon_set_new();
    sqlite3_reset(thread->statement);
    sqlite3_bind_int64(thread->statement, 1, all->first + (sqlite3_int64)start);
    sqlite3_bind_int64(thread->statement, 2, all->first + (sqlite3_int64)MIN(start + TASK_ROWS, all->span) - 1);
    while ((code = sqlite3_step(thread->statement)) == SQLITE_ROW) {
        if (!read_row(thread, task, row++, last)) return;
    }
    if (code != SQLITE_DONE) is_odd(thread, "odd_database");
    all->found[task] = row - start;
    if (hzp_run_cancelled(all->run)) atomic_store(&all->cancelled, true);
}

static bool stopped(Reading *all) { return atomic_load(&all->odd) != NULL || atomic_load(&all->cancelled); }

static void work_on_tasks(Reading *all)
{
#pragma omp parallel num_threads(hzp_run_threads(all->run)) if (all->n_tasks > 1)
    {
        Thread thread = {.all = all, .blocks = g_ptr_array_new(), .database = hzp_geopackage_connect(all->table->path)};
        if (!thread.database || sqlite3_prepare_v2(thread.database, all->sql, -1, &thread.statement, NULL) != SQLITE_OK)
            is_odd(&thread, "odd_database");
#pragma omp for schedule(dynamic)
        for (size_t task = 0; task < all->n_tasks; task++) {
            if (!stopped(all)) read_task(&thread, task);
        }
        sqlite3_finalize(thread.statement);
        sqlite3_close(thread.database);
#pragma omp critical(hzp_geopackage_blocks)
        g_ptr_array_extend_and_steal(all->rows->blocks, thread.blocks);
    }
}

/* ---- before and after ---- */

static void append_name(GString *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    g_string_append(sql, quoted);
    sqlite3_free(quoted);
}

static char *make_sql(const Reading *all)
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

/* The smallest and the largest key, each by one walk down the tree; 0 keys for an empty table. */
static bool find_span(Reading *all)
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
        found = all->first >= 0 && last - all->first < LARGEST_SPAN;
        all->span = found ? (size_t)(last - all->first) + 1 : 0;
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    sqlite3_free(sql);
    return found;
}

static void make_arrays(Reading *all)
{
    HzpGeopackageRows *rows = all->rows;
    size_t span = all->span + 1;
    all->n_tasks = (all->span + TASK_ROWS - 1) / TASK_ROWS;
    all->found = g_new0(size_t, all->n_tasks + 1);
    all->unplaced = g_new0(size_t, all->n_tasks + 1);
    all->whole = g_new0(bool, all->n + 1);
    *rows = (HzpGeopackageRows){.n_columns = all->n,
                                .fid = g_new(int64_t, span),
                                .numbers = g_new0(double *, all->n + 1),
                                .texts = g_new0(const char **, all->n + 1),
                                .blocks = g_ptr_array_new_with_free_func(g_free)};
    if (all->shape == HZP_SHAPE_POINT) {
        rows->x = g_new(double, span);
        rows->y = g_new(double, span);
    } else {
        all->polygons = g_new0(HzpPolygonSet *, all->n_tasks + 1);
        if (all->shape == HZP_SHAPE_BOX) rows->boxes = g_new(HzpBox, span);
    }
    for (size_t i = 0; i < all->n; i++) {
        if (all->cells[i].kind == HZP_CELLS_NUMBER) rows->numbers[i] = g_new(double, span);
        if (all->cells[i].kind == HZP_CELLS_TEXT) rows->texts[i] = g_new0(const char *, span);
        for (guint f = 0; f < all->table->fields->len; f++) {
            const HzpGeopackageField *field = g_ptr_array_index(all->table->fields, f);
            if (strcmp(field->name, all->cells[i].name) == 0) all->whole[i] = is_whole(field);
        }
    }
}

static void move(void *array, size_t size, size_t to, size_t from, size_t n)
{
    if (array) memmove((char *)array + to * size, (char *)array + from * size, n * size);
}

/* Where keys are missing, tasks left gaps behind. */
static void close_gaps(Reading *all)
{
    HzpGeopackageRows *rows = all->rows;
    for (size_t task = 0; task < all->n_tasks; task++) {
        size_t from = task * TASK_ROWS;
        size_t n = all->found[task];
        if (from != rows->n) {
            move(rows->fid, sizeof *rows->fid, rows->n, from, n);
            move(rows->x, sizeof *rows->x, rows->n, from, n);
            move(rows->y, sizeof *rows->y, rows->n, from, n);
            move(rows->boxes, sizeof *rows->boxes, rows->n, from, n);
            for (size_t i = 0; i < all->n; i++) {
                move(rows->numbers[i], sizeof(double), rows->n, from, n);
                move(rows->texts[i], sizeof(char *), rows->n, from, n);
            }
        }
        rows->n += n;
        rows->unplaced += all->unplaced[task];
    }
}

static HzpStatus read_rows(Reading *all, const char **odd)
{
    make_arrays(all);
    all->sql = make_sql(all);
    work_on_tasks(all);
    close_gaps(all);
    *odd = atomic_load(&all->odd);
    bool cancelled = atomic_load(&all->cancelled);
    if (all->shape == HZP_SHAPE_POLYGON && !*odd && !cancelled) {
        all->rows->polygons = hzp_polygon_set_join(all->polygons, all->n_tasks, hzp_run_threads(all->run));
    } else if (all->polygons) {
        for (size_t i = 0; i < all->n_tasks; i++)
            hzp_polygon_set_free(all->polygons[i]);
    }
    g_free(all->polygons);
    g_free(all->found);
    g_free(all->unplaced);
    g_free(all->whole);
    g_free(all->sql);
    if (*odd || cancelled) hzp_geopackage_rows_clear(all->rows);
    return cancelled ? hzp_fail(HZP_E_CANCELLED, "cancelled", NULL) : HZP_OK;
}

HzpStatus hzp_geopackage_read(HzpRun *run, const HzpGeopackageTable *table, HzpShape shape, const HzpCells *cells, size_t n,
                              HzpGeopackageRows *rows, const char **odd)
{
    Reading all = {.run = run, .table = table, .cells = cells, .n = n, .shape = shape, .rows = rows};
    *rows = (HzpGeopackageRows){0};
    *odd = NULL;
    if (find_span(&all)) return read_rows(&all, odd);
    *odd = "odd_database";
    return HZP_OK;
}

void hzp_geopackage_rows_clear(HzpGeopackageRows *rows)
{
    for (size_t i = 0; i < rows->n_columns; i++) {
        g_free(rows->numbers[i]);
        g_free(rows->texts[i]);
    }
    g_free(rows->fid);
    g_free(rows->numbers);
    g_free(rows->texts);
    g_free(rows->x);
    g_free(rows->y);
    g_free(rows->boxes);
    hzp_polygon_set_free(rows->polygons);
    if (rows->blocks) g_ptr_array_free(rows->blocks, TRUE);
    *rows = (HzpGeopackageRows){0};
}
