/* What somebody may have meant by a word that is no place of the plan: names inside of what was said ("巴公镇东边的山塌了"),
 * names that sound or look like it, ids with a slip. Only proposed, never taken. */
#include <math.h>
#include <string.h>

#include "answer/affected_parts.h"
#include "base/name_likeness.h"
#include "base/place_name.h"

enum { PROPOSED = 6, LONGEST = 32 };

typedef struct {
    char *line;
    double distance; /* in letters; of a name that stands in the text, the letters besides it */
    bool id;
} Like;

/* What was said, in the forms that are looked for. */
typedef struct {
    char *text;
    char *stem; /* without 村, 村委会 … */
    gunichar *letters;
    size_t length;
    char *id; /* where it may be an id: letters that are mistaken for figures, and leading zeros, out of the way; else NULL */
} Said;

typedef struct {
    Said said;
    GArray *like;     /* of Like */
    GHashTable *seen; /* lines */
} Proposing;

static gint by_likeness(gconstpointer a, gconstpointer b)
{
    const Like *x = a, *y = b;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    return g_strcmp0(x->line, y->line);
}

static void clear_like(gpointer data) { g_free(((Like *)data)->line); }

static void propose(Proposing *proposing, const char *line, double distance, bool id)
{
    if (!g_hash_table_add(proposing->seen, g_strdup(line))) return;
    Like one = {g_strdup(line), distance, id};
    g_array_append_val(proposing->like, one);
}

/* ---- names ---- */

/* How many letters of the text are in the name, each counted once: of a million names, which to look at more closely. */
static size_t common_letters(const Said *said, const char *name, size_t *length)
{
    gunichar letters[LONGEST];
    bool taken[LONGEST] = {false};
    size_t n = 0, common = 0;
    for (const char *at = name; *at && n < LONGEST; at = g_utf8_next_char(at))
        letters[n++] = g_utf8_get_char(at);
    for (size_t i = 0; i < said->length; i++) {
        for (size_t k = 0; k < n; k++) {
            if (taken[k] || letters[k] != said->letters[i]) continue;
            taken[k] = true;
            common++;
            break;
        }
    }
    *length = n;
    return common;
}

/* Letters of the name, or of its stem, that stand in the text together; 0 for fewer than two. */
static glong letters_inside(const char *text, const char *name, const char *stem)
{
    const char *inside = strstr(text, name) ? name : strstr(text, stem) ? stem : NULL;
    glong letters = inside ? g_utf8_strlen(inside, -1) : 0;
    return letters >= 2 ? letters : 0;
}

static HzpPlaceLevel level_of(const char *layer)
{
    if (strcmp(layer, "villages") == 0) return HZP_PLACE_VILLAGE;
    return strcmp(layer, "counties") == 0 ? HZP_PLACE_COUNTY : HZP_PLACE_TOWN;
}

/* The distance to a name, INFINITY where it is not like it. Names of hazard points are long
 * ("…县…镇安阳村滑坡隐患点"): of them a part may be like the text. */
static double likeness(const Said *said, const char *layer, const char *name)
{
    size_t length = 0, common = common_letters(said, name, &length);
    double distance = INFINITY;
    if (2 * common < said->length && 2 * common < length && common < 2) return INFINITY;
    if (strcmp(layer, "hazard_points") == 0) {
        double within = common + 1 >= said->length ? hzp_name_distance_within(said->text, name) : INFINITY;
        if (within <= (double)said->length / 5) return within;
        return hzp_name_is_like(said->text, name, &distance) ? distance : INFINITY;
    }
    g_autofree char *stem = hzp_place_stem(name, level_of(layer));
    glong inside = letters_inside(said->text, name, stem);
    if (inside > 0) return (double)said->length - (double)inside;
    double of_stem = INFINITY;
    if (!hzp_name_is_like(said->text, name, &distance)) distance = INFINITY;
    return hzp_name_is_like(said->stem, stem, &of_stem) ? MIN(distance, of_stem) : distance;
}

/* Each name once: that is read from the index of names alone. */
static void look_at_names(Proposing *proposing, HzpPlanFile *plan, const char *layer)
{
    static const char *const columns[] = {"name", NULL};
    sqlite3_stmt *row = NULL;
    if (hzp_answer_select(plan, layer, columns, false, "GROUP BY l.name", &row) != HZP_OK || !row) return;
    while (hzp_plan_file_step(plan, row)) {
        const char *name = (const char *)sqlite3_column_text(row, 1);
        if (!name || !*name || !g_utf8_validate(name, -1, NULL)) continue;
        double distance = likeness(&proposing->said, layer, name);
        if (isfinite(distance)) propose(proposing, name, distance, false);
    }
    sqlite3_finalize(row);
}

