/* Place names with and without their endings. The names are of Jincheng's plan of 2020, where they differ in one character.
 */
#include "support.h"

#include "base/name_likeness.h"
#include "base/place_name.h"

static void stem(const char *name, HzpPlaceLevel level, const char *expected)
{
    g_autofree char *found = hzp_place_stem(name, level);
    assert_string_equal(found, expected);
}

static void same(const char *a, const char *b, HzpPlaceLevel level)
{
    if (!hzp_place_same(a, b, level)) fail_msg("%s and %s are the same", a, b);
    if (!hzp_place_same(b, a, level)) fail_msg("%s and %s are the same", b, a);
}

static void different(const char *a, const char *b, HzpPlaceLevel level)
{
    if (hzp_place_same(a, b, level)) fail_msg("%s and %s are not the same", a ? a : "NULL", b ? b : "NULL");
}

static void test_place_name__knows_towns_by_any_ending(void **state)
{
    (void)state;
    same("北城办事处", "北城街道", HZP_PLACE_TOWN);
    same("北城街道办事处", "北城街道", HZP_PLACE_TOWN);
    same("东街街道", "东街办事处", HZP_PLACE_TOWN);
    same("巴公镇", "巴公", HZP_PLACE_TOWN);
    same("巴公镇", "巴公乡", HZP_PLACE_TOWN);
    same(" 巴公 镇", "巴公镇", HZP_PLACE_TOWN);
    stem("寺庄镇", HZP_PLACE_TOWN, "寺庄");
    stem("东街街道办事处", HZP_PLACE_TOWN, "东街");
    /* What is left without the ending looks like an ending itself. */
    same("城关镇街道", "城关镇", HZP_PLACE_TOWN);
    same("安乡县", "安乡", HZP_PLACE_COUNTY);
    different("城关镇街道", "城关", HZP_PLACE_TOWN);
}

static void test_place_name__keeps_names_apart_that_look_alike(void **state)
{
    (void)state;
    different("西河乡", "河西镇", HZP_PLACE_TOWN);
    different("西河乡", "西河底镇", HZP_PLACE_TOWN);
    different("河西", "西河底", HZP_PLACE_TOWN);
    different("北诗镇", "北寺镇", HZP_PLACE_TOWN);
    different("河北镇", "河西镇", HZP_PLACE_TOWN);
    different(NULL, "巴公镇", HZP_PLACE_TOWN);
    different(NULL, NULL, HZP_PLACE_TOWN);
}

static void test_place_name__keeps_an_ending_that_is_the_name(void **state)
{
    (void)state;
    stem("城区", HZP_PLACE_COUNTY, "城区");
    stem("中村", HZP_PLACE_VILLAGE, "中村");
    stem("中村镇", HZP_PLACE_TOWN, "中村");
    stem("中村村", HZP_PLACE_VILLAGE, "中村");
    stem("南街社区", HZP_PLACE_VILLAGE, "南街");
    different("城区", "城县", HZP_PLACE_COUNTY);
}

static void test_place_name__cuts_one_ending_of_a_county(void **state)
{
    (void)state;
    stem("高平市", HZP_PLACE_COUNTY, "高平");
    stem("泽州县", HZP_PLACE_COUNTY, "泽州");
    stem("玉屏侗族自治县", HZP_PLACE_COUNTY, "玉屏侗族");
    stem("县市县", HZP_PLACE_COUNTY, "县市");
    same("高平市", "高平县", HZP_PLACE_COUNTY);
}

static void test_place_name__cuts_both_endings_of_a_village_committee(void **state)
{
    (void)state;
    stem("白浪村村民委员会", HZP_PLACE_VILLAGE, "白浪");
    stem("白浪村委会", HZP_PLACE_VILLAGE, "白浪");
    stem("白浪村村委会", HZP_PLACE_VILLAGE, "白浪");
    stem("南关社区居民委员会", HZP_PLACE_VILLAGE, "南关");
    same("白浪村村民委员会", "白浪村", HZP_PLACE_VILLAGE);
    same("白浪村村民委员会", "白浪", HZP_PLACE_VILLAGE);
    same("中村村村民委员会", "中村村", HZP_PLACE_VILLAGE);
    same("东村委会", "东村", HZP_PLACE_VILLAGE);
    same("东村民委员会", "东村", HZP_PLACE_VILLAGE);
    assert_null(hzp_place_stem(NULL, HZP_PLACE_VILLAGE));
}

