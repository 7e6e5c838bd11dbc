/* Pages as pictures: covers and previews; as JPEG encoded band by band, so that no large picture
 * stands in memory. Glyphs are drawn as their outlines, which FreeType turns into coverage:
 * nothing of the system's font set-up has a say. Pictures stand on whole pixels. */
#include "base/mem.h"
#include "image/image.h"
#include "write/write.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

enum { MOST_SIDE = 16384, MOST_POINTS = 32000, MOST_CONTOURS = 8000 };

/* A placed picture in its size on the canvas; data is NULL when it could not be decoded. */
struct picture {
    struct nb_pixels pixels;
    int x, y;
};

struct canvas {
    const struct nb_page *page;
    double x, y, scale; /* pixels: of the page's corner, and of a point */
    struct picture *pictures;
    size_t picture_count;
    FT_Library library;
    /* A glyph's outline. */
    FT_Vector *points;
    char *tags;
    short *contours;
    /* The band that is drawn. */
    const struct nb_pixels *band;
    int top;
    struct nb_rgb color;
};

/* ---- pixels ---- */

static unsigned char mixed(unsigned under, unsigned over, unsigned coverage)
{
    return (unsigned char)((under * (255 - coverage) + over * coverage + 127) / 255);
}

/* Lays the colour over a part of a row of the band. */
static void blend(const struct canvas *canvas, int x, int y, int length,
                  unsigned coverage)
{
    int width = (int)canvas->band->width, left = x < 0 ? 0 : x;
    int right = x + length > width ? width : x + length;
    if (y < 0 || y >= (int)canvas->band->height || left >= right || !coverage)
        return;
    struct nb_rgb color = canvas->color;
    unsigned char *p =
        canvas->band->data + ((size_t)y * canvas->band->width + (size_t)left) * 3;
    if (coverage == 255 && color.r == color.g && color.g == color.b) {
        memset(p, color.r, (size_t)(right - left) * 3);
        return;
    }
    for (; left < right; left++, p += 3) {
        p[0] = mixed(p[0], color.r, coverage);
        p[1] = mixed(p[1], color.g, coverage);
        p[2] = mixed(p[2], color.b, coverage);
    }
}

/* How much of the pixel from `at` on lies between two places. */
static double part_of(int at, double from, double to)
{
    return fmax(0, fmin(at + 1.0, to) - fmax(at, from));
}

/* Fills a rectangle, given in points. */
static void fill(const struct canvas *canvas, double x, double y, double width,
                 double height)
{
    double limit = 2.0 * MOST_SIDE, x0 = canvas->x + x * canvas->scale;
    double x1 = fmin(x0 + width * canvas->scale, limit);
    double y0 = canvas->y + y * canvas->scale - canvas->top;
    double y1 = y0 + height * canvas->scale;
    x0 = fmax(x0, -limit);
    if (!(x1 > x0) || !(y1 > y0))
        return;
    int left = (int)floor(x0), right = (int)floor(x1), rows = (int)canvas->band->height;
    int first = y0 < 0 ? 0 : y0 > rows ? rows : (int)y0;
    for (int row = first; row < rows && row < y1; row++) {
        double part = 255 * part_of(row, y0, y1);
        blend(canvas, left, row, 1, (unsigned)lround(part * part_of(left, x0, x1)));
        blend(canvas, left + 1, row, right - left - 1, (unsigned)lround(part));
        if (right > left)
            blend(canvas, right, row, 1,
                  (unsigned)lround(part * part_of(right, x0, x1)));
    }
}

/* ---- pictures ---- */

/* Each channel by the alpha of its pixel, so that what is clear does not bleed when scaled. */
static void premultiply(struct nb_pixels *pixels)
{
    size_t area = (size_t)pixels->width * pixels->height;
    unsigned colors = pixels->channels - 1;
    unsigned char *p = pixels->data;
    for (size_t i = 0; i < area; i++, p += pixels->channels)
        for (unsigned c = 0; c < colors; c++)
            p[c] = mixed(0, p[c], p[colors]);
}

