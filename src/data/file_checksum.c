#include "data/file_checksum.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

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

static int by_name(gconstpointer a, gconstpointer b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static gboolean add_folder(GChecksum *checksum, const char *folder)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    if (!entries) return FALSE;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(entries))) {
        /* Lock files come and go with whoever has the geodatabase open. */
        if (!g_str_has_suffix(name, ".lock")) g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    g_dir_close(entries);
    g_ptr_array_sort(paths, by_name);
    for (guint i = 0; i < paths->len; i++)
        add_file(checksum, g_ptr_array_index(paths, i));
    return TRUE;
}

char *hzp_file_checksum(const char *source)
{
    const char *path = g_str_has_prefix(source, "/vsizip/") ? source + strlen("/vsizip/") : source;
    const char *archive = path != source ? strstr(path, ".zip/") : NULL;
    g_autofree char *file = archive ? g_strndup(path, (gsize)(archive - path) + 4) : g_strdup(path);
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
