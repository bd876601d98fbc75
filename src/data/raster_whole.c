#include "data/raster_whole.h"

#include <cpl_vsi.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    LONGEST_HEADER = 1 << 24,
    TAG_DIMENSIONS = 0x0a,
    TAG_VARIABLES = 0x0b,
    TAG_ATTRIBUTES = 0x0c,
    MOST_DIMENSIONS = 1024,
    LEAST_ELEMENT = 8
};

/* A header that is read from its beginning. Counts and lengths are doubles: 2^53 bytes are enough for any file. */
typedef struct {
    const unsigned char *bytes;
    size_t size, at;
    int version; /* 1, 2 or 5 */
    bool ended;  /* it goes on behind what was read */
    bool odd;    /* it is none of these */
    double dimension[MOST_DIMENSIONS];
    size_t n_dimensions;
} Header;

/* What the data takes. Record variables lie interleaved, one record of each after the other. */
typedef struct {
    double end;          /* of the variables without records */
    double record;       /* bytes of one record of all variables, padded */
    double only_record;  /* of the one variable with records, not padded */
    double last;         /* where the last variable of a record ends, counted in the first */
    size_t n_of_records; /* variables */
} Extent;

static double read_number(Header *header, size_t width)
{
    double value = 0;
    if (header->size - header->at < width) {
        header->ended = true;
        return 0;
    }
    for (size_t i = 0; i < width; i++)
        value = value * 256 + header->bytes[header->at++];
    return value;
}

static double read_count(Header *header) { return read_number(header, header->version == 5 ? 8 : 4); }

static double padded(double bytes) { return ceil(bytes / 4) * 4; }

static void skip(Header *header, double bytes)
{
    if (bytes > (double)(header->size - header->at)) {
        header->ended = true;
    } else {
        header->at += (size_t)bytes;
    }
}

static bool goes_on(const Header *header) { return !header->ended && !header->odd; }

/* Number of elements of a list; 0 for one that is not there. */
static double begin_list(Header *header, int tag)
{
    double found = read_number(header, 4);
    double n = read_count(header);
    if (found != 0 && found != tag) header->odd = true;
    /* libnetcdf makes room for as many as it reads here. */
    if (n * LEAST_ELEMENT > (double)(header->size - header->at)) header->ended = true;
    return goes_on(header) && found == tag ? n : 0;
}

static void skip_name(Header *header) { skip(header, padded(read_count(header))); }

static double size_of_type(Header *header)
{
    static const double sizes[] = {0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8};
    double type = read_number(header, 4);
    if (!(type >= 1 && type < (double)G_N_ELEMENTS(sizes))) header->odd = !header->ended;
    return goes_on(header) ? sizes[(size_t)type] : 0;
}

static void skip_attributes(Header *header)
{
    double n = begin_list(header, TAG_ATTRIBUTES);
    for (double i = 0; i < n && goes_on(header); i++) {
        skip_name(header);
        double size = size_of_type(header);
        skip(header, padded(size * read_count(header)));
    }
}

static void read_dimensions(Header *header)
{
    double n = begin_list(header, TAG_DIMENSIONS);
    if (n > MOST_DIMENSIONS) header->odd = true;
    for (double i = 0; i < n && goes_on(header); i++) {
        skip_name(header);
        header->dimension[header->n_dimensions++] = read_count(header);
    }
}

static void read_variable(Header *header, Extent *extent)
{
    skip_name(header);
    double rank = read_count(header);
    double cells = 1;
    bool records = false;
    for (double d = 0; d < rank && goes_on(header); d++) {
        double id = read_count(header);
        if (!(id < (double)header->n_dimensions)) header->odd = true;
        double length = goes_on(header) ? header->dimension[(size_t)id] : 0;
        records |= d == 0 && length == 0;
        if (d > 0 || length > 0) cells *= length;
    }
    skip_attributes(header);
    double bytes = cells * size_of_type(header);
    read_count(header); /* its size, which large variables do not have */
    double begin = read_number(header, header->version == 1 ? 4 : 8);
    if (!goes_on(header)) return;
    if (!records) {
        extent->end = fmax(extent->end, begin + bytes);
        return;
    }
    extent->n_of_records++;
    extent->record += padded(bytes);
    extent->only_record = bytes;
    extent->last = fmax(extent->last, begin + bytes);
}

/* Bytes that the file must have; NaN where that cannot be told. */
static double wanted_bytes(Header *header)
{
    Extent extent = {0};
    header->at = 4; /* behind "CDF" and the version */
    double records = read_count(header);
    bool streamed = records == (header->version == 5 ? 18446744073709551615.0 : 4294967295.0);
    read_dimensions(header);
    skip_attributes(header);
    double n = begin_list(header, TAG_VARIABLES);
    for (double i = 0; i < n && goes_on(header); i++)
        read_variable(header, &extent);
    if (header->ended) return INFINITY;
    if (header->odd) return NAN;
    if (extent.n_of_records == 0 || records == 0 || streamed) return extent.end;
    double step = extent.n_of_records == 1 ? extent.only_record : extent.record;
    return fmax(extent.end, extent.last + (records - 1) * step);
}

static double length_of(VSILFILE *file) { return VSIFSeekL(file, 0, SEEK_END) == 0 ? (double)VSIFTellL(file) : INFINITY; }

bool hzp_netcdf_is_whole(const char *path)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return true;
    unsigned char magic[4] = {0};
    bool classic = VSIFReadL(magic, 1, 4, file) == 4 && memcmp(magic, "CDF", 3) == 0 &&
                   (magic[3] == 1 || magic[3] == 2 || magic[3] == 5);
    g_autofree unsigned char *bytes = classic ? g_malloc(LONGEST_HEADER) : NULL;
    VSIFSeekL(file, 0, SEEK_SET);
    size_t got = classic ? VSIFReadL(bytes, 1, LONGEST_HEADER, file) : 0;
    double length = length_of(file);
    VSIFCloseL(file);
    if (!classic) return true;
    g_autofree Header *header = g_new0(Header, 1);
    header->bytes = bytes;
    header->size = got;
    header->version = bytes[3];
    double wanted = wanted_bytes(header);
    if (isinf(wanted) && got == LONGEST_HEADER) return true;
    return !(wanted > length);
}

bool hzp_envi_is_whole(GDALDatasetH dataset)
{
    GDALDriverH driver = GDALGetDatasetDriver(dataset);
    if (!driver || strcmp(GDALGetDriverShortName(driver), "ENVI") != 0) return true;
    const char *offset = GDALGetMetadataItem(dataset, "header_offset", "ENVI");
    const char *packed = GDALGetMetadataItem(dataset, "file_compression", "ENVI");
    VSILFILE *file = packed && strcmp(packed, "0") != 0 ? NULL : VSIFOpenL(GDALGetDescription(dataset), "rb");
    if (!file) return true;
    double length = length_of(file);
    VSIFCloseL(file);
    double cells = (double)GDALGetRasterXSize(dataset) * GDALGetRasterYSize(dataset);
    double wanted = offset ? g_ascii_strtod(offset, NULL) : 0;
    for (int i = 1; i <= GDALGetRasterCount(dataset); i++)
        wanted += cells * GDALGetDataTypeSizeBytes(GDALGetRasterDataType(GDALGetRasterBand(dataset, i)));
    return !(wanted > length);
}
