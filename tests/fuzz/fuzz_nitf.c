/* Any bytes through the reader of nitf. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(&nb_reader_nitf, data, size);
}
