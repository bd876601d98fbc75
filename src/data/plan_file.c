#include "data/plan_file.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/database_beside.h"

struct HzpPlanFile {
    char *path;
    HzpFileIdentity opened;
    bool wal_mode;      /* others may write, and SQLite keeps apart what we read */
    bool without_locks; /* see open_database() */
    sqlite3 *database;
    GMutex lock;   /* sheets are drawn side by side */
    char *trouble; /* why reading failed first, or NULL */
    int trouble_code;
};

/* Another program that saves holds the file for a moment. */
static const int WAIT_MS = 3000;
static const gulong BETWEEN_TRIES_US = 5000;

/* The beginning of SQLite's header (SQLite file format, 1.3). */
enum { HEAD = 32 };

/* Failures of the machine; all others are a matter of what the file holds. */
static bool is_machine_failure(int code)
{
    static const int failures[] = {SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOMEM, SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED};
    for (size_t i = 0; i < G_N_ELEMENTS(failures); i++) {
        if ((code & 0xff) == failures[i]) return true;
    }
    return false;
}

static HzpStatus fail_not_plan(const char *path, const char *reason)
{
    return hzp_fail(HZP_E_INPUT, "plan_not_a_plan", "file", path, "reason", reason, NULL);
}

/* Changes that a program made and did not finish lie beside the file. */
static bool has_unfinished_changes(const char *path)
{
    return hzp_database_has_beside(path, "-journal") || hzp_database_has_beside(path, "-wal");
}

bool hzp_plan_file_is_overtaken(const HzpPlanFile *plan)
{
    if (plan->wal_mode && !plan->without_locks) return false;
    HzpFileIdentity now = hzp_file_identity_look(plan->path);
    /* One renamed into its place leaves what is open as it was. */
    return hzp_file_identity_is_same(&plan->opened, &now) &&
           (!hzp_file_identity_is_unchanged(&plan->opened, &now) || (plan->wal_mode && has_unfinished_changes(plan->path)));
}

/* Why a file of the right name cannot be read; what it is not goes by `otherwise`. */
static HzpStatus fail_reading(const HzpPlanFile *plan, int code, const char *reason, const char *otherwise)
{
    int kind = code & 0xff;
    if (hzp_plan_file_is_overtaken(plan)) kind = SQLITE_BUSY;
    if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) return hzp_fail(HZP_E_IO, "plan_busy", "file", plan->path, NULL);
    if ((kind == SQLITE_READONLY || kind == SQLITE_CANTOPEN) && has_unfinished_changes(plan->path))
        return hzp_fail(HZP_E_INPUT, "plan_unfinished", "file", plan->path, NULL);
    if (kind == SQLITE_CORRUPT) return hzp_fail(HZP_E_INPUT, "plan_damaged", "file", plan->path, "reason", reason, NULL);
    if (is_machine_failure(code)) return hzp_fail(HZP_E_IO, "file_unreadable", "file", plan->path, "reason", reason, NULL);
    return hzp_fail(HZP_E_INPUT, otherwise, "file", plan->path, "reason", reason, NULL);
}

static HzpStatus fail_database(const HzpPlanFile *plan, int code)
{
    return fail_reading(plan, code, sqlite3_errmsg(plan->database), "plan_not_a_plan");
}

static void note_trouble(HzpPlanFile *plan, int code)
{
    g_mutex_lock(&plan->lock);
    if (!plan->trouble) {
        plan->trouble = g_strdup(sqlite3_errmsg(plan->database));
        plan->trouble_code = code;
    }
    g_mutex_unlock(&plan->lock);
}

bool hzp_plan_file_step(HzpPlanFile *plan, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) note_trouble(plan, code);
    return code == SQLITE_ROW;
}

HzpStatus hzp_plan_file_check(HzpPlanFile *plan)
{
    if (plan->trouble) return fail_reading(plan, plan->trouble_code, plan->trouble, "plan_query_failed");
    if (hzp_plan_file_is_overtaken(plan)) return hzp_fail(HZP_E_IO, "plan_busy", "file", plan->path, NULL);
    return HZP_OK;
}

/* Where it cannot be held, it is read as without: what goes wrong then shows in what is read. */
void hzp_plan_file_hold(HzpPlanFile *plan) { sqlite3_exec(plan->database, "BEGIN", NULL, NULL, NULL); }

void hzp_plan_file_release(HzpPlanFile *plan) { sqlite3_exec(plan->database, "COMMIT", NULL, NULL, NULL); }

void hzp_plan_file_interrupt(HzpPlanFile *plan) { sqlite3_interrupt(plan->database); }

void hzp_plan_file_forget(HzpPlanFile *plan)
{
    g_mutex_lock(&plan->lock);
    g_clear_pointer(&plan->trouble, g_free);
    g_mutex_unlock(&plan->lock);
}

