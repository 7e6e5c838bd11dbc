/* A reference counts when it is complete, with its semicolon, and its name is one of HTML's:
 * no text has that by itself, but text about HTML, which is set as code. */
#include "doc/escapes.h"

#include "base/xml.h"

#include <string.h>

enum {
    ROUNDS = 3,  /* "&amp;amp;eacute;" */
    LONGEST = 12 /* bytes of a reference: "&thetasym;", "&#1114111;" */
};

/* The character of a reference at `p`, and its length; 0 for none. */
static unsigned reference_at(const char *p, const char *end, size_t *len)
{
    size_t most = (size_t)(end - p) < LONGEST ? (size_t)(end - p) : LONGEST;
    const char *semicolon = memchr(p, ';', most);
    if (!semicolon || semicolon - p < 3)
        return 0;
    *len = (size_t)(semicolon - p) + 1;
    return nb_xml_entity((struct nb_str){p, *len});
}

/* One round over `text`; whether anything was found. */
static bool undo_references(struct nb_str text, struct nb_buf *out)
{
    const char *p = text.data, *end = p + text.len, *at = p;
    bool found = false;
    while (at < end && (at = memchr(at, '&', (size_t)(end - at))) != NULL) {
        size_t len = 0;
        unsigned c = reference_at(at, end, &len);
        if (!c) {
            at++;
            continue;
        }
        nb_buf_add(out, p, (size_t)(at - p));
        nb_buf_utf8(out, c);
        p = at += len;
        found = true;
    }
    if (found)
        nb_buf_add(out, p, (size_t)(end - p));
    return found;
}

bool nb_escapes_undo(struct nb_str text, struct nb_mojibake *seen, struct nb_buf *out)
{
    struct nb_buf rounds[2] = {NB_BUF_INIT, NB_BUF_INIT};
    bool changed = false;
    for (int i = 0; i < ROUNDS; i++) {
        nb_buf_clear(&rounds[i & 1]);
        if (!undo_references(text, &rounds[i & 1]))
            break;
        text = nb_buf_view(&rounds[i & 1]);
        changed = true;
    }
    size_t before = out->len;
    bool mended = nb_mojibake_undo(text, seen, out);
    if (changed && !mended && out->len == before)
        nb_buf_str(out, text);
    for (int i = 0; i < 2; i++) {
        if (rounds[i].status != NB_OK)
            out->status = rounds[i].status;
        nb_buf_free(&rounds[i]);
    }
    return changed || mended;
}
