/* The readers of layers: an input becomes files in GDAL's memory, and what is read of them is held to its promises. */
#ifndef HZP_TESTS_FUZZ_FUZZ_LAYER_H
#define HZP_TESTS_FUZZ_FUZZ_LAYER_H

#include "fuzz.h"

/* Read the members of an input as the files "layer.ENDING"; a member "source" holds the layer's keys as project.yaml has
 * them, and `as` (hazard_points, villages, …). `main_ending` is the file that is opened, and what an input without members
 * is. */
void fuzz_layer(const uint8_t *data, size_t size, const char *main_ending);

#endif
