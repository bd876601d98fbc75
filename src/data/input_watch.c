#include "data/input_watch.h"

#include <sqlite3.h>
#include <string.h>

#include "base/file_identity.h"
#include "data/source_files.h"

/* A program that saves holds a file for a moment. */
static const int WAIT_MS = 3000;
static const gulong BETWEEN_LOOKS_US = 2000;
static const char CHANGED[] = "input_changed";

typedef struct {
    char *path;
    HzpFileIdentity identity;
} Look;

typedef struct {
    char *source;
    GArray *looks;     /* Look, of files that are there, in the order of their paths */
    sqlite3 *database; /* NULL but where changes are kept beside the file */
    int64_t state;
} Watched;

struct HzpInputWatch {
    GArray *sources; /* Watched */
};

static HzpStatus fail_changed(const char *path) { return hzp_fail(HZP_E_IO, CHANGED, "file", path, NULL); }

bool hzp_input_was_changed(HzpStatus status) { return status == HZP_E_IO && strcmp(hzp_error_id(), CHANGED) == 0; }

/* ---- one look ---- */

static void look_clear(gpointer look) { g_free(((Look *)look)->path); }

static int by_path(const void *a, const void *b) { return strcmp(((const Look *)a)->path, ((const Look *)b)->path); }

/* A -wal of no bytes is left by whoever only read, us too; what is no file (a pipe) is refused by who opens it. */
static bool holds_nothing(const Look *look)
{
    return !look->identity.there || !g_file_test(look->path, G_FILE_TEST_IS_REGULAR) ||
           (look->identity.size == 0 && g_str_has_suffix(look->path, "-wal"));
}

static GArray *look_at(const char *source)
{
    g_autoptr(GPtrArray) files = hzp_source_files(source);
    GArray *looks = g_array_new(FALSE, FALSE, sizeof(Look));
    g_array_set_clear_func(looks, look_clear);
    for (guint i = 0; i < files->len; i++) {
        const char *path = g_ptr_array_index(files, i);
        Look look = {g_strdup(path), hzp_file_identity_look(path)};
        if (holds_nothing(&look)) {
            look_clear(&look);
        } else {
            g_array_append_val(looks, look);
        }
    }
    g_array_sort(looks, by_path);
    return looks;
}

/* The first file that was written since it would be seen to be written again; NULL for none. */
static const char *unsettled(const GArray *looks)
{
    for (guint i = 0; i < looks->len; i++) {
        const Look *look = &g_array_index(looks, Look, i);
        if (!hzp_file_identity_is_settled(&look->identity)) return look->path;
    }
    return NULL;
}

/* The first file that is in one list only, or differs; NULL for none. */
static const char *difference(const GArray *before, const GArray *now)
{
    for (guint i = 0; i < before->len || i < now->len; i++) {
        const Look *a = i < before->len ? &g_array_index(before, Look, i) : NULL;
        const Look *b = i < now->len ? &g_array_index(now, Look, i) : NULL;
        if (!a || !b) return a ? a->path : b->path;
        int order = by_path(a, b);
        if (order != 0) return order < 0 ? a->path : b->path;
        if (!hzp_file_identity_is_unchanged(&a->identity, &b->identity)) return a->path;
    }
    return NULL;
}

/* ---- changes beside a database ---- */

/* SQLite's number of the state that is read: changes may be in the -wal for a while before they count. -1 where unknown. */
static int64_t state_of(sqlite3 *database)
{
    sqlite3_stmt *statement = NULL;
    int64_t state = -1;
    if (sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        state = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return state;
}

/* Where SQLite may not make its files (a read-only medium) it reads no changes, and other readers would leave them out. */
static HzpStatus fail_unread(int code, const char *file)
{
    if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY)
        return hzp_fail(HZP_E_INPUT, "input_unfinished", "file", file, NULL);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return fail_changed(file);
    return HZP_OK; /* it is no database, or a damaged one: whoever reads it says so */
}

