#include "hazplan/version.h"

const char *hzp_version(void) { return HZP_VERSION; }
