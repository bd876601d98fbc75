#include "cli/parse.h"

#include <errno.h>
#include <glib.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hazplan/text.h"

const Option common_options[] = {
    {.name = "help", .letter = 'h', .kind = OPTION_FLAG, .help = "option_help", .offset = offsetof(CommonValues, help)},
    {.name = "quiet", .letter = 'q', .kind = OPTION_FLAG, .help = "option_quiet", .offset = offsetof(CommonValues, quiet)},
    {.name = "verbose",
     .letter = 'v',
     .kind = OPTION_FLAG,
     .help = "option_verbose",
     .offset = offsetof(CommonValues, verbose)},
    {.name = "lang",
     .kind = OPTION_CHOICE,
     .argument = "LANG",
     .help = "option_lang",
     .choices = "zh|en",
     .offset = offsetof(CommonValues, language)},
    {.name = "threads",
     .kind = OPTION_INTEGER,
     .argument = "N",
     .help = "option_threads",
     .least = 1,
     .most = 1024,
     .offset = offsetof(CommonValues, threads)},
    {.name = "no-progress", .kind = OPTION_FLAG, .help = "option_no_progress", .offset = offsetof(CommonValues, no_progress)},
    {.name = NULL},
};

void usage_error(const char *command, const char *id, ...)
{
    /* The catalogue takes its pairs as arguments; a usage error has at most three. */
    const char *pair[6] = {NULL};
    va_list arguments;
    va_start(arguments, id);
    for (size_t i = 0; i < G_N_ELEMENTS(pair) && (pair[i] = va_arg(arguments, const char *)); i++)
        continue;
    va_end(arguments);
    g_autofree char *text = hzp_text(id, pair[0], pair[1], pair[2], pair[3], pair[4], pair[5], NULL);
    g_autofree char *program = command ? g_strconcat("hazplan ", command, NULL) : g_strdup("hazplan");
    g_autofree char *hint = hzp_text("usage_see_help", "command", program, NULL);
    fprintf(stderr, "%s: %s\n%s\n", program, text, hint);
}

