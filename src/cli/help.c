#include "cli/help.h"

#include <string.h>

#include "hazplan/text.h"

enum { LEFT_COLUMN = 26 };

static void append_text(GString *out, const char *id)
{
    g_autofree char *text = hzp_text(id, NULL);
    g_string_append(out, text);
}

static void append_heading(GString *out, const char *id)
{
    g_string_append_c(out, '\n');
    append_text(out, id);
    g_string_append_c(out, '\n');
}

/* Left sides are ASCII, so bytes are columns. A long one has its right side on the next line. */
static void append_row(GString *out, const char *left, const char *right)
{
    g_string_append_printf(out, "  %s", left);
    if (strlen(left) + 2 >= LEFT_COLUMN) {
        g_string_append_printf(out, "\n%*s%s\n", LEFT_COLUMN, "", right);
    } else {
        g_string_append_printf(out, "%*s%s\n", LEFT_COLUMN - 2 - (int)strlen(left), "", right);
    }
}

char *help_synopsis(const CommandEntry *entry)
{
    GString *out = g_string_new("hazplan ");
    g_string_append(out, entry->name);
    for (const Operand *row = entry->command->operands; row && row->name; row++)
        g_string_append_printf(out, " %s", row->name);
    for (const Option *row = entry->command->options; row && row->name; row++) {
        if (row->required) g_string_append_printf(out, " -%c %s", row->letter, row->argument);
    }
    g_autofree char *options = hzp_text("help_options_word", NULL);
    g_string_append_printf(out, " [%s]", options);
    return g_string_free(out, FALSE);
}

char *help_option_label(const Option *row)
{
    GString *out = g_string_new(NULL);
    if (row->letter) {
        g_string_append_printf(out, "-%c, ", row->letter);
    } else {
        g_string_append(out, "    ");
    }
    g_string_append_printf(out, "--%s", row->name);
    if (row->choices) {
        g_string_append_printf(out, " %s", row->choices);
    } else if (row->argument) {
        g_string_append_printf(out, " %s", row->argument);
    }
    return g_string_free(out, FALSE);
}

char *help_option_text(const Option *row)
{
    char *text = hzp_text(row->help, NULL);
    if (!row->initial) return text;
    g_autofree char *plain = text;
    return hzp_text("help_with_default", "text", plain, "default", row->initial, NULL);
}

static void append_options(GString *out, const Option *row)
{
    for (; row && row->name; row++) {
        g_autofree char *label = help_option_label(row);
        g_autofree char *text = help_option_text(row);
        append_row(out, label, text);
    }
}

char *help_of_program(const CommandEntry *entries)
{
    GString *out = g_string_new(NULL);
    append_text(out, "help_program");
    g_string_append_c(out, '\n');
    append_heading(out, "help_usage");
    g_autofree char *command_word = hzp_text("help_command_word", NULL);
    g_autofree char *options_word = hzp_text("help_options_word", NULL);
    g_string_append_printf(out, "  hazplan %s [%s]\n  hazplan %s --help\n  hazplan --version\n", command_word, options_word,
                           command_word);
    append_heading(out, "help_commands");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_autofree char *summary = hzp_text(entry->summary, NULL);
        append_row(out, entry->name, summary);
    }
    append_heading(out, "help_common_options");
    append_options(out, common_options);
    append_heading(out, "help_exit_codes");
    append_text(out, "help_exit_codes_list");
    g_string_append_c(out, '\n');
    return g_string_free(out, FALSE);
}

char *help_of_command(const CommandEntry *entry)
{
    const Command *command = entry->command;
    GString *out = g_string_new(NULL);
    g_autofree char *synopsis = help_synopsis(entry);
    append_text(out, entry->summary);
    g_string_append_c(out, '\n');
    append_heading(out, "help_usage");
    g_string_append_printf(out, "  %s\n\n", synopsis);
    append_text(out, command->about);
    g_string_append_c(out, '\n');
    if (command->operands) append_heading(out, "help_operands");
    for (const Operand *row = command->operands; row && row->name; row++) {
        g_autofree char *text = hzp_text(row->help, NULL);
        append_row(out, row->name, text);
    }
    if (command->options) append_heading(out, "help_options");
    append_options(out, command->options);
    append_heading(out, "help_common_options");
    append_options(out, common_options);
    append_heading(out, "help_examples");
    for (const Example *example = command->examples; example->line; example++) {
        g_autofree char *text = hzp_text(example->help, NULL);
        g_string_append_printf(out, "  %s\n      %s\n", example->line, text);
    }
    return g_string_free(out, FALSE);
}
