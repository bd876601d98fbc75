/* The days of a warning, and the rain of each at every place and in every town. */
#include <math.h>

#include "analysis/warning.h"
#include "base/date_text.h"
#include "base/message.h"

enum {
    LONGEST_PERIOD = 3660,  /* days; more is a mistake in a date */
    JULIAN_OF_1970 = 719163 /* GDate's number of 1970-01-01 */
};

/* ---- days ---- */

static int64_t number_of_day(const char *text)
{
    HzpDate date = {0};
    return text && hzp_date_parse(text, &date) && date.year ? hzp_date_first_day(date) : INT64_MIN;
}

static const char *text_of_day(HzpWarning *warning, int64_t number)
{
    GDate date;
    char text[32];
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)(number + JULIAN_OF_1970));
    g_date_strftime(text, sizeof text, "%Y-%m-%d", &date);
    return hzp_warning_keep(warning, text);
}

static void add_day(HzpWarning *warning, const char *date, int source)
{
    HzpWarningDay day = {.date = date, .source = source, .largest = NAN};
    g_array_append_val(warning->days, day);
}

/* Days of the rain, and those between them that it does not have. */
static HzpStatus make_days(HzpWarning *warning, HzpRain *rain)
{
    size_t n = hzp_rain_days(rain);
    int64_t before = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        const HzpRainDay *day = hzp_rain_day(rain, i);
        int64_t number = number_of_day(day->date);
        if (before != INT64_MIN && number != INT64_MIN) {
            if (number - before > LONGEST_PERIOD)
                return hzp_fail(HZP_E_INPUT, "warning_days_apart", "from", hzp_rain_day(rain, i - 1)->date, "to", day->date,
                                NULL);
            for (int64_t gap = before + 1; gap < number; gap++)
                add_day(warning, text_of_day(warning, gap), -1);
        }
        add_day(warning, hzp_warning_keep(warning, day->date), (int)i);
        before = number;
    }
    if (warning->days->len == 0) return hzp_fail(HZP_E_INPUT, "warning_no_days", NULL);
    return HZP_OK;
}

static void take_facts(HzpWarning *warning, HzpRain *rain)
{
    HzpWarningFacts *facts = &warning->facts;
    facts->rain_kind = hzp_warning_keep(warning, hzp_rain_kind_code(rain));
    facts->rain_method = hzp_warning_keep(warning, hzp_rain_method_code(rain));
    facts->rain_method_text = hzp_warning_keep(warning, hzp_rain_method(rain));
    facts->days = warning->days->len;
    facts->first_day = g_array_index(warning->days, HzpWarningDay, 0).date;
    facts->last_day = g_array_index(warning->days, HzpWarningDay, warning->days->len - 1).date;
    facts->rain_files = hzp_rain_sources(rain);
    for (size_t i = 0; i < facts->rain_files; i++) {
        const HzpRainSource *source = hzp_rain_source(rain, i);
        g_autofree char *name = g_path_get_basename(source->path);
        HzpWarningFile file = {hzp_warning_keep(warning, name), hzp_warning_keep(warning, source->sha256),
                               hzp_warning_keep(warning, source->unit), hzp_warning_keep(warning, source->crs)};
        g_array_append_val(warning->files, file);
    }
}

/* ---- rain ---- */

/* mm of every day of the period: days in a row for each place, then for each town. */
typedef struct {
    HzpRun *run;
    HzpWarning *warning;
    HzpRain *rain;
    size_t places, towns, days;
    double *mm;            /* [(places + towns) × days] */
    unsigned char *partly; /* [places × days]: rain is known of a part of the village only */
    double *one;           /* [max(places, towns)], of one day */
    double *lon, *lat;
    HzpPolygonSet *polygons; /* of the towns */
    HzpPolygonSet *villages; /* those that are polygons */
    size_t *village;         /* place of each of them */
} Reading;

/* A village that is a polygon has the largest rain inside it: people live in the wet half of it too. Where its inner point
 * has none, what is known of the rest is a lower bound. */
static HzpStatus read_villages(Reading *reading, size_t day, size_t source)
{
    if (reading->villages->n == 0) return HZP_OK;
    HZP_TRY(hzp_rain_in_polygons(reading->run, reading->rain, source, reading->villages, reading->one));
    for (size_t k = 0; k < reading->villages->n; k++) {
        size_t at = reading->village[k] * reading->days + day;
        reading->partly[at] = isnan(reading->mm[at]) && !isnan(reading->one[k]);
        reading->mm[at] = fmax(reading->mm[at], reading->one[k]);
    }
    return HZP_OK;
}

