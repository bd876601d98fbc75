/* Geometry of a row: out of GEOS, into the sheets' projection. */
#ifndef HZP_PRESENT_MAP_GEOMETRY_H
#define HZP_PRESENT_MAP_GEOMETRY_H

#include "present/map_data.h"

/* Take the coordinates of a geometry into a row; NULL or an empty one leaves the row without a shape. */
void hzp_map_geometry_unpack(const GEOSGeometry *geometry, HzpMapRow *row);

/* Transform a row's coordinates in place, and find its extent and middle. */
void hzp_map_geometry_project(HzpTransform *transform, HzpMapRow *row);

#endif
