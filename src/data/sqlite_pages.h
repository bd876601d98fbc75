/* Pages of an SQLite database file as they lie in it, for tables that are read faster than by stepping through SQL.
 *
 * They are read through SQLite's own file handle, into memory of ours: closing a handle of our own would end the locks of all
 * connections of the process, and a mapped file that another program cuts short would end the program. Nothing is locked
 * here: the caller holds a read transaction on the same file for as long as pages are read, so that no other connection
 * writes. https://www.sqlite.org/fileformat2.html, 1.2 to 1.6. */
#ifndef HZP_DATA_SQLITE_PAGES_H
#define HZP_DATA_SQLITE_PAGES_H

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    sqlite3 *database; /* for its file handle only */
    sqlite3_file *file;
    uint32_t page_size;
    uint32_t usable; /* bytes of a page that the table may use */
    uint32_t n;      /* pages of the database, numbered from 1 */
    uint32_t most;   /* pages that are read at once */
    uint32_t ahead;  /* that are read now: more when they follow each other, fewer when not */
    uint32_t first;  /* of those that are in `bytes`; 0: none */
    uint32_t count;
    unsigned char *bytes;
    unsigned char *alone; /* one page that is not among these */
} HzpSqlitePages;

/* Open a file for one thread. False where its header tells of anything but a plain database in UTF-8 without a write-ahead
 * log; nothing need be closed then. */
bool hzp_sqlite_pages_open(HzpSqlitePages *pages, const char *path);
void hzp_sqlite_pages_close(HzpSqlitePages *pages);

/* A page, `page_size` bytes, with those that follow it in the file being read as well; valid until the next call. NULL where
 * the file has no such page or cannot be read. */
const unsigned char *hzp_sqlite_pages_get(HzpSqlitePages *pages, uint32_t number);

/* A page by itself; what hzp_sqlite_pages_get() returned stays valid. Valid until the next call. */
const unsigned char *hzp_sqlite_pages_alone(HzpSqlitePages *pages, uint32_t number);

/* Numbers in pages are big-endian. */
static inline uint32_t hzp_sqlite_two(const unsigned char *at) { return (uint32_t)at[0] << 8 | at[1]; }
static inline uint32_t hzp_sqlite_four(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#endif
