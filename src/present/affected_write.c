/* The files of an emergency answer. */
#include "hazplan/affected.h"

#include "answer/affected.h"
#include "answer/deadline.h"
#include "answer/key_period.h"
#include "base/message.h"
#include "present/affected_gpkg.h"
#include "present/affected_map.h"
#include "present/affected_report.h"

static HzpStatus draw(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer, const char *path)
{
    g_autoptr(GPtrArray) remarks = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *age = hzp_affected_age_sentence(answer, false);
    g_autofree char *registered = hzp_affected_registered_sentence(answer);
    if (age) g_ptr_array_add(remarks, g_steal_pointer(&age));
    if (registered) g_ptr_array_add(remarks, g_steal_pointer(&registered));
    if (answer->deadline) {
        g_autofree char *when = hzp_deadline_sentence(answer->deadline);
        g_autofree char *why = hzp_deadline_reason(answer->deadline);
        const char *to = answer->deadline->to;
        g_ptr_array_add(remarks, hzp_message_format("affected_deadline", "when", when, "why", why, "to", to, NULL));
    }
    if (answer->key_period) g_ptr_array_add(remarks, hzp_key_period_sentence(answer->key_period));
    g_ptr_array_add(remarks, NULL);
    const HzpAffectedMapOptions options = {.remarks = (const char *const *)remarks->pdata};
    return hzp_affected_map_write(run, plan, answer, &options, path);
}

static HzpStatus write_all(HzpRun *run, HzpPlanFile *plan, const HzpAffected *answer, const HzpAffectedFiles *files)
{
    if (files->gpkg) HZP_TRY(hzp_affected_gpkg_write(run, plan, answer, files->gpkg));
    if (files->map) HZP_TRY(draw(run, plan, answer, files->map));
    if (files->report) HZP_TRY(hzp_affected_report_write(run, answer, files->report_kind, files->report));
    return HZP_OK;
}

HzpStatus hzp_affected_write(HzpRun *run, const char *plan, const HzpAffected *answer, const HzpAffectedFiles *files)
{
    HzpPlanFile *file = NULL;
    HZP_TRY(hzp_plan_file_open(plan, &file));
    HzpFileIdentity identity = hzp_plan_file_identity(file);
    HzpStatus status = hzp_file_identity_is_unchanged(&answer->file, &identity)
                           ? write_all(run, file, answer, files)
                           : hzp_fail(HZP_E_IO, "affected_plan_changed", "file", hzp_plan_file_path(file), NULL);
    hzp_plan_file_close(file);
    return status;
}
