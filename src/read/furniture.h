/* Page furniture by its words: advertisement marks, newsletter teasers, share links, cookie
 * notices, comment forms, links to more, navigation, in many languages. It says what a line's
 * words mean; whether the line goes is the reader's decision, which sees its surroundings. */
#ifndef NB_READ_FURNITURE_H
#define NB_READ_FURNITURE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum nb_furniture {
    NB_FURNITURE_NONE,
    NB_FURNITURE_ADVERT,
    NB_FURNITURE_NEWSLETTER,
    NB_FURNITURE_SHARE,
    NB_FURNITURE_COOKIES, /* and terms, privacy */
    NB_FURNITURE_COMMENTS,
    NB_FURNITURE_MORE,    /* "read more", "see also" */
    NB_FURNITURE_RELATED, /* the head of a list of other stories */
    NB_FURNITURE_ACCOUNT, /* log in, subscribe, paywalls, notices about the browser */
    NB_FURNITURE_PLAYER,  /* video players, galleries */
    NB_FURNITURE_NAVIGATION,
    NB_FURNITURE_COPYRIGHT,
    NB_FURNITURE_TAGS,
    NB_FURNITURE_STAMP, /* "last updated", "min read" */
    NB_FURNITURE_BIO    /* about the author */
};

/* How much of the text the phrase is. */
enum nb_match { NB_MATCH_NONE, NB_MATCH_PART, NB_MATCH_START, NB_MATCH_WHOLE };

/* What `text` says, by the strongest match; only texts of at most 600 bytes are looked at. */
enum nb_furniture nb_furniture_find(struct nb_str text, enum nb_match *match);

/* A short reason for reports: "advertisement", "share link"; static storage. */
const char *nb_furniture_name(enum nb_furniture kind);

/* Whether `text` is the name of a newspaper's section ("World", "Wirtschaft"): in a menu it is
 * navigation, alone above a headline its kicker. */
bool nb_furniture_is_section(struct nb_str text);

/* `text` for comparing: lower case, straight apostrophes, single spaces, at most `room` bytes
 * (cut between characters). Returns its length. */
size_t nb_furniture_fold(struct nb_str text, char *out, size_t room);

#endif
