#include "base/yaml_tree.h"

#include <math.h>
#include <string.h>
#include <yaml.h>

#include "base/file_kind.h"
#include "base/message.h"

enum { MAX_BYTES = 16 * 1024 * 1024, MAX_DEPTH = 64 };

struct HzpYamlNode {
    const HzpYaml *tree;
    yaml_node_type_t type;
    int line;
    bool plain;
    char *text;       /* scalar */
    GPtrArray *keys;  /* mapping: char* */
    GPtrArray *items; /* mapping and sequence: HzpYamlNode* */
    GHashTable *by_key;
    char *name; /* key path from the root, for messages */
};

struct HzpYaml {
    char *path;
    HzpYamlNode *root;
};

static void node_free(gpointer data)
{
    HzpYamlNode *node = data;
    if (!node) return;
    g_free(node->text);
    g_free(node->name);
    if (node->keys) g_ptr_array_free(node->keys, TRUE);
    if (node->items) g_ptr_array_free(node->items, TRUE);
    if (node->by_key) g_hash_table_destroy(node->by_key);
    g_free(node);
}

void hzp_yaml_free(HzpYaml *yaml)
{
    if (!yaml) return;
    node_free(yaml->root);
    g_free(yaml->path);
    g_free(yaml);
}

static HzpStatus fail_at(const HzpYaml *tree, int line, const char *id, const char *key)
{
    return hzp_fail(HZP_E_INPUT, id, "file", tree->path, "line", hzp_text_of_size((size_t)line), "key", key, NULL);
}

static HzpYamlNode *node_new(const HzpYaml *tree, yaml_node_type_t type, int line, const char *name)
{
    HzpYamlNode *node = g_new0(HzpYamlNode, 1);
    node->tree = tree;
    node->type = type;
    node->line = line;
    node->name = g_strdup(name);
    if (type != YAML_SCALAR_NODE) node->items = g_ptr_array_new_with_free_func(node_free);
    if (type == YAML_MAPPING_NODE) {
        node->keys = g_ptr_array_new_with_free_func(g_free);
        node->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    }
    return node;
}

static HzpStatus build(const HzpYaml *tree, yaml_document_t *document, int index, int depth, const char *name,
                       HzpYamlNode **out);

static HzpStatus build_mapping(const HzpYaml *tree, yaml_document_t *document, yaml_node_t *from, int depth,
                               HzpYamlNode *node)
{
    for (yaml_node_pair_t *pair = from->data.mapping.pairs.start; pair < from->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = yaml_document_get_node(document, pair->key);
        if (!key || key->type != YAML_SCALAR_NODE) return fail_at(tree, node->line, "yaml_key_not_text", node->name);
        const char *text = (const char *)key->data.scalar.value;
        int line = (int)key->start_mark.line + 1;
        if (g_hash_table_contains(node->by_key, text)) return fail_at(tree, line, "yaml_key_twice", text);
        g_autofree char *name = *node->name ? g_strconcat(node->name, ".", text, NULL) : g_strdup(text);
        HzpYamlNode *value = NULL;
        HZP_TRY(build(tree, document, pair->value, depth + 1, name, &value));
        if (value->type == YAML_SCALAR_NODE) value->line = line;
        char *stored = g_strdup(text);
        g_ptr_array_add(node->keys, stored);
        g_ptr_array_add(node->items, value);
        g_hash_table_insert(node->by_key, stored, value);
    }
    return HZP_OK;
}

static HzpStatus build_sequence(const HzpYaml *tree, yaml_document_t *document, yaml_node_t *from, int depth,
                                HzpYamlNode *node)
{
    int position = 1;
    for (yaml_node_item_t *item = from->data.sequence.items.start; item < from->data.sequence.items.top; item++) {
        g_autofree char *name = g_strdup_printf("%s[%d]", node->name, position++);
        HzpYamlNode *value = NULL;
        HZP_TRY(build(tree, document, *item, depth + 1, name, &value));
        g_ptr_array_add(node->items, value);
    }
    return HZP_OK;
}

static HzpStatus build(const HzpYaml *tree, yaml_document_t *document, int index, int depth, const char *name,
                       HzpYamlNode **out)
{
    yaml_node_t *from = yaml_document_get_node(document, index);
    int line = from ? (int)from->start_mark.line + 1 : 0;
    /* The quiet loader has not looked at the events: depth bounds the cycles that an alias can form. */
    if (!from || depth > MAX_DEPTH) return fail_at(tree, line, "yaml_too_deep", name);
    HzpYamlNode *node = node_new(tree, from->type, line, name);
    *out = node;
    if (from->type == YAML_SCALAR_NODE) {
        node->plain = from->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        node->text = g_strdup((const char *)from->data.scalar.value);
        return HZP_OK;
    }
    HzpStatus status = from->type == YAML_MAPPING_NODE ? build_mapping(tree, document, from, depth, node)
                                                       : build_sequence(tree, document, from, depth, node);
    if (status != HZP_OK) {
        node_free(node);
        *out = NULL;
    }
    return status;
}

