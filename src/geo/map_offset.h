/* The offsets of Chinese map services: GCJ-02 (国家测绘局 2002, of every map published in China) moves WGS 84 by some
 * 500 m (20 to 720 m), BD-09 (Baidu) moves GCJ-02 once more by about 1 km.
 *
 * Neither is documented by those who made it. The formulas are those that became public in 2010 and are used by every library
 * since, with the ellipsoid of Krassovsky 1940: eviltransform (https://github.com/googollee/eviltransform), coordtransform
 * (https://github.com/wandergis/coordtransform); Baidu's agree with its own service within decimetres. GCJ-02 applies inside
 * 72.004–137.8347° E, 0.8293–55.8271° N only; outside of it is WGS 84.
 *
 * Those libraries undo an offset with the offset at the moved place, which leaves metres. Here the formulas are solved: both
 * maps differ from the identity by a contraction (their derivatives stay below 0.03), so that repeated substitution converges
 * from anywhere, to less than 1e-11 degree.
 */
#ifndef HZP_GEO_MAP_OFFSET_H
#define HZP_GEO_MAP_OFFSET_H

#include <stdbool.h>

typedef enum { HZP_OFFSET_NONE, HZP_OFFSET_GCJ02, HZP_OFFSET_BD09 } HzpMapOffset;

/* What a `crs` of a project means: "GCJ-02", "gcj02", "BD-09", "BD09LL"; HZP_OFFSET_NONE for everything else. */
HzpMapOffset hzp_map_offset_named(const char *crs);
/* "GCJ-02", "BD-09"; "WGS 84" for none. */
const char *hzp_map_offset_name(HzpMapOffset offset);

/* From WGS 84 to the map service's coordinates, in degrees. */
void hzp_map_offset_apply(HzpMapOffset offset, double *lon, double *lat);
/* And back. At the edge of the rectangle GCJ-02 is not continuous: what only a place inside can have become is taken for that
 * place. NaN stays NaN. */
void hzp_map_offset_undo(HzpMapOffset offset, double *lon, double *lat);

#endif
