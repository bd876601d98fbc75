#include "base/name_likeness.h"

#include <glib.h>
#include <math.h>

#include "base/place_name.h"

enum { LONGEST = 31 };

static glong letters_of(const char *name, gunichar *letters)
{
    glong n = 0;
    for (const char *at = name; *at && n < LONGEST; at = g_utf8_next_char(at))
        letters[n++] = g_utf8_get_char(at);
    return n;
}

static double replacing(gunichar a, gunichar b)
{
    if (a == b) return 0;
    return hzp_place_letters_alike(a, b) ? 0.5 : 1;
}

/* The distance, or INFINITY as soon as it is sure to be more than `limit`. */
static double distance_within(const char *a, const char *b, double limit)
{
    gunichar from[LONGEST];
    gunichar to[LONGEST];
    double cost[LONGEST + 1][LONGEST + 1];
    glong n = letters_of(a, from);
    glong m = letters_of(b, to);
    for (glong i = 0; i <= n; i++)
        cost[i][0] = (double)i;
    for (glong j = 0; j <= m; j++)
        cost[0][j] = (double)j;
    double least_before = 0;
    for (glong i = 1; i <= n; i++) {
        double least = cost[i][0];
        for (glong j = 1; j <= m; j++) {
            double best = cost[i - 1][j - 1] + replacing(from[i - 1], to[j - 1]);
            best = MIN(best, MIN(cost[i - 1][j], cost[i][j - 1]) + 1);
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                best = MIN(best, cost[i - 2][j - 2] + 1);
            cost[i][j] = best;
            least = MIN(least, best);
        }
        if (MIN(least, least_before) > limit) return INFINITY; /* an exchange looks two rows back */
        least_before = least;
    }
    return cost[n][m];
}

double hzp_name_distance_within(const char *text, const char *name)
{
    enum { LONGEST_NAME = 63 };
    gunichar from[LONGEST];
    double cost[LONGEST_NAME + 1] = {0}; /* of the letters of `text` so far, ended at each letter of `name` */
    glong n = letters_of(text, from);
    for (glong i = 1; i <= n; i++) {
        double before = cost[0];
        glong j = 1;
        cost[0] = (double)i;
        for (const char *at = name; *at && j <= LONGEST_NAME; at = g_utf8_next_char(at), j++) {
            double best = MIN(before + replacing(from[i - 1], g_utf8_get_char(at)), MIN(cost[j], cost[j - 1]) + 1);
            before = cost[j];
            cost[j] = best;
        }
    }
    double least = cost[0];
    glong j = 1;
    for (const char *at = name; *at && j <= LONGEST_NAME; at = g_utf8_next_char(at), j++)
        least = MIN(least, cost[j]);
    return least;
}

double hzp_name_distance(const char *a, const char *b) { return distance_within(a, b, INFINITY); }

static bool shares_letter(const char *a, const char *b)
{
    for (const char *at = a; *at; at = g_utf8_next_char(at)) {
        if (g_utf8_strchr(b, -1, g_utf8_get_char(at))) return true;
    }
    return false;
}

bool hzp_name_is_like(const char *a, const char *b, double *distance)
{
    glong n = g_utf8_strlen(a, -1), m = g_utf8_strlen(b, -1);
    double limit = (double)MAX(n, m) / 2;
    /* Letters too many are left out at one each, whatever the others are. */
    if ((double)MAX(n, m) - (double)MIN(n, m) > limit && MAX(n, m) <= LONGEST) return false;
    if (!shares_letter(a, b)) return false;
    *distance = distance_within(a, b, limit);
    return *distance <= limit;
}
