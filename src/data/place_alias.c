#include "data/place_alias.h"

#include <string.h>

#include "base/place_name.h"

typedef struct {
    const char *name;
    const char *means;
    const char *county;
} Alias;

static Alias alias_at(const HzpYamlNode *aliases, size_t index)
{
    const HzpYamlNode *entry = hzp_yaml_item(aliases, index);
    return (Alias){hzp_yaml_text(hzp_yaml_get(entry, "name")), hzp_yaml_text(hzp_yaml_get(entry, "means")),
                   hzp_yaml_text(hzp_yaml_get(entry, "county"))};
}

const char *hzp_place_alias(const HzpProject *project, const char *name, const char *county)
{
    const HzpYamlNode *aliases = hzp_project_own(project, "aliases");
    size_t n = name ? hzp_yaml_count(aliases) : 0;
    if (n == 0) return NULL;
    g_autofree char *wanted = hzp_place_fold(name);
    for (size_t i = 0; i < n; i++) {
        Alias alias = alias_at(aliases, i);
        g_autofree char *folded = hzp_place_fold(alias.name);
        if (strcmp(folded, wanted) != 0) continue;
        if (!alias.county || (county && hzp_place_same(alias.county, county, HZP_PLACE_COUNTY))) return alias.means;
    }
    return NULL;
}

char *hzp_place_alias_text(const HzpProject *project, const char *text)
{
    const HzpYamlNode *aliases = hzp_project_own(project, "aliases");
    char *out = g_strdup(text);
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        Alias alias = alias_at(aliases, i);
        g_autofree char *stem = hzp_place_stem(alias.county, HZP_PLACE_COUNTY);
        if (!*alias.name || !strstr(out, alias.name) || (stem && !strstr(out, stem))) continue;
        g_auto(GStrv) parts = g_strsplit(out, alias.name, 2);
        g_free(out);
        out = g_strjoinv(alias.means, parts);
    }
    return out;
}

/* As YAML reads it back: quoted where a character of it means something there. */
static void append_scalar(GString *out, const char *text)
{
    if (*text && !strpbrk(text, "{}[],:#&*!|>'\"%@`?-\\ \t\n") && !g_ascii_isdigit(*text)) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"' || *at == '\\') g_string_append_c(out, '\\');
        g_string_append_c(out, *at == '\n' || *at == '\t' ? ' ' : *at);
    }
    g_string_append_c(out, '"');
}

char *hzp_place_alias_line(const char *name, const char *means, const char *county)
{
    GString *out = g_string_new("- {name: ");
    append_scalar(out, name);
    g_string_append(out, ", means: ");
    append_scalar(out, means ? means : "…");
    if (county) {
        g_string_append(out, ", county: ");
        append_scalar(out, county);
    }
    g_string_append_c(out, '}');
    return g_string_free(out, FALSE);
}
