/* What the rating cannot decide line by line is settled here for lines that belong together:
 * lists, tables, the links behind a head of links; and a text in which nothing was rated body
 * keeps its sentences. */
#include "read/text.h"

enum {
    LABELLED_WIDTH = 140, /* columns of a link with its label: "Read more: …" */
    LINK_WIDTH = 120,
    LINKS = 8, /* behind one head */
    CREDIT_WIDTH = 80,
    BUTTON_WIDTH = 40,
    FILE_NAME = 12, /* bytes */
    POINT_WIDTH = 200,
    POINTS = 12,     /* behind one colon */
    LIST_POINTS = 3, /* as many are a list */
    LEAST_HEAD = -100,
    PARALLELS = 4,   /* lines or items, at least */
    ITEM_LINES = 4,  /* from one item to the next, at most */
    SHORT_TEXT = 60, /* units */
    LEAST_WORDS = 8,
    WIDE = 90,
    FOLLOWING = 60,
    LEAST_HEADING = -500,
    HEADING_WORDS = 6,
    HEADING_WIDTH = 50,
    LEAST_RATING = -200,
    NEAR_BODY = 4,
    FAR = 1000
};

static bool is_link_label(const struct nb_text_unit *unit, enum nb_match match)
{
    const struct nb_text_marks *marks = &unit->marks;
    return marks->match == match && (marks->furniture == NB_FURNITURE_MORE ||
                                     marks->furniture == NB_FURNITURE_RELATED);
}

/* "Share", "Log in", "Sign up": whole lines whose words leave no doubt. */
static bool is_button(const struct nb_text_unit *unit)
{
    if (unit->marks.match != NB_MATCH_WHOLE || unit->traits.width >= BUTTON_WIDTH)
        return false;
    switch (unit->marks.furniture) {
    case NB_FURNITURE_ADVERT:
    case NB_FURNITURE_NEWSLETTER:
    case NB_FURNITURE_SHARE:
    case NB_FURNITURE_COOKIES:
    case NB_FURNITURE_ACCOUNT:
    case NB_FURNITURE_COPYRIGHT:
        return true;
    case NB_FURNITURE_NONE:
    case NB_FURNITURE_COMMENTS:
    case NB_FURNITURE_MORE:
    case NB_FURNITURE_RELATED:
    case NB_FURNITURE_PLAYER:
    case NB_FURNITURE_NAVIGATION:
    case NB_FURNITURE_TAGS:
    case NB_FURNITURE_STAMP:
    case NB_FURNITURE_BIO:
        return false;
    }
    return false;
}

/* "[IMG_2041]", "new-quay-at-night-03": what a terminal browser shows of a picture. */
static bool is_file_name(const struct nb_text_unit *unit)
{
    size_t joints = 0;
    struct nb_str text = unit->text;
    for (size_t i = 0; i < text.len; i++) {
        if (nb_ascii_space(text.data[i]))
            return false;
        joints += text.data[i] == '-' || text.data[i] == '_';
    }
    return !unit->traits.address && text.len >= FILE_NAME &&
           (joints >= 3 || (unit->traits.bracket_whole && joints > 0));
}

/* Buttons, "Read more: another story", and credits on lines of their own are never body. */
static void settle_labels(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        const struct nb_text_traits *traits = &unit->traits;
        bool open = traits->ending != NB_ENDING_FINAL || traits->words < 10;
        if (is_link_label(unit, NB_MATCH_START) && open &&
            traits->width < LABELLED_WIDTH && traits->sentences == 0)
            nb_text_put(unit, false, "a labelled link to another story");
        if (is_button(unit))
            nb_text_put(unit, false, "a button");
        if (is_file_name(unit))
            nb_text_put(unit, false, "a picture's file name");
        if (unit->marks.credit_alone && unit->marks.credit_sure &&
            traits->width < CREDIT_WIDTH)
            nb_text_put(unit, false, "a picture credit alone");
    }
}

/* The open lines behind "More on this story" are links, up to the next sentence. */
static void settle_links(struct nb_text *text)
{
    size_t left = 0;
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        bool open = unit->traits.ending == NB_ENDING_NONE &&
                    unit->traits.width < LINK_WIDTH && unit->traits.sentences == 0;
        if (is_link_label(unit, NB_MATCH_WHOLE)) {
            left = LINKS;
            nb_text_put(unit, false, "the head of a list of links");
        } else if (left > 0 && open) {
            nb_text_put(unit, false, "a link behind such a head");
            left--;
        } else {
            left = 0;
        }
    }
}

