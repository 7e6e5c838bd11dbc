/* Clusters: which glyphs of a run show which piece of its text. */
#include "base/utf8.h"
#include "write/pdf_font.h"

/* Characters that steer layout and are never seen; joiners and variation selectors are kept,
 * since they are part of how a word is spelt. */
static bool is_unseen(unsigned c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x200B || c == 0x200E ||
           c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

static void read_chars(struct nb_pdf_cluster *cluster)
{
    const char *p = cluster->text.data, *end = p + cluster->text.len;
    cluster->count = 0;
    while (p < end) {
        size_t len = 1;
        unsigned c = (unsigned char)*p;
        if (c >= 0x80)
            c = nb_utf8_decode(p, end, &len);
        p += len;
        if (is_unseen(c))
            continue;
        if (cluster->count < NB_PDF_MOST_CHARS)
            cluster->chars[cluster->count] = c;
        cluster->count++;
    }
}

void nb_pdf_visible(struct nb_buf *out, struct nb_str text)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        if (!is_unseen(c))
            nb_buf_utf8(out, c);
        p += len;
    }
}

/* Where the text of a glyph starts, within the text. */
static size_t start_of(const struct nb_run *run, size_t glyph)
{
    size_t start = run->glyphs[glyph].cluster;
    return start < run->text_len ? start : run->text_len;
}

static void set_text(const struct nb_run *run, struct nb_pdf_cluster *out, size_t from,
                     size_t to)
{
    out->text = (struct nb_str){run->text + from, to > from ? to - from : 0};
    read_chars(out);
}

/* The text from this cluster to the next in the text, which from right to left is the one
 * before; what comes before the first in the text, or behind the last, is theirs too. */
static void take(const struct nb_run *run, size_t first, struct nb_pdf_cluster *out)
{
    size_t count = nb_pdf_text_glyphs(run), end = first + 1;
    while (end < count && run->glyphs[end].cluster == run->glyphs[first].cluster)
        end++;
    out->first = first;
    out->end = end;
    if (run->rtl)
        set_text(run, out, end < count ? start_of(run, first) : 0,
                 first ? start_of(run, first - 1) : run->text_len);
    else
        set_text(run, out, first ? start_of(run, first) : 0,
                 end < count ? start_of(run, end) : run->text_len);
}

bool nb_pdf_next_cluster(const struct nb_run *run, size_t *at,
                         struct nb_pdf_cluster *out)
{
    if (*at >= run->glyph_count)
        return false;
    if (*at >= nb_pdf_text_glyphs(run))
        *out = (struct nb_pdf_cluster){.first = *at, .end = *at + 1};
    else
        take(run, *at, out);
    *at = out->end;
    return true;
}
