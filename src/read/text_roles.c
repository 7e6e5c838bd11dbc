/* The role of each unit that is not of the head. What the rating kept becomes a paragraph, a
 * heading, an item, a quote or a table's row; in what it dropped, captions, embeds and links
 * to other stories are told from furniture, which is given its reason. */
#include "read/text.h"

enum {
    HEADING_WORDS = 14,
    RELATED_WORDS = 4,
    HEADLINE_WORDS = 10,
    RELATED_RUN = 3,
    KNOWN = 50,
    STRANGE_WORDS = 7,
    STRANGE = 25,
    CAPTION_WIDTH = 250,
    TEASER_WIDTH = 60
};

static struct nb_text_unit *neighbour(const struct nb_text *text, size_t i, long by)
{
    long at = (long)i + by;
    return at >= 0 && at < (long)text->count ? &text->units[at] : NULL;
}

static bool in_body(const struct nb_text *text, size_t i)
{
    size_t first = text->headline < text->first ? text->headline : text->first;
    return i >= first && i < text->last;
}

static bool is_open(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    return traits->ending != NB_ENDING_FINAL || traits->sentences == 0;
}

static void drop(struct nb_text_unit *unit, const char *reason)
{
    nb_text_give(unit, NB_ROLE_FURNITURE, reason);
}

/* ---- Captions. */

/* In the body, a little before the headline, or right behind the body. */
static bool in_reach(const struct nb_text *text, size_t i)
{
    bool head = text->headline < text->count && i + 6 >= text->headline;
    bool behind = i == text->last && i > 0 && text->units[i].marks.credit_sure &&
                  !text->units[i].marks.copyright;
    return in_body(text, i) || (head && i < text->last) || behind;
}

/* A credit alone on its line makes a caption of a dropped line right before it. */
static void find_captions(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        const struct nb_text_marks *marks = &unit->marks;
        if (unit->role != NB_ROLE_UNKNOWN || !marks->credit)
            continue;
        if (!in_reach(text, i) || (unit->body && !marks->credit_sure) ||
            (unit->body && marks->credit_alone))
            continue;
        if (!marks->credit_alone) {
            nb_text_give(unit, NB_ROLE_CAPTION, "it ends with a picture credit");
            continue;
        }
        struct nb_text_unit *before = neighbour(text, i, -1);
        if (before && !unit->gap_before && before->role == NB_ROLE_CAPTION) {
            nb_text_give(unit, NB_ROLE_CREDIT, "behind a caption");
        } else if (before && !unit->gap_before && before->role == NB_ROLE_UNKNOWN &&
                   !before->body && before->traits.words >= 3 &&
                   before->marks.match < NB_MATCH_START) {
            nb_text_give(before, NB_ROLE_CAPTION, "a credit stands behind it");
            nb_text_give(unit, NB_ROLE_CREDIT, "behind a caption");
        }
    }
}

/* A credit and one line right behind it, with empty lines around the two. */
static bool heads_caption(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i], *next = &unit[1];
    return unit->marks.credit_alone && unit->marks.credit_sure && unit->gap_before &&
           !unit->gap_after && next->gap_after && next->role == NB_ROLE_UNKNOWN &&
           next->marks.match < NB_MATCH_START && !next->marks.date_only &&
           !next->marks.byline && next->traits.words >= 3 &&
           next->traits.width <= CAPTION_WIDTH;
}

/* Some pages put the credit first: then it belongs to the caption behind it. */
static void find_credits_before(struct nb_text *text)
{
    for (size_t i = 0; i + 1 < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        if (unit->role == NB_ROLE_UNKNOWN && in_reach(text, i) &&
            heads_caption(text, i))
            nb_text_give(&unit[1], NB_ROLE_CAPTION, "right behind a picture credit");
        if (unit->role == NB_ROLE_UNKNOWN && unit->marks.credit_alone && !unit->body &&
            unit->marks.credit_sure && in_reach(text, i) &&
            unit[1].role == NB_ROLE_CAPTION)
            nb_text_give(unit, NB_ROLE_CREDIT, "before a caption");
    }
}

/* ---- Related headlines. */

static bool may_be_related(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    return unit->role == NB_ROLE_UNKNOWN && !unit->body && is_open(unit) &&
           unit->traits.words >= RELATED_WORDS && unit->traits.width <= 160 &&
           marks->match != NB_MATCH_WHOLE && !marks->byline && !marks->date_only &&
           !marks->credit && !marks->number && !unit->traits.bracket_whole &&
           unit->traits.rules == 0 &&
           (marks->furniture == NB_FURNITURE_NONE ||
            marks->furniture == NB_FURNITURE_MORE ||
            marks->furniture == NB_FURNITURE_RELATED);
}

/* A line on its own between paragraphs that reads like a headline: too long for a heading
 * within a text, with names, a quotation or a clause in it; or of words that the text does not
 * take up, as it does those of its headings. */
static bool reads_as_headline(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_unit *before = neighbour(text, i, -1);
    const struct nb_text_unit *next = neighbour(text, i, 1);
    const struct nb_text_traits *traits = &unit->traits;
    bool named = traits->words >= HEADLINE_WORDS && unit->known < KNOWN &&
                 (traits->quotes > 0 || traits->commas > 0 || traits->capital >= 2);
    bool strange = traits->words >= STRANGE_WORDS && unit->known < STRANGE;
    return unit->role == NB_ROLE_UNKNOWN && !text->prose && unit->gap_before &&
           unit->gap_after && unit->bullet == NB_BULLET_NONE &&
           unit->indent <= text->indent && traits->ending == NB_ENDING_NONE &&
           (named || strange) && traits->width <= 120 && !traits->address &&
           !traits->quote_start && !traits->lower_start && before && next &&
           before->body && next->body && before->traits.width >= 100 &&
           next->traits.width >= 100;
}

