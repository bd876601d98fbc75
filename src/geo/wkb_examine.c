#include "geo/wkb_examine.h"

#include <string.h>

enum {
    POINT = 1,
    LINE = 2,
    POLYGON = 3,
    MULTIPOINT = 4,
    COLLECTION = 7,
    CIRCULAR = 8,
    COMPOUND = 9,
    MULTISURFACE = 12,
    POLYHEDRAL = 15,
    TIN = 16,
    TRIANGLE = 17
};

typedef struct {
    const unsigned char *at;
    size_t left;
    bool big_endian;
    size_t point_size;
    HzpWkbFacts *facts;
} Reader;

static bool read_bytes(Reader *reader, void *value, size_t size)
{
    if (reader->left < size) {
        reader->facts->claimed = (uint32_t)size;
        reader->facts->possible = reader->left;
        return false;
    }
    unsigned char *out = value;
    for (size_t i = 0; i < size; i++) {
        bool turn = reader->big_endian == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
        out[turn ? size - 1 - i : i] = reader->at[i];
    }
    reader->at += size;
    reader->left -= size;
    return true;
}

/* A number of things of at least `size` bytes each. */
static bool read_count(Reader *reader, size_t size, uint32_t *count)
{
    if (!read_bytes(reader, count, sizeof *count)) return false;
    if (*count <= reader->left / size) return true;
    reader->facts->claimed = *count;
    reader->facts->possible = reader->left / size;
    return false;
}

static void note_unclosed(Reader *reader, const unsigned char *first, const unsigned char *last)
{
    if (memcmp(first, last, 2 * sizeof(double)) == 0) return;
    if (reader->facts->unclosed++ > 0) return;
    Reader start = *reader;
    start.at = first;
    start.left = 2 * sizeof(double);
    read_bytes(&start, &reader->facts->x, sizeof(double));
    read_bytes(&start, &reader->facts->y, sizeof(double));
}

static bool skip_points(Reader *reader, bool ring)
{
    uint32_t count = 0;
    if (!read_count(reader, reader->point_size, &count)) return false;
    size_t size = count * reader->point_size;
    if (ring && count > 1) note_unclosed(reader, reader->at, reader->at + size - reader->point_size);
    reader->at += size;
    reader->left -= size;
    return true;
}

static bool skip_rings(Reader *reader)
{
    uint32_t rings = 0;
    if (!read_count(reader, sizeof(uint32_t), &rings)) return false;
    for (uint32_t i = 0; i < rings; i++) {
        if (!skip_points(reader, true)) return false;
    }
    return true;
}

/* Byte order and kind, with what they say of the points that follow. */
static bool read_kind(Reader *reader, uint32_t *kind)
{
    unsigned char order = 0;
    uint32_t type = 0;
    uint32_t number = 0;
    if (!read_bytes(reader, &order, 1)) return false;
    reader->big_endian = order == 0;
    if (!read_bytes(reader, &type, sizeof type)) return false;
    uint32_t bare = type & 0x1FFFFFFFU;
    bool z = (type & 0x80000000U) || bare / 1000 == 1 || bare / 1000 == 3;
    bool m = (type & 0x40000000U) || bare / 1000 == 2 || bare / 1000 == 3;
    if ((type & 0x20000000U) && !read_bytes(reader, &number, sizeof number)) return false; /* SRID */
    reader->point_size = sizeof(double) * (2U + z + m);
    *kind = bare < 4000 ? bare % 1000 : 0;
    return true;
}

/* What a geometry holds beside parts of its own kind; *parts is the number of those. */
static bool skip_content(Reader *reader, uint32_t kind, uint32_t *parts, HzpWkbTrouble *trouble)
{
    enum { LEAST_PART = 5 };
    *parts = 0;
    if (kind == POINT) {
        double coordinates[4];
        return read_bytes(reader, coordinates, reader->point_size);
    }
    reader->facts->curved |= kind >= CIRCULAR && kind <= MULTISURFACE;
    reader->facts->surface |= kind >= POLYHEDRAL && kind <= TRIANGLE;
    if (kind == LINE || kind == CIRCULAR) return skip_points(reader, false);
    if (kind == POLYGON || kind == TRIANGLE) return skip_rings(reader);
    bool holds_parts = (kind >= MULTIPOINT && kind <= COLLECTION) || (kind >= COMPOUND && kind <= MULTISURFACE) ||
                       kind == POLYHEDRAL || kind == TIN;
    if (holds_parts) return read_count(reader, LEAST_PART, parts);
    *trouble = HZP_WKB_UNKNOWN;
    return false;
}

HzpWkbTrouble hzp_wkb_examine(const void *wkb, size_t length, HzpWkbFacts *facts)
{
    uint32_t left[HZP_WKB_DEPTH + 1] = {1};
    Reader reader = {.at = wkb, .left = length, .facts = facts};
    memset(facts, 0, sizeof *facts);
    for (int depth = 0; depth >= 0;) {
        if (left[depth] == 0) {
            depth--;
            continue;
        }
        uint32_t kind = 0;
        uint32_t parts = 0;
        HzpWkbTrouble trouble = HZP_WKB_CLAIMS;
        left[depth]--;
        if (!read_kind(&reader, &kind) || !skip_content(&reader, kind, &parts, &trouble)) return trouble;
        if (parts == 0) continue;
        if (depth == HZP_WKB_DEPTH) return HZP_WKB_NESTED;
        left[++depth] = parts;
    }
    return HZP_WKB_SOUND;
}
