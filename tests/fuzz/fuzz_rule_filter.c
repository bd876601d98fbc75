/* Rule filters of QGIS styles: parsed and evaluated on rows of every kind of value. */
#include "fuzz.h"

#include <string.h>

#include "present/map_filter.h"

static const HzpCell cells[] = {{HZP_CELL_NULL, 0, NULL},  {HZP_CELL_NUMBER, 0, NULL}, {HZP_CELL_NUMBER, -1.5, NULL},
                                {HZP_CELL_TEXT, 0, ""},    {HZP_CELL_TEXT, 0, "滑坡"}, {HZP_CELL_TEXT, 0, "12"},
                                {HZP_CELL_TEXT, 0, "x'\""}};

/* A column's value goes by its name, so that one filter meets several; some columns are not there. */
static const HzpCell *look_up(const void *row, const char *column)
{
    size_t at = g_str_hash(column) + *(const size_t *)row;
    return at % 8 == 7 ? NULL : &cells[at % 8];
}

static bool known(const void *layer, const char *column)
{
    (void)layer;
    return strlen(column) % 2 == 0;
}

static HzpFilter *parse_as(const char *before, const char *text, const char *after)
{
    g_autofree char *whole = g_strconcat(before, text, after, NULL);
    return hzp_filter_parse(whole, NULL);
}

static void check_filter(const char *text, const HzpFilter *filter)
{
    HzpFilter *negated = parse_as("NOT (", text, ")");
    HzpFilter *bracketed = parse_as("(", text, "\n)");
    HzpFilter *both = parse_as("(", text, ") AND 1 = 1");
    for (size_t row = 0; row < 8; row++) {
        bool holds = hzp_filter_holds(filter, look_up, &row);
        /* Depth and length are bounded: what is just short of it has no room for more. */
        if (negated) FUZZ_REQUIRE(!(holds && hzp_filter_holds(negated, look_up, &row)), "%s", text);
        if (bracketed) FUZZ_REQUIRE(holds == hzp_filter_holds(bracketed, look_up, &row), "%s", text);
        if (both) FUZZ_REQUIRE(holds == hzp_filter_holds(both, look_up, &row), "%s", text);
    }
    hzp_filter_unknown_column(filter, known, NULL);
    hzp_filter_free(negated);
    hzp_filter_free(bracketed);
    hzp_filter_free(both);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    size_t problem = SIZE_MAX;
    HzpFilter *filter = hzp_filter_parse(text, &problem);
    if (!filter) FUZZ_REQUIRE(problem <= strlen(text), "%zu in \"%s\"", problem, text);
    if (filter) check_filter(text, filter);
    hzp_filter_free(filter);
    return 0;
}