/* Edit distance with swapped neighbours counted once (optimal string alignment), for words of a few letters. */
static size_t edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 40 };
    size_t n = strlen(a), m = strlen(b);
    size_t row[3][LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return LONGEST;
    for (size_t j = 0; j <= m; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = row[i % 3], *before = row[(i - 1) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = before[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = MIN(now[j], MIN(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = MIN(now[j], earlier[j - 2] + 1);
        }
    }
    return row[n % 3][m];
}

const char *nearest_name(const char *word, const char *(*name_of)(const void *list, size_t index), const void *list)
{
    const char *nearest = NULL;
    size_t least = 3; /* further away is another word, not a slip */
    const char *name;
    for (size_t i = 0; (name = name_of(list, i)); i++) {
        size_t distance = strlen(word) >= 2 && g_str_has_prefix(name, word) ? 1 : edit_distance(word, name);
        if (distance < least && distance < strlen(word)) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

/* The n-th option of a command, its own first, then the common ones; NULL past the end. */
static const Option *option_at(const Command *command, size_t index)
{
    const Option *row = command ? command->options : NULL;
    for (; row && row->name; row++) {
        if (index-- == 0) return row;
    }
    for (row = common_options; row->name; row++) {
        if (index-- == 0) return row;
    }
    return NULL;
}

static const char *option_name_at(const void *command, size_t index)
{
    const Option *row = option_at(command, index);
    return row ? row->name : NULL;
}

const Option *option_by_name(const Command *command, const char *name, size_t length)
{
    const Option *row;
    for (size_t i = 0; (row = option_at(command, i)); i++) {
        if (strlen(row->name) == length && memcmp(row->name, name, length) == 0) return row;
    }
    return NULL;
}

static const Option *option_by_letter(const Command *command, char letter)
{
    const Option *row;
    for (size_t i = 0; (row = option_at(command, i)); i++) {
        if (row->letter == letter) return row;
    }
    return NULL;
}

/* A whole number or decimal, nothing before or after it. */
static bool read_number(const char *word, double *value)
{
    char *end = NULL;
    if (!g_ascii_isdigit(*word) && !strchr("+-.", *word)) return false;
    errno = 0;
    *value = g_ascii_strtod(word, &end);
    return end != word && *end == '\0' && isfinite(*value) && errno == 0 && !strpbrk(word, "xXpP");
}

/* No option begins with a figure: "-70.5,-33.4" is a place. */
static bool looks_like_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && word[1] != '.' && !g_ascii_isdigit(word[1]);
}

/* The option as the user knows it, for messages. */
static char *option_label(const Option *row)
{
    return row->letter ? g_strdup_printf("-%c/--%s", row->letter, row->name) : g_strconcat("--", row->name, NULL);
}

static bool is_choice(const char *choices, const char *word)
{
    g_auto(GStrv) list = g_strsplit(choices, "|", -1);
    return g_strv_contains((const char *const *)list, word);
}

/* "3km", "３公里", "500米": the number alone; what follows it in *metres, the metres of one. At night people say kilometres.
 */
static char *without_unit(const char *word, double *metres)
{
    static const struct {
        const char *name;
        double metres;
    } units[] = {{"km", 1000}, {"公里", 1000}, {"千米", 1000}, {"米", 1}, {"m", 1}};
    g_autofree char *narrow = g_utf8_normalize(word, -1, G_NORMALIZE_NFKC);
    g_autofree char *small = g_utf8_strdown(narrow ? narrow : word, -1);
    *metres = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_has_suffix(small, units[i].name)) continue;
        *metres = units[i].metres;
        small[strlen(small) - strlen(units[i].name)] = '\0';
        break;
    }
    return g_strdup(g_strstrip(small));
}

static bool store_number(const char *command, const Option *row, const char *word, void *place)
{
    double number = 0;
    double unit = 1;
    g_autofree char *bare = row->kind == OPTION_METRES ? without_unit(word, &unit) : g_strdup(word);
    bool read = read_number(bare, &number);
    number *= unit;
    bool whole = row->kind != OPTION_INTEGER || (read && number == floor(number) && !strpbrk(word, ".eE"));
    if (!read || !whole || number < row->least || number > row->most) {
        char least[32], most[32];
        g_ascii_formatd(least, sizeof least, "%.15g", row->least);
        g_ascii_formatd(most, sizeof most, "%.15g", row->most);
        g_autofree char *label = option_label(row);
        g_autofree char *range = g_strdup_printf("%s–%s", least, most);
        usage_error(command,
                    row->kind == OPTION_INTEGER  ? "usage_not_integer"
                    : row->kind == OPTION_METRES ? "usage_not_metres"
                                                 : "usage_not_number",
                    "option", label, "value", word, "range", range, NULL);
        return false;
    }
    if (row->kind == OPTION_INTEGER) {
        *(int *)place = (int)number;
    } else {
        *(double *)place = number;
    }
    return true;
}

static bool store_file(const char *command, const char *label, const char *word, FileList *list)
{
    if (list->count == FILE_LIST_MOST) {
        g_autofree char *most = g_strdup_printf("%d", FILE_LIST_MOST);
        usage_error(command, "usage_too_many_files", "option", label, "most", most, NULL);
        return false;
    }
    list->files[list->count++] = word;
    return true;
}

static bool store(const char *command, const Option *row, const char *word, void *values)
{
    void *place = (char *)values + row->offset;
    g_autofree char *label = option_label(row);
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)place = true;
        return true;
    case OPTION_CHOICE:
        if (!is_choice(row->choices, word)) {
            usage_error(command, "usage_not_choice", "option", label, "value", word, "choices", row->choices, NULL);
            return false;
        }
        *(const char **)place = word;
        return true;
    case OPTION_TEXT:
    case OPTION_FILES:
        if (*word == '\0') {
            usage_error(command, "usage_empty_value", "option", label, NULL);
            return false;
        }
        if (row->kind == OPTION_FILES) return store_file(command, label, word, place);
        *(const char **)place = word;
        return true;
    case OPTION_INTEGER:
    case OPTION_NUMBER:
    case OPTION_METRES:
        return store_number(command, row, word, place);
    }
    return false;
}

typedef struct {
    const CommandEntry *entry;
    char **words;
    size_t count;
    size_t at;
    void *values;
    const Option *list; /* of files, that was given last: further words are its own once the operands are there */
} Parser;

/* The value of an option: what is attached to it, else the next word. */
static bool take_value(Parser *parser, const Option *row, const char *attached)
{
    const char *command = parser->entry->name;
    if (row->kind == OPTION_FLAG) return store(command, row, NULL, parser->values);
    if (!attached && parser->at + 1 < parser->count && !looks_like_option(parser->words[parser->at + 1]))
        attached = parser->words[++parser->at];
    if (!attached) {
        g_autofree char *label = option_label(row);
        usage_error(command, "usage_value_missing", "option", label, "argument", row->argument, NULL);
        return false;
    }
    if (row->kind == OPTION_FILES) parser->list = row;
    return store(command, row, attached, parser->values);
}

