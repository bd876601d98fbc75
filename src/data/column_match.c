#include "data/column_match.h"

#include <string.h>

#include "base/resource.h"
#include "data/column_unit.h"

static HzpYaml *tree;

HzpStatus hzp_fields_load(void)
{
    static GMutex lock;
    HzpStatus status = HZP_OK;
    g_mutex_lock(&lock);
    if (!tree) {
        g_autofree char *path = hzp_resource_path("data", "fields.yaml");
        status =
            path ? hzp_yaml_load(path, &tree) : hzp_fail(HZP_E_INPUT, "resource_missing", "file", "data/fields.yaml", NULL);
    }
    g_mutex_unlock(&lock);
    return status;
}

void hzp_fields_forget(void)
{
    hzp_yaml_free(tree);
    tree = NULL;
}

/* ---- names ---- */

/* Lower case, no spaces, no underscores; optionally without what stands in brackets ("威胁财产(万元)"). */
static char *fold(const char *name, bool brackets)
{
    g_autofree char *wide = g_utf8_normalize(name, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_strdown(wide ? wide : name, -1);
    GString *out = g_string_new(NULL);
    int depth = 0;
    for (const char *at = lower; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!brackets && hzp_bracket_opens(c)) depth++;
        if (depth == 0 && !g_unichar_isspace(c) && c != '_' && c != '*') g_string_append_unichar(out, c);
        if (!brackets && hzp_bracket_closes(c) && depth > 0) depth--;
    }
    return g_string_free(out, FALSE);
}

/* What is left of a name in a dBASE header: its first 10 bytes in the file's encoding, whole characters only. */
static char *truncated(const char *name, const char *encoding)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(name, -1, encoding, "UTF-8", NULL, &length, NULL);
    if (!bytes || length <= 10) return NULL;
    for (gssize cut = 10; cut > 0; cut--) {
        char *text = g_convert(bytes, cut, "UTF-8", encoding, NULL, NULL, NULL);
        if (text) return text;
    }
    return NULL;
}

/* A name ready to be compared; folded once, as a table may have thousands of columns. */
typedef struct {
    const char *name;
    char *exact; /* folded */
    char *bare;  /* folded without what stands in brackets */
} Folded;

static Folded folded_name(const char *name) { return (Folded){name, fold(name, true), fold(name, false)}; }

static void folded_clear(Folded *folded)
{
    g_free(folded->exact);
    g_free(folded->bare);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Folded, folded_clear)

static bool means_exactly(const Folded *column, const Folded *alias)
{
    return *column->exact && strcmp(column->exact, alias->exact) == 0;
}

static bool means_without_brackets(const Folded *column, const Folded *alias)
{
    return *column->bare && strcmp(column->bare, alias->bare) == 0;
}

static bool means_whole(const Folded *column, const Folded *alias)
{
    return means_exactly(column, alias) || means_without_brackets(column, alias);
}

static bool means_truncated(const Folded *column, const Folded *alias)
{
    static const char *const encodings[] = {"GB18030", "UTF-8"};
    /* Most are no beginning of the name: spare them the conversions. */
    if (!*column->exact || !g_str_has_prefix(alias->exact, column->exact)) return false;
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        g_autofree char *cut = truncated(alias->name, encodings[i]);
        g_autofree char *cut_folded = cut ? fold(cut, true) : NULL;
        if (cut_folded && strcmp(column->exact, cut_folded) == 0) return true;
    }
    return false;
}

bool hzp_column_means(const char *column, const char *alias)
{
    g_auto(Folded) a = folded_name(column);
    g_auto(Folded) b = folded_name(alias);
    return means_whole(&a, &b) || means_truncated(&a, &b);
}

/* ---- columns of a source ---- */

typedef struct {
    char *name;      /* UTF-8, whole characters */
    const char *raw; /* as the source has it */
    bool cut;        /* the source's name ends in the middle of a character */
    Folded folded;   /* of name */
} Column;

static void column_free(gpointer data)
{
    Column *column = data;
    g_free(column->name);
    folded_clear(&column->folded);
    g_free(column);
}

static const char *column_name(const GPtrArray *columns, int index)
{
    return ((const Column *)g_ptr_array_index(columns, (guint)index))->name;
}

