#include "base/file_kind.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

HzpStatus hzp_file_kind_check(const char *path)
{
    GStatBuf facts;
    if (g_stat(path, &facts) != 0 || S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode)) return HZP_OK;
    const char *id = S_ISFIFO(facts.st_mode) ? "file_is_pipe" : S_ISSOCK(facts.st_mode) ? "file_is_socket" : "file_is_device";
    return hzp_fail(HZP_E_INPUT, id, "file", path, NULL);
}
