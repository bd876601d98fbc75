/* An earlier warning of `hazplan warn`, as JSON or as a GeoPackage: what is read of it is put into the next one. */
#include "fuzz.h"

#include "data/warning_previous.h"

static void check_text(const char *what, const char *text)
{
    FUZZ_REQUIRE(!text || (*text && g_utf8_validate(text, -1, NULL)), "%s is %s", what, text);
}

static void check_levels(const char *what, const HzpWarningPrevious *previous, HzpPreviousKind kind)
{
    GHashTableIter at;
    gpointer key;
    g_hash_table_iter_init(&at, previous->levels[kind]);
    while (g_hash_table_iter_next(&at, &key, NULL)) {
        HzpWarningLevel level = hzp_warning_previous_level(previous, kind, key);
        FUZZ_REQUIRE(level >= HZP_WARNING_UNKNOWN && hzp_warning_level_of(hzp_warning_level_code(level)) == level,
                     "level %d of a place in %s", (int)level, what);
    }
    FUZZ_REQUIRE(hzp_warning_previous_level(previous, kind, NULL) == HZP_WARNING_NONE, "%s", what);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *path = g_build_filename(fuzz_folder(), "previous", NULL);
    FUZZ_REQUIRE(g_file_set_contents_full(path, (const char *)data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL), "%s",
                 path);
    HzpWarningPrevious *previous = NULL;
    HzpStatus status = hzp_warning_previous_read(path, &previous);
    FUZZ_REQUIRE((status == HZP_OK) == (previous != NULL), "%s", hzp_status_name(status));
    fuzz_check_status(status);
    if (!previous) return 0;
    /* The next issue is one more, and people count them. */
    FUZZ_REQUIRE(previous->number >= 1 && previous->number < 1000000, "issue %ld", previous->number);
    check_text("file", previous->file);
    check_text("plan", previous->plan);
    check_text("issued", previous->issued);
    check_text("first issue", previous->first_issued);
    check_text("last wet day", previous->last_wet_day);
    check_text("last day", previous->last_day);
    check_levels("points", previous, HZP_PREVIOUS_POINTS);
    check_levels("villages", previous, HZP_PREVIOUS_VILLAGES);
    check_levels("towns", previous, HZP_PREVIOUS_TOWNS);
    hzp_warning_previous_free(previous);
    return 0;
}
