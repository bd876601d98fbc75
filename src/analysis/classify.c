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

/* best[k][j]: least sum of squares of the first j values in k + 1 classes; start[k][j]: where its last class begins. */
static void fill_classes(const Distinct *distinct, size_t classes, double *best, size_t *start)
{
    size_t m = distinct->n;
    for (size_t k = 0; k < classes; k++) {
        for (size_t j = k + 1; j <= m; j++) {
            double sum = 0;
            double squares = 0;
            double count = 0;
            double least = INFINITY;
            size_t from = j - 1;
            /* Values are taken relative to the last one, so that large offsets do not eat the digits. */
            for (size_t i = j; i-- > k;) {
                double offset = distinct->value[i] - distinct->value[j - 1];
                count += distinct->count[i];
                sum += distinct->count[i] * offset;
                squares += distinct->count[i] * offset * offset;
                if (k == 0 && i > 0) continue;
                double before = k == 0 ? 0 : best[(k - 1) * (m + 1) + i];
                double total = before + squares - sum * sum / count;
                if (total <= least) {
                    least = total;
                    from = i;
                }
            }
            best[k * (m + 1) + j] = least;
            start[k * (m + 1) + j] = from;
        }
    }
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
