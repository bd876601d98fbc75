#include "data/table_header.h"

#include <string.h>

#include "data/column_match.h"

/* Less is no header: a cell of data may happen to be a name. */
enum { FEWEST_NAMES = 2 };

static char **row_at(const GPtrArray *rows, int row) { return g_ptr_array_index(rows, (guint)row); }

static char *joined(const char *upper, const char *lower)
{
    g_autofree char *both = g_strconcat(upper, lower, NULL);
    return g_strstrip(g_strdelimit(g_steal_pointer(&both), "\r\n\t", ' '));
}

/* How many different known names stand in a row. */
static int count_known(GHashTable *known, char **cells)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    int count = 0;
    for (size_t i = 0; cells[i]; i++) {
        if (*cells[i] && g_hash_table_add(seen, cells[i]) && hzp_fields_know(known, cells[i])) count++;
    }
    return count;
}

static int count_equal(char **cells, const char *name)
{
    int count = 0;
    for (size_t i = 0; cells[i]; i++)
        count += strcmp(cells[i], name) == 0;
    return count;
}

/* The title of a group stands over its first column; cells to the right of it are empty, and every column has a lower name.
 */
static char **names_of_two(GHashTable *known, char **upper, char **lower)
{
    size_t width = g_strv_length(upper);
    char **names = g_new0(char *, width + 1);
    const char *group = "";
    for (size_t i = 0; i < width; i++) {
        if (!*lower[i]) {
            group = "";
            names[i] = joined(upper[i], "");
            continue;
        }
        if (*upper[i]) group = upper[i];
        bool alone = hzp_fields_know(known, lower[i]) && count_equal(lower, lower[i]) == 1;
        names[i] = joined(alone ? "" : group, lower[i]);
    }
    return names;
}

static bool looks_like_number(const char *text)
{
    char *end = NULL;
    g_ascii_strtod(text, &end);
    return end != text && !*end;
}

/* A second row of a header has names under groups and nothing under the columns that need none. */
static bool can_be_two(GHashTable *known, char **upper, char **lower)
{
    bool group = false;
    for (size_t i = 0; upper[i]; i++) {
        if (*lower[i] && looks_like_number(lower[i])) return false;
        group |= *lower[i] && *upper[i];
    }
    return group && count_known(known, upper) > 0 && count_known(known, lower) >= FEWEST_NAMES;
}

static int count_two(GHashTable *known, const GPtrArray *rows, int upper)
{
    if (upper + 1 >= (int)rows->len || !can_be_two(known, row_at(rows, upper), row_at(rows, upper + 1))) return 0;
    char **names = names_of_two(known, row_at(rows, upper), row_at(rows, upper + 1));
    int count = count_known(known, names);
    g_strfreev(names);
    return count;
}

HzpHeaderPlace hzp_header_find(GHashTable *known, const GPtrArray *rows, int given)
{
    HzpHeaderPlace best = {MAX(given, 0), MAX(given, 0)};
    if (rows->len == 0 || best.upper >= (int)rows->len) return best;
    int most = count_known(known, row_at(rows, best.upper));
    for (int row = 1; given < 0 && row < (int)rows->len; row++) {
        int count = count_known(known, row_at(rows, row));
        if (count <= most || count < FEWEST_NAMES) continue;
        most = count;
        best = (HzpHeaderPlace){row, row};
    }
    for (int row = 0; row + 1 < (int)rows->len; row++) {
        if (given >= 0 && row != given) continue;
        int count = count_two(known, rows, row);
        if (count <= most) continue;
        most = count;
        best = (HzpHeaderPlace){row, row + 1};
    }
    return best;
}

char **hzp_header_names(GHashTable *known, const GPtrArray *rows, HzpHeaderPlace place)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    char **lower = row_at(rows, place.lower);
    char **names = place.upper == place.lower ? g_strdupv(lower) : names_of_two(known, row_at(rows, place.upper), lower);
    for (size_t i = 0; names[i]; i++) {
        g_autofree char *name = *names[i] ? joined(names[i], "") : g_strdup_printf("Field%zu", i + 1);
        for (int again = 2; g_hash_table_contains(seen, name); again++) {
            g_free(name);
            name = g_strdup_printf("%s_%d", *names[i] ? names[i] : "Field", again);
        }
        g_free(names[i]);
        names[i] = g_steal_pointer(&name);
        g_hash_table_add(seen, names[i]);
    }
    return names;
}
