/* /plan: what is served. /health: how it is. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "answer/affected_parts.h"
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

/* Of all layers that a map shows, in the plan's CRS, from what the file says of them; false where there is none. */
static HzpStatus read_extent(HzpPlanFile *plan, HzpBox *box, bool *found)
{
    static const char sql[] = "SELECT min(min_x), min(min_y), max(max_x), max(max_y) FROM gpkg_contents "
                              "WHERE table_name IN ('counties', 'towns', 'villages', 'hazard_points')";
    sqlite3_stmt *statement = NULL;
    HZP_TRY(hzp_plan_file_prepare(plan, sql, &statement));
    *found = hzp_plan_file_step(plan, statement) && sqlite3_column_type(statement, 0) != SQLITE_NULL;
    if (*found)
        *box = (HzpBox){sqlite3_column_double(statement, 0), sqlite3_column_double(statement, 1),
                        sqlite3_column_double(statement, 2), sqlite3_column_double(statement, 3)};
    sqlite3_finalize(statement);
    return HZP_OK;
}

/* The box in degrees of a box in the plan's CRS: by places along its sides, which may be bent. */
static HzpBox box_in_degrees(HzpTransform *to_degrees, const HzpBox *box)
{
    enum { STEPS = 16 };
    HzpBox around = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i <= STEPS; i++) {
        double along_x = box->min_x + (box->max_x - box->min_x) * i / STEPS;
        double along_y = box->min_y + (box->max_y - box->min_y) * i / STEPS;
        double x[] = {along_x, along_x, box->min_x, box->max_x}, y[] = {box->min_y, box->max_y, along_y, along_y};
        hzp_transform_forward(to_degrees, x, y, 1, G_N_ELEMENTS(x));
        for (size_t k = 0; k < G_N_ELEMENTS(x); k++)
            around = (HzpBox){fmin(around.min_x, x[k]), fmin(around.min_y, y[k]), fmax(around.max_x, x[k]),
                              fmax(around.max_y, y[k])};
    }
    return around;
}

static HzpStatus put_extent(GString *out, HzpPlanFile *plan)
{
    HzpAnswering measures = {.plan = plan};
    HzpBox box = {NAN, NAN, NAN, NAN};
    bool found = false;
    HZP_TRY(read_extent(plan, &box, &found));
    HZP_TRY(hzp_answer_measures(plan, &measures));
    if (found && measures.to_degrees) box = box_in_degrees(measures.to_degrees, &box);
    hzp_transform_free(measures.to_degrees);
    const double sides[] = {box.min_x, box.min_y, box.max_x, box.max_y};
    hzp_json_put_key(out, "extent");
    g_string_append(out, found ? "[" : "null");
    for (size_t i = 0; found && i < G_N_ELEMENTS(sides); i++) {
        hzp_json_put_comma(out);
        hzp_json_put_number(out, sides[i]);
    }
    if (found) g_string_append_c(out, ']');
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
