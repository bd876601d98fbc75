/* The area of an emergency question as geometry in the plan's CRS. */
#ifndef HZP_PRESENT_AFFECTED_AREA_H
#define HZP_PRESENT_AFFECTED_AREA_H

#include "answer/affected.h"

/* MULTIPOLYGONs (GPtrArray of GEOSGeometry, freed with g_ptr_array_unref()): a hazard point's zone as the plan stores it, or
 * its circle where none is stored; the geodesic circle, 360 corners; each polygon of an area. None for a hazard point without
 * a zone. `to_plan`: from degrees, NULL where the plan is in degrees. */
HzpStatus hzp_affected_area_geometry(HzpPlanFile *plan, const HzpAsked *asked, const char *crs, HzpTransform *to_plan,
                                     GPtrArray **areas);

#endif
