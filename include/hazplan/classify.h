/** Class limits of a list of numbers. */
#ifndef HAZPLAN_CLASSIFY_H
#define HAZPLAN_CLASSIFY_H

#include <stddef.h>

#include "hazplan/error.h"

HZP_BEGIN_DECLS

/** Natural breaks: the partition into `classes` classes with the least sum of squared deviations from the class means.
 *
 * Exact dynamic programming (Fisher 1958, On grouping for maximum homogeneity, JASA 53; Jenks 1977), not the k-means short
 * cut. Of several best partitions the one with the lowest first limits is given.
 *
 * @param values   n finite numbers in any order; NaN is HZP_E_INPUT.
 * @param classes  at least 1 and at most the number of distinct values, else HZP_E_INPUT.
 * @param[out] lower  `classes` numbers: the least value of each class, rising; a value belongs to the last class whose limit
 * it reaches. Cost: O(classes · m²) for m distinct values. Test: unit/classify. */
HZP_API HzpStatus hzp_jenks_breaks(const double *values, size_t n, size_t classes, double *lower);

/** Quantile limits: lower[i] is the least value whose cumulative share of the n values exceeds shares[i] (shares rise, in [0,
 * 1)).
 * @param[out] lower  `classes` numbers; lower[i] belongs to shares[i]. HZP_E_INPUT for n = 0, NaN, or shares that do not
 * rise. */
HZP_API HzpStatus hzp_quantile_breaks(const double *values, size_t n, const double *shares, size_t classes, double *lower);

/** Goodness of variance fit of limits: 1 - (sum of squares within classes) / (total sum of squares); 1 where all values are
 * equal. */
HZP_API double hzp_variance_fit(const double *values, size_t n, const double *lower, size_t classes);

/** Position of the class of a value: the last whose limit it reaches; 0 when it is below all. */
HZP_API size_t hzp_class_of(double value, const double *lower, size_t classes);

HZP_END_DECLS

#endif