static HzpStatus read_day(Reading *reading, size_t day)
{
    HzpWarningDay *of = &g_array_index(reading->warning->days, HzpWarningDay, day);
    const double *one = reading->one;
    if (of->source < 0) return HZP_OK;
    HZP_TRY(hzp_rain_at_points(reading->run, reading->rain, (size_t)of->source, reading->lon, reading->lat, reading->places,
                               reading->one));
    for (size_t i = 0; i < reading->places; i++)
        reading->mm[i * reading->days + day] = one[i];
    HZP_TRY(read_villages(reading, day, (size_t)of->source));
    HZP_TRY(hzp_rain_in_polygons(reading->run, reading->rain, (size_t)of->source, reading->polygons, reading->one));
    for (size_t t = 0; t < reading->towns; t++)
        reading->mm[(reading->places + t) * reading->days + day] = one[t];
    return HZP_OK;
}

/* What a day says of all places together. It is dry where it is known to be so at every place of which anything is known:
 * those that no station or grid reaches at all would else keep every event open. */
static void note_day(const Reading *reading, size_t day)
{
    const HzpWarningRules *rules = &reading->warning->rules;
    HzpWarningDay *of = &g_array_index(reading->warning->days, HzpWarningDay, day);
    size_t lacking = 0;
    size_t without = 0;
    for (size_t i = 0; i < reading->places; i++) {
        double mm = hzp_rain_rounded(rules, reading->mm[i * reading->days + day]);
        bool missing = isnan(mm) || reading->partly[i * reading->days + day];
        without += isnan(mm);
        of->missing += missing;
        lacking += missing && reading->warning->figures[i].max_day >= 0;
        of->largest = fmax(of->largest, mm);
    }
    of->dry = lacking == 0 && of->largest < rules->clearing_mm;
    if (without == reading->places) reading->warning->facts.days_without_data++;
}

static void set_figures(const Reading *reading)
{
    HzpWarning *warning = reading->warning;
    size_t n = reading->places + reading->towns;
    warning->figures = g_new0(HzpRainFigures, n + 1);
    for (size_t i = 0; i < n; i++)
        warning->figures[i] = hzp_rain_figures(&warning->rules, reading->mm + i * reading->days, 1, reading->days);
    for (size_t at = 0; at < reading->places * reading->days; at++)
        warning->figures[at / reading->days].days_missing += reading->partly[at];
}

static void take_shapes(Reading *reading)
{
    const HzpWarningPlaces *sources = reading->warning->sources;
    reading->polygons = hzp_polygon_set_new();
    reading->villages = hzp_polygon_set_new();
    reading->village = g_new(size_t, reading->places + 1);
    for (size_t t = 0; t < reading->towns; t++)
        hzp_polygon_set_add(reading->polygons, g_array_index(sources->towns, HzpWarningTownSource, t).degrees);
    for (size_t i = 0; i < reading->places; i++) {
        const HzpWarningSource *place = &g_array_index(sources->places, HzpWarningSource, i);
        if (!place->is_village || !place->degrees) continue;
        reading->village[reading->villages->n] = i;
        hzp_polygon_set_add(reading->villages, place->degrees);
    }
}

static void begin_reading(Reading *reading)
{
    const HzpWarningPlaces *sources = reading->warning->sources;
    size_t room = (reading->places + reading->towns) * reading->days;
    reading->mm = g_new(double, room + 1);
    for (size_t i = 0; i < room; i++)
        reading->mm[i] = NAN;
    reading->partly = g_new0(unsigned char, reading->places * reading->days + 1);
    reading->one = g_new(double, MAX(reading->places, reading->towns) + 1);
    reading->lon = g_new(double, reading->places + 1);
    reading->lat = g_new(double, reading->places + 1);
    for (size_t i = 0; i < reading->places; i++) {
        const HzpWarningSource *place = &g_array_index(sources->places, HzpWarningSource, i);
        reading->lon[i] = place->lon;
        reading->lat[i] = place->lat;
    }
    take_shapes(reading);
}

HzpStatus hzp_warning_take_rain(HzpRun *run, HzpWarning *warning, HzpRain *rain)
{
    HZP_TRY(make_days(warning, rain));
    take_facts(warning, rain);
    Reading reading = {.run = run,
                       .warning = warning,
                       .rain = rain,
                       .places = warning->sources->places->len,
                       .towns = warning->sources->towns->len,
                       .days = warning->days->len};
    begin_reading(&reading);
    HzpStatus status = HZP_OK;
    for (size_t day = 0; day < reading.days && status == HZP_OK; day++) {
        status = hzp_run_step(run, "phase_rain_places", (double)day, (double)reading.days);
        if (status == HZP_OK) status = read_day(&reading, day);
    }
    if (status == HZP_OK) {
        set_figures(&reading);
        for (size_t day = 0; day < reading.days; day++)
            note_day(&reading, day);
    }
    hzp_polygon_set_free(reading.polygons);
    hzp_polygon_set_free(reading.villages);
    g_free(reading.village);
    g_free(reading.partly);
    g_free(reading.mm);
    g_free(reading.one);
    g_free(reading.lon);
    g_free(reading.lat);
    return status;
}
