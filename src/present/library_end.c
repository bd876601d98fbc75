/* Stands in the topmost folder of the library because it tidies up after all of them. */
#include <gdal.h>
#include <libxml/parser.h>
#include <pango/pangocairo.h>

#include "base/message.h"
#include "geo/geos_session.h"
#include "hazplan/run.h"

void hzp_library_end(void)
{
    pango_cairo_font_map_set_default(NULL);
    xmlCleanupParser();
    GDALDestroy();
    hzp_geos_finish();
    hzp_message_forget();
}
