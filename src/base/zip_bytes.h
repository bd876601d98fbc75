/* A ZIP archive in memory, members stored as they are (APPNOTE 6.3.10): what an office document is packed in. Every date is
 * the first that the format has, so that the same members give the same bytes. */
#ifndef HZP_BASE_ZIP_BYTES_H
#define HZP_BASE_ZIP_BYTES_H

#include <glib.h>

typedef struct HzpZip HzpZip;

HzpZip *hzp_zip_new(void);
void hzp_zip_free(HzpZip *zip);

/* Add a member; `name` in ASCII, with slashes. A member and the archive are shorter than 4 GB. */
void hzp_zip_add(HzpZip *zip, const char *name, const char *bytes, gsize size);

/* The whole archive; no member can be added after. Belongs to `zip`. */
const GByteArray *hzp_zip_finish(HzpZip *zip);

#endif
