/* Inside the plain-text reader. A text is cut into units (text_lines.c): a line, or the
 * lines of one paragraph that was wrapped. Each unit has traits (text_traits.c), which say
 * what it looks like; marks, which say what its words mean (furniture.c, credit.c, date.c);
 * and a rating (text_rate.c), which says from all that and its neighbours whether it belongs
 * to the body. Roles follow from these (text_roles.c, text_head.c), and from the roles the
 * article is built (text_build.c). All memory is the scratch arena's. */
#ifndef NB_READ_TEXT_H
#define NB_READ_TEXT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "read/furniture.h"
#include "read/read.h"

#include <stdbool.h>
#include <stddef.h>

enum nb_text_ending {
    NB_ENDING_NONE,     /* a letter or digit: headlines, captions, labels */
    NB_ENDING_FINAL,    /* a sentence's end, closing quotes and brackets passed over */
    NB_ENDING_COLON,    /* what follows belongs to it */
    NB_ENDING_ELLIPSIS, /* cut off: teasers, but also prose */
    NB_ENDING_OTHER
};

enum nb_text_bullet { NB_BULLET_NONE, NB_BULLET_POINT, NB_BULLET_NUMBER };

/* What a unit looks like; counts are of code points unless said otherwise. */
struct nb_text_traits {
    unsigned width; /* columns; of an ideograph, what the same takes in Latin letters */
    unsigned words; /* an ideograph counts as half */
    unsigned
        cased; /* words behind the first that begin with a letter that has a case */
    unsigned capital; /* of these, with a capital */
    unsigned letters, upper, digits, ideographs;
    unsigned commas;    /* and semicolons */
    unsigned sentences; /* ends of sentences inside the unit */
    unsigned quotes;    /* opening quotation marks */
    unsigned glued; /* capitals behind small letters inside a word: "NewsSportFilm" */
    unsigned rules; /* marks that stand between links: | · » > / with spaces around */
    unsigned brackets; /* square ones */
    unsigned tabs;     /* between other text */
    bool address;      /* a web or mail address, an @name or a #tag */
    bool lower_start, quote_start, quote_end, bracket_whole;
    enum nb_text_ending ending;
};

/* What the words of a unit mean. */
struct nb_text_marks {
    enum nb_furniture furniture; /* NB_FURNITURE_NONE: no phrase of furniture in it */
    enum nb_match match;         /* how much of the unit that phrase is */
    bool byline;       /* begins with "By", "Von" … and goes on with names */
    bool date;         /* holds a date … */
    bool date_only;    /* … and little else */
    bool duration;     /* is a running time: "02:22" */
    bool credit;       /* ends with, or is, a picture credit */
    bool credit_alone; /* … and nothing else */
    bool credit_sure;  /* … and a label says so */
    bool number;       /* is nothing but a number */
    bool copyright;    /* ©, all rights reserved */
    unsigned repeats;  /* other units with the same text */
    size_t first;      /* the first unit with the same text */
};

enum nb_text_role {
    NB_ROLE_UNKNOWN,
    NB_ROLE_HEADLINE,
    NB_ROLE_KICKER,
    NB_ROLE_STANDFIRST,
    NB_ROLE_BYLINE,
    NB_ROLE_DATE,
    NB_ROLE_PARAGRAPH,
    NB_ROLE_HEADING,
    NB_ROLE_ITEM,
    NB_ROLE_QUOTE,
    NB_ROLE_POST,     /* of an embedded post */
    NB_ROLE_POST_END, /* … its last line: who wrote it and when */
    NB_ROLE_ROW,      /* of a table, cells set apart by tabs */
    NB_ROLE_CAPTION,  /* with its credit in it, perhaps */
    NB_ROLE_CREDIT,   /* of the caption before it */
    NB_ROLE_EMBED,    /* its running time; the next title belongs to it */
    NB_ROLE_EMBED_TITLE,
    NB_ROLE_RELATED,
    NB_ROLE_REPEAT, /* says again what stands elsewhere */
    NB_ROLE_FURNITURE
};

