/* What every unit test needs: cmocka's headers in their order, temporary folders, a check of the last error. */
#ifndef HZP_TESTS_UNIT_SUPPORT_H
#define HZP_TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/output_file.h"
#include "hazplan/error.h"

/* A new folder below the system's temporary one; remove it with test_folder_remove(). */
static inline char *test_folder_new(void)
{
    char *folder = g_dir_make_tmp("hazplan-unit-XXXXXX", NULL);
    assert_non_null(folder);
    return folder;
}

static inline void test_folder_remove(char *folder)
{
    hzp_output_discard(folder);
    g_free(folder);
}

/* Write a file below a folder, making the folders between; gives its path, to be freed. */
static inline char *test_file_write(const char *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(parent, 0755), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static inline void test_file_put(const char *folder, const char *name, const char *text)
{
    g_free(test_file_write(folder, name, text));
}

/* The call failed this way, and its message holds a text (NULL: any). */
static inline void test_failed(HzpStatus status, HzpStatus expected, const char *id, const char *part)
{
    assert_string_equal(hzp_status_name(status), hzp_status_name(expected));
    assert_string_equal(hzp_error_id(), id);
    if (part && !strstr(hzp_error_message(), part)) fail_msg("\"%s\" not in \"%s\"", part, hzp_error_message());
}

static inline void test_close_to(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) fail_msg("%.17g is not within %.3g of %.17g", value, tolerance, expected);
}

/* Numbers that are the same on every machine: a 64-bit linear congruential generator (Knuth, MMIX), upper bits. */
static inline double test_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) / 9007199254740992.0;
}

#endif
