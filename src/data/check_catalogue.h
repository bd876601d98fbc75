/* The catalogue of checks, data/checks/: severities, texts, parameters, and what a project changes about them. */
#ifndef HZP_DATA_CHECK_CATALOGUE_H
#define HZP_DATA_CHECK_CATALOGUE_H

#include "base/project.h"

typedef struct HzpCheckCatalogue HzpCheckCatalogue;

/* Load every file of data/checks/ and test the project's `checks:` against it; `project` may be NULL. HZP_E_INPUT with file
 * and line for a check, severity or parameter that is not known. Free with hzp_check_catalogue_free(). */
HzpStatus hzp_check_catalogue_new(const HzpProject *project, HzpCheckCatalogue **catalogue);
void hzp_check_catalogue_free(HzpCheckCatalogue *catalogue);

/* "error", "warning", "note" or "off". */
const char *hzp_check_severity(const HzpCheckCatalogue *catalogue, const char *code);

/* Template of what is wrong, or of what to do, in the current language; the code itself where there is no such check. */
const char *hzp_check_text(const HzpCheckCatalogue *catalogue, const char *code, bool action);

/* The project's value of a parameter, else the default; NULL when there is none. */
const char *hzp_check_parameter(const HzpCheckCatalogue *catalogue, const char *code, const char *name);

/* Every parameter, and every severity that the project sets, as "checks.CODE.NAME". */
void hzp_check_each_parameter(const HzpCheckCatalogue *catalogue,
                              void (*each)(const char *key, const char *value, bool from_project, void *user), void *user);

#endif