/* ---- what a column means ---- */

/* The whole characters of a cut name, given as they are shown in a list of columns. */
static bool is_named(const Column *column, const Folded *name) { return column->cut && means_whole(&column->folded, name); }

static bool has_brackets(const Folded *name) { return strcmp(name->exact, name->bare) != 0; }

/* "行政村" cut out of 行政村代码 is not the name 行政村. */
static bool is_exact(const Column *column, const Folded *alias)
{
    return !column->cut && means_exactly(&column->folded, alias);
}

/* Half a character at the end still tells 受威胁人数 from 受威胁户数: then the bytes are compared. */
static bool is_truncated(const Column *column, const Folded *alias)
{
    static const char *const encodings[] = {"GB18030", "UTF-8"};
    if (!column->cut) return means_truncated(&column->folded, alias);
    for (size_t i = 0; i < G_N_ELEMENTS(encodings); i++) {
        gsize length = 0;
        g_autofree char *bytes = g_convert(alias->name, -1, encodings[i], "UTF-8", NULL, &length, NULL);
        if (bytes && length > strlen(column->raw) && strncmp(bytes, column->raw, strlen(column->raw)) == 0) return true;
    }
    return false;
}

/* ---- matching ---- */

static HzpFieldType type_of(const char *name)
{
    static const char *const names[] = {"text", "number", "people", "households", "wan_yuan", "metres", "coordinate"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (name && strcmp(name, names[i]) == 0) return (HzpFieldType)i;
    }
    return HZP_FIELD_TEXT;
}

static char *list_columns(const GPtrArray *columns)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < columns->len; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", column_name(columns, (int)i));
    return g_string_free(list, FALSE);
}

static HzpStatus fail(const HzpLayerSource *source, const GPtrArray *columns, const char *id, const char *field,
                      const char *column)
{
    g_autofree char *known = list_columns(columns);
    return hzp_fail(HZP_E_INPUT, id, "layer", source->layer, "path", source->path, "field", field, "column", column, "known",
                    known, NULL);
}

static int find_column(const GPtrArray *columns, const Folded *name, bool (*means)(const Column *, const Folded *))
{
    for (guint i = 0; i < columns->len; i++) {
        if (means(g_ptr_array_index(columns, i), name)) return (int)i;
    }
    return -1;
}

/* The column a project names for a field: `fields: {name: 灾害点名称}`, or `x:` and `y:`. */
static const char *named_by_project(const HzpLayerSource *source, const char *field)
{
    const char *column = hzp_yaml_text(hzp_yaml_get(source->fields, field));
    if (!column && strcmp(field, "x") == 0) column = source->x;
    if (!column && strcmp(field, "y") == 0) column = source->y;
    return column;
}

static HzpHeaderUnit unit_of_column(const Column *column, HzpFieldType type, double *factor)
{
    if (!column->cut) return hzp_column_unit(column->folded.exact, type, factor);
    return hzp_column_unit_of_bytes(column->raw, type, factor);
}

/* Of a cut name the part before an opened bracket is whole: "威胁财产(" and half of 万. */
static bool is_whole_outside(const Column *column) { return !column->cut || strpbrk(column->folded.exact, "([") != NULL; }

/* The first column with this name when brackets are left out: 威胁人口(户) counts no people. A second one is told apart by
 * its brackets alone. */
static int find_in_brackets(const GPtrArray *columns, const Folded *name, HzpFieldType type, int *alike)
{
    int found = -1;
    *alike = -1;
    for (guint i = 0; i < columns->len; i++) {
        const Column *column = g_ptr_array_index(columns, i);
        double factor = 1;
        if (!is_whole_outside(column) || !means_without_brackets(&column->folded, name)) continue;
        if (unit_of_column(column, type, &factor) == HZP_HEADER_OTHER) continue;
        if (found < 0) {
            found = (int)i;
        } else if (*alike < 0) {
            *alike = (int)i;
        }
    }
    return found;
}

typedef struct {
    int best;
    int alike; /* it differs from the best one only in its brackets */
    int other; /* it fits another alias, or the best one's without its brackets */
} Match;

