/* Times of events: any text in any zone, and every moment in the ways it is written. */
#include "fuzz.h"

#include <string.h>

#include "base/moment.h"

static const char *const zones[] = {"Asia/Shanghai", "UTC", "Europe/Berlin", "Australia/Lord_Howe", "-09:30"};

static const int64_t EARLIEST = INT64_C(-2208902400); /* 1900-01-02 */
static const int64_t LATEST = INT64_C(7289481600);    /* 2200-12-30 */

/* What is printed of a moment means the moment, whatever zone it is read in. */
static void check_printed(int64_t utc, const char *zone)
{
    HzpMoment again = {0};
    g_autofree char *text = hzp_moment_text(utc, zone);
    FUZZ_REQUIRE(text != NULL, "%lld in %s has no text", (long long)utc, zone);
    HzpStatus status = hzp_moment_read(text, NULL, "UTC", &again);
    FUZZ_REQUIRE(status == HZP_OK, "\"%s\": %s", text, hzp_error_message());
    FUZZ_REQUIRE(again.utc == utc && again.zone_told, "\"%s\" is %lld, not %lld", text, (long long)again.utc, (long long)utc);
}

/* Local time without a zone means the moment, or, where clocks show it twice, an earlier one that they show alike. */
static void check_local(int64_t utc, const char *zone)
{
    HzpMoment again = {0};
    HzpLocalTime local = {0}, shown = {0};
    FUZZ_REQUIRE(hzp_moment_local(utc, zone, &local) == HZP_OK, "%lld in %s", (long long)utc, zone);
    FUZZ_REQUIRE(local.weekday >= 1 && local.weekday <= 7, "%d", local.weekday);
    g_autofree char *text = g_strdup_printf("%d年%d月%d日%d时%d分%d秒", local.date.year, local.date.month, local.date.day,
                                            local.hour, local.minute, local.second);
    HzpStatus status = hzp_moment_read(text, NULL, zone, &again);
    FUZZ_REQUIRE(status == HZP_OK, "\"%s\": %s", text, hzp_error_message());
    FUZZ_REQUIRE(again.utc == utc || (again.twice && again.utc < utc && utc - again.utc <= 3600), "\"%s\" is %lld, not %lld",
                 text, (long long)again.utc, (long long)utc);
    FUZZ_REQUIRE(hzp_moment_local(again.utc, zone, &shown) == HZP_OK && memcmp(&shown, &local, sizeof local) == 0, "%s",
                 text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    const char *zone = zones[size % G_N_ELEMENTS(zones)];
    for (int with_date = 0; with_date < 2; with_date++) {
        HzpMoment moment = {.utc = -7};
        HzpStatus status = hzp_moment_read(text, with_date ? "2020-02-29" : NULL, zone, &moment);
        FUZZ_REQUIRE(status == HZP_OK || (status == HZP_E_USAGE && moment.utc == -7), "%s", hzp_status_name(status));
        if (status != HZP_OK)
            FUZZ_REQUIRE(*hzp_error_message() && g_utf8_validate(hzp_error_message(), -1, NULL), "%s", text);
        /* At the ends of the years that dates have, another zone may be beyond them. */
        if (status == HZP_OK && moment.utc > EARLIEST && moment.utc < LATEST) check_printed(moment.utc, zone);
    }
    uint32_t minutes = 0;
    if (size >= sizeof minutes) {
        memcpy(&minutes, data, sizeof minutes);
        /* From 1992 on: before, zones have offsets of odd seconds and summer times that were decided by the week. */
        int64_t utc = INT64_C(694224000) + 60 * (int64_t)(minutes % 100000000);
        check_printed(utc, zone);
        check_local(utc, zone);
    }
    return 0;
}
