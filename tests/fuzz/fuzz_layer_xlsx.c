/* Excel workbooks. Members whose names end in .xml or .rels become the archive, so that the fuzzer writes XML and not a ZIP's
 * checksums; an input of bytes is the archive itself. */
#include "fuzz_layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_layer(data, size, "xlsx");
    return 0;
}