/* A picture that cannot be decoded is left out. */
static enum nb_status prepare_picture(const struct canvas *canvas,
                                      const struct nb_placed_image *placed,
                                      struct picture *out)
{
    double left = canvas->x + (double)placed->x * canvas->scale;
    double top = canvas->y + (double)placed->y * canvas->scale;
    double width = round(left + (double)placed->width * canvas->scale) - round(left);
    double height = round(top + (double)placed->height * canvas->scale) - round(top);
    struct nb_pixels pixels = {0};
    if (!(width >= 1) || !(height >= 1) || width > MOST_SIDE || height > MOST_SIDE ||
        fabs(left) > MOST_SIDE || fabs(top) > MOST_SIDE)
        return NB_OK;
    enum nb_status status = nb_image_decode_least(placed->image, (unsigned)width,
                                                  (unsigned)height, &pixels);
    if (status != NB_OK)
        return status == NB_NOMEM ? status : NB_OK;
    if (pixels.channels % 2 == 0)
        premultiply(&pixels);
    status = nb_pixels_scale(&pixels, (unsigned)width, (unsigned)height, &out->pixels);
    out->x = (int)lround(left);
    out->y = (int)lround(top);
    nb_pixels_free(&pixels);
    return status;
}

static enum nb_status prepare_pictures(struct canvas *canvas)
{
    size_t count = 0;
    for (const struct nb_placed_image *at = canvas->page->images; at; at = at->next)
        count++;
    if (!count)
        return NB_OK;
    canvas->pictures = nb_calloc(count, sizeof *canvas->pictures);
    if (!canvas->pictures)
        return NB_NOMEM;
    canvas->picture_count = count;
    struct picture *picture = canvas->pictures;
    enum nb_status status = NB_OK;
    for (const struct nb_placed_image *at = canvas->page->images; at && status == NB_OK;
         at = at->next)
        status = prepare_picture(canvas, at, picture++);
    return status;
}

static void draw_pixel(unsigned char *to, const unsigned char *from, unsigned channels)
{
    unsigned clear = channels % 2 ? 0 : 255U - from[channels - 1];
    for (unsigned c = 0; c < 3; c++)
        to[c] = (unsigned char)(from[channels < 3 ? 0 : c] + mixed(0, to[c], clear));
}

static void draw_picture(const struct canvas *canvas, const struct picture *picture)
{
    const struct nb_pixels *pixels = &picture->pixels, *band = canvas->band;
    int skip = picture->x < 0 ? -picture->x : 0;
    int width = (int)pixels->width, room = (int)band->width - picture->x;
    for (int row = 0; pixels->data && row < (int)band->height; row++) {
        int y = row + canvas->top - picture->y;
        if (y < 0 || y >= (int)pixels->height)
            continue;
        const unsigned char *from =
            pixels->data + (size_t)y * pixels->width * pixels->channels;
        unsigned char *to = band->data + (size_t)row * band->width * 3;
        if (pixels->channels == 3 && skip < width && skip < room) {
            size_t count = (size_t)((width < room ? width : room) - skip);
            memcpy(to + (size_t)(picture->x + skip) * 3, from + (size_t)skip * 3,
                   count * 3);
            continue;
        }
        for (int x = skip; x < width && x < room; x++)
            draw_pixel(to + (size_t)(picture->x + x) * 3,
                       from + (size_t)x * pixels->channels, pixels->channels);
    }
}

/* ---- text ---- */

/* Where a glyph's outline goes: its origin in pixels of the band, and pixels for each font
 * unit. */
struct pen {
    struct canvas *canvas;
    double x, y, x_scale, y_scale;
    int points, contours;
    bool full;
};

static void add_point(struct pen *pen, double x, double y, char tag)
{
    struct canvas *canvas = pen->canvas;
    if (pen->points == MOST_POINTS) {
        pen->full = true;
        return;
    }
    canvas->points[pen->points].x = lround((pen->x + x * pen->x_scale) * 64);
    canvas->points[pen->points].y = lround((pen->y - y * pen->y_scale) * 64);
    canvas->tags[pen->points++] = tag;
}

