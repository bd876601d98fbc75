/* Questions about an area in a file: apart from the others, which need no GDAL. */
#include <math.h>

#include "answer/affected_parts.h"
#include "data/area_file.h"
#include "data/rain.h"
#include "geo/polygon_inside.h"

/* Distances begin at a place inside of the largest polygon. */
static void choose_place(const HzpPolygonSet *area, HzpAsked *asked)
{
    double largest = -1;
    for (size_t i = 0; i < area->n; i++) {
        double own = hzp_polygon_set_area(area, i);
        if (own <= largest) continue;
        largest = own;
        hzp_polygon_set_inside(area, i, &asked->lon, &asked->lat);
    }
}

/* ---- rain ---- */

static HzpStatus add_wet(HzpRun *run, HzpRain *rain, size_t day, double mm, HzpPolygonSet *area)
{
    HzpPolygonSet *wet = NULL;
    HZP_TRY(hzp_rain_wet_polygons(run, rain, day, mm, &wet));
    for (size_t i = 0; i < wet->n; i++)
        hzp_polygon_set_add_copy(area, wet, i);
    hzp_polygon_set_free(wet);
    return HZP_OK;
}

/* A place of each village of the plan, in degrees; those without one are none. Free both. */
static HzpStatus places_of_villages(HzpPlanFile *plan, GArray *lon, GArray *lat)
{
    static const char *const columns[] = {"name", NULL};
    HzpAnswering answering = {.plan = plan};
    sqlite3_stmt *row = NULL;
    HzpPolygonSet *drawn = hzp_polygon_set_new();
    HzpStatus status = hzp_answer_measures(plan, &answering);
    if (status == HZP_OK) status = hzp_answer_select(plan, "villages", columns, true, "", &row);
    while (row && hzp_plan_file_step(plan, row)) {
        double x = NAN, y = NAN;
        hzp_answer_point(&answering, row, 0, &x, &y);
        if (!isfinite(x) && hzp_answer_polygon(&answering, row, 0, drawn))
            hzp_polygon_set_inside(drawn, drawn->n - 1, &x, &y);
        if (!isfinite(x) || !isfinite(y)) continue;
        g_array_append_val(lon, x);
        g_array_append_val(lat, y);
    }
    sqlite3_finalize(row);
    hzp_polygon_set_free(drawn);
    hzp_transform_free(answering.to_degrees);
    return status == HZP_OK ? hzp_plan_file_check(plan) : status;
}

/* Villages that would be in the area, had so much fallen on a day of which nothing is known: outside of the files, NoData,
 * far from all stations. */
static HzpStatus count_without_rain(HzpRun *run, HzpPlanFile *plan, HzpRain *rain, double mm, size_t *count)
{
    g_autoptr(GArray) lon = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) lat = g_array_new(FALSE, FALSE, sizeof(double));
    HZP_TRY(places_of_villages(plan, lon, lat));
    size_t n = lon->len;
    g_autofree double *fell = g_new0(double, n + 1);
    g_autofree bool *wet = g_new0(bool, n + 1), *unknown = g_new0(bool, n + 1);
    for (size_t day = 0; day < hzp_rain_days(rain); day++) {
        HZP_TRY(hzp_rain_at_points(run, rain, day, (const double *)lon->data, (const double *)lat->data, n, fell));
        for (size_t i = 0; i < n; i++) {
            wet[i] |= fell[i] >= mm;
            unknown[i] |= isnan(fell[i]);
        }
    }
    for (size_t i = 0; i < n; i++)
        *count += unknown[i] && !wet[i];
    return HZP_OK;
}

/* Where on any of the days at least so much fell as the plan's trigger of a day says (R15). */
static HzpStatus read_rain(HzpRun *run, HzpPlanFile *plan, const char *const *paths, HzpPolygonSet **area, double *mm,
                           size_t *unknown)
{
    g_autofree char *trigger = hzp_plan_file_parameter(plan, "rain.daily_mm");
    *mm = trigger ? g_ascii_strtod(trigger, NULL) : NAN;
    if (!(*mm > 0)) return hzp_fail(HZP_E_INPUT, "affected_rain_trigger", "file", hzp_plan_file_path(plan), NULL);
    HzpRain *rain = NULL;
    HZP_TRY(hzp_rain_read(run, paths, g_strv_length((char **)paths), HZP_RAIN_IDW, &rain));
    *area = hzp_polygon_set_new();
    HzpStatus status = HZP_OK;
    for (size_t day = 0; status == HZP_OK && day < hzp_rain_days(rain); day++)
        status = add_wet(run, rain, day, *mm, *area);
    if (status == HZP_OK) status = count_without_rain(run, plan, rain, *mm, unknown);
    hzp_rain_free(rain);
    return status;
}

/* ---- the question ---- */

struct asking {
    HzpRun *run;
    const HzpAffectedQuestion *question;
    HzpAffected **answer;
};

static HzpStatus answer_in(HzpRun *run, HzpPlanFile *plan, const HzpAffectedQuestion *question, HzpAffected **answer)
{
    HzpPolygonSet *area = NULL;
    size_t unknown = 0;
    HzpAsked asked = {.kind = HZP_ASKED_AREA, .radius_m = NAN, .lon = NAN, .lat = NAN, .rain_mm = NAN};
    g_autofree char *crs = hzp_plan_file_crs(plan);
    g_autofree char *name = g_path_get_basename(question->rain ? question->rain[0] : question->area);
    HzpStatus status = question->rain ? read_rain(run, plan, question->rain, &area, &asked.rain_mm, &unknown)
                                      : hzp_area_read(run, question->area, question->layer, crs, &area);
    if (status == HZP_OK) {
        asked.name = name;
        asked.place_kind = question->rain ? "rain" : "area";
        asked.area = area;
        choose_place(area, &asked);
        status = hzp_affected_find(plan, &asked, answer);
    }
    if (*answer) {
        (*answer)->area = area; /* it outlives this call, and maps draw it */
    } else {
        hzp_polygon_set_free(area);
    }
    if (status == HZP_OK) {
        (*answer)->totals.without_rain = unknown;
        status = hzp_affected_date(plan, question, *answer);
    }
    if (status == HZP_OK) status = hzp_plan_file_check(plan);
    return status;
}

static HzpStatus ask(HzpPlanFile *plan, void *user)
{
    const struct asking *asking = user;
    HzpStatus status = answer_in(asking->run, plan, asking->question, asking->answer);
    if (status != HZP_OK) g_clear_pointer(asking->answer, hzp_affected_free);
    return status;
}

HzpStatus hzp_affected_in_area(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, HzpAffected **answer)
{
    *answer = NULL;
    if (!question->area && !question->rain) return hzp_affected(run, plan, question, answer);
    if (question->hazard || question->at || (question->rain && question->area))
        return hzp_fail(HZP_E_USAGE, "affected_one_way", NULL);
    if (question->radius_m != 0) return hzp_fail(HZP_E_USAGE, "affected_radius_alone", NULL);
    return hzp_plan_file_ask(plan, ask, &(struct asking){run, question, answer});
}
