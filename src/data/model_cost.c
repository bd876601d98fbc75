/* How long reading a project takes, about, for the share of progress. */
#include <glib/gstdio.h>

#include "data/model.h"

double hzp_model_layer_mb(const HzpProject *project, const char *name)
{
    const HzpLayerSource *source = hzp_project_layer(project, name);
    GStatBuf facts;
    if (!source) return 0;
    return g_stat(source->source, &facts) == 0 && facts.st_size > 0 ? (double)facts.st_size / 1e6 : 1;
}

double hzp_model_read_cost_s(const HzpProject *project)
{
    static const double SECONDS_PER_MB = 0.08;
    double size = 0.1;
    for (guint i = 0; i < project->layers->len; i++)
        size += hzp_model_layer_mb(project, ((const HzpLayerSource *)g_ptr_array_index(project->layers, i))->layer);
    return size * SECONDS_PER_MB;
}
