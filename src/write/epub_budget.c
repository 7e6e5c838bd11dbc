/* The size that a book may have: what its text leaves of it is for the pictures, and when that
 * is too little, all are lowered evenly, by a ladder of qualities and then of sizes. Of few
 * rungs are the pictures really made: the first by what JPEGs of news take on each rung, the
 * next by what the last one took. The result is the highest rung that fits, or near it. */
#include "write/epub.h"

#include "base/mem.h"
#include "base/par.h"

#include <math.h>

/* `weight`: the bytes that a photograph takes, with 1000 on the first rung: the medians of the
 * sample edition's. Below quality 40 blocks show more than a smaller size does. */
static const struct rung {
    int quality;
    unsigned percent; /* of width and height */
    unsigned weight;
} rungs[] = {
    {88, 100, 1000}, {84, 100, 923}, {80, 100, 888}, {75, 100, 823}, {70, 100, 779},
    {65, 100, 705},  {60, 100, 571}, {55, 100, 542}, {50, 100, 523}, {45, 100, 509},
    {40, 100, 493},  {40, 90, 421},  {40, 80, 341},  {40, 70, 305},  {40, 60, 245},
    {40, 50, 191},   {40, 40, 141},  {40, 32, 102},  {40, 25, 75},
};
enum {
    RUNGS = sizeof rungs / sizeof rungs[0],
    AS_GIVEN = 1000, /* the weight of a picture as it comes, for the first guess */
    NEAR = 94,       /* percent of the room: so full is full enough */
    MOST_PIXELS = 8000000
};

struct fitting {
    const struct nb_epub *book;
    struct nb_epub_picture **pictures; /* the cover among them */
    size_t count, room, given; /* bytes: that they may take, that they take as given */
    const struct rung *rung;   /* being made */
    struct nb_buf *made;       /* by picture; empty: stays as it is */
    enum nb_status *statuses;
};

/* A picture's side on a rung. `bound` is what a side of such a picture is divided by, so that the
 * largest do not fill the memory: no screen shows so many pixels. */
static unsigned side_of(unsigned side, const struct rung *rung, double bound)
{
    double scaled = (double)side * rung->percent / 100 / bound;
    return scaled < 1 ? 1 : (unsigned)scaled;
}

static enum nb_status encode(const struct nb_epub_picture *picture, int quality,
                             const struct nb_pixels *pixels, struct nb_buf *out)
{
    return picture->kind == NB_IMAGE_JPEG ? nb_jpeg_encode(pixels, quality, out)
                                          : nb_png_encode(pixels, out);
}

/* A picture on a rung. What would grow stays as it is. */
static enum nb_status make(const struct nb_epub_picture *picture,
                           const struct rung *rung, struct nb_buf *out)
{
    const struct nb_image *image = picture->image;
    struct nb_pixels pixels, scaled = {0};
    double all = (double)image->width * image->height;
    double bound = all > MOST_PIXELS ? sqrt(all / MOST_PIXELS) : 1;
    unsigned width = side_of(image->width, rung, bound);
    unsigned height = side_of(image->height, rung, bound);
    if (picture->kind == NB_IMAGE_PNG && rung->percent == 100)
        return NB_OK;
    enum nb_status status = nb_image_decode_least(image, width, height, &pixels);
    if (status != NB_OK)
        return status;
    bool fits = pixels.width == width && pixels.height == height;
    if (!fits)
        status = nb_pixels_scale(&pixels, width, height, &scaled);
    if (status == NB_OK)
        status = encode(picture, rung->quality, fits ? &pixels : &scaled, out);
    nb_pixels_free(&pixels);
    nb_pixels_free(&scaled);
    if (status == NB_OK && out->len >= image->size && picture->kind == image->kind)
        nb_buf_free(out);
    return status;
}

static void make_one(void *user, size_t index, unsigned worker)
{
    struct fitting *fitting = user;
    (void)worker;
    fitting->statuses[index] =
        make(fitting->pictures[index], fitting->rung, &fitting->made[index]);
}

static void made_free(struct nb_buf *made, size_t count)
{
    for (size_t i = 0; made && i < count; i++)
        nb_buf_free(&made[i]);
    nb_free(made);
}

/* Makes all pictures on a rung into new buffers; *total is what they take then. */
static enum nb_status make_all(struct fitting *fitting, const struct rung *rung,
                               struct nb_buf **out, size_t *total)
{
    enum nb_status status = NB_OK;
    *total = 0;
    *out = fitting->made = nb_calloc(fitting->count, sizeof *fitting->made);
    if (!fitting->made)
        return NB_NOMEM;
    fitting->rung = rung;
    nb_par_each(fitting->book->in->jobs ? fitting->book->in->jobs : 1, fitting->count,
                make_one, fitting);
    for (size_t i = 0; i < fitting->count && status == NB_OK; i++) {
        size_t size = fitting->made[i].len;
        *total += size ? size : fitting->pictures[i]->image->size;
        status = fitting->statuses[i];
    }
    return status;
}

/* The highest rung from `from` to `to` that should fit, `to` if none, when `weight` took
 * `size` bytes. */
