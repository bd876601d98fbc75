/* What a command is: one table each for its operands, options and examples. Parsing, --help, the manual page and shell
 * completion are all made from these tables, so that they cannot tell different stories. */
#ifndef HZP_CLI_COMMAND_H
#define HZP_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "hazplan/error.h"

typedef enum {
    OPTION_FLAG,    /* bool */
    OPTION_TEXT,    /* const char * */
    OPTION_CHOICE,  /* const char *, one of `choices` */
    OPTION_FILES,   /* FileList: given again, or several words behind the last operand */
    OPTION_INTEGER, /* int within least..most */
    OPTION_NUMBER,  /* double within least..most */
    OPTION_METRES   /* the same in metres, written bare or with m, km, 米, 公里, 千米 */
} OptionKind;

typedef struct {
    const char *name; /* long name without dashes; NULL ends a table */
    char letter;      /* short name, or 0 */
    OptionKind kind;
    const char *argument; /* word for the value in help texts, "FILE" */
    const char *help;     /* message id */
    const char *choices;  /* "zh|en", for OPTION_CHOICE */
    const char *initial;  /* value when not given, written as a user would; NULL: zero */
    double least, most;
    bool required; /* then it has a letter, which the synopsis shows */
    size_t offset; /* of the value in the command's struct of values */
} Option;

typedef struct {
    const char *name; /* "PROJECT"; NULL ends a table. All operands are required. */
    const char *help; /* message id */
    size_t offset;    /* of a const char * in the command's struct of values */
} Operand;

typedef struct {
    const char *line; /* a command line that works where examples/ is; NULL ends a table */
    const char *help; /* message id: what it does */
} Example;

/* Value of OPTION_FILES: as many as there are days in a year, and some. The first is NULL where none is given. */
enum { FILE_LIST_MOST = 400 };
typedef struct {
    const char *files[FILE_LIST_MOST + 1];
    size_t count;
} FileList;

/* Values of the options that every command has, and of the rows below; first member of each command's struct of values. */
typedef struct {
    bool help;
    bool quiet;
    bool verbose;
    bool no_progress;
    bool sensitivity;
    const char *language;
    int threads;
    const char *output;
    const char *format;
} CommonValues;

typedef struct {
    HzpStatus (*run)(const void *values);
    size_t size;       /* of the struct of values */
    const char *about; /* message id: a paragraph */
    const Operand *operands;
    const Option *options; /* its own; the common ones follow by themselves */
    const Example *examples;
    bool (*apart)(const void *values); /* whether it opens files of anybody, at which a library may crash, so that it works in
                                          a process of its own though it writes nothing; NULL: it does not */
    const char *(*output_of)(const void *values); /* the same where several options name a file; NULL: `output` tells */
    size_t
        output; /* offset of the path that is written, a const char * in the values; 0 or a NULL there: it writes nothing */
} Command;

/* A row of the table of commands in main.c. */
typedef struct {
    const char *name; /* NULL ends the table */
    const Command *command;
    const char *summary; /* message id: one line */
} CommandEntry;

/* Options of every command, ended by a row without a name. */
extern const Option common_options[];

/* Rows that several commands share. */
#define OPTION_OUTPUT(argument_, help_)                                                                                      \
    {                                                                                                                        \
        .name = "output", .letter = 'o', .kind = OPTION_TEXT, .argument = (argument_), .help = (help_), .required = true,    \
        .offset = offsetof(CommonValues, output)                                                                             \
    }
#define OPTION_FORMAT(choices_)                                                                                              \
    {                                                                                                                        \
        .name = "format", .kind = OPTION_CHOICE, .argument = "FORMAT", .help = "option_format", .choices = (choices_),       \
        .initial = "table", .offset = offsetof(CommonValues, format)                                                         \
    }
#define OPTION_SENSITIVITY                                                                                                   \
    {                                                                                                                        \
        .name = "sensitivity", .kind = OPTION_FLAG, .help = "option_sensitivity",                                            \
        .offset = offsetof(CommonValues, sensitivity)                                                                        \
    }
#define OPERAND_PROJECT(type_)                                                                                               \
    {                                                                                                                        \
        "PROJECT", "operand_project", offsetof(type_, project)                                                               \
    }
#define OPERAND_PLAN(type_)                                                                                                  \
    {                                                                                                                        \
        "PLAN", "operand_plan", offsetof(type_, plan)                                                                        \
    }

extern const Command cmd_init;
extern const Command cmd_check;
extern const Command cmd_analyse;
extern const Command cmd_exposure;
extern const Command cmd_affected;
extern const Command cmd_plan;
extern const Command cmd_map;
extern const Command cmd_report;
extern const Command cmd_serve;
extern const Command cmd_warn;
extern const Command cmd_doctor;

#endif
