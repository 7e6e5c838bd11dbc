/* Fonts that an output brings along, as declared in fonts.h. */
#include "write/fonts.h"

#include "base/css.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/xml.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_FACES = 32,
    MOST_LANGS = 32,
    MOST_LEVELS = 256, /* nested elements: deeper text stays with the device's fonts */
    MOST_FEATURES = 16,
    CODE_POINTS = 0x110000,
    TAG_SIZE = 9 /* of a primary language subtag */
};

struct face {
    const struct nb_font *font;
    unsigned char *shown; /* a bit for each code point */
    uint32_t features[MOST_FEATURES];
    size_t feature_count;
    struct nb_buf data; /* empty: it may not be brought */
};

/* The letters of a language that the style's families have, and have not. */
struct tally {
    char lang[TAG_SIZE];
    size_t have, lack;
};

/* An element that is open. */
struct level {
    const struct nb_xml_node *node;
    struct nb_element element;
    struct nb_style style;
};

struct nb_brought {
    const struct nb_write_in *in;
    struct face faces[MOST_FACES];
    size_t count;
    struct tally tallies[MOST_LANGS];
    size_t lang_count;
    const char *lacking[MOST_LANGS + 1]; /* languages; NULL ends */
    struct level levels[MOST_LEVELS];    /* while reading */
    size_t depth;
    enum nb_status status;
};

/* ---- What is shown. */

static void show(struct face *face, unsigned codepoint)
{
    if (codepoint < CODE_POINTS)
        face->shown[codepoint / 8] |= (unsigned char)(1u << codepoint % 8);
}

/* The face of a font; NULL without memory, or beyond all bounds. */
static struct face *face_of(struct nb_brought *brought, const struct nb_font *font)
{
    for (size_t i = 0; i < brought->count; i++)
        if (brought->faces[i].font == font)
            return &brought->faces[i];
    if (brought->count == MOST_FACES)
        return NULL;
    struct face *face = &brought->faces[brought->count];
    face->font = font;
    face->shown = nb_calloc(CODE_POINTS / 8, 1);
    if (!face->shown) {
        brought->status = NB_NOMEM;
        return NULL;
    }
    brought->count++;
    return face;
}

static void want_feature(struct face *face, uint32_t tag)
{
    for (size_t i = 0; i < face->feature_count; i++)
        if (face->features[i] == tag)
            return;
    if (face->feature_count < MOST_FEATURES)
        face->features[face->feature_count++] = tag;
}

static void want_features(struct face *face, const struct nb_style *style)
{
    for (unsigned i = 0; i < style->feature_count; i++)
        want_feature(face, style->features[i].tag);
    if (style->small_caps)
        want_feature(face, NB_SCRIPT('s', 'm', 'c', 'p'));
}

/* A character in all the forms that the style may give it. */
static void show_forms(struct face *face, const struct nb_style *style,
                       unsigned codepoint)
{
    show(face, codepoint);
    if (style->transform == NB_TRANSFORM_UPPERCASE)
        show(face, codepoint == 0xDF ? 'S' : nb_unicode_upper(codepoint));
    if (style->transform == NB_TRANSFORM_LOWERCASE)
        show(face, nb_unicode_lower(codepoint));
}

/* The fonts of the families that a style names, by preference. */
struct named {
    const struct nb_font *fonts[NB_MOST_FAMILIES];
    size_t count;
};

static bool is_named(const struct nb_style *style, const struct nb_font *font)
{
    struct nb_str family = nb_str_of(nb_font_info(font)->family);
    for (size_t i = 0; i < NB_MOST_FAMILIES && style->families[i]; i++)
        if (nb_str_eq_nocase(nb_str_of(style->families[i]), family))
            return true;
    return false;
}

static enum nb_status find_named(struct nb_brought *brought,
                                 const struct nb_style *style, struct named *out)
{
    const char *families[NB_MOST_FAMILIES + 1] = {NULL};
    const struct nb_chain *chain;
    size_t at = 0;
    memcpy(families, style->families, sizeof style->families);
    *out = (struct named){.count = 0};
    if (!families[0])
        return NB_OK;
    enum nb_status status =
        nb_fonts_chain(brought->in->fonts, NB_SCRIPT('Z', 'y', 'y', 'y'), NULL,
                       families, style->font_weight, style->italic, &chain);
    if (status != NB_OK)
        return status;
    for (const struct nb_font *font;
         out->count < NB_MOST_FAMILIES && (font = nb_chain_next(chain, &at));)
        if (is_named(style, font))
            out->fonts[out->count++] = font;
    return NB_OK;
}

