/* `hazplan` itself: answers in an emergency at once, and starts the whole program for everything else.
 *
 * A program that is linked with GDAL, Cairo and what they need loads 145 libraries before its first line runs, 50 to 80 ms on
 * the machine of docs/performance.md; this one loads a dozen. It is linked with the same objects (an archive, of which the
 * linker takes what is called), so that both give the same answers. Until it is known which of both is to run, nothing is
 * allocated: the whole program has its own ways to fail. */
#define _GNU_SOURCE
#include "cli/front.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/affected_files.h"
#include "cli/parse.h"
#include "cli/program.h"
#include "cli/supervisor.h"

/* Beside bin/, in the build tree as where it is installed. */
static const char WHOLE[] = "/../" HZP_LIBEXEC "/hazplan/hazplan-full";

enum { LONGEST_PATH = 4096, LARGEST_REUSED = 32 << 20 };

static const CommandEntry commands[] = {
    {"affected", &cmd_affected, "summary_affected"},
    {"exposure", &cmd_exposure, "summary_exposure"},
    {NULL, NULL, NULL},
};

/* Files are for the whole program. */
const AffectedFileFunctions *const affected_files = NULL;

static char **first_words; /* as they came: parsing moves them */

void front_start_whole(void)
{
    char path[LONGEST_PATH + sizeof WHOLE];
    ssize_t length = readlink("/proc/self/exe", path, LONGEST_PATH);
    if (length > 0 && length < LONGEST_PATH) {
        path[length] = '\0';
        char *name = strrchr(path, '/');
        memcpy(name, WHOLE, sizeof WHOLE);
        /* Somebody who asks for an end while the other program loads is heard by it, and told so. */
        supervisor_hold_signals(true);
        execv(path, first_words);
    }
    /* No catalogue: an installation that lacks a part may lack that, too. */
    fprintf(stderr, "hazplan: %s: %s\n", length > 0 ? path : "/proc/self/exe", strerror(errno));
    _exit(1);
}

void front_leave_to_whole(void)
{
    if (supervisor_in_child()) _exit(SUPERVISOR_WANTS_WHOLE);
    front_start_whole();
}

/* What the library's part asks for that the front is linked with in place of its own (analysis/exposure_light.h). */
void hzp_exposure_needs_whole(void);
void hzp_exposure_needs_whole(void) { front_leave_to_whole(); }

static bool is_ours(const char *name)
{
    for (const CommandEntry *entry = commands; entry->name; entry++) {
        if (strcmp(entry->name, name) == 0) return true;
    }
    return false;
}

/* The command's name: the first word that is neither an option of every command nor the value of one. */
static bool asks_for_ours(char **words, int count)
{
    int at = 1;
    while (at < count && words[at][0] == '-') {
        size_t length = parse_common_length(words[at]);
        if (length == 0) return false;
        at += (int)length;
    }
    return at < count && is_ours(words[at]);
}

int main(int argc, char **argv)
{
    char *kept[256];
    first_words = argv;
    if (argc >= (int)(sizeof kept / sizeof *kept) || !asks_for_ours(argv, argc)) front_start_whole();
#ifdef __GLIBC__
    /* Memory that was given back is asked for again soon: not to clear its pages anew saves a good part of a short run. */
    mallopt(M_MMAP_THRESHOLD, LARGEST_REUSED);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
    memcpy(kept, argv, ((size_t)argc + 1) * sizeof *kept);
    first_words = kept;
    int exit_code = program_run(commands, argc, argv);
    if (exit_code == SUPERVISOR_WANTS_WHOLE) front_start_whole();
    return exit_code;
}
