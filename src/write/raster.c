/* Pages as pictures: covers and previews, drawn with cairo and encoded as JPEG. Glyphs are
 * drawn as their outlines, so that nothing of the system's font set-up has a say. */
#include "base/mem.h"
#include "image/image.h"
#include "write/write.h"

#include <cairo.h>

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_SIDE = 16384 };

/* Draws with the page's top left corner as origin, in points. */
struct canvas {
    cairo_t *cr;
    enum nb_status status;
};

static void set_color(cairo_t *cr, struct nb_rgb color)
{
    cairo_set_source_rgb(cr, color.r / 255.0, color.g / 255.0, color.b / 255.0);
}

static void draw_fills(const struct nb_page *page, cairo_t *cr)
{
    for (const struct nb_fill *fill = page->fills; fill; fill = fill->next) {
        set_color(cr, fill->color);
        cairo_rectangle(cr, (double)fill->x, (double)fill->y, (double)fill->width,
                        (double)fill->height);
        cairo_fill(cr);
    }
}

/* ---- Pictures. */

static uint32_t premultiplied(unsigned value, unsigned alpha)
{
    return (value * alpha + 127) / 255;
}

/* A pixel as cairo keeps it: alpha, red, green and blue in a native word. */
static uint32_t pixel_of(const unsigned char *p, unsigned channels)
{
    bool gray = channels < 3;
    unsigned alpha = channels == 2 ? p[1] : channels == 4 ? p[3] : 255;
    uint32_t r = premultiplied(p[0], alpha);
    uint32_t g = premultiplied(p[gray ? 0 : 1], alpha);
    uint32_t b = premultiplied(p[gray ? 0 : 2], alpha);
    return (uint32_t)alpha << 24 | r << 16 | g << 8 | b;
}

static uint32_t *words_of(const struct nb_pixels *pixels)
{
    size_t area = (size_t)pixels->width * pixels->height;
    uint32_t *words = nb_malloc(area * sizeof *words);
    const unsigned char *from = pixels->data;
    for (size_t i = 0; words && i < area; i++, from += pixels->channels)
        words[i] = pixel_of(from, pixels->channels);
    return words;
}

static void paint(cairo_t *cr, const struct nb_placed_image *placed, uint32_t *words,
                  const struct nb_pixels *pixels)
{
    int width = (int)pixels->width, height = (int)pixels->height;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        (unsigned char *)words, CAIRO_FORMAT_ARGB32, width, height, width * 4);
    cairo_save(cr);
    cairo_translate(cr, (double)placed->x, (double)placed->y);
    cairo_scale(cr, (double)placed->width / width, (double)placed->height / height);
    cairo_set_source_surface(cr, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_rectangle(cr, 0, 0, width, height);
    cairo_fill(cr);
    cairo_restore(cr);
    cairo_surface_destroy(surface);
}

/* A picture that cannot be decoded is left out. */
static void draw_picture(struct canvas *canvas, const struct nb_placed_image *placed)
{
    struct nb_pixels pixels = {0};
    enum nb_status status = nb_image_decode(placed->image, &pixels);
    if (status == NB_NOMEM)
        canvas->status = status;
    if (status != NB_OK)
        return;
    uint32_t *words = words_of(&pixels);
    if (words)
        paint(canvas->cr, placed, words, &pixels);
    else
        canvas->status = NB_NOMEM;
    nb_free(words);
    nb_pixels_free(&pixels);
}

/* ---- Text. */

/* Where a glyph's outline goes: its origin, and points for each font unit. */
struct pen {
    cairo_t *cr;
    double x, y, x_scale, y_scale;
    double at_x, at_y; /* the current point, in font units */
};

static void pen_move(void *user, double x, double y)
{
    struct pen *pen = user;
    cairo_move_to(pen->cr, pen->x + x * pen->x_scale, pen->y - y * pen->y_scale);
    pen->at_x = x;
    pen->at_y = y;
}

static void pen_line(void *user, double x, double y)
{
    struct pen *pen = user;
    cairo_line_to(pen->cr, pen->x + x * pen->x_scale, pen->y - y * pen->y_scale);
    pen->at_x = x;
    pen->at_y = y;
}

static void pen_cubic(void *user, double x1, double y1, double x2, double y2, double x,
                      double y)
{
    struct pen *pen = user;
    cairo_curve_to(pen->cr, pen->x + x1 * pen->x_scale, pen->y - y1 * pen->y_scale,
                   pen->x + x2 * pen->x_scale, pen->y - y2 * pen->y_scale,
                   pen->x + x * pen->x_scale, pen->y - y * pen->y_scale);
    pen->at_x = x;
    pen->at_y = y;
}

