/* Preloaded into hazplan by the tests: makes the n-th call of one kind fail, and counts all of them.
 *
 *     FAULT_PAGE=FILE      4096 bytes of zeros that receive the counts and what was failed (struct Page below); required
 *     FAULT_KIND=KIND      open | write | rename | read | memory | map; without it calls are only counted
 *     FAULT_NTH=N          which call fails, from 1
 *     FAULT_ERRNO=E        number of the error it reports (memory and map: always ENOMEM)
 *     FAULT_FOREVER=1      that call and all after it, as on a full disk
 *     FAULT_DIE=child      that call is not made, and the process is killed; FAULT_DIE=both kills its parent before: a power
 * cut FAULT_PROCESS=main   count from main() on; without it from fork() on in the child, which does hazplan's work
 *
 * Counting starts with the work, not with the program: what the dynamic loader and the libraries' constructors do is over
 * before any output is touched, and a failure there is the loader's to report.
 *
 * System calls are caught by a seccomp filter, not by wrapping functions: fopen(), fwrite(), tmpfile() and opendir() make
 * theirs inside libc, where no wrapper of open() or write() sees them. Memory and maps are wrapped: a library asks libc for
 * them by name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPEN, WRITE, RENAME, READ, MEMORY, MAP, KINDS };
static const char *const kinds[KINDS] = {"open", "write", "rename", "read", "memory", "map"};

/* As test_fault.py reads it. */
typedef struct {
    _Atomic uint64_t counts[KINDS];
    _Atomic uint64_t failed;
    char what[1024]; /* the first call that was failed: its name and file, or size */
} Page;

static Page *page;
static int kind = -1;
static uint64_t nth;
static bool forever;
static const char *die;
static int error;
static bool in_child = true;
static bool armed;

/* ---- which call fails ---- */

static bool is_due(int of_kind)
{
    uint64_t number = atomic_fetch_add(&page->counts[of_kind], 1) + 1;
    return of_kind == kind && (forever ? number >= nth : number == nth);
}

static void die_if_asked(void)
{
    if (!die) return;
    if (strcmp(die, "both") == 0) kill(getppid(), SIGKILL);
    kill(getpid(), SIGKILL);
}

static void describe(const char *call, const char *path, uint64_t number)
{
    if (atomic_fetch_add(&page->failed, 1) > 0) return;
    char *to = page->what;
    char *end = to + sizeof page->what - 1;
    for (; *call && to < end; call++)
        *to++ = *call;
    if (to < end) *to++ = ' ';
    for (; path && *path && to < end; path++)
        *to++ = *path;
    char digits[24];
    size_t length = 0;
    for (; !path && (number > 0 || length == 0); number /= 10)
        digits[length++] = (char)('0' + number % 10);
    while (length > 0 && to < end)
        *to++ = digits[--length];
}

/* ---- system calls ---- */

typedef struct {
    int number;
    int kind;
    const char *name;
    int path;       /* argument that is the path, or -1 */
    int descriptor; /* argument that is a descriptor of a file that is read or written, or -1 */
} Call;

static const Call calls[] = {
    {SYS_openat, OPEN, "open", 1, -1},       {SYS_mkdirat, OPEN, "mkdir", 1, -1},
    {SYS_write, WRITE, "write", -1, 0},      {SYS_pwrite64, WRITE, "pwrite", -1, 0},
    {SYS_writev, WRITE, "writev", -1, 0},    {SYS_ftruncate, WRITE, "ftruncate", -1, 0},
    {SYS_fsync, WRITE, "fsync", -1, 0},      {SYS_fdatasync, WRITE, "fdatasync", -1, 0},
    {SYS_read, READ, "read", -1, 0},         {SYS_pread64, READ, "pread", -1, 0},
    {SYS_readv, READ, "readv", -1, 0},       {SYS_renameat2, RENAME, "rename", 1, -1},
    {SYS_linkat, RENAME, "link", 1, -1},     {SYS_unlinkat, RENAME, "unlink", 1, -1},
#ifdef SYS_open /* older machines have the plain calls besides */
    {SYS_open, OPEN, "open", 0, -1},         {SYS_creat, OPEN, "open", 0, -1},
    {SYS_mkdir, OPEN, "mkdir", 0, -1},       {SYS_rename, RENAME, "rename", 0, -1},
    {SYS_renameat, RENAME, "rename", 1, -1}, {SYS_link, RENAME, "link", 0, -1},
    {SYS_unlink, RENAME, "unlink", 0, -1},   {SYS_rmdir, RENAME, "rmdir", 0, -1},
#endif
};
enum { CALLS = sizeof calls / sizeof *calls };

/* A call with this as its sixth argument is let through: it comes from on_call(). None of the calls above has that many. */
enum { LET_THROUGH = 0x5a17f001 };

#if defined __x86_64__
#define ARGUMENT(context, i)                                                                                                 \
    ((context)->uc_mcontext.gregs[(const int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9}[i]])
#define RESULT(context) ((context)->uc_mcontext.gregs[REG_RAX])
#elif defined __aarch64__
#define ARGUMENT(context, i) ((context)->uc_mcontext.regs[i])
#define RESULT(context) ((context)->uc_mcontext.regs[0])
#else
#error "the registers of system calls on this machine are not known here"
#endif

static bool is_file(int descriptor)
{
    struct stat facts;
    return descriptor > 2 && fstat(descriptor, &facts) == 0 && (S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode));
}

static void describe_call(const Call *call, ucontext_t *context)
{
    if (call->path >= 0) {
        describe(call->name, (const char *)ARGUMENT(context, call->path), 0);
        return;
    }
    char link[40];
    char path[900];
    snprintf(link, sizeof link, "/proc/self/fd/%d", (int)ARGUMENT(context, call->descriptor));
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    describe(call->name, path, 0);
}

