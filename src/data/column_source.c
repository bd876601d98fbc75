/* The columns of a source that GDAL opened, for column_match.c. */
#include <ogr_api.h>
#include <string.h>

#include "data/column_match.h"
#include "data/vector_source.h"

HzpStatus hzp_fields_match(const HzpVectorSource *source, HzpFindings *findings, GArray **fields)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(source->layer);
    int n = OGR_FD_GetFieldCount(definition);
    g_autofree HzpColumnName *columns = g_new(HzpColumnName, (gsize)n + 1);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < n; i++) {
        const char *raw = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i));
        g_autofree char *all = hzp_vector_decode(source, raw, strlen(raw), NULL);
        g_ptr_array_add(names, hzp_vector_field_name(source, i));
        columns[i] = (HzpColumnName){g_ptr_array_index(names, (guint)i), raw, all == NULL};
    }
    return hzp_fields_match_columns(source->source, columns, (size_t)n, findings, fields);
}
