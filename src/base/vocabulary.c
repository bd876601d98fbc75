#include "base/vocabulary.h"

#include <string.h>

#include "base/resource.h"
#include "base/yaml_tree.h"

typedef struct {
    char *word; /* folded: no spaces, lower case */
    const char *code;
} Word;

typedef struct {
    GPtrArray *codes; /* const char*, belonging to the tree */
    GArray *words;    /* Word */
    const HzpYamlNode *node;
} Vocabulary;

static HzpYaml *tree;
static GHashTable *vocabularies; /* name -> Vocabulary */

static char *fold(const char *text)
{
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : text, -1);
    GString *out = g_string_new(NULL);
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isspace(g_utf8_get_char(at))) g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(out, FALSE);
}

static void vocabulary_free(gpointer data)
{
    Vocabulary *vocabulary = data;
    for (guint i = 0; i < vocabulary->words->len; i++)
        g_free(g_array_index(vocabulary->words, Word, i).word);
    g_array_free(vocabulary->words, TRUE);
    g_ptr_array_free(vocabulary->codes, TRUE);
    g_free(vocabulary);
}

static void add_word(Vocabulary *vocabulary, const char *text, const char *code)
{
    if (!text || !*text) return;
    Word word = {fold(text), code};
    g_array_append_val(vocabulary->words, word);
}

static Vocabulary *vocabulary_new(const HzpYamlNode *node)
{
    Vocabulary *vocabulary = g_new0(Vocabulary, 1);
    vocabulary->node = node;
    vocabulary->codes = g_ptr_array_new();
    vocabulary->words = g_array_new(FALSE, FALSE, sizeof(Word));
    for (size_t i = 0; i < hzp_yaml_count(node); i++) {
        const char *code = hzp_yaml_key(node, i);
        const HzpYamlNode *entry = hzp_yaml_item(node, i);
        const HzpYamlNode *aliases = hzp_yaml_get(entry, "aliases");
        g_ptr_array_add(vocabulary->codes, (gpointer)code);
        add_word(vocabulary, code, code);
        add_word(vocabulary, hzp_yaml_text(hzp_yaml_get(entry, "zh")), code);
        add_word(vocabulary, hzp_yaml_text(hzp_yaml_get(entry, "en")), code);
        for (size_t j = 0; j < hzp_yaml_count(aliases); j++)
            add_word(vocabulary, hzp_yaml_text(hzp_yaml_item(aliases, j)), code);
    }
    return vocabulary;
}

HzpStatus hzp_vocabulary_load(void)
{
    static GMutex lock;
    HzpStatus status = HZP_OK;
    g_mutex_lock(&lock);
    if (!vocabularies) {
        g_autofree char *path = hzp_resource_path("data", "vocabulary.yaml");
        status = path ? hzp_yaml_load(path, &tree)
                      : hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/vocabulary.yaml", NULL);
        if (status == HZP_OK) {
            vocabularies = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, vocabulary_free);
            const HzpYamlNode *root = hzp_yaml_root(tree);
            for (size_t i = 0; i < hzp_yaml_count(root); i++)
                g_hash_table_insert(vocabularies, (gpointer)hzp_yaml_key(root, i), vocabulary_new(hzp_yaml_item(root, i)));
        }
    }
    g_mutex_unlock(&lock);
    return status;
}

void hzp_vocabulary_forget(void)
{
    if (vocabularies) g_hash_table_destroy(vocabularies);
    hzp_yaml_free(tree);
    vocabularies = NULL;
    tree = NULL;
}

static Vocabulary *get(const char *name) { return vocabularies ? g_hash_table_lookup(vocabularies, name) : NULL; }

size_t hzp_vocabulary_count(const char *name)
{
    Vocabulary *vocabulary = get(name);
    return vocabulary ? vocabulary->codes->len : 0;
}

const char *hzp_vocabulary_code(const char *name, size_t index)
{
    return index < hzp_vocabulary_count(name) ? g_ptr_array_index(get(name)->codes, index) : NULL;
}

int hzp_vocabulary_index(const char *name, const char *code)
{
    for (size_t i = 0; code && i < hzp_vocabulary_count(name); i++) {
        if (strcmp(hzp_vocabulary_code(name, i), code) == 0) return (int)i;
    }
    return -1;
}

static const char *label(const char *name, const char *code, const char *language)
{
    Vocabulary *vocabulary = code ? get(name) : NULL;
    return vocabulary ? hzp_yaml_text(hzp_yaml_get(hzp_yaml_get(vocabulary->node, code), language)) : NULL;
}

const char *hzp_vocabulary_zh(const char *name, const char *code) { return label(name, code, "zh"); }

const char *hzp_vocabulary_en(const char *name, const char *code) { return label(name, code, "en"); }

const char *hzp_vocabulary_label(const char *name, const char *code) { return label(name, code, hzp_language_get()); }

const char *hzp_vocabulary_match(const char *name, const char *text)
{
    Vocabulary *vocabulary = text ? get(name) : NULL;
    if (!vocabulary) return NULL;
    g_autofree char *folded = fold(text);
    for (guint i = 0; i < vocabulary->words->len; i++) {
        const Word *word = &g_array_index(vocabulary->words, Word, i);
        if (strcmp(word->word, folded) == 0) return word->code;
    }
    return NULL;
}

char *hzp_vocabulary_last_letters(const char *name, const char *code)
{
    GString *letters = g_string_new(NULL);
    Vocabulary *vocabulary = get(name);
    for (guint i = 0; vocabulary && i < vocabulary->words->len; i++) {
        const Word *word = &g_array_index(vocabulary->words, Word, i);
        if (strcmp(word->code, code) != 0 || !*word->word) continue;
        const char *last = g_utf8_prev_char(word->word + strlen(word->word));
        if (!strstr(letters->str, last)) g_string_append(letters, last);
    }
    return g_string_free(letters, FALSE);
}

GPtrArray *hzp_vocabulary_find_all(const char *name, const char *text)
{
    GPtrArray *found = g_ptr_array_new();
    Vocabulary *vocabulary = text ? get(name) : NULL;
    if (!vocabulary) return found;
    g_autofree char *folded = fold(text);
    for (const char *at = folded; *at;) {
        const Word *best = NULL;
        for (guint i = 0; i < vocabulary->words->len; i++) {
            const Word *word = &g_array_index(vocabulary->words, Word, i);
            if (g_str_has_prefix(at, word->word) && (!best || strlen(word->word) > strlen(best->word))) best = word;
        }
        if (best && !g_ptr_array_find(found, best->code, NULL)) g_ptr_array_add(found, (gpointer)best->code);
        at = best ? at + strlen(best->word) : g_utf8_next_char(at);
    }
    return found;
}
