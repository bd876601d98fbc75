#include "data/sqlite_table.h"

#include <math.h>
#include <string.h>

enum { INTERIOR = 5, LEAF = 13, INTERIOR_HEADER = 12, LEAF_HEADER = 8, MOST_LEVELS = 20 };

/* A variable-length integer; NULL where it does not end before `end`. */
static const unsigned char *read_varint(const unsigned char *at, const unsigned char *end, uint64_t *value)
{
    enum { LONGEST = 9 };
    uint64_t sum = 0;
    if (at < end && *at < 0x80) {
        *value = *at;
        return at + 1;
    }
    for (int i = 1; at < end; i++) {
        if (i == LONGEST) {
            *value = sum << 8 | *at;
            return at + 1;
        }
        sum = sum << 7 | (*at & 0x7FU);
        if (*at++ < 0x80) {
            *value = sum;
            return at;
        }
    }
    return NULL;
}

/* ---- the tree ---- */

/* The children of an interior page; their keys rise. */
static bool add_children(const HzpSqlitePages *pages, const unsigned char *page, HzpSqliteLeaf parent, GArray *children)
{
    size_t n = hzp_sqlite_two(page + 3);
    const unsigned char *end = page + pages->usable;
    if (page[0] != INTERIOR || INTERIOR_HEADER + 2 * n > pages->usable) return false;
    HzpSqliteLeaf child = {.after = parent.after};
    for (size_t i = 0; i < n; i++) {
        size_t at = hzp_sqlite_two(page + INTERIOR_HEADER + 2 * i);
        uint64_t key = 0;
        if (at < INTERIOR_HEADER + 2 * n || at + 4 > pages->usable || !read_varint(page + at + 4, end, &key)) return false;
        child.page = hzp_sqlite_four(page + at);
        child.last = (int64_t)key;
        if (child.last <= child.after || child.last >= parent.last) return false;
        g_array_append_val(children, child);
        child.after = child.last;
    }
    child.page = hzp_sqlite_four(page + LEAF_HEADER);
    child.last = parent.last;
    g_array_append_val(children, child);
    return true;
}

/* One level down from a level of interior pages. */
static GArray *next_level(HzpSqlitePages *pages, const GArray *level)
{
    GArray *next = g_array_new(FALSE, FALSE, sizeof(HzpSqliteLeaf));
    for (guint i = 0; i < level->len; i++) {
        HzpSqliteLeaf parent = g_array_index(level, HzpSqliteLeaf, i);
        const unsigned char *page = hzp_sqlite_pages_alone(pages, parent.page);
        if (!page || !add_children(pages, page, parent, next) || next->len > pages->n) {
            g_array_unref(next);
            return NULL;
        }
    }
    return next;
}

/* The first page of a database begins with its header and is the root of the schema. */
GArray *hzp_sqlite_table_leaves(HzpSqlitePages *pages, uint32_t root)
{
    const HzpSqliteLeaf all = {root, -1, INT64_MAX};
    GArray *level = g_array_new(FALSE, FALSE, sizeof(HzpSqliteLeaf));
    g_array_append_val(level, all);
    for (int depth = 0; level && depth < MOST_LEVELS && root > 1; depth++) {
        const unsigned char *page = hzp_sqlite_pages_alone(pages, g_array_index(level, HzpSqliteLeaf, 0).page);
        if (page && page[0] == LEAF) return level;
        GArray *next = page ? next_level(pages, level) : NULL;
        g_array_unref(level);
        level = next;
    }
    if (level) g_array_unref(level);
    return NULL;
}

/* ---- rows ---- */

bool hzp_sqlite_rows_leaf(HzpSqliteRows *rows, uint32_t number)
{
    rows->page = hzp_sqlite_pages_get(rows->pages, number);
    if (!rows->page || rows->page[0] != LEAF) return false;
    rows->n = hzp_sqlite_two(rows->page + 3);
    return LEAF_HEADER + 2 * rows->n <= rows->pages->usable;
}

void hzp_sqlite_rows_clear(HzpSqliteRows *rows)
{
    g_free(rows->whole);
    *rows = (HzpSqliteRows){0};
}

/* Bytes of a record that does not fit that stay in its leaf. */
static size_t local_size(size_t usable, uint64_t size)
{
    size_t least = (usable - 12) * 32 / 255 - 23;
    size_t fitting = least + (size_t)((size - least) % (usable - 4));
    return fitting <= usable - 35 ? fitting : least;
}

