/* What the files of this folder share: the catalogue's rules, which are the fonts, opened when
 * first needed, and chains of them. Not for others. */
#ifndef NB_FONT_INTERNAL_H
#define NB_FONT_INTERNAL_H

#include "base/io.h"
#include "font/font.h"

#include <hb.h>

#include <pthread.h>
#include <stdatomic.h>

enum font_state { FONT_CLOSED, FONT_OPEN, FONT_MISSING, FONT_BROKEN, FONT_RESTRICTED };

enum generic { GENERIC_SERIF, GENERIC_SANS, GENERIC_MONO, GENERIC_ANY };

/* What names fonts: the catalogue, a stylesheet, a folder. */
struct font_source {
    const char *name;       /* for messages */
    const char *folder;     /* that relative paths start from */
    bool installed;         /* or from the system's font folder, first */
    enum nb_diag_code code; /* of a rule that is not understood */
};

/* A rule of the catalogue and, once opened, its face. */
struct nb_font {
    struct nb_fonts *owner;
    const struct font_source *source;
    const char *family, *path, *package;
    unsigned index; /* among all */
    unsigned line;  /* of the rule; 0: none */
    unsigned face;  /* in a collection */
    int weight;
    bool italic;
    enum generic generic;
    const uint32_t
        *scripts; /* what it is a fallback for; the one it is made for first */
    size_t script_count;
    const char *const *langs; /* NULL-terminated, or NULL */

    bool asked_for;    /* a style names its family; under the lock */
    _Atomic int state; /* enum font_state */
    struct nb_mapping file;
    hb_face_t *hb_face;
    hb_font_t *hb;
    struct nb_font_info info;
    uint32_t ascii[128]; /* glyphs: most of what is asked for */
    char ps_name[64];
};

/* Faces in the order in which they are asked for a character. Immutable but for `next`, which
 * is set before it is published. */
struct nb_chain {
    struct nb_chain *next;
    struct nb_fonts *owner;
    uint32_t script;
    int weight;
    bool italic;
    char *key; /* language and families, each ended by a NUL; key_len bytes */
    size_t key_len;
    struct nb_font **fonts;
    size_t count;
};

/* Characters that no font has, by script. */
struct lack {
    uint32_t script;
    unsigned codepoint; /* the smallest */
};

struct nb_fonts {
    struct nb_arena *arena; /* the sources and their strings */
    struct nb_font *fonts;
    size_t count, room;
    bool out_of_memory;   /* while they were added */
    pthread_mutex_t lock; /* of opening, of new chains and of lacks */
    struct nb_chain *_Atomic chains;
    struct lack *lacks;
    size_t lack_count, lack_room;
};

/* Appends a font that is not opened yet; NULL without memory. The fonts may move until all are
 * in, so nothing keeps a pointer to one before. */
struct nb_font *nb_fonts_add(struct nb_fonts *fonts, const struct font_source *source);

/* Appends a font for each @font-face rule, but for those of families that one of the first
 * `hiding` fonts has. */
void nb_faces_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                   const struct font_source *source,
                   const struct nb_css_rule *const *rules, size_t count, size_t hiding);

/* The same for the catalogue, from its text. */
enum nb_status nb_catalogue_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                                 const char *path, struct nb_str text) NB_CHECKED;

/* Appends the faces of a font file, or of all below a folder, by what they say of themselves.
 * Those that cannot be used are reported. */
enum nb_status nb_folder_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                              const char *path) NB_CHECKED;

/* Reads a big-endian 16-bit number of a table; 0 behind its end. */
unsigned nb_font_u16(hb_blob_t *table, unsigned offset);

/* Opens the font unless it is; false when it cannot be used. */
bool nb_font_ready(struct nb_font *font);
void nb_font_close(struct nb_font *font);

#endif
