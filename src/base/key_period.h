/* Key periods (重点防范期): the months of a year in which hazards of some types are to be watched most. R14. */
#ifndef HZP_BASE_KEY_PERIOD_H
#define HZP_BASE_KEY_PERIOD_H

#include <glib.h>
#include <stdbool.h>

#include "base/date_text.h"
#include "base/error.h"
#include "base/project.h"

/* Both ends belong to it. One that ends before it begins goes over the new year (November to March). */
typedef struct {
    char *id; /* of data/rules/key_periods.yaml or the project's */
    char *name_zh, *name_en;
    char *trigger_zh, *trigger_en; /* what sets hazards off; NULL where not said */
    int first_month, first_day;
    int last_month, last_day; /* 29 February where it lasts to the end of February */
    char *types;              /* codes of hazard types, separated by commas; NULL: all */
    bool of_project;          /* the project describes it; else data/rules */
} HzpKeyPeriod;

void hzp_key_period_free(gpointer period);

/* Whether a whole day lies in a period. */
bool hzp_key_period_holds(const HzpKeyPeriod *period, HzpDate day);

/* "06-01" */
char *hzp_key_period_day_text(int month, int day);
bool hzp_key_period_day_read(const char *text, bool last, int *month, int *day);

/* The periods of a project (GPtrArray of HzpKeyPeriod, freed with g_ptr_array_unref()): its `key_periods`, each an id of
 * data/rules/key_periods.yaml or a period of its own, else those that the file marks as default. NULL for the defaults alone.
 * HZP_E_INPUT with file and line. */
HzpStatus hzp_key_periods_of(const HzpProject *project, GPtrArray **periods);

#endif
