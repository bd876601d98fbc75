/* Names that mean another one, as the project says: `aliases: [{name: 东区办事处, means: 东区街道, county: 义马市}]`. */
#ifndef HZP_DATA_PLACE_ALIAS_H
#define HZP_DATA_PLACE_ALIAS_H

#include "base/project.h"

/* What the name of a county (`county` NULL) or of a town or village in that county means by the project's aliases; NULL where
 * none tells. Belongs to the project. */
const char *hzp_place_alias(const HzpProject *project, const char *name, const char *county);

/* A text location with every alias in it replaced, once each; an alias with a county only where the text names that. Free
 * with g_free(). */
char *hzp_place_alias_text(const HzpProject *project, const char *text);

/* A line for `aliases`, ready to paste: "- {name: 北寺, means: 北诗镇, county: 高平市}". Without `means`, "…" stands there;
 * `county` may be NULL. Free with g_free(). */
char *hzp_place_alias_line(const char *name, const char *means, const char *county);

#endif