static struct tally *tally_of(struct nb_brought *brought, const char *lang)
{
    size_t len = lang ? strcspn(lang, "-") : 0;
    if (!len || len >= TAG_SIZE)
        return NULL;
    for (size_t i = 0; i < brought->lang_count; i++)
        if (strncmp(brought->tallies[i].lang, lang, len) == 0 &&
            !brought->tallies[i].lang[len])
            return &brought->tallies[i];
    if (brought->lang_count == MOST_LANGS)
        return NULL;
    struct tally *tally = &brought->tallies[brought->lang_count++];
    memcpy(tally->lang, lang, len);
    return tally;
}

static void read_text(struct nb_brought *brought, const struct level *level,
                      const char *text)
{
    struct named named;
    struct tally *tally = tally_of(brought, level->element.lang);
    const char *end = text + strlen(text);
    brought->status = find_named(brought, &level->style, &named);
    while (text < end && named.count && brought->status == NB_OK) {
        size_t len, i = 0;
        unsigned codepoint = nb_utf8_decode(text, end, &len);
        text += len;
        if (codepoint <= ' ')
            continue;
        while (i < named.count && !nb_font_glyph(named.fonts[i], codepoint))
            i++;
        bool found = i < named.count;
        if (tally && nb_unicode_is_letter(codepoint))
            *(found ? &tally->have : &tally->lack) += 1;
        struct face *face = found ? face_of(brought, named.fonts[i]) : NULL;
        if (!face)
            continue;
        show_forms(face, &level->style, codepoint);
        want_features(face, &level->style);
    }
}

/* ---- Documents. */

static const char *previous_of(const struct nb_xml_node *node)
{
    while ((node = nb_xml_prev(node)))
        if (nb_xml_name(node))
            return nb_xml_name(node);
    return NULL;
}

static void open_level(struct nb_brought *brought, const struct nb_xml_node *node,
                       const char *root_lang)
{
    struct level *level = &brought->levels[brought->depth];
    struct level *parent = brought->depth ? level - 1 : NULL;
    const char *lang = nb_xml_attr(node, "lang");
    const char *around = parent ? parent->element.lang : root_lang;
    const char *previous = previous_of(node);
    level->node = node;
    level->element = (struct nb_element){.parent = parent ? &parent->element : NULL,
                                         .name = nb_xml_name(node),
                                         .classes = nb_xml_attr(node, "class"),
                                         .lang = lang ? lang : around,
                                         .first_child = !previous,
                                         .previous = previous};
    nb_style_compute(brought->in->sheet, NB_MEDIA_BOOK, &level->element,
                     parent ? &parent->style : NULL, &level->style);
    brought->depth++;
}

/* Goes through all below <body>, with the elements around each text open. */
static void read_body(struct nb_brought *brought, const struct nb_xml_node *body,
                      const char *lang)
{
    const struct nb_xml_node *node = body;
    bool into = true;
    brought->depth = 0;
    for (; node && brought->status == NB_OK;
         node = nb_xml_following(node, body, into)) {
        const struct nb_xml_node *parent = nb_xml_parent(node);
        while (brought->depth && brought->levels[brought->depth - 1].node != parent)
            brought->depth--;
        const char *text = nb_xml_text(node);
        into = text || brought->depth < MOST_LEVELS;
        if (text && brought->depth)
            read_text(brought, &brought->levels[brought->depth - 1], text);
        else if (!text && into)
            open_level(brought, node, lang);
    }
}

void nb_brought_read(struct nb_brought *brought, struct nb_ctx *ctx,
                     struct nb_str document)
{
    struct nb_xml *xml;
    if (brought->status != NB_OK || !document.len)
        return;
    brought->status = nb_xml_parse(ctx, "book", document, &xml);
    if (brought->status != NB_OK)
        return;
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *node = nb_xml_first(root); node;
         node = nb_xml_next(node))
        if (nb_xml_is(node, "body"))
            read_body(brought, node, nb_xml_attr(root, "lang"));
    nb_xml_free(xml);
}

