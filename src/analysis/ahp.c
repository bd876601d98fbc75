#include "hazplan/ahp.h"

#include <math.h>

#include "base/error.h"
#include "base/message.h"

static HzpStatus check_matrix(const double *matrix, size_t n)
{
    if (n < 1 || n > HZP_AHP_MAX) return hzp_fail(HZP_E_INPUT, "ahp_size", "count", hzp_text_of_size(n), NULL);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double value = matrix[i * n + j];
            double mirrored = matrix[j * n + i];
            /* "1/3" is often written 0.333: reciprocity is asked for to 1 %. */
            if (!isfinite(value) || value <= 0 || fabs(value * mirrored - 1) > 0.01)
                return hzp_fail(HZP_E_INPUT, "ahp_not_reciprocal", "row", hzp_text_of_size(i + 1), "column",
                                hzp_text_of_size(j + 1), "value", hzp_text_of_number(value), "mirrored",
                                hzp_text_of_number(mirrored), NULL);
        }
    }
    return HZP_OK;
}

/* Power iteration: a positive matrix has one dominant eigenvalue (Perron–Frobenius), so it converges. */
static double principal_eigenvector(const double *matrix, size_t n, double *vector)
{
    double eigenvalue = 0;
    for (size_t i = 0; i < n; i++)
        vector[i] = 1.0 / (double)n;
    for (int round = 0; round < 1000; round++) {
        double next[HZP_AHP_MAX];
        double sum = 0;
        double change = 0;
        for (size_t i = 0; i < n; i++) {
            next[i] = 0;
            for (size_t j = 0; j < n; j++)
                next[i] += matrix[i * n + j] * vector[j];
            sum += next[i];
        }
        for (size_t i = 0; i < n; i++) {
            change = fmax(change, fabs(next[i] / sum - vector[i]));
            vector[i] = next[i] / sum;
        }
        eigenvalue = sum; /* the vector adds up to 1, so the sum of its image is the eigenvalue */
        if (change < 1e-15) break;
    }
    return eigenvalue;
}

HzpStatus hzp_ahp_weights(const double *matrix, size_t n, double *weights, double *consistency_ratio)
{
    static const double random_index[HZP_AHP_MAX] = {0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};
    HZP_TRY(check_matrix(matrix, n));
    double eigenvalue = principal_eigenvector(matrix, n, weights);
    double index = n > 1 ? (eigenvalue - (double)n) / ((double)n - 1) : 0;
    if (consistency_ratio) *consistency_ratio = n > 2 ? fmax(0, index / random_index[n - 1]) : 0;
    return HZP_OK;
}
