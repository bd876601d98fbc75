/* A finished plan.gpkg, opened for reading: what every output and answer is made from. */
#ifndef HZP_DATA_PLAN_FILE_H
#define HZP_DATA_PLAN_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/error.h"
#include "base/file_identity.h"
#include "geo/geos_session.h"

typedef struct HzpPlanFile HzpPlanFile;

/* Open a plan.gpkg or the folder that holds one, read-only, and hold it (below). HZP_E_INPUT when it is missing or is not a
 * plan, HZP_E_IO when it cannot be read. */
HzpStatus hzp_plan_file_open(const char *path, HzpPlanFile **plan);
void hzp_plan_file_close(HzpPlanFile *plan);

/* Open, ask and close; and again while another program's saving comes between, for a few seconds. The question returns what
 * hzp_plan_file_check() says at its end and leaves nothing behind where it fails. */
typedef HzpStatus (*HzpPlanFileQuestion)(HzpPlanFile *plan, void *user);
HzpStatus hzp_plan_file_ask(const char *path, HzpPlanFileQuestion ask, void *user);

const char *hzp_plan_file_path(const HzpPlanFile *plan);

/* What tells the file that is open from the one that may lie there later. */
HzpFileIdentity hzp_plan_file_identity(const HzpPlanFile *plan);

/* Prepare a statement; finish with sqlite3_finalize(). SQL is always a literal of ours; values are bound. */
HzpStatus hzp_plan_file_prepare(HzpPlanFile *plan, const char *sql, sqlite3_stmt **statement);

/* Go to the next row; false after the last, and where reading fails, which hzp_plan_file_check() tells. */
bool hzp_plan_file_step(HzpPlanFile *plan, sqlite3_stmt *statement);

/* HZP_E_IO when anything could not be read since the file was opened, for what was missing then may be there; and when
 * another program wrote meanwhile what could not be held. To be asked before output that was made from it is put in place. */
HzpStatus hzp_plan_file_check(HzpPlanFile *plan);

/* What is read while the plan is held is of one state of the file, whatever another program writes; and it is read faster,
 * for the file is locked and looked at once. Who keeps a plan open for long releases it and holds it for each question. Not
 * to be nested. */
void hzp_plan_file_hold(HzpPlanFile *plan);
void hzp_plan_file_release(HzpPlanFile *plan);

/* Whether the file has been written since it was opened, or another program has begun to: a file that a GIS left in WAL mode
 * is read without locks as long as nobody writes it, and a copy over it asks nobody for one. What was read may then be of two
 * states, and it is to be opened anew. */
bool hzp_plan_file_is_overtaken(const HzpPlanFile *plan);

/* Whether the file is as long as it says of itself: a copy in the making is not. */
bool hzp_plan_file_is_whole(const HzpPlanFile *plan);

/* Break off what is being read, from another thread: steps end, and hzp_plan_file_check() tells. hzp_plan_file_forget() makes
 * the plan answer again. */
void hzp_plan_file_interrupt(HzpPlanFile *plan);
void hzp_plan_file_forget(HzpPlanFile *plan);

/* Whether a layer or table of this name exists and has rows. */
bool hzp_plan_file_has_rows(HzpPlanFile *plan, const char *table);

/* Value of a key of the summary table as text ("title", "region.name", "hazard_points.total"), or NULL where it is missing or
 * NULL; free with g_free(). The number form gives NaN instead. */
char *hzp_plan_file_summary(HzpPlanFile *plan, const char *key);
double hzp_plan_file_summary_number(HzpPlanFile *plan, const char *key);

/* Value of a key of the parameters table, or NULL; free with g_free(). */
char *hzp_plan_file_parameter(HzpPlanFile *plan, const char *key);

/* QML text of a layer's default style in layer_styles, or NULL; free with g_free(). */
char *hzp_plan_file_style(HzpPlanFile *plan, const char *layer);

/* CRS of the stored geometry, as "EPSG:4490" or WKT; free with g_free(). */
char *hzp_plan_file_crs(HzpPlanFile *plan);

/* Geometry of a GeoPackage blob, or NULL for an empty or missing one; the caller frees it with hzp_geometry_free(). */
GEOSGeometry *hzp_plan_file_geometry(sqlite3_stmt *statement, int column);

#endif
