/* The model as XHTML, in the elements of styles/README.md: for the EPUB and for HTML. What
 * comes out is well-formed and keeps HTML's content model whatever the model holds. */
#ifndef NB_WRITE_XHTML_H
#define NB_WRITE_XHTML_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/doc.h"

#include <stdbool.h>

/* How articles are written. */
struct nb_xhtml {
    const char *lang;  /* of what surrounds the article, or NULL */
    enum nb_dir dir;   /* the same */
    const char *words; /* the language of newsbind's own words, or NULL */
    const char
        *id; /* of its element, and what the ids of its notes begin with; or NULL */
    unsigned level;     /* of the headline: 2 for an <h2>; 0: 1 */
    bool epub;          /* with epub:type (the prefix must be declared) */
    bool keep_captions; /* figures without a picture: their captions stay */
    /* A file that would grow beyond `most` bytes ends before the block at hand (0: never), and
     * next_file(files) ends it and opens the next one; NULL without memory. */
    size_t most;
    void *files;
    struct nb_buf *(*next_file)(void *files);
    /* Appends what marks the places before the article's head (NULL) or before a block of its
     * body, or nothing; NULL: there are none. Called once for each, in order. */
    void (*marks)(void *files, const struct nb_node *block, struct nb_buf *out);
    const void *user; /* for these two, which are called from the writing thread: */
    /* The address of a picture; NULL leaves the figure out. */
    const char *(*picture)(const void *user, const struct nb_image *image);
    /* The address of another article by its id; NULL leaves the link out. */
    const char *(*article)(const void *user, const char *id);
};

/* Appends an article as an <article> element: header, body, related stories, source. In
 * several files each has an <article>, with the notes that are referred to in it. */
enum nb_status nb_xhtml_article(const struct nb_article *article,
                                const struct nb_xhtml *how,
                                struct nb_buf *out) NB_CHECKED;

/* ---- Pieces that other pages are made of. */

enum { NB_TAG_SIZE = 36 };

/* The well-formed beginning of a language tag (BCP 47, 2.1: language, script, region and one
 * variant), "_" read as "-". False when there is none. */
bool nb_xhtml_tag(const char *lang, char out[NB_TAG_SIZE]);

/* A direction that is not AUTO: `dir` itself, else that of `lang`. */
enum nb_dir nb_xhtml_dir(const char *lang, enum nb_dir dir);

/* Appends the attributes xml:lang, lang and dir (each with a space before it), as far as they
 * say more than those of what is around. */
void nb_xhtml_lang(const char *lang, enum nb_dir dir, const char *around_lang,
                   enum nb_dir around_dir, struct nb_buf *out);

/* What an article is called in lists: its headline, else the beginning of its text, else its
 * id. Appends plain text. */
void nb_xhtml_name(const struct nb_article *article, struct nb_buf *out);

#endif
