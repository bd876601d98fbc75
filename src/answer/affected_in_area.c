/* Questions about an area in a file: apart from the others, which need no GDAL. */
#include <math.h>

#include "answer/affected_parts.h"
#include "data/area_file.h"

/* Distances begin at a place inside of the largest polygon. */
static void choose_place(const HzpPolygonSet *area, HzpAsked *asked)
{
    double largest = -1;
    for (size_t i = 0; i < area->n; i++) {
        double own = hzp_polygon_set_area(area, i);
        if (own <= largest) continue;
        largest = own;
        hzp_answer_point_inside(area, i, &asked->lon, &asked->lat);
    }
}

HzpStatus hzp_affected_in_area(HzpRun *run, const char *plan, const HzpAffectedQuestion *question, HzpAffected **answer)
{
    *answer = NULL;
    if (!question->area) return hzp_affected(run, plan, question, answer);
    if (question->hazard || question->at || question->rain) return hzp_fail(HZP_E_USAGE, "affected_one_way", NULL);
    if (question->radius_m != 0) return hzp_fail(HZP_E_USAGE, "affected_radius_alone", NULL);
    HzpPlanFile *file = NULL;
    HzpPolygonSet *area = NULL;
    HZP_TRY(hzp_plan_file_open(plan, &file));
    g_autofree char *crs = hzp_plan_file_crs(file);
    g_autofree char *name = g_path_get_basename(question->area);
    HzpStatus status = hzp_area_read(run, question->area, question->layer, crs, &area);
    if (status == HZP_OK) {
        HzpAsked asked = {.kind = HZP_ASKED_AREA, .name = name, .place_kind = "area", .radius_m = NAN, .area = area};
        choose_place(area, &asked);
        status = hzp_affected_find(file, &asked, answer);
    }
    if (*answer) {
        (*answer)->area = area; /* it outlives this call, and maps draw it */
    } else {
        hzp_polygon_set_free(area);
    }
    if (status == HZP_OK) status = hzp_affected_date(file, question, *answer);
    if (status != HZP_OK) g_clear_pointer(answer, hzp_affected_free);
    hzp_plan_file_close(file);
    return status;
}
