#include "data/arrow_cell.h"

#include <inttypes.h>
#include <ogr_recordbatch.h>
#include <stdio.h>
#include <string.h>

static bool bit(const void *bits, int64_t index) { return (((const unsigned char *)bits)[index / 8] >> (index % 8)) & 1; }

static HzpCell integer(int64_t value) { return (HzpCell){.kind = HZP_CELL_INTEGER, .integer = value}; }

static HzpCell real(double value) { return (HzpCell){.kind = HZP_CELL_REAL, .real = value}; }

static HzpCell bytes(const struct ArrowArray *array, int64_t at, bool wide)
{
    const char *data = array->buffers[2];
    int64_t start;
    int64_t end;
    if (wide) {
        const int64_t *offsets = array->buffers[1];
        start = offsets[at];
        end = offsets[at + 1];
    } else {
        const int32_t *offsets = array->buffers[1];
        start = offsets[at];
        end = offsets[at + 1];
    }
    return (HzpCell){.kind = HZP_CELL_BYTES, .bytes = end > start ? data + start : "", .length = (size_t)(end - start)};
}

static int64_t divided_down(int64_t value, int64_t by) { return value / by - (value % by < 0); }

/* Days since 1970 in the proleptic Gregorian calendar: eras of 400 years that begin on the first of March. */
static void write_date(char *text, size_t size, int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = divided_down(shifted, 146097);
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    int64_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(text, size, "%04" PRId64 "-%02d-%02d", year, month, day);
}

static void write_clock(char *text, size_t size, int64_t seconds)
{
    snprintf(text, size, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* tdD, tdm: dates; tts, ttm, ttu, ttn: times of the day; tss:, tsm:, tsu:, tsn: both. */
static HzpCell time_cell(const char *format, const void *data, int64_t at)
{
    static const char letters[] = "smun";
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    HzpCell cell = {.kind = HZP_CELL_TIME};
    bool narrow = strcmp(format, "tdD") == 0 || strcmp(format, "tts") == 0 || strcmp(format, "ttm") == 0;
    int64_t value = narrow ? ((const int32_t *)data)[at] : ((const int64_t *)data)[at];
    const char *letter = format[2] ? strchr(letters, format[2]) : NULL;
    int64_t parts = letter ? per_second[letter - letters] : 1;
    if (format[1] == 'd') {
        write_date(cell.time, sizeof cell.time, narrow ? value : divided_down(value, INT64_C(86400000)));
    } else if (format[1] == 't' && letter) {
        write_clock(cell.time, sizeof cell.time, divided_down(value, parts));
    } else if (format[1] == 's' && letter) {
        int64_t seconds = divided_down(value, parts);
        int64_t days = divided_down(seconds, 86400);
        write_date(cell.time, sizeof cell.time, days);
        size_t length = strlen(cell.time);
        cell.time[length] = 'T';
        write_clock(cell.time + length + 1, sizeof cell.time - length - 1, seconds - days * 86400);
    } else {
        cell.kind = HZP_CELL_OTHER;
    }
    return cell;
}

HzpCell hzp_arrow_cell(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row)
{
    int64_t at = row + array->offset;
    const char *format = schema->format;
    if (array->n_buffers > 0 && array->buffers[0] && array->null_count != 0 && !bit(array->buffers[0], at))
        return (HzpCell){.kind = HZP_CELL_NULL};
    const void *data = array->n_buffers > 1 ? array->buffers[1] : NULL;
    if (format[0] == 't' && strlen(format) >= 3 && data) return time_cell(format, data, at);
    if (format[0] == '\0' || format[1] != '\0') return (HzpCell){.kind = HZP_CELL_OTHER};
    if (!data) return (HzpCell){.kind = HZP_CELL_NULL};
    switch (format[0]) {
    case 'n':
        return (HzpCell){.kind = HZP_CELL_NULL};
    case 'b':
        return (HzpCell){.kind = HZP_CELL_BOOLEAN, .integer = bit(data, at)};
    case 'c':
        return integer(((const int8_t *)data)[at]);
    case 'C':
        return integer(((const uint8_t *)data)[at]);
    case 's':
        return integer(((const int16_t *)data)[at]);
    case 'S':
        return integer(((const uint16_t *)data)[at]);
    case 'i':
        return integer(((const int32_t *)data)[at]);
    case 'I':
        return integer(((const uint32_t *)data)[at]);
    case 'l':
        return integer(((const int64_t *)data)[at]);
    case 'f':
        return real((double)((const float *)data)[at]);
    case 'g':
        return real(((const double *)data)[at]);
    case 'u':
    case 'z':
        return bytes(array, at, false);
    case 'U':
    case 'Z':
        return bytes(array, at, true);
    default:
        return (HzpCell){.kind = HZP_CELL_OTHER};
    }
}
