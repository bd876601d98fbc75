#include "present/map_label.h"

#include <math.h>
#include <string.h>

static const double CELL_MM = 0.25;
static const double GAP_MM = 0.35; /* between a symbol and its name */
enum { HARD = 255 };

struct HzpLabelField {
    HzpPageBox area;
    int columns;
    int rows;
    unsigned char *cost;
};

/* The best place found so far. */
typedef struct {
    bool found;
    double left, top, cost;
    bool leader;
} Best;

HzpLabelField *hzp_label_field_new(HzpPageBox area)
{
    HzpLabelField *field = g_new0(HzpLabelField, 1);
    field->area = area;
    field->columns = MAX(1, (int)ceil(area.width / CELL_MM));
    field->rows = MAX(1, (int)ceil(area.height / CELL_MM));
    field->cost = g_malloc0((gsize)field->columns * (gsize)field->rows);
    return field;
}

void hzp_label_field_free(HzpLabelField *field)
{
    if (!field) return;
    g_free(field->cost);
    g_free(field);
}

int hzp_label_field_columns(const HzpLabelField *field) { return field->columns; }

int hzp_label_field_rows(const HzpLabelField *field) { return field->rows; }

double hzp_label_field_cell(void) { return CELL_MM; }

static void raise_cost(unsigned char *cell, unsigned cost)
{
    if (cost >= HARD) {
        *cell = HARD;
    } else if (*cell != HARD) {
        *cell = (unsigned char)MIN(*cell + cost, HARD - 1);
    }
}

void hzp_label_field_block(HzpLabelField *field, HzpPageBox box)
{
    int first_column = MAX(0, (int)floor((box.x - field->area.x) / CELL_MM));
    int last_column = MIN(field->columns, (int)ceil((box.x + box.width - field->area.x) / CELL_MM));
    int first_row = MAX(0, (int)floor((box.y - field->area.y) / CELL_MM));
    int last_row = MIN(field->rows, (int)ceil((box.y + box.height - field->area.y) / CELL_MM));
    for (int row = first_row; row < last_row && first_column < last_column; row++)
        memset(field->cost + (gsize)row * (gsize)field->columns + first_column, HARD, (gsize)(last_column - first_column));
}

void hzp_label_field_add_disc(HzpLabelField *field, double x, double y, double radius, unsigned cost)
{
    double cx = (x - field->area.x) / CELL_MM;
    double cy = (y - field->area.y) / CELL_MM;
    double r = radius / CELL_MM;
    if (!(fabs(cx) < 1e6 && fabs(cy) < 1e6)) return;
    for (int row = MAX(0, (int)floor(cy - r)); row < MIN(field->rows, (int)ceil(cy + r)); row++) {
        for (int column = MAX(0, (int)floor(cx - r)); column < MIN(field->columns, (int)ceil(cx + r)); column++) {
            if (hypot(column + 0.5 - cx, row + 0.5 - cy) <= r)
                raise_cost(field->cost + (gsize)row * (gsize)field->columns + column, cost);
        }
    }
}

void hzp_label_field_block_disc(HzpLabelField *field, double x, double y, double radius)
{
    hzp_label_field_add_disc(field, x, y, radius, HARD);
}

void hzp_label_field_add_mask(HzpLabelField *field, const unsigned char *mask, int stride, unsigned cost)
{
    for (int row = 0; row < field->rows; row++) {
        for (int column = 0; column < field->columns; column++) {
            if (mask[(gsize)row * (gsize)stride + (gsize)column] > 64)
                raise_cost(field->cost + (gsize)row * (gsize)field->columns + column, cost);
        }
    }
}

/* Mean cost of the cells under a box, and how many of them are closed; a box that leaves the field is closed as a whole. */
static double box_cost(const HzpLabelField *field, double left, double top, double width, double height, int *hard)
{
    int first_column = (int)floor((left - field->area.x) / CELL_MM);
    int first_row = (int)floor((top - field->area.y) / CELL_MM);
    int last_column = (int)ceil((left + width - field->area.x) / CELL_MM);
    int last_row = (int)ceil((top + height - field->area.y) / CELL_MM);
    *hard = G_MAXINT;
    if (first_column < 0 || first_row < 0 || last_column > field->columns || last_row > field->rows) return 0;
    long sum = 0;
    int closed = 0;
    for (int row = first_row; row < last_row; row++) {
        const unsigned char *cells = field->cost + (gsize)row * (gsize)field->columns;
        for (int column = first_column; column < last_column; column++) {
            if (cells[column] == HARD) {
                closed++;
            } else {
                sum += cells[column];
            }
        }
    }
    *hard = closed;
    int cells = MAX(1, (last_column - first_column) * (last_row - first_row));
    return (double)sum / cells;
}

