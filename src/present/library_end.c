/* Stands in the topmost folder of the library because it tidies up after all of them. */
#include <gdal.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/column_match.h"
#include "geo/geos_session.h"
#include "hazplan/run.h"
#include "present/map_cleanup.h"

void hzp_library_end(void)
{
    hzp_map_cleanup();
    GDALDestroy();
    hzp_geos_finish();
    hzp_fields_forget();
    hzp_place_name_forget();
    hzp_vocabulary_forget();
    hzp_message_forget();
}