/* Dropped headlines inside the body, few in a row, prose before and behind. */
static void find_related(struct nb_text *text)
{
    for (size_t i = text->first; i < text->last; i++)
        if (reads_as_headline(text, i))
            nb_text_give(&text->units[i], NB_ROLE_RELATED,
                         "it stands alone and reads as a headline");
    for (size_t i = text->first; i < text->last; i++) {
        size_t end = i;
        while (end < text->last && may_be_related(&text->units[end]))
            end++;
        if (end > i && end - i <= RELATED_RUN)
            for (size_t j = i; j < end; j++)
                nb_text_give(&text->units[j], NB_ROLE_RELATED,
                             "an open line that is not of the body");
        i = end > i ? end : i;
    }
}

/* ---- Teasers of newsletters: the line or two below "Sign up to …". */

static bool is_teaser(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    bool sentence = traits->ending == NB_ENDING_FINAL && traits->width > TEASER_WIDTH;
    return unit->role == NB_ROLE_UNKNOWN && !unit->gap_before && !sentence &&
           unit->marks.match < NB_MATCH_START && traits->width < TEASER_WIDTH * 2;
}

static void find_teasers(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct nb_text_marks *marks = &text->units[i].marks;
        if (marks->furniture != NB_FURNITURE_NEWSLETTER || text->units[i].body)
            continue;
        for (size_t at = i + 1; at < text->count && at <= i + 2; at++) {
            if (!is_teaser(&text->units[at]))
                break;
            drop(&text->units[at], "newsletter");
        }
    }
}

/* ---- The body. */

static bool is_heading(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_traits *traits = &unit->traits;
    const struct nb_text_unit *next = neighbour(text, i, 1);
    if (i == text->first && text->headline >= text->count && !text->titled)
        return false;
    if (unit->level > 0 && next && next->body)
        return true;
    bool question = traits->ending == NB_ENDING_FINAL && traits->sentences == 0 &&
                    nb_str_ends(unit->text, NB_STR("?")) && !traits->quote_start;
    return (traits->ending == NB_ENDING_NONE || question) && !traits->lower_start &&
           traits->words <= HEADING_WORDS && traits->width <= 100 && !traits->address &&
           traits->letters > 2 && traits->commas < 2 && unit->gap_before && next &&
           next->body && !next->traits.lower_start &&
           (next->traits.width >= 70 || next->traits.ending == NB_ENDING_FINAL ||
            next->bullet != NB_BULLET_NONE);
}

static bool is_row(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_unit *before = neighbour(text, i, -1),
                              *next = neighbour(text, i, 1);
    unsigned tabs = unit->traits.tabs;
    return tabs > 0 && ((before && before->body && before->traits.tabs == tabs) ||
                        (next && next->body && next->traits.tabs == tabs));
}

static bool is_item(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_unit *before = neighbour(text, i, -1),
                              *next = neighbour(text, i, 1);
    if (unit->bullet == NB_BULLET_POINT)
        return !nb_str_starts(unit->full, NB_STR("–")) ||
               (next && next->bullet == NB_BULLET_POINT) ||
               (before && before->bullet == NB_BULLET_POINT);
    if (unit->bullet != NB_BULLET_NUMBER)
        return false;
    return (next && next->bullet == NB_BULLET_NUMBER && next->body &&
            next->number == unit->number + 1) ||
           (before && before->bullet == NB_BULLET_NUMBER && before->body &&
            before->number + 1 == unit->number);
}

static enum nb_text_role body_role(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    if (is_row(text, i))
        return NB_ROLE_ROW;
    if (is_item(text, i))
        return NB_ROLE_ITEM;
    if (is_heading(text, i))
        return NB_ROLE_HEADING;
    bool marked = nb_str_starts(unit->text, NB_STR("> "));
    bool deeper = text->wrapped && unit->indent >= text->indent + 2 &&
                  unit->bullet == NB_BULLET_NONE &&
                  !unit->gap_before == !unit->gap_after;
    return marked || deeper ? NB_ROLE_QUOTE : NB_ROLE_PARAGRAPH;
}

/* ---- Furniture. */

static const char *reason_of(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_marks *marks = &unit->marks;
    if (marks->furniture != NB_FURNITURE_NONE)
        return nb_furniture_name(marks->furniture);
    if (unit->traits.letters == 0)
        return marks->number ? "a number alone" : "marks alone";
    if (marks->date_only)
        return "date line";
    if (marks->byline)
        return "byline of another text";
    if (marks->credit)
        return "picture credit";
    if (marks->repeats > 1)
        return "repeated";
    if (i < text->first)
        return "before the article";
    return i >= text->last ? "behind the article" : "not of the article";
}

void nb_text_find_roles(struct nb_text *text)
{
    nb_text_find_embeds(text);
    find_captions(text);
    find_credits_before(text);
    find_teasers(text);
    find_related(text);
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        if (unit->role != NB_ROLE_UNKNOWN)
            continue;
        if (text->headline < text->count && i != text->headline &&
            unit->marks.first == text->units[text->headline].marks.first)
            nb_text_give(unit, NB_ROLE_REPEAT, "the headline again");
        else if (unit->body)
            unit->role = body_role(text, i);
        else
            drop(unit, reason_of(text, i));
    }
}