static void on_call(int number, siginfo_t *info, void *given)
{
    (void)number;
    ucontext_t *context = given;
    int earlier = errno;
    const Call *call = calls;
    while (call->number != info->si_syscall)
        call++;
    bool counts = call->descriptor < 0 || is_file((int)ARGUMENT(context, call->descriptor));
    if (counts && is_due(call->kind)) {
        describe_call(call, context);
        die_if_asked();
        RESULT(context) = -error;
    } else {
        long result = syscall(call->number, ARGUMENT(context, 0), ARGUMENT(context, 1), ARGUMENT(context, 2),
                              ARGUMENT(context, 3), ARGUMENT(context, 4), (long)LET_THROUGH);
        RESULT(context) = result < 0 ? -errno : result;
    }
    errno = earlier;
}

static void catch_calls(void)
{
    struct sock_filter filter[CALLS + 6];
    size_t n = 0;
    uint32_t low = (uint32_t)offsetof(struct seccomp_data, args[5]); /* little-endian machines */
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, low);
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LET_THROUGH, CALLS + 1, 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALLS; i++)
        filter[n++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i].number, (unsigned char)(CALLS - i), 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {(unsigned short)n, filter};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART, .sa_sigaction = on_call};
    if (sigaction(SIGSYS, &action, NULL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) {
        perror("fault_shim: seccomp");
        _exit(98);
    }
}

/* ---- memory and maps ---- */

static void *next(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

/* A cast through a union: ISO C has no conversion from void * to a function pointer. */
#define CALL_NEXT(name, result, types, arguments)                                                                            \
    static union {                                                                                                           \
        void *object;                                                                                                        \
        result(*function) types;                                                                                             \
    } found;                                                                                                                 \
    if (!found.object) found.object = next(name);                                                                            \
    return found.function arguments

static bool is_refused(int of_kind, const char *name, size_t size)
{
    if (!armed || !is_due(of_kind)) return false;
    describe(name, NULL, size);
    die_if_asked();
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    if (is_refused(MEMORY, "malloc", size)) return NULL;
    CALL_NEXT("malloc", void *, (size_t), (size));
}

void *calloc(size_t count, size_t size)
{
    if (is_refused(MEMORY, "calloc", count * size)) return NULL;
    CALL_NEXT("calloc", void *, (size_t, size_t), (count, size));
}

void *realloc(void *block, size_t size)
{
    if (size > 0 && is_refused(MEMORY, "realloc", size)) return NULL;
    CALL_NEXT("realloc", void *, (void *, size_t), (block, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (is_refused(MEMORY, "aligned_alloc", size)) return NULL;
    CALL_NEXT("aligned_alloc", void *, (size_t, size_t), (alignment, size));
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    if (is_refused(MEMORY, "posix_memalign", size)) return ENOMEM;
    CALL_NEXT("posix_memalign", int, (void **, size_t, size_t), (block, alignment, size));
}

void *mmap(void *address, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    if (is_refused(MAP, "mmap", length)) return MAP_FAILED;
    CALL_NEXT("mmap", void *, (void *, size_t, int, int, int, off_t),
              (address, length, protection, flags, descriptor, offset));
}

void *mmap64(void *address, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    if (is_refused(MAP, "mmap", length)) return MAP_FAILED;
    CALL_NEXT("mmap64", void *, (void *, size_t, int, int, int, off_t),
              (address, length, protection, flags, descriptor, offset));
}

/* ---- start ---- */

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text ? strtol(text, NULL, 10) : otherwise;
}

static void read_settings(void)
{
    const char *path = getenv("FAULT_PAGE");
    int descriptor = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped = descriptor >= 0
                       ? (void *)syscall(SYS_mmap, 0L, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0L)
                       : MAP_FAILED;
    if (mapped == MAP_FAILED) {
        perror("fault_shim: FAULT_PAGE");
        _exit(98);
    }
    close(descriptor);
    page = mapped;
    const char *wanted = getenv("FAULT_KIND");
    for (int i = 0; wanted && i < KINDS; i++) {
        if (strcmp(wanted, kinds[i]) == 0) kind = i;
    }
    nth = (uint64_t)number_of("FAULT_NTH", 0);
    error = (int)number_of("FAULT_ERRNO", EIO);
    forever = number_of("FAULT_FOREVER", 0) != 0;
    die = getenv("FAULT_DIE");
    const char *process = getenv("FAULT_PROCESS");
    in_child = !process || strcmp(process, "main") != 0;
}

static void arm(void)
{
    catch_calls();
    armed = true;
}

pid_t fork(void)
{
    static pid_t (*real)(void);
    if (!real) *(void **)(void *)&real = next("fork");
    pid_t child = real();
    if (child == 0 && page && in_child && !armed) arm();
    return child;
}

typedef int Main(int, char **, char **);
static Main *real_main;

static int counted_main(int count, char **words, char **environment)
{
    read_settings();
    if (!in_child) arm();
    return real_main(count, words, environment);
}

int __libc_start_main(Main *program, int count, char **words, void (*begin)(void), void (*end)(void),
                      void (*loader_end)(void), void *stack);

int __libc_start_main(Main *program, int count, char **words, void (*begin)(void), void (*end)(void),
                      void (*loader_end)(void), void *stack)
{
    static int (*real)(Main *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *);
    *(void **)(void *)&real = next("__libc_start_main");
    real_main = program;
    return real(counted_main, count, words, begin, end, loader_end, stack);
}
