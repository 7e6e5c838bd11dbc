/* What the tests of style/ share: a sheet made from text, and chains of elements. */
#ifndef NB_STYLE_FIXTURE_H
#define NB_STYLE_FIXTURE_H

#include "unit.h"

#include "base/limits.h"
#include "style/style.h"

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_sheet *sheet;
};

/* Parses `css` and expects this many diagnostics. */
static inline struct fixture sheet_of(const char *css, size_t complaints)
{
    struct fixture fixture = {nb_diags_new(), {NULL, &nb_limits_default}, NULL};
    fixture.ctx.diags = fixture.diags;
    assert_int_equal(
        nb_sheet_parse(&fixture.ctx, "x.css", nb_str_of(css), &fixture.sheet), NB_OK);
    assert_int_equal(nb_diags_count(fixture.diags), complaints);
    return fixture;
}

static inline void release(struct fixture *fixture)
{
    nb_sheet_free(fixture->sheet);
    nb_diags_free(fixture->diags);
}

/* The style of the last element of a chain that starts at body. */
static inline struct nb_style style_of(const struct nb_sheet *sheet,
                                       enum nb_media media,
                                       const struct nb_element *element)
{
    const struct nb_element *chain[16];
    size_t depth = 0;
    struct nb_style parent, style;
    for (; element; element = element->parent) {
        assert_true(depth < 16);
        chain[depth++] = element;
    }
    for (size_t i = depth; i-- > 0; parent = style)
        nb_style_compute(sheet, media, chain[i], i + 1 == depth ? NULL : &parent,
                         &style);
    return style;
}

#endif
