/* Placing names on a raster of costs with cells of 0.25 mm.
 *
 * A name that must be shown is moved, with a leader line when far, and never dropped; where every place is taken it stands
 * where it hides least and is reported. A name that may be shown is dropped when no place beside its point is free.
 */
#ifndef HZP_PRESENT_MAP_LABEL_H
#define HZP_PRESENT_MAP_LABEL_H

#include "present/map_text.h"

typedef struct HzpLabelField HzpLabelField;

/* A field over the body of a sheet; coordinates are page millimetres. */
HzpLabelField *hzp_label_field_new(HzpPageBox area);
void hzp_label_field_free(HzpLabelField *field);

/* Close a box or disc to names; or make cells of a mask (one byte each cell, hzp_label_field_columns wide) cost `cost`. */
void hzp_label_field_block(HzpLabelField *field, HzpPageBox box);
void hzp_label_field_block_disc(HzpLabelField *field, double x, double y, double radius);
void hzp_label_field_add_disc(HzpLabelField *field, double x, double y, double radius, unsigned cost);
void hzp_label_field_add_mask(HzpLabelField *field, const unsigned char *mask, int stride, unsigned cost);
int hzp_label_field_columns(const HzpLabelField *field);
int hzp_label_field_rows(const HzpLabelField *field);
double hzp_label_field_cell(void);

typedef struct {
    double x, y;          /* what is named: a point, or the middle of an area */
    double width, height; /* of the name */
    double clear;         /* radius of the point's symbol */
    double reach;         /* how far the middle of an area's name may move on it */
    double leader_reach;  /* how far a name that must be shown may go at the end of a leader line */
    bool must;
    bool area; /* the name stands on the area, not beside the point */
    bool (*inside)(const void *shape, double x, double y);
    const void *shape;
    /* results */
    bool placed;
    bool crowded; /* placed over something else, for want of room */
    bool leader;
    double left, top;
} HzpLabel;

/* Find a place and close it to later names; returns whether the name is placed. */
bool hzp_label_place(HzpLabelField *field, HzpLabel *label);

/* Nearest point of a placed name to what it names: where the leader line ends. */
void hzp_label_leader_end(const HzpLabel *label, double *x, double *y);

#endif