static void pen_close(void *user)
{
    struct pen *pen = user;
    int before = pen->contours ? pen->canvas->contours[pen->contours - 1] + 1 : 0;
    if (pen->points == before)
        return;
    if (pen->contours == MOST_CONTOURS)
        pen->full = true;
    else
        pen->canvas->contours[pen->contours++] = (short)(pen->points - 1);
}

static void pen_move(void *user, double x, double y)
{
    pen_close(user);
    add_point(user, x, y, FT_CURVE_TAG_ON);
}

static void pen_line(void *user, double x, double y)
{
    add_point(user, x, y, FT_CURVE_TAG_ON);
}

static void pen_quad(void *user, double x1, double y1, double x, double y)
{
    add_point(user, x1, y1, FT_CURVE_TAG_CONIC);
    add_point(user, x, y, FT_CURVE_TAG_ON);
}

static void pen_cubic(void *user, double x1, double y1, double x2, double y2, double x,
                      double y)
{
    add_point(user, x1, y1, FT_CURVE_TAG_CUBIC);
    add_point(user, x2, y2, FT_CURVE_TAG_CUBIC);
    add_point(user, x, y, FT_CURVE_TAG_ON);
}

static void on_spans(int y, int count, const FT_Span *spans, void *user)
{
    for (int i = 0; i < count; i++)
        blend(user, spans[i].x, y, spans[i].len, spans[i].coverage);
}

/* A glyph that FreeType cannot draw, or of more points than it takes, is left out. */
static void draw_outline(struct pen *pen)
{
    struct canvas *canvas = pen->canvas;
    pen_close(pen);
    if (!pen->points || pen->full)
        return;
    FT_Outline outline = {.n_contours = (short)pen->contours,
                          .n_points = (short)pen->points,
                          .points = canvas->points,
                          .tags = canvas->tags,
                          .contours = canvas->contours};
    FT_Raster_Params params = {
        .flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
        .gray_spans = on_spans,
        .user = canvas,
        .clip_box = {0, 0, (FT_Pos)canvas->band->width, (FT_Pos)canvas->band->height}};
    (void)FT_Outline_Render(canvas->library, &outline, &params);
}

/* Whether a run may have ink in the band; one with glyphs off their line always may. */
static bool may_show(const struct canvas *canvas, const struct nb_run *run)
{
    const struct nb_font_info *info = nb_font_info(run->font);
    double unit = (double)run->size * canvas->scale / info->upem;
    double y = canvas->y + (double)run->y * canvas->scale - canvas->top;
    double above = y - info->bbox[3] * unit - 1, below = y - info->bbox[1] * unit + 1;
    below = fmax(below, y + (double)run->size * canvas->scale * 0.2 + 1);
    if (above < canvas->band->height && below > 0)
        return true;
    return run->offsets != NULL;
}

static void draw_run(struct canvas *canvas, const struct nb_run *run)
{
    static const struct nb_outline outline = {pen_move, pen_line, pen_quad, pen_cubic,
                                              pen_close};
    double x = (double)run->x;
    double unit = (double)run->size / nb_font_info(run->font)->upem * canvas->scale;
    double stretch = run->stretch > 0 ? (double)run->stretch : 1;
    canvas->color = run->color;
    for (size_t i = 0; i < run->glyph_count; i++) {
        const struct nb_glyph *glyph = &run->glyphs[i];
        struct nb_offset offset = nb_run_offset(run, i);
        double y = (double)run->y - (double)offset.y;
        struct pen pen = {.canvas = canvas,
                          .x = canvas->x + (x + (double)offset.x) * canvas->scale,
                          .y = canvas->y + y * canvas->scale - canvas->top,
                          .x_scale = unit * stretch,
                          .y_scale = unit};
        nb_font_outline(run->font, glyph->id, &outline, &pen);
        draw_outline(&pen);
        x += (double)glyph->advance;
    }
    if (run->underline)
        fill(canvas, (double)run->x, (double)run->y + (double)run->size / 8,
             x - (double)run->x, (double)run->size / 20);
}

