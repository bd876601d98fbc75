#include "present/report_document.h"

#include <string.h>

#include "present/summary_tree.h"

typedef struct {
    HzpReportWords words;
    GString *out;
} Writer;

static HzpStatus write_blocks(Writer *writer, const HzpYamlNode *blocks, const HzpReportScope *scope, int level);

static HzpStatus fill(const Writer *writer, const HzpYamlNode *node, const HzpReportScope *scope, char **text)
{
    const char *sentence = hzp_yaml_text(node);
    *text = NULL;
    return sentence ? hzp_report_sentence(sentence, scope, &writer->words, text) : HZP_OK;
}

static HzpStatus is_kept(const Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, bool *kept)
{
    const HzpYamlNode *where = hzp_yaml_get(block, "where");
    g_autofree char *text = NULL;
    if (where) HZP_TRY(fill(writer, where, scope, &text));
    *kept = !where || text;
    return HZP_OK;
}

/* What a loop does with each item; it tells whether anything was printed, which is what @number counts. */
typedef HzpStatus (*ItemFunction)(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, int level,
                                  bool *printed);

static HzpStatus visit(Writer *writer, const HzpYamlNode *block, HzpReportScope *scope, int level, ItemFunction function)
{
    bool kept = false;
    bool printed = false;
    HZP_TRY(is_kept(writer, block, scope, &kept));
    if (kept) HZP_TRY(function(writer, block, scope, level, &printed));
    if (printed) scope->number++;
    return HZP_OK;
}

/* Run a function for each member of a list or mapping. */
static HzpStatus loop_over(Writer *writer, const HzpYamlNode *block, json_object *over, const HzpReportScope *outer,
                           int level, ItemFunction function)
{
    HzpReportScope scope = {.outer = outer, .number = 1};
    HzpStatus status = HZP_OK;
    if (json_object_is_type(over, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(over) && status == HZP_OK; i++) {
            scope.item = json_object_array_get_idx(over, i);
            status = visit(writer, block, &scope, level, function);
        }
    } else if (json_object_is_type(over, json_type_object)) {
        json_object_object_foreach(over, key, member)
        {
            scope.key = *key ? key : NULL;
            scope.item = member;
            if (status == HZP_OK) status = visit(writer, block, &scope, level, function);
        }
    }
    return status;
}

/* The kept members of a list, in lists by their text under `by` ("" where it is missing), in order of appearance. */
static HzpStatus group(const Writer *writer, const HzpYamlNode *block, json_object *list, const char *by,
                       const HzpReportScope *outer, json_object *groups)
{
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < count; i++) {
        json_object *member = json_object_array_get_idx(list, i);
        HzpReportScope scope = {.outer = outer, .item = member, .number = 1};
        bool kept = false;
        HZP_TRY(is_kept(writer, block, &scope, &kept));
        if (!kept) continue;
        json_object *value = hzp_summary_get(member, by);
        const char *name = value ? json_object_get_string(value) : "";
        json_object *members = NULL;
        if (!json_object_object_get_ex(groups, name, &members)) {
            members = json_object_new_array();
            json_object_object_add(groups, name, members);
        }
        json_object_array_add(members, json_object_get(member));
    }
    return HZP_OK;
}

static HzpStatus content_item(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, int level, bool *printed)
{
    size_t before = writer->out->len;
    HZP_TRY(write_blocks(writer, hzp_yaml_get(block, "content"), scope, level));
    *printed = writer->out->len > before;
    return HZP_OK;
}

/* In a grouped loop `where` has chosen the members already; it says nothing of the groups. */
static HzpStatus loop_groups(Writer *writer, const HzpYamlNode *block, json_object *groups, const HzpReportScope *outer,
                             int level)
{
    HzpReportScope scope = {.outer = outer, .number = 1};
    json_object_object_foreach(groups, key, members)
    {
        bool printed = false;
        scope.key = *key ? key : NULL;
        scope.item = members;
        HZP_TRY(content_item(writer, block, &scope, level, &printed));
        if (printed) scope.number++;
    }
    return HZP_OK;
}

static HzpStatus loop(Writer *writer, const HzpYamlNode *block, const char *path, const HzpReportScope *outer, int level,
                      ItemFunction function)
{
    HzpReportValue over = hzp_report_lookup(outer, path);
    const char *by = hzp_yaml_text(hzp_yaml_get(block, "by"));
    HzpStatus status = HZP_OK;
    if (by) {
        json_object *groups = json_object_new_object();
        status = group(writer, block, over.node, by, outer, groups);
        if (status == HZP_OK) status = loop_groups(writer, block, groups, outer, level);
        json_object_put(groups);
    } else {
        status = loop_over(writer, block, over.node, outer, level, function);
    }
    hzp_report_value_clear(&over);
    return status;
}

