/* Layers whose data are older than the plan. */
#include <math.h>

#include "base/message.h"
#include "check/model_check.h"

HzpStatus hzp_check_dates(HzpModel *model)
{
    double year = model->project->year;
    double years = hzp_findings_parameter(model->findings, "layer_old", "years");
    if (isnan(year) || !hzp_findings_wants(model->findings, "layer_old")) return HZP_OK;
    for (guint i = 0; i < model->inputs->len; i++) {
        const HzpInput *input = &g_array_index(model->inputs, HzpInput, i);
        if (!input->date.year || input->date.year >= year - years) continue;
        g_autofree char *date = hzp_date_text(input->date);
        g_autofree char *origin = hzp_message_format(
            input->date_origin && *input->date_origin == 'f' ? "layer_date_of_file" : "layer_date_of_project", NULL);
        hzp_findings_add(model->findings, "layer_old", input->layer, NULL, "date", "value", date, "year",
                         hzp_text_of_number(year), "origin", origin, NULL);
    }
    return HZP_OK;
}
