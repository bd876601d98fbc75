#include "geo/orientation.h"

/* Eight products of two doubles, each in two parts. */
enum { MOST_PARTS = 16 };

/* A sum of doubles that do not overlap, smallest first (Shewchuk's expansion). */
typedef struct {
    double part[MOST_PARTS];
    int n;
} Expansion;

/* a + b = sum + error exactly (Knuth). */
static double two_sum(double a, double b, double *error)
{
    double sum = a + b;
    double b_part = sum - a;
    double a_part = sum - b_part;
    *error = (a - a_part) + (b - b_part);
    return sum;
}

static void add(Expansion *sum, double term)
{
    for (int i = 0; i < sum->n; i++)
        term = two_sum(sum->part[i], term, &sum->part[i]);
    sum->part[sum->n++] = term;
}

static void add_product(Expansion *sum, double a, double b)
{
    double product = a * b;
    add(sum, fma(a, b, -product));
    add(sum, product);
}

/* (a + a_error) * (b + b_error) */
static void add_products(Expansion *sum, const double a[2], const double b[2])
{
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            add_product(sum, a[i], b[j]);
}

int hzp_orientation_exact(double ax, double ay, double bx, double by, double px, double py)
{
    double ax_p[2], ay_p[2], bx_p[2], by_p[2];
    Expansion cross = {{0}, 0};
    ax_p[0] = two_sum(ax, -px, &ax_p[1]);
    ay_p[0] = two_sum(ay, -py, &ay_p[1]);
    bx_p[0] = two_sum(bx, -px, &bx_p[1]);
    by_p[0] = two_sum(by, -py, &by_p[1]);
    add_products(&cross, ax_p, by_p);
    ay_p[0] = -ay_p[0];
    ay_p[1] = -ay_p[1];
    add_products(&cross, ay_p, bx_p);
    /* The largest part that is not 0 has the sign of the whole. */
    for (int i = cross.n - 1; i >= 0; i--)
        if (cross.part[i] != 0) return cross.part[i] > 0 ? 1 : -1;
    return 0;
}
