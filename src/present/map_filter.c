#include "present/map_filter.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_LENGTH = 8192 };

typedef enum { OP_OR, OP_AND, OP_NOT, OP_COMPARE, OP_IN, OP_IS_NULL } Operation;
typedef enum { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE } Comparison;
typedef enum { NO = 0, YES = 1, UNKNOWN = 2 } Truth;

typedef struct {
    char *column; /* NULL for a literal */
    HzpCell literal;
    char *text; /* owns literal.text */
} Operand;

struct HzpFilter {
    Operation operation;
    Comparison comparison;
    HzpFilter *left;
    HzpFilter *right;
    Operand operand;
    GArray *list; /* of Operand: right side of a comparison (one) or IN (many) */
};

typedef struct {
    const char *text;
    const char *at;
    int depth;
} Parser;

static void operand_clear(Operand *operand)
{
    g_free(operand->column);
    g_free(operand->text);
}

static HzpFilter *filter_new(Operation operation)
{
    HzpFilter *filter = g_new0(HzpFilter, 1);
    filter->operation = operation;
    return filter;
}

void hzp_filter_free(HzpFilter *filter)
{
    if (!filter) return;
    hzp_filter_free(filter->left);
    hzp_filter_free(filter->right);
    operand_clear(&filter->operand);
    for (guint i = 0; filter->list && i < filter->list->len; i++)
        operand_clear(&g_array_index(filter->list, Operand, i));
    if (filter->list) g_array_free(filter->list, TRUE);
    g_free(filter);
}

static void skip_space(Parser *parser)
{
    while (g_ascii_isspace(*parser->at))
        parser->at++;
}

static bool is_name_byte(char c) { return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 0x80; }

/* Take a keyword (any case) that stands alone. */
static bool take_word(Parser *parser, const char *word)
{
    skip_space(parser);
    size_t length = strlen(word);
    if (g_ascii_strncasecmp(parser->at, word, length) != 0 || is_name_byte(parser->at[length])) return false;
    parser->at += length;
    return true;
}

static bool take_sign(Parser *parser, const char *sign)
{
    skip_space(parser);
    size_t length = strlen(sign);
    if (strncmp(parser->at, sign, length) != 0) return false;
    parser->at += length;
    return true;
}

/* Text between two quotes; the quote itself is written twice. NULL when it does not end. */
static char *take_quoted(Parser *parser, char quote)
{
    GString *text = g_string_new(NULL);
    const char *at = parser->at + 1;
    for (; *at; at++) {
        if (*at == quote && at[1] != quote) {
            parser->at = at + 1;
            return g_string_free(text, FALSE);
        }
        if (*at == quote) at++;
        g_string_append_c(text, *at);
    }
    g_string_free(text, TRUE);
    return NULL;
}

static bool is_keyword(const char *name)
{
    static const char *const words[] = {"AND", "OR", "NOT", "IN", "IS", "NULL", "ELSE", "LIKE", "CASE", "BETWEEN"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(name, words[i]) == 0) return true;
    }
    return false;
}

static bool take_bare_name(Parser *parser, Operand *operand)
{
    const char *end = parser->at;
    while (is_name_byte(*end))
        end++;
    if (end == parser->at) return false;
    operand->column = g_strndup(parser->at, (gsize)(end - parser->at));
    const char *after = end;
    while (g_ascii_isspace(*after))
        after++;
    if (is_keyword(operand->column) || *after == '(') { /* a function call is not on the list */
        g_clear_pointer(&operand->column, g_free);
        return false;
    }
    parser->at = end;
    return true;
}

static bool take_operand(Parser *parser, Operand *operand)
{
    memset(operand, 0, sizeof *operand);
    skip_space(parser);
    if (*parser->at == '"') return (operand->column = take_quoted(parser, '"')) != NULL;
    if (*parser->at == '\'') {
        operand->text = take_quoted(parser, '\'');
        operand->literal = (HzpCell){HZP_CELL_TEXT, 0, operand->text};
        return operand->text != NULL;
    }
    if (g_ascii_isdigit(*parser->at) || strchr("+-.", *parser->at)) {
        char *end = NULL;
        if (!*parser->at) return false;
        double number = g_ascii_strtod(parser->at, &end);
        if (end == parser->at || is_name_byte(*end)) return false;
        parser->at = end;
        operand->literal = (HzpCell){HZP_CELL_NUMBER, number, NULL};
        return true;
    }
    return take_bare_name(parser, operand);
}

