/* Cells of a GeoPackage table into arrays, by whatever way they were read. */
#include <math.h>
#include <string.h>

#include "data/geopackage_geometry.h"
#include "data/geopackage_reading.h"

enum { BLOCK_BYTES = 1 << 20 };

/* ---- a thread ---- */

void hzp_geopackage_thread_begin(HzpGeopackageThread *thread, HzpGeopackageReading *all)
{
    *thread = (HzpGeopackageThread){
        .all = all, .blocks = g_ptr_array_new(), .known = g_new0(HzpKnownText, all->n * HZP_KNOWN_TEXTS + 1)};
}

void hzp_geopackage_thread_end(HzpGeopackageThread *thread)
{
#pragma omp critical(hzp_geopackage_blocks)
    g_ptr_array_extend_and_steal(thread->all->rows->blocks, thread->blocks);
    g_free(thread->known);
}

bool hzp_geopackage_is_odd(HzpGeopackageThread *thread, const char *what)
{
    atomic_store(&thread->all->odd, what);
    return false;
}

HzpGeopackageTask hzp_geopackage_task_begin(HzpGeopackageThread *thread, size_t number)
{
    HzpGeopackageTask task = thread->all->tasks[number];
    if (thread->all->polygons) task.polygons = hzp_polygon_join_take(thread->all->polygons);
    return task;
}

void hzp_geopackage_task_end(HzpGeopackageThread *thread, size_t number, const HzpGeopackageTask *task)
{
    HzpGeopackageReading *all = thread->all;
    all->tasks[number] = *task;
    all->tasks[number].polygons = NULL;
    if (task->polygons) hzp_polygon_join_put(all->polygons, number, task->polygons);
}

static const char *keep(HzpGeopackageThread *thread, const char *text, size_t length)
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

/* ---- cells ---- */

static bool put_number(HzpGeopackageThread *thread, const HzpSqliteCell *cell, size_t index, size_t row)
{
    bool whole = thread->all->whole[index];
    double value = NAN;
    switch (cell->type) {
    case SQLITE_NULL:
        if (thread->all->cells[index].required) return hzp_geopackage_is_odd(thread, "odd_missing");
        break;
    case SQLITE_INTEGER:
        if (cell->whole > G_MAXINT32 || cell->whole < G_MININT32) return hzp_geopackage_is_odd(thread, "odd_number");
        value = (double)cell->whole;
        break;
    case SQLITE_FLOAT:
        value = cell->real;
        if (whole || !isfinite(value)) return hzp_geopackage_is_odd(thread, "odd_number");
        break;
    default:
        return hzp_geopackage_is_odd(thread, "odd_number");
    }
    thread->all->rows->numbers[index][row] = value;
    return true;
}

/* Where a text is among those seen before. */
static HzpKnownText *place_of(HzpGeopackageThread *thread, size_t index, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t hash = length + bytes[0] + 3U * bytes[length / 2] + 5U * bytes[length - 1];
    return &thread->known[index * HZP_KNOWN_TEXTS + hash % HZP_KNOWN_TEXTS];
}

bool hzp_geopackage_is_after(const char *text, size_t length, const HzpShortText *before)
{
    if (length != before->length) return length > before->length;
    return memcmp(text, before->bytes, length) > 0;
}

static void take_rising(HzpGeopackageTask *task, const char *text, size_t length)
{
    bool fits = length > 0 && length <= sizeof task->highest.bytes;
    if (!fits || !hzp_geopackage_is_after(text, length, &task->highest)) task->falls = true;
    if (task->falls) return;
    memcpy(task->highest.bytes, text, length);
    task->highest.length = length;
    if (task->lowest.length == 0) task->lowest = task->highest;
}

static bool put_text(HzpGeopackageThread *thread, HzpGeopackageTask *task, const HzpSqliteCell *cell, size_t index,
                     size_t row)
{
    const HzpCells *cells = &thread->all->cells[index];
    const char **texts = thread->all->rows->texts[index];
    char digits[24];
    const char *text = (const char *)cell->bytes;
    size_t length = cell->size;
    if (cell->type != SQLITE_NULL && cell->type != (thread->all->whole[index] ? SQLITE_INTEGER : SQLITE_TEXT))
        return hzp_geopackage_is_odd(thread, "odd_text");
    if (cell->type == SQLITE_INTEGER) {
        length = (size_t)g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, cell->whole);
        text = digits;
    }
    if (cell->type == SQLITE_NULL || length == 0) {
        if (cells->required) return hzp_geopackage_is_odd(thread, "odd_missing");
        if (texts) texts[row] = NULL;
        if (cells->kind == HZP_CELLS_RISING) task->falls = true;
        return true;
    }
    HzpKnownText *known = texts ? place_of(thread, index, text, length) : NULL;
    if (known && known->length == length && memcmp(known->text, text, length) == 0) {
        texts[row] = known->text;
        return true;
    }
    if (!cells->plain(text, length)) return hzp_geopackage_is_odd(thread, "odd_text");
    if (cells->kind == HZP_CELLS_RISING) take_rising(task, text, length);
    if (texts) texts[row] = keep(thread, text, length);
    if (known) *known = (HzpKnownText){texts[row], length};
    return true;
}

/* ---- geometry ---- */

static bool put_geometry(HzpGeopackageThread *thread, HzpGeopackageTask *task, const HzpSqliteCell *cell, size_t row)
{
    HzpGeopackageReading *all = thread->all;
    HzpGeopackageRows *rows = all->rows;
    HzpBlobState state = HZP_BLOB_EMPTY;
    bool empty = cell->type == SQLITE_NULL;
    if (!empty && cell->size == 0) return hzp_geopackage_is_odd(thread, "odd_geometry");
    if (all->shape == HZP_SHAPE_POINT) {
        rows->x[row] = rows->y[row] = NAN;
        if (!empty) state = hzp_geopackage_point(cell->bytes, cell->size, &rows->x[row], &rows->y[row]);
    } else if (all->shape == HZP_SHAPE_BOX) {
        rows->boxes[row] = (HzpBox){INFINITY, INFINITY, -INFINITY, -INFINITY};
        if (!empty) state = hzp_geopackage_box(cell->bytes, cell->size, task->polygons, &rows->boxes[row]);
    } else if (!empty) {
        state = hzp_geopackage_polygon(cell->bytes, cell->size, task->polygons);
    } else {
        hzp_polygon_set_add_empty(task->polygons);
    }
    if (state == HZP_BLOB_OTHER) return hzp_geopackage_is_odd(thread, "odd_geometry");
    task->unplaced += state == HZP_BLOB_EMPTY;
    return true;
}

bool hzp_geopackage_put_row(HzpGeopackageThread *thread, HzpGeopackageTask *task, int64_t key, const HzpSqliteCell *geometry,
                            const HzpSqliteCell *const *cells)
{
    HzpGeopackageReading *all = thread->all;
    size_t row = task->start + task->found++;
    all->rows->fid[row] = key;
    if (!put_geometry(thread, task, geometry, row)) return false;
    for (size_t i = 0; i < all->n; i++) {
        bool plain = all->cells[i].kind == HZP_CELLS_NUMBER ? put_number(thread, cells[i], i, row)
                                                            : put_text(thread, task, cells[i], i, row);
        if (!plain) return false;
    }
    return true;
}