struct nb_text_unit {
    struct nb_str text;         /* without bullet, trimmed */
    struct nb_str full;         /* with its bullet */
    unsigned line;              /* of its first line, from 1 */
    unsigned indent;            /* columns */
    unsigned number;            /* of a numbered item */
    unsigned level;             /* of a heading that is marked as one, 0: none */
    bool gap_before, gap_after; /* an empty line there, or the text's edge */
    enum nb_text_bullet bullet;
    struct nb_text_traits traits;
    struct nb_text_marks marks;
    bool crumbs;    /* the way to the page: "Home > World" */
    unsigned taken; /* how many of its words of some length the core has */
    int known;      /* percent of its long words that the core has, -1: none */
    int rating;     /* in hundredths: above 0, more likely body than not */
    bool body;      /* the reader's decision from it */
    enum nb_text_role role;
    const char *reason;  /* of its role, static storage; NULL: the rating's decision */
    const char *settled; /* why `body` is not what the ratings say, or NULL */
};

struct nb_evidence_set;

/* A text on its way through the reader. */
struct nb_text {
    struct nb_ctx *ctx;
    const char *path;
    struct nb_arena *scratch;
    struct nb_text_unit *units;
    size_t count;
    bool cut;        /* there were more units than the reader takes */
    bool wrapped;    /* lines end where a width was full */
    bool markdown;   /* was written in Markdown, now undone */
    bool linked;     /* a terminal browser numbered its links */
    bool prose;      /* nothing of a page's furniture in it: all is kept */
    bool titled;     /* a header gave the headline */
    unsigned indent; /* of most prose */
    size_t headline; /* its unit, or count */
    int headline_score, second_score; /* of the headline, and of the next best unit */
    struct nb_evidence_set *evidence; /* of each unit, for explanations; or NULL */
    size_t first, last; /* the body's first unit and the one behind its last */
};

/* Cuts `source` into units: of the lines, those of one wrapped paragraph are joined; bullets
 * are set apart. */
enum nb_status nb_text_cut(struct nb_text *text, struct nb_str source,
                           unsigned lines_before) NB_CHECKED;

/* Puts a unit into the body or out of it, whatever its rating; `why` in static storage. */
void nb_text_put(struct nb_text_unit *unit, bool body, const char *why);

/* Gives a unit its role; `reason` in static storage, or NULL. */
void nb_text_give(struct nb_text_unit *unit, enum nb_text_role role,
                  const char *reason);

/* Settles what the rating cannot decide line by line (text_settle.c). */
void nb_text_settle(struct nb_text *text);

/* Finds headline, kicker, standfirst, bylines and dates around the start of the body, and
 * gives them their roles (text_head.c). */
void nb_text_find_head(struct nb_text *text);

/* Gives embeds and embedded posts their roles (text_embed.c). */
void nb_text_find_embeds(struct nb_text *text);

/* Whether `s` is a running time with at most a word around it ("2:22", "Video 02:22 min");
 * *time is the time. */
bool nb_text_duration(struct nb_str s, struct nb_str *time);

/* Gives every other unit its role (text_roles.c). */
void nb_text_find_roles(struct nb_text *text);

struct nb_text_headers;

/* Builds the article from the roles and hands it to `take` (text_build.c); reports what was
 * dropped. */
enum nb_status nb_text_build(struct nb_text *text,
                             const struct nb_text_headers *headers, nb_take_fn *take,
                             void *user) NB_CHECKED;

/* Says of each unit what became of it and why (text_explain.c), if anybody asks. */
void nb_text_explain(const struct nb_text *text);

/* Whether a line is the way to the page, and its last step that can be a kicker, empty for
 * none (text_crumbs.c). */
bool nb_text_is_crumbs(struct nb_str text);
struct nb_str nb_text_last_crumb(struct nb_str text);

/* Looks at the form of one piece of text. */
void nb_text_look(struct nb_str text, struct nb_text_traits *traits);

/* How a line begins, as a number to compare: four of numbers, words and marks in turn. */
unsigned nb_text_shape(struct nb_str text);

#endif
