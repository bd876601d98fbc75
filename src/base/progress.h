/* How much of a call is behind it: phases with the work each is expected to be, and the time that is left.
 *
 * Work is counted in seconds of a usual machine; only the ratios matter. What is expected may be corrected while the work
 * goes on: what is left of the share is then divided anew, so that the share never falls. */
#ifndef HZP_BASE_PROGRESS_H
#define HZP_BASE_PROGRESS_H

#include <stdbool.h>

typedef struct HzpProgress HzpProgress;

HzpProgress *hzp_progress_new(void);
void hzp_progress_free(HzpProgress *progress);

/* Begin anew at a time in seconds of any clock that only goes forward; the same clock is meant below. */
void hzp_progress_begin(HzpProgress *progress, double now_s);

/* A phase is (still) expected to be so much work. Ids are not copied. */
void hzp_progress_expect(HzpProgress *progress, const char *phase, double work);

/* Whether it was named. */
bool hzp_progress_expects(const HzpProgress *progress, const char *phase);

/* So much (0 to 1) of a phase is done, and all of the one that was reached before. A phase that nobody expected is as much as
 * all that was left before it. */
void hzp_progress_reach(HzpProgress *progress, const char *phase, double done, double now_s);

/* All is done. */
void hzp_progress_finish(HzpProgress *progress);

/* Share of the whole, 0 to 1; never falls between two hzp_progress_begin(). */
double hzp_progress_share(const HzpProgress *progress);

/* Seconds until all is done, from the time and the share so far, smoothed; NaN during the first 2 s and the first 5 %. */
double hzp_progress_remaining_s(const HzpProgress *progress, double now_s);

#endif
