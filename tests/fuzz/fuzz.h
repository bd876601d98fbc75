/* What the fuzz targets share. A target is a file fuzz_NAME.c with an LLVMFuzzerTestOneInput(); corpus/NAME holds its inputs
 * and dictionaries/NAME.dict, where there is one, its words.
 *
 * A target asserts what must hold for every input, not only that nothing crashes. */
#ifndef HZP_TESTS_FUZZ_FUZZ_H
#define HZP_TESTS_FUZZ_FUZZ_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hazplan/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, telling place and values, where something does not hold. */
#define FUZZ_REQUIRE(condition, ...)                                                                                         \
    do {                                                                                                                     \
        if (!(condition)) fuzz_stop(__FILE__, __LINE__, #condition, __VA_ARGS__);                                            \
    } while (0)
void fuzz_stop(const char *file, int line, const char *condition, const char *format, ...)
    G_GNUC_PRINTF(4, 5) G_GNUC_NORETURN;

/* The input up to its first NUL in memory of just its size, so that a read beyond it is seen. Free with g_free(). */
char *fuzz_text(const uint8_t *data, size_t size);

/* Two numbers are the same, or both missing. */
bool fuzz_same(double a, double b);

/* A status is one that input may cause, and its message is a text for people: valid UTF-8, not empty, in the catalogue. */
void fuzz_check_status(HzpStatus status);

/* A folder of this process for inputs that must be files, in memory where the system has such a place; removed at the end. */
const char *fuzz_folder(void);

/* ---- inputs of several files ---- */

/* "@@@ NAME" on a line of its own begins a member; its bytes go up to the next such line, without the line end before that.
 * An input that does not begin so is one member of the name given. */
typedef struct {
    char *name;
    const uint8_t *data;
    size_t size;
} FuzzMember;

/* The members; free with g_array_free(). */
GArray *fuzz_members(const uint8_t *data, size_t size, const char *only);
const FuzzMember *fuzz_member(const GArray *members, const char *name);

#endif
