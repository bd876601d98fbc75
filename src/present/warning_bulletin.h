/* The bulletin of a rain warning: data/templates/warning.<language>.yaml filled from hazplan-warning/1. */
#ifndef HZP_PRESENT_WARNING_BULLETIN_H
#define HZP_PRESENT_WARNING_BULLETIN_H

#include "analysis/warning.h"

/* Write it, whole or not at all; the ending of `path` says how: .docx or .md. */
HzpStatus hzp_warning_bulletin_write(const HzpWarning *warning, const char *path);

#endif
