/* What programs that turn pages into text leave behind: lists of links, Markdown. */
#ifndef NB_READ_TEXT_DUMP_H
#define NB_READ_TEXT_DUMP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* Marks at the start of a line that nb_markdown_undo writes and the cutter takes off. */
enum {
    NB_MARK_LINE = 1, /* this line's number is one higher than it would be */
    NB_MARK_GAP = 2   /* as if an empty line were before it */
};

/* `source` without the numbered list of addresses at its end, if there is one. */
struct nb_str nb_dump_without_references(struct nb_str source);

/* Whether a terminal browser numbered the links ("[12]word"): such numbers rise through the
 * page; it may begin with any, for links of pictures go unseen. */
bool nb_dump_has_link_numbers(struct nb_str source);

/* A line without them; a copy is the arena's. */
struct nb_str nb_dump_without_link_numbers(struct nb_arena *arena, struct nb_str line);

/* "****** Title ******", "== Title ==": what is between the marks, else `line`. */
struct nb_str nb_dump_without_stars(struct nb_str line);

/* Whether a text is written in Markdown, as some scrapers do. */
bool nb_markdown_is(struct nb_str source);

/* Whether a text in Markdown is a whole page: many lines of it are nothing but links, or
 * some are labels of a page's furniture. */
bool nb_markdown_is_page(struct nb_str source);

/* Appends `source` with a line for each of its paragraphs, without the syntax of links,
 * pictures and emphasis; bullets, numbers, "> " and the "# " of headings stay, cells of tables
 * are set apart by tabs. Lines begin with marks, so that they keep their numbers. */
void nb_markdown_undo(struct nb_str source, struct nb_buf *out);

#endif
