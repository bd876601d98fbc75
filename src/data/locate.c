/* Positions from place names: a register row that has only a text location ("渑池县段村乡四龙庙村羊角岭组") is looked up in
 * the gazetteer, county first, then town inside the county, then village inside the town. Every row says how finely it was
 * placed (match_level). */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/model.h"
#include "geo/geometry.h"

typedef struct {
    HzpPlaceLevel level;
    const char *name;
    const char *town;   /* of a village */
    const char *county; /* of a town or village */
    GEOSGeometry *geometry;
} Place;

typedef struct {
    HzpModel *model;
    GArray *places; /* Place */
} Gazetteer;

typedef struct {
    const Place *county;
    const Place *town;
    const Place *village;
    bool ambiguous;
} Match;

static void add_table(Gazetteer *gazetteer, HzpTable *table, HzpPlaceLevel level)
{
    if (!table) return;
    const char **names = hzp_table_text(table, "name");
    const char **towns = hzp_table_text(table, "town");
    const char **counties = hzp_table_text(table, "county");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        Place place = {level, names[i], towns ? towns[i] : NULL, counties ? counties[i] : NULL, hzp_table_geometry(table)[i]};
        if (place.name) g_array_append_val(gazetteer->places, place);
    }
}

static void add_gazetteer(Gazetteer *gazetteer, HzpTable *table)
{
    if (!table) return;
    const char **levels = hzp_table_text(table, "level");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        const char *level = hzp_vocabulary_match("match_level", levels[i]);
        int index = hzp_vocabulary_index("match_level", level);
        /* the vocabulary's order is given, village, town, county */
        if (index < 1 || index > 3) {
            hzp_findings_add(gazetteer->model->findings, "word_unknown", "gazetteer", hzp_row_label(table, i), "level", "row",
                             hzp_text_of_number(hzp_table_number(table, "source_row")[i]), "value", levels[i], NULL);
            continue;
        }
        Place place = {(HzpPlaceLevel)(3 - index), hzp_table_text(table, "name")[i], hzp_table_text(table, "town")[i],
                       hzp_table_text(table, "county")[i], hzp_table_geometry(table)[i]};
        if (place.name) g_array_append_val(gazetteer->places, place);
    }
}

/* Names that mean another one, as the project says: `aliases: [{name: 东区办事处, means: 东区街道, county: 义马市}]`. */
static char *apply_aliases(const HzpModel *model, const char *text)
{
    const HzpYamlNode *aliases = hzp_project_own(model->project, "aliases");
    char *out = g_strdup(text);
    for (size_t i = 0; i < hzp_yaml_count(aliases); i++) {
        const HzpYamlNode *entry = hzp_yaml_item(aliases, i);
        const char *name = hzp_yaml_text(hzp_yaml_get(entry, "name"));
        const char *means = hzp_yaml_text(hzp_yaml_get(entry, "means"));
        const char *county = hzp_yaml_text(hzp_yaml_get(entry, "county"));
        g_autofree char *stem = hzp_place_stem(county, HZP_PLACE_COUNTY);
        if (!*name || !strstr(out, name) || (stem && !strstr(out, stem))) continue;
        g_auto(GStrv) parts = g_strsplit(out, name, 2);
        g_free(out);
        out = g_strjoinv(means, parts);
    }
    return out;
}

static bool belongs(const Place *place, const Match *match)
{
    if (match->county && place->level != HZP_PLACE_COUNTY &&
        !hzp_place_same(place->county, match->county->name, HZP_PLACE_COUNTY))
        return false;
    return !(match->town && place->level == HZP_PLACE_VILLAGE &&
             !hzp_place_same(place->town, match->town->name, HZP_PLACE_TOWN));
}

/* The longest name that begins the text; a full name goes before a bare stem of the same length. */
static const Place *longest_prefix(const Gazetteer *gazetteer, const char *text, HzpPlaceLevel level, const Match *within,
                                   bool bare, size_t *length)
{
    const Place *best = NULL;
    *length = 0;
    for (guint i = 0; i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level != level || !belongs(place, within)) continue;
        size_t match = hzp_place_prefix(text, place->name, level, bare);
        if (match > *length) {
            *length = match;
            best = place;
        }
    }
    return best;
}

static bool same_place(const Place *a, const Place *b)
{
    return a == b || (hzp_place_same(a->name, b->name, a->level) && hzp_place_same(a->town, b->town, HZP_PLACE_TOWN) &&
                      hzp_place_same(a->county, b->county, HZP_PLACE_COUNTY));
}

/* A village named anywhere in the rest of the text; two different ones of equal length are no match. */
static const Place *village_inside(const Gazetteer *gazetteer, const char *text, const Match *within, bool *ambiguous)
{
    const Place *best = NULL;
    size_t best_length = 0;
    *ambiguous = false;
    for (guint i = 0; i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level != HZP_PLACE_VILLAGE || !belongs(place, within)) continue;
        g_autofree char *stem = hzp_place_stem(place->name, HZP_PLACE_VILLAGE);
        g_autofree char *full = g_strconcat(stem, "村", NULL);
        g_autofree char *community = g_strconcat(stem, "社区", NULL);
        size_t length = strlen(stem);
        if (g_utf8_strlen(stem, -1) < 2 || length < best_length) continue;
        if (!strstr(text, full) && !strstr(text, community) && !strstr(text, place->name)) continue;
        if (best && length == best_length && !same_place(place, best)) *ambiguous = true;
        if (length > best_length) *ambiguous = false;
        best = place;
        best_length = length;
    }
    return *ambiguous ? NULL : best;
}

