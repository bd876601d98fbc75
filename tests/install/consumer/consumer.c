/* Check a project and write its plan.gpkg and summary.json with the library: consumer PROJECT FOLDER */
#include <hazplan/plan.h>
#include <hazplan/report.h>
#include <hazplan/run.h>
#include <hazplan/version.h>
#include <stdio.h>
#include <string.h>

static void print_finding(const HzpFinding *finding, void *user)
{
    (void)user;
    if (strcmp(finding->severity, "note") != 0)
        printf("%s %s %s: %s\n", finding->severity, finding->layer, finding->code, finding->message);
}

int main(int argc, char **argv)
{
    char plan[4096], summary[4096];
    if (argc != 3) return 2;
    snprintf(plan, sizeof plan, "%s/plan.gpkg", argv[2]);
    snprintf(summary, sizeof summary, "%s/summary.json", argv[2]);

    HzpFindingCounts counts;
    HzpRun *run = hzp_run_new();
    hzp_language_set("en");
    HzpStatus status = hzp_project_analyse(run, argv[1], plan, print_finding, NULL, &counts);
    if (status == HZP_OK) status = hzp_report_write(run, plan, summary);
    if (status != HZP_OK) {
        fprintf(stderr, "%s: %s\n", hzp_status_name(status), hzp_error_message());
    } else {
        printf("hazplan %s: %zu warnings\n", hzp_version(), counts.warnings);
    }
    hzp_run_free(run);
    hzp_library_end();
    return hzp_status_exit_code(status);
}
