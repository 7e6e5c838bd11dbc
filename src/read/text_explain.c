/* Decisions with their reasons, and what the text reader says about them when it is asked. */
#include "read/text_head.h"

#include "base/buf.h"
#include "base/explain.h"
#include "read/text_rate.h"

#include <stdlib.h>

enum { MOST_SHOWN = 6 }; /* pieces of evidence for one unit */

void nb_text_put(struct nb_text_unit *unit, bool body, const char *why)
{
    if (unit->body != body)
        unit->settled = why;
    unit->body = body;
}

void nb_text_give(struct nb_text_unit *unit, enum nb_text_role role, const char *reason)
{
    unit->role = role;
    unit->reason = reason;
}

static const char *role_name(const struct nb_text_unit *unit)
{
    switch (unit->role) {
    case NB_ROLE_UNKNOWN:
        return "unknown";
    case NB_ROLE_HEADLINE:
        return "headline";
    case NB_ROLE_KICKER:
        return "kicker";
    case NB_ROLE_STANDFIRST:
        return "standfirst";
    case NB_ROLE_BYLINE:
        return "byline";
    case NB_ROLE_DATE:
        return "date";
    case NB_ROLE_PARAGRAPH:
        return "paragraph";
    case NB_ROLE_HEADING:
        return "heading";
    case NB_ROLE_ITEM:
        return "list item";
    case NB_ROLE_QUOTE:
        return "quote";
    case NB_ROLE_POST:
    case NB_ROLE_POST_END:
        return "embedded post";
    case NB_ROLE_ROW:
        return "table row";
    case NB_ROLE_CAPTION:
        return "caption";
    case NB_ROLE_CREDIT:
        return "credit";
    case NB_ROLE_EMBED:
        return "embed";
    case NB_ROLE_EMBED_TITLE:
        return "embed's title";
    case NB_ROLE_RELATED:
        return "related story";
    case NB_ROLE_REPEAT:
        return "repeated";
    case NB_ROLE_FURNITURE:
        return unit->reason ? unit->reason : "page furniture";
    }
    return "unknown";
}

/* What was found of `set`, the heaviest first; returns how many, at most MOST_SHOWN. */
static unsigned heaviest(const struct nb_evidence_set *set,
                         enum nb_evidence best[MOST_SHOWN])
{
    unsigned count = 0;
    for (unsigned i = 0; i < NB_EVIDENCE_COUNT; i++) {
        if (i == NB_EVIDENCE_ALWAYS || !nb_evidence_has(set, (enum nb_evidence)i))
            continue;
        int weight = abs(nb_evidence_weight((enum nb_evidence)i));
        unsigned at = count;
        while (at > 0 && abs(nb_evidence_weight(best[at - 1])) < weight)
            at--;
        if (at == MOST_SHOWN)
            continue;
        count += count < MOST_SHOWN;
        for (unsigned j = count - 1; j > at; j--)
            best[j] = best[j - 1];
        best[at] = (enum nb_evidence)i;
    }
    return count;
}

/* A weight in hundredths; the point is one in every locale. */
static void add_weight(struct nb_buf *why, int weight)
{
    int size = abs(weight);
    nb_buf_printf(why, "%c%d.%02d", weight < 0 ? '-' : '+', size / 100, size % 100);
}

static void add_rating(const struct nb_text_unit *unit,
                       const struct nb_evidence_set *set, struct nb_buf *why)
{
    enum nb_evidence best[MOST_SHOWN];
    unsigned count = heaviest(set, best);
    nb_buf_puts(why, why->len ? "; rated " : "rated ");
    add_weight(why, unit->rating);
    for (unsigned i = 0; i < count; i++) {
        nb_buf_puts(why, i ? ", " : " (");
        add_weight(why, nb_evidence_weight(best[i]));
        nb_buf_printf(why, " %s", nb_evidence_name(best[i]));
    }
    nb_buf_puts(why, count ? ")" : "");
}

static void add_reasons(const struct nb_text *text, size_t i, struct nb_buf *why)
{
    const struct nb_text_unit *unit = &text->units[i];
    bool rated = unit->rating > 0;
    if (unit->role == NB_ROLE_HEADLINE)
        nb_text_explain_headline(text, why);
    else if (unit->reason && unit->role != NB_ROLE_FURNITURE)
        nb_buf_puts(why, unit->reason);
    if (unit->settled)
        nb_buf_printf(why, "%s%s", why->len ? "; " : "", unit->settled);
    else if (rated != unit->body && !text->prose && why->len == 0)
        nb_buf_printf(why, "%s%s", why->len ? "; " : "",
                      unit->body ? "as the lines around it, which are body"
                                 : "as the lines around it, which are not body");
}

void nb_text_explain(const struct nb_text *text)
{
    struct nb_buf why = NB_BUF_INIT;
    for (size_t i = 0; text->evidence && i < text->count; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        bool kept = unit->role != NB_ROLE_FURNITURE && unit->role != NB_ROLE_REPEAT;
        nb_buf_clear(&why);
        add_reasons(text, i, &why);
        add_rating(unit, &text->evidence[i], &why);
        nb_explain(text->ctx, text->path, unit->line, kept, role_name(unit), unit->full,
                   "%s", nb_buf_cstr(&why));
    }
    nb_buf_free(&why);
}
