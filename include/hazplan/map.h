/** Map sheets drawn from a plan.gpkg. */
#ifndef HAZPLAN_MAP_H
#define HAZPLAN_MAP_H

#include "hazplan/run.h"

HZP_BEGIN_DECLS

/** How sheets are drawn. Zero or NULL in a member means its default. */
typedef struct {
    const char *sheet;  /**< name of one sheet ("overview", or a county's name); NULL for all */
    const char *format; /**< "pdf", "png" or "svg"; NULL: what the file name's ending says, or pdf and png for a folder */
    const char *size;   /**< "A3" (default) or "A4", landscape or portrait as the sheet's extent asks */
    double dpi;         /**< dots per inch of PNG, 50 to 1200; default 200 */
} HzpMapOptions;

/** Draw the map sheets of a plan.
 *
 * @param plan     a plan.gpkg or the folder that holds one; it is only read. Symbols come from its layer_styles table.
 * @param target   a folder (all sheets, files named after the sheets), or a file when options name one sheet.
 * @param options  NULL for the defaults.
 * @return HZP_OK; HZP_E_INPUT when `plan` is not a plan or a style holds something the renderer does not know (the message
 *         names layer, rule and element); HZP_E_USAGE for an unknown sheet or format; HZP_E_IO. */
HZP_API HzpStatus hzp_map_write(HzpRun *run, const char *plan, const char *target, const HzpMapOptions *options);

HZP_END_DECLS

#endif
