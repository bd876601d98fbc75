/* Positions from place names: a register row that has only a text location ("渑池县段村乡四龙庙村羊角岭组") is looked up in
 * the gazetteer, county first, then town inside the county, then village inside the town. Every row says how finely it was
 * placed (match_level). */
#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/place_name.h"
#include "base/vocabulary.h"
#include "data/model.h"
#include "data/place_alias.h"
#include "geo/geometry.h"

typedef struct {
    HzpPlaceLevel level;
    const char *name;
    const char *town;   /* of a village */
    const char *county; /* of a town or village */
    GEOSGeometry *geometry;
    /* What names are compared by, made once: every point without coordinates is held against every place. */
    const char *key;
    const char *town_key;
    const char *county_key;
} Place;

typedef struct {
    HzpModel *model;
    GArray *places; /* Place */
    GStringChunk *keys;
} Gazetteer;

typedef struct {
    const Place *county;
    const Place *town;
    const Place *village;
    bool ambiguous;
} Match;

static const char *key_of(Gazetteer *gazetteer, const char *name, HzpPlaceLevel level)
{
    g_autofree char *key = hzp_place_key(name, level);
    return key ? g_string_chunk_insert_const(gazetteer->keys, key) : NULL;
}

static void add_place(Gazetteer *gazetteer, Place place)
{
    if (!place.name) return;
    place.key = key_of(gazetteer, place.name, place.level);
    place.town_key = key_of(gazetteer, place.town, HZP_PLACE_TOWN);
    place.county_key = key_of(gazetteer, place.county, HZP_PLACE_COUNTY);
    g_array_append_val(gazetteer->places, place);
}

/* hzp_place_same() where the keys are known: only one that begins like the other needs a second look. */
static bool same_name(const char *a, const char *key_a, const char *b, const char *key_b, HzpPlaceLevel level)
{
    if (!a || !b) return false;
    if (strcmp(key_a, key_b) == 0) return true;
    if (!g_str_has_prefix(key_a, key_b) && !g_str_has_prefix(key_b, key_a)) return false;
    return hzp_place_same(a, b, level);
}

static void add_table(Gazetteer *gazetteer, HzpTable *table, HzpPlaceLevel level)
{
    if (!table) return;
    const char **names = hzp_table_text(table, "name");
    const char **towns = hzp_table_text(table, "town");
    const char **counties = hzp_table_text(table, "county");
    for (size_t i = 0; i < hzp_table_rows(table); i++) {
        add_place(gazetteer, (Place){.level = level,
                                     .name = names[i],
                                     .town = towns ? towns[i] : NULL,
                                     .county = counties ? counties[i] : NULL,
                                     .geometry = hzp_table_geometry(table)[i]});
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
            hzp_findings_add_row(gazetteer->model->findings, "word_unknown", table, i, "level", "value", levels[i], NULL);
            continue;
        }
        add_place(gazetteer, (Place){.level = (HzpPlaceLevel)(3 - index),
                                     .name = hzp_table_text(table, "name")[i],
                                     .town = hzp_table_text(table, "town")[i],
                                     .county = hzp_table_text(table, "county")[i],
                                     .geometry = hzp_table_geometry(table)[i]});
    }
}

static bool belongs(const Place *place, const Match *match)
{
    if (match->county && place->level != HZP_PLACE_COUNTY &&
        !same_name(place->county, place->county_key, match->county->name, match->county->key, HZP_PLACE_COUNTY))
        return false;
    return !(match->town && place->level == HZP_PLACE_VILLAGE &&
             !same_name(place->town, place->town_key, match->town->name, match->town->key, HZP_PLACE_TOWN));
}