/* All items of a list stay or go. */
static void settle_lists(struct nb_text *text)
{
    for (size_t i = 0; i < text->count;) {
        enum nb_text_bullet bullet = text->units[i].bullet;
        unsigned indent = text->units[i].indent;
        size_t end = i + 1;
        long sum = text->units[i].rating;
        while (end < text->count && bullet != NB_BULLET_NONE &&
               text->units[end].bullet == bullet && text->units[end].indent == indent &&
               !text->units[end].gap_before)
            sum += text->units[end++].rating;
        for (size_t j = i; j < end && end - i > 1; j++)
            nb_text_put(&text->units[j], sum > 0, "goes with its list");
        i = end;
    }
}

/* Rows of a table go with the text around them. */
static void settle_tables(struct nb_text *text)
{
    for (size_t i = 0; i < text->count;) {
        unsigned tabs = text->units[i].traits.tabs;
        size_t end = i + 1;
        while (end < text->count && tabs > 0 && text->units[end].traits.tabs == tabs)
            end++;
        bool before = i > 0 && text->units[i - 1].body;
        bool behind = end < text->count && text->units[end].body;
        for (size_t j = i; j < end && end - i > 1; j++)
            nb_text_put(&text->units[j], before || behind, "goes with its table");
        i = end;
    }
}

/* Lines of one build with numbers in them, such as results and dates, go with the line
 * before them. */
static void settle_parallels(struct nb_text *text)
{
    for (size_t i = 1; i < text->count;) {
        const struct nb_text_unit *unit = &text->units[i];
        unsigned shape = nb_text_shape(unit->text);
        size_t end = i;
        while (end < text->count && text->units[end].traits.digits > 0 &&
               text->units[end].traits.letters > 0 &&
               text->units[end].traits.width < LINK_WIDTH &&
               text->units[end].marks.repeats == 0 &&
               !is_file_name(&text->units[end]) &&
               nb_text_shape(text->units[end].text) == shape)
            end++;
        if (end - i >= PARALLELS && unit[-1].body && !unit->marks.date_only)
            for (size_t j = i; j < end; j++)
                nb_text_put(&text->units[j], true, "built as the lines around it");
        i = end > i ? end : i + 1;
    }
}

static bool may_be_point(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    return unit->traits.ending != NB_ENDING_FINAL && unit->traits.words >= 2 &&
           unit->traits.width < POINT_WIDTH && marks->match < NB_MATCH_START &&
           !marks->credit && !marks->byline && !marks->date_only && !marks->number &&
           !marks->duration && marks->repeats == 0 && unit->traits.rules == 0;
}

/* "It does three things:", "If you …" */
static bool may_head_points(const struct nb_text_unit *unit)
{
    enum nb_text_ending ending = unit->traits.ending;
    return (ending == NB_ENDING_COLON || ending == NB_ENDING_ELLIPSIS) &&
           (unit->body || unit->rating > LEAST_HEAD) && unit->traits.words >= 2 &&
           unit->marks.match < NB_MATCH_START;
}

/* The open lines behind a colon or an ellipsis are its points, if there are several and the
 * text goes on behind them. */
static void settle_points(struct nb_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        size_t end = i;
        if (!may_head_points(&text->units[i - 1]))
            continue;
        while (end < text->count && may_be_point(&text->units[end]) &&
               (end < i + 2 ||
                text->units[end].gap_before == text->units[i + 1].gap_before))
            end++;
        if (end - i < 2 || end - i > POINTS || end == text->count ||
            !text->units[end].body)
            continue;
        for (size_t j = i - 1; j < end; j++) {
            nb_text_put(&text->units[j], true, "points, or the line that they follow");
            if (j >= i && end - i >= LIST_POINTS)
                text->units[j].bullet = NB_BULLET_POINT;
        }
        i = end;
    }
}

