/* How much two names of places are alike, for proposing what a name that is not found may mean. Nothing is matched by it. */
#ifndef HZP_BASE_NAME_LIKENESS_H
#define HZP_BASE_NAME_LIKENESS_H

#include <stdbool.h>

/* Least cost of turning one name into the other, in characters: one for a character put in, left out, replaced, or two
 * neighbours exchanged (西河, 河西); half for one replaced by a character that sounds or looks like it (`alike` of
 * data/place_names.yaml). Optimal string alignment: Damerau (1964), Comm. ACM 7(3); names longer than 31 characters are cut.
 */
double hzp_name_distance(const char *a, const char *b);

/* The same to the part of `name` that is nearest to `text`: what stands before and after it costs nothing. */
double hzp_name_distance_within(const char *text, const char *name);

/* Whether a name is near enough to be proposed: a character in common, and a distance of at most half of the longer name. */
bool hzp_name_is_like(const char *a, const char *b, double *distance);

#endif