/* Whether two entries are one place: the gazetteer and the villages layer may both hold it. */
static bool same_place(const Place *a, const Place *b)
{
    if (a == b) return true;
    if (a->level != b->level || !hzp_place_same(a->name, b->name, a->level)) return false;
    if (a->level == HZP_PLACE_COUNTY) return true;
    if (a->county && b->county && !hzp_place_same(a->county, b->county, HZP_PLACE_COUNTY)) return false;
    return a->level == HZP_PLACE_TOWN || !a->town || !b->town || hzp_place_same(a->town, b->town, HZP_PLACE_TOWN);
}

/* The longest name that begins the text. A bare stem of a village must end the text: 西河底 does not name 西河村. Two
 * different places of equal length are no match. */
static const Place *longest_prefix(const Gazetteer *gazetteer, const char *text, HzpPlaceLevel level, const Match *within,
                                   bool bare, size_t *length, bool *ambiguous)
{
    const Place *best = NULL;
    *length = 0;
    *ambiguous = false;
    for (guint i = 0; i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level != level || !belongs(place, within)) continue;
        if (!g_str_has_prefix(text, place->key)) continue;
        size_t match = hzp_place_prefix(text, place->name, level, false);
        if (!match && bare) {
            match = hzp_place_prefix(text, place->name, level, true);
            if (level == HZP_PLACE_VILLAGE && text[match]) match = 0;
        }
        if (match == 0 || match < *length) continue;
        if (match > *length)
            *ambiguous = false;
        else if (best && !same_place(place, best))
            *ambiguous = true;
        /* Of two entries of one place the one that has a position serves. */
        if (match > *length || !best || !best->geometry) best = place;
        *length = match;
    }
    return *ambiguous ? NULL : best;
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
        size_t length = strlen(place->key);
        if (g_utf8_strlen(place->key, -1) < 2 || length < best_length || !strstr(text, place->key)) continue;
        g_autofree char *name = hzp_place_fold(place->name);
        g_autofree char *full = g_strconcat(place->key, "村", NULL);
        g_autofree char *community = g_strconcat(place->key, "社区", NULL);
        if (!strstr(text, full) && !strstr(text, community) && !strstr(text, name)) continue;
        if (best && length == best_length && !same_place(place, best)) *ambiguous = true;
        if (length > best_length) *ambiguous = false;
        best = place;
        best_length = length;
    }
    return *ambiguous ? NULL : best;
}

/* A place by the register's own column; two different ones of that name are no match. */
static const Place *by_name(const Gazetteer *gazetteer, const char *name, HzpPlaceLevel level, const Match *within,
                            bool *ambiguous)
{
    const Place *found = NULL;
    g_autofree char *key = hzp_place_key(name, level);
    *ambiguous = false;
    for (guint i = 0; name && i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level != level || !belongs(place, within) || !same_name(place->name, place->key, name, key, level))
            continue;
        if (found && !same_place(found, place)) *ambiguous = true;
        if (!found || !found->geometry) found = place;
    }
    return *ambiguous ? NULL : found;
}

/* Eat what a text begins with, when it names a county or town. A bare town stem yields to a longer village name: in
 * 西河底村 there is no 西河镇. */
static const Place *eat(const Gazetteer *gazetteer, const char **text, HzpPlaceLevel level, const Match *within)
{
    size_t length = 0;
    size_t village = 0;
    bool ambiguous = false;
    const Place *place = longest_prefix(gazetteer, *text, level, within, false, &length, &ambiguous);
    if (!place && !ambiguous) {
        place = longest_prefix(gazetteer, *text, level, within, true, &length, &ambiguous);
        bool longer = place && level == HZP_PLACE_TOWN &&
                      longest_prefix(gazetteer, *text, HZP_PLACE_VILLAGE, within, false, &village, &ambiguous) &&
                      village > length;
        if (longer) place = NULL;
    }
    if (place) *text += length;
    return place;
}

