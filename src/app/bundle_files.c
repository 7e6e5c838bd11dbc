/* The files that newsbind bundle makes besides the outputs: pictures, archive, manifest,
 * checksums, lists. */
#include "app/bundle.h"

#include "base/hash.h"
#include "base/io.h"
#include "base/zip.h"
#include "write/write.h"

#include <stdint.h>
#include <string.h>

enum {
    COVER_WIDTH = 480, /* pixels: on pages, and in the catalogues of e-readers */
    COVER_HEIGHT = 768,
    FRONT_WIDTH = 900,
    FRONT_HEIGHT = 1800, /* at most */
    COVER_QUALITY = 85,
    MOST_FILE = 1 << 30
};

static const char *path_of(const struct nb_bundle *bundle, const char *name)
{
    return nb_path_join(bundle->app->arena, nb_store_draft(bundle->store), name);
}

static enum nb_status write_file(struct nb_bundle *bundle, const char *name,
                                 const struct nb_buf *bytes)
{
    const char *path = path_of(bundle, name);
    return path ? nb_file_save(path, nb_buf_view(bytes)) : NB_NOMEM;
}

static enum nb_status add(struct nb_bundle *bundle, const char *name, const char *role,
                          const char *type, struct nb_str bytes)
{
    struct nb_arena *arena = bundle->app->arena;
    char sum[NB_SHA256_HEX];
    if (bundle->file_count == NB_BUNDLE_MOST)
        return NB_LIMIT;
    nb_sha256_hex(bytes.data, bytes.len, sum);
    bundle->files[bundle->file_count++] =
        (struct nb_site_file){.name = nb_arena_strdup(arena, name),
                              .role = role,
                              .type = type,
                              .sha256 = nb_arena_strdup(arena, sum),
                              .size = (long long)bytes.len};
    return nb_arena_status(arena);
}

enum nb_status nb_bundle_list(struct nb_bundle *bundle, const char *name,
                              const char *role, const char *type)
{
    struct nb_buf bytes = NB_BUF_INIT;
    const char *path = path_of(bundle, name);
    enum nb_status status = path ? nb_file_read(path, MOST_FILE, &bytes) : NB_NOMEM;
    if (status == NB_OK)
        status = add(bundle, name, role, type, nb_buf_view(&bytes));
    nb_buf_free(&bytes);
    return status;
}

/* ---- Pictures. */

static enum nb_status add_picture(struct nb_bundle *bundle, const char *role, bool png,
                                  unsigned width, unsigned height,
                                  const struct nb_buf *bytes)
{
    const char *name =
        nb_arena_printf(bundle->app->arena, "%s.%s", role, png ? "png" : "jpg");
    enum nb_status status = name ? write_file(bundle, name, bytes) : NB_NOMEM;
    if (status == NB_OK)
        status = add(bundle, name, role, png ? "image/png" : "image/jpeg",
                     nb_buf_view(bytes));
    if (status == NB_OK) {
        bundle->files[bundle->file_count - 1].width = width;
        bundle->files[bundle->file_count - 1].height = height;
    }
    return status;
}

/* The greatest size within a box, of the shape given; never larger than that. */
static void fit(double width, double height, unsigned most_width, unsigned most_height,
                unsigned *out_width, unsigned *out_height)
{
    double scale = most_width / width;
    if (height * scale > most_height)
        scale = most_height / height;
    *out_width = (unsigned)(width * scale + 0.5);
    *out_height = (unsigned)(height * scale + 0.5);
    *out_width = *out_width ? *out_width : 1;
    *out_height = *out_height ? *out_height : 1;
}

/* A cover that was drawn keeps its edges, as a PNG; a photograph of the user's stays one. */
static enum nb_status make_cover(struct nb_bundle *bundle, const struct nb_built *built)
{
    struct nb_pixels pixels = {0}, scaled = {0};
    struct nb_buf bytes = NB_BUF_INIT;
    unsigned width, height;
    const struct nb_image *cover = built->cover;
    fit(cover->width, cover->height, COVER_WIDTH, COVER_HEIGHT, &width, &height);
    enum nb_status status = nb_image_decode_least(cover, width, height, &pixels);
    if (status == NB_OK)
        status = nb_pixels_scale(&pixels, width, height, &scaled);
    bool png =
        !built->own_cover || cover->kind == NB_IMAGE_PNG || scaled.channels % 2 == 0;
    if (status == NB_OK)
        status = png ? nb_png_encode(&scaled, &bytes)
                     : nb_jpeg_encode(&scaled, COVER_QUALITY, &bytes);
    if (status == NB_OK)
        status = add_picture(bundle, "cover", png, width, height, &bytes);
    nb_buf_free(&bytes);
    nb_pixels_free(&scaled);
    nb_pixels_free(&pixels);
    return status;
}

static enum nb_status make_front(struct nb_bundle *bundle, const struct nb_page *page)
{
    struct nb_buf bytes = NB_BUF_INIT;
    unsigned width, height;
    fit((double)page->width, (double)page->height, FRONT_WIDTH, FRONT_HEIGHT, &width,
        &height);
    enum nb_status status = nb_raster_png(page, width, height, &bytes);
    if (status == NB_OK)
        status = add_picture(bundle, "front", true, width, height, &bytes);
    nb_buf_free(&bytes);
    return status;
}

enum nb_status nb_bundle_pictures(struct nb_bundle *bundle,
                                  const struct nb_built *built)
{
    enum nb_status status = NB_OK;
    if (built->cover)
        status = make_cover(bundle, built);
    if (status == NB_OK && built->book && built->book->page_count)
        status = make_front(bundle, built->book->pages[0]);
    return status;
}

/* ---- The archive. */

