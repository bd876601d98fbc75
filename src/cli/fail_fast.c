/* RTLD_NEXT and the names with 64 are no part of POSIX. */
#define _GNU_SOURCE
#include "cli/fail_fast.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hazplan/text.h"

/* ---- telling ---- */

/* Stand for what is known only when it fails. */
#define FIRST "\1"
#define SECOND "\2"

enum { LARGE_BLOCK = 256 << 20, LONGEST = 1024 };

static const int errors[] = {EIO, EMFILE, ENFILE, ENOMEM, ESTALE};

static struct {
    char command[64];
    char memory[LONGEST];
    char open[LONGEST];
    char read[LONGEST];
    char write[LONGEST];
    char reasons[G_N_ELEMENTS(errors)][128];
} texts;

static atomic_bool watching;

static void prepare(char *to, const char *id, const char *first, const char *second)
{
    g_autofree char *text = hzp_text(id, first, FIRST, second, SECOND, NULL);
    g_strlcpy(to, text, LONGEST);
}

void fail_fast_prepare(const char *command)
{
    g_snprintf(texts.command, sizeof texts.command, "hazplan %s: ", command);
    prepare(texts.memory, "memory_exhausted", "size", NULL);
    prepare(texts.open, "machine_open_failed", "file", "reason");
    prepare(texts.read, "machine_read_failed", "file", "reason");
    prepare(texts.write, "machine_write_failed", "file", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
        g_strlcpy(texts.reasons[i], g_strerror(errors[i]), sizeof texts.reasons[i]);
}

void fail_fast_begin(void) { atomic_store(&watching, true); }

void fail_fast_end(void) { atomic_store(&watching, false); }

#ifndef HZP_SANITIZED

static atomic_flag telling = ATOMIC_FLAG_INIT;

static void put(const char *text, size_t length)
{
    /* Nothing is left to be done when standard error fails. */
    while (length > 0) {
        ssize_t written = write(STDERR_FILENO, text, length);
        if (written <= 0) return;
        text += written;
        length -= (size_t)written;
    }
}

/* Uses no memory but the stack. Does not return, not even to a second thread that fails meanwhile. */
static void tell_and_end(const char *text, const char *first, const char *second)
{
    while (atomic_flag_test_and_set(&telling))
        pause();
    if (isatty(STDERR_FILENO)) put("\r\033[K", 4);
    put(texts.command, strlen(texts.command));
    while (*text) {
        size_t plain = strcspn(text, FIRST SECOND);
        put(text, plain);
        text += plain;
        if (!*text) break;
        const char *value = *text++ == *FIRST ? first : second;
        put(value, strlen(value));
    }
    put("\n", 1);
    _exit(1);
}

static const char *reason_of(int error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
        if (errors[i] == error) return texts.reasons[i];
    }
    return NULL;
}

static void check_block(const void *block, size_t size)
{
    if (block || size == 0 || size >= LARGE_BLOCK || !atomic_load(&watching)) return;
    char digits[24];
    char *at = digits + sizeof digits - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + size % 10);
        size /= 10;
    } while (size > 0);
    tell_and_end(texts.memory, at, "");
}

/* Devices and what the kernel shows of itself answer with such errors in an ordinary way. */
static bool is_file_path(const char *path)
{
    return strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/sys/", 5) != 0 && strncmp(path, "/dev/", 5) != 0;
}

static void check_open(bool opened, const char *path)
{
    if (opened || !atomic_load(&watching) || !path) return;
    const char *reason = reason_of(errno);
    if (reason && is_file_path(path)) tell_and_end(texts.open, path, reason);
}

static void tell_file_and_end(const char *text, int descriptor, const char *reason)
{
    char link[40];
    char path[LONGEST];
    g_snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    tell_and_end(text, path, reason);
}

