/* Gauss-Krüger zones of China. The codes are those of the EPSG registry: 4491 to 4501 six degrees with number (zones 13 to
 * 23), 4502 to 4512 without (75° to 135°), 4513 to 4533 three degrees with number (25 to 45), 4534 to 4554 without. */
#include "support.h"

#include "geo/gauss_kruger.h"

static void test_gauss_kruger__knows_every_zone_of_cgcs2000(void **state)
{
    (void)state;
    HzpGaussKruger zone;
    for (int code = 4491; code <= 4554; code++) {
        g_autofree char *definition = g_strdup_printf("EPSG:%d", code);
        assert_true(hzp_gauss_kruger_of(definition, &zone));
        assert_string_equal(zone.datum, "CGCS2000");
        bool three = code >= 4513;
        bool numbered = code <= 4501 || (three && code <= 4533);
        int first = code <= 4501 ? 4491 : code <= 4512 ? 4502 : code <= 4533 ? 4513 : 4534;
        double meridian = 75 + (code - first) * (three ? 3 : 6);
        int number = three ? 25 + code - first : 13 + code - first;
        assert_true(zone.meridian == meridian);
        assert_int_equal(zone.zone, numbered ? number : 0);
        assert_int_equal(zone.three_degree, three);
        g_autofree char *found = numbered ? hzp_gauss_kruger_numbered("CGCS2000", number)
                                          : hzp_gauss_kruger_unnumbered("CGCS2000", meridian, three);
        assert_string_equal(found, definition);
    }
}

static void test_gauss_kruger__knows_the_older_datums(void **state)
{
    static const struct {
        const char *code;
        const char *datum;
        int zone;
        double meridian;
    } known[] = {{"EPSG:2362", "Xian 1980", 38, 114},   {"EPSG:2383", "Xian 1980", 0, 114},
                 {"EPSG:2333", "Xian 1980", 19, 111},   {"EPSG:2414", "Beijing 1954", 38, 114},
                 {"EPSG:2435", "Beijing 1954", 0, 114}, {"EPSG:21419", "Beijing 1954", 19, 111},
                 {"EPSG:21459", "Beijing 1954", 0, 111}};
    (void)state;
    HzpGaussKruger zone;
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        assert_true(hzp_gauss_kruger_of(known[i].code, &zone));
        assert_string_equal(zone.datum, known[i].datum);
        assert_int_equal(zone.zone, known[i].zone);
        assert_true(zone.meridian == known[i].meridian);
        g_autofree char *found = known[i].zone ? hzp_gauss_kruger_numbered(zone.datum, zone.zone)
                                               : hzp_gauss_kruger_unnumbered(zone.datum, zone.meridian, zone.three_degree);
        assert_string_equal(found, known[i].code);
    }
    assert_null(hzp_gauss_kruger_numbered("CGCS2000", 24));
    assert_null(hzp_gauss_kruger_numbered("", 38));
    assert_null(hzp_gauss_kruger_unnumbered("CGCS2000", 113, true));
}

static void test_gauss_kruger__is_no_other_projection(void **state)
{
    static const char *const others[] = {"EPSG:4490", "EPSG:3857", "EPSG:32649", "no such thing", "EPSG:2193"};
    (void)state;
    HzpGaussKruger zone;
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        assert_false(hzp_gauss_kruger_of(others[i], &zone));
    assert_string_equal(hzp_gauss_kruger_datum("EPSG:4490"), "CGCS2000");
    assert_string_equal(hzp_gauss_kruger_datum("EPSG:4214"), "Beijing 1954");
    assert_string_equal(hzp_gauss_kruger_datum("EPSG:4326"), "");
}

static void test_gauss_kruger__reads_the_number_of_an_easting(void **state)
{
    (void)state;
    assert_int_equal(hzp_gauss_kruger_number(38512345.6), 38);
    assert_int_equal(hzp_gauss_kruger_number(19412345), 19);
    assert_int_equal(hzp_gauss_kruger_number(512345), 0);
    assert_int_equal(hzp_gauss_kruger_number(3930000), 0);
    assert_int_equal(hzp_gauss_kruger_number(24500000), 0); /* between the zones of six and of three degrees */
    assert_int_equal(hzp_gauss_kruger_number(46500000), 0);
    assert_int_equal(hzp_gauss_kruger_number(38050000), 0); /* beyond half a zone */
    assert_int_equal(hzp_gauss_kruger_number(112.85), 0);
    assert_int_equal(hzp_gauss_kruger_number(NAN), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gauss_kruger__knows_every_zone_of_cgcs2000),
        cmocka_unit_test(test_gauss_kruger__knows_the_older_datums),
        cmocka_unit_test(test_gauss_kruger__is_no_other_projection),
        cmocka_unit_test(test_gauss_kruger__reads_the_number_of_an_easting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
