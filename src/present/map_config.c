#include "present/map_config.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/resource.h"

static HzpStatus read_layout(HzpMapConfig *config, const HzpYamlNode *node)
{
    static const char *const known[] = {"margin_mm", "title_mm", "foot_mm", "panel_mm",   "panel_below_mm", "gap_mm",
                                        "band_mm",   "fill",     "font",    "title_font", "land",           NULL};
    const struct {
        const char *key;
        double least, most, *value;
    } numbers[] = {{"margin_mm", 0, 50, &config->margin_mm},
                   {"title_mm", 0, 80, &config->title_mm},
                   {"foot_mm", 0, 50, &config->foot_mm},
                   {"panel_mm", 30, 150, &config->panel_mm},
                   {"panel_below_mm", 30, 200, &config->panel_below_mm},
                   {"gap_mm", 0, 20, &config->gap_mm},
                   {"band_mm", 2, 15, &config->band_mm},
                   {"fill", 0.3, 1, &config->fill}};
    HZP_TRY(hzp_yaml_check_keys(node, known));
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        HZP_TRY(
            hzp_yaml_read_number(hzp_yaml_get(node, numbers[i].key), numbers[i].least, numbers[i].most, numbers[i].value));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "font"), &config->font));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "land"), &config->land));
    return hzp_yaml_read_text(hzp_yaml_get(node, "title_font"), &config->title_font);
}

static HzpStatus read_label_rule(const HzpYamlNode *node, HzpLabelRule *rule)
{
    static const char *const known[] = {"layer",   "class",  "where", "rank", "per_dm2", "enlarge",
                                        "shorten", "second", "up_to", "over", NULL};
    const char *class = "may";
    const char *where = NULL;
    size_t problem = 0;
    rule->enlarge = 1;
    rule->up_to = INFINITY;
    rule->over = -1;
    HZP_TRY(hzp_yaml_check_keys(node, known));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "layer"), &rule->layer));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "class"), &class));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "where"), &where));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "rank"), &rule->rank));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "per_dm2"), 0, 10000, &rule->per_dm2));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "enlarge"), 0.2, 5, &rule->enlarge));
    HZP_TRY(hzp_yaml_read_bool(hzp_yaml_get(node, "shorten"), &rule->shorten));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "second"), &rule->second));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "up_to"), 1, 100000, &rule->up_to));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "over"), 0, 100000, &rule->over));
    rule->must = strcmp(class, "must") == 0;
    if (!rule->layer || (!rule->must && strcmp(class, "may") != 0))
        return hzp_yaml_fail(node, "map_label_class", "value", class);
    if (!where) return HZP_OK;
    rule->where = hzp_filter_parse(where, &problem);
    if (rule->where) return HZP_OK;
    return hzp_fail(HZP_E_INPUT, "map_filter_syntax", "layer", rule->layer, "rule", "sheet.yaml", "filter", where, "position",
                    hzp_text_of_size(problem + 1), "rest", where + problem, NULL);
}

static HzpStatus read_kind(const HzpMapConfig *config, const char *name, HzpSheetKind *kind)
{
    static const char *const known[] = {"title",          "title_without_zones",
                                        "subtitle",       "subtitle_without_zones",
                                        "layers",         "labels",
                                        "subject",        "legend_title",
                                        "enlarge",        "panel_mm",
                                        "panel_below_mm", NULL};
    const HzpYamlNode *node = hzp_yaml_get(hzp_yaml_get(hzp_yaml_root(config->yaml), "sheets"), name);
    kind->node = node;
    kind->subject = "counties";
    kind->enlarge = 1;
    kind->panel_mm = config->panel_mm;
    kind->panel_below_mm = config->panel_below_mm;
    kind->layers = g_ptr_array_new();
    kind->labels = g_array_new(FALSE, TRUE, sizeof(HzpLabelRule));
    HZP_TRY(hzp_yaml_check_keys(node, known));
    HZP_TRY(hzp_yaml_read_text(hzp_yaml_get(node, "subject"), &kind->subject));
    kind->legend_title = hzp_map_config_words(hzp_yaml_get(node, "legend_title"));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "enlarge"), 0.5, 3, &kind->enlarge));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "panel_mm"), 30, 200, &kind->panel_mm));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "panel_below_mm"), 30, 200, &kind->panel_below_mm));
    const HzpYamlNode *layers = hzp_yaml_get(node, "layers");
    for (size_t i = 0; i < hzp_yaml_count(layers); i++) {
        const char *layer = NULL;
        HZP_TRY(hzp_yaml_read_text(hzp_yaml_item(layers, i), &layer));
        if (layer) g_ptr_array_add(kind->layers, (gpointer)layer);
    }
    const HzpYamlNode *labels = hzp_yaml_get(node, "labels");
    for (size_t i = 0; i < hzp_yaml_count(labels); i++) {
        HzpLabelRule rule = {0};
        HzpStatus status = read_label_rule(hzp_yaml_item(labels, i), &rule);
        g_array_append_val(kind->labels, rule);
        HZP_TRY(status);
    }
    return HZP_OK;
}

