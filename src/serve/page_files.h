/* The page's own files, read once at the start: no request leads to a file. */
#ifndef HZP_SERVE_PAGE_FILES_H
#define HZP_SERVE_PAGE_FILES_H

#include "serve/http_answer.h"

typedef struct {
    const char *path; /* of the request */
    const char *type;
    char *bytes; /* UTF-8 */
    size_t size;
    char *tag; /* changes with the content */
} HzpPageFile;

/* HZP_E_INTERNAL when one is missing. Free with g_array_unref(). */
HzpStatus hzp_page_files_read(GArray **files);

/* The file of a path, byte for byte; NULL when there is none. */
const HzpPageFile *hzp_page_file_get(const GArray *files, const char *path);

#endif
