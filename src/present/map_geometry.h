/* Geometry of a row: out of GEOS, into the sheets' projection. */
#ifndef HZP_PRESENT_MAP_GEOMETRY_H
#define HZP_PRESENT_MAP_GEOMETRY_H

#include "present/map_data.h"

/* Take the coordinates of a geometry into a row; NULL or an empty one leaves the row without a shape. */
void hzp_map_geometry_unpack(const GEOSGeometry *geometry, HzpMapRow *row);

/* Transform a row's coordinates in place, and find its extent and middle. */
void hzp_map_geometry_project(HzpTransform *transform, HzpMapRow *row);

/* Outlines of a layer whose areas have one symbol of lines only, each shared border once: drawn twice, the dashes of two
 * neighbours would fill each other's gaps. Sets layer->borders, or leaves it NULL. */
void hzp_map_geometry_borders(HzpMapLayer *layer);

#endif
