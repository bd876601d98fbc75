/** Version of the library; kept equal to the CMake project version by tests/meta. */
#ifndef HAZPLAN_VERSION_H
#define HAZPLAN_VERSION_H

#include "hazplan/export.h"

#define HZP_VERSION_MAJOR 0
#define HZP_VERSION_MINOR 1
#define HZP_VERSION_PATCH 0
#define HZP_VERSION "0.1.0"

HZP_BEGIN_DECLS

/** Version of the library at run time, "major.minor.patch". */
HZP_API const char *hzp_version(void);

HZP_END_DECLS

#endif
