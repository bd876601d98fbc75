#include "cli/program.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/fail_fast.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/session.h"
#include "cli/supervisor.h"
#include "hazplan/run.h"
#include "hazplan/text.h"
#include "hazplan/version.h"

static const CommandEntry *commands; /* of the program that runs */

static const CommandEntry *command_by_name(const char *name)
{
    for (const CommandEntry *entry = commands; entry->name; entry++) {
        if (strcmp(entry->name, name) == 0) return entry;
    }
    return NULL;
}

static const char *command_name_at(const void *list, size_t index) { return ((const CommandEntry *)list)[index].name; }

/* --lang, else the locale: zh* and no language at all (unset, C, POSIX) are Chinese, anything else English. */
static const char *choose_language(char **words, size_t count)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *language = parse_find_language(words, count);
    if (language) return language;
    const char *locale = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(variables) && (!locale || !*locale); i++)
        locale = g_getenv(variables[i]);
    if (!locale || !*locale || g_str_has_prefix(locale, "zh") || g_str_has_prefix(locale, "POSIX")) return "zh";
    return strcmp(locale, "C") == 0 || g_str_has_prefix(locale, "C.") ? "zh" : "en";
}

/* Standard output may be a full disk or a closed pipe, which shows only when it is flushed. */
static int finish_output(int exit_code)
{
    int error = output_flush();
    if (error == 0 || exit_code != 0) return exit_code;
    /* a reader that has seen enough (`| head`) needs no message */
    if (error != EPIPE) {
        g_autofree char *text = hzp_text("output_failed", "reason", g_strerror(error), NULL);
        fprintf(stderr, "hazplan: %s\n", text);
    }
    return 1;
}

typedef struct {
    const CommandEntry *entry;
    const void *values;
} Job;

static int work(void *data)
{
    const Job *job = data;
    HzpStatus status = job->entry->command->run(job->values);
    fail_fast_end();
    const char *message = *hzp_error_message() ? hzp_error_message() : hzp_status_name(status);
    if (status != HZP_OK) fprintf(stderr, "hazplan %s: %s\n", job->entry->name, message);
    return hzp_status_exit_code(status);
}

/* A command that writes nothing leaves nothing to put right. */
static int work_alone(Job *job)
{
    fail_fast_prepare(job->entry->name);
    fail_fast_begin();
    session_may_end_at_once(job->entry->name);
    return work(job);
}

static int run_command(const CommandEntry *entry, char **words, size_t count)
{
    g_autofree void *values = g_malloc0(entry->command->size);
    switch (parse_words(entry, words, count, values)) {
    case PARSE_ERROR:
        return 2;
    case PARSE_HELP: {
        g_autofree char *text = help_of_command(entry);
        output_put(text);
        return 0;
    }
    case PARSE_OK:
        break;
    }
    Job job = {entry, values};
    size_t output = entry->command->output;
    const char *path = NULL;
    if (entry->command->output_of) path = entry->command->output_of(values);
    if (output != 0) memcpy(&path, (const char *)values + output, sizeof path);
    bool apart = entry->command->apart && entry->command->apart(values);
    if (!path && !apart) return work_alone(&job);
    return supervise(entry->name, path, work, &job);
}

/* What the build asks for: the manual page, completion scripts. */
static int print_made(const char *what, const char *shell)
{
    g_autofree char *text = NULL;
    if (strcmp(what, "--print-man") == 0) text = manual_page(commands);
    if (strcmp(what, "--print-completion") == 0 && shell) text = completion_script(shell, commands);
    if (!text) {
        usage_error(NULL, "usage_unknown_shell", "option", "--print-completion", NULL);
        return 2;
    }
    output_put(text);
    return 0;
}

/* An option in front of the command that is not a common one. */
static int run_without_command(const char *word, const char *next)
{
    if (strcmp(word, "--version") == 0) {
        output_put("hazplan ");
        output_put(hzp_version());
        output_put("\n");
        return 0;
    }
    if (g_str_has_prefix(word, "--print-")) return print_made(word, next);
    usage_error(NULL, "usage_unknown_option", "option", word + strspn(word, "-"), NULL);
    return 2;
}

static int dispatch(char **words, size_t count)
{
    size_t at = 0;
    bool help = false;
    while (at < count && words[at][0] == '-') {
        size_t length = parse_common_length(words[at]);
        if (length == 0) return run_without_command(words[at], at + 1 < count ? words[at + 1] : NULL);
        help |= strcmp(words[at], "-h") == 0 || strcmp(words[at], "--help") == 0;
        at += length;
    }
    if (at >= count) {
        g_autofree char *text = help_of_program(commands);
        if (help) {
            output_put(text);
            return 0;
        }
        fputs(text, stderr);
        return 2;
    }
    const CommandEntry *entry = command_by_name(words[at]);
    if (!entry) {
        const char *near = nearest_name(words[at], command_name_at, commands);
        usage_error(NULL, near ? "usage_unknown_command_near" : "usage_unknown_command", "command", words[at], "near", near,
                    NULL);
        return 2;
    }
    /* Options in front of the command belong to it: drop its name and parse the rest together. */
    memmove(words + at, words + at + 1, (count - at - 1) * sizeof *words);
    return run_command(entry, words, count - 1);
}

int program_run(const CommandEntry *table, int argc, char **argv)
{
    /* A reader that went away (`| head`) is an error on write, not a death half-way through a file. */
    signal(SIGPIPE, SIG_IGN);
    commands = table;
    char **words = argv + (argc > 0);
    size_t count = argc > 0 ? (size_t)argc - 1 : 0;
    hzp_language_set(choose_language(words, count));
    return finish_output(dispatch(words, count));
}
