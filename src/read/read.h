/* Readers: files to articles. One file here for each input format, and one line for it in the
 * registry (registry.c). What an input is, its content says first and its name second. */
#ifndef NB_READ_READ_H
#define NB_READ_READ_H

#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"
#include "doc/doc.h"

#include <stdbool.h>

/* An input file, read whole. */
struct nb_input {
    const char *path;    /* as the user gave it, for messages and endings */
    struct nb_str bytes; /* as in the file */
    struct nb_str
        text; /* decoded to UTF-8 in NFC, LF line ends; empty for a reader that
                             wants bytes */
    /* Whether a file of this name (a relative path without "..") lies beside the input. NULL:
     * the file system knows. */
    bool (*at_hand)(void *files, const char *name);
    void *files;
};

/* Takes an article and the arena it lives in (owned by the taker then, also on failure). */
typedef enum nb_status nb_take_fn(void *user, struct nb_article *article,
                                  struct nb_arena *arena);

struct nb_reader {
    const char *name;           /* "text", "html" … */
    const char *const *endings; /* ".html", ".htm" …, NULL-terminated */
    bool wants_bytes; /* reads `bytes` and decodes itself (HTML: charset in meta) */
    /* How sure it is that the content is its own: 0 no, 50 perhaps, 100 certain. */
    int (*sniff)(const struct nb_input *input);
    int most; /* the most that `sniff` says; 0: 100 */
    /* Reads all articles of the input and gives each to `take`. Bad input is reported and
     * costs only itself; a failure is returned when nothing more can be done. */
    enum nb_status (*read)(struct nb_ctx *ctx, const struct nb_input *input,
                           nb_take_fn *take, void *user);
};

/* The readers, NULL-terminated, in the order in which ties are decided. */
extern const struct nb_reader *const nb_readers[];

/* Reads one file with the reader that fits, all articles to `take`. Reports what is wrong:
 * CANNOT_READ, BINARY, UNKNOWN_FORMAT, EMPTY_INPUT, NO_ARTICLE … NB_OK also when the input
 * gave no article for such a reason; other statuses are for what ends the run (NB_NOMEM). */
enum nb_status nb_read_file(struct nb_ctx *ctx, const char *path, nb_take_fn *take,
                            void *user) NB_CHECKED;

/* Whether a file found in a folder is worth opening: its ending is a reader's. */
bool nb_read_wants(const char *path);

#endif
