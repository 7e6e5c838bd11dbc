/* The stylesheet of a page: what stands before the style's rules and gives way to them, the
 * style's rules, and what stands behind them: ground, measure, screens, dark and print. */
#include "write/html.h"

#include "base/base64.h"

/* The ground of pages where the reader wants it dark: --paper below. */
static const struct nb_color dark = {.r = 0x16, .g = 0x18, .b = 0x1b};

static const char before[] =
    "* { box-sizing: border-box; }\n"
    "html { font-size: 112.5%; line-height: 1.55; -webkit-text-size-adjust: 100%; "
    "text-size-adjust: 100%; }\n"
    "body { font-family: Charter, Georgia, serif; }\n"
    "figure { margin: 1em 0; }\n"
    "ol, ul { padding-left: 1.4em; }\n";

static const char after[] =
    ":root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; "
    "--soft: #595959; --line: #c6c6c6; --link: #1c4f8f; }\n"
    "body { margin: 0 auto; padding: 0 1.1rem 3rem; max-width: 64rem; "
    "background: var(--paper); color: var(--ink); overflow-wrap: break-word; }\n"
    "a { color: var(--link); text-decoration-thickness: .06em; "
    "text-underline-offset: .15em; }\n"
    "a:focus-visible { outline: .15rem solid var(--link); outline-offset: .15rem; }\n"
    "img { max-width: 100%; height: auto; }\n"
    "h1, h2, h3, h4, h5, h6 { text-wrap: balance; }\n"
    ".skip { position: absolute; left: .5rem; top: -4rem; padding: .5rem .8rem; "
    "background: var(--paper); border: 1px solid; }\n"
    ".skip:focus { top: .5rem; }\n"
    ".masthead { margin: 1.8rem 0 1.6rem; padding-bottom: .9rem; "
    "border-bottom: 3px double; }\n"
    ".title { font-size: clamp(2.1rem, 7vw, 3.6rem); }\n"
    ".issue { color: var(--soft); }\n"
    "nav.contents { margin-bottom: 2.5rem; }\n"
    "nav.contents > ol, nav.contents ol ol { list-style: none; margin: 0; padding: 0; "
    "}\n"
    ".contents-title { font-size: 1.1rem; margin: 0 0 .6rem; }\n"
    ".contents-section { margin: 1.2rem 0 .4rem; padding-top: .4rem; "
    "border-color: var(--line); }\n"
    "nav.contents li { margin: 0; break-inside: avoid; }\n"
    "nav.contents .group { break-inside: auto; }\n"
    ".contents-entry { margin: .55rem 0 0; line-height: 1.3; }\n"
    ".contents-entry a, .contents-section a { display: block; padding: .15rem 0; }\n"
    ".contents a { color: inherit; text-decoration: none; }\n"
    ".contents a:hover, .foot a:hover { text-decoration: underline; }\n"
    ".contents-summary { margin: 0; color: var(--soft); }\n"
    ".minutes { white-space: nowrap; }\n"
    "article, .section-title, .colophon, .foot { max-width: 38rem; "
    "margin-left: auto; margin-right: auto; }\n"
    "article { padding-top: .2rem; }\n"
    ".section-title { margin-top: 3.5rem; }\n"
    "article header { margin-top: 1.4rem; }\n"
    "article + .foot { margin-top: 1.4rem; }\n"
    ".foot + article, .foot + .section { margin-top: 2.2rem; }\n"
    ".foot, .colophon { border-top: 1px solid var(--line); color: var(--soft); "
    "font-size: .8rem; }\n"
    ".foot a { display: inline-block; padding: .35rem .8rem; color: inherit; }\n"
    ".byline, figcaption, .source, .footnote { color: var(--soft); }\n"
    ".related, .embed, tr, hr, .pullquote { border-color: var(--line) !important; }\n"
    ".footnote:target, .noteref:target { background: var(--line); color: var(--ink); "
    "}\n"
    "td, th { overflow-wrap: anywhere; }\n"
    ".section-title + article header { margin-top: .4rem; }\n"
    "@media (min-width: 48em) {\n"
    "    .headline { font-size: 1.8em; }\n"
    "    nav.contents > ol { columns: 2; column-gap: 2.4rem; }\n"
    "    nav.contents > ol > .group:first-child > .contents-section { margin-top: 0; "
    "}\n"
    "}\n"
    "@media (min-width: 66em) {\n"
    "    nav.contents > ol { columns: 3; }\n"
    "}\n"
    "@media screen and (prefers-color-scheme: dark) {\n"
    "    :root { --paper: #16181b; --ink: #dddad4; --soft: #a8a59f; --line: #45494f; "
    "--link: #8fb9ee; }\n"
    "    img { background: #ffffff; }\n"
    "}\n"
    "@media print {\n"
    "    @page { margin: 16mm 15mm; }\n"
    "    html { font-size: 10pt; line-height: 1.35; }\n"
    "    :root { color-scheme: light; --soft: #333333; --line: #999999; "
    "--link: inherit; }\n"
    "    body { max-width: none; padding: 0; }\n"
    "    .skip, .foot { display: none; }\n"
    "    a { color: inherit; text-decoration: none; }\n"
    "    nav.contents { break-after: page; }\n"
    "    nav.contents > ol { columns: 2; }\n"
    "    article, .section-title { max-width: none; }\n"
    "    article + .foot + article { border-top: 1px solid; padding-top: 1rem; }\n"
    "    .body { columns: 2; column-gap: 7mm; text-align: justify; orphans: 2; "
    "widows: 2; }\n"
    "    header, h1, h2, h3, h4, h5, h6 { break-after: avoid; }\n"
    "    figure, table, .pullquote { break-inside: avoid; }\n"
    "    figure img { max-height: 90mm; }\n"
    "    p { hyphens: auto; }\n"
    "}\n";