static bool take_long(Parser *parser, const char *word)
{
    const char *command = parser->entry->name;
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    const Option *row = option_by_name(parser->entry->command, word, length);
    g_autofree char *name = g_strndup(word, length);
    if (!row) {
        const char *near = nearest_name(name, option_name_at, parser->entry->command);
        usage_error(command, near ? "usage_unknown_option_near" : "usage_unknown_option", "option", name, "near", near, NULL);
        return false;
    }
    if (equals && row->kind == OPTION_FLAG) {
        usage_error(command, "usage_takes_no_value", "option", name, NULL);
        return false;
    }
    return take_value(parser, row, equals ? equals + 1 : NULL);
}

static bool take_short(Parser *parser, const char *letters)
{
    for (; *letters; letters++) {
        const Option *row = option_by_letter(parser->entry->command, *letters);
        if (!row) {
            g_autofree char *word = g_strdup(parser->words[parser->at]);
            usage_error(parser->entry->name, "usage_unknown_letter", "option", word, NULL);
            return false;
        }
        bool last = row->kind != OPTION_FLAG || letters[1] == '\0';
        if (!take_value(parser, row, row->kind != OPTION_FLAG && letters[1] ? letters + 1 : NULL)) return false;
        if (last) return true;
    }
    return true;
}

static bool take_operand(Parser *parser, size_t *taken, const char *word)
{
    const Operand *row = parser->entry->command->operands;
    size_t known = 0;
    while (row && row[known].name)
        known++;
    if (*taken >= known && parser->list) return store(parser->entry->name, parser->list, word, parser->values);
    if (*taken >= known) {
        usage_error(parser->entry->name, "usage_too_many", "value", word, NULL);
        return false;
    }
    if (*word == '\0') {
        usage_error(parser->entry->name, "usage_operand_empty", "operand", row[*taken].name, NULL);
        return false;
    }
    *(const char **)((char *)parser->values + row[(*taken)++].offset) = word;
    return true;
}

static bool set_initial(const Parser *parser)
{
    const Option *row;
    for (size_t i = 0; (row = option_at(parser->entry->command, i)); i++) {
        if (row->initial && !store(parser->entry->name, row, row->initial, parser->values)) return false;
    }
    return true;
}

static bool check_required(const Parser *parser, size_t operands_taken)
{
    const Command *command = parser->entry->command;
    const char *missing = command->operands ? command->operands[operands_taken].name : NULL;
    if (missing) {
        usage_error(parser->entry->name, "usage_operand_missing", "operand", missing, NULL);
        return false;
    }
    for (const Option *row = command->options; row && row->name; row++) {
        if (!row->required || *(const char **)((char *)parser->values + row->offset)) continue;
        g_autofree char *label = option_label(row);
        usage_error(parser->entry->name, "usage_option_missing", "option", label, "argument", row->argument, NULL);
        return false;
    }
    return true;
}

ParseResult parse_words(const CommandEntry *entry, char **words, size_t count, void *values)
{
    Parser parser = {.entry = entry, .words = words, .count = count, .values = values};
    size_t operands = 0;
    bool options_ended = false;
    memset(values, 0, entry->command->size);
    if (!set_initial(&parser)) return PARSE_ERROR;
    for (parser.at = 0; parser.at < count; parser.at++) {
        const char *word = words[parser.at];
        bool good;
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = good = true;
        } else if (options_ended || !looks_like_option(word)) {
            good = take_operand(&parser, &operands, word);
        } else {
            good = word[1] == '-' ? take_long(&parser, word + 2) : take_short(&parser, word + 1);
        }
        if (!good) return PARSE_ERROR;
        if (((const CommonValues *)values)->help) return PARSE_HELP;
    }
    return check_required(&parser, operands) ? PARSE_OK : PARSE_ERROR;
}

size_t parse_common_length(const char *word)
{
    const Option *row = NULL;
    const char *equals = strchr(word, '=');
    if (word[0] == '-' && word[1] == '-' && word[2]) {
        row = option_by_name(NULL, word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
    } else if (word[0] == '-' && word[1] && !word[2]) {
        row = option_by_letter(NULL, word[1]);
    }
    if (!row) return 0;
    return row->kind == OPTION_FLAG || equals ? 1 : 2;
}

const char *parse_find_language(char **words, size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        const char *value = NULL;
        if (g_str_has_prefix(words[i], "--lang=")) value = words[i] + strlen("--lang=");
        if (strcmp(words[i], "--lang") == 0 && i + 1 < count) value = words[i + 1];
        if (value && (strcmp(value, "zh") == 0 || strcmp(value, "en") == 0)) found = value;
    }
    return found;
}
