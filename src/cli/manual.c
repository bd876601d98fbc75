/* The manual page in roff, from the same tables as --help. */
#include <string.h>

#include "cli/help.h"
#include "hazplan/text.h"
#include "hazplan/version.h"

/* Append text so that roff prints it as it is. */
static void append_escaped(GString *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        bool line_start = at == text || at[-1] == '\n';
        if (line_start && (*at == '.' || *at == '\'')) g_string_append(out, "\\&");
        if (*at == '\\') {
            g_string_append(out, "\\e");
        } else if (*at == '-') {
            g_string_append(out, "\\-");
        } else {
            g_string_append_c(out, *at);
        }
    }
}

static void append_message(GString *out, const char *id)
{
    g_autofree char *text = hzp_text(id, NULL);
    append_escaped(out, text);
    g_string_append_c(out, '\n');
}

/* A heading of --help ("Commands:") as a manual page writes it ("COMMANDS"). */
static void append_section(GString *out, const char *id)
{
    g_autofree char *text = hzp_text(id, NULL);
    g_autofree char *upper = g_ascii_strup(text, -1);
    size_t length = strlen(upper);
    if (g_str_has_suffix(upper, ":")) length -= strlen(":");
    if (g_str_has_suffix(upper, "：")) length -= strlen("：");
    g_string_append_printf(out, ".SH \"%.*s\"\n", (int)length, upper);
}

static void append_tagged(GString *out, const char *tag, const char *text)
{
    g_string_append(out, ".TP\n.B ");
    append_escaped(out, tag);
    g_string_append_c(out, '\n');
    append_escaped(out, text);
    g_string_append_c(out, '\n');
}

static void append_options(GString *out, const Option *row)
{
    for (; row && row->name; row++) {
        g_autofree char *label = help_option_label(row);
        g_autofree char *text = help_option_text(row);
        append_tagged(out, g_strchug(label), text);
    }
}

static void append_command(GString *out, const CommandEntry *entry)
{
    g_autofree char *synopsis = help_synopsis(entry);
    g_string_append(out, ".SS \"");
    append_escaped(out, synopsis);
    g_string_append(out, "\"\n");
    append_message(out, entry->command->about);
    for (const Operand *row = entry->command->operands; row && row->name; row++) {
        g_autofree char *text = hzp_text(row->help, NULL);
        append_tagged(out, row->name, text);
    }
    append_options(out, entry->command->options);
    g_string_append(out, ".PP\n");
    append_message(out, "help_examples");
    for (const Example *example = entry->command->examples; example->line; example++) {
        g_autofree char *text = hzp_text(example->help, NULL);
        append_tagged(out, example->line, text);
    }
}

/* A text of several lines as lines. */
static void append_lines(GString *out, const char *id)
{
    g_string_append(out, ".nf\n");
    append_message(out, id);
    g_string_append(out, ".fi\n");
}

char *manual_page(const CommandEntry *entries)
{
    GString *out = g_string_new(NULL);
    g_autofree char *name = hzp_text("help_program_short", NULL);
    g_autofree char *title = hzp_text("manual_title", NULL);
    g_string_append_printf(
        out, ".\\\" Made by `hazplan --print-man` from the option tables.\n.TH HAZPLAN 1 \"\" \"hazplan %s\" \"%s\"\n.ad l\n",
        HZP_VERSION, title);
    append_section(out, "manual_name");
    g_string_append_printf(out, "hazplan \\- %s\n", name);
    append_section(out, "manual_synopsis");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_autofree char *synopsis = help_synopsis(entry);
        append_escaped(out, synopsis);
        g_string_append(out, "\n.br\n");
    }
    append_section(out, "manual_description");
    append_message(out, "help_program");
    append_section(out, "help_commands");
    for (const CommandEntry *entry = entries; entry->name; entry++)
        append_command(out, entry);
    append_section(out, "help_common_options");
    append_options(out, common_options);
    append_section(out, "help_exit_codes");
    append_lines(out, "help_exit_codes_list");
    append_section(out, "manual_environment");
    append_lines(out, "manual_environment_list");
    append_section(out, "manual_see_also");
    g_string_append(out, "ogr2ogr(1), ogrinfo(1), sqlite3(1), spatialite(1), qgis(1)\n");
    return g_string_free(out, FALSE);
}
