/* What the parts of reading a GeoPackage table into arrays share. Only geopackage_*.c include this. */
#ifndef HZP_DATA_GEOPACKAGE_READING_H
#define HZP_DATA_GEOPACKAGE_READING_H

#include <stdatomic.h>

#include "data/geopackage_columns.h"
#include "data/sqlite_table.h"
#include "geo/polygon_set_join.h"

/* A text that is compared with the next. */
typedef struct {
    char bytes[64];
    size_t length; /* 0: none */
} HzpShortText;

/* Rows that are read by one thread without a pause, into their own places of the arrays. */
typedef struct {
    size_t start; /* the first one's place */
    size_t room;  /* places */
    size_t first; /* of the pages of rows, and how many of these */
    size_t n;
    size_t found; /* rows */
    size_t unplaced;
    bool falls; /* the rising column does not rise; of its texts the first and the last so far */
    HzpShortText lowest;
    HzpShortText highest;
    HzpPolygonSet *polygons; /* while it is read; NULL for points */
} HzpGeopackageTask;

typedef struct {
    HzpRun *run;
    const HzpGeopackageTable *table;
    const HzpCells *cells;
    bool *whole; /* by column: declared as integer */
    size_t n;
    HzpShape shape;
    int64_t first; /* smallest key */
    size_t span;   /* keys from the smallest to the largest */
    HzpGeopackageTask *tasks;
    size_t n_tasks;
    HzpPolygonJoin *polygons; /* of all tasks; NULL for points */
    HzpGeopackageRows *rows;
    _Atomic(const char *) odd;
    atomic_bool unusual; /* the file's pages are not what is read without SQLite */
    atomic_bool cancelled;
} HzpGeopackageReading;

/* A text of rows before: neighbours share their town and county, many rows their kind. */
typedef struct {
    const char *text;
    size_t length; /* 0: none */
} HzpKnownText;
enum { HZP_KNOWN_TEXTS = 16 };

/* One thread's. */
typedef struct {
    HzpGeopackageReading *all;
    GPtrArray *blocks;
    char *at; /* free memory of the last block */
    size_t left;
    HzpKnownText *known; /* HZP_KNOWN_TEXTS of each column */
} HzpGeopackageThread;

static inline bool hzp_geopackage_stopped(HzpGeopackageReading *all)
{
    return atomic_load(&all->odd) != NULL || atomic_load(&all->unusual) || atomic_load(&all->cancelled);
}

/* A key that is this much larger than there can be rows is not one that rows were numbered with. */
static const int64_t HZP_GEOPACKAGE_LARGEST_SPAN = (int64_t)1 << 31;

/* geopackage_cells.c. */
void hzp_geopackage_thread_begin(HzpGeopackageThread *thread, HzpGeopackageReading *all);
void hzp_geopackage_thread_end(HzpGeopackageThread *thread);
bool hzp_geopackage_is_odd(HzpGeopackageThread *thread, const char *what);
/* A task is copied while it is read, for its neighbours are other threads'. */
HzpGeopackageTask hzp_geopackage_task_begin(HzpGeopackageThread *thread, size_t number);
/* Also of one that was given up. */
void hzp_geopackage_task_end(HzpGeopackageThread *thread, size_t number, const HzpGeopackageTask *task);
/* A row into the next place of a task: geometry, then the n columns in their order. False where one is not plain. */
bool hzp_geopackage_put_row(HzpGeopackageThread *thread, HzpGeopackageTask *task, int64_t key, const HzpSqliteCell *geometry,
                            const HzpSqliteCell *const *cells);

/* Whether a text comes after another in a rising column. */
bool hzp_geopackage_is_after(const char *text, size_t length, const HzpShortText *before);

/* geopackage_columns.c: room in the arrays for the keys that were found, and for tasks. */
void hzp_geopackage_make_arrays(HzpGeopackageReading *all, size_t n_tasks);

/* geopackage_pages.c: all rows from pages; false where the table is to be read through SQL. geopackage_sql.c. */
bool hzp_geopackage_read_pages(HzpGeopackageReading *all);
void hzp_geopackage_read_sql(HzpGeopackageReading *all);

#endif
