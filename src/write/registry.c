/* The outputs that newsbind knows: one line for each. */
#include "write/write.h"

#include "base/str.h"
#include "write/writers.h"

const struct nb_writer *const nb_writers[] = {
    &nb_writer_epub,     &nb_writer_kepub, &nb_writer_html, &nb_writer_json,
    &nb_writer_markdown, &nb_writer_pdf,   &nb_writer_text, NULL,
};

const struct nb_writer *nb_writer_for(const char *path)
{
    const struct nb_writer *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; nb_writers[i]; i++) {
        struct nb_str ending = nb_str_of(nb_writers[i]->ending);
        if (ending.len > longest && nb_str_ends_nocase(nb_str_of(path), ending)) {
            found = nb_writers[i];
            longest = ending.len;
        }
    }
    return found;
}