/* What one event shows to be wrong; `depth` and `documents` count what is open and what has begun. */
static HzpStatus check_event(const HzpYaml *tree, const yaml_event_t *event, int *depth, int *documents)
{
    int line = (int)event->start_mark.line + 1;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return fail_at(tree, line, "yaml_alias", "*");
    case YAML_DOCUMENT_START_EVENT:
        /* A second document would be left out without a word. */
        return ++*documents > 1 ? fail_at(tree, line, "yaml_documents", "---") : HZP_OK;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return ++*depth > MAX_DEPTH ? fail_at(tree, line, "yaml_too_deep", "…") : HZP_OK;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        --*depth;
        return HZP_OK;
    default:
        return HZP_OK;
    }
}

/* Aliases, deep nesting and further documents are refused while the events are cheap to look at: before a document could
 * multiply itself, and before libyaml's time for brackets, which grows with the square of their depth. */
static HzpStatus check_events(const HzpYaml *tree, const char *text, size_t length)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    HzpStatus status = HZP_OK;
    int depth = 0;
    int documents = 0;
    for (bool done = false; !done && status == HZP_OK;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            int line = (int)parser.problem_mark.line + 1;
            status = hzp_fail(HZP_E_INPUT, "yaml_syntax", "file", tree->path, "line", hzp_text_of_size((size_t)line),
                              "problem", parser.problem ? parser.problem : "", NULL);
            break;
        }
        status = check_event(tree, &event, &depth, &documents);
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

static HzpStatus parse_into(HzpYaml *tree, const char *text, size_t length)
{
    if (length > MAX_BYTES) return fail_at(tree, 1, "yaml_too_large", "");
    HZP_TRY(check_events(tree, text, length));
    yaml_parser_t parser;
    yaml_document_t document;
    if (!yaml_parser_initialize(&parser)) return hzp_fail(HZP_E_MEMORY, "out_of_memory", NULL);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    HzpStatus status = HZP_OK;
    if (!yaml_parser_load(&parser, &document)) {
        status =
            hzp_fail(HZP_E_INPUT, "yaml_syntax", "file", tree->path, "line", hzp_text_of_size(parser.problem_mark.line + 1),
                     "problem", parser.problem ? parser.problem : "", NULL);
    } else {
        if (yaml_document_get_root_node(&document)) {
            status = build(tree, &document, 1, 0, "", &tree->root);
        } else {
            tree->root = node_new(tree, YAML_MAPPING_NODE, 1, "");
        }
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return status;
}

HzpStatus hzp_yaml_parse(const char *name, const char *text, size_t length, HzpYaml **yaml)
{
    HzpYaml *tree = g_new0(HzpYaml, 1);
    tree->path = g_strdup(name);
    HzpStatus status = parse_into(tree, text, length);
    if (status != HZP_OK) {
        hzp_yaml_free(tree);
        tree = NULL;
    }
    *yaml = tree;
    return status;
}

HzpStatus hzp_yaml_load(const char *path, HzpYaml **yaml)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gsize length = 0;
    *yaml = NULL;
    HZP_TRY(hzp_file_kind_check(path));
    if (!g_file_get_contents(path, &text, &length, &error))
        return hzp_fail(hzp_status_of_file(error), "file_unreadable", "file", path, "reason", error->message, NULL);
    return hzp_yaml_parse(path, text, length, yaml);
}

HzpYaml *hzp_yaml_load_quietly(const char *path)
{
    /* The message catalogue is read while a message is being made: failing loudly here would recurse. */
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &text, &length, NULL)) return NULL;
    yaml_parser_t parser;
    yaml_document_t document;
    if (length > MAX_BYTES || !yaml_parser_initialize(&parser)) return NULL;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    HzpYaml *tree = NULL;
    if (yaml_parser_load(&parser, &document)) {
        tree = g_new0(HzpYaml, 1);
        tree->path = g_strdup(path);
        if (!yaml_document_get_root_node(&document) || build(tree, &document, 1, 0, "", &tree->root) != HZP_OK) {
            hzp_yaml_free(tree);
            tree = NULL;
        }
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return tree;
}

const HzpYamlNode *hzp_yaml_root(const HzpYaml *yaml) { return yaml->root; }

