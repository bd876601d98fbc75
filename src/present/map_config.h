/* styles/sheet.yaml: pages, layout, what each sheet shows, legend groups and wording. */
#ifndef HZP_PRESENT_MAP_CONFIG_H
#define HZP_PRESENT_MAP_CONFIG_H

#include "base/yaml_tree.h"
#include "present/map_filter.h"

typedef struct {
    double long_mm, short_mm, enlarge;
} HzpPageSize;

/* Whose names a sheet writes. */
typedef struct {
    const char *layer;
    bool must;
    HzpFilter *where;
    const char *rank; /* column, or NULL */
    double per_dm2;   /* 0: no limit */
    double enlarge;
    bool shorten;       /* without leading county and town and without usual endings */
    const char *second; /* column whose text follows the name, or NULL */
    double up_to, over; /* the rule is for so many names or fewer, or for more than so many */
} HzpLabelRule;

/* What a kind of sheet ("overview", "county") shows. */
typedef struct {
    const HzpYamlNode *node;
    GPtrArray *layers;               /* names, bottom to top */
    GArray *labels;                  /* of HzpLabelRule */
    const char *legend_title;        /* of a legend in one group; NULL for groups */
    const char *subject;             /* layer that north arrow and scale bar keep clear of */
    double enlarge;                  /* of everything but the map, over the page's */
    double panel_mm, panel_below_mm; /* instead of the layout's */
} HzpSheetKind;

typedef struct {
    HzpYaml *yaml;
    double margin_mm, title_mm, foot_mm, panel_mm, panel_below_mm, gap_mm, band_mm, fill;
    const char *font, *title_font;
    const char *land;  /* colour of the counties where a plan has no prevention zones */
    GArray *mantissas; /* of double */
    HzpSheetKind overview, county, affected, warning;
} HzpMapConfig;

/* Load and check it. Free with hzp_map_config_free(). */
HzpStatus hzp_map_config_load(HzpMapConfig **config);
void hzp_map_config_free(HzpMapConfig *config);

/* A page size by name; HZP_E_USAGE when there is none. */
HzpStatus hzp_map_config_page(const HzpMapConfig *config, const char *name, HzpPageSize *page);

/* Text of a {zh, en} node in the language of the process; NULL for a NULL node. */
const char *hzp_map_config_words(const HzpYamlNode *node);
/* A text below `texts`; its key where it is missing. */
const char *hzp_map_config_text(const HzpMapConfig *config, const char *key);
/* A legend label of a style in the language of the process. */
const char *hzp_map_config_translate(const HzpMapConfig *config, const char *label);

#endif
