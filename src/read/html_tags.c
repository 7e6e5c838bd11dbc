/* The elements of HTML by name: a sorted table and a binary search. */
#include "read/html_tags.h"

#include <stddef.h>
#include <string.h>

enum class { IN, BLOCK, SKIP };

static const struct {
    const char *name;
    enum class class;
} tags[NB_TAG_COUNT] = {{"", IN},
                        {"", IN},
#define NB_HTML_TAG_ROW(id, name, class) {name, class},
                        NB_HTML_TAGS(NB_HTML_TAG_ROW)
#undef NB_HTML_TAG_ROW
};

enum nb_html_tag nb_html_tag(const char *name)
{
    if (!name)
        return NB_TAG_TEXT;
    size_t low = NB_TAG_OTHER + 1, high = NB_TAG_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = (unsigned char)*name - (unsigned char)*tags[middle].name;
        if (order == 0)
            order = strcmp(name, tags[middle].name);
        if (order == 0)
            return (enum nb_html_tag)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NB_TAG_OTHER;
}

bool nb_html_tag_is_block(enum nb_html_tag tag)
{
    return tags[tag].class == BLOCK;
}

bool nb_html_tag_is_skipped(enum nb_html_tag tag)
{
    return tags[tag].class == SKIP;
}

unsigned nb_html_tag_level(enum nb_html_tag tag)
{
    return tag >= NB_TAG_H1 && tag <= NB_TAG_H6 ? (unsigned)(tag - NB_TAG_H1) + 1 : 0;
}
