/* The whole program: all commands. `hazplan` is the front (front.c), which starts this one for all that it does not do
 * itself. */
#include "cli/command.h"
#include "cli/program.h"
#include "hazplan/run.h"

static const CommandEntry commands[] = {
    {"init", &cmd_init, "summary_init"},          {"check", &cmd_check, "summary_check"},
    {"analyse", &cmd_analyse, "summary_analyse"}, {"exposure", &cmd_exposure, "summary_exposure"},
    {"plan", &cmd_plan, "summary_plan"},          {"map", &cmd_map, "summary_map"},
    {"report", &cmd_report, "summary_report"},    {"affected", &cmd_affected, "summary_affected"},
    {"serve", &cmd_serve, "summary_serve"},       {"warn", &cmd_warn, "summary_warn"},
    {"doctor", &cmd_doctor, "summary_doctor"},    {NULL, NULL, NULL},
};

int main(int argc, char **argv)
{
    int exit_code = program_run(commands, argc, argv);
    /* After a failure Pango's threads may still be looking for fonts, and Cairo aborts when it is taken down under them. What
     * is left is the system's to take back. */
    if (exit_code == 0) hzp_library_end();
    return exit_code;
}
