/** What the library finds on this machine: versions, drivers, fonts, PROJ data. */
#ifndef HAZPLAN_ENVIRONMENT_H
#define HAZPLAN_ENVIRONMENT_H

#include "hazplan/error.h"

HZP_BEGIN_DECLS

/** State of one thing looked for. */
typedef enum {
    HZP_FOUND = 0, /**< there, and good enough */
    HZP_ABSENT,    /**< not there; only some jobs need it */
    HZP_MISSING    /**< not there, and the main job needs it */
} HzpEnvironmentState;

/** Receives one line: a stable key ("gdal", "driver.GPKG", "font.cjk"), what was found (a version, a path, a list; "" when
 * nothing was) and, unless found, what to install or set. The texts are valid during the call only. */
typedef void (*HzpEnvironmentFunction)(const char *key, const char *value, HzpEnvironmentState state, const char *advice,
                                       void *user);

/** Report versions and data found, one call for each, always in the same order.
 *
 * @return HZP_OK; HZP_E_INTERNAL when something that the main job needs is missing. */
HZP_API HzpStatus hzp_environment_report(HzpEnvironmentFunction report, void *user);

HZP_END_DECLS

#endif
