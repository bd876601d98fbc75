/* The columns of a warning's places, towns and calls: names, and how to get each; CSV, JSON, GeoJSON and GeoPackage are made
 * from these. */
#ifndef HZP_ANALYSIS_WARNING_FIELDS_H
#define HZP_ANALYSIS_WARNING_FIELDS_H

#include <stddef.h>

#include "data/table.h"
#include "hazplan/warning.h"

typedef struct {
    const char *name;
    HzpColumnType type;
    enum { HZP_FIELD_TEXT, HZP_FIELD_DOUBLE, HZP_FIELD_INT, HZP_FIELD_SIZE, HZP_FIELD_FLAG } kind;
    size_t offset; /* in the public struct */
} HzpWarningField;

/* Ended by a row without a name. */
extern const HzpWarningField hzp_warning_point_fields[];   /* HzpWarningPlace */
extern const HzpWarningField hzp_warning_village_fields[]; /* HzpWarningPlace */
extern const HzpWarningField hzp_warning_town_fields[];    /* HzpWarningTown */
extern const HzpWarningField hzp_warning_call_fields[];    /* HzpWarningCall */

/* The value: a text (NULL for none), or a number (NaN for none; 0 or 1 for a flag). */
const char *hzp_warning_field_text(const HzpWarningField *field, const void *row);
double hzp_warning_field_number(const HzpWarningField *field, const void *row);

#endif