/* Items numbered from 1 on, with a line or two between them, go with the line before them. */
static void settle_sequences(struct nb_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        size_t last = i;
        unsigned number = 1;
        if (text->units[i].bullet != NB_BULLET_NUMBER || text->units[i].number != 1 ||
            !text->units[i - 1].body)
            continue;
        for (size_t at = i + 1; at < text->count && at <= last + ITEM_LINES; at++) {
            if (text->units[at].bullet == NB_BULLET_NUMBER &&
                text->units[at].number == number + 1) {
                number++;
                last = at;
            }
        }
        for (size_t at = i; at <= last && number >= PARALLELS; at++)
            nb_text_put(&text->units[at], text->units[at].marks.match < NB_MATCH_START,
                        "in a numbered sequence");
        i = last;
    }
}

/* In a short text the rating, fitted to long pages, is too strict with sentences that stand
 * apart from the rest by a caption or a line of furniture: those come back. */
static void settle_short(struct nb_text *text)
{
    size_t since = FAR;
    bool commented = false;
    if (text->count > SHORT_TEXT)
        return;
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        const struct nb_text_traits *traits = &unit->traits;
        const struct nb_text_marks *marks = &unit->marks;
        bool head = marks->match == NB_MATCH_WHOLE &&
                    (marks->furniture == NB_FURNITURE_RELATED ||
                     marks->furniture == NB_FURNITURE_COMMENTS);
        bool sentence = traits->ending == NB_ENDING_FINAL &&
                        traits->words >= LEAST_WORDS && marks->match == NB_MATCH_NONE &&
                        !marks->credit && !marks->byline && !marks->date_only &&
                        marks->repeats == 0;
        bool parted = unit->gap_before || (i > 0 && is_file_name(&unit[-1]));
        bool wide = parted && unit->gap_after && traits->width >= WIDE && !commented;
        commented = commented || (head && marks->furniture == NB_FURNITURE_COMMENTS);
        if (sentence && (since <= NEAR_BODY || (wide && since < FAR + FAR)) &&
            unit->rating > LEAST_RATING)
            nb_text_put(unit, true, "a sentence close to the body of a short text");
        since = head ? FAR : unit->body ? 1 : since < FAR ? since + 1 : FAR;
    }
}

/* Whether the head of a list of links stands before it with open lines only between, and empty
 * lines between all of them. */
static bool behind_links(const struct nb_text *text, size_t i)
{
    for (size_t back = 1; back <= LINKS && back <= i; back++) {
        const struct nb_text_unit *unit = &text->units[i - back];
        if (is_link_label(unit, NB_MATCH_WHOLE))
            return unit->gap_after || back == 1;
        if (unit->body || unit->traits.ending == NB_ENDING_FINAL)
            return false;
    }
    return false;
}

/* In a short text a few open words alone between empty lines, right above a paragraph, are its
 * heading. */
static void settle_headings(struct nb_text *text)
{
    if (text->count > SHORT_TEXT)
        return;
    for (size_t i = 1; i + 1 < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        const struct nb_text_traits *traits = &unit->traits;
        const struct nb_text_marks *marks = &unit->marks;
        bool begun = false;
        for (size_t at = 0; at < i && !begun; at++)
            begun = text->units[at].body && text->units[at].traits.width >= WIDE;
        bool open = traits->ending == NB_ENDING_NONE && traits->words >= 2 &&
                    traits->words <= HEADING_WORDS && traits->width < HEADING_WIDTH;
        if (begun && open && unit->gap_before && unit->gap_after && unit[1].body &&
            unit[1].traits.width >= FOLLOWING && unit->bullet == NB_BULLET_NONE &&
            marks->match == NB_MATCH_NONE && !marks->credit && !marks->byline &&
            !marks->date && marks->repeats == 0 && traits->letters > 2 &&
            unit->rating > LEAST_HEADING && !behind_links(text, i))
            nb_text_put(unit, true, "a few words right above a paragraph");
    }
}

/* Better a line too many than an empty article. */
static void settle_nothing(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->units[i].body)
            return;
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        nb_text_put(unit,
                    unit->traits.ending == NB_ENDING_FINAL && unit->traits.words >= 5 &&
                        unit->marks.match < NB_MATCH_START,
                    "a sentence in a text without a body");
    }
}

void nb_text_settle(struct nb_text *text)
{
    settle_nothing(text);
    settle_labels(text);
    settle_links(text);
    settle_lists(text);
    settle_tables(text);
    settle_parallels(text);
    settle_sequences(text);
    settle_points(text);
    settle_short(text);
    settle_headings(text);
}
