/* A layer's style as read from QML: a tree of rules with symbols, and how its names are written. */
#ifndef HZP_PRESENT_MAP_STYLE_H
#define HZP_PRESENT_MAP_STYLE_H

#include <glib.h>
#include <stdbool.h>

#include "present/map_filter.h"

typedef struct {
    double red, green, blue, alpha; /* 0 to 1 */
} HzpColour;

typedef enum {
    HZP_PART_FILL,         /* SimpleFill */
    HZP_PART_LINE_PATTERN, /* LinePatternFill */
    HZP_PART_POINT_PATTERN,
    HZP_PART_LINE,  /* SimpleLine */
    HZP_PART_MARKER /* SimpleMarker */
} HzpPartKind;

typedef struct HzpSymbol HzpSymbol;

/* One symbol layer of QGIS. Lengths are millimetres on an A3 sheet. */
typedef struct {
    HzpPartKind kind;
    int pass; /* drawn in this order over all features of the layer when the renderer uses symbol levels */
    bool filled;
    bool stroked;
    HzpColour fill;
    HzpColour stroke;
    double stroke_mm;
    double dashes_mm[12];
    int dash_count;
    int join;  /* cairo_line_join_t */
    int cap;   /* cairo_line_cap_t */
    int shape; /* index into the marker table, map_marker.h */
    double size_mm;
    double angle_deg; /* markers: clockwise; line patterns: counter-clockwise, as in QGIS */
    double offset_x_mm, offset_y_mm;
    double spacing_x_mm, spacing_y_mm; /* patterns */
    HzpSymbol *inner;                  /* patterns */
} HzpSymbolPart;

struct HzpSymbol {
    char type; /* 'f' fill, 'l' line, 'm' marker */
    double opacity;
    GArray *parts; /* of HzpSymbolPart, lowest first */
};

/* A rule; categories and classes of the other renderers are rules too. */
typedef struct HzpStyleRule {
    char *label;
    HzpFilter *filter;   /* NULL: every row */
    bool is_else;        /* only rows no sister rule took */
    bool drawn;          /* switched on in the layer tree */
    double scale_from;   /* drawn for denominators from this … */
    double scale_to;     /* … to this; 0: no limit */
    HzpSymbol *symbol;   /* NULL for a rule that only groups; belongs to the rule */
    GPtrArray *children; /* of HzpStyleRule */
    int index;           /* running number within the style, to count uses */
} HzpStyleRule;

typedef struct {
    char *column; /* NULL: the layer carries no names */
    char *family;
    double size_mm;
    int weight; /* PangoWeight */
    bool italic;
    double letter_spacing_mm;
    HzpColour colour;
    bool haloed;
    double halo_mm;
    HzpColour halo;
} HzpLabelStyle;

typedef struct {
    char *layer;
    double opacity;
    double scale_from, scale_to;
    bool by_level;   /* symbol levels */
    bool first_only; /* categorized and graduated: a row is drawn by the first that fits */
    GPtrArray *rules;
    int rule_count;
    HzpLabelStyle label;
} HzpStyle;

HzpStyle *hzp_style_new(const char *layer);
void hzp_style_free(HzpStyle *style);
HzpStyleRule *hzp_style_rule_new(HzpStyle *style);
HzpSymbol *hzp_symbol_new(char type);
void hzp_symbol_free(HzpSymbol *symbol);

/* Called for each rule that draws a row. */
typedef void (*HzpRuleFunction)(const HzpStyleRule *rule, void *user);

/* Find the rules that draw a row at a scale (1:denominator), parents before children. */
void hzp_style_match(const HzpStyle *style, double denominator, HzpCellLookup lookup, const void *row,
                     HzpRuleFunction function, void *user);

/* Highest pass in use, 0 without symbol levels. */
int hzp_style_passes(const HzpStyle *style);

/* "r,g,b,a" (QGIS to 3.38), "r,g,b,a,rgb:…" (later), "#rrggbb" or "#rrggbbaa". False when it is none of them. */
bool hzp_colour_parse(const char *text, HzpColour *colour);

#endif
