/* Coordinates that look like decimal degrees and are degrees, minutes and seconds run together: 112.5103 for 112°51′03″. Read
 * as they stand they are up to 40 km off. */
#include <math.h>

#include "base/message.h"
#include "check/model_check.h"
#include "check/own_unit.h"
#include "geo/coordinate_text.h"

typedef struct {
    size_t judged;
    size_t now;      /* inside of their own units as they stand */
    size_t unpacked; /* inside when they are unpacked */
    size_t example;
} Count;

static bool unpack(double value, double *degrees)
{
    return isfinite(value) && hzp_coordinate_parse_packed(hzp_text_of_value(fabs(value)), degrees);
}

/* false when a row has digits that are no minutes and seconds: then none of them are. */
static bool count_rows(const HzpOwnUnits *units, Count *count)
{
    const double *x = hzp_table_number(units->table, "x");
    const double *y = hzp_table_number(units->table, "y");
    for (size_t row = 0; x && y && row < hzp_table_rows(units->table); row++) {
        double lon = NAN;
        double lat = NAN;
        if (hzp_run_check(units->model->run) != HZP_OK) return false;
        if (!isfinite(x[row]) || !isfinite(y[row])) continue;
        if (!unpack(x[row], &lon) || !unpack(y[row], &lat)) return false;
        if (!hzp_own_units_judges(units, row)) continue;
        if (count->judged++ == 0) count->example = row;
        count->now += hzp_own_units_holds(units, row, units->positions->lon[row], units->positions->lat[row]);
        count->unpacked += hzp_own_units_holds(units, row, lon, lat);
    }
    return true;
}

static void check_layer(const HzpOwnUnits *units)
{
    HzpFindings *findings = units->model->findings;
    double least_rows = hzp_findings_parameter(findings, "packed_suspected", "least_rows");
    double least_percent = hzp_findings_parameter(findings, "packed_suspected", "least_percent");
    Count count = {0, 0, 0, 0};
    if (!units->input->plain_degrees || !count_rows(units, &count)) return;
    double won = (double)count.unpacked - (double)count.now;
    if ((double)count.judged < least_rows || won * 100 < least_percent * (double)count.judged) return;
    const char *value = hzp_text_of_value(hzp_table_number(units->table, "x")[count.example]);
    hzp_findings_add(findings, "packed_suspected", units->layer, NULL, NULL, "value", value, "rows",
                     hzp_text_of_size(count.judged), "now", hzp_text_of_size(count.now), "unpacked",
                     hzp_text_of_size(count.unpacked), NULL);
}

HzpStatus hzp_check_packed(HzpModel *model)
{
    HzpOwnUnits units;
    bool wanted = hzp_findings_wants(model->findings, "packed_suspected");
    for (size_t i = 0; wanted && hzp_own_units_open(model, i, &units); i++) {
        if (units.table) check_layer(&units);
        hzp_own_units_close(&units);
    }
    return HZP_OK;
}
