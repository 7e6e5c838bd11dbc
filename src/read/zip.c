/* The reader of ZIP archives: every file in one that a folder's walk would read, read as if it
 * stood in a folder. What the texts unpack to together is bounded by the archive's size. */
#include "base/io.h"
#include "base/limits.h"
#include "read/archive.h"
#include "read/readers.h"
#include "read/saved.h"

#include <string.h>

enum {
    RATIO = 10 /* bytes of all texts for each of the archive, beyond some for nothing */
};

struct reading {
    struct nb_ctx *ctx;
    const struct nb_input *input;
    struct nb_archive *archive;
    struct nb_str folder; /* of the entry being read */
    struct nb_buf path;   /* "news.zip/a/page.html" */
    size_t most, left;    /* bytes that texts may unpack to, and may still */
    size_t read;          /* entries */
    nb_take_fn *take;
    void *user;
};

static int sniff(const struct nb_input *input)
{
    return nb_archive_is(input->bytes) ? 100 : 0;
}

static bool at_hand(void *files, const char *name)
{
    const struct reading *reading = files;
    return nb_archive_find(reading->archive, reading->folder, nb_str_of(name), NULL) >=
           0;
}

static bool exists(void *user, const char *path)
{
    const struct reading *reading = user;
    return nb_archive_find(reading->archive, NB_STR(""), nb_str_of(path), NULL) >= 0;
}

/* Only lack of memory comes back. */
static enum nb_status read_bytes(struct reading *reading, struct nb_str bytes)
{
    const struct nb_input input = {.path = nb_buf_cstr(&reading->path),
                                   .bytes = bytes,
                                   .at_hand = at_hand,
                                   .files = reading};
    if (!nb_archive_is(bytes))
        return nb_read_input(reading->ctx, &input, reading->take, reading->user);
    nb_report(reading->ctx, NB_DIAG_ARCHIVE, reading->input->path, 0,
              "%.80s: an archive in an archive",
              input.path + strlen(reading->input->path) + 1);
    return NB_OK;
}

static enum nb_status read_entry(struct reading *reading, size_t index)
{
    struct nb_buf bytes = NB_BUF_INIT;
    const char *name = nb_archive_name(reading->archive, index);
    const char *slash = strrchr(name, '/');
    reading->folder =
        nb_str_sub(nb_str_of(name), 0, slash ? (size_t)(slash - name) : 0);
    nb_buf_clear(&reading->path);
    nb_buf_puts(&reading->path, reading->input->path);
    nb_buf_putc(&reading->path, '/');
    nb_buf_puts(&reading->path, name);
    enum nb_status status = reading->path.status;
    if (status == NB_OK)
        status = nb_archive_read(reading->archive, index, reading->left, &bytes);
    if (status == NB_OK) {
        reading->left -= bytes.len;
        reading->read++;
        status = read_bytes(reading, nb_buf_view(&bytes));
    } else if (status == NB_FORMAT || status == NB_LIMIT) {
        nb_report(reading->ctx, NB_DIAG_ARCHIVE, reading->input->path, 0, "%.80s: %s",
                  name, status == NB_LIMIT ? "larger than it says" : "damaged");
        reading->read++;
        status = NB_OK;
    }
    nb_buf_free(&bytes);
    return status;
}

static enum nb_status read_entries(struct reading *reading)
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < nb_archive_count(reading->archive) && status == NB_OK; i++) {
        const char *name = nb_archive_name(reading->archive, i);
        if (!nb_read_wants(name) || nb_saved_is_part(name, exists, reading))
            continue;
        if (nb_archive_size(reading->archive, i) > reading->left) {
            nb_report(reading->ctx, NB_DIAG_LIMIT, reading->input->path, 0,
                      "%.80s: the texts of this archive unpack to more than %zu bytes; "
                      "the rest is left out",
                      name, reading->most);
            return NB_OK;
        }
        status = read_entry(reading, i);
    }
    if (status == NB_OK && !reading->read)
        nb_report(reading->ctx, NB_DIAG_NO_ARTICLE, reading->input->path, 0,
                  "no file in this archive is news of a known format");
    return status;
}

static enum nb_status read_zip(struct nb_ctx *ctx, const struct nb_input *input,
                               nb_take_fn *take, void *user)
{
    size_t bound = ctx->limits->input_bytes,
           most = bound / 8 + input->bytes.len * RATIO;
    struct reading reading = {.ctx = ctx, .input = input, .take = take, .user = user};
    reading.most = reading.left = most < bound * 4 ? most : bound * 4;
    enum nb_status status =
        nb_archive_new(ctx, input->path, input->bytes, &reading.archive);
    if (status == NB_OK)
        status = read_entries(&reading);
    nb_archive_free(reading.archive);
    nb_buf_free(&reading.path);
    return status == NB_NOMEM ? status : NB_OK;
}

static const char *const endings[] = {".zip", NULL};

const struct nb_reader nb_reader_zip = {.name = "zip",
                                        .endings = endings,
                                        .wants_bytes = true,
                                        .sniff = sniff,
                                        .read = read_zip};
