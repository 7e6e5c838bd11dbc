/* The words that newsbind itself puts into a book ("Contents", "Related", "3 min read"), and
 * how names are joined, by language. Data only; fixed phrases, nothing is computed but the
 * place of a number. */
#ifndef NB_DOC_WORDS_H
#define NB_DOC_WORDS_H

#include "base/buf.h"
#include "doc/doc.h"

enum nb_word {
    NB_WORD_CONTENTS,
    NB_WORD_COVER,
    NB_WORD_VIDEO,
    NB_WORD_AUDIO,
    NB_WORD_POST, /* an embedded post, and every other kind of embed */
    NB_WORD_RELATED,
    NB_WORD_PHOTO,
    NB_WORD_MINUTES, /* "%s min read": nb_word_fill */
    NB_WORD_PREVIOUS,
    NB_WORD_NEXT,
    NB_WORD_NOTES,
    NB_WORD_PAGE,
    NB_WORD_CONTINUED,
    NB_WORD_SECTION,
    NB_WORD_AND,         /* before the last of several names, with its spaces */
    NB_WORD_LIST,        /* between the names before that, with its spaces */
    NB_WORD_BY,          /* before names, without spaces; "" where that is unusual */
    NB_WORD_NUMBER,      /* "No. %s": nb_word_fill */
    NB_WORD_COMMA,       /* between parts of a line, with its spaces: "Video, 2:22" */
    NB_WORD_COLON,       /* before what follows, with its spaces: "Video: title" */
    NB_WORD_START,       /* where the text starts: a landmark */
    NB_WORD_BACK,        /* from a note back to the text */
    NB_WORD_ACCESS,      /* the accessibility summary of a book: a sentence */
    NB_WORD_ACCESS_BARE, /* the same where pictures are not described */
    NB_WORD_SOURCES,     /* where the articles come from: the back page's heading */
    NB_WORD_LEADER,      /* above what the editors themselves write */
    NB_WORD_COUNT
};

/* The word in the language of a BCP 47 tag: the longest known beginning of the tag decides;
 * English for NULL and for what is not known. Never NULL; static storage. */
const char *nb_word(enum nb_word word, const char *lang);

/* The tag of the language that nb_word answers `lang` in: "de" for "de-AT", "en" for what is
 * not known. Static storage. */
const char *nb_word_lang(const char *lang);

/* Appends a word that has a "%s", with `value` in its place. */
void nb_word_fill(enum nb_word word, const char *lang, const char *value,
                  struct nb_buf *out);

/* Appends "By A, B and C" as the language says it; nothing for no names. `with_by` false
 * leaves the first word out. A first name that begins with the word already ("By Jo Doe")
 * does not get it twice. */
void nb_words_names(const struct nb_strings *names, const char *lang, bool with_by,
                    struct nb_buf *out);

#endif
