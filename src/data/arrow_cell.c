#include "data/arrow_cell.h"

#include <ogr_recordbatch.h>
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

HzpCell hzp_arrow_cell(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t row)
{
    int64_t at = row + array->offset;
    const char *format = schema->format;
    if (array->n_buffers > 0 && array->buffers[0] && array->null_count != 0 && !bit(array->buffers[0], at))
        return (HzpCell){.kind = HZP_CELL_NULL};
    if (format[0] == '\0' || format[1] != '\0') return (HzpCell){.kind = HZP_CELL_OTHER};
    const void *data = array->n_buffers > 1 ? array->buffers[1] : NULL;
    if (!data) return (HzpCell){.kind = HZP_CELL_NULL};
    switch (format[0]) {
    case 'n':
        return (HzpCell){.kind = HZP_CELL_NULL};
    case 'b':
        return integer(bit(data, at));
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
