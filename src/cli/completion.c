/* Shell completion, from the same tables as --help. Words that are no option complete to file names. */
#include <string.h>

#include "cli/help.h"
#include "hazplan/text.h"

typedef void (*OptionVisitor)(GString *out, const Option *row);

static void visit_options(GString *out, const Command *command, OptionVisitor visit)
{
    for (const Option *row = command ? command->options : NULL; row && row->name; row++)
        visit(out, row);
    for (const Option *row = common_options; row->name; row++)
        visit(out, row);
}

static void append_words(GString *out, const Option *row)
{
    if (row->letter) g_string_append_printf(out, "-%c ", row->letter);
    g_string_append_printf(out, "--%s ", row->name);
}

static char *spaced(const char *choices)
{
    g_autofree char *copy = g_strdup(choices);
    return g_strdup(g_strdelimit(copy, "|", ' '));
}

static void append_commands(GString *out, const CommandEntry *entries)
{
    for (const CommandEntry *entry = entries; entry->name; entry++)
        g_string_append_printf(out, "%s ", entry->name);
}

/* Values of an option: its choices, nothing for numbers, files for the rest. */
static void append_bash_values(GString *out, const char *command, const Option *row)
{
    if (row->kind == OPTION_FLAG) return;
    g_string_append_printf(out, "        %s:--%s", command, row->name);
    if (row->letter) g_string_append_printf(out, "|%s:-%c", command, row->letter);
    if (row->kind == OPTION_CHOICE) {
        g_autofree char *choices = spaced(row->choices);
        g_string_append_printf(out, ") COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;\n", choices);
    } else if ((row->kind == OPTION_TEXT || row->kind == OPTION_FILES)) {
        g_string_append(out, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else {
        g_string_append(out, ") return ;;\n");
    }
}

static char *bash_script(const CommandEntry *entries)
{
    GString *out = g_string_new("# bash completion for hazplan; made by `hazplan --print-completion bash`\n_hazplan() {\n"
                                "    local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
                                "    local command=\"\" i\n"
                                "    COMPREPLY=()\n"
                                "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                                "        case \"${COMP_WORDS[i]}\" in\n            ");
    for (const CommandEntry *entry = entries; entry->name; entry++)
        g_string_append_printf(out, "%s%s", entry == entries ? "" : "|", entry->name);
    g_string_append(out, ") command=\"${COMP_WORDS[i]}\"; break ;;\n        esac\n    done\n"
                         "    case \"$command:$before\" in\n");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        for (const Option *row = entry->command->options; row && row->name; row++)
            append_bash_values(out, entry->name, row);
    }
    for (const Option *row = common_options; row->name; row++)
        append_bash_values(out, "*", row);
    g_string_append(out, "    esac\n    case \"$command:$word\" in\n");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_string_append_printf(out, "        %s:-*) COMPREPLY=($(compgen -W '", entry->name);
        visit_options(out, entry->command, append_words);
        g_string_append(out, "' -- \"$word\")) ;;\n");
    }
    g_string_append(out, "        :*) COMPREPLY=($(compgen -W '");
    append_commands(out, entries);
    visit_options(out, NULL, append_words);
    g_string_append(out, "--version' -- \"$word\")) ;;\n"
                         "        *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n    esac\n}\n"
                         "complete -o filenames -F _hazplan hazplan\n");
    return g_string_free(out, FALSE);
}

/* Text between single quotes of a shell. */
static char *quoted(const char *id)
{
    g_autofree char *text = hzp_text(id, NULL);
    return g_shell_quote(text);
}

