#include "hazplan/classify.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"

static int by_value(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return first < second ? -1 : first > second;
}

/* Sorted distinct values with how often each occurs: equal values must never be parted. */
typedef struct {
    double *value;
    double *count;
    size_t n;
} Distinct;

static HzpStatus distinct_values(const double *values, size_t n, Distinct *distinct)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i])) return hzp_fail(HZP_E_INPUT, "classify_not_finite", "position", hzp_text_of_size(i), NULL);
    }
    g_autofree double *sorted = g_new(double, n + 1);
    if (n) memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    distinct->value = g_new(double, n + 1);
    distinct->count = g_new(double, n + 1);
    distinct->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (distinct->n && sorted[i] == distinct->value[distinct->n - 1]) {
            distinct->count[distinct->n - 1]++;
        } else {
            distinct->value[distinct->n] = sorted[i];
            distinct->count[distinct->n++] = 1;
        }
    }
    return HZP_OK;
}

static void distinct_clear(Distinct *distinct)
{
    g_free(distinct->value);
    g_free(distinct->count);
}

/* Sums over the first values, relative to a middle one so that large offsets do not eat the digits: the squares of any class
 * are a difference of two. */
typedef struct {
    long double count;
    long double sum;
    long double squares;
} Sums;

static Sums *sums_of(const Distinct *distinct)
{
    Sums *sums = g_new0(Sums, distinct->n + 1);
    for (size_t i = 0; i < distinct->n; i++) {
        long double offset = (long double)distinct->value[i] - (long double)distinct->value[distinct->n / 2];
        sums[i + 1] = (Sums){sums[i].count + distinct->count[i], sums[i].sum + distinct->count[i] * offset,
                             sums[i].squares + distinct->count[i] * offset * offset};
    }
    return sums;
}

/* Sum of squared deviations of the values from..end-1 from their mean. */
static double squares_between(const Sums *sums, size_t from, size_t end)
{
    long double sum = sums[end].sum - sums[from].sum;
    return (double)(sums[end].squares - sums[from].squares - sum * sum / (sums[end].count - sums[from].count));
}

/* One row k of the table below, its columns low..high, where the last class begins at `least` or later and at `most` or
 * earlier. It begins no earlier for more values (the squares are a Monge array), so that the middle column parts the search:
 * n log n instead of n² (as in Grønlund et al. 2017, arXiv:1701.07204). */
static void fill_columns(const Sums *sums, const double *before, size_t low, size_t high, size_t least, size_t most,
                         double *best, size_t *start)
{
    while (low <= high) {
        size_t middle = low + (high - low) / 2;
        best[middle] = INFINITY;
        start[middle] = least;
        for (size_t from = least; from <= most && from < middle; from++) {
            double total = before[from] + squares_between(sums, from, middle);
            if (total >= best[middle]) continue;
            best[middle] = total;
            start[middle] = from;
        }
        if (middle > low) fill_columns(sums, before, low, middle - 1, least, start[middle], best, start);
        least = start[middle];
        low = middle + 1;
    }
}

/* best[k][j]: least sum of squares of the first j values in k + 1 classes; start[k][j]: where its last class begins, as low
 * as may be. */
static void fill_classes(const Distinct *distinct, size_t classes, double *best, size_t *start)
{
    size_t m = distinct->n;
    g_autofree Sums *sums = sums_of(distinct);
    for (size_t j = 1; j <= m; j++)
        best[j] = squares_between(sums, 0, j);
    for (size_t k = 1; k < classes; k++)
        fill_columns(sums, best + (k - 1) * (m + 1), k + 1, m, k, m - 1, best + k * (m + 1), start + k * (m + 1));
}

HzpStatus hzp_jenks_breaks(const double *values, size_t n, size_t classes, double *lower)
{
    Distinct distinct = {0};
    HzpStatus status = distinct_values(values, n, &distinct);
    if (status == HZP_OK && (classes < 1 || classes > distinct.n))
        status = hzp_fail(HZP_E_INPUT, "classify_too_few", "classes", hzp_text_of_size(classes), "distinct",
                          hzp_text_of_size(distinct.n), NULL);
    if (status == HZP_OK) {
        size_t row = distinct.n + 1;
        g_autofree double *best = g_new0(double, classes *row);
        g_autofree size_t *start = g_new0(size_t, classes * row);
        fill_classes(&distinct, classes, best, start);
        size_t end = distinct.n;
        for (size_t k = classes; k-- > 0;) {
            end = start[k * row + end];
            lower[k] = distinct.value[end];
        }
    }
    distinct_clear(&distinct);
    return status;
}

HzpStatus hzp_quantile_breaks(const double *values, size_t n, const double *shares, size_t classes, double *lower)
{
    if (n == 0) return hzp_fail(HZP_E_INPUT, "classify_too_few", "classes", hzp_text_of_size(classes), "distinct", "0", NULL);
    for (size_t i = 0; i < classes; i++) {
        if (!(shares[i] >= 0 && shares[i] < 1) || (i > 0 && shares[i] < shares[i - 1]))
            return hzp_fail(HZP_E_INPUT, "classify_shares", NULL);
    }
    g_autofree double *sorted = g_new(double, n);
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(values[i])) return hzp_fail(HZP_E_INPUT, "classify_not_finite", "position", hzp_text_of_size(i), NULL);
        sorted[i] = values[i];
    }
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t i = 0; i < classes; i++) {
        /* The rank must not slip by one because 0.8 · 5 is not exactly 4. */
        size_t rank = (size_t)floor(shares[i] * (double)n + 1e-9);
        lower[i] = sorted[rank < n ? rank : n - 1];
    }
    return HZP_OK;
}

size_t hzp_class_of(double value, const double *lower, size_t classes)
{
    size_t found = 0;
    for (size_t i = 0; i < classes; i++) {
        if (value >= lower[i]) found = i;
    }
    return found;
}

static double squares_of_class(const double *values, size_t n, const double *lower, size_t classes, size_t wanted, bool all)
{
    double sum = 0;
    double count = 0;
    for (size_t i = 0; i < n; i++) {
        if (!all && hzp_class_of(values[i], lower, classes) != wanted) continue;
        sum += values[i];
        count++;
    }
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (!all && hzp_class_of(values[i], lower, classes) != wanted) continue;
        squares += (values[i] - sum / count) * (values[i] - sum / count);
    }
    return squares;
}

double hzp_variance_fit(const double *values, size_t n, const double *lower, size_t classes)
{
    double total = squares_of_class(values, n, lower, classes, 0, true);
    double within = 0;
    for (size_t k = 0; k < classes; k++)
        within += squares_of_class(values, n, lower, classes, k, false);
    return total > 0 ? 1 - within / total : 1;
}
