/* The elements of HTML that the reader knows. */
#ifndef NB_READ_HTML_TAGS_H
#define NB_READ_HTML_TAGS_H

#include <stdbool.h>

/* Sorted by name. IN: part of a line; BLOCK: stands apart; SKIP: never content. */
/* clang-format off: a table, one element a line */
#define NB_HTML_TAGS(X) \
    X(A, "a", IN) \
    X(ABBR, "abbr", IN) \
    X(ADDRESS, "address", BLOCK) \
    X(APPLET, "applet", SKIP) \
    X(AREA, "area", SKIP) \
    X(ARTICLE, "article", BLOCK) \
    X(ASIDE, "aside", BLOCK) \
    X(AUDIO, "audio", BLOCK) \
    X(B, "b", IN) \
    X(BASE, "base", SKIP) \
    X(BLOCKQUOTE, "blockquote", BLOCK) \
    X(BODY, "body", BLOCK) \
    X(BR, "br", IN) \
    X(BUTTON, "button", SKIP) \
    X(CANVAS, "canvas", SKIP) \
    X(CAPTION, "caption", BLOCK) \
    X(CENTER, "center", BLOCK) \
    X(CITE, "cite", IN) \
    X(CODE, "code", IN) \
    X(COL, "col", SKIP) \
    X(COLGROUP, "colgroup", SKIP) \
    X(DATALIST, "datalist", SKIP) \
    X(DD, "dd", BLOCK) \
    X(DEL, "del", IN) \
    X(DETAILS, "details", BLOCK) \
    X(DIALOG, "dialog", SKIP) \
    X(DIV, "div", BLOCK) \
    X(DL, "dl", BLOCK) \
    X(DT, "dt", BLOCK) \
    X(EM, "em", IN) \
    X(EMBED, "embed", SKIP) \
    X(FIELDSET, "fieldset", BLOCK) \
    X(FIGCAPTION, "figcaption", BLOCK) \
    X(FIGURE, "figure", BLOCK) \
    X(FOOTER, "footer", BLOCK) \
    X(FORM, "form", BLOCK) \
    X(FRAMESET, "frameset", SKIP) \
    X(H1, "h1", BLOCK) \
    X(H2, "h2", BLOCK) \
    X(H3, "h3", BLOCK) \
    X(H4, "h4", BLOCK) \
    X(H5, "h5", BLOCK) \
    X(H6, "h6", BLOCK) \
    X(HEAD, "head", SKIP) \
    X(HEADER, "header", BLOCK) \
    X(HR, "hr", BLOCK) \
    X(HTML, "html", BLOCK) \
    X(I, "i", IN) \
    X(IFRAME, "iframe", BLOCK) \
    X(IMG, "img", IN) \
    X(INPUT, "input", SKIP) \
    X(INS, "ins", IN) \
    X(KBD, "kbd", IN) \
    X(LABEL, "label", IN) \
    X(LI, "li", BLOCK) \
    X(LINK, "link", SKIP) \
    X(MAIN, "main", BLOCK) \
    X(MARK, "mark", IN) \
    X(MENU, "menu", BLOCK) \
    X(META, "meta", SKIP) \
    X(NAV, "nav", SKIP) \
    X(NOSCRIPT, "noscript", BLOCK) \
    X(OBJECT, "object", BLOCK) \
    X(OL, "ol", BLOCK) \
    X(OPTION, "option", SKIP) \
    X(P, "p", BLOCK) \
    X(PICTURE, "picture", IN) \
    X(PRE, "pre", BLOCK) \
    X(Q, "q", IN) \
    X(S, "s", IN) \
    X(SAMP, "samp", IN) \
    X(SCRIPT, "script", SKIP) \
    X(SECTION, "section", BLOCK) \
    X(SELECT, "select", SKIP) \
    X(SMALL, "small", IN) \
    X(SOURCE, "source", SKIP) \
    X(SPAN, "span", IN) \
    X(STRIKE, "strike", IN) \
    X(STRONG, "strong", IN) \
    X(STYLE, "style", SKIP) \
    X(SUB, "sub", IN) \
    X(SUMMARY, "summary", BLOCK) \
    X(SUP, "sup", IN) \
    X(SVG, "svg", SKIP) \
    X(TABLE, "table", BLOCK) \
    X(TBODY, "tbody", BLOCK) \
    X(TD, "td", BLOCK) \
    X(TEMPLATE, "template", SKIP) \
    X(TEXTAREA, "textarea", SKIP) \
    X(TFOOT, "tfoot", BLOCK) \
    X(TH, "th", BLOCK) \
    X(THEAD, "thead", BLOCK) \
    X(TIME, "time", IN) \
    X(TITLE, "title", SKIP) \
    X(TR, "tr", BLOCK) \
    X(TT, "tt", IN) \
    X(U, "u", IN) \
    X(UL, "ul", BLOCK) \
    X(VAR, "var", IN) \
    X(VIDEO, "video", BLOCK) \
    X(WBR, "wbr", IN)
/* clang-format on */

enum nb_html_tag {
    NB_TAG_TEXT,  /* a text node */
    NB_TAG_OTHER, /* an element not listed: part of a line */
#define NB_HTML_TAG_ENUM(id, name, class) NB_TAG_##id,
    NB_HTML_TAGS(NB_HTML_TAG_ENUM)
#undef NB_HTML_TAG_ENUM
        NB_TAG_COUNT
};

/* The tag of a name in lower case; NB_TAG_TEXT for NULL. */
enum nb_html_tag nb_html_tag(const char *name);

bool nb_html_tag_is_block(enum nb_html_tag tag);
bool nb_html_tag_is_skipped(enum nb_html_tag tag);

/* h1 to h6 as 1 to 6, else 0. */
unsigned nb_html_tag_level(enum nb_html_tag tag);

#endif
