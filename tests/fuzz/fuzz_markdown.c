/* Any bytes through the reader of Markdown, front matter included. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(&nb_reader_markdown, data, size);
}
