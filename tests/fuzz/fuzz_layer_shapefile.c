/* Shapefiles: the members shp, shx, dbf, cpg and prj. */
#include "fuzz_layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_layer(data, size, "shp");
    return 0;
}
