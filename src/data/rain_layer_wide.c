/* Tables with one column for each day: which columns there are no list of names can know, so they are read again by
 * themselves. */
#include <inttypes.h>
#include <string.h>

#include "base/message.h"
#include "data/arrow_rows.h"
#include "data/rain_layer.h"
#include "data/table_source.h"

typedef struct {
    HzpRainReading *reading;
    const HzpVectorSource *opened;
    const HzpRainProbe *probe;
    const double *numbers; /* of the table's rows in the source */
    size_t n;
    size_t next; /* row of the table */
} Wide;

static char *text_of(const HzpVectorSource *opened, const HzpCell *cell)
{
    switch (cell->kind) {
    case HZP_CELL_INTEGER:
        return g_strdup_printf("%" PRId64, cell->integer);
    case HZP_CELL_REAL:
        return g_strdup(hzp_text_of_value(cell->real));
    case HZP_CELL_BYTES:
        return hzp_vector_decode(opened, cell->bytes, cell->length, NULL);
    default:
        return NULL;
    }
}

/* Rows come in the same order; the table has left out those that are empty or sums. */
static HzpStatus take_row(const HzpArrowRow *in, void *user)
{
    Wide *wide = user;
    bool counted = in->fid < 0 || wide->opened->row_of_fid == HZP_FID_IS_NO_ROW;
    double number = (double)(counted ? (int64_t)in->index + 1 : in->fid + wide->opened->row_of_fid);
    HZP_TRY(hzp_run_check(wide->reading->run));
    if (wide->next >= wide->n || wide->numbers[wide->next] != number) return HZP_OK;
    size_t row = wide->next++;
    for (guint i = 0; i < wide->probe->days->len; i++) {
        const HzpRainColumn *column = &g_array_index(wide->probe->days, HzpRainColumn, i);
        g_autofree char *heading = hzp_vector_field_name(wide->opened, column->column);
        g_autofree char *text = text_of(wide->opened, &in->cells[i]);
        HzpRainWhen when = {true, column->day};
        HZP_TRY(hzp_rain_figure_add(wide->reading, row, when, heading, text));
    }
    return HZP_OK;
}

static HzpStatus read_days(HzpRainReading *reading, const HzpVectorSource *opened, const HzpRainProbe *probe)
{
    Wide wide = {.reading = reading,
                 .opened = opened,
                 .probe = probe,
                 .numbers = hzp_table_number(reading->table, "source_row"),
                 .n = hzp_table_rows(reading->table)};
    g_autofree int *columns = g_new(int, probe->days->len);
    for (guint i = 0; i < probe->days->len; i++)
        columns[i] = g_array_index(probe->days, HzpRainColumn, i).column;
    HZP_TRY(hzp_arrow_each_row(opened, columns, probe->days->len, take_row, &wide));
    if (wide.next < wide.n)
        return hzp_fail(HZP_E_INPUT, "rain_damaged", "path", reading->file->told.path, "detail",
                        hzp_text_of_size(wide.n - wide.next), NULL);
    return HZP_OK;
}

HzpStatus hzp_rain_figures_of_columns(HzpRainReading *reading, const HzpProject *project, const HzpLayerSource *source,
                                      const HzpRainProbe *probe)
{
    HzpVectorSource opened;
    HzpFindings *findings = NULL; /* all is said */
    HZP_TRY(hzp_findings_new(NULL, &findings));
    HzpStatus status = hzp_vector_open(project, source, &opened);
    if (status == HZP_OK) {
        hzp_gdal_capture();
        status = hzp_table_prepare(&opened, findings);
        if (status == HZP_OK) status = read_days(reading, &opened, probe);
        hzp_gdal_release();
        hzp_vector_close(&opened);
    }
    hzp_findings_free(findings);
    return status;
}
