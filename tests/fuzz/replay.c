/* Runs a fuzz target over files and folders without a fuzzer, so that every compiler and every check replays the corpus:
 * fuzz_NAME FILE-OR-FOLDER... */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"
#include "hazplan/run.h"

/* A single input may take so much of the processor, under checks too. */
static const double LONGEST_S = 20;

static void run_file(const char *path, int *count)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;
    FUZZ_REQUIRE(g_file_get_contents(path, &bytes, &size, NULL), "%s", path);
    /* In memory of just its size, and its name first: a crash leaves no time for it. */
    uint8_t *data = malloc(size ? size : 1);
    FUZZ_REQUIRE(data != NULL, "%s", path);
    memcpy(data, bytes, size);
    printf("%s\n", path);
    fflush(stdout);
    clock_t begin = clock();
    LLVMFuzzerTestOneInput(data, size);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    free(data);
    FUZZ_REQUIRE(seconds <= LONGEST_S, "%s took %.1f s", path, seconds);
    ++*count;
}

static void run_path(const char *path, int *count)
{
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        run_file(path, count);
        return;
    }
    GDir *folder = g_dir_open(path, 0, NULL);
    FUZZ_REQUIRE(folder != NULL, "%s", path);
    for (const char *name = g_dir_read_name(folder); name; name = g_dir_read_name(folder)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        run_path(inner, count);
    }
    g_dir_close(folder);
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++)
        run_path(argv[i], &count);
    printf("%d inputs\n", count);
    hzp_library_end();
    return count > 0 ? 0 : 1;
}