/* ---- ids ---- */

/* An id as the ear and the eye have it: O for 0, I and l for 1, figures without leading zeros, small letters for capitals. */
static char *plain_id(const char *text)
{
    GString *plain = g_string_new(NULL);
    g_autofree char *figures = g_ascii_strup(text, -1);
    g_strdelimit(g_strdelimit(figures, "O", '0'), "IL", '1');
    for (const char *at = figures; *at; at++) {
        bool begins = plain->len == 0 || !g_ascii_isdigit(plain->str[plain->len - 1]);
        if (!(*at == '0' && begins && g_ascii_isdigit(at[1])) && *at != ' ') g_string_append_c(plain, *at);
    }
    return g_string_free(plain, FALSE);
}

static bool may_be_id(const char *text)
{
    bool figure = false;
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at >= 0x80) return false;
        figure |= g_ascii_isdigit(*at);
    }
    return figure && strlen(text) >= 4 && strlen(text) < LONGEST;
}

static double id_likeness(const char *said, const char *id)
{
    g_autofree char *plain = plain_id(id);
    if (strcmp(plain, said) == 0) return 0.1;
    size_t n = strlen(plain), m = strlen(said);
    if (MAX(n, m) - MIN(n, m) > 1) return INFINITY;
    double distance = hzp_name_distance(said, plain);
    return distance <= 1 ? distance : INFINITY;
}

static void look_at_ids(Proposing *proposing, HzpPlanFile *plan)
{
    static const char *const columns[] = {"hazard_id", NULL};
    sqlite3_stmt *row = NULL;
    if (hzp_answer_select(plan, "hazard_points", columns, false, "ORDER BY l.hazard_id", &row) != HZP_OK || !row) return;
    while (hzp_plan_file_step(plan, row)) {
        const char *id = (const char *)sqlite3_column_text(row, 1);
        double distance = id ? id_likeness(proposing->said.id, id) : INFINITY;
        if (isfinite(distance)) propose(proposing, id, distance, true);
    }
    sqlite3_finalize(row);
}

/* ---- all ---- */

/* "140524D004  陵川县崇文镇安阳村滑坡隐患点": an id alone is hard to tell from others. */
static void put_proposed(GString *list, HzpPlanFile *plan, const Like *one)
{
    GPtrArray *places = NULL;
    g_string_append_printf(list, "\n  %s", one->line);
    if (one->id && hzp_affected_places(plan, one->line, "hazard_point", 1, &places) == HZP_OK && places->len > 0) {
        const HzpPlaceFound *place = g_ptr_array_index(places, 0);
        if (place->name) g_string_append_printf(list, "  %s", place->name);
    }
    if (places) g_ptr_array_unref(places);
}

static Said hear(const char *text)
{
    Said said = {.text = g_strstrip(g_utf8_make_valid(text, -1))};
    glong length = 0;
    g_autofree char *folded = hzp_place_fold(said.text);
    said.letters = g_utf8_to_ucs4_fast(said.text, -1, &length);
    said.length = (size_t)length;
    said.stem = hzp_place_stem(said.text, HZP_PLACE_VILLAGE);
    said.id = may_be_id(folded) ? plain_id(folded) : NULL;
    return said;
}

char *hzp_affected_near_names(HzpPlanFile *plan, const char *text, const char *kinds)
{
    static const char *const layers[] = {"hazard_points", "villages", "towns", "counties", "key_towns"};
    Proposing proposing = {hear(text), g_array_new(FALSE, FALSE, sizeof(Like)),
                           g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    g_array_set_clear_func(proposing.like, clear_like);
    for (size_t i = 0; i < (kinds ? 1 : G_N_ELEMENTS(layers)); i++)
        look_at_names(&proposing, plan, layers[i]);
    if (proposing.said.id) look_at_ids(&proposing, plan);
    g_array_sort(proposing.like, by_likeness);
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < proposing.like->len && i < PROPOSED; i++)
        put_proposed(list, plan, &g_array_index(proposing.like, Like, i));
    g_array_free(proposing.like, TRUE);
    g_hash_table_unref(proposing.seen);
    g_free(proposing.said.text);
    g_free(proposing.said.stem);
    g_free(proposing.said.letters);
    g_free(proposing.said.id);
    return g_string_free(list, FALSE);
}
