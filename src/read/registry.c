/* The registry: which readers there are, and which one a file is for. Content decides, the
 * file's name only tips the scales. */
#include "read/read.h"

#include "base/charset.h"
#include "base/io.h"
#include "base/limits.h"
#include "read/readers.h"

#include <errno.h>
#include <string.h>

enum { NAME_BONUS = 15 }; /* for a fitting ending, of 100 */

const struct nb_reader *const nb_readers[] = {&nb_reader_zip,
                                              &nb_reader_feed,
                                              &nb_reader_feed_json,
                                              &nb_reader_json,
                                              &nb_reader_html,
                                              &nb_reader_ninjs,
                                              &nb_reader_newsml,
                                              &nb_reader_nitf,
                                              &nb_reader_markdown,
                                              &nb_reader_text,
                                              NULL};

static bool has_ending(const struct nb_reader *reader, const char *path)
{
    struct nb_str ending = nb_str_of(nb_path_ending(path));
    for (size_t i = 0; reader->endings[i]; i++)
        if (nb_str_eq_nocase(ending, nb_str_of(reader->endings[i])))
            return true;
    return false;
}

bool nb_read_wants(const char *path)
{
    for (size_t i = 0; nb_readers[i]; i++)
        if (has_ending(nb_readers[i], path))
            return true;
    return false;
}

static const struct nb_reader *choose(const struct nb_input *input)
{
    const struct nb_reader *best = NULL;
    int highest = 0;
    for (size_t i = 0; nb_readers[i]; i++) {
        int most = nb_readers[i]->most ? nb_readers[i]->most : 100;
        if (most + NAME_BONUS <= highest)
            continue;
        int sure = nb_readers[i]->sniff(input);
        if (sure > 0 && has_ending(nb_readers[i], input->path))
            sure += NAME_BONUS;
        if (sure > highest) {
            highest = sure;
            best = nb_readers[i];
        }
    }
    return best;
}

/* CRLF and CR to LF, in place. */
static void mend_line_ends(struct nb_buf *text)
{
    size_t to = 0;
    if (!text->data || !memchr(text->data, '\r', text->len))
        return;
    for (size_t i = 0; i < text->len; i++) {
        if (text->data[i] != '\r')
            text->data[to++] = text->data[i];
        else if (i + 1 == text->len || text->data[i + 1] != '\n')
            text->data[to++] = '\n';
    }
    text->len = to;
    text->data[to] = '\0';
}

/* An input that its reader cannot bear costs itself alone; only lack of memory ends the run. */
static enum nb_status give_up(struct nb_ctx *ctx, const char *path,
                              enum nb_status status)
{
    if (status == NB_NOMEM)
        return status;
    if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, path, 0,
                  "takes too much memory, the rest of it is left out");
    else
        nb_report(ctx, NB_DIAG_CANNOT_READ, path, 0, "%s", nb_status_name(status));
    return NB_OK;
}

static enum nb_status read_with(struct nb_ctx *ctx, const struct nb_reader *reader,
                                struct nb_input *input, nb_take_fn *take, void *user)
{
    struct nb_buf text = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    if (!reader->wants_bytes && memchr(input->bytes.data, '\r', input->bytes.len)) {
        status = nb_charset_decode(input->bytes, NULL, &text, NULL);
        mend_line_ends(&text);
        input->text = nb_buf_view(&text);
    } else if (!reader->wants_bytes) {
        status = nb_charset_view(input->bytes, NULL, &text, &input->text);
    }
    if (status == NB_OK && !reader->wants_bytes && nb_str_trim(input->text).len == 0)
        nb_report(ctx, NB_DIAG_EMPTY_INPUT, input->path, 0, NULL);
    else if (status == NB_OK)
        status = reader->read(ctx, input, take, user);
    if (status != NB_OK)
        status = give_up(ctx, input->path, status);
    nb_buf_free(&text);
    return status;
}

/* Reports why a file could not be read; only lack of memory ends the run. */
static enum nb_status refuse(struct nb_ctx *ctx, const char *path,
                             enum nb_status status)
{
    if (status == NB_NOMEM)
        return status;
    if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, path, 0, "more than %zu bytes, left out",
                  ctx->limits->input_bytes);
    else
        nb_report(ctx, NB_DIAG_CANNOT_READ, path, 0, "%s", strerror(errno));
    return NB_OK;
}

enum nb_status nb_read_input(struct nb_ctx *ctx, const struct nb_input *input,
                             nb_take_fn *take, void *user)
{
    struct nb_input decoded = *input;
    const struct nb_reader *reader;
    if (nb_str_trim(input->bytes).len == 0) {
        nb_report(ctx, NB_DIAG_EMPTY_INPUT, input->path, 0, NULL);
        return NB_OK;
    }
    if ((reader = choose(input)) != NULL)
        return read_with(ctx, reader, &decoded, take, user);
    nb_report(ctx,
              nb_charset_is_binary(input->bytes) ? NB_DIAG_BINARY
                                                 : NB_DIAG_UNKNOWN_FORMAT,
              input->path, 0, NULL);
    return NB_OK;
}

enum nb_status nb_read_file(struct nb_ctx *ctx, const char *path, nb_take_fn *take,
                            void *user)
{
    struct nb_buf bytes = NB_BUF_INIT;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &bytes);
    struct nb_input input = {.path = path, .bytes = nb_buf_view(&bytes)};
    if (status == NB_OK)
        status = nb_read_input(ctx, &input, take, user);
    else
        status = refuse(ctx, path, status);
    nb_buf_free(&bytes);
    return status;
}
