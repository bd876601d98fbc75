#include "data/sqlite_pages.h"

#include <string.h>

enum { HEADER = 100, BLOCK_BYTES = 1 << 18, LEAST_USABLE = 480 };

static bool read_bytes(const HzpSqlitePages *pages, void *bytes, size_t size, uint64_t offset)
{
    return pages->file->pMethods->xRead(pages->file, bytes, (int)size, (sqlite3_int64)offset) == SQLITE_OK;
}

/* The number of pages that the header tells counts where the file was last written by an SQLite that keeps it. */
static uint32_t count_pages(const unsigned char *header, uint32_t page_size, sqlite3_int64 file_bytes)
{
    enum { CHANGES = 24, PAGES = 28, PAGES_VALID_FOR = 92 };
    uint64_t whole = (uint64_t)file_bytes / page_size;
    uint32_t told = hzp_sqlite_four(header + PAGES);
    bool valid = told > 0 && memcmp(header + CHANGES, header + PAGES_VALID_FOR, 4) == 0;
    if (valid) return told <= whole ? told : 0;
    return whole < UINT32_MAX ? (uint32_t)whole : 0;
}

static bool read_header(HzpSqlitePages *pages)
{
    enum { PAGE_SIZE = 16, WRITE_VERSION = 18, READ_VERSION = 19, RESERVED = 20, ENCODING = 56 };
    unsigned char header[HEADER];
    sqlite3_int64 size = 0;
    if (!pages->file->pMethods || pages->file->pMethods->xFileSize(pages->file, &size) != SQLITE_OK || size < HEADER ||
        !read_bytes(pages, header, HEADER, 0) || memcmp(header, "SQLite format 3", 16) != 0)
        return false;
    uint32_t page_size = hzp_sqlite_two(header + PAGE_SIZE);
    if (page_size == 1) page_size = 1 << 16;
    if (page_size < 512 || (page_size & (page_size - 1)) || header[WRITE_VERSION] != 1 || header[READ_VERSION] != 1 ||
        hzp_sqlite_four(header + ENCODING) != SQLITE_UTF8)
        return false;
    pages->page_size = page_size;
    pages->usable = page_size - header[RESERVED];
    pages->n = count_pages(header, page_size, size);
    return pages->usable >= LEAST_USABLE && pages->n > 0;
}

bool hzp_sqlite_pages_open(HzpSqlitePages *pages, const char *path)
{
    *pages = (HzpSqlitePages){0};
    sqlite3_int64 mapped = 0;
    bool opened = sqlite3_open_v2(path, &pages->database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
                  sqlite3_file_control(pages->database, "main", SQLITE_FCNTL_FILE_POINTER, &pages->file) == SQLITE_OK &&
                  pages->file;
    if (opened) sqlite3_file_control(pages->database, "main", SQLITE_FCNTL_MMAP_SIZE, &mapped);
    if (!opened || !read_header(pages)) {
        sqlite3_close(pages->database);
        return false;
    }
    pages->most = MAX(1, BLOCK_BYTES / pages->page_size);
    pages->ahead = 1;
    pages->bytes = g_malloc((size_t)pages->most * pages->page_size);
    pages->alone = g_malloc(pages->page_size);
    return true;
}

void hzp_sqlite_pages_close(HzpSqlitePages *pages)
{
    sqlite3_close(pages->database);
    g_free(pages->bytes);
    g_free(pages->alone);
    *pages = (HzpSqlitePages){0};
}

static bool has_read(const HzpSqlitePages *pages, uint32_t number)
{
    return number >= pages->first && number - pages->first < pages->count;
}

static const unsigned char *place_of(const HzpSqlitePages *pages, uint32_t number)
{
    return pages->bytes + (size_t)(number - pages->first) * pages->page_size;
}

const unsigned char *hzp_sqlite_pages_get(HzpSqlitePages *pages, uint32_t number)
{
    if (has_read(pages, number)) return place_of(pages, number);
    if (number == 0 || number > pages->n) return NULL;
    /* Pages between may be those that records run over to. */
    bool follows = number > pages->first && number - pages->first <= 2 * pages->count + 2;
    pages->ahead = follows ? MIN(pages->most, 2 * pages->ahead) : MAX(1, pages->ahead / 4);
    uint32_t count = MIN(pages->ahead, pages->n - number + 1);
    pages->count = 0;
    if (!read_bytes(pages, pages->bytes, (size_t)count * pages->page_size, (uint64_t)(number - 1) * pages->page_size))
        return NULL;
    pages->first = number;
    pages->count = count;
    return pages->bytes;
}

const unsigned char *hzp_sqlite_pages_alone(HzpSqlitePages *pages, uint32_t number)
{
    if (has_read(pages, number)) return place_of(pages, number);
    if (number == 0 || number > pages->n) return NULL;
    return read_bytes(pages, pages->alone, pages->page_size, (uint64_t)(number - 1) * pages->page_size) ? pages->alone : NULL;
}
