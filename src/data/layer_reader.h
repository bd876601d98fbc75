/* A layer of a project as a table: columns under our names, geometry in the project's CRS, every row's trouble a finding. */
#ifndef HZP_DATA_LAYER_READER_H
#define HZP_DATA_LAYER_READER_H

#include "base/date_text.h"
#include "base/run.h"
#include "data/findings.h"
#include "data/table.h"
#include "geo/polygon_index.h"

/* How a layer was read, for the table `inputs`. */
typedef struct {
    const char *layer;
    char *path;
    char *driver;
    char *crs;                        /* "EPSG:2362", "GCJ-02", WKT; NULL for a table without positions */
    char *transformation;             /* to the project's CRS, as PROJ names it; NULL when none was needed */
    bool plain_degrees;               /* its positions are decimal degrees in columns */
    double transformation_accuracy_m; /* NaN when it is not known, or none was needed */
    char *encoding;
    char *sha256;
    HzpDate date;            /* of the data; year 0 where nothing tells it */
    const char *date_origin; /* "project" or "file", which told it; NULL for neither */
    const char *supplier;    /* who keeps or sent the data, as the project says; NULL where not given */
    size_t features;
} HzpInput;

/* Read a layer. The table has a column for every field of data/fields.yaml (missing ones hold NULL) and `source_row`, the row
 * or FID in the source. Geometry is in `target_crs`, polygons are MULTIPOLYGON and valid (repairs are findings).
 *
 * Only empty rows are left out, which is said. A cell that cannot be read and a coordinate that is not finite are findings of
 * severity error. `region` (NULL when there is none yet) are the polygons, in `target_crs`, in which rows are expected: a row
 * outside of them whose coordinates lie inside when they are exchanged is taken exchanged, which is a finding.
 * @return HZP_E_INPUT, HZP_E_CRS as a whole when the source cannot be opened, lacks a column, has no CRS, or coordinates that
 * cannot be of its CRS. */
HzpStatus hzp_layer_read(HzpRun *run, const HzpProject *project, const char *target_crs, const HzpLayerSource *source,
                         HzpPolygonIndex *region, HzpFindings *findings, HzpTable **table, HzpInput *input);
void hzp_input_clear(HzpInput *input);

/* The table of a layer that the project does not have: all its columns, no row. */
HzpStatus hzp_layer_without_rows(const char *layer, HzpTable **table);

#endif
