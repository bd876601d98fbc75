#include "geo/box_grid.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* Sizes from 2^-16 m to 2^31 m, each class up to twice as large as the one before; what is smaller or larger goes with these.
 */
enum { SMALLEST = -16, CLASSES = 48 };

/* A box as queries read it. */
typedef struct {
    HzpBox box;
    size_t position;
} Placed;

typedef struct {
    HzpPointGrid *corners; /* NULL for an empty class */
    Placed *placed;        /* by slot of `corners`: those of one query lie together in memory */
    double width;          /* largest of the class */
    double height;
} SizeClass;

struct HzpBoxGrid {
    SizeClass classes[CLASSES];
};

static bool is_empty(const HzpBox *box) { return !(box->min_x <= box->max_x && box->min_y <= box->max_y); }

static int class_of(const HzpBox *box)
{
    double size = fmax(box->max_x - box->min_x, box->max_y - box->min_y);
    int exponent = size > 0 ? (int)ceil(log2(size)) : SMALLEST;
    return CLAMP(exponent - SMALLEST, 0, CLASSES - 1);
}

static void make_class(SizeClass *class, const HzpBox *boxes, const size_t *position, size_t n, int threads)
{
    g_autofree double *x = g_new(double, n);
    g_autofree double *y = g_new(double, n);
    for (size_t i = 0; i < n; i++) {
        const HzpBox *box = &boxes[position[i]];
        x[i] = box->min_x;
        y[i] = box->min_y;
        class->width = fmax(class->width, box->max_x - box->min_x);
        class->height = fmax(class->height, box->max_y - box->min_y);
    }
    class->corners = hzp_point_grid_make(x, y, n, threads);
    class->placed = g_new(Placed, class->corners->n + 1);
    for (size_t slot = 0; slot < class->corners->n; slot++) {
        size_t at = position[class->corners->position[slot]];
        class->placed[slot] = (Placed){boxes[at], at};
    }
}

HzpBoxGrid *hzp_box_grid_new(const HzpBox *boxes, size_t n) { return hzp_box_grid_make(boxes, n, 1); }

HzpBoxGrid *hzp_box_grid_make(const HzpBox *boxes, size_t n, int threads)
{
    HzpBoxGrid *grid = g_new0(HzpBoxGrid, 1);
    size_t start[CLASSES + 1] = {0};
    g_autofree size_t *position = g_new(size_t, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!is_empty(&boxes[i])) start[class_of(&boxes[i]) + 1]++;
    for (int c = 0; c < CLASSES; c++)
        start[c + 1] += start[c];
    size_t next[CLASSES];
    memcpy(next, start, sizeof next);
    for (size_t i = 0; i < n; i++)
        if (!is_empty(&boxes[i])) position[next[class_of(&boxes[i])]++] = i;
    for (int c = 0; c < CLASSES; c++)
        if (start[c + 1] > start[c])
            make_class(&grid->classes[c], boxes, position + start[c], start[c + 1] - start[c], threads);
    return grid;
}

void hzp_box_grid_free(HzpBoxGrid *grid)
{
    if (!grid) return;
    for (int c = 0; c < CLASSES; c++) {
        hzp_point_grid_free(grid->classes[c].corners);
        g_free(grid->classes[c].placed);
    }
    g_free(grid);
}

void hzp_box_hits_clear(HzpBoxHits *hits)
{
    g_free(hits->box);
    hzp_point_hits_clear(&hits->corners);
    *hits = (HzpBoxHits){0};
}

static void search_class(const SizeClass *class, const HzpBox *query, HzpBoxHits *hits)
{
    /* Rounded sides may lack a last bit; hzp_box_meets() decides. */
    double width = class->width * (1 + 1e-12) + 1e-6;
    double height = class->height * (1 + 1e-12) + 1e-6;
    HzpBox where = {query->min_x - width, query->min_y - height, query->max_x, query->max_y};
    hzp_point_grid_in_box(class->corners, &where, &hits->corners);
    if (hits->n + hits->corners.n > hits->room) {
        hits->room = (hits->n + hits->corners.n) * 2;
        hits->box = g_renew(size_t, hits->box, hits->room);
    }
    for (size_t k = 0; k < hits->corners.n; k++) {
        const Placed *placed = &class->placed[hits->corners.slot[k]];
        if (hzp_box_meets(&placed->box, query)) hits->box[hits->n++] = placed->position;
    }
}

void hzp_box_grid_meeting(const HzpBoxGrid *grid, const HzpBox *query, HzpBoxHits *hits)
{
    hits->n = 0;
    if (is_empty(query)) return;
    for (int c = 0; c < CLASSES; c++)
        if (grid->classes[c].corners) search_class(&grid->classes[c], query, hits);
}
