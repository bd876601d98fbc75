#include "data/source_files.h"

#include <string.h>

#include "base/database_beside.h"

static const char ARCHIVE[] = "/vsizip/";

char *hzp_source_file(const char *source)
{
    const char *path = g_str_has_prefix(source, ARCHIVE) ? source + strlen(ARCHIVE) : source;
    const char *archive = path != source ? strstr(path, ".zip/") : NULL;
    return archive ? g_strndup(path, (gsize)(archive - path) + strlen(".zip")) : g_strdup(path);
}

static int by_name(gconstpointer a, gconstpointer b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

GPtrArray *hzp_source_folder_files(const char *folder)
{
    GDir *entries = g_dir_open(folder, 0, NULL);
    if (!entries) return NULL;
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(entries))) {
        if (!g_str_has_suffix(name, ".lock")) g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    }
    g_dir_close(entries);
    g_ptr_array_sort(paths, by_name);
    return paths;
}

/* Files that differ from the first in their ending only; those after the last row belong to any other, which may be a raster.
 */
static const struct {
    const char *ending;
    const char *others;
} families[] = {{".shp", ".shx .dbf .prj .cpg"},
                {".tab", ".dat .map .id .ind"},
                {".mif", ".mid"},
                {".csv", ".csvt .prj"},
                {".gpkg", ""},
                {".geojson", ""},
                {".xlsx", ""},
                {NULL, ".hdr .prj .wld .tfw .ige .sgrd .mgrd"}};

static const char *others_of(const char *ending)
{
    size_t i = 0;
    while (families[i].ending && g_ascii_strcasecmp(families[i].ending, ending) != 0)
        i++;
    return families[i].others;
}

static void add_family(GPtrArray *files, const char *file)
{
    const char *ending = strrchr(file, '.');
    if (!ending || strchr(ending, '/')) return;
    g_auto(GStrv) others = g_strsplit(others_of(ending), " ", -1);
    for (char **other = others; *other; other++) {
        g_autofree char *cased = g_ascii_isupper(ending[1]) ? g_ascii_strup(*other, -1) : g_strdup(*other);
        g_ptr_array_add(files, g_strdup_printf("%.*s%s", (int)(ending - file), file, cased));
    }
}

/* What programs keep in a folder while they work there is nobody's rows. */
static bool is_transient(const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    return name[0] == '.' || g_str_has_suffix(name, "-shm") || g_str_has_suffix(name, "-journal");
}

/* An Arc/Info grid is a folder, and may be named by any of its files. */
static char *file_or_folder(const char *source)
{
    g_autofree char *file = hzp_source_file(source);
    return g_str_has_suffix(file, ".adf") ? g_path_get_dirname(file) : g_steal_pointer(&file);
}

GPtrArray *hzp_source_files(const char *source)
{
    static const char *const further[] = {"-wal", ".aux.xml", ".msk", ".hdr"};
    g_autofree char *file = file_or_folder(source);
    GPtrArray *files = g_file_test(file, G_FILE_TEST_IS_DIR) ? hzp_source_folder_files(file) : NULL;
    for (guint i = files ? files->len : 0; i > 0; i--) {
        if (is_transient(g_ptr_array_index(files, i - 1))) g_ptr_array_remove_index(files, i - 1);
    }
    if (files) return files;
    files = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(files, g_strdup(file));
    for (size_t i = 0; i < G_N_ELEMENTS(further); i++)
        g_ptr_array_add(files, g_strconcat(file, further[i], NULL));
    add_family(files, file);
    return files;
}

bool hzp_source_has_wal(const char *source)
{
    g_autofree char *file = hzp_source_file(source);
    return hzp_database_has_beside(file, "-wal");
}