static void match_name(const GPtrArray *columns, const char *text, HzpFieldType type, Match *match)
{
    int alike = -1;
    g_auto(Folded) name = folded_name(text);
    int exact = find_column(columns, &name, is_exact);
    int in_brackets = find_in_brackets(columns, &name, type, &alike);
    int found = exact >= 0 ? exact : in_brackets;
    if (match->best >= 0) {
        if (found >= 0 && found != match->best && match->other < 0) match->other = found;
        return;
    }
    match->best = found;
    if (exact < 0) {
        match->alike = alike;
    } else {
        match->other = in_brackets != exact ? in_brackets : alike;
    }
}

static void say_choice(const HzpLayerSource *source, const GPtrArray *columns, const char *field, const Match *match,
                       HzpFindings *findings)
{
    int other = match->alike >= 0 ? match->alike : match->other;
    if (other < 0 || !findings) return;
    hzp_findings_add(findings, match->alike >= 0 ? "columns_alike" : "column_choice", source->layer, NULL, field, "chosen",
                     column_name(columns, match->best), "other", column_name(columns, other), NULL);
}

/* What a project says goes before what brackets say: no field type is asked for. */
static void match_named(const GPtrArray *columns, const char *named, Match *match)
{
    g_auto(Folded) name = folded_name(named);
    match_name(columns, named, HZP_FIELD_TEXT, match);
    match->other = -1;
    /* Brackets that a project writes are meant: "人口(2020)" is not the column 人口(2010). */
    if (match->best >= 0 && has_brackets(&name) &&
        has_brackets(&((const Column *)g_ptr_array_index(columns, (guint)match->best))->folded) &&
        !is_exact(g_ptr_array_index(columns, (guint)match->best), &name))
        match->best = match->alike = -1;
    if (match->best < 0) match->best = find_column(columns, &name, is_truncated);
    if (match->best < 0) match->best = find_column(columns, &name, is_named);
}

/* What a project names, or a whole name. */
static HzpStatus match_field(const HzpLayerSource *source, const GPtrArray *columns, const HzpYamlNode *entry,
                             HzpFindings *findings, HzpField *field)
{
    const char *named = named_by_project(source, field->name);
    const HzpYamlNode *aliases = hzp_yaml_get(entry, "aliases");
    Match match = {-1, -1, -1};
    if (named) {
        match_named(columns, named, &match);
    } else {
        match_name(columns, field->name, field->type, &match);
        for (size_t i = 0; i < hzp_yaml_count(aliases); i++)
            match_name(columns, hzp_yaml_text(hzp_yaml_item(aliases, i)), field->type, &match);
    }
    field->column = match.best;
    if (named && field->column < 0) return fail(source, columns, "column_unknown", field->name, named);
    say_choice(source, columns, field->name, &match, findings);
    return HZP_OK;
}

/* 威胁人口(户) holds households under a name of people, and the other way round: the unit decides. */
static void match_by_unit(const HzpYamlNode *schema, const GPtrArray *columns, GArray *fields, guint of, guint from)
{
    HzpField *field = &g_array_index(fields, HzpField, of);
    const HzpYamlNode *aliases = hzp_yaml_get(hzp_yaml_item(schema, from), "aliases");
    for (size_t i = 0; i < hzp_yaml_count(aliases) && field->column < 0; i++) {
        g_auto(Folded) alias = folded_name(hzp_yaml_text(hzp_yaml_item(aliases, i)));
        for (guint c = 0; c < columns->len && field->column < 0; c++) {
            const Column *column = g_ptr_array_index(columns, c);
            double factor = 1;
            if (is_whole_outside(column) && means_without_brackets(&column->folded, &alias) &&
                unit_of_column(column, field->type, &factor) == HZP_HEADER_UNIT)
                field->column = (int)c;
        }
    }
}

static void match_units(const HzpYamlNode *schema, const GPtrArray *columns, GArray *fields)
{
    for (guint i = 0; i < fields->len; i++) {
        for (guint j = 0; j < fields->len; j++) {
            HzpFieldType a = g_array_index(fields, HzpField, i).type;
            HzpFieldType b = g_array_index(fields, HzpField, j).type;
            if ((a == HZP_FIELD_PEOPLE && b == HZP_FIELD_HOUSEHOLDS) || (a == HZP_FIELD_HOUSEHOLDS && b == HZP_FIELD_PEOPLE))
                match_by_unit(schema, columns, fields, i, j);
        }
    }
}

