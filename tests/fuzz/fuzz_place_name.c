/* Names of places: two texts, parted by a line end, at every level. */
#include "fuzz.h"

#include <string.h>

#include "base/place_name.h"

static char *without_spaces(const char *name)
{
    g_autofree char *wide = g_utf8_normalize(name, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    for (const char *at = wide; *at; at = g_utf8_next_char(at)) {
        if (!g_unichar_isspace(g_utf8_get_char(at))) g_string_append_unichar(out, g_utf8_get_char(at));
    }
    return g_string_free(out, FALSE);
}

static void check_stem(const char *name, HzpPlaceLevel level)
{
    g_autofree char *stem = hzp_place_stem(name, level);
    g_autofree char *whole = without_spaces(name);
    FUZZ_REQUIRE(g_utf8_validate(stem, -1, NULL), "stem of \"%s\"", name);
    FUZZ_REQUIRE(g_str_has_prefix(whole, stem), "\"%s\" begins not with \"%s\"", whole, stem);
    FUZZ_REQUIRE(strcmp(whole, stem) == 0 || g_utf8_strlen(stem, -1) >= 2, "\"%s\" is cut to \"%s\"", name, stem);
    g_autofree char *again = hzp_place_stem(whole, level);
    FUZZ_REQUIRE(strcmp(stem, again) == 0, "\"%s\" is \"%s\", \"%s\" is \"%s\"", name, stem, whole, again);
    FUZZ_REQUIRE(hzp_place_same(name, name, level), "\"%s\" is not itself", name);
    FUZZ_REQUIRE(hzp_place_same(name, whole, level), "\"%s\" is not \"%s\"", name, whole);
    g_autofree char *folded = hzp_place_fold(name);
    g_autofree char *twice = hzp_place_fold(folded);
    FUZZ_REQUIRE(strcmp(folded, twice) == 0, "\"%s\" folds to \"%s\"", folded, twice);
    g_autofree char *key = hzp_place_key(name, level);
    g_autofree char *key_of_folded = hzp_place_key(folded, level);
    FUZZ_REQUIRE(strcmp(key, key_of_folded) == 0, "\"%s\" is \"%s\", \"%s\" is \"%s\"", name, key, folded, key_of_folded);
    /* 十 is one letter and 10 are two: whether two letters stay without the ending depends on how it is written. */
    if (g_utf8_strlen(folded, -1) == g_utf8_strlen(whole, -1))
        FUZZ_REQUIRE(hzp_place_same(name, stem, level), "\"%s\" is not \"%s\"", name, stem);
    if (*folded)
        FUZZ_REQUIRE(hzp_place_prefix(folded, name, level, false) >= strlen(folded), "\"%s\" begins not with itself", folded);
}

static void check_pair(const char *given, const char *name, HzpPlaceLevel level)
{
    g_autofree char *text = hzp_place_fold(given);
    FUZZ_REQUIRE(hzp_place_same(text, name, level) == hzp_place_same(name, text, level), "\"%s\" and \"%s\"", text, name);
    size_t full = hzp_place_prefix(text, name, level, false);
    size_t bare = hzp_place_prefix(text, name, level, true);
    FUZZ_REQUIRE(bare >= full && bare <= strlen(text), "%zu and %zu bytes of \"%s\"", full, bare, text);
    FUZZ_REQUIRE(g_utf8_validate(text + bare, -1, NULL) && g_utf8_validate(text + full, -1, NULL), "\"%s\" is cut", text);
    g_autofree char *head = g_strndup(text, full);
    g_autofree char *whole = without_spaces(name);
    g_autofree char *key = hzp_place_key(name, level);
    g_autofree char *shorter = hzp_place_key(key, level);
    /* A name of one letter may carry an ending, but none is cut that would leave one letter; and of a village's endings two
     * are cut, so that one with three (白浪村村村) is not what its beginning is with another. */
    if (full && g_utf8_strlen(whole, -1) >= 2 && (level != HZP_PLACE_VILLAGE || strcmp(key, shorter) == 0))
        FUZZ_REQUIRE(hzp_place_same(head, name, level), "\"%s\" is not \"%s\"", head, name);
}

/* Combining marks change places when a space between them goes; names have none. */
static bool has_marks(const char *text)
{
    g_autofree char *wide = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    for (const char *at = wide; at && *at; at = g_utf8_next_char(at)) {
        if (g_unichar_ismark(g_utf8_get_char(at))) return true;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FUZZ_REQUIRE(hzp_place_name_load() == HZP_OK, "%s", hzp_error_message());
    g_autofree char *text = fuzz_text(data, size);
    char *second = strchr(text, '\n');
    if (second) *second++ = '\0';
    g_autofree char *name = g_strdup(second ? second : "");
    for (int level = HZP_PLACE_COUNTY; level <= HZP_PLACE_VILLAGE; level++) {
        bool both = g_utf8_validate(text, -1, NULL) && g_utf8_validate(name, -1, NULL);
        /* Readers hand over nothing but valid UTF-8. */
        if (!both || has_marks(text) || has_marks(name)) continue;
        check_stem(text, (HzpPlaceLevel)level);
        check_pair(text, name, (HzpPlaceLevel)level);
    }
    return 0;
}