/* The text may begin with a province or city: then the county's full name counts wherever it stands. */
static const Place *county_inside(const Gazetteer *gazetteer, const char **text)
{
    const Place *best = NULL;
    const char *first = NULL;
    size_t length = 0;
    for (guint i = 0; i < gazetteer->places->len; i++) {
        const Place *place = &g_array_index(gazetteer->places, Place, i);
        if (place->level != HZP_PLACE_COUNTY || g_utf8_strlen(place->name, -1) < 2) continue;
        g_autofree char *name = hzp_place_fold(place->name);
        const char *at = strstr(*text, name);
        if (!at || (first && at >= first)) continue;
        best = place;
        first = at;
        length = strlen(name);
    }
    if (best) *text = first + length;
    return best;
}

static Match match_row(const Gazetteer *gazetteer, size_t row)
{
    HzpTable *points = gazetteer->model->hazard_points;
    Match match = {0};
    bool ambiguous = false;
    const char *location = hzp_table_text(points, "location")[row];
    g_autofree char *meant = hzp_place_alias_text(gazetteer->model->project, location ? location : "");
    g_autofree char *text = hzp_place_fold(meant);
    const char *rest = text;
    g_autofree char *region = hzp_place_fold(gazetteer->model->project->region_name);
    if (g_str_has_prefix(rest, region) && rest[strlen(region)]) rest += strlen(region);
    const Place *from_text = eat(gazetteer, &rest, HZP_PLACE_COUNTY, &match);
    if (!from_text) from_text = county_inside(gazetteer, &rest);
    match.county = by_name(gazetteer, hzp_table_text(points, "county")[row], HZP_PLACE_COUNTY, &match, &ambiguous);
    if (!match.county) match.county = from_text;
    if (!match.county) return match;
    from_text = eat(gazetteer, &rest, HZP_PLACE_TOWN, &match);
    match.town = by_name(gazetteer, hzp_table_text(points, "town")[row], HZP_PLACE_TOWN, &match, &ambiguous);
    if (!match.town) match.town = from_text;
    match.village = by_name(gazetteer, hzp_table_text(points, "village")[row], HZP_PLACE_VILLAGE, &match, &match.ambiguous);
    if (match.village || match.ambiguous) return match;
    /* Without its town a village may only be taken when the whole name stands there: bare stems are too common. */
    size_t length = 0;
    match.village = longest_prefix(gazetteer, rest, HZP_PLACE_VILLAGE, &match, match.town != NULL, &length, &match.ambiguous);
    if (!match.village && !match.ambiguous) match.village = village_inside(gazetteer, rest, &match, &match.ambiguous);
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
    hzp_findings_add_row(model->findings, code, points, row, "location", "value", location, "level",
                         hzp_vocabulary_label("match_level", level), "place", finest ? finest->name : "", NULL);
    if (match->ambiguous)
        hzp_findings_add_row(model->findings, "place_ambiguous", points, row, "location", "value", location, NULL);
}

HzpStatus hzp_register_locate(HzpModel *model)
{
    Gazetteer gazetteer = {model, g_array_new(FALSE, FALSE, sizeof(Place)), g_string_chunk_new(4096)};
    HzpTable *points = model->hazard_points;
    const char **level = hzp_table_add_text(points, "match_level");
    add_gazetteer(&gazetteer, model->gazetteer);
    add_table(&gazetteer, model->counties, HZP_PLACE_COUNTY);
    add_table(&gazetteer, model->towns, HZP_PLACE_TOWN);
    add_table(&gazetteer, model->villages, HZP_PLACE_VILLAGE);
    add_table(&gazetteer, model->former_villages, HZP_PLACE_VILLAGE);
    HzpStatus status = HZP_OK;
    for (size_t i = 0; i < hzp_table_rows(points) && status == HZP_OK; i++) {
        status = hzp_run_part(model->run, (double)i, (double)hzp_table_rows(points));
        if (hzp_table_geometry(points)[i]) {
            level[i] = "given";
            continue;
        }
        Match match = match_row(&gazetteer, i);
        place_row(model, i, &match);
    }
    g_array_free(gazetteer.places, TRUE);
    g_string_chunk_free(gazetteer.keys);
    return status;
}
