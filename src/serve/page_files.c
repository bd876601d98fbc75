#include "serve/page_files.h"

#include <string.h>

#include "base/resource.h"

static const char html[] = "text/html; charset=utf-8", css[] = "text/css; charset=utf-8", svg[] = "image/svg+xml";
static const char script[] = "text/javascript; charset=utf-8", json[] = "application/json; charset=utf-8";

static const struct {
    const char *path;
    const char *file; /* in data/serve/ */
    const char *type;
} known[] = {
    {"/", "index.html", html},         {"/page.css", "page.css", css},      {"/page.js", "page.js", script},
    {"/map.js", "map.js", script},     {"/search.js", "search.js", script}, {"/result.js", "result.js", script},
    {"/texts.js", "texts.js", script}, {"/icon.svg", "icon.svg", svg},      {"/api/v1/openapi.json", "openapi.json", json},
};

static void clear(gpointer data)
{
    HzpPageFile *file = data;
    g_free(file->bytes);
    g_free(file->tag);
}

HzpStatus hzp_page_files_read(GArray **files)
{
    *files = g_array_new(FALSE, TRUE, sizeof(HzpPageFile));
    g_array_set_clear_func(*files, clear);
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        HzpPageFile file = {.path = known[i].path, .type = known[i].type};
        g_autofree char *name = g_build_filename("serve", known[i].file, NULL);
        g_autofree char *path = hzp_resource_path("data", name);
        if (!path || !g_file_get_contents(path, &file.bytes, &file.size, NULL)) {
            g_clear_pointer(files, g_array_unref);
            return hzp_fail(HZP_E_INTERNAL, "serve_page_missing", "file", name, NULL);
        }
        g_autofree char *digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)file.bytes, file.size);
        file.tag = g_strdup_printf("\"%.16s\"", digest);
        g_array_append_val(*files, file);
    }
    return HZP_OK;
}

const HzpPageFile *hzp_page_file_get(const GArray *files, const char *path)
{
    for (guint i = 0; i < files->len; i++) {
        const HzpPageFile *file = &g_array_index(files, HzpPageFile, i);
        if (strcmp(file->path, path) == 0) return file;
    }
    return NULL;
}
