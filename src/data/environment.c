#include "hazplan/environment.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <gdal.h>
#include <geos_c.h>
#include <glib.h>
#include <json-c/json.h>
#include <libxml/xmlversion.h>
#include <microhttpd.h>
#include <pango/pango.h>
#include <proj.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>
#include <yaml.h>

#include "base/error.h"
#include "base/message.h"
#include "base/resource.h"
#include "hazplan/version.h"

typedef struct {
    HzpEnvironmentFunction report;
    void *user;
    size_t missing;
} Report;

/* Report one line; `advice_id` is a message id with {name}, used unless the thing was found. */
static void tell(Report *report, const char *key, const char *value, bool found, bool needed, const char *advice_id,
                 const char *name)
{
    HzpEnvironmentState state = found ? HZP_FOUND : needed ? HZP_MISSING : HZP_ABSENT;
    g_autofree char *advice = found ? g_strdup("") : hzp_message_format(advice_id, "name", name, NULL);
    if (state == HZP_MISSING) report->missing++;
    if (report->report) report->report(key, value ? value : "", state, advice, report->user);
}

static void tell_version(Report *report, const char *key, const char *version)
{
    tell(report, key, version, true, true, "environment_install", key);
}

static void tell_versions(Report *report)
{
    g_autofree char *glib = g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
    tell_version(report, "hazplan", hzp_version());
    tell_version(report, "gdal", GDALVersionInfo("RELEASE_NAME"));
    tell_version(report, "proj", proj_info().version);
    tell_version(report, "geos", GEOSversion());
    tell_version(report, "sqlite", sqlite3_libversion());
    tell_version(report, "glib", glib);
    tell_version(report, "cairo", cairo_version_string());
    tell_version(report, "pango", pango_version_string());
    tell_version(report, "libxml2", LIBXML_DOTTED_VERSION);
    tell_version(report, "json-c", json_c_version());
    tell_version(report, "libyaml", yaml_get_version_string());
    tell_version(report, "libxlsxwriter", lxw_version());
    tell_version(report, "libmicrohttpd", MHD_get_version());
}

/* SpatiaLite is a loadable module of SQLite: useful for questions in SQL, not needed for a plan. */
static void tell_spatialite(Report *report)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    g_autofree char *version = NULL;
    if (sqlite3_open(":memory:", &database) == SQLITE_OK &&
        sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL) == SQLITE_OK &&
        sqlite3_load_extension(database, "mod_spatialite", NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(database, "SELECT spatialite_version()", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
        version = g_strdup((const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    tell(report, "spatialite", version, version != NULL, false, "environment_install", "libsqlite3-mod-spatialite");
}

static void tell_drivers(Report *report)
{
    static const struct {
        const char *name;
        bool needed;
    } drivers[] = {{"GPKG", true},  {"ESRI Shapefile", true}, {"GeoJSON", true},     {"CSV", true},
                   {"XLSX", false}, {"OpenFileGDB", false},   {"PostgreSQL", false}, {"FlatGeobuf", false}};
    GDALAllRegister();
    for (size_t i = 0; i < G_N_ELEMENTS(drivers); i++) {
        GDALDriverH driver = GDALGetDriverByName(drivers[i].name);
        g_autofree char *key = g_strconcat("driver.", drivers[i].name, NULL);
        const char *title = driver ? GDALGetDriverLongName(driver) : NULL;
        tell(report, key, title, driver != NULL, drivers[i].needed, "environment_driver", drivers[i].name);
    }
}

/* A face that has the Simplified Chinese forms: a shared .ttc also offers the Japanese ones under other names. */
static char *find_chinese_face(void)
{
    char *found = NULL;
    FcPattern *pattern = FcPatternCreate();
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, FC_FILE, (char *)NULL);
    FcLangSet *languages = FcLangSetCreate();
    FcLangSetAdd(languages, (const FcChar8 *)"zh-cn");
    FcPatternAddLangSet(pattern, FC_LANG, languages);
    FcFontSet *fonts = FcFontList(NULL, pattern, objects);
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcChar8 *family = NULL;
        if (FcPatternGetString(fonts->fonts[i], FC_FAMILY, 0, &family) != FcResultMatch) continue;
        const char *name = (const char *)family;
        bool other_forms = g_str_has_suffix(name, " JP") || g_str_has_suffix(name, " KR") || g_str_has_suffix(name, " TC") ||
                           g_str_has_suffix(name, " HK");
        /* fontconfig lists in no fixed order: the first by name is reported */
        if (other_forms || (found && strcmp(name, found) >= 0)) continue;
        g_free(found);
        found = g_strdup(name);
    }
    if (fonts) FcFontSetDestroy(fonts);
    FcLangSetDestroy(languages);
    FcObjectSetDestroy(objects);
    FcPatternDestroy(pattern);
    return found;
}

static size_t count_grids(const char *folder)
{
    size_t count = 0;
    GDir *entries = g_dir_open(folder, 0, NULL);
    const char *name;
    while (entries && (name = g_dir_read_name(entries))) {
        if (g_str_has_suffix(name, ".tif") || g_str_has_suffix(name, ".gsb") || g_str_has_suffix(name, ".gtx")) count++;
    }
    if (entries) g_dir_close(entries);
    return count;
}

static void tell_proj(Report *report)
{
    PJ_CONTEXT *context = proj_context_create();
    const char *database = proj_context_get_database_path(context);
    const char *edition = database ? proj_context_get_database_metadata(context, "EPSG.VERSION") : NULL;
    g_autofree char *folder = database ? g_path_get_dirname(database) : NULL;
    tell(report, "proj.db", database, database != NULL, true, "environment_proj_data", "proj-data");
    tell(report, "proj.epsg", edition, edition != NULL, true, "environment_proj_data", "proj-data");
    g_autofree char *grids = g_strdup_printf("%zu", folder ? count_grids(folder) : 0);
    tell(report, "proj.grids", grids, strcmp(grids, "0") != 0, false, "environment_grids", "proj-data");
    proj_context_destroy(context);
}

/* Without "..", for reading; takes the path over. */
static char *clean_path(char *path)
{
    char *clean = path ? g_canonicalize_filename(path, NULL) : NULL;
    g_free(path);
    return clean;
}

static void tell_resources(Report *report)
{
    static const char *const needed[][2] = {{"data", "parameters.yaml"}, {"data", "messages"}, {"styles", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        g_autofree char *path = clean_path(hzp_resource_path(needed[i][0], needed[i][1]));
        g_autofree char *key = g_strjoin("/", "share", needed[i][0], needed[i][1], NULL);
        tell(report, key, path, path != NULL, true, "environment_share", "hazplan");
    }
    g_autofree char *examples = clean_path(hzp_resource_path("examples", NULL));
    tell(report, "share/examples", examples, examples != NULL, false, "environment_share", "hazplan");
}

HzpStatus hzp_environment_report(HzpEnvironmentFunction function, void *user)
{
    Report report = {function, user, 0};
    tell_versions(&report);
    tell_spatialite(&report);
    tell_drivers(&report);
    g_autofree char *face = find_chinese_face();
    tell(&report, "font.zh-cn", face, face != NULL, true, "environment_install", "fonts-noto-cjk");
    tell_proj(&report);
    tell_resources(&report);
    if (report.missing == 0) return HZP_OK;
    return hzp_fail(HZP_E_INTERNAL, "environment_incomplete", "count", hzp_text_of_size(report.missing), NULL);
}
