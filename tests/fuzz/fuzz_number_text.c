/* Numbers of registers: any text, read as a cell and as a sentence, in every unit. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/message.h"
#include "base/number_text.h"

static const double UNTOUCHED = -7777.25;
static const HzpTextUnit units[] = {HZP_UNIT_NONE, HZP_UNIT_PEOPLE, HZP_UNIT_HOUSEHOLDS, HZP_UNIT_WAN_YUAN, HZP_UNIT_METRES};

/* A number is finite or missing, and what was refused leaves the value alone. */
static bool parse(const char *text, HzpTextUnit unit, double factor, double *value)
{
    *value = UNTOUCHED;
    bool read = hzp_number_parse_times(text, unit, factor, value);
    FUZZ_REQUIRE(read || *value == UNTOUCHED, "\"%s\" refused, but %.17g", text, *value);
    FUZZ_REQUIRE(!isinf(*value), "\"%s\" is %.17g", text, *value);
    return read;
}

static void check_same_text(const char *text, HzpTextUnit unit, bool read, double value, const char *other)
{
    double again = 0;
    FUZZ_REQUIRE(parse(other, unit, 1, &again) == read, "\"%s\" but \"%s\"", text, other);
    FUZZ_REQUIRE(fuzz_same(value, again), "\"%s\" is %.17g, \"%s\" is %.17g", text, value, other, again);
}

static void check_cell(const char *text, HzpTextUnit unit)
{
    double value = 0;
    double times = 0;
    bool read = parse(text, unit, 1, &value);
    FUZZ_REQUIRE(parse(text, unit, 1e4, &times) == read || fabs(value) > 1e300, "\"%s\"", text);
    if (read && fabs(value) <= 1e300)
        FUZZ_REQUIRE(fuzz_same(times, value) || times == hzp_number_times(value, 1e4), "\"%s\": %.17g and %.17g", text, value,
                     times);
    g_autofree char *spaced = g_strconcat(" \t", text, "  ", NULL);
    check_same_text(text, unit, read, value, spaced);
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    if (wide) check_same_text(text, unit, read, value, wide);
    if (!read || isnan(value)) return;
    double again = 0;
    FUZZ_REQUIRE(parse(hzp_text_of_value(value), HZP_UNIT_NONE, 1, &again), "%.17g", value);
    FUZZ_REQUIRE(value == again, "%.17g comes back as %.17g", value, again);
}

static void check_sentence(const char *text, HzpTextUnit unit)
{
    double value = UNTOUCHED;
    double cell = 0;
    bool ambiguous = false;
    bool unread = false;
    bool found = hzp_number_find_or_tell(text, unit, &value, &ambiguous, &unread);
    if (!found) {
        FUZZ_REQUIRE(value == UNTOUCHED && !ambiguous, "\"%s\": nothing found, but %.17g", text, value);
        return;
    }
    FUZZ_REQUIRE(isfinite(value) && value >= 0, "found %.17g in \"%s\"", value, text);
    FUZZ_REQUIRE(!unread, "\"%s\" has a figure and none", text);
    /* A cell that is one number is also a sentence with one number; but a full-width comma groups digits in a cell and parts
     * clauses in a sentence. */
    if (!strstr(text, "，") && parse(text, unit, 1, &cell) && cell >= 0)
        FUZZ_REQUIRE(cell == value, "\"%s\" is %.17g, but %.17g is found in it", text, cell, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        check_cell(text, units[i]);
        check_sentence(text, units[i]);
    }
    return 0;
}