/* The same curve with two control points, each two thirds of the way to the one. */
static void pen_quad(void *user, double x1, double y1, double x, double y)
{
    const struct pen *pen = user;
    pen_cubic(user, pen->at_x + (x1 - pen->at_x) * 2 / 3,
              pen->at_y + (y1 - pen->at_y) * 2 / 3, x + (x1 - x) * 2 / 3,
              y + (y1 - y) * 2 / 3, x, y);
}

static void pen_close(void *user)
{
    cairo_close_path(((struct pen *)user)->cr);
}

static void draw_run(cairo_t *cr, const struct nb_run *run)
{
    static const struct nb_outline outline = {pen_move, pen_line, pen_quad, pen_cubic,
                                              pen_close};
    double x = (double)run->x,
           scale = (double)run->size / nb_font_info(run->font)->upem;
    double stretch = run->stretch > 0 ? (double)run->stretch : 1;
    set_color(cr, run->color);
    for (size_t i = 0; i < run->glyph_count; i++) {
        const struct nb_glyph *glyph = &run->glyphs[i];
        struct pen pen = {cr,
                          x + (double)glyph->dx,
                          (double)run->y - (double)glyph->dy,
                          scale * stretch,
                          scale,
                          0,
                          0};
        nb_font_outline(run->font, glyph->id, &outline, &pen);
        x += (double)glyph->advance;
    }
    cairo_fill(cr);
    if (!run->underline)
        return;
    cairo_rectangle(cr, (double)run->x, (double)run->y + (double)run->size / 8,
                    x - (double)run->x, (double)run->size / 20);
    cairo_fill(cr);
}

/* ---- The page. */

static enum nb_status draw_page(const struct nb_page *page, uint32_t *words,
                                unsigned width, unsigned height)
{
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data((unsigned char *)words, CAIRO_FORMAT_RGB24,
                                            (int)width, (int)height, (int)width * 4);
    struct canvas canvas = {cairo_create(surface), NB_OK};
    double x_scale = width / (double)page->width,
           y_scale = height / (double)page->height;
    double scale = x_scale < y_scale ? x_scale : y_scale;
    cairo_translate(canvas.cr, (width - scale * (double)page->width) / 2,
                    (height - scale * (double)page->height) / 2);
    cairo_scale(canvas.cr, scale, scale);
    draw_fills(page, canvas.cr);
    for (const struct nb_placed_image *at = page->images; at; at = at->next)
        draw_picture(&canvas, at);
    for (const struct nb_run *run = page->runs; run; run = run->next) {
        if (run->font)
            draw_run(canvas.cr, run);
    }
    cairo_status_t failure = cairo_status(canvas.cr);
    if (failure != CAIRO_STATUS_SUCCESS && canvas.status == NB_OK)
        canvas.status = failure == CAIRO_STATUS_NO_MEMORY ? NB_NOMEM : NB_LIBRARY;
    cairo_destroy(canvas.cr);
    cairo_surface_destroy(surface);
    return canvas.status;
}

/* cairo's words as RGB, in the same memory: each pixel's bytes come before those of its word. */
static void pack_rgb(uint32_t *words, size_t count)
{
    unsigned char *to = (unsigned char *)words;
    for (size_t i = 0; i < count; i++, to += 3) {
        uint32_t word = words[i];
        to[0] = (unsigned char)(word >> 16);
        to[1] = (unsigned char)(word >> 8);
        to[2] = (unsigned char)word;
    }
}

/* Asks for large pages of memory: first touching a cover's 16 MB costs more than drawing it. A
 * hint, which may be refused. */
static void take_large_pages(void *data, size_t size)
{
    char *from = data;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t skip = (page - (uintptr_t)data % page) % page;
    if (size > skip + page)
        (void)madvise(from + skip, (size - skip) / page * page, MADV_HUGEPAGE);
}

enum nb_status nb_raster_jpeg(const struct nb_page *page, unsigned width,
                              unsigned height, int quality, struct nb_buf *out)
{
    if (!width || !height || width > MOST_SIDE || height > MOST_SIDE)
        return NB_LIMIT;
    if (!(page->width > 0) || !(page->height > 0))
        return NB_FORMAT;
    size_t count = (size_t)width * height;
    uint32_t *words = nb_malloc(count * sizeof *words);
    if (!words)
        return NB_NOMEM;
    take_large_pages(words, count * sizeof *words);
    memset(words, 0xFF, count * sizeof *words);
    enum nb_status status = draw_page(page, words, width, height);
    if (status == NB_OK) {
        pack_rgb(words, count);
        struct nb_pixels pixels = {width, height, 3, (unsigned char *)words};
        status = nb_jpeg_encode(&pixels, quality, out);
    }
    nb_free(words);
    return status;
}
