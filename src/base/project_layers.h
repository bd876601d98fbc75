/* The layers of a project file: where each comes from. Only project.c includes this. */
#ifndef HZP_BASE_PROJECT_LAYERS_H
#define HZP_BASE_PROJECT_LAYERS_H

#include "base/project.h"

/* Read and check `layers:`. HZP_E_INPUT naming file, line and key. */
HzpStatus hzp_project_read_layers(HzpProject *project);

/* For the list of layers. */
void hzp_layer_source_free(gpointer source);

#endif
