/* Any bytes through the reader of newsml. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(&nb_reader_newsml, data, size);
}