/* ---- Fonts. */

static int by_index(const void *left, const void *right)
{
    unsigned a = nb_font_index(((const struct face *)left)->font);
    unsigned b = nb_font_index(((const struct face *)right)->font);
    return a < b ? -1 : a > b;
}

/* What devices add by themselves: hyphens, marks and numbers of lists. */
static void show_own(struct face *face)
{
    static const unsigned own[] = {' ', '-', '.', 0xA0, 0x2010, 0x2022};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        show(face, own[i]);
    for (unsigned digit = '0'; digit <= '9'; digit++)
        show(face, digit);
}

static enum nb_status make_font(struct nb_ctx *ctx, struct face *face)
{
    size_t count = 0;
    show_own(face);
    for (unsigned c = 0; c < CODE_POINTS; c++)
        count += face->shown[c / 8] >> c % 8 & 1;
    uint32_t *chars = nb_calloc(count, sizeof *chars);
    if (!chars)
        return NB_NOMEM;
    count = 0;
    for (unsigned c = 0; c < CODE_POINTS; c++)
        if (face->shown[c / 8] >> c % 8 & 1)
            chars[count++] = c;
    const struct nb_font_wanted wanted = {chars, count, face->features,
                                          face->feature_count};
    enum nb_status status = nb_font_embed(face->font, &wanted, &face->data);
    nb_free(chars);
    if (status == NB_UNSUPPORTED || status == NB_LIBRARY) {
        nb_report(ctx,
                  status == NB_LIBRARY ? NB_DIAG_FONT_BROKEN : NB_DIAG_FONT_RESTRICTED,
                  NULL, 0, "%s", nb_font_info(face->font)->ps_name);
        return NB_OK;
    }
    return status;
}

static void find_lacking(struct nb_brought *brought)
{
    size_t count = 0;
    for (size_t i = 0; i < brought->lang_count; i++)
        if (brought->tallies[i].lack > brought->tallies[i].have)
            brought->lacking[count++] = brought->tallies[i].lang;
    brought->lacking[count] = NULL;
}

enum nb_status nb_brought_make(struct nb_brought *brought, struct nb_ctx *ctx)
{
    qsort(brought->faces, brought->count, sizeof(struct face), by_index);
    find_lacking(brought);
    for (size_t i = 0; i < brought->count && brought->status == NB_OK; i++)
        brought->status = make_font(ctx, &brought->faces[i]);
    return brought->status;
}

struct nb_brought *nb_brought_new(const struct nb_write_in *in)
{
    struct nb_brought *brought = nb_calloc(1, sizeof *brought);
    if (brought)
        brought->in = in;
    return brought;
}

void nb_brought_free(struct nb_brought *brought)
{
    for (size_t i = 0; brought && i < brought->count; i++) {
        nb_free(brought->faces[i].shown);
        nb_buf_free(&brought->faces[i].data);
    }
    nb_free(brought);
}

bool nb_brought_next(const struct nb_brought *brought, size_t *at,
                     struct nb_brought_font *out)
{
    while (*at < brought->count) {
        const struct face *face = &brought->faces[(*at)++];
        if (!face->data.len)
            continue;
        *out = (struct nb_brought_font){face->font, nb_buf_view(&face->data)};
        return true;
    }
    return false;
}

const char *const *nb_brought_lacking(const struct nb_brought *brought)
{
    return brought->lacking;
}

void nb_brought_put_face(const struct nb_font *font, const char *url,
                         struct nb_buf *out)
{
    const struct nb_font_info *info = nb_font_info(font);
    nb_buf_puts(out, "@font-face {\n    font-family: ");
    nb_css_put_string(info->family, out);
    nb_buf_puts(out, ";\n    font-weight: ");
    if (info->weight == 400 || info->weight == 700)
        nb_buf_puts(out, info->weight == 400 ? "normal" : "bold");
    else
        nb_buf_int(out, info->weight);
    nb_buf_printf(out, ";\n    font-style: %s;\n    src: url(\"",
                  info->italic ? "italic" : "normal");
    nb_buf_puts(out, url);
    nb_buf_puts(out, "\");\n}\n");
}