/* Closed cells that a leader line crosses once it has left the symbol. */
static int leader_hits(const HzpLabelField *field, const HzpLabel *label, double left, double top)
{
    HzpLabel moved = *label;
    moved.left = left;
    moved.top = top;
    double end_x, end_y;
    hzp_label_leader_end(&moved, &end_x, &end_y);
    double length = hypot(end_x - label->x, end_y - label->y);
    int hits = 0;
    for (double at = label->clear + GAP_MM + CELL_MM; at < length - CELL_MM; at += CELL_MM) {
        int column = (int)floor((label->x + (end_x - label->x) * at / length - field->area.x) / CELL_MM);
        int row = (int)floor((label->y + (end_y - label->y) * at / length - field->area.y) / CELL_MM);
        if (column < 0 || row < 0 || column >= field->columns || row >= field->rows) return G_MAXINT;
        if (field->cost[(gsize)row * (gsize)field->columns + (gsize)column] == HARD) hits++;
    }
    return hits;
}

/* Weigh a place; with `crowded`, closed cells cost much instead of ruling the place out. */
static void consider(const HzpLabelField *field, const HzpLabel *label, double left, double top, double extra, bool leader,
                     bool crowded, Best *best)
{
    if (best->found && extra >= best->cost) return;
    int hard = 0;
    double cost = box_cost(field, left, top, label->width, label->height, &hard) + extra;
    if (hard == G_MAXINT || (hard > 0 && !crowded)) return;
    if (leader && !crowded) {
        int hits = leader_hits(field, label, left, top);
        if (hits == G_MAXINT) return;
        cost += 4.0 * hits;
    }
    cost += 100.0 * hard;
    if (best->found && cost >= best->cost) return;
    *best = (Best){true, left, top, cost, leader};
}

/* The eight places beside a point, in the order a reader likes. */
static void try_beside(const HzpLabelField *field, const HzpLabel *label, bool crowded, Best *best)
{
    static const struct {
        double x, y, cost; /* where the name's centre goes, in halves of its size from the gap */
    } places[] = {{1, 0, 0}, {1, -0.7, 2}, {1, 0.7, 3}, {-1, 0, 4}, {0, -1, 5}, {0, 1, 6}, {-1, -0.7, 7}, {-1, 0.7, 8}};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        bool corner = places[i].x != 0 && places[i].y != 0;
        double away = label->clear * (corner ? 0.8 : 1) + GAP_MM;
        double x = label->x + places[i].x * (away + label->width / 2);
        double y = label->y + places[i].y * ((corner ? 0 : away) + label->height / 2 + (corner ? label->clear * 0.8 : 0));
        consider(field, label, x - label->width / 2, y - label->height / 2, places[i].cost, false, crowded, best);
    }
}

/* Rings of places around, joined to the point by a leader line. */
static void try_around(const HzpLabelField *field, const HzpLabel *label, bool crowded, Best *best)
{
    for (double radius = label->clear + 2; radius <= label->leader_reach; radius += 1.25) {
        for (int step = 0; step < 32; step++) {
            double angle = 2 * G_PI * step / 32;
            double x = label->x + cos(angle) * (radius + label->width / 2);
            double y = label->y + sin(angle) * (radius + label->height / 2);
            consider(field, label, x - label->width / 2, y - label->height / 2, 10 + 3 * radius, true, crowded, best);
        }
    }
}

/* Places on an area, best near its middle and with both ends of the name on it. */
static void try_on_area(const HzpLabelField *field, const HzpLabel *label, bool crowded, Best *best)
{
    double step = fmax(0.75, label->height / 5);
    int steps = (int)ceil(label->reach / step);
    for (int row = -steps; row <= steps; row++) {
        for (int column = -steps; column <= steps; column++) {
            double x = label->x + column * step;
            double y = label->y + row * step;
            double distance = hypot(column * step, row * step);
            if (distance > label->reach) continue;
            double extra = 0.6 * distance + 0.03 * distance * distance;
            if (best->found && extra >= best->cost) continue;
            if (label->inside) {
                if (!label->inside(label->shape, x, y)) continue;
                if (!label->inside(label->shape, x - label->width / 2 - 1, y)) extra += 12;
                if (!label->inside(label->shape, x + label->width / 2 + 1, y)) extra += 12;
            }
            consider(field, label, x - label->width / 2, y - label->height / 2, extra, false, crowded, best);
        }
    }
}

static void search(const HzpLabelField *field, const HzpLabel *label, bool crowded, Best *best)
{
    if (label->area) {
        try_on_area(field, label, crowded, best);
    } else {
        try_beside(field, label, crowded, best);
    }
    if (!best->found && label->must) try_around(field, label, crowded, best);
}

bool hzp_label_place(HzpLabelField *field, HzpLabel *label)
{
    Best best = {0};
    label->placed = label->crowded = label->leader = false;
    search(field, label, false, &best);
    if (!best.found && label->must) {
        search(field, label, true, &best);
        label->crowded = best.found;
    }
    if (!best.found) return false;
    label->placed = true;
    label->leader = best.leader;
    label->left = best.left;
    label->top = best.top;
    hzp_label_field_block(field, (HzpPageBox){best.left - 0.1, best.top - 0.1, label->width + 0.2, label->height + 0.2});
    return true;
}

void hzp_label_leader_end(const HzpLabel *label, double *x, double *y)
{
    *x = CLAMP(label->x, label->left, label->left + label->width);
    *y = CLAMP(label->y, label->top, label->top + label->height);
}