static void kind_clear(HzpSheetKind *kind)
{
    if (kind->layers) g_ptr_array_free(kind->layers, TRUE);
    for (guint i = 0; kind->labels && i < kind->labels->len; i++)
        hzp_filter_free(g_array_index(kind->labels, HzpLabelRule, i).where);
    if (kind->labels) g_array_free(kind->labels, TRUE);
}

static HzpStatus read_config(HzpMapConfig *config)
{
    static const char *const known[] = {"pages",        "layout", "scale_mantissas", "sheets",    "legend",       "names",
                                        "translations", "types",  "texts",           "crs_names", "name_endings", NULL};
    const HzpYamlNode *root = hzp_yaml_root(config->yaml);
    HZP_TRY(hzp_yaml_check_keys(root, known));
    HZP_TRY(read_layout(config, hzp_yaml_get(root, "layout")));
    const HzpYamlNode *mantissas = hzp_yaml_get(root, "scale_mantissas");
    for (size_t i = 0; i < hzp_yaml_count(mantissas); i++) {
        double mantissa = 1;
        HZP_TRY(hzp_yaml_read_number(hzp_yaml_item(mantissas, i), 1, 9.999, &mantissa));
        g_array_append_val(config->mantissas, mantissa);
    }
    HZP_TRY(read_kind(config, "overview", &config->overview));
    HZP_TRY(read_kind(config, "county", &config->county));
    HZP_TRY(read_kind(config, "affected", &config->affected));
    return read_kind(config, "warning", &config->warning);
}

HzpStatus hzp_map_config_load(HzpMapConfig **config)
{
    g_autofree char *path = hzp_resource_path("styles", "sheet.yaml");
    *config = NULL;
    if (!path) return hzp_fail(HZP_E_IO, "map_styles_missing", "file", "styles/sheet.yaml", NULL);
    HzpMapConfig *made = g_new0(HzpMapConfig, 1);
    made->font = "Noto Sans CJK SC";
    made->title_font = "Noto Serif CJK SC";
    made->margin_mm = 12;
    made->title_mm = 29;
    made->panel_mm = 88;
    made->panel_below_mm = 92;
    made->gap_mm = 4;
    made->band_mm = 5;
    made->fill = 0.93;
    made->mantissas = g_array_new(FALSE, FALSE, sizeof(double));
    HzpStatus status = hzp_yaml_load(path, &made->yaml);
    if (status == HZP_OK) status = read_config(made);
    if (status != HZP_OK) {
        hzp_map_config_free(made);
        made = NULL;
    }
    *config = made;
    return status;
}

void hzp_map_config_free(HzpMapConfig *config)
{
    if (!config) return;
    kind_clear(&config->overview);
    kind_clear(&config->county);
    kind_clear(&config->affected);
    kind_clear(&config->warning);
    g_array_free(config->mantissas, TRUE);
    hzp_yaml_free(config->yaml);
    g_free(config);
}

HzpStatus hzp_map_config_page(const HzpMapConfig *config, const char *name, HzpPageSize *page)
{
    const HzpYamlNode *pages = hzp_yaml_get(hzp_yaml_root(config->yaml), "pages");
    const HzpYamlNode *node = hzp_yaml_get(pages, name);
    if (!node) return hzp_fail(HZP_E_USAGE, "map_size_unknown", "size", name, NULL);
    *page = (HzpPageSize){420, 297, 1};
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "long_mm"), 100, 2000, &page->long_mm));
    HZP_TRY(hzp_yaml_read_number(hzp_yaml_get(node, "short_mm"), 100, 2000, &page->short_mm));
    return hzp_yaml_read_number(hzp_yaml_get(node, "enlarge"), 0.3, 5, &page->enlarge);
}

const char *hzp_map_config_words(const HzpYamlNode *node)
{
    const char *text = hzp_yaml_text(hzp_yaml_get(node, hzp_language_get()));
    return text ? text : hzp_yaml_text(hzp_yaml_get(node, "zh"));
}

const char *hzp_map_config_text(const HzpMapConfig *config, const char *key)
{
    const HzpYamlNode *texts = hzp_yaml_get(hzp_yaml_root(config->yaml), "texts");
    const char *text = hzp_map_config_words(hzp_yaml_get(texts, key));
    return text ? text : key;
}

const char *hzp_map_config_translate(const HzpMapConfig *config, const char *label)
{
    if (strcmp(hzp_language_get(), "zh") == 0) return label;
    const char *text = hzp_yaml_text(hzp_yaml_get(hzp_yaml_get(hzp_yaml_root(config->yaml), "translations"), label));
    return text ? text : label;
}