static HzpStatus check_is_plan(HzpPlanFile *plan)
{
    static const char *const needed[] = {"gpkg_contents", "summary", "parameters", "hazard_points"};
    for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
        sqlite3_stmt *statement = NULL;
        int code = sqlite3_prepare_v2(plan->database, "SELECT 1 FROM sqlite_master WHERE name = ?1", -1, &statement, NULL);
        if (code != SQLITE_OK) return fail_database(plan, code);
        sqlite3_bind_text(statement, 1, needed[i], -1, SQLITE_STATIC);
        code = sqlite3_step(statement);
        sqlite3_finalize(statement);
        if (code == SQLITE_DONE) return fail_not_plan(plan->path, needed[i]);
        if (code != SQLITE_ROW) return fail_database(plan, code);
    }
    return HZP_OK;
}

/* The beginning of the file, read by SQLite's own descriptor: closing another one of ours would give up the locks that this
 * process holds on the file (POSIX). */
static bool read_head(const HzpPlanFile *plan, unsigned char head[HEAD], sqlite3_int64 *size)
{
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(plan->database, NULL, SQLITE_FCNTL_FILE_POINTER, &file);
    return code == SQLITE_OK && file && file->pMethods && file->pMethods->xRead(file, head, HEAD, 0) == SQLITE_OK &&
           file->pMethods->xFileSize(file, size) == SQLITE_OK && memcmp(head, "SQLite format 3", 16) == 0;
}

bool hzp_plan_file_is_whole(const HzpPlanFile *plan)
{
    unsigned char head[HEAD];
    sqlite3_int64 size = 0;
    if (!read_head(plan, head, &size)) return false;
    sqlite3_int64 page = head[16] << 8 | head[17];
    sqlite3_int64 pages = (sqlite3_int64)head[28] << 24 | head[29] << 16 | head[30] << 8 | head[31];
    return size >= (page == 1 ? 65536 : page) * pages;
}

/* Whether the file says that changes go to a -wal file, as a GIS may leave it. */
static bool is_in_wal_mode(const HzpPlanFile *plan)
{
    unsigned char head[HEAD];
    sqlite3_int64 size = 0;
    return read_head(plan, head, &size) && head[18] == 2 && head[19] == 2;
}

static HzpStatus begin(HzpPlanFile *plan)
{
    sqlite3_busy_timeout(plan->database, WAIT_MS);
    hzp_plan_file_hold(plan);
    HzpStatus status = check_is_plan(plan);
    /* Until it was locked others might write it. */
    if (!plan->without_locks) plan->opened = hzp_file_identity_look(plan->path);
    return status;
}