static bool take_comparison(Parser *parser, Comparison *comparison)
{
    static const struct {
        const char *sign;
        Comparison comparison;
    } signs[] = {{"<>", CMP_NE}, {"!=", CMP_NE}, {"<=", CMP_LE}, {">=", CMP_GE}, {"=", CMP_EQ}, {"<", CMP_LT}, {">", CMP_GT}};
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (!take_sign(parser, signs[i].sign)) continue;
        *comparison = signs[i].comparison;
        return true;
    }
    return false;
}

static HzpFilter *negate(HzpFilter *filter)
{
    HzpFilter *not = filter_new(OP_NOT);
    not ->left = filter;
    return not ;
}

static bool take_list(Parser *parser, GArray *list)
{
    if (!take_sign(parser, "(")) return false;
    do {
        Operand value;
        bool taken = take_operand(parser, &value);
        g_array_append_val(list, value);
        if (!taken || value.column) return false;
    } while (take_sign(parser, ","));
    return take_sign(parser, ")");
}

/* What may follow an operand: IS [NOT] NULL, [NOT] IN (…), or a comparison with another operand. */
static bool take_predicate(Parser *parser, HzpFilter *filter, bool *negated)
{
    *negated = false;
    filter->list = g_array_new(FALSE, TRUE, sizeof(Operand));
    if (take_word(parser, "IS")) {
        filter->operation = OP_IS_NULL;
        *negated = take_word(parser, "NOT");
        return take_word(parser, "NULL");
    }
    *negated = take_word(parser, "NOT");
    if (take_word(parser, "IN")) {
        filter->operation = OP_IN;
        return take_list(parser, filter->list);
    }
    if (*negated || !take_comparison(parser, &filter->comparison)) return false;
    Operand right;
    bool taken = take_operand(parser, &right);
    g_array_append_val(filter->list, right);
    return taken;
}

static HzpFilter *parse_or(Parser *parser);

static HzpFilter *parse_primary(Parser *parser)
{
    if (take_sign(parser, "(")) {
        HzpFilter *inner = parse_or(parser);
        if (inner && take_sign(parser, ")")) return inner;
        hzp_filter_free(inner);
        return NULL;
    }
    HzpFilter *filter = filter_new(OP_COMPARE);
    bool negated = false;
    if (!take_operand(parser, &filter->operand) || !take_predicate(parser, filter, &negated)) {
        hzp_filter_free(filter);
        return NULL;
    }
    return negated ? negate(filter) : filter;
}

static HzpFilter *parse_not(Parser *parser)
{
    if (++parser->depth > MAX_DEPTH) return NULL;
    HzpFilter *filter = NULL;
    if (take_word(parser, "NOT")) {
        HzpFilter *inner = parse_not(parser);
        filter = inner ? negate(inner) : NULL;
    } else {
        filter = parse_primary(parser);
    }
    parser->depth--;
    return filter;
}

static HzpFilter *join(Operation operation, HzpFilter *left, HzpFilter *right)
{
    if (!right) {
        hzp_filter_free(left);
        return NULL;
    }
    HzpFilter *both = filter_new(operation);
    both->left = left;
    both->right = right;
    return both;
}

static HzpFilter *parse_and(Parser *parser)
{
    HzpFilter *filter = parse_not(parser);
    while (filter && take_word(parser, "AND"))
        filter = join(OP_AND, filter, parse_not(parser));
    return filter;
}

static HzpFilter *parse_or(Parser *parser)
{
    HzpFilter *filter = parse_and(parser);
    while (filter && take_word(parser, "OR"))
        filter = join(OP_OR, filter, parse_and(parser));
    return filter;
}

HzpFilter *hzp_filter_parse(const char *text, size_t *problem)
{
    Parser parser = {text, text, 0};
    HzpFilter *filter = strlen(text) <= MAX_LENGTH ? parse_or(&parser) : NULL;
    skip_space(&parser);
    if (filter && !*parser.at) return filter;
    hzp_filter_free(filter);
    if (problem) *problem = (size_t)(parser.at - text);
    return NULL;
}

static HzpFilter *compare_column(const char *column, Comparison comparison, HzpCell value)
{
    HzpFilter *filter = filter_new(OP_COMPARE);
    filter->comparison = comparison;
    filter->operand.column = g_strdup(column);
    filter->list = g_array_new(FALSE, TRUE, sizeof(Operand));
    Operand right = {NULL, value, value.kind == HZP_CELL_TEXT ? g_strdup(value.text) : NULL};
    right.literal.text = right.text;
    g_array_append_val(filter->list, right);
    return filter;
}

