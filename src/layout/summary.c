/* What an article is about, in a line: its standfirst, else its first sentences. */
#include "layout/pagination.h"

#include "base/str.h"

#include <string.h>

enum { LONGEST_SUMMARY = 220, SHORTEST_SUMMARY = 60 }; /* bytes */

static bool ends_sentence(struct nb_str text, size_t at)
{
    static const char *const wide[] = {"\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (at >= 3 && memcmp(text.data + at - 3, wide[i], 3) == 0)
            return true;
    /* A word before the stop, not an initial or an abbreviation; a space behind it. */
    size_t word = 0;
    while (word + 1 < at && text.data[at - 2 - word] != ' ')
        word++;
    return strchr(".!?", text.data[at - 1]) && word > 3 &&
           (at == text.len || text.data[at] == ' ');
}

/* The first sentences of the first paragraph; NULL when it has none that are short enough. */
static const char *opening(struct nb_galley *galley, const struct nb_article *article)
{
    const struct nb_node *node = article->body->first;
    while (node && node->type != NB_PARAGRAPH)
        node = node->next;
    if (!node)
        return NULL;
    struct nb_buf buf = NB_BUF_INIT;
    nb_node_text(node, &buf);
    struct nb_str text = nb_buf_view(&buf);
    size_t cut = 0;
    for (size_t at = 1; at <= text.len && at <= LONGEST_SUMMARY; at++)
        if ((cut == 0 || cut < SHORTEST_SUMMARY) && ends_sentence(text, at))
            cut = at;
    char *copy = cut ? nb_galley_scratch(galley, cut + 1, 1) : NULL;
    if (copy)
        memcpy(copy, text.data, cut);
    nb_buf_free(&buf);
    return copy;
}

const char *nb_summary_of(struct nb_galley *galley, const struct nb_article *article)
{
    if (article->standfirst.count &&
        strlen(article->standfirst.at[0]) <= LONGEST_SUMMARY)
        return article->standfirst.at[0];
    return opening(galley, article);
}
