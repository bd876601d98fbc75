/* The command line: finds the command, parses, runs, and turns a status into an exit code. */
#ifndef HZP_CLI_PROGRAM_H
#define HZP_CLI_PROGRAM_H

#include "cli/command.h"

/* Run what the command line asks for; the table ends with a NULL name. Returns the exit code. */
int program_run(const CommandEntry *table, int argc, char **argv);

#endif