static size_t guess(const struct fitting *fitting, size_t from, size_t to, size_t size,
                    unsigned weight)
{
    while (from < to &&
           (double)size * rungs[from].weight > (double)fitting->room * weight)
        from++;
    return from;
}

/* Climbs down to the highest rung that fits: `*best` are its pictures, `*rung` is RUNGS when
 * not even the last one does (then the pictures are that one's). */
static enum nb_status climb(struct fitting *fitting, struct nb_buf **best, size_t *rung,
                            size_t *taken)
{
    size_t from = 0, to = RUNGS, at; /* the answer is in [from, to]; RUNGS: none */
    at = guess(fitting, 0, RUNGS - 1, fitting->given, AS_GIVEN);
    for (;;) {
        struct nb_buf *made;
        size_t total;
        enum nb_status status = make_all(fitting, &rungs[at], &made, &total);
        bool fits = total <= fitting->room, last = at == RUNGS - 1;
        if (status != NB_OK || (!fits && !last)) {
            made_free(made, fitting->count);
        } else {
            made_free(*best, fitting->count);
            *best = made;
            *taken = total;
        }
        if (status != NB_OK)
            return status;
        if (fits)
            to = at;
        else
            from = at + 1;
        *rung = to;
        if (from >= to || (fits && total >= fitting->room / 100 * NEAR))
            return NB_OK;
        at = guess(fitting, from, to - 1, total, rungs[at].weight);
    }
}

/* ---- What the book is asked. */

/* Whether a picture without loss is better made a JPEG: it is opaque and has many colours. */
static enum nb_status is_photo(const struct nb_image *image, bool *out)
{
    struct nb_pixels pixels;
    *out = false;
    if (image->kind != NB_IMAGE_PNG || (image->channels != 1 && image->channels != 3))
        return NB_OK;
    enum nb_status status = nb_image_decode(image, &pixels);
    if (status != NB_OK)
        return status;
    *out = !nb_pixels_few_colors(&pixels) && pixels.channels % 2 == 1;
    nb_pixels_free(&pixels);
    return NB_OK;
}

enum nb_status nb_epub_plan_budget(struct nb_epub *book)
{
    size_t given = 0;
    for (size_t i = 0; i < nb_map_count(book->pictures); i++)
        given +=
            ((struct nb_epub_picture *)nb_map_value(book->pictures, i))->image->size;
    if (!book->in->most_size || given <= book->in->most_size)
        return NB_OK;
    for (size_t i = 0; i < nb_map_count(book->pictures); i++) {
        struct nb_epub_picture *picture = nb_map_value(book->pictures, i);
        bool photo;
        enum nb_status status = is_photo(picture->image, &photo);
        if (status != NB_OK)
            return status;
        if (!photo)
            continue;
        picture->kind = NB_IMAGE_JPEG;
        picture->file =
            nb_arena_printf(book->arena, "img/%s.jpg", picture->image->hash);
    }
    return NB_OK;
}

static enum nb_status fit(struct nb_epub *book, struct nb_ctx *ctx,
                          struct fitting *fitting)
{
    struct nb_buf *best = NULL;
    size_t rung = RUNGS, taken = 0;
    enum nb_status status = climb(fitting, &best, &rung, &taken);
    for (size_t i = 0; best && i < fitting->count; i++) {
        struct nb_epub_picture *picture = fitting->pictures[i];
        if (best[i].len)
            picture->bytes = nb_buf_view(&best[i]);
    }
    book->made = best;
    book->made_count = best ? fitting->count : 0;
    if (status != NB_OK)
        return status;
    if (rung == RUNGS)
        nb_report(ctx, NB_DIAG_BOOK_TOO_LARGE, NULL, 0, "%zu bytes too many",
                  taken - fitting->room);
    else
        nb_report(ctx, NB_DIAG_PICTURES_LOWERED, NULL, 0,
                  "JPEG quality %d at the most, %u%% of their width",
                  rungs[rung].quality, rungs[rung].percent);
    return NB_OK;
}

enum nb_status nb_epub_fit(struct nb_epub *book, struct nb_ctx *ctx, size_t taken)
{
    size_t most = book->in->most_size, count = nb_map_count(book->pictures);
    struct fitting fitting = {.book = book, .room = most > taken ? most - taken : 0};
    bool forced = false;
    if (!most)
        return NB_OK;
    fitting.pictures = nb_arena_array(book->arena, count + 1, sizeof *fitting.pictures);
    fitting.statuses = nb_arena_array(book->arena, count + 1, sizeof *fitting.statuses);
    if (!fitting.pictures || !fitting.statuses)
        return NB_NOMEM;
    for (size_t i = 0; i < count; i++)
        fitting.pictures[fitting.count++] = nb_map_value(book->pictures, i);
    if (book->cover)
        fitting.pictures[fitting.count++] = &book->cover_picture;
    for (size_t i = 0; i < fitting.count; i++) {
        const struct nb_epub_picture *picture = fitting.pictures[i];
        fitting.given += picture->image->size;
        forced = forced || picture->kind != picture->image->kind;
    }
    if (fitting.given <= fitting.room && !forced)
        return NB_OK;
    return fit(book, ctx, &fitting);
}
