/* The files of a warning that are to be looked at. */
#include "base/run.h"
#include "present/warning_bulletin.h"
#include "present/warning_map.h"

HzpStatus hzp_warning_draw(HzpRun *run, const char *plan, const HzpWarning *warning, const char *path)
{
    hzp_run_begin(run);
    return hzp_run_end(run, hzp_warning_map_write(run, plan, warning, NULL, path));
}

HzpStatus hzp_warning_bulletin(HzpRun *run, const HzpWarning *warning, const char *path)
{
    hzp_run_begin(run);
    return hzp_run_end(run, hzp_warning_bulletin_write(warning, path));
}
