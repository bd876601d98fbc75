/* A GeoPackage table as arrays: their making, the ways to read it, and what becomes of the parts. */
#include "data/geopackage_columns.h"

#include <string.h>

#include "data/geopackage_reading.h"

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

/* ---- arrays ---- */

void hzp_geopackage_make_arrays(HzpGeopackageReading *all, size_t n_tasks)
{
    HzpGeopackageRows *rows = all->rows;
    size_t span = all->span + 1;
    all->n_tasks = n_tasks;
    all->tasks = g_new0(HzpGeopackageTask, n_tasks + 1);
    all->whole = g_new0(bool, all->n + 1);
    *rows = (HzpGeopackageRows){.n_columns = all->n,
                                .fid = g_new(int64_t, span),
                                .numbers = g_new0(double *, all->n + 1),
                                .texts = g_new0(const char **, all->n + 1),
                                .blocks = g_ptr_array_new_with_free_func(g_free)};
    if (all->shape != HZP_SHAPE_POINT) all->polygons = hzp_polygon_join_new(n_tasks, all->span);
    if (all->shape == HZP_SHAPE_POINT) {
        rows->x = g_new(double, span);
        rows->y = g_new(double, span);
    } else if (all->shape == HZP_SHAPE_BOX) {
        rows->boxes = g_new(HzpBox, span);
    }
    for (size_t i = 0; i < all->n; i++) {
        if (all->cells[i].kind == HZP_CELLS_NUMBER) rows->numbers[i] = g_new(double, span);
        if (all->cells[i].kind == HZP_CELLS_TEXT) rows->texts[i] = g_new(const char *, span);
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
static void close_gaps(HzpGeopackageReading *all)
{
    HzpGeopackageRows *rows = all->rows;
    for (size_t i = 0; i < all->n_tasks; i++) {
        const HzpGeopackageTask *task = &all->tasks[i];
        if (task->start != rows->n) {
            move(rows->fid, sizeof *rows->fid, rows->n, task->start, task->found);
            move(rows->x, sizeof *rows->x, rows->n, task->start, task->found);
            move(rows->y, sizeof *rows->y, rows->n, task->start, task->found);
            move(rows->boxes, sizeof *rows->boxes, rows->n, task->start, task->found);
            for (size_t c = 0; c < all->n; c++) {
                move(rows->numbers[c], sizeof(double), rows->n, task->start, task->found);
                move(rows->texts[c], sizeof(char *), rows->n, task->start, task->found);
            }
        }
        rows->n += task->found;
        rows->unplaced += task->unplaced;
    }
}

/* Within tasks it was looked at; between them. */
static bool rises(const HzpGeopackageReading *all)
{
    const HzpShortText *highest = NULL;
    for (size_t i = 0; i < all->n_tasks; i++) {
        const HzpGeopackageTask *task = &all->tasks[i];
        if (task->falls) return false;
        if (task->found == 0) continue;
        if (highest && !hzp_geopackage_is_after(task->lowest.bytes, task->lowest.length, highest)) return false;
        highest = &task->highest;
    }
    return true;
}

/* ---- reading ---- */

static void end_reading(HzpGeopackageReading *all, bool use)
{
    if (use) close_gaps(all);
    if (use) all->rows->rises = rises(all);
    HzpPolygonSet *polygons = all->polygons ? hzp_polygon_join_end(g_steal_pointer(&all->polygons)) : NULL;
    if (use && all->shape == HZP_SHAPE_POLYGON)
        all->rows->polygons = polygons;
    else
        hzp_polygon_set_free(polygons);
    g_free(all->tasks);
    g_free(all->whole);
    all->tasks = NULL;
    all->whole = NULL;
    if (!use) hzp_geopackage_rows_clear(all->rows);
}

HzpStatus hzp_geopackage_read(HzpRun *run, const HzpGeopackageTable *table, HzpShape shape, const HzpCells *cells, size_t n,
                              HzpGeopackageRows *rows, const char **odd)
{
    HzpGeopackageReading all = {.run = run, .table = table, .cells = cells, .n = n, .shape = shape, .rows = rows};
    *rows = (HzpGeopackageRows){0};
    if (!hzp_geopackage_read_pages(&all)) {
        end_reading(&all, false);
        atomic_store(&all.unusual, false);
        atomic_store(&all.odd, NULL);
        hzp_geopackage_read_sql(&all);
    }
    *odd = atomic_load(&all.odd);
    bool cancelled = atomic_load(&all.cancelled);
    end_reading(&all, !*odd && !cancelled);
    return cancelled ? hzp_fail(HZP_E_CANCELLED, "cancelled", NULL) : HZP_OK;
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
