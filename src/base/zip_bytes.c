#include "base/zip_bytes.h"

#include <stdint.h>
#include <string.h>

struct HzpZip {
    GByteArray *bytes;
    GByteArray *directory;
    guint members;
};

static const unsigned DATE = 0x21; /* 1980-01-01 */

HzpZip *hzp_zip_new(void)
{
    HzpZip *zip = g_new0(HzpZip, 1);
    zip->bytes = g_byte_array_new();
    zip->directory = g_byte_array_new();
    return zip;
}

void hzp_zip_free(HzpZip *zip)
{
    if (!zip) return;
    g_byte_array_unref(zip->bytes);
    g_byte_array_unref(zip->directory);
    g_free(zip);
}

/* CRC-32 of ISO 3309, least bit first, bit by bit: the members are short. */
static uint32_t checksum(const char *bytes, gsize size)
{
    uint32_t crc = 0xffffffffU;
    for (gsize i = 0; i < size; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320U : 0);
    }
    return ~crc;
}

/* Append numbers of 2 or 4 bytes, least byte first. */
static void put(GByteArray *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        guint8 byte = (guint8)(value >> (8 * i));
        g_byte_array_append(to, &byte, 1);
    }
}

/* What the header of a member and its entry in the directory have in common. */
static void put_member(GByteArray *to, uint32_t crc, gsize size, gsize name)
{
    put(to, 20, 2); /* version needed */
    put(to, 0, 2);  /* flags */
    put(to, 0, 2);  /* method: stored */
    put(to, 0, 2);  /* time */
    put(to, DATE, 2);
    put(to, crc, 4);
    put(to, (uint32_t)size, 4);
    put(to, (uint32_t)size, 4);
    put(to, (uint32_t)name, 2);
    put(to, 0, 2); /* extra */
}

void hzp_zip_add(HzpZip *zip, const char *name, const char *bytes, gsize size)
{
    uint32_t crc = checksum(bytes, size);
    uint32_t offset = zip->bytes->len;
    gsize length = strlen(name);
    put(zip->bytes, 0x04034b50, 4);
    put_member(zip->bytes, crc, size, length);
    g_byte_array_append(zip->bytes, (const guint8 *)name, (guint)length);
    g_byte_array_append(zip->bytes, (const guint8 *)bytes, (guint)size);
    put(zip->directory, 0x02014b50, 4);
    put(zip->directory, 20, 2); /* made by */
    put_member(zip->directory, crc, size, length);
    put(zip->directory, 0, 2); /* comment */
    put(zip->directory, 0, 2); /* disk */
    put(zip->directory, 0, 2); /* attributes */
    put(zip->directory, 0, 4);
    put(zip->directory, offset, 4);
    g_byte_array_append(zip->directory, (const guint8 *)name, (guint)length);
    zip->members++;
}

const GByteArray *hzp_zip_finish(HzpZip *zip)
{
    uint32_t start = zip->bytes->len;
    g_byte_array_append(zip->bytes, zip->directory->data, zip->directory->len);
    put(zip->bytes, 0x06054b50, 4);
    put(zip->bytes, 0, 2);
    put(zip->bytes, 0, 2);
    put(zip->bytes, zip->members, 2);
    put(zip->bytes, zip->members, 2);
    put(zip->bytes, zip->directory->len, 4);
    put(zip->bytes, start, 4);
    put(zip->bytes, 0, 2);
    return zip->bytes;
}
