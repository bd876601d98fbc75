/* Finding the files that come with the program: data/, styles/, examples/. */
#ifndef HZP_BASE_RESOURCE_H
#define HZP_BASE_RESOURCE_H

#include <glib.h>

/* Path of a file or folder that comes with the program, or NULL where it cannot be found; free with g_free().
 * Looked for below $HAZPLAN_SHARE, then ../share/hazplan beside the folder of the library (build tree, relocated install),
 * then the installation prefix set at build time.
 * @param folder "data", "styles" or "examples"; @param name file name, or NULL for the folder itself. */
char *hzp_resource_path(const char *folder, const char *name);

#endif