static const Place *by_name(const Gazetteer *gazetteer, const char *name, HzpPlaceLevel level, const Match *within)
{
    for (guint i = 0; name && i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level == level && belongs(place, within) && hzp_place_same(place->name, name, level)) return place;
    }
    return NULL;
}

/* Eat what a text begins with, when it names a place of this level. */
static const Place *eat(const Gazetteer *gazetteer, const char **text, HzpPlaceLevel level, const Match *within)
{
    size_t length = 0;
    const Place *place = longest_prefix(gazetteer, *text, level, within, false, &length);
    if (!place) place = longest_prefix(gazetteer, *text, level, within, true, &length);
    if (place) *text += length;
    return place;
}

static Match match_row(const Gazetteer *gazetteer, size_t row)
{
    HzpTable *points = gazetteer->model->hazard_points;
    Match match = {0};
    const char *location = hzp_table_text(points, "location")[row];
    g_autofree char *spaced = apply_aliases(gazetteer->model, location ? location : "");
    g_auto(GStrv) words = g_strsplit_set(spaced, " \t", -1);
    g_autofree char *text = g_strjoinv("", words);
    const char *rest = text;
    const char *region = gazetteer->model->project->region_name;
    if (g_str_has_prefix(rest, region) && rest[strlen(region)]) rest += strlen(region);
    const Place *from_text = eat(gazetteer, &rest, HZP_PLACE_COUNTY, &match);
    match.county = by_name(gazetteer, hzp_table_text(points, "county")[row], HZP_PLACE_COUNTY, &match);
    if (!match.county) match.county = from_text;
    if (!match.county) return match;
    from_text = eat(gazetteer, &rest, HZP_PLACE_TOWN, &match);
    match.town = by_name(gazetteer, hzp_table_text(points, "town")[row], HZP_PLACE_TOWN, &match);
    if (!match.town) match.town = from_text;
    match.village = by_name(gazetteer, hzp_table_text(points, "village")[row], HZP_PLACE_VILLAGE, &match);
    /* Without its town a village may only be taken when the whole name stands there: bare stems are too common. */
    size_t length = 0;
    if (!match.village)
        match.village = longest_prefix(gazetteer, rest, HZP_PLACE_VILLAGE, &match, match.town != NULL, &length);
    if (!match.village) match.village = village_inside(gazetteer, rest, &match, &match.ambiguous);
    return match;
}

static void place_row(HzpModel *model, size_t row, const Match *match)
{
    HzpTable *points = model->hazard_points;
    const Place *finest = match->village ? match->village : match->town ? match->town : match->county;
    const Place *candidates[] = {match->village, match->town, match->county};
    double x = NAN;
    double y = NAN;
    while (finest && !hzp_geometry_anchor(finest->geometry, &x, &y)) {
        /* A place without a position hands over to the next coarser one. */
        size_t i = 0;
        while (i < 3 && candidates[i] != finest)
            candidates[i++] = NULL;
        candidates[i] = NULL;
        finest = NULL;
        for (i = 0; i < 3 && !finest; i++)
            finest = candidates[i];
    }
    static const char *const codes[] = {"county", "town", "village"};
    const char *level = finest ? codes[finest->level] : "unplaced";
    hzp_table_text(points, "match_level")[row] = level;
    if (finest) hzp_table_geometry(points)[row] = hzp_geometry_point(x, y);
    if (match->county && !hzp_table_text(points, "county")[row])
        hzp_table_set_text(points, "county", row, match->county->name);
    if (match->town && !hzp_table_text(points, "town")[row]) hzp_table_set_text(points, "town", row, match->town->name);
    if (match->village && !match->town && !hzp_table_text(points, "town")[row])
        hzp_table_set_text(points, "town", row, match->village->town);
    if (match->village && !hzp_table_text(points, "village")[row])
        hzp_table_set_text(points, "village", row, match->village->name);
    const char *code = !finest                              ? "hazard_unplaced"
                       : finest->level == HZP_PLACE_VILLAGE ? "hazard_located"
                                                            : "hazard_located_coarsely";
    const char *location = hzp_table_text(points, "location")[row];
    hzp_findings_add(model->findings, code, "hazard_points", hzp_row_label(points, row), "location", "row",
                     hzp_text_of_number(hzp_table_number(points, "source_row")[row]), "value", location, "level",
                     hzp_vocabulary_label("match_level", level), "place", finest ? finest->name : "", NULL);
    if (match->ambiguous)
        hzp_findings_add(model->findings, "place_ambiguous", "hazard_points", hzp_row_label(points, row), "location", "value",
                         location, NULL);
}

HzpStatus hzp_register_locate(HzpModel *model)
{
    Gazetteer gazetteer = {model, g_array_new(FALSE, FALSE, sizeof(Place))};
    HzpTable *points = model->hazard_points;
    const char **level = hzp_table_add_text(points, "match_level");
    add_gazetteer(&gazetteer, model->gazetteer);
    add_table(&gazetteer, model->counties, HZP_PLACE_COUNTY);
    add_table(&gazetteer, model->towns, HZP_PLACE_TOWN);
    add_table(&gazetteer, model->villages, HZP_PLACE_VILLAGE);
    for (size_t i = 0; i < hzp_table_rows(points); i++) {
        if (hzp_table_geometry(points)[i]) {
            level[i] = "given";
            continue;
        }
        Match match = match_row(&gazetteer, i);
        place_row(model, i, &match);
    }
    g_array_free(gazetteer.places, TRUE);
    return HZP_OK;
}
