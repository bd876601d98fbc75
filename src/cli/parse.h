/* From the words of a command line to a command's struct of values. */
#ifndef HZP_CLI_PARSE_H
#define HZP_CLI_PARSE_H

#include "cli/command.h"

/* What came of parsing; a usage error has been printed. */
typedef enum { PARSE_OK, PARSE_HELP, PARSE_ERROR } ParseResult;

/* Parse the words after the command's name. `values` is zeroed and filled; texts in it belong to `words`. `--` ends the
 * options; a word that reads as a number ("-5") is never taken for an option; the last of several equal options holds. */
ParseResult parse_words(const CommandEntry *entry, char **words, size_t count, void *values);

/* Whether a word is an option, and how many words it takes (1 or 2) when it is one of the common options; 0 when it is no
 * common option. For options in front of the command's name. */
size_t parse_common_length(const char *word);

/* Language asked for on the command line, wherever it stands; NULL when it is not, or is not a language. */
const char *parse_find_language(char **words, size_t count);

/* Row of a command by its long name, its own rows first; NULL when there is none. */
const Option *option_by_name(const Command *command, const char *name, size_t length);

/* Print a usage error (message id with its pairs) and where help is found, for a command or NULL. */
void usage_error(const char *command, const char *id, ...) __attribute__((sentinel));

/* The name of a NULL-ended list nearest to a mistyped word, or NULL when none is near. `name_of` gives the n-th. */
const char *nearest_name(const char *word, const char *(*name_of)(const void *list, size_t index), const void *list);

#endif
