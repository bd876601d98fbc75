#include "base/place_name.h"

#include <glib.h>
#include <string.h>

#include "base/numeral_fold.h"
#include "base/resource.h"
#include "base/yaml_tree.h"

static HzpYaml *tree;
static GHashTable *variants; /* character -> the usual one */
static GHashTable *alike;    /* character -> numbers of its groups, a GArray of guint */

/* Pairs such as "莊庄". */
static void load_variants(void)
{
    const HzpYamlNode *list = hzp_yaml_get(hzp_yaml_root(tree), "variants");
    variants = g_hash_table_new(NULL, NULL);
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const char *pair = hzp_yaml_text(hzp_yaml_item(list, i));
        if (!pair || g_utf8_strlen(pair, -1) != 2) continue;
        g_hash_table_insert(variants, GUINT_TO_POINTER(g_utf8_get_char(pair)),
                            GUINT_TO_POINTER(g_utf8_get_char(g_utf8_next_char(pair))));
    }
}

static void free_numbers(gpointer numbers) { g_array_free(numbers, TRUE); }

/* Groups of characters such as "张章漳樟"; one may be in several. */
static void load_alike(void)
{
    const HzpYamlNode *groups = hzp_yaml_get(hzp_yaml_root(tree), "alike");
    alike = g_hash_table_new_full(NULL, NULL, NULL, free_numbers);
    for (guint i = 0; i < hzp_yaml_count(groups); i++) {
        const char *group = hzp_yaml_text(hzp_yaml_item(groups, i));
        for (const char *at = group; at && *at; at = g_utf8_next_char(at)) {
            gpointer letter = GUINT_TO_POINTER(g_utf8_get_char(at));
            GArray *numbers = g_hash_table_lookup(alike, letter);
            if (!numbers) {
                numbers = g_array_new(FALSE, FALSE, sizeof(guint));
                g_hash_table_insert(alike, letter, numbers);
            }
            g_array_append_val(numbers, i);
        }
    }
}

bool hzp_place_letters_alike(gunichar a, gunichar b)
{
    const GArray *of_a = alike ? g_hash_table_lookup(alike, GUINT_TO_POINTER(a)) : NULL;
    const GArray *of_b = of_a ? g_hash_table_lookup(alike, GUINT_TO_POINTER(b)) : NULL;
    for (guint i = 0; of_b && i < of_a->len; i++) {
        for (guint j = 0; j < of_b->len; j++) {
            if (g_array_index(of_a, guint, i) == g_array_index(of_b, guint, j)) return true;
        }
    }
    return false;
}

HzpStatus hzp_place_name_load(void)
{
    static GMutex lock;
    HzpStatus status = HZP_OK;
    g_mutex_lock(&lock);
    if (!tree) {
        g_autofree char *path = hzp_resource_path("data", "place_names.yaml");
        status = path ? hzp_yaml_load(path, &tree)
                      : hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/place_names.yaml", NULL);
        if (status == HZP_OK) {
            load_variants();
            load_alike();
        }
    }
    g_mutex_unlock(&lock);
    return status;
}

void hzp_place_name_forget(void)
{
    hzp_yaml_free(tree);
    g_clear_pointer(&variants, g_hash_table_destroy);
    g_clear_pointer(&alike, g_hash_table_destroy);
    tree = NULL;
}

static const HzpYamlNode *endings(HzpPlaceLevel level)
{
    static const char *const keys[] = {"county_endings", "town_endings", "village_endings"};
    return tree ? hzp_yaml_get(hzp_yaml_root(tree), keys[level]) : NULL;
}

static char *without_spaces(const char *name)
{
    g_autofree char *wide = g_utf8_normalize(name, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    for (const char *at = wide ? wide : name; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isspace(g_utf8_get_char(at))) g_string_append_len(out, at, g_utf8_next_char(at) - at);
    }
    return g_string_free(out, FALSE);
}

/* Cut one ending; false when none fits or fewer than two characters would stay. */
static bool cut_ending(char *name, HzpPlaceLevel level)
{
    const HzpYamlNode *list = endings(level);
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const char *ending = hzp_yaml_text(hzp_yaml_item(list, i));
        if (!ending || !g_str_has_suffix(name, ending)) continue;
        size_t stays = strlen(name) - strlen(ending);
        if (g_utf8_strlen(name, (gssize)stays) < 2) continue;
        name[stays] = '\0';
        return true;
    }
    return false;
}

/* 白浪村村民委员会 carries two endings; a town or county carries one (市 of 高平市, not 平). */
static void cut_endings(char *name, HzpPlaceLevel level)
{
    if (cut_ending(name, level) && level == HZP_PLACE_VILLAGE) cut_ending(name, level);
}

char *hzp_place_stem(const char *name, HzpPlaceLevel level)
{
    if (!name) return NULL;
    char *stem = without_spaces(name);
    cut_endings(stem, level);
    return stem;
}

char *hzp_place_fold(const char *name)
{
    if (!name) return NULL;
    g_autofree char *close = without_spaces(name);
    g_autofree char *digits = hzp_numerals_fold(close);
    GString *out = g_string_new(NULL);
    for (const char *at = digits ? digits : close; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        gpointer usual = variants ? g_hash_table_lookup(variants, GUINT_TO_POINTER(letter)) : NULL;
        g_string_append_unichar(out, usual ? GPOINTER_TO_UINT(usual) : letter);
    }
    return g_string_free(out, FALSE);
}

char *hzp_place_key(const char *name, HzpPlaceLevel level)
{
    char *key = hzp_place_fold(name);
    if (key) cut_endings(key, level);
    return key;
}

bool hzp_place_same(const char *a, const char *b, HzpPlaceLevel level)
{
    if (!a || !b) return false;
    if (strcmp(a, b) == 0) return true;
    g_autofree char *key_a = hzp_place_key(a, level);
    g_autofree char *key_b = hzp_place_key(b, level);
    if (strcmp(key_a, key_b) == 0) return true;
    /* What stays may look like an ending again: 城关镇街道 is 城关镇. */
    if (!g_str_has_prefix(key_a, key_b) && !g_str_has_prefix(key_b, key_a)) return false;
    g_autofree char *whole_a = hzp_place_fold(a);
    g_autofree char *whole_b = hzp_place_fold(b);
    return strcmp(whole_a, key_b) == 0 || strcmp(key_a, whole_b) == 0;
}

size_t hzp_place_prefix(const char *text, const char *name, HzpPlaceLevel level, bool bare)
{
    g_autofree char *full = hzp_place_fold(name);
    if (!*full) return 0;
    size_t best = g_str_has_prefix(text, full) ? strlen(full) : 0;
    g_autofree char *stem = hzp_place_key(name, level);
    if (!g_str_has_prefix(text, stem)) return best;
    size_t length = strlen(stem);
    const HzpYamlNode *list = endings(level);
    for (size_t i = 0; i < hzp_yaml_count(list); i++) {
        const char *ending = hzp_yaml_text(hzp_yaml_item(list, i));
        if (ending && g_str_has_prefix(text + length, ending)) return MAX(best, length + strlen(ending));
    }
    return MAX(best, bare ? length : 0);
}
