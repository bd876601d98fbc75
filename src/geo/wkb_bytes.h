/* Numbers in well-known binary, in either byte order. */
#ifndef HZP_GEO_WKB_BYTES_H
#define HZP_GEO_WKB_BYTES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t hzp_wkb_count(const unsigned char *bytes, bool little)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return little == (G_BYTE_ORDER == G_LITTLE_ENDIAN) ? value : GUINT32_SWAP_LE_BE(value);
}

static inline double hzp_wkb_real(const unsigned char *bytes, bool little)
{
    uint64_t bits;
    double value;
    memcpy(&bits, bytes, sizeof bits);
    if (little != (G_BYTE_ORDER == G_LITTLE_ENDIAN)) bits = GUINT64_SWAP_LE_BE(bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

#endif
