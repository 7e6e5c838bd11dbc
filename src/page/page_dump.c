/* The pages as text, for goldens and for looking at them: one item a line, its kind first,
 * then its place (x, y, and width and height or width and size), what it is, where it comes
 * from, and its text in quotes. */
#include "base/buf.h"
#include "font/font.h"
#include "image/image.h"
#include "page/page.h"

static const char *const role_names[] = {
    [NB_ROLE_ARTIFACT] = "artifact",   [NB_ROLE_TITLE] = "title",
    [NB_ROLE_ISSUE] = "issue",         [NB_ROLE_SECTION] = "section",
    [NB_ROLE_CONTENTS] = "contents",   [NB_ROLE_KICKER] = "kicker",
    [NB_ROLE_HEADLINE] = "headline",   [NB_ROLE_STANDFIRST] = "standfirst",
    [NB_ROLE_BYLINE] = "byline",       [NB_ROLE_HEADING] = "heading",
    [NB_ROLE_PARAGRAPH] = "paragraph", [NB_ROLE_QUOTE] = "quote",
    [NB_ROLE_PULLQUOTE] = "pullquote", [NB_ROLE_LIST] = "list",
    [NB_ROLE_TABLE] = "table",         [NB_ROLE_CODE] = "code",
    [NB_ROLE_FIGURE] = "figure",       [NB_ROLE_CAPTION] = "caption",
    [NB_ROLE_CREDIT] = "credit",       [NB_ROLE_EMBED] = "embed",
    [NB_ROLE_NOTE] = "note",           [NB_ROLE_RELATED] = "related",
};

static void put_numbers(struct nb_buf *out, const float *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        nb_buf_printf(out, " %.2f", (double)numbers[i]);
}

/* Text in quotes, with a backslash before quotes and backslashes; line ends as \n. */
static void put_text(struct nb_buf *out, struct nb_str text)
{
    nb_buf_puts(out, " \"");
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n') {
            nb_buf_puts(out, "\\n");
            continue;
        }
        if (text.data[i] == '"' || text.data[i] == '\\')
            nb_buf_putc(out, '\\');
        nb_buf_putc(out, text.data[i]);
    }
    nb_buf_putc(out, '"');
}

static void put_origin(struct nb_buf *out, struct nb_origin origin)
{
    nb_buf_printf(out, " %s", role_names[origin.role]);
    if (origin.article >= 0)
        nb_buf_printf(out, " a%d", (int)origin.article);
    if (origin.block >= 0)
        nb_buf_printf(out, " b%d", (int)origin.block);
}

static void put_color(struct nb_buf *out, struct nb_rgb color)
{
    nb_buf_printf(out, " #%02x%02x%02x", color.r, color.g, color.b);
}

static void dump_run(const struct nb_run *run, struct nb_buf *out)
{
    float width = 0;
    for (size_t i = 0; i < run->glyph_count; i++)
        width += run->glyphs[i].advance;
    nb_buf_puts(out, "  run");
    put_numbers(out, (float[]){run->x, run->y, width, run->size}, 4);
    nb_buf_printf(out, " %s", run->font ? nb_font_info(run->font)->ps_name : "-");
    put_color(out, run->color);
    if (run->stretch > 0 && (run->stretch < 1 || run->stretch > 1))
        nb_buf_printf(out, " stretch=%.4f", (double)run->stretch);
    if (run->spacing < 0 || run->spacing > 0)
        nb_buf_printf(out, " spacing=%.3f", (double)run->spacing);
    nb_buf_puts(out, run->rtl ? " rtl" : "");
    nb_buf_puts(out, run->underline ? " underline" : "");
    nb_buf_puts(out, run->hyphen ? " hyphen" : "");
    nb_buf_puts(out, run->space_after ? " space-after" : "");
    if (run->lang)
        nb_buf_printf(out, " lang=%s", run->lang);
    put_origin(out, run->origin);
    put_text(out, (struct nb_str){run->text, run->text_len});
    nb_buf_putc(out, '\n');
}

static void dump_image(const struct nb_placed_image *placed, struct nb_buf *out)
{
    nb_buf_puts(out, "  image");
    put_numbers(out, (float[]){placed->x, placed->y, placed->width, placed->height}, 4);
    nb_buf_printf(out, " %ux%u %.8s", placed->image->width, placed->image->height,
                  placed->image->hash);
    put_origin(out, placed->origin);
    put_text(out, nb_str_of(placed->alt));
    nb_buf_putc(out, '\n');
}

static void dump_link(const struct nb_page_link *link, struct nb_buf *out)
{
    nb_buf_puts(out, "  link");
    put_numbers(out, (float[]){link->x, link->y, link->width, link->height}, 4);
    if (link->uri)
        nb_buf_printf(out, " <%s>", link->uri);
    if (link->anchor)
        nb_buf_printf(out, " #%s", link->anchor);
    put_origin(out, link->origin);
    put_text(out, nb_str_of(link->text));
    nb_buf_putc(out, '\n');
}

static void dump_page(const struct nb_page *page, struct nb_buf *out)
{
    for (const struct nb_fill *fill = page->fills; fill; fill = fill->next) {
        nb_buf_puts(out, "  fill");
        put_numbers(out, (float[]){fill->x, fill->y, fill->width, fill->height}, 4);
        put_color(out, fill->color);
        nb_buf_putc(out, '\n');
    }
    for (const struct nb_placed_image *image = page->images; image; image = image->next)
        dump_image(image, out);
    for (const struct nb_run *run = page->runs; run; run = run->next)
        dump_run(run, out);
    for (const struct nb_page_link *link = page->links; link; link = link->next)
        dump_link(link, out);
    for (const struct nb_anchor *anchor = page->anchors; anchor; anchor = anchor->next)
        nb_buf_printf(out, "  anchor %.2f %.2f %s\n", (double)anchor->x,
                      (double)anchor->y, anchor->name);
}

void nb_book_dump(const struct nb_book *book, struct nb_buf *out)
{
    for (size_t i = 0; i < book->page_count; i++) {
        const struct nb_page *page = book->pages[i];
        nb_buf_printf(out, "page %zu %.2f %.2f", i + 1, (double)page->width,
                      (double)page->height);
        put_text(out, nb_str_of(page->label));
        nb_buf_putc(out, '\n');
        dump_page(page, out);
    }
    for (const struct nb_outline_entry *entry = book->outline; entry;
         entry = entry->next) {
        nb_buf_printf(out, "outline %u", entry->level);
        put_text(out, nb_str_of(entry->title));
        nb_buf_printf(out, " #%s\n", entry->anchor ? entry->anchor : "");
    }
}
