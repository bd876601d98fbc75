#include "data/file_checksum.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "data/source_files.h"

static gboolean add_file(GChecksum *checksum, const char *path)
{
    FILE *file = g_fopen(path, "rbe");
    if (!file) return FALSE;
    g_autofree guchar *buffer = g_malloc(1 << 16);
    size_t got;
    while ((got = fread(buffer, 1, 1 << 16, file)) > 0)
        g_checksum_update(checksum, buffer, (gssize)got);
    gboolean whole = !ferror(file);
    fclose(file);
    return whole;
}

static gboolean add_folder(GChecksum *checksum, const char *folder)
{
    g_autoptr(GPtrArray) paths = hzp_source_folder_files(folder);
    for (guint i = 0; paths && i < paths->len; i++)
        add_file(checksum, g_ptr_array_index(paths, i));
    return paths != NULL;
}

char *hzp_file_checksum(const char *source)
{
    g_autofree char *file = hzp_source_file(source);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gboolean done = g_file_test(file, G_FILE_TEST_IS_DIR) ? add_folder(checksum, file) : add_file(checksum, file);
    const char *ending = strrchr(file, '.');
    if (done && ending && g_ascii_strcasecmp(ending, ".shp") == 0) {
        g_autofree char *attributes = g_strdup(file);
        memcpy(attributes + (ending - file), ending[1] == 'S' ? ".DBF" : ".dbf", 4);
        add_file(checksum, attributes);
    }
    return done ? g_strdup(g_checksum_get_string(checksum)) : NULL;
}