static int open_without_locks(HzpPlanFile *plan)
{
    g_autofree char *escaped = g_uri_escape_string(plan->path, "/", FALSE);
    g_autofree char *uri = g_strdup_printf("file:%s?immutable=1", escaped);
    sqlite3_close(plan->database);
    return sqlite3_open_v2(uri, &plan->database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
}

/* Whether what was opened is what was looked at, and would be seen to be written. */
static bool is_quiet(const HzpPlanFile *plan)
{
    HzpFileIdentity now = hzp_file_identity_look(plan->path);
    return hzp_file_identity_is_unchanged(&plan->opened, &now) && hzp_file_identity_is_settled(&now);
}

/* To read a file in WAL mode that has no -wal SQLite would make files beside it, which a read-only medium refuses: it is told
 * that nobody writes it, and takes no locks. Who begins to is noticed, see hzp_plan_file_is_overtaken(). So is a file that is
 * not in WAL mode with a -wal beside: that is of another one, which had this name before and which a program still has open
 * (hzp_database_settle()), and SQLite would read it as a part of this one. */
static int open_database(HzpPlanFile *plan)
{
    for (gint64 start = g_get_monotonic_time();; g_usleep(BETWEEN_TRIES_US)) {
        plan->opened = hzp_file_identity_look(plan->path);
        int code = sqlite3_open_v2(plan->path, &plan->database, SQLITE_OPEN_READONLY, NULL);
        plan->wal_mode = code == SQLITE_OK && is_in_wal_mode(plan);
        plan->without_locks =
            plan->wal_mode ? !has_unfinished_changes(plan->path) : hzp_database_has_beside(plan->path, "-wal");
        if (!plan->without_locks) return code;
        code = open_without_locks(plan);
        if (code != SQLITE_OK || is_quiet(plan)) return code;
        if (g_get_monotonic_time() - start > WAIT_MS * 1000) return SQLITE_BUSY;
        sqlite3_close(plan->database);
    }
}

HzpStatus hzp_plan_file_open(const char *path, HzpPlanFile **plan)
{
    HzpPlanFile *opened = g_new0(HzpPlanFile, 1);
    g_mutex_init(&opened->lock);
    opened->path = g_file_test(path, G_FILE_TEST_IS_DIR) ? g_build_filename(path, "plan.gpkg", NULL) : g_strdup(path);
    HzpStatus status = HZP_OK;
    if (!g_file_test(opened->path, G_FILE_TEST_EXISTS)) {
        status = hzp_fail(HZP_E_INPUT, "plan_missing", "file", opened->path, NULL);
    } else if (!g_file_test(opened->path, G_FILE_TEST_IS_REGULAR)) {
        status = fail_not_plan(opened->path, "not a file");
    } else {
        int code = open_database(opened);
        status = code == SQLITE_OK ? begin(opened) : fail_database(opened, code);
    }
    if (status != HZP_OK) {
        hzp_plan_file_close(opened);
        opened = NULL;
    }
    *plan = opened;
    return status;
}

HzpStatus hzp_plan_file_ask(const char *path, HzpPlanFileQuestion ask, void *user)
{
    HzpStatus status = HZP_OK;
    bool again = true;
    for (gint64 start = g_get_monotonic_time(); again;) {
        HzpPlanFile *plan = NULL;
        HZP_TRY(hzp_plan_file_open(path, &plan));
        status = ask(plan, user);
        again = status != HZP_OK && hzp_plan_file_is_overtaken(plan) && g_get_monotonic_time() - start < WAIT_MS * 1000;
        hzp_plan_file_close(plan);
        if (again) g_usleep(BETWEEN_TRIES_US);
    }
    return status;
}

void hzp_plan_file_close(HzpPlanFile *plan)
{
    if (!plan) return;
    sqlite3_close(plan->database);
    g_mutex_clear(&plan->lock);
    g_free(plan->trouble);
    g_free(plan->path);
    g_free(plan);
}

const char *hzp_plan_file_path(const HzpPlanFile *plan) { return plan->path; }

HzpFileIdentity hzp_plan_file_identity(const HzpPlanFile *plan) { return plan->opened; }

HzpStatus hzp_plan_file_prepare(HzpPlanFile *plan, const char *sql, sqlite3_stmt **statement)
{
    int code = sqlite3_prepare_v2(plan->database, sql, -1, statement, NULL);
    return code == SQLITE_OK ? HZP_OK : fail_reading(plan, code, sqlite3_errmsg(plan->database), "plan_query_failed");
}

/* First column of the first row of a query with at most one bound text, as text. */
static char *one_text(HzpPlanFile *plan, const char *sql, const char *bound)
{
    sqlite3_stmt *statement = NULL;
    char *text = NULL;
    int code = sqlite3_prepare_v2(plan->database, sql, -1, &statement, NULL);
    if (is_machine_failure(code)) note_trouble(plan, code);
    if (code != SQLITE_OK) return NULL;
    if (bound) sqlite3_bind_text(statement, 1, bound, -1, SQLITE_STATIC);
    if (hzp_plan_file_step(plan, statement)) text = g_strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

bool hzp_plan_file_has_rows(HzpPlanFile *plan, const char *table)
{
    char *quoted = sqlite3_mprintf("SELECT 1 FROM \"%w\" LIMIT 1", table);
    g_autofree char *found = one_text(plan, quoted, NULL);
    sqlite3_free(quoted);
    return found != NULL;
}

char *hzp_plan_file_summary(HzpPlanFile *plan, const char *key)
{
    return one_text(plan, "SELECT value FROM summary WHERE key = ?1", key);
}

double hzp_plan_file_summary_number(HzpPlanFile *plan, const char *key)
{
    g_autofree char *text = hzp_plan_file_summary(plan, key);
    return text ? g_ascii_strtod(text, NULL) : NAN;
}

char *hzp_plan_file_parameter(HzpPlanFile *plan, const char *key)
{
    return one_text(plan, "SELECT value FROM parameters WHERE key = ?1", key);
}

char *hzp_plan_file_style(HzpPlanFile *plan, const char *layer)
{
    return one_text(
        plan, "SELECT styleQML FROM layer_styles WHERE f_table_name = ?1 ORDER BY useAsDefault DESC, id DESC LIMIT 1", layer);
}

char *hzp_plan_file_crs(HzpPlanFile *plan)
{
    char *text = one_text(plan,
                          "SELECT CASE WHEN upper(s.organization) = 'EPSG' THEN 'EPSG:' || s.organization_coordsys_id "
                          "ELSE s.definition END FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s "
                          "ON s.srs_id = g.srs_id WHERE g.table_name = 'hazard_points'",
                          NULL);
    return text ? text : g_strdup("EPSG:4490");
}
