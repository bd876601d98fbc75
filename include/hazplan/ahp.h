/** Weights by the analytic hierarchy process. */
#ifndef HAZPLAN_AHP_H
#define HAZPLAN_AHP_H

#include <stddef.h>

#include "hazplan/error.h"

HZP_BEGIN_DECLS

/** Largest number of factors that Saaty's random indices cover. */
#define HZP_AHP_MAX 10

/** Weights of a pairwise comparison matrix and its consistency ratio.
 *
 * The weights are the principal eigenvector scaled to add up to 1; CI = (λmax − n)/(n − 1), CR = CI/RI with Saaty's RI
 * (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49). Source: Saaty (1980), The Analytic Hierarchy Process;
 * docs/methods.md#ahp.
 *
 * @param matrix  n × n by rows, matrix[i*n+j] how much more i matters than j; positive, 1 on the diagonal, reciprocal.
 * @param[out] weights  n numbers.
 * @param[out] consistency_ratio  may be NULL; 0 for n < 3. Judging it (CR < 0.1) is the caller's.
 * @return HZP_E_INPUT when the matrix is not such a matrix or n is not within 1 to HZP_AHP_MAX. Test: unit/ahp. */
HZP_API HzpStatus hzp_ahp_weights(const double *matrix, size_t n, double *weights, double *consistency_ratio);

HZP_END_DECLS

#endif
