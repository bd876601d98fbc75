/* Quotation marks in comma-separated text: what was put right needs no more of it, and nothing but marks was added. */
#include "fuzz.h"

#include <string.h>

#include "data/csv_text.h"

static size_t count_others(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += text[i] != '"';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *quoted = NULL;
    g_autofree char *again = NULL;
    size_t length = 0;
    size_t more = 0;
    size_t line = hzp_csv_quote_cells((const char *)data, size, &quoted, &length);
    FUZZ_REQUIRE(!line || !quoted, "line %zu", line);
    if (!quoted) return 0;
    FUZZ_REQUIRE(count_others(quoted, length) == count_others((const char *)data, size), "%.*s", (int)length, quoted);
    FUZZ_REQUIRE(hzp_csv_quote_cells(quoted, length, &again, &more) == 0 && !again, "%.*s", (int)length, quoted);
    return 0;
}
