/* QGIS layer styles (QML). */
#include "fuzz.h"

#include <libxml/xmlerror.h>
#include <math.h>
#include <string.h>

#include "present/map_qml.h"

static void silence(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

static const HzpCell *look_up(const void *row, const char *column)
{
    static const HzpCell cell = {HZP_CELL_TEXT, 0, "滑坡"};
    (void)row;
    return strlen(column) % 2 ? &cell : NULL;
}

static void check_symbol(const HzpSymbol *symbol, int depth)
{
    FUZZ_REQUIRE(depth < 64, "%d", depth);
    FUZZ_REQUIRE(symbol->opacity >= 0 && symbol->opacity <= 1, "%g", symbol->opacity);
    for (guint i = 0; i < symbol->parts->len; i++) {
        const HzpSymbolPart *part = &g_array_index(symbol->parts, HzpSymbolPart, i);
        FUZZ_REQUIRE(isfinite(part->stroke_mm), "%g", part->stroke_mm);
        FUZZ_REQUIRE(part->dash_count >= 0 && (size_t)part->dash_count <= G_N_ELEMENTS(part->dashes_mm), "%d",
                     part->dash_count);
        if (part->inner) check_symbol(part->inner, depth + 1);
    }
}

static void take_rule(const HzpStyleRule *rule, void *user)
{
    ++*(int *)user;
    check_symbol(rule->symbol, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HzpStyle *style = NULL;
    int drawn = 0;
    xmlSetGenericErrorFunc(NULL, silence);
    HzpStatus status = hzp_qml_read("hazard_points", (const char *)data, size, &style);
    fuzz_check_status(status);
    FUZZ_REQUIRE((status == HZP_OK) == (style != NULL), "%s", hzp_status_name(status));
    if (!style) return 0;
    FUZZ_REQUIRE(style->opacity >= 0 && style->opacity <= 1, "%g", style->opacity);
    FUZZ_REQUIRE(hzp_style_passes(style) >= 0, "%d", hzp_style_passes(style));
    hzp_style_match(style, 100000, look_up, NULL, take_rule, &drawn);
    hzp_style_free(style);
    return 0;
}
