/* Vocabularies: whole words, words inside texts, and that no word of the file means two codes. */
#include "support.h"

#include "base/vocabulary.h"

static void means(const char *vocabulary, const char *text, const char *code)
{
    const char *found = hzp_vocabulary_match(vocabulary, text);
    if (g_strcmp0(found, code) != 0) fail_msg("%s means %s, not %s", text, found ? found : "-", code ? code : "-");
}

static void holds(const char *text, const char *expected)
{
    GPtrArray *codes = hzp_vocabulary_find_all("hazard_type", text);
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < codes->len; i++)
        g_string_append_printf(joined, "%s%s", i ? "," : "", (const char *)g_ptr_array_index(codes, i));
    assert_string_equal(joined->str, expected);
    g_string_free(joined, TRUE);
    g_ptr_array_free(codes, TRUE);
}

static void test_vocabulary__knows_codes_labels_and_aliases(void **state)
{
    (void)state;
    means("hazard_type", "landslide", "landslide");
    means("hazard_type", "滑坡", "landslide");
    means("hazard_type", " 黄土 滑坡 ", "landslide");
    means("hazard_type", "LandSlide", "landslide");
    means("hazard_type", "Debris Flow", "debris_flow");
    means("hazard_type", "采空塌陷", "ground_collapse");
    means("grade", "特大型", "extra_large");
    means("grade", "较大", "medium");
    means("grade", "Ⅰ级", "extra_large");
    means("stability", "稳定性较差", "metastable");
    means("brigade_status", "拟建", "planned");
}

static void test_vocabulary__does_not_guess(void **state)
{
    (void)state;
    means("hazard_type", "滑坡崩塌", NULL);
    means("hazard_type", "", NULL);
    means("hazard_type", NULL, NULL);
    means("hazard_type", "洪水", NULL);
    means("no_such_vocabulary", "滑坡", NULL);
    assert_int_equal(hzp_vocabulary_count("no_such_vocabulary"), 0);
    assert_null(hzp_vocabulary_code("hazard_type", 99));
}

static void test_vocabulary__finds_all_types_of_a_text_in_order(void **state)
{
    (void)state;
    holds("崩塌、滑坡", "collapse,landslide");
    holds("滑坡、崩塌", "landslide,collapse");
    holds("滑坡/泥石流/滑坡", "landslide,debris_flow");
    holds("黄土滑坡隐患区", "landslide");
    holds("山体崩塌,危岩", "collapse");
    holds("landslide", "landslide");
    holds("潜在不稳定斜坡", "unstable_slope");
    holds("", "");
    holds(NULL, "");
    holds("洪水", "");
}

/* The longest word decides where two begin at one place: 地面塌陷 is no 塌陷 beside something else, 地裂缝 no 裂缝. */
static void test_vocabulary__takes_the_longest_word(void **state)
{
    (void)state;
    holds("地面塌陷", "ground_collapse");
    holds("采空区塌陷", "ground_collapse");
    holds("地裂缝、地面沉降", "ground_fissure,ground_subsidence");
    holds("ground collapse", "ground_collapse");
    holds("ground subsidence", "ground_subsidence");
}

static void test_vocabulary__gives_labels_in_both_languages(void **state)
{
    (void)state;
    hzp_language_set("en");
    assert_string_equal(hzp_vocabulary_label("grade", "large"), "large");
    assert_string_equal(hzp_vocabulary_zh("grade", "large"), "大型");
    hzp_language_set("zh");
    assert_string_equal(hzp_vocabulary_label("grade", "large"), "大型");
    assert_null(hzp_vocabulary_label("grade", NULL));
    assert_null(hzp_vocabulary_zh("grade", "huge"));
}

/* The codes are a contract: users' scripts and styles know them. */
static void test_vocabulary__keeps_its_codes(void **state)
{
    static const struct {
        const char *vocabulary;
        const char *codes;
    } expected[] = {
        {"hazard_type", "collapse landslide debris_flow ground_collapse ground_fissure ground_subsidence unstable_slope"},
        {"grade", "extra_large large medium small"},
        {"stability", "unstable metastable stable"},
        {"priority_class", "key secondary general"},
        {"susceptibility", "high medium low none"},
        {"match_level", "given village town county unplaced"}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_auto(GStrv) codes = g_strsplit(expected[i].codes, " ", -1);
        assert_int_equal(hzp_vocabulary_count(expected[i].vocabulary), g_strv_length(codes));
        for (size_t j = 0; codes[j]; j++) {
            assert_string_equal(hzp_vocabulary_code(expected[i].vocabulary, j), codes[j]);
            assert_int_equal(hzp_vocabulary_index(expected[i].vocabulary, codes[j]), j);
        }
        assert_int_equal(hzp_vocabulary_index(expected[i].vocabulary, "nothing"), -1);
        assert_int_equal(hzp_vocabulary_index(expected[i].vocabulary, NULL), -1);
    }
}

/* A word that stood under two codes would silently mean the first. */
static void test_vocabulary__gives_every_label_one_meaning(void **state)
{
    static const char *const names[] = {"hazard_type",     "grade",          "stability",      "priority_class",
                                        "susceptibility",  "mining_kind",    "brigade_status", "match_level",
                                        "management_item", "person_role",    "presence",       "survey_round",
                                        "monitor_kind",    "monitor_status", "disposal_class", "disposal_state"};
    (void)state;
    hzp_language_set("en");
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        for (size_t j = 0; j < hzp_vocabulary_count(names[i]); j++) {
            const char *code = hzp_vocabulary_code(names[i], j);
            means(names[i], code, code);
            means(names[i], hzp_vocabulary_zh(names[i], code), code);
            means(names[i], hzp_vocabulary_label(names[i], code), code);
        }
    }
}

static int load(void **state)
{
    (void)state;
    return hzp_vocabulary_load() == HZP_OK ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    hzp_vocabulary_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vocabulary__knows_codes_labels_and_aliases),
        cmocka_unit_test(test_vocabulary__does_not_guess),
        cmocka_unit_test(test_vocabulary__finds_all_types_of_a_text_in_order),
        cmocka_unit_test(test_vocabulary__takes_the_longest_word),
        cmocka_unit_test(test_vocabulary__gives_labels_in_both_languages),
        cmocka_unit_test(test_vocabulary__keeps_its_codes),
        cmocka_unit_test(test_vocabulary__gives_every_label_one_meaning),
    };
    return cmocka_run_group_tests(tests, load, forget);
}
