#include "geo/cell_outline.h"

#include <glib.h>

typedef struct {
    unsigned char *cells;
    size_t columns;
    size_t rows;
    const double *to_map;
    GArray *group; /* size_t: cells of the group at hand */
    GArray *x;     /* double: corners of the ring at hand */
    GArray *y;
} Outline;

static bool chosen(const Outline *outline, long column, long row)
{
    if (column < 0 || row < 0 || (size_t)column >= outline->columns || (size_t)row >= outline->rows) return false;
    return outline->cells[(size_t)row * outline->columns + (size_t)column] & HZP_CELL_CHOSEN;
}

/* ---- groups ---- */

static void reach(Outline *outline, size_t cell)
{
    if ((outline->cells[cell] & (HZP_CELL_CHOSEN | HZP_CELL_GROUPED)) != HZP_CELL_CHOSEN) return;
    outline->cells[cell] |= HZP_CELL_GROUPED;
    g_array_append_val(outline->group, cell);
}

static void gather(Outline *outline, size_t first)
{
    g_array_set_size(outline->group, 0);
    reach(outline, first);
    for (guint i = 0; i < outline->group->len; i++) {
        size_t cell = g_array_index(outline->group, size_t, i);
        size_t column = cell % outline->columns;
        if (column > 0) reach(outline, cell - 1);
        if (column + 1 < outline->columns) reach(outline, cell + 1);
        if (cell >= outline->columns) reach(outline, cell - outline->columns);
        if (cell / outline->columns + 1 < outline->rows) reach(outline, cell + outline->columns);
    }
}

/* ---- rings ---- */

/* Follow the outline that begins along the low side of a cell, the group to the left, until it is there again. Where two
 * groups touch at a corner it stays with its own. */
static void trace(Outline *outline, size_t cell)
{
    static const int step_x[] = {1, 0, -1, 0};
    static const int step_y[] = {0, 1, 0, -1};
    /* The cells ahead of a corner, left and right of each of the four directions. */
    static const int left_x[] = {0, -1, -1, 0};
    static const int left_y[] = {0, 0, -1, -1};
    long x = (long)(cell % outline->columns);
    long y = (long)(cell / outline->columns);
    const long start_x = x;
    const long start_y = y;
    int direction = 0;
    do {
        if (direction == 0) outline->cells[(size_t)y * outline->columns + (size_t)x] |= HZP_CELL_TRACED;
        x += step_x[direction];
        y += step_y[direction];
        int right = (direction + 3) % 4;
        bool on_left = chosen(outline, x + left_x[direction], y + left_y[direction]);
        bool on_right = chosen(outline, x + left_x[right], y + left_y[right]);
        if (on_left && !on_right) continue;
        double corner[] = {(double)x, (double)y};
        g_array_append_val(outline->x, corner[0]);
        g_array_append_val(outline->y, corner[1]);
        direction = on_left ? right : (direction + 1) % 4;
    } while (x != start_x || y != start_y || direction != 0);
}

/* On the map, wound anew: lines mostly run southwards. */
static void add_ring(Outline *outline, size_t cell, HzpPolygonSet *set)
{
    g_array_set_size(outline->x, 0);
    g_array_set_size(outline->y, 0);
    trace(outline, cell);
    double *x = (double *)(void *)outline->x->data;
    double *y = (double *)(void *)outline->y->data;
    const double *map = outline->to_map;
    guint n = outline->x->len;
    double twice = 0;
    for (guint i = 0; i < n; i++)
        twice += x[i] * y[(i + 1) % n] - x[(i + 1) % n] * y[i];
    for (guint i = 0; i < n; i++) {
        double column = x[i];
        x[i] = map[0] + map[1] * column + map[2] * y[i];
        y[i] = map[3] + map[4] * column + map[5] * y[i];
    }
    hzp_polygon_set_add_ring(set, x, y, n, twice < 0);
}

static void add_group(Outline *outline, size_t first, HzpPolygonSet *set)
{
    gather(outline, first);
    for (guint i = 0; i < outline->group->len; i++) {
        size_t cell = g_array_index(outline->group, size_t, i);
        bool side = cell < outline->columns || !(outline->cells[cell - outline->columns] & HZP_CELL_CHOSEN);
        if (side && !(outline->cells[cell] & HZP_CELL_TRACED)) add_ring(outline, cell, set);
    }
    hzp_polygon_set_end(set);
}

HzpPolygonSet *hzp_cell_outlines(unsigned char *cells, size_t columns, size_t rows, const double to_map[6])
{
    HzpPolygonSet *set = hzp_polygon_set_new();
    Outline outline = {.cells = cells,
                       .columns = columns,
                       .rows = rows,
                       .to_map = to_map,
                       .group = g_array_new(FALSE, FALSE, sizeof(size_t)),
                       .x = g_array_new(FALSE, FALSE, sizeof(double)),
                       .y = g_array_new(FALSE, FALSE, sizeof(double))};
    for (size_t first = 0; first < columns * rows; first++) {
        if ((cells[first] & (HZP_CELL_CHOSEN | HZP_CELL_GROUPED)) == HZP_CELL_CHOSEN) add_group(&outline, first, set);
    }
    g_array_free(outline.group, TRUE);
    g_array_free(outline.x, TRUE);
    g_array_free(outline.y, TRUE);
    return set;
}
