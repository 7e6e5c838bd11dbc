/* The edition file: `weekly.yaml`. */
#ifndef NB_EDITION_EDITION_H
#define NB_EDITION_EDITION_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"

/* Where a key's value stands in the file, from 1; 0 where the key is not given. */
struct nb_edition_mark {
    unsigned line, column;
};

enum { NB_EDITION_MARKS = 32 }; /* at least the keys of any table */

/* Patterns on articles, by field. */
struct nb_edition_patterns {
    struct nb_strings title, author, tag, site;
};

struct nb_edition_section {
    const char *title;
    struct nb_strings
        sources;        /* globs, files or folders, relative to the edition file */
    const char *limit;  /* a number from 1 on */
    const char *order;  /* "date", "weight", "given" */
    const char *window; /* days: "7d" */
    struct nb_edition_patterns include, exclude;
    struct nb_edition_mark marks[NB_EDITION_MARKS]; /* by nb_edition_where */
    struct nb_edition_section *next;
};

/* What is said of articles. */
struct nb_edition_override {
    struct nb_strings match;
    const char *headline, *kicker, *section, *picture, *alt;
    const char *weight, *omit;                      /* a whole number; "yes" or "no" */
    struct nb_edition_mark marks[NB_EDITION_MARKS]; /* by nb_override_where */
    struct nb_edition_override *next;
};

/* What an edition file says; NULL where it says nothing. */
struct nb_edition_file {
    const char *path;   /* of the file itself */
    const char *folder; /* that its paths are relative to */
    const char *title, *subtitle, *number, *id, *date, *lang, *publisher, *rights,
        *cover;
    const char *style, *paper, *device, *most_size, *embed_fonts;
    const char *leader; /* Markdown, or a file of it: one line that ends in .md */
    const char *dedupe; /* a share such as "0.6", or "off" */
    struct nb_strings editors, outputs, font_folders;
    /* Sources of an edition that leaves its sections to the articles; what else it says holds
     * for the other sections too. It is the first of them when it has sources. */
    struct nb_edition_section own;
    struct nb_edition_section *sections, *last;
    struct nb_edition_override *overrides, *last_override;
    struct nb_edition_mark marks[NB_EDITION_MARKS]; /* by nb_edition_where */
};

/* Reads an edition file against the table of keys; every error is reported with line and
 * column, all of them in one go, with a suggestion for a misspelt key; then NB_FORMAT. No
 * aliases, no tags. Everything lives in `arena`. */
enum nb_status nb_edition_read(struct nb_ctx *ctx, struct nb_arena *arena,
                               const char *path,
                               struct nb_edition_file *out) NB_CHECKED;

/* Where the value of the edition's key `name` stands, or that of a section's key, or an
 * override's. */
struct nb_edition_mark nb_edition_where(const struct nb_edition_file *file,
                                        const char *name);
struct nb_edition_mark nb_section_where(const struct nb_edition_section *section,
                                        const char *name);
struct nb_edition_mark nb_override_where(const struct nb_edition_override *override,
                                         const char *name);

/* The file that the leader is in; NULL when the leader is a text, or there is none. */
const char *nb_edition_leader_file(const struct nb_edition_file *file);

/* Expands one source (a glob of * ? [ ] in any part, a file, an OPML list of files, or a
 * folder, walked) to paths in byte order, unique, each given to `found`. Reports NO_MATCH for
 * one that gives nothing. */
enum nb_status nb_source_expand(struct nb_ctx *ctx, const char *folder,
                                const char *source,
                                enum nb_status (*found)(void *user, const char *path),
                                void *user) NB_CHECKED;

#endif
