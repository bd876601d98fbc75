/* Facilities that are threatened besides residents: schools, roads, mines … with their own head counts, which are never added
 * to residents: pupils live elsewhere. */
#include <math.h>

#include "base/message.h"
#include "base/vocabulary.h"
#include "data/model.h"

/* The last word of a name says what it is: 煤矿小学 is a school. */
static const char *kind_in_name(const char *name)
{
    g_autoptr(GPtrArray) kinds = hzp_vocabulary_find_all("facility_kind", name);
    return kinds->len ? g_ptr_array_index(kinds, kinds->len - 1) : NULL;
}

/* A word that means no kind is told and kept as `other`: the row counts all the same. */
static void prepare_kinds(HzpModel *model)
{
    HzpTable *table = model->facilities;
    const char **kinds = hzp_table_add_text(table, "kind");
    const char **labels = hzp_table_add_text(table, "kind_zh");
    const char **names = hzp_table_text(table, "name");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        const char *code = kinds[i] ? hzp_register_code("facility_kind", kinds[i], true) : kind_in_name(names[i]);
        if (kinds[i] && !code) {
            hzp_findings_add_row(model->findings, "facility_kind_unknown", table, i, "kind", "value", kinds[i], NULL);
            code = "other";
        }
        kinds[i] = code;
        labels[i] = hzp_vocabulary_zh("facility_kind", code);
    }
}

HzpStatus hzp_facilities_prepare(HzpModel *model)
{
    HzpTable *table = model->facilities;
    if (!table) return HZP_OK;
    prepare_kinds(model);
    hzp_model_compute_positions(model, table, &model->facility_positions);
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        if (!isfinite(model->facility_positions.x[i]))
            hzp_findings_add_row(model->findings, "facility_unplaced", table, i, "geometry", NULL);
    }
    return HZP_OK;
}
