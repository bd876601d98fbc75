/* What the files of the project reader share. */
#ifndef HZP_BASE_PROJECT_PARTS_H
#define HZP_BASE_PROJECT_PARTS_H

#include "base/project.h"

/* An address, a database or one of GDAL's remote file systems. */
bool hzp_project_path_is_remote(const char *path);

/* A mapping whose keys the user chooses, by dotted path. */
bool hzp_project_mapping_is_free(const char *path);

/* Every parameter and alias that the project gives. HZP_E_INPUT naming file, line and key. */
HzpStatus hzp_project_check_parameters(const HzpProject *project);

#endif