static const char *kind_of(const void *fonts, const char *family)
{
    return fonts ? nb_fonts_generic(fonts, family) : NULL;
}

/* Whatever a style's strings hold, the element ends where it should: in a string, and nowhere
 * else in CSS, these two stand escaped as well as bare. */
static void put_safe(const struct nb_buf *css, struct nb_buf *out)
{
    for (size_t i = 0; i < css->len; i++) {
        char c = css->data[i];
        if (c == '<' || c == '&')
            nb_buf_puts(out, c == '<' ? "\\3c " : "\\26 ");
        else
            nb_buf_putc(out, c);
    }
}

static enum nb_status put_faces(const struct nb_brought *brought, struct nb_buf *out)
{
    struct nb_buf url = NB_BUF_INIT;
    struct nb_brought_font font;
    for (size_t at = 0; brought && nb_brought_next(brought, &at, &font);) {
        nb_buf_clear(&url);
        nb_buf_printf(&url, "data:font/%s;base64,",
                      nb_font_info(font.font)->cff ? "otf" : "ttf");
        nb_base64_put(font.data.data, font.data.len, &url);
        nb_brought_put_face(font.font, nb_buf_cstr(&url), out);
    }
    enum nb_status status = url.status;
    nb_buf_free(&url);
    return status;
}

enum nb_status nb_html_css(const struct nb_sheet *sheet, const struct nb_fonts *fonts,
                           const struct nb_brought *brought, struct nb_buf *out)
{
    struct nb_buf css = NB_BUF_INIT;
    const struct nb_web web = {kind_of, fonts, dark};
    enum nb_status status = put_faces(brought, &css);
    nb_buf_puts(out, before);
    if (sheet && status == NB_OK)
        status = nb_sheet_write_web_css(sheet, &web, &css);
    put_safe(&css, out);
    nb_buf_free(&css);
    nb_buf_puts(out, after);
    return status == NB_OK ? out->status : status;
}
