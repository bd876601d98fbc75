/* What registers write for yes and no about signs, cards and drills. Expected states are read off the words. */
#include "support.h"

#include "base/vocabulary.h"
#include "data/management.h"

static void says(const char *text, HzpItemState expected)
{
    HzpItemState state = HZP_ITEM_PRESENT;
    if (!hzp_management_presence(text, &state)) fail_msg("\"%s\" was not understood", text);
    if (state != expected) fail_msg("\"%s\" is %d, not %d", text, (int)state, (int)expected);
}

static void test_presence__words_and_marks_say_yes(void **unused)
{
    (void)unused;
    const char *const words[] = {"是",     "有",     "√",    "✓",          "Y",         "yes",      "TRUE",
                                 "已发放", "已设立", "齐全", "已发放45份", "有（2块）", " 已 安装 "};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        says(words[i], HZP_ITEM_PRESENT);
}

static void test_presence__words_and_marks_say_no(void **unused)
{
    (void)unused;
    const char *const words[] = {"否",     "无",   "×",        "x",      "N",    "No",        "FALSE",
                                 "未发放", "没有", "尚未设立", "不完好", "缺失", "未安装GNSS"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        says(words[i], HZP_ITEM_LACKING);
}

static void test_presence__numbers_and_dates_count(void **unused)
{
    (void)unused;
    says("1", HZP_ITEM_PRESENT);
    says("45", HZP_ITEM_PRESENT);
    says("0", HZP_ITEM_LACKING);
    says("2020-05-01", HZP_ITEM_PRESENT);
    says("2020年5月", HZP_ITEM_PRESENT);
}

static void test_presence__nothing_is_not_no(void **unused)
{
    (void)unused;
    says(NULL, HZP_ITEM_NOT_RECORDED);
    says("-", HZP_ITEM_NOT_RECORDED);
    says("—", HZP_ITEM_NOT_RECORDED);
    says("/", HZP_ITEM_NOT_RECORDED);
    says("不详", HZP_ITEM_NOT_RECORDED);
    says("待核实", HZP_ITEM_NOT_RECORDED);
    says("NaN", HZP_ITEM_NOT_RECORDED);
}

static void test_presence__what_is_not_needed_is_not_lacking(void **unused)
{
    (void)unused;
    says("不需要", HZP_ITEM_PRESENT);
    says("无需设置", HZP_ITEM_PRESENT);
}

static void test_presence__other_words_are_not_understood(void **unused)
{
    (void)unused;
    const char *const words[] = {"见备注", "GNSS", "n年", "张三"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        HzpItemState state = HZP_ITEM_PRESENT;
        if (hzp_management_presence(words[i], &state)) fail_msg("\"%s\" was read as %d", words[i], (int)state);
        assert_int_equal(state, HZP_ITEM_NOT_RECORDED);
    }
}

static int set_up(void **state)
{
    (void)state;
    return hzp_vocabulary_load() == HZP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    hzp_vocabulary_forget();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_presence__words_and_marks_say_yes),
        cmocka_unit_test(test_presence__words_and_marks_say_no),
        cmocka_unit_test(test_presence__numbers_and_dates_count),
        cmocka_unit_test(test_presence__nothing_is_not_no),
        cmocka_unit_test(test_presence__what_is_not_needed_is_not_lacking),
        cmocka_unit_test(test_presence__other_words_are_not_understood),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