/* 渑池县段村乡四龙庙村羊角岭组: county, town and village are eaten one after the other. */
static void test_place_name__finds_a_name_at_the_beginning(void **state)
{
    (void)state;
    assert_int_equal(hzp_place_prefix("渑池县段村乡", "渑池县", HZP_PLACE_COUNTY, false), strlen("渑池县"));
    assert_int_equal(hzp_place_prefix("段村乡四龙庙村", "段村乡", HZP_PLACE_TOWN, false), strlen("段村乡"));
    g_autofree char *text = hzp_place_fold("四龙庙村羊角岭组");
    assert_int_equal(hzp_place_prefix(text, "四龙庙村村民委员会", HZP_PLACE_VILLAGE, false), strlen("4龙庙村"));
    assert_int_equal(hzp_place_prefix("段村四龙庙", "段村乡", HZP_PLACE_TOWN, false), 0);
    assert_int_equal(hzp_place_prefix("段村四龙庙", "段村乡", HZP_PLACE_TOWN, true), strlen("段村"));
    assert_int_equal(hzp_place_prefix("东区办事处程村", "东区街道", HZP_PLACE_TOWN, false), strlen("东区办事处"));
    assert_int_equal(hzp_place_prefix("另一处", "段村乡", HZP_PLACE_TOWN, true), 0);
    assert_int_equal(hzp_place_prefix("", "段村乡", HZP_PLACE_TOWN, true), 0);
    assert_int_equal(hzp_place_prefix("社区卫生所", "", HZP_PLACE_VILLAGE, false), 0);
    assert_int_equal(hzp_place_prefix("社区卫生所", "\xe3\x80\x80", HZP_PLACE_VILLAGE, true), 0);
    assert_int_equal(hzp_place_prefix("段村乡四龙庙村", "段 村 乡", HZP_PLACE_TOWN, false), strlen("段村乡"));
}

static void folded(const char *name, const char *expected)
{
    g_autofree char *found = hzp_place_fold(name);
    assert_string_equal(found, expected);
}

static void test_place_name__takes_ways_of_writing_for_one(void **state)
{
    (void)state;
    same("一组", "1组", HZP_PLACE_VILLAGE);
    same("二十一组", "２１组", HZP_PLACE_VILLAGE);
    same("十里铺村", "10里铺", HZP_PLACE_VILLAGE);
    same("紅山鎮", "紅山镇", HZP_PLACE_TOWN);
    same("李家溝村", "李家沟", HZP_PLACE_VILLAGE);
    same("石岀村", "石出村", HZP_PLACE_VILLAGE);
    same("北城街道", "北城乡", HZP_PLACE_TOWN);
    different("一组", "二组", HZP_PLACE_VILLAGE);
    different("十组", "一组", HZP_PLACE_VILLAGE);
    folded("五十亩 地", "50亩地");
    folded("三百亩", "3百亩");
    folded("（东）莊", "(东)庄");
    assert_null(hzp_place_fold(NULL));
    assert_null(hzp_place_key(NULL, HZP_PLACE_TOWN));
}

/* The stem is what sheets and zones print: it keeps the characters of its owner. */
static void test_place_name__prints_names_as_they_are_written(void **state)
{
    (void)state;
    stem("三家莊村", HZP_PLACE_VILLAGE, "三家莊");
}

static void distance(const char *a, const char *b, double expected)
{
    test_close_to(hzp_name_distance(a, b), expected, 0);
    test_close_to(hzp_name_distance(b, a), expected, 0);
}