HzpFilter *hzp_filter_equals(const char *column, const HzpCell *value)
{
    HzpFilter *filter = compare_column(column, CMP_EQ, *value);
    if (value->kind == HZP_CELL_NULL) filter->operation = OP_IS_NULL;
    return filter;
}

HzpFilter *hzp_filter_between(const char *column, double lower, double upper)
{
    return join(OP_AND, compare_column(column, CMP_GE, (HzpCell){HZP_CELL_NUMBER, lower, NULL}),
                compare_column(column, CMP_LE, (HzpCell){HZP_CELL_NUMBER, upper, NULL}));
}

static bool as_number(const HzpCell *cell, double *number)
{
    *number = cell->number;
    if (cell->kind == HZP_CELL_NUMBER) return true;
    char *end = NULL;
    if (cell->kind != HZP_CELL_TEXT || !*cell->text) return false;
    *number = g_ascii_strtod(cell->text, &end);
    return !*end;
}

/* As numbers where both are numbers and one is stored as such; as text otherwise. */
static Truth compare(const HzpCell *a, Comparison comparison, const HzpCell *b)
{
    if (a->kind == HZP_CELL_NULL || b->kind == HZP_CELL_NULL) return UNKNOWN;
    double x = 0;
    double y = 0;
    int order = 0;
    bool both_text = a->kind == HZP_CELL_TEXT && b->kind == HZP_CELL_TEXT;
    if (!both_text && as_number(a, &x) && as_number(b, &y)) {
        order = (x > y) - (x < y);
    } else if (both_text) {
        order = strcmp(a->text, b->text);
    } else {
        return comparison == CMP_NE ? YES : NO;
    }
    switch (comparison) {
    case CMP_EQ:
        return order == 0;
    case CMP_NE:
        return order != 0;
    case CMP_LT:
        return order < 0;
    case CMP_LE:
        return order <= 0;
    case CMP_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static const HzpCell *operand_value(const Operand *operand, HzpCellLookup lookup, const void *row)
{
    static const HzpCell null_cell = {HZP_CELL_NULL, 0, NULL};
    if (!operand->column) return &operand->literal;
    const HzpCell *cell = lookup(row, operand->column);
    return cell ? cell : &null_cell;
}

static Truth is_in(const HzpCell *value, const GArray *list)
{
    Truth result = value->kind == HZP_CELL_NULL ? UNKNOWN : NO;
    for (guint i = 0; result == NO && i < list->len; i++)
        result = compare(value, CMP_EQ, &g_array_index(list, Operand, i).literal);
    return result;
}

static Truth evaluate(const HzpFilter *filter, HzpCellLookup lookup, const void *row)
{
    if (filter->operation == OP_AND || filter->operation == OP_OR) {
        Truth decisive = filter->operation == OP_AND ? NO : YES;
        Truth left = evaluate(filter->left, lookup, row);
        if (left == decisive) return left;
        Truth right = evaluate(filter->right, lookup, row);
        if (right == decisive) return right;
        return left == UNKNOWN || right == UNKNOWN ? UNKNOWN : left;
    }
    if (filter->operation == OP_NOT) {
        Truth inner = evaluate(filter->left, lookup, row);
        return inner == UNKNOWN ? UNKNOWN : inner == NO;
    }
    const HzpCell *value = operand_value(&filter->operand, lookup, row);
    if (filter->operation == OP_IS_NULL) return value->kind == HZP_CELL_NULL;
    if (filter->operation == OP_IN) return is_in(value, filter->list);
    return compare(value, filter->comparison, operand_value(&g_array_index(filter->list, Operand, 0), lookup, row));
}

bool hzp_filter_holds(const HzpFilter *filter, HzpCellLookup lookup, const void *row)
{
    return !filter || evaluate(filter, lookup, row) == YES;
}

const char *hzp_filter_unknown_column(const HzpFilter *filter, bool (*known)(const void *layer, const char *column),
                                      const void *layer)
{
    if (!filter) return NULL;
    const char *column = hzp_filter_unknown_column(filter->left, known, layer);
    if (!column) column = hzp_filter_unknown_column(filter->right, known, layer);
    if (!column && filter->operand.column && !known(layer, filter->operand.column)) column = filter->operand.column;
    for (guint i = 0; !column && filter->list && i < filter->list->len; i++) {
        const char *name = g_array_index(filter->list, Operand, i).column;
        if (name && !known(layer, name)) column = name;
    }
    return column;
}