static HzpStatus sentence_item(Writer *writer, const HzpYamlNode *sentence, const HzpReportScope *scope, int level,
                               bool *printed)
{
    g_autofree char *text = NULL;
    (void)level;
    HZP_TRY(fill(writer, hzp_yaml_get(sentence, "text"), scope, &text));
    if (!text || !*text) return HZP_OK;
    const char *before = hzp_yaml_text(hzp_yaml_get(sentence, scope->number > 1 ? "join" : "start"));
    if (before) g_string_append(writer->out, before);
    g_string_append(writer->out, text);
    *printed = true;
    return HZP_OK;
}

static HzpStatus write_sentence(Writer *writer, const HzpYamlNode *sentence, const HzpReportScope *scope)
{
    static const char *const known[] = {"each", "where", "start", "text", "join", "end", NULL};
    if (hzp_yaml_is_scalar(sentence)) {
        g_autofree char *text = NULL;
        HZP_TRY(fill(writer, sentence, scope, &text));
        if (text) g_string_append(writer->out, text);
        return HZP_OK;
    }
    HZP_TRY(hzp_yaml_check_keys(sentence, known));
    const char *path = hzp_yaml_text(hzp_yaml_get(sentence, "each"));
    const char *end = hzp_yaml_text(hzp_yaml_get(sentence, "end"));
    size_t before = writer->out->len;
    HZP_TRY(loop(writer, sentence, path ? path : "", scope, 0, sentence_item));
    if (end && writer->out->len > before) g_string_append(writer->out, end);
    return HZP_OK;
}

static HzpStatus write_paragraph(Writer *writer, const HzpYamlNode *sentences, const HzpReportScope *scope)
{
    size_t before = writer->out->len;
    if (hzp_yaml_is_scalar(sentences)) HZP_TRY(write_sentence(writer, sentences, scope));
    for (size_t i = 0; i < hzp_yaml_count(sentences); i++)
        HZP_TRY(write_sentence(writer, hzp_yaml_item(sentences, i), scope));
    if (writer->out->len > before) g_string_append(writer->out, "\n\n");
    return HZP_OK;
}

static void write_heading(Writer *writer, const char *text, int level)
{
    for (int i = 0; i < MIN(level, 6); i++)
        g_string_append_c(writer->out, '#');
    g_string_append_printf(writer->out, " %s\n\n", text);
}

/* A heading goes with what is below it: nothing below and no `empty` text, no heading. */
static HzpStatus write_section(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, int level)
{
    g_autofree char *heading = NULL;
    HZP_TRY(fill(writer, hzp_yaml_get(block, "heading"), scope, &heading));
    if (!heading) return HZP_OK;
    size_t before = writer->out->len;
    write_heading(writer, heading, level);
    size_t below = writer->out->len;
    HZP_TRY(write_blocks(writer, hzp_yaml_get(block, "content"), scope, level + 1));
    if (writer->out->len == below) HZP_TRY(write_paragraph(writer, hzp_yaml_get(block, "empty"), scope));
    if (writer->out->len == below) g_string_truncate(writer->out, before);
    return HZP_OK;
}

/* A cell whose place is missing is empty; the row stays. */
static HzpStatus row_item(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, int level, bool *printed)
{
    const HzpYamlNode *columns = hzp_yaml_get(block, "columns");
    (void)level;
    for (size_t i = 0; i < hzp_yaml_count(columns); i++) {
        g_autofree char *text = NULL;
        HZP_TRY(fill(writer, hzp_yaml_get(hzp_yaml_item(columns, i), "text"), scope, &text));
        g_string_append_printf(writer->out, "| %s ", text ? text : "");
    }
    g_string_append(writer->out, "|\n");
    *printed = true;
    return HZP_OK;
}

/* Titles and the line below them, whose dashes tell a converter how wide the columns are to each other. */
static HzpStatus write_table_head(Writer *writer, const HzpYamlNode *columns)
{
    g_autoptr(GString) rule = g_string_new(NULL);
    for (size_t i = 0; i < hzp_yaml_count(columns); i++) {
        static const char *const known[] = {"title", "text", "width", NULL};
        const HzpYamlNode *column = hzp_yaml_item(columns, i);
        const char *title = hzp_yaml_text(hzp_yaml_get(column, "title"));
        double width = 3;
        HZP_TRY(hzp_yaml_check_keys(column, known));
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(column, "width"), 3, 100, &width));
        g_string_append_printf(writer->out, "| %s ", title ? title : "");
        g_string_append(rule, "| ");
        for (int dash = 0; dash < (int)width; dash++)
            g_string_append_c(rule, '-');
        g_string_append_c(rule, ' ');
    }
    g_string_append_printf(writer->out, "|\n%s|\n", rule->str);
    return HZP_OK;
}

