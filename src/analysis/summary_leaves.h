/* Leaves of summary.json: dotted keys with their values, as the table `summary` keeps them. */
#ifndef HZP_ANALYSIS_SUMMARY_LEAVES_H
#define HZP_ANALYSIS_SUMMARY_LEAVES_H

#include "analysis/analysis.h"

typedef struct {
    HzpAnalysis *analysis;
    HzpTable *table;
} HzpSummary;

/* A leaf of a type (text, integer, real, list, object); a NULL value is null. */
void hzp_leaf_put(const HzpSummary *summary, const char *key, const char *value, const char *type);
void hzp_leaf_text(const HzpSummary *summary, const char *key, const char *value);
/* The shortest digits that read back as the same double; NaN is null. */
void hzp_leaf_number(const HzpSummary *summary, const char *key, double value);
/* The key `prefix`.`name`, and .`suffix` unless NULL; dots inside the name are escaped. */
void hzp_leaf_named(const HzpSummary *summary, const char *prefix, const char *name, const char *suffix, double value);

/* A list from a text of parts, as they are or as labels of a vocabulary; NULL is the empty list. */
void hzp_leaf_list(const HzpSummary *summary, const char *key, const char *joined, const char *separator,
                   const char *vocabulary);

/* exposure_summary.c: `modelled`, `buildings`, `raster`. */
void hzp_summary_exposure(const HzpSummary *summary);

/* facilities.c: `facilities`, where the project has the layer. */
void hzp_summary_facilities(const HzpSummary *summary);

/* key_periods.c: `key_periods`. */
void hzp_summary_key_periods(const HzpSummary *summary);

#endif