/* By which factor a column's figures come into the field's unit. */
static void read_unit(const HzpLayerSource *source, const GPtrArray *columns, HzpFindings *findings, HzpField *field)
{
    const char *named = named_by_project(source, field->name);
    double factor = 1;
    HzpHeaderUnit unit = unit_of_column(g_ptr_array_index(columns, (guint)field->column), field->type, &factor);
    if (unit == HZP_HEADER_CUT && named) {
        g_auto(Folded) in_full = folded_name(named);
        unit = hzp_column_unit(in_full.exact, field->type, &factor);
    }
    if (unit == HZP_HEADER_UNIT) field->factor = factor;
    if (unit == HZP_HEADER_CUT && findings)
        hzp_findings_add(findings, "unit_cut", source->layer, NULL, field->name, "column", field->header, NULL);
}

static bool is_taken(const GArray *fields, int column)
{
    for (guint i = 0; i < fields->len; i++) {
        if (g_array_index(fields, HzpField, i).column == column) return true;
    }
    return false;
}

static bool fits_truncated(const Column *column, const GArray *aliases)
{
    for (guint i = 0; i < aliases->len; i++) {
        if (is_truncated(column, &g_array_index(aliases, Folded, i))) return true;
    }
    return false;
}

static GArray *folded_aliases(const HzpYamlNode *entry)
{
    const HzpYamlNode *aliases = hzp_yaml_get(entry, "aliases");
    GArray *folded = g_array_new(FALSE, FALSE, sizeof(Folded));
    g_array_set_clear_func(folded, (GDestroyNotify)folded_clear);
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        Folded name = folded_name(hzp_yaml_text(hzp_yaml_item(aliases, i)));
        g_array_append_val(folded, name);
    }
    return folded;
}

/* A name truncated to whole characters may stand for several: "受威胁" was 受威胁人数 or 受威胁户数. It is looked at only for
 * what no whole name gives, and where two such fields fit it, neither takes it: people must not turn into households. */
static void match_truncated(const HzpLayerSource *source, const HzpYamlNode *schema, const GPtrArray *columns,
                            HzpFindings *findings, GArray *fields)
{
    g_autofree int *found = g_new(int, fields->len + 1);
    g_autoptr(GPtrArray) aliases = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < fields->len; i++) {
        found[i] = g_array_index(fields, HzpField, i).column;
        g_ptr_array_add(aliases, folded_aliases(hzp_yaml_item(schema, i)));
    }
    for (guint c = 0; c < columns->len; c++) {
        const Column *column = g_ptr_array_index(columns, c);
        g_autoptr(GString) names = g_string_new(NULL);
        guint count = 0;
        guint field = 0;
        if (is_taken(fields, (int)c)) continue;
        for (guint i = 0; i < fields->len; i++) {
            const HzpField *candidate = &g_array_index(fields, HzpField, i);
            if (candidate->column >= 0 || !fits_truncated(column, g_ptr_array_index(aliases, i))) continue;
            g_string_append_printf(names, "%s%s", count++ ? ", " : "", candidate->name);
            field = i;
        }
        if (count == 1 && found[field] < 0) found[field] = (int)c;
        if (count > 1 && findings)
            hzp_findings_add(findings, "column_ambiguous", source->layer, NULL, NULL, "column", column->name, "known",
                             names->str, NULL);
    }
    for (guint i = 0; i < fields->len; i++)
        g_array_index(fields, HzpField, i).column = found[i];
}

static HzpField field_of(const HzpYamlNode *schema, size_t i)
{
    const HzpYamlNode *entry = hzp_yaml_item(schema, i);
    const char *required = hzp_yaml_text(hzp_yaml_get(entry, "required"));
    return (HzpField){.name = hzp_yaml_key(schema, i),
                      .type = type_of(hzp_yaml_text(hzp_yaml_get(entry, "type"))),
                      .required = required && strcmp(required, "true") == 0,
                      .factor = 1,
                      .column = -1};
}