static bool is_file(int descriptor)
{
    struct stat facts;
    return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

static void check_read(bool whole, int descriptor)
{
    if (whole || !atomic_load(&watching)) return;
    const char *reason = reason_of(errno);
    if (reason && is_file(descriptor)) tell_file_and_end(texts.read, descriptor, reason);
}

/* The workbook library writes its sheets to streams without looking, and rewinds them to read them: that forgets the error.
 */
static void check_rewind(FILE *stream)
{
    if (!ferror(stream) || !atomic_load(&watching)) return;
    if (is_file(fileno(stream))) tell_file_and_end(texts.write, fileno(stream), "");
}

/* ---- the calls ---- */

/* The next definition of the function that this one hides: an allocator or a test's library that was preloaded, or libc.
 * Through a union, for ISO C has no conversion between pointers to objects and to functions. */
#define NEXT(name, result, types)                                                                                            \
    static union {                                                                                                           \
        void *object;                                                                                                        \
        result(*call) types;                                                                                                 \
    } next;                                                                                                                  \
    if (!next.object) next.object = dlsym(RTLD_NEXT, name)

/* They must be seen by the libraries, and have no prototype where a header turns the name into another. */
#define INTERPOSED __attribute__((visibility("default")))
#define OPENS(name)                                                                                                          \
    INTERPOSED int name(const char *path, int flags, ...);                                                                   \
    INTERPOSED int name(const char *path, int flags, ...)                                                                    \
    {                                                                                                                        \
        NEXT(#name, int, (const char *, int, ...));                                                                          \
        va_list arguments;                                                                                                   \
        va_start(arguments, flags);                                                                                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;                                         \
        va_end(arguments);                                                                                                   \
        int descriptor = next.call(path, flags, mode);                                                                       \
        check_open(descriptor >= 0, path);                                                                                   \
        return descriptor;                                                                                                   \
    }
#define OPENS_AT(name)                                                                                                       \
    INTERPOSED int name(int folder, const char *path, int flags, ...);                                                       \
    INTERPOSED int name(int folder, const char *path, int flags, ...)                                                        \
    {                                                                                                                        \
        NEXT(#name, int, (int, const char *, int, ...));                                                                     \
        va_list arguments;                                                                                                   \
        va_start(arguments, flags);                                                                                          \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;                                         \
        va_end(arguments);                                                                                                   \
        int descriptor = next.call(folder, path, flags, mode);                                                               \
        check_open(descriptor >= 0, path);                                                                                   \
        return descriptor;                                                                                                   \
    }
/* What gcc calls in place of open() where it checks the arguments. */
#define OPENS_CHECKED(name)                                                                                                  \
    INTERPOSED int name(const char *path, int flags);                                                                        \
    INTERPOSED int name(const char *path, int flags)                                                                         \
    {                                                                                                                        \
        NEXT(#name, int, (const char *, int));                                                                               \
        int descriptor = next.call(path, flags);                                                                             \
        check_open(descriptor >= 0, path);                                                                                   \
        return descriptor;                                                                                                   \
    }
#define OPENS_STREAM(name)                                                                                                   \
    INTERPOSED FILE *name(const char *path, const char *mode);                                                               \
    INTERPOSED FILE *name(const char *path, const char *mode)                                                                \
    {                                                                                                                        \
        NEXT(#name, FILE *, (const char *, const char *));                                                                   \
        FILE *stream = next.call(path, mode);                                                                                \
        check_open(stream != NULL, path);                                                                                    \
        return stream;                                                                                                       \
    }
#define READS_AT(name, offset_type)                                                                                          \
    INTERPOSED ssize_t name(int descriptor, void *to, size_t size, offset_type offset);                                      \
    INTERPOSED ssize_t name(int descriptor, void *to, size_t size, offset_type offset)                                       \
    {                                                                                                                        \
        NEXT(#name, ssize_t, (int, void *, size_t, offset_type));                                                            \
        ssize_t got = next.call(descriptor, to, size, offset);                                                               \
        check_read(got >= 0, descriptor);                                                                                    \
        return got;                                                                                                          \
    }

OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)
OPENS_CHECKED(__open_2)
OPENS_CHECKED(__open64_2)
OPENS_STREAM(fopen)
OPENS_STREAM(fopen64)
READS_AT(pread, off_t)
READS_AT(pread64, off_t)

INTERPOSED DIR *opendir(const char *path)
{
    NEXT("opendir", DIR *, (const char *));
    DIR *folder = next.call(path);
    check_open(folder != NULL, path);
    return folder;
}

INTERPOSED ssize_t read(int descriptor, void *to, size_t size)
{
    NEXT("read", ssize_t, (int, void *, size_t));
    ssize_t got = next.call(descriptor, to, size);
    check_read(got >= 0, descriptor);
    return got;
}

INTERPOSED size_t fread(void *restrict to, size_t size, size_t count, FILE *restrict stream)
{
    NEXT("fread", size_t, (void *, size_t, size_t, FILE *));
    size_t got = next.call(to, size, count, stream);
    check_read(got == count || !ferror(stream), fileno(stream));
    return got;
}

INTERPOSED void rewind(FILE *stream)
{
    NEXT("rewind", void, (FILE *));
    check_rewind(stream);
    next.call(stream);
}

INTERPOSED void *malloc(size_t size)
{
    NEXT("malloc", void *, (size_t));
    void *block = next.call(size);
    check_block(block, size);
    return block;
}

INTERPOSED void *calloc(size_t count, size_t size)
{
    NEXT("calloc", void *, (size_t, size_t));
    void *block = next.call(count, size);
    if (!block && count > 0) check_block(block, size > SIZE_MAX / count ? SIZE_MAX : count * size);
    return block;
}

INTERPOSED void *realloc(void *earlier, size_t size)
{
    NEXT("realloc", void *, (void *, size_t));
    void *block = next.call(earlier, size);
    check_block(block, size);
    return block;
}

INTERPOSED void *aligned_alloc(size_t alignment, size_t size)
{
    NEXT("aligned_alloc", void *, (size_t, size_t));
    void *block = next.call(alignment, size);
    check_block(block, size);
    return block;
}

INTERPOSED int posix_memalign(void **block, size_t alignment, size_t size)
{
    NEXT("posix_memalign", int, (void **, size_t, size_t));
    int error = next.call(block, alignment, size);
    if (error == ENOMEM) check_block(NULL, size);
    return error;
}

#endif