/* 寺 and 诗 sound alike, 治 and 冶 look alike; worked out by hand. */
static void test_place_name__measures_likeness(void **state)
{
    (void)state;
    double found = NAN;
    distance("北寺", "北诗", 0.5);
    distance("北治", "北冶", 0.5);
    distance("北寺", "南寺", 1);
    distance("西河", "河西", 1);
    distance("西河", "西河底", 1);
    distance("西河", "西河", 0);
    distance("", "西河", 2);
    distance("北寺", "南庄", 2);
    /* 杨 and 阳 sound alike; what stands before and after costs nothing, what lacks in between does */
    test_close_to(hzp_name_distance_within("安杨村", "崇文镇安阳村滑坡"), 0.5, 0);
    test_close_to(hzp_name_distance_within("安杨滑坡", "崇文镇安阳村滑坡"), 1.5, 0);
    test_close_to(hzp_name_distance_within("西河", "东河西"), 1, 0);
    test_close_to(hzp_name_distance_within("北寺", "南庄"), 2, 0);
    test_close_to(hzp_name_distance_within("", "南庄"), 0, 0);
    test_close_to(hzp_name_distance_within("南庄", ""), 2, 0);
    assert_true(hzp_name_is_like("北寺", "北诗", &found));
    assert_true(hzp_name_is_like("西河", "西河底", &found));
    assert_false(hzp_name_is_like("北寺", "南庄", &found));
    assert_false(hzp_name_is_like("寺", "诗", &found));         /* nothing in common */
    assert_false(hzp_name_is_like("西河底", "西马村", &found)); /* two of three differ */
}

/* Whether a name is near is told without working out the distance to its end; here it is worked out. */
static void test_place_name__is_like_what_is_not_far(void **state)
{
    (void)state;
    static const char *const letters[] = {"寺", "诗", "治", "冶", "西", "河", "村", "南"};
    uint64_t random = 5;
    size_t near = 0;
    for (int i = 0; i < 20000; i++) {
        g_autoptr(GString) a = g_string_new(NULL);
        g_autoptr(GString) b = g_string_new(NULL);
        for (int n = (int)(test_random(&random) * 6); n >= 0; n--)
            g_string_append(a, letters[(size_t)(test_random(&random) * 8)]);
        for (int n = (int)(test_random(&random) * 6); n >= 0; n--)
            g_string_append(b, letters[(size_t)(test_random(&random) * 8)]);
        bool common = false;
        for (size_t k = 0; k < G_N_ELEMENTS(letters); k++)
            common |= strstr(a->str, letters[k]) && strstr(b->str, letters[k]);
        double distance = hzp_name_distance(a->str, b->str), found = NAN;
        bool expected = common && distance <= (double)MAX(a->len, b->len) / 3 / 2;
        assert_int_equal(hzp_name_is_like(a->str, b->str, &found), expected);
        if (expected) test_close_to(found, distance, 0);
        near += expected;
    }
    assert_in_range(near, 500, 19500);
}

static int load(void **state)
{
    (void)state;
    hzp_language_set("en");
    return hzp_place_name_load() == HZP_OK ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    hzp_place_name_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place_name__knows_towns_by_any_ending),
        cmocka_unit_test(test_place_name__keeps_names_apart_that_look_alike),
        cmocka_unit_test(test_place_name__keeps_an_ending_that_is_the_name),
        cmocka_unit_test(test_place_name__cuts_one_ending_of_a_county),
        cmocka_unit_test(test_place_name__cuts_both_endings_of_a_village_committee),
        cmocka_unit_test(test_place_name__finds_a_name_at_the_beginning),
        cmocka_unit_test(test_place_name__takes_ways_of_writing_for_one),
        cmocka_unit_test(test_place_name__prints_names_as_they_are_written),
        cmocka_unit_test(test_place_name__measures_likeness),
        cmocka_unit_test(test_place_name__is_like_what_is_not_far),
    };
    return cmocka_run_group_tests(tests, load, forget);
}
