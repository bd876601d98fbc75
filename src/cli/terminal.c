#include "cli/terminal.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hazplan/text.h"

/* The numbers beside the bar: " [", "] 100% " and a remaining time of hours. */
enum { LONGEST_BAR = 30, PHASE_COLUMNS = 24, BESIDE_BAR = 34, REDRAW_US = 100000 };

struct Terminal {
    GMutex lock; /* progress and log may come from different threads */
    bool bars;
    int level;
    bool drawn;
    char *phase;
    const HzpRun *run; /* that tells the remaining time; NULL for none */
    gint64 drawn_at_us;
};

Terminal *terminal_new(bool bars, int level)
{
    Terminal *terminal = g_new0(Terminal, 1);
    g_mutex_init(&terminal->lock);
    terminal->bars = bars && isatty(STDERR_FILENO);
    terminal->level = level;
    return terminal;
}

static void clear_bar(Terminal *terminal)
{
    if (terminal->drawn) fputs("\r\033[K", stderr);
    terminal->drawn = false;
}

void terminal_clear(Terminal *terminal)
{
    g_mutex_lock(&terminal->lock);
    clear_bar(terminal);
    fflush(stderr);
    g_mutex_unlock(&terminal->lock);
}

void terminal_set_run(Terminal *terminal, const HzpRun *run) { terminal->run = run; }

void terminal_free(Terminal *terminal)
{
    if (!terminal) return;
    clear_bar(terminal);
    g_free(terminal->phase);
    g_mutex_clear(&terminal->lock);
    g_free(terminal);
}

static size_t columns_of(gunichar character)
{
    return g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
}

size_t text_columns(const char *text)
{
    size_t columns = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char_validated(at, -1);
        if (character == (gunichar)-1 || character == (gunichar)-2) return columns + strlen(at);
        columns += columns_of(character);
    }
    return columns;
}

void terminal_log(HzpLogLevel level, const char *line, void *user)
{
    Terminal *terminal = user;
    if ((int)level > terminal->level) return;
    g_mutex_lock(&terminal->lock);
    clear_bar(terminal);
    fprintf(stderr, "%s\n", line);
    g_mutex_unlock(&terminal->lock);
}

static size_t terminal_columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col;
}

/* As much of a text as fits into so many columns, padded to them. */
static char *fitted(const char *text, size_t columns)
{
    GString *out = g_string_new(NULL);
    size_t used = 0;
    for (const char *at = text; *at && g_utf8_validate(at, -1, NULL); at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);
        size_t width = columns_of(character);
        if (used + width > columns) break;
        g_string_append_unichar(out, character);
        used += width;
    }
    for (; used < columns; used++)
        g_string_append_c(out, ' ');
    return g_string_free(out, FALSE);
}

/* "about 3 min left"; empty while too little is known. Coarser the longer it takes: nobody needs seconds of an hour. */
static char *remaining_text(double seconds)
{
    if (!(seconds < 359999)) return g_strdup("");
    if (seconds < 5) return hzp_text("progress_left_moment", NULL);
    g_autofree char *count = NULL;
    if (seconds < 55) {
        count = g_strdup_printf("%d", 5 * (int)ceil(seconds / 5));
        return hzp_text("progress_left_seconds", "count", count, NULL);
    }
    int minutes = (int)ceil(seconds / 60);
    if (minutes < 60) {
        count = g_strdup_printf("%d", minutes);
        return hzp_text("progress_left_minutes", "count", count, NULL);
    }
    g_autofree char *hours = g_strdup_printf("%d", minutes / 60);
    count = g_strdup_printf("%d", minutes % 60);
    return hzp_text("progress_left_hours", "hours", hours, "minutes", count, NULL);
}

static void draw_bar(Terminal *terminal, double share, gint64 now_us)
{
    size_t columns = terminal_columns();
    double seconds = terminal->run && share < 1 ? hzp_run_remaining_s(terminal->run) : NAN;
    g_autofree char *remaining = remaining_text(seconds);
    size_t phase_columns = MIN((size_t)PHASE_COLUMNS, columns / 2);
    size_t length = columns > phase_columns + BESIDE_BAR ? MIN(columns - phase_columns - BESIDE_BAR, (size_t)LONGEST_BAR) : 1;
    char bar[LONGEST_BAR + 1];
    memset(bar, '-', length);
    memset(bar, '#', (size_t)(share * (double)length + 0.5));
    bar[length] = '\0';
    g_autofree char *phase = fitted(terminal->phase, phase_columns);
    g_autofree char *line = g_strdup_printf("%s [%s] %3d%% %s", phase, bar, (int)(share * 100), remaining);
    /* The last column stays free: filling it would wrap the line on some terminals. */
    g_autofree char *cut = fitted(line, columns - 1);
    fprintf(stderr, "\r%s", g_strchomp(cut));
    fputs("\033[K", stderr);
    fflush(stderr);
    terminal->drawn = true;
    terminal->drawn_at_us = now_us;
}

void terminal_progress(const char *phase, double done, double total, void *user)
{
    Terminal *terminal = user;
    if (!terminal->bars) return;
    gint64 now = g_get_monotonic_time();
    g_mutex_lock(&terminal->lock);
    bool new_phase = !terminal->phase || strcmp(terminal->phase, phase) != 0;
    if (new_phase) {
        g_free(terminal->phase);
        terminal->phase = g_strdup(phase);
    }
    double share = CLAMP(done / total, 0, 1);
    if (new_phase || now - terminal->drawn_at_us >= REDRAW_US || share >= 1) draw_bar(terminal, share, now);
    g_mutex_unlock(&terminal->lock);
}
