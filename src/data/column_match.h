/* Which column of a source holds which field of ours: the project's `fields`, else the aliases of data/fields.yaml. */
#ifndef HZP_DATA_COLUMN_MATCH_H
#define HZP_DATA_COLUMN_MATCH_H

#include "data/findings.h"
#include "data/vector_source.h"

typedef enum {
    HZP_FIELD_TEXT,
    HZP_FIELD_NUMBER,
    HZP_FIELD_PEOPLE,
    HZP_FIELD_HOUSEHOLDS,
    HZP_FIELD_WAN_YUAN,
    HZP_FIELD_METRES,
    HZP_FIELD_COORDINATE
} HzpFieldType;

typedef struct {
    const char *name; /* ours */
    HzpFieldType type;
    bool required;
    double factor; /* what turns a figure without a unit of its own into the field's unit: 10000 for "人口(万人)" */
    int column;    /* field index in the layer, -1 when it is not there */
    char *header;  /* the source's name of it, UTF-8; NULL when it is not there */
} HzpField;

/* Load data/fields.yaml once. */
HzpStatus hzp_fields_load(void);
void hzp_fields_forget(void);

/* Match the fields of a layer. The array (HzpField) is freed with hzp_fields_free().
 * HZP_E_INPUT when the project names a column that is not there or a field we do not know, or a required one is missing; the
 * message lists the columns that are there. */
HzpStatus hzp_fields_match(const HzpVectorSource *source, HzpFindings *findings, GArray **fields);

/* A column of a source. */
typedef struct {
    const char *name; /* UTF-8, whole characters */
    const char *raw;  /* as the source has it */
    bool cut;         /* the source's name ends in the middle of a character */
} HzpColumnName;

/* The same among these columns; borrowed. */
HzpStatus hzp_fields_match_columns(const HzpLayerSource *source, const HzpColumnName *names, size_t n, HzpFindings *findings,
                                   GArray **fields);
void hzp_fields_free(GArray *fields);

/* The fields that a layer may have, none of them matched. Free with hzp_fields_free(). */
GArray *hzp_fields_of_layer(const char *layer);

/* Every name that a column of a layer may have: aliases and what the project names, ready for hzp_fields_know(). Free with
 * g_hash_table_destroy(). */
GHashTable *hzp_fields_known(const HzpLayerSource *source);
bool hzp_fields_know(GHashTable *known, const char *name);

/* Whether a column name means an alias: equal when folded (spaces, case, full-width forms, brackets), or its 10-byte
 * truncation. */
bool hzp_column_means(const char *column, const char *alias);

#endif
