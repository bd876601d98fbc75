/* dladdr() tells where the library itself was loaded from. */
#define _GNU_SOURCE
#include "base/resource.h"

#include <dlfcn.h>

/* Any object of the library tells where it was loaded from (dladdr takes data, ISO C has no function-to-data pointer). */
static const char anchor;

static char *if_exists(char *path)
{
    if (path && g_file_test(path, G_FILE_TEST_EXISTS)) return path;
    g_free(path);
    return NULL;
}

/* The program's own parts have no path there but the word it was called by. */
static char *library_path(void)
{
    Dl_info info;
    if (!dladdr(&anchor, &info) || !info.dli_fname) return NULL;
    char *program = *info.dli_fname == '/' ? NULL : g_file_read_link("/proc/self/exe", NULL);
    return program ? program : g_canonicalize_filename(info.dli_fname, NULL);
}

static char *beside_library(const char *folder, const char *name)
{
    g_autofree char *library = library_path();
    if (!library) return NULL;
    g_autofree char *library_folder = g_path_get_dirname(library);
    /* lib/ and lib/<multiarch>/ both lead to share/ */
    static const char *const up[] = {"..", "../.."};
    for (size_t i = 0; i < G_N_ELEMENTS(up); i++) {
        char *path = if_exists(g_build_filename(library_folder, up[i], "share", "hazplan", folder, name, NULL));
        if (path) return path;
    }
    return NULL;
}

char *hzp_resource_path(const char *folder, const char *name)
{
    const char *share = g_getenv("HAZPLAN_SHARE");
    if (share && *share) return if_exists(g_build_filename(share, folder, name, NULL));
    char *path = beside_library(folder, name);
    if (!path) path = if_exists(g_build_filename(HZP_INSTALL_SHARE, folder, name, NULL));
    return path;
}