/* ---- the page ---- */

static void draw_band(void *user, unsigned top, struct nb_pixels *band)
{
    struct canvas *canvas = user;
    const struct nb_page *page = canvas->page;
    canvas->band = band;
    canvas->top = (int)top;
    memset(band->data, 0xFF, (size_t)band->width * band->height * 3);
    for (const struct nb_fill *at = page->fills; at; at = at->next) {
        canvas->color = at->color;
        fill(canvas, (double)at->x, (double)at->y, (double)at->width,
             (double)at->height);
    }
    for (size_t i = 0; i < canvas->picture_count; i++)
        draw_picture(canvas, &canvas->pictures[i]);
    for (const struct nb_run *run = page->runs; run; run = run->next)
        if (run->font && may_show(canvas, run))
            draw_run(canvas, run);
}

static enum nb_status canvas_start(struct canvas *canvas)
{
    canvas->points = nb_malloc(MOST_POINTS * sizeof *canvas->points);
    canvas->tags = nb_malloc(MOST_POINTS);
    canvas->contours = nb_malloc(MOST_CONTOURS * sizeof *canvas->contours);
    if (!canvas->points || !canvas->tags || !canvas->contours)
        return NB_NOMEM;
    if (FT_Init_FreeType(&canvas->library) != 0)
        return NB_LIBRARY;
    return prepare_pictures(canvas);
}

static void canvas_end(struct canvas *canvas)
{
    for (size_t i = 0; i < canvas->picture_count; i++)
        nb_pixels_free(&canvas->pictures[i].pixels);
    nb_free(canvas->pictures);
    nb_free(canvas->points);
    nb_free(canvas->tags);
    nb_free(canvas->contours);
    if (canvas->library)
        (void)FT_Done_FreeType(canvas->library);
}

static enum nb_status canvas_for(const struct nb_page *page, unsigned width,
                                 unsigned height, struct canvas *out)
{
    if (!width || !height || width > MOST_SIDE || height > MOST_SIDE)
        return NB_LIMIT;
    if (!(page->width > 0) || !(page->height > 0))
        return NB_FORMAT;
    double scale = fmin(width / (double)page->width, height / (double)page->height);
    *out = (struct canvas){.page = page,
                           .x = (width - scale * (double)page->width) / 2,
                           .y = (height - scale * (double)page->height) / 2,
                           .scale = scale};
    return NB_OK;
}

enum nb_status nb_raster_jpeg(const struct nb_page *page, unsigned width,
                              unsigned height, int quality, struct nb_buf *out)
{
    struct canvas canvas;
    enum nb_status status = canvas_for(page, width, height, &canvas);
    if (status != NB_OK)
        return status;
    status = canvas_start(&canvas);
    const struct nb_band_source source = {width, height, draw_band, &canvas};
    if (status == NB_OK)
        status = nb_jpeg_encode_bands(&source, quality, out);
    canvas_end(&canvas);
    return status;
}

enum nb_status nb_raster_png(const struct nb_page *page, unsigned width,
                             unsigned height, struct nb_buf *out)
{
    struct canvas canvas;
    struct nb_pixels pixels = {width, height, 3, NULL};
    enum nb_status status = canvas_for(page, width, height, &canvas);
    if (status != NB_OK)
        return status;
    status = canvas_start(&canvas);
    pixels.data = nb_malloc((size_t)width * height * 3);
    if (status == NB_OK && !pixels.data)
        status = NB_NOMEM;
    if (status == NB_OK) {
        draw_band(&canvas, 0, &pixels);
        status = nb_png_encode(&pixels, out);
    }
    nb_pixels_free(&pixels);
    canvas_end(&canvas);
    return status;
}