static HzpStatus write_table(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope)
{
    size_t before = writer->out->len;
    HZP_TRY(write_table_head(writer, hzp_yaml_get(block, "columns")));
    size_t rows = writer->out->len;
    HZP_TRY(loop(writer, block, hzp_yaml_text(hzp_yaml_get(block, "table")), scope, 0, row_item));
    if (writer->out->len == rows) {
        g_string_truncate(writer->out, before);
    } else {
        g_string_append_c(writer->out, '\n');
    }
    return HZP_OK;
}

static HzpStatus write_block(Writer *writer, const HzpYamlNode *block, const HzpReportScope *scope, int level)
{
    static const char *const known[] = {"heading", "empty",     "content", "each",    "where",
                                        "by",      "paragraph", "table",   "columns", NULL};
    if (hzp_yaml_is_scalar(block)) return write_paragraph(writer, block, scope);
    HZP_TRY(hzp_yaml_check_keys(block, known));
    const char *each = hzp_yaml_text(hzp_yaml_get(block, "each"));
    if (each) return loop(writer, block, each, scope, level, content_item);
    if (hzp_yaml_text(hzp_yaml_get(block, "table"))) return write_table(writer, block, scope);
    if (hzp_yaml_get(block, "heading")) return write_section(writer, block, scope, level);
    return write_paragraph(writer, hzp_yaml_get(block, "paragraph"), scope);
}

static HzpStatus write_blocks(Writer *writer, const HzpYamlNode *blocks, const HzpReportScope *scope, int level)
{
    for (size_t i = 0; i < hzp_yaml_count(blocks); i++)
        HZP_TRY(write_block(writer, hzp_yaml_item(blocks, i), scope, level));
    return HZP_OK;
}

/* The title as first heading, the notice as a quotation right below it. */
static HzpStatus write_top(Writer *writer, const HzpYamlNode *root, const HzpReportScope *scope)
{
    g_autofree char *title = NULL;
    g_autofree char *notice = NULL;
    HZP_TRY(fill(writer, hzp_yaml_get(root, "title"), scope, &title));
    HZP_TRY(fill(writer, hzp_yaml_get(root, "notice"), scope, &notice));
    if (title) write_heading(writer, title, 1);
    if (notice) g_string_append_printf(writer->out, "> %s\n\n", notice);
    return HZP_OK;
}

static HzpStatus write_document(Writer *writer, const HzpYamlNode *root, json_object *tree)
{
    static const char *const known[] = {"title", "notice", "words", "content", NULL};
    HzpReportScope scope = {.item = tree};
    HZP_TRY(hzp_yaml_check_keys(root, known));
    HZP_TRY(write_top(writer, root, &scope));
    HZP_TRY(write_blocks(writer, hzp_yaml_get(root, "content"), &scope, 2));
    while (g_str_has_suffix(writer->out->str, "\n\n"))
        g_string_truncate(writer->out, writer->out->len - 1);
    return HZP_OK;
}

/* The labels that a template has for codes outside the vocabularies: vocabulary, code, label, …, NULL. */
static void add_labels(GPtrArray *extra, const HzpYamlNode *vocabularies)
{
    for (size_t v = 0; v < hzp_yaml_count(vocabularies); v++) {
        const HzpYamlNode *labels = hzp_yaml_item(vocabularies, v);
        for (size_t i = 0; i < hzp_yaml_count(labels); i++) {
            g_ptr_array_add(extra, (gpointer)hzp_yaml_key(vocabularies, v));
            g_ptr_array_add(extra, (gpointer)hzp_yaml_key(labels, i));
            g_ptr_array_add(extra, (gpointer)hzp_yaml_text(hzp_yaml_item(labels, i)));
        }
    }
    g_ptr_array_add(extra, NULL);
}

HzpStatus hzp_report_document(const HzpYaml *template, json_object *tree, char **text)
{
    const HzpYamlNode *root = hzp_yaml_root(template);
    const char *join = hzp_yaml_text(hzp_yaml_find(root, "words.list_join"));
    const char *count = hzp_yaml_text(hzp_yaml_find(root, "words.count"));
    g_autoptr(GPtrArray) extra = g_ptr_array_new();
    add_labels(extra, hzp_yaml_find(root, "words.labels"));
    Writer writer = {.words = {.list_join = join ? join : ", ",
                               .count = count ? count : "{label} {count}",
                               .extra = (const char *const *)extra->pdata},
                     .out = g_string_new(NULL)};
    HzpStatus status = write_document(&writer, root, tree);
    *text = g_string_free(writer.out, status != HZP_OK);
    return status;
}
