/* The plain-text reader on any bytes: decoded as the registry does, every article checked. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(&nb_reader_text, data, size);
}
