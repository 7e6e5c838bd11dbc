/* Any bytes as a feed, in XML and in JSON: what comes out must be articles that keep the
 * model's rules. */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_reader(size && data[0] == '{' ? &nb_reader_feed_json : &nb_reader_feed,
                       data, size);
}
