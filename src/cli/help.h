/* Texts made from the tables of commands: --help, the manual page, shell completion. */
#ifndef HZP_CLI_HELP_H
#define HZP_CLI_HELP_H

#include <glib.h>

#include "cli/command.h"

/* Help of the program: what it is for and its commands. */
char *help_of_program(const CommandEntry *entries);

/* Help of one command, with examples. */
char *help_of_command(const CommandEntry *entry);

/* "hazplan plan PROJECT -o DIR [OPTIONS]". */
char *help_synopsis(const CommandEntry *entry);

/* An option's left side, "-o, --output DIR", and its right side with choices and default. */
char *help_option_label(const Option *row);
char *help_option_text(const Option *row);

/* Manual page in roff, in the chosen language. */
char *manual_page(const CommandEntry *entries);

/* Completion script for "bash", "zsh" or "fish"; NULL for another shell. */
char *completion_script(const char *shell, const CommandEntry *entries);

#endif
