/* Coordinates of registers: any text, and every number in every way it is written. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"
#include "geo/coordinate_text.h"

static const double UNTOUCHED = -7777.25;

static bool parse(const char *text, double *value)
{
    *value = UNTOUCHED;
    bool read = hzp_coordinate_parse(text, value);
    FUZZ_REQUIRE(read || *value == UNTOUCHED, "\"%s\" refused, but %.17g", text, *value);
    FUZZ_REQUIRE(!isinf(*value), "\"%s\" is %.17g", text, *value);
    return read;
}

static void check_reads(const char *text, double expected, double tolerance)
{
    double value = 0;
    FUZZ_REQUIRE(parse(text, &value), "\"%s\" refused", text);
    FUZZ_REQUIRE(fabs(value - expected) <= tolerance, "\"%s\" is %.17g, not %.17g", text, value, expected);
}

/* A number written in degrees, minutes and seconds reads back: signs before, letters and words about it, every mark. */
static void check_written(double number)
{
    static const struct {
        const char *negative;
        const char *positive;
        const char *marks[3];
        const char *after_negative;
        const char *after_positive;
    } ways[] = {
        {"-", "", {"°", "′", "″"}, "", ""},        {"", "", {"°", "'", "\""}, "W", "E"},
        {"", "", {"°", "’", "”"}, "S", "N"},       {"西经", "东经", {"度", "分", "秒"}, "", ""},
        {"南纬", "北纬", {"°", "′", "″"}, "", ""}, {"-", "", {"º", "'", "''"}, "", ""},
        {"", "", {"-", "-", ""}, "W", ""},
    };
    double size = fabs(number);
    int degrees = (int)size;
    int minutes = (int)((size - degrees) * 60);
    int seconds = (int)((size - degrees - minutes / 60.0) * 3600);
    if (minutes > 59 || seconds < 0 || seconds > 59) return;
    double expected = degrees + minutes / 60.0 + seconds / 3600.0;
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        bool minus = number < 0;
        g_autofree char *text = g_strdup_printf("%s%d%s%02d%s%02d%s%s", minus ? ways[i].negative : ways[i].positive, degrees,
                                                ways[i].marks[0], minutes, ways[i].marks[1], seconds, ways[i].marks[2],
                                                minus ? ways[i].after_negative : ways[i].after_positive);
        check_reads(text, minus ? -expected : expected, 1e-9);
    }
    check_reads(hzp_text_of_value(number), number, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    double value = 0;
    double number = 0;
    bool read = parse(text, &value);
    if (hzp_number_parse(text, HZP_UNIT_NONE, &number))
        FUZZ_REQUIRE(read && fuzz_same(value, number), "\"%s\" is %.17g, but %.17g", text, number, value);
    if (read && isfinite(value)) check_reads(hzp_text_of_value(value), value, 0);
    if (read && fabs(value) < 1000) check_written(value);
    if (size >= sizeof number) {
        memcpy(&number, data, sizeof number);
        if (isfinite(number)) check_written(fmod(number, 180));
    }
    return 0;
}
