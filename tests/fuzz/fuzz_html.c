/* Any bytes as a page: what comes out must be an article that keeps the model's rules. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(&nb_reader_html, data, size);
}