static HzpStatus note_state(Watched *watched)
{
    if (!hzp_source_has_wal(watched->source)) return HZP_OK;
    g_autofree char *file = hzp_source_file(watched->source);
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    HzpStatus status = HZP_OK;
    watched->state = -1;
    if (sqlite3_open_v2(file, &watched->database, flags, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(watched->database, WAIT_MS);
        watched->state = state_of(watched->database);
        if (watched->state < 0) status = fail_unread(sqlite3_errcode(watched->database) & 0xff, file);
    }
    if (watched->state >= 0) return HZP_OK;
    sqlite3_close(watched->database);
    watched->database = NULL;
    return status;
}

/* ---- all of it ---- */

static void watched_clear(gpointer data)
{
    Watched *watched = data;
    sqlite3_close(watched->database);
    g_array_unref(watched->looks);
    g_free(watched->source);
}

static HzpStatus add(HzpInputWatch *watch, const char *source, gint64 until)
{
    Watched watched = {.source = g_strdup(source), .looks = look_at(source)};
    const char *fresh;
    while ((fresh = unsettled(watched.looks)) && g_get_monotonic_time() < until) {
        g_usleep(BETWEEN_LOOKS_US);
        g_array_unref(watched.looks);
        watched.looks = look_at(source);
    }
    HzpStatus status = fresh ? fail_changed(fresh) : HZP_OK;
    if (status == HZP_OK) status = note_state(&watched);
    g_array_append_val(watch->sources, watched);
    return status;
}

HzpStatus hzp_input_watch_files(const char *const *paths, size_t n, HzpInputWatch **watch)
{
    HzpInputWatch *made = g_new0(HzpInputWatch, 1);
    HzpStatus status = HZP_OK;
    gint64 until = g_get_monotonic_time() + WAIT_MS * G_TIME_SPAN_MILLISECOND;
    made->sources = g_array_new(FALSE, FALSE, sizeof(Watched));
    g_array_set_clear_func(made->sources, watched_clear);
    for (size_t i = 0; i < n && status == HZP_OK; i++)
        status = add(made, paths[i], until);
    if (status != HZP_OK) g_clear_pointer(&made, hzp_input_watch_free);
    *watch = made;
    return status;
}

HzpStatus hzp_input_watch_project(const HzpProject *project, HzpInputWatch **watch)
{
    g_autofree const char **paths = g_new(const char *, project->layers->len + 1);
    size_t n = 0;
    for (guint i = 0; i < project->layers->len; i++) {
        const char *source = ((const HzpLayerSource *)g_ptr_array_index(project->layers, i))->source;
        bool again = false;
        for (size_t k = 0; k < n && !again; k++)
            again = strcmp(paths[k], source) == 0;
        if (!again) paths[n++] = source;
    }
    return hzp_input_watch_files(paths, n, watch);
}

void hzp_input_watch_free(HzpInputWatch *watch)
{
    if (!watch) return;
    g_array_unref(watch->sources);
    g_free(watch);
}

static HzpStatus compare(const Watched *watched)
{
    g_autoptr(GArray) now = look_at(watched->source);
    const char *changed = difference(watched->looks, now);
    if (changed) return fail_changed(changed);
    bool same = !watched->database || state_of(watched->database) == watched->state;
    return same ? HZP_OK : fail_changed(watched->source);
}

HzpStatus hzp_input_watch_end(const HzpInputWatch *watch, const char *path, HzpStatus status)
{
    if (!watch || status == HZP_E_CANCELLED || status == HZP_E_MEMORY) return status;
    for (guint i = 0; i < watch->sources->len; i++) {
        const Watched *watched = &g_array_index(watch->sources, Watched, i);
        if (path && strcmp(watched->source, path) != 0) continue;
        HZP_TRY(compare(watched));
    }
    return status;
}