static void append_zsh_option(GString *out, const Option *row)
{
    g_autofree char *help = hzp_text(row->help, NULL);
    g_autoptr(GString) spec = g_string_new(NULL);
    /* brackets and colons have a meaning in an _arguments line */
    for (const char *at = help; *at; at++) {
        if (strchr("[]:", *at)) g_string_append_c(spec, '\\');
        g_string_append_c(spec, *at);
    }
    g_autofree char *values = row->choices ? spaced(row->choices) : NULL;
    g_autofree char *action = row->kind == OPTION_FLAG     ? g_strdup("")
                              : row->kind == OPTION_CHOICE ? g_strdup_printf(":%s:(%s)", row->argument, values)
                              : (row->kind == OPTION_TEXT || row->kind == OPTION_FILES)
                                  ? g_strdup_printf(":%s:_files", row->argument)
                                  : g_strdup_printf(":%s:", row->argument);
    g_autofree char *long_form = g_strdup_printf("--%s[%s]%s", row->name, spec->str, action);
    g_autofree char *long_quoted = g_shell_quote(long_form);
    g_string_append_printf(out, " \\\n            %s", long_quoted);
    if (!row->letter) return;
    g_autofree char *short_form = g_strdup_printf("-%c[%s]%s", row->letter, spec->str, action);
    g_autofree char *short_quoted = g_shell_quote(short_form);
    g_string_append_printf(out, " \\\n            %s", short_quoted);
}

static char *zsh_script(const CommandEntry *entries)
{
    GString *out = g_string_new("#compdef hazplan\n# zsh completion; made by `hazplan --print-completion zsh`\n"
                                "_hazplan() {\n    local -a commands\n    commands=(\n");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_autofree char *summary = hzp_text(entry->summary, NULL);
        g_autofree char *line = g_strdup_printf("%s:%s", entry->name, summary);
        g_autofree char *word = g_shell_quote(line);
        g_string_append_printf(out, "        %s\n", word);
    }
    g_string_append(out, "    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n        return\n    fi\n"
                         "    local command=$words[2]\n    shift words\n    ((CURRENT--))\n    case $command in\n");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_string_append_printf(out, "        %s)\n            _arguments", entry->name);
        visit_options(out, entry->command, append_zsh_option);
        g_string_append(out, " \\\n            '*:file:_files'\n            ;;\n");
    }
    g_string_append(out, "    esac\n}\n_hazplan \"$@\"\n");
    return g_string_free(out, FALSE);
}

static void append_fish_option(GString *out, const char *condition, const Option *row)
{
    g_autofree char *help = quoted(row->help);
    g_string_append_printf(out, "complete -c hazplan %s -l %s", condition, row->name);
    if (row->letter) g_string_append_printf(out, " -s %c", row->letter);
    if (row->kind == OPTION_CHOICE) {
        g_autofree char *choices = spaced(row->choices);
        g_string_append_printf(out, " -x -a '%s'", choices);
    } else if ((row->kind == OPTION_TEXT || row->kind == OPTION_FILES)) {
        g_string_append(out, " -r");
    } else if (row->kind != OPTION_FLAG) {
        g_string_append(out, " -x");
    }
    g_string_append_printf(out, " -d %s\n", help);
}

static char *fish_script(const CommandEntry *entries)
{
    GString *out = g_string_new("# fish completion for hazplan; made by `hazplan --print-completion fish`\n");
    for (const CommandEntry *entry = entries; entry->name; entry++) {
        g_autofree char *summary = quoted(entry->summary);
        g_string_append_printf(out, "complete -c hazplan -n __fish_use_subcommand -f -a %s -d %s\n", entry->name, summary);
        g_autofree char *condition = g_strdup_printf("-n '__fish_seen_subcommand_from %s'", entry->name);
        for (const Option *row = entry->command->options; row && row->name; row++)
            append_fish_option(out, condition, row);
    }
    for (const Option *row = common_options; row->name; row++)
        append_fish_option(out, "", row);
    return g_string_free(out, FALSE);
}

char *completion_script(const char *shell, const CommandEntry *entries)
{
    if (strcmp(shell, "bash") == 0) return bash_script(entries);
    if (strcmp(shell, "zsh") == 0) return zsh_script(entries);
    if (strcmp(shell, "fish") == 0) return fish_script(entries);
    return NULL;
}
