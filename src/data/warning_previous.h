/* An earlier warning of ours, read back to be compared with: the GeoPackage or the JSON of `hazplan warn`. */
#ifndef HZP_DATA_WARNING_PREVIOUS_H
#define HZP_DATA_WARNING_PREVIOUS_H

#include <glib.h>

#include "data/warning_rules.h"

typedef enum { HZP_PREVIOUS_POINTS, HZP_PREVIOUS_VILLAGES, HZP_PREVIOUS_TOWNS, HZP_PREVIOUS_KINDS } HzpPreviousKind;

typedef struct {
    GStringChunk *texts;
    const char *file;         /* its name without folders */
    const char *plan;         /* title of its plan */
    const char *issued;       /* NULL: not told */
    const char *first_issued; /* of its event */
    const char *last_wet_day; /* NULL: it names no dates, or no day was wet */
    const char *last_day;
    long number; /* of its issue within the event */
    /* By kind: id, of towns "county\ntown" -> level + 1 (so that unknown is 0); those that are not listed have none. */
    GHashTable *levels[HZP_PREVIOUS_KINDS];
    /* By kind and level, the last for unknown: how many are listed, and how many there are by its own totals (-1: not told).
     */
    long listed[HZP_PREVIOUS_KINDS][HZP_WARNING_LEVELS + 1];
    long told[HZP_PREVIOUS_KINDS][HZP_WARNING_LEVELS + 1];
} HzpWarningPrevious;

/* HZP_E_INPUT for a file that is no warning of ours, or one that lists less or other than its own totals say: what is not
 * listed would be taken for not warned. Free with hzp_warning_previous_free(). */
HzpStatus hzp_warning_previous_read(const char *path, HzpWarningPrevious **previous);
void hzp_warning_previous_free(HzpWarningPrevious *previous);

/* Level that the earlier warning gave, none for what it does not list. */
HzpWarningLevel hzp_warning_previous_level(const HzpWarningPrevious *previous, HzpPreviousKind kind, const char *key);

/* Key of a town; free with g_free(). */
char *hzp_warning_town_key(const char *county, const char *town);

#endif
