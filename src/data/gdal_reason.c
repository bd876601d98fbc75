#include "data/gdal_reason.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/message.h"
#include "data/vector_source.h"

/* The reason's message, or NULL where the system has a text of its own (errno). */
static const char *reason_of(const char *path)
{
    GStatBuf facts;
    if (g_stat(path, &facts) != 0) return "refused_silently"; /* inside of an archive, or in memory */
    if (S_ISDIR(facts.st_mode)) return "refused_folder";
    if (g_access(path, R_OK) != 0) return NULL;
    return facts.st_size == 0 ? "refused_empty" : "refused_silently";
}

const char *hzp_gdal_reason(const char *path)
{
    static _Thread_local char told[512];
    const char *said = hzp_gdal_message();
    const char *id = *said ? NULL : reason_of(path);
    g_autofree char *text = *said ? g_strdup(said) : id ? hzp_message_format(id, NULL) : g_strdup(g_strerror(errno));
    g_strlcpy(told, text, sizeof told);
    return told;
}
