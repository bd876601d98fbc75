/* Apart from the rest of plan.gpkg, so that what asks it for figures needs no GEOS. */
#include "data/plan_file.h"

/* GeoPackage 1.3, clause 2.1.3: "GP", version, flags (bits 1-3: envelope kind), srs_id, envelope, then WKB. */
GEOSGeometry *hzp_plan_file_geometry(sqlite3_stmt *statement, int column)
{
    static const size_t envelope_bytes[] = {0, 32, 48, 48, 64};
    const unsigned char *blob = sqlite3_column_blob(statement, column);
    int bytes = sqlite3_column_bytes(statement, column);
    if (!blob || bytes < 8 || blob[0] != 'G' || blob[1] != 'P') return NULL;
    unsigned envelope = (blob[3] >> 1) & 7U;
    if (envelope > 4 || (blob[3] & 0x10U)) return NULL;
    size_t header = 8 + envelope_bytes[envelope];
    if ((size_t)bytes <= header) return NULL;
    GEOSContextHandle_t geos = hzp_geos();
    GEOSWKBReader *reader = GEOSWKBReader_create_r(geos);
    GEOSGeometry *geometry = GEOSWKBReader_read_r(geos, reader, blob + header, (size_t)bytes - header);
    GEOSWKBReader_destroy_r(geos, reader);
    return geometry;
}