const char *hzp_yaml_path(const HzpYamlNode *node) { return node->tree->path; }

int hzp_yaml_line(const HzpYamlNode *node) { return node->line; }

bool hzp_yaml_is_mapping(const HzpYamlNode *node) { return node && node->type == YAML_MAPPING_NODE; }

bool hzp_yaml_is_sequence(const HzpYamlNode *node) { return node && node->type == YAML_SEQUENCE_NODE; }

bool hzp_yaml_is_scalar(const HzpYamlNode *node) { return node && node->type == YAML_SCALAR_NODE; }

bool hzp_yaml_is_null(const HzpYamlNode *node)
{
    return hzp_yaml_is_scalar(node) && node->plain &&
           (*node->text == '\0' || strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

size_t hzp_yaml_count(const HzpYamlNode *node) { return node && node->items ? node->items->len : 0; }

const HzpYamlNode *hzp_yaml_item(const HzpYamlNode *node, size_t index)
{
    return index < hzp_yaml_count(node) ? g_ptr_array_index(node->items, index) : NULL;
}

const char *hzp_yaml_key(const HzpYamlNode *node, size_t index)
{
    return hzp_yaml_is_mapping(node) && index < node->keys->len ? g_ptr_array_index(node->keys, index) : NULL;
}

const HzpYamlNode *hzp_yaml_get(const HzpYamlNode *node, const char *key)
{
    return hzp_yaml_is_mapping(node) ? g_hash_table_lookup(node->by_key, key) : NULL;
}

const HzpYamlNode *hzp_yaml_find(const HzpYamlNode *node, const char *path)
{
    g_auto(GStrv) keys = g_strsplit(path, ".", -1);
    for (char **key = keys; *key && node; key++)
        node = hzp_yaml_get(node, *key);
    return node;
}

const char *hzp_yaml_text(const HzpYamlNode *node)
{
    return hzp_yaml_is_scalar(node) && !hzp_yaml_is_null(node) ? node->text : NULL;
}

HzpStatus hzp_yaml_fail(const HzpYamlNode *node, const char *id, const char *name, const char *value)
{
    return hzp_fail(HZP_E_INPUT, id, "file", node->tree->path, "line", hzp_text_of_size((size_t)node->line), "key",
                    node->name, name ? name : "detail", value, NULL);
}

HzpStatus hzp_yaml_read_text(const HzpYamlNode *node, const char **value)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    if (!hzp_yaml_is_scalar(node)) return hzp_yaml_fail(node, "yaml_not_text", NULL, NULL);
    *value = node->text;
    return HZP_OK;
}

HzpStatus hzp_yaml_read_number(const HzpYamlNode *node, double least, double most, double *value)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    if (!hzp_yaml_is_scalar(node)) return hzp_yaml_fail(node, "yaml_not_number", "value", "…");
    char *end = NULL;
    double number = g_ascii_strtod(node->text, &end);
    if (end == node->text || *end || !isfinite(number)) return hzp_yaml_fail(node, "yaml_not_number", "value", node->text);
    if (number < least || number > most) {
        return hzp_fail(HZP_E_INPUT, "yaml_out_of_range", "file", node->tree->path, "line",
                        hzp_text_of_size((size_t)node->line), "key", node->name, "value", node->text, "least",
                        hzp_text_of_number(least), "most", hzp_text_of_number(most), NULL);
    }
    *value = number;
    return HZP_OK;
}

HzpStatus hzp_yaml_read_bool(const HzpYamlNode *node, bool *value)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    const char *text = hzp_yaml_text(node);
    if (text && strcmp(text, "true") == 0) {
        *value = true;
    } else if (text && strcmp(text, "false") == 0) {
        *value = false;
    } else {
        return hzp_yaml_fail(node, "yaml_not_bool", "value", text ? text : "…");
    }
    return HZP_OK;
}

HzpStatus hzp_yaml_check_keys(const HzpYamlNode *node, const char *const *known)
{
    if (!node || hzp_yaml_is_null(node)) return HZP_OK;
    if (!hzp_yaml_is_mapping(node)) return hzp_yaml_fail(node, "yaml_not_mapping", NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(node); i++) {
        if (g_strv_contains(known, hzp_yaml_key(node, i))) continue;
        g_autofree char *list = g_strjoinv(", ", (char **)known);
        const HzpYamlNode *item = hzp_yaml_item(node, i);
        return hzp_fail(HZP_E_INPUT, "yaml_unknown_key", "file", node->tree->path, "line",
                        hzp_text_of_size((size_t)item->line), "key", item->name, "known", list, NULL);
    }
    return HZP_OK;
}