/* A record whose end is in a chain of overflow pages, put together. */
static bool gather(HzpSqliteRows *rows, const unsigned char *local, size_t kept, HzpSqliteRow *row)
{
    HzpSqlitePages *pages = rows->pages;
    uint32_t next = hzp_sqlite_four(local + kept);
    if (row->size > rows->room) {
        rows->room = row->size + row->size / 2;
        g_free(rows->whole);
        rows->whole = g_malloc(rows->room);
    }
    memcpy(rows->whole, local, kept);
    for (size_t done = kept; done < row->size;) {
        const unsigned char *page = hzp_sqlite_pages_alone(pages, next);
        if (!page) return false;
        size_t part = MIN(row->size - done, pages->usable - 4);
        memcpy(rows->whole + done, page + 4, part);
        next = hzp_sqlite_four(page);
        done += part;
    }
    row->record = rows->whole;
    return true;
}

bool hzp_sqlite_rows_get(HzpSqliteRows *rows, size_t i, HzpSqliteRow *row)
{
    size_t usable = rows->pages->usable;
    size_t at = hzp_sqlite_two(rows->page + LEAF_HEADER + 2 * i);
    const unsigned char *end = rows->page + usable;
    uint64_t size = 0;
    uint64_t key = 0;
    if (at < LEAF_HEADER + 2 * rows->n || at >= usable) return false;
    const unsigned char *record = read_varint(rows->page + at, end, &size);
    record = record ? read_varint(record, end, &key) : NULL;
    if (!record) return false;
    size_t left = (size_t)(end - record);
    *row = (HzpSqliteRow){(int64_t)key, record, (size_t)size};
    if (size <= usable - 35) return size <= left;
    if (size > (uint64_t)rows->pages->n * usable) return false;
    size_t kept = local_size(usable, size);
    return kept + 4 <= left && gather(rows, record, kept, row);
}

/* ---- values ---- */

static int64_t read_whole(const unsigned char *at, size_t size)
{
    uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

static void read_real(const unsigned char *at, HzpSqliteCell *cell)
{
    uint64_t bits = (uint64_t)read_whole(at, sizeof bits);
    memcpy(&cell->real, &bits, sizeof bits);
    cell->type = isnan(cell->real) ? SQLITE_NULL : SQLITE_FLOAT;
}

/* Bytes that a value takes; of types that SQLite keeps for itself there are none in a file. */
static bool size_of(uint64_t serial, uint64_t *size)
{
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    enum { FIRST_TEXT = 12 };
    *size = serial < FIRST_TEXT ? sizes[MIN(serial, 9)] : (serial - FIRST_TEXT) / 2;
    return serial < G_N_ELEMENTS(sizes) || serial >= FIRST_TEXT;
}

static void read_value(uint64_t serial, const unsigned char *at, size_t size, HzpSqliteCell *cell)
{
    enum { REAL = 7, ZERO = 8, ONE = 9, FIRST_TEXT = 12 };
    *cell = (HzpSqliteCell){.type = SQLITE_NULL};
    if (serial >= FIRST_TEXT) {
        cell->type = serial % 2 ? SQLITE_TEXT : SQLITE_BLOB;
        cell->bytes = at;
        cell->size = size;
    } else if (serial == REAL) {
        read_real(at, cell);
    } else if (serial > 0) {
        cell->type = SQLITE_INTEGER;
        cell->whole = serial >= ZERO ? serial == ONE : read_whole(at, size);
    }
}

bool hzp_sqlite_record(const HzpSqliteRow *row, const bool *wanted, size_t n, HzpSqliteCell *cells)
{
    const unsigned char *end = row->record + row->size;
    uint64_t header = 0;
    const unsigned char *type = read_varint(row->record, end, &header);
    if (!type || header > row->size) return false;
    const unsigned char *types_end = row->record + header;
    const unsigned char *value = types_end;
    for (size_t i = 0; i < n; i++) {
        uint64_t serial = 0;
        uint64_t size = 0;
        type = read_varint(type, types_end, &serial);
        if (!type || !size_of(serial, &size) || size > (size_t)(end - value)) return false;
        if (wanted[i]) read_value(serial, value, (size_t)size, &cells[i]);
        value += size;
    }
    return true;
}
