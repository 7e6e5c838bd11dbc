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

/* The glyphs that show text: all but a hyphen that the text does not have. */
static size_t text_glyphs(const struct nb_run *run)
{
    return run->glyph_count - (run->hyphen && run->glyph_count ? 1 : 0);
}

/* Where the text of the glyph `at` starts, with what comes before the first glyph added to it;
 * behind the last glyph, the end of the text. */
static size_t start_of(const struct nb_run *run, size_t at, size_t first, size_t count)
{
    if (at == count)
        return run->text_len;
    if (at == first)
        return 0;
    size_t start = run->glyphs[at].cluster;
    return start < run->text_len ? start : run->text_len;
}

bool nb_pdf_next_cluster(const struct nb_run *run, size_t *at,
                         struct nb_pdf_cluster *out)
{
    size_t count = text_glyphs(run), first = *at, end = first + 1, from, to;
    if (first >= run->glyph_count)
        return false;
    if (first >= count) {
        *out = (struct nb_pdf_cluster){.first = first, .end = end};
        *at = end;
        return true;
    }
    while (end < count && run->glyphs[end].cluster == run->glyphs[first].cluster)
        end++;
    if (run->rtl) { /* visual order: the text runs from the last glyph to the first */
        from = end == count ? 0 : start_of(run, first, count, count);
        to = first == 0 ? run->text_len : start_of(run, first - 1, count, count);
    } else {
        from = start_of(run, first, 0, count);
        to = start_of(run, end, 0, count);
    }
    out->first = first;
    out->end = end;
    out->text = (struct nb_str){run->text + from, to > from ? to - from : 0};
    read_chars(out);
    *at = end;
    return true;
}