static enum nb_status pack(struct nb_bundle *bundle, struct nb_buf *contents,
                           struct nb_file *to)
{
    struct nb_zip *zip;
    enum nb_status status = nb_zip_new(&zip);
    for (size_t i = 0; i < bundle->file_count && status == NB_OK; i++) {
        const char *name = bundle->files[i].name, *path = path_of(bundle, name);
        const char *inside =
            nb_arena_printf(bundle->app->arena, "%s/%s", bundle->stem, name);
        status =
            path && inside ? nb_file_read(path, MOST_FILE, &contents[i]) : NB_NOMEM;
        if (status == NB_OK)
            nb_zip_add(zip, inside, contents[i].data, contents[i].len, true);
        else
            nb_zip_abort(zip);
    }
    return status == NB_OK ? nb_zip_finish(zip, to) : status;
}

/* Nothing in it would become smaller by much. */
enum nb_status nb_bundle_archive(struct nb_bundle *bundle)
{
    struct nb_buf contents[NB_BUNDLE_MOST] = {{0}};
    struct nb_file *file;
    const char *name = nb_arena_printf(bundle->app->arena, "%s.zip", bundle->stem);
    const char *path = name ? path_of(bundle, name) : NULL;
    enum nb_status status = path ? nb_file_create(path, &file) : NB_NOMEM;
    if (status != NB_OK)
        return status;
    status = pack(bundle, contents, file);
    if (status == NB_OK)
        status = nb_file_commit(file);
    else
        nb_file_abort(file);
    for (size_t i = 0; i < NB_BUNDLE_MOST; i++)
        nb_buf_free(&contents[i]);
    if (status == NB_OK)
        status = nb_bundle_list(bundle, name, "archive", "application/zip");
    return status;
}

/* ---- Manifest, publication, checksums. */

static enum nb_status manifest(struct nb_bundle *bundle, const struct nb_built *built,
                               struct nb_buf *out)
{
    const struct nb_manifest in = {.edition = built->edition,
                                   .diags = bundle->app->ctx.diags,
                                   .folder = built->file->folder,
                                   .files = bundle->files,
                                   .file_count = bundle->file_count};
    return nb_manifest_write(&in, out);
}

/* The publication is what the catalogue says of the issue: made from a manifest too. */
static enum nb_status write_publication(struct nb_bundle *bundle,
                                        const struct nb_built *built)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_site_issue issue;
    const char *why;
    enum nb_status status = manifest(bundle, built, &text);
    if (status == NB_OK)
        status = nb_manifest_read(bundle->app->arena, bundle->name, nb_buf_view(&text),
                                  &issue, &why);
    nb_buf_clear(&text);
    if (status == NB_OK)
        status = nb_site_publication(&issue, &text);
    if (status == NB_OK)
        status = write_file(bundle, NB_SITE_PUBLICATION, &text);
    if (status == NB_OK)
        status = add(bundle, NB_SITE_PUBLICATION, "publication",
                     "application/opds-publication+json", nb_buf_view(&text));
    nb_buf_free(&text);
    return status;
}

/* In the form that sha256sum -c reads. */
static enum nb_status write_sums(struct nb_bundle *bundle)
{
    struct nb_buf text = NB_BUF_INIT;
    for (size_t i = 0; i < bundle->file_count; i++) {
        nb_buf_puts(&text, bundle->files[i].sha256);
        nb_buf_puts(&text, "  ");
        nb_buf_puts(&text, bundle->files[i].name);
        nb_buf_putc(&text, '\n');
    }
    enum nb_status status =
        text.status == NB_OK ? write_file(bundle, NB_SITE_SUMS, &text) : text.status;
    if (status == NB_OK)
        status = add(bundle, NB_SITE_SUMS, "sums", "text/plain", nb_buf_view(&text));
    nb_buf_free(&text);
    return status;
}

enum nb_status nb_bundle_papers(struct nb_bundle *bundle, const struct nb_built *built)
{
    struct nb_buf text = NB_BUF_INIT;
    enum nb_status status = write_publication(bundle, built);
    if (status == NB_OK)
        status = manifest(bundle, built, &text);
    if (status == NB_OK)
        status = write_file(bundle, NB_SITE_MANIFEST, &text);
    if (status == NB_OK)
        status = add(bundle, NB_SITE_MANIFEST, "manifest", "application/json",
                     nb_buf_view(&text));
    nb_buf_free(&text);
    return status == NB_OK ? write_sums(bundle) : status;
}

/* ---- What lists all issues. */

static enum nb_status put_page(const struct nb_site *site, struct nb_buf *out)
{
    nb_site_page(site, out);
    return out->status;
}

static enum nb_status put_opds(const struct nb_site *site, struct nb_buf *out)
{
    nb_site_opds(site, out);
    return out->status;
}

static enum nb_status put_atom(const struct nb_site *site, struct nb_buf *out)
{
    nb_site_atom(site, out);
    return out->status;
}

static const struct {
    const char *name;
    enum nb_status (*put)(const struct nb_site *site, struct nb_buf *out);
} lists[NB_BUNDLE_LISTS] = {{"opds.xml", put_opds},
                            {"opds.json", nb_site_opds2},
                            {"feed.xml", put_atom},
                            {"index.html", put_page}};

const char *nb_bundle_list_name(size_t index)
{
    return lists[index].name;
}

enum nb_status nb_bundle_lists(struct nb_bundle *bundle, bool changed[NB_BUNDLE_LISTS])
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < NB_BUNDLE_LISTS && status == NB_OK; i++) {
        struct nb_buf text = NB_BUF_INIT;
        status = lists[i].put(&bundle->site, &text);
        if (status == NB_OK)
            status = nb_store_put(bundle->store, lists[i].name, &text, &changed[i]);
        nb_buf_free(&text);
    }
    return status;
}
