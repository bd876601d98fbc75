/* The words, codes and limits of data/rain.yaml. Only rain*.c include this. */
#ifndef HZP_DATA_RAIN_TERMS_H
#define HZP_DATA_RAIN_TERMS_H

#include <stdbool.h>

#include "base/yaml_tree.h"

typedef struct {
    HzpYaml *file;
    double largest_mm;
    double metres_below;
    double little_mm; /* a range from 0 up to more than this tells nothing */
    double least_share;
    double power;
    size_t nearest;
    double within_m;
    double lattice_deg;
    double missing_from;
    GArray *missing_codes; /* double: every cell of a grid is held against them */
} HzpRainTerms;

/* Read them; HZP_E_INPUT where the file that comes with the program is broken. Clear with hzp_rain_terms_clear(). */
HzpStatus hzp_rain_terms_read(HzpRainTerms *terms);
void hzp_rain_terms_clear(HzpRainTerms *terms);

/* Factor to mm of a day of a unit's word; NaN for a word that is no unit of rain. A word that says nothing (or NULL) gives 1
 * and *named false. */
double hzp_rain_unit(const HzpRainTerms *terms, const char *word, bool *named);

/* The unit that a column's heading names in brackets or at its end: "降水量（0.1mm）", "rain_mm". NULL where it names none;
 * free with g_free(). */
char *hzp_rain_heading_unit(const HzpRainTerms *terms, const char *heading);

/* Whether a figure stands for none, as the file has it, before any unit. */
bool hzp_rain_code_is_missing(const HzpRainTerms *terms, double value);

/* Whether a variable or element is rain. */
bool hzp_rain_name_is_rain(const HzpRainTerms *terms, const char *name);

/* A cell of a table or of an attribute. */
typedef enum {
    HZP_RAIN_FIGURE, /* *value */
    HZP_RAIN_TRACE,  /* *value is 0 */
    HZP_RAIN_BOUNDS, /* *value is the lower bound of "50-100", "≥50", 暴雨 */
    HZP_RAIN_NO_FIGURE,
    HZP_RAIN_NEGATIVE,
    HZP_RAIN_UNREADABLE
} HzpRainCell;

/* Read a cell; what is no figure leaves *value NaN. Of bounds the lower one counts: so much fell at least. */
HzpRainCell hzp_rain_cell_read(const HzpRainTerms *terms, const char *text, double *value);

#endif
