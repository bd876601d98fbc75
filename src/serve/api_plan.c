/* /plan: what is served. /health: how it is. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "hazplan/version.h"
#include "serve/api.h"

static void put_summary(GString *out, HzpPlanFile *plan, const char *name, const char *key)
{
    g_autofree char *text = hzp_plan_file_summary(plan, key);
    hzp_json_put_member(out, name, text);
}

static void put_count(GString *out, HzpPlanFile *plan, const char *name, const char *key)
{
    hzp_json_put_member_number(out, name, hzp_plan_file_summary_number(plan, key));
}

/* Of all points and counties, from what the file says of its layers. */
static HzpStatus put_extent(GString *out, HzpPlanFile *plan)
{
    static const char sql[] = "SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM gpkg_contents "
                              "WHERE table_name IN ('counties', 'towns', 'villages', 'hazard_points')";
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, sql, &statement));
    hzp_json_put_key(out, "extent");
    bool found = hzp_plan_file_step(plan, statement) && sqlite3_column_type(statement, 0) != SQLITE_NULL;
    if (found) {
        g_string_append_c(out, '[');
        for (int i = 0; i < 4; i++) {
            hzp_json_put_comma(out);
            hzp_json_put_number(out, sqlite3_column_double(statement, i));
        }
        g_string_append_c(out, ']');
    } else {
        g_string_append(out, "null");
    }
    sqlite3_finalize(statement);
    return HZP_OK;
}

/* The day here: whether a plan is of this year is judged by the clock of the machine that serves it. */
static void put_today(GString *out)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    g_autofree char *today = now ? g_date_time_format(now, "%Y-%m-%d") : NULL;
    hzp_json_put_member(out, "today", today);
}

static void put_counts(GString *out, HzpPlanFile *plan)
{
    hzp_json_put_key(out, "counts");
    g_string_append_c(out, '{');
    put_count(out, plan, "hazard_points", "hazard_points.total");
    put_count(out, plan, "villages", "villages.total");
    put_count(out, plan, "population", "villages.population");
    put_count(out, plan, "households", "villages.households");
    put_count(out, plan, "population_missing", "villages.population_missing");
    put_count(out, plan, "towns", "towns.total");
    put_count(out, plan, "counties", "counties.total");
    put_count(out, plan, "key_towns", "key_towns.total");
    g_string_append_c(out, '}');
}

void hzp_api_plan(const HzpApiQuestion *question, HzpHttpAnswer *answer)
{
    GString *out = answer->body;
    HzpPlanFile *plan = question->plan;
    g_autofree char *written = hzp_plan_keeper_written(question->keeper), *crs = hzp_plan_file_crs(plan);
    g_string_append_c(out, '{');
    hzp_json_put_member(out, "schema", "hazplan-plan/1");
    put_summary(out, plan, "title", "title");
    put_summary(out, plan, "region", "region.name");
    put_count(out, plan, "year", "year");
    put_summary(out, plan, "notice", "notice");
    put_summary(out, plan, "source", "source");
    hzp_json_put_member(out, "crs", crs);
    hzp_json_put_member(out, "file", hzp_plan_keeper_name(question->keeper));
    hzp_json_put_member(out, "written", written);
    hzp_json_put_member(out, "state", question->plan_state);
    put_today(out);
    HzpStatus status = put_extent(out, plan);
    put_counts(out, plan);
    g_string_append(out, "}\n");
    answer->status = 200;
    if (status != HZP_OK) hzp_api_refuse(status, answer);
}

void hzp_api_health(const HzpApiQuestion *question, HzpHttpAnswer *answer)
{
    GString *out = answer->body;
    g_autofree char *written = hzp_plan_keeper_written(question->keeper);
    g_string_append_c(out, '{');
    hzp_json_put_member(out, "schema", "hazplan-health/1");
    hzp_json_put_member(out, "version", hzp_version());
    hzp_json_put_member(out, "plan", question->plan_state);
    hzp_json_put_member(out, "file", hzp_plan_keeper_name(question->keeper));
    hzp_json_put_member(out, "written", written);
    put_count(out, question->plan, "year", "year");
    g_string_append(out, "}\n");
    answer->status = 200;
}
