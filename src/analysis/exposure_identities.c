#include "analysis/exposure_identities.h"

#include <math.h>

#include "base/message.h"

/* Shares of areas are rounded; sums over nations of them stay within this part of the population. */
static const double ROUNDING = 1e-9;

HzpStatus hzp_exposure_require(bool holds, const char *what, double left, double right)
{
    if (holds) return HZP_OK;
    return hzp_fail(HZP_E_INTERNAL, "exposure_contradiction", "what", what, "left", hzp_text_of_value(left), "right",
                    hzp_text_of_value(right), NULL);
}

/* The engine has met every unit once: its population is the sum of the input. */
static HzpStatus check_population(const HzpExposureFigures *figures, const HzpExposureSum *all, int threads)
{
    const HzpExposureUnits *units = figures->units;
    HzpExactSum people = {0};
    uint64_t missing = 0;
#pragma omp parallel num_threads(threads) reduction(+ : missing)
    {
        HzpExactSum own = {0};
#pragma omp for schedule(static) nowait
        for (size_t i = 0; i < units->n; i++) {
            if (isnan(units->people[i])) {
                missing++;
            } else {
                hzp_exact_sum_add(&own, units->people[i]);
            }
        }
#pragma omp critical(hzp_exposure_population)
        hzp_exact_sum_merge(&people, &own);
    }
    double expected = hzp_exact_sum_value(&people), found = hzp_exact_sum_value(&all->people);
    HZP_TRY(hzp_exposure_require(all->units == units->n, "units", (double)all->units, (double)units->n));
    HZP_TRY(hzp_exposure_require(all->people_missing == missing, "population_missing", (double)all->people_missing,
                                 (double)missing));
    return hzp_exposure_require(found == expected, "population", found, expected);
}

/* Nobody is exposed twice, and nobody by a type or grade who is not exposed at all. */
static HzpStatus check_place(const HzpExposureLevelSums *sums, size_t place)
{
    const HzpExposureSum *groups = sums->group + place * sums->n_groups;
    double people = hzp_exact_sum_value(&sums->all[place].people);
    double exposed = hzp_exact_sum_value(&groups[HZP_EXPOSURE_ALL].people);
    double slack = ROUNDING * people;
    HZP_TRY(hzp_exposure_require(exposed <= people + slack, "exposed, population", exposed, people));
    for (size_t g = 0; g < sums->n_groups; g++) {
        if (groups[g].units == 0) continue;
        double part = hzp_exact_sum_value(&groups[g].people);
        HZP_TRY(hzp_exposure_require(part <= exposed + slack, "exposed by group, exposed", part, exposed));
    }
    return HZP_OK;
}

/* The message is the calling thread's. */
static HzpStatus check_places(const HzpExposureLevelSums *sums, int threads)
{
    size_t first = sums->n;
#pragma omp parallel for schedule(static) num_threads(threads) reduction(min : first)
    for (size_t p = 0; p < sums->n; p++) {
        if (check_place(sums, p) != HZP_OK) first = MIN(first, p);
    }
    return first < sums->n ? check_place(sums, first) : HZP_OK;
}

/* The parts of a level are the region. */
static HzpStatus check_parts(const HzpExposureLevelSums *sums, const HzpExposureLevelSums *region)
{
    HzpExposureSum all = {0}, exposed = {0};
    for (size_t p = 0; p < sums->n; p++) {
        hzp_exposure_sum_merge(&all, &sums->all[p]);
        hzp_exposure_sum_merge(&exposed, &sums->group[p * sums->n_groups + HZP_EXPOSURE_ALL]);
    }
    double parts = hzp_exact_sum_value(&all.people), whole = hzp_exact_sum_value(&region->all->people);
    HZP_TRY(hzp_exposure_require(parts == whole, "population of parts", parts, whole));
    parts = hzp_exact_sum_value(&exposed.people);
    whole = hzp_exact_sum_value(&region->group[HZP_EXPOSURE_ALL].people);
    return hzp_exposure_require(parts == whole && exposed.units == region->group[HZP_EXPOSURE_ALL].units, "exposed of parts",
                                parts, whole);
}

/* People under one, two and more zones are the exposed ones, and zone by zone they are met at least so many times. */
static HzpStatus check_overlap(const HzpExposureAnswer *answer, const HzpExposureFigures *figures,
                               const HzpExposureLevelSums *region)
{
    double people = hzp_exact_sum_value(&region->all->people);
    double exposed = hzp_exact_sum_value(&region->group[HZP_EXPOSURE_ALL].people);
    double classes = 0, times = 0;
    HzpExactSum zones = {0};
    for (int d = 0; d < HZP_COVER_DEPTHS; d++) {
        classes += hzp_exact_sum_value(&figures->result->depth[d].people);
        times += (d + 1) * hzp_exact_sum_value(&figures->result->depth[d].people);
    }
    for (size_t z = 0; z < answer->layers->threats.n; z++)
        hzp_exact_sum_merge(&zones, &figures->result->zone[z].people);
    HZP_TRY(hzp_exposure_require(fabs(classes - exposed) <= ROUNDING * people, "overlap, exposed", classes, exposed));
    double sum = hzp_exact_sum_value(&zones);
    return hzp_exposure_require(sum >= times * (1 - ROUNDING) - ROUNDING * people, "zones, overlap", sum, times);
}

HzpStatus hzp_exposure_check(const HzpExposureAnswer *answer, const HzpExposureFigures *figures,
                             const HzpExposureLevelSums *sums)
{
    const HzpExposureLevelSums *region = &sums[HZP_LEVEL_REGION];
    HZP_TRY(check_population(figures, region->all, answer->threads));
    if (figures->result->zone) HZP_TRY(check_overlap(answer, figures, region));
    for (int level = HZP_LEVEL_REGION; level <= HZP_LEVEL_TOWN; level++) {
        HZP_TRY(check_places(&sums[level], answer->threads));
        HZP_TRY(check_parts(&sums[level], region));
    }
    return HZP_OK;
}