GArray *hzp_fields_of_layer(const char *layer)
{
    const HzpYamlNode *schema = hzp_yaml_get(hzp_yaml_root(tree), layer);
    GArray *fields = g_array_new(FALSE, TRUE, sizeof(HzpField));
    for (size_t i = 0; i < hzp_yaml_count(schema); i++) {
        const HzpField field = field_of(schema, i);
        g_array_append_val(fields, field);
    }
    return fields;
}

static HzpStatus match_fields(const HzpLayerSource *source, const HzpYamlNode *schema, const GPtrArray *columns,
                              HzpFindings *findings, GArray *fields)
{
    for (size_t i = 0; i < hzp_yaml_count(schema); i++) {
        HzpField field = field_of(schema, i);
        HzpStatus status = match_field(source, columns, hzp_yaml_item(schema, i), findings, &field);
        g_array_append_val(fields, field);
        if (status != HZP_OK) return status;
    }
    match_units(schema, columns, fields);
    match_truncated(source, schema, columns, findings, fields);
    for (guint i = 0; i < fields->len; i++) {
        HzpField *field = &g_array_index(fields, HzpField, i);
        if (field->column >= 0) {
            field->header = g_strdup(column_name(columns, field->column));
            read_unit(source, columns, findings, field);
        }
        if (field->column < 0 && field->required) return fail(source, columns, "column_required", field->name, "");
    }
    return HZP_OK;
}

static HzpStatus match_columns(const HzpLayerSource *source, const GPtrArray *columns, HzpFindings *findings, GArray **fields)
{
    const HzpYamlNode *schema = hzp_yaml_get(hzp_yaml_root(tree), source->layer);
    *fields = g_array_new(FALSE, TRUE, sizeof(HzpField));
    for (size_t i = 0; i < hzp_yaml_count(source->fields); i++) {
        const char *name = hzp_yaml_key(source->fields, i);
        if (!hzp_yaml_get(schema, name))
            return hzp_yaml_fail(hzp_yaml_item(source->fields, i), "field_unknown", "field", name);
    }
    return match_fields(source, schema, columns, findings, *fields);
}

HzpStatus hzp_fields_match_columns(const HzpLayerSource *source, const HzpColumnName *names, size_t n, HzpFindings *findings,
                                   GArray **fields)
{
    g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func(column_free);
    for (size_t i = 0; i < n; i++) {
        Column *column = g_new(Column, 1);
        column->name = g_strdup(names[i].name);
        column->raw = names[i].raw;
        column->cut = names[i].cut;
        column->folded = folded_name(column->name);
        g_ptr_array_add(columns, column);
    }
    return match_columns(source, columns, findings, fields);
}

static void know(GHashTable *known, const char *name)
{
    if (!name) return;
    g_hash_table_add(known, fold(name, true));
    g_hash_table_add(known, fold(name, false));
}

GHashTable *hzp_fields_known(const HzpLayerSource *source)
{
    const HzpYamlNode *schema = hzp_yaml_get(hzp_yaml_root(tree), source->layer);
    GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < hzp_yaml_count(schema); i++) {
        const HzpYamlNode *aliases = hzp_yaml_get(hzp_yaml_item(schema, i), "aliases");
        know(known, hzp_yaml_key(schema, i));
        for (size_t j = 0; j < hzp_yaml_count(aliases); j++)
            know(known, hzp_yaml_text(hzp_yaml_item(aliases, j)));
    }
    for (size_t i = 0; i < hzp_yaml_count(source->fields); i++)
        know(known, hzp_yaml_text(hzp_yaml_item(source->fields, i)));
    know(known, source->x);
    know(known, source->y);
    return known;
}

bool hzp_fields_know(GHashTable *known, const char *name)
{
    g_auto(Folded) folded = folded_name(name);
    return (*folded.exact && g_hash_table_contains(known, folded.exact)) ||
           (*folded.bare && g_hash_table_contains(known, folded.bare));
}

void hzp_fields_free(GArray *fields)
{
    if (!fields) return;
    for (guint i = 0; i < fields->len; i++)
        g_free(g_array_index(fields, HzpField, i).header);
    g_array_free(fields, TRUE);
}
