/* Shaping with HarfBuzz's own shaper: Debian's build has Graphite too, which would make pages
 * depend on tables that other tools ignore. */
#include "font/internal.h"

#include <limits.h>
#include <string.h>

enum { MOST_FEATURES = 32 };

/* A buffer is an allocation of a kilobyte or two: cheap behind the word cache of layout. */
static hb_buffer_t *make_buffer(struct nb_str text, uint32_t script, const char *lang,
                                bool rtl)
{
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_set_script(buffer, hb_script_from_iso15924_tag(script));
    hb_buffer_set_direction(buffer, rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    /* The primary subtag alone: HarfBuzz keeps every language that it has ever seen. */
    size_t len = lang ? strcspn(lang, "-") : 0;
    if (len == 2 || len == 3)
        hb_buffer_set_language(buffer, hb_language_from_string(lang, (int)len));
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    hb_buffer_add_utf8(buffer, text.data, (int)text.len, 0, (int)text.len);
    return buffer;
}

enum nb_status nb_font_shape(const struct nb_font *font, struct nb_arena *arena,
                             struct nb_str text, uint32_t script, const char *lang,
                             bool rtl, const struct nb_font_feature *features,
                             size_t feature_count, struct nb_shaped **out,
                             size_t *count)
{
    static const char *const shapers[] = {"ot", NULL};
    *out = NULL;
    *count = 0;
    if (text.len > INT_MAX / 4)
        return NB_LIMIT;
    hb_feature_t list[MOST_FEATURES];
    unsigned listed = 0;
    for (; listed < feature_count && listed < MOST_FEATURES; listed++)
        list[listed] = (hb_feature_t){features[listed].tag, features[listed].value,
                                      HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    hb_buffer_t *buffer = make_buffer(text, script, lang, rtl);
    enum nb_status status = NB_NOMEM;
    unsigned glyphs = 0;
    const hb_glyph_info_t *info;
    const hb_glyph_position_t *at;
    if (!hb_buffer_allocation_successful(buffer) ||
        !hb_shape_full(font->hb, buffer, list, listed, shapers) ||
        !hb_buffer_allocation_successful(buffer))
        goto out;
    info = hb_buffer_get_glyph_infos(buffer, &glyphs);
    at = hb_buffer_get_glyph_positions(buffer, &glyphs);
    *out = nb_arena_array(arena, glyphs ? glyphs : 1, sizeof **out);
    status = nb_arena_status(arena);
    if (!*out)
        goto out;
    for (unsigned i = 0; i < glyphs; i++)
        (*out)[i] = (struct nb_shaped){.glyph = info[i].codepoint,
                                       .cluster = info[i].cluster,
                                       .advance = at[i].x_advance,
                                       .dx = at[i].x_offset,
                                       .dy = at[i].y_offset,
                                       .unsafe_to_break =
                                           hb_glyph_info_get_glyph_flags(&info[i]) &
                                           HB_GLYPH_FLAG_UNSAFE_TO_BREAK};
    *count = glyphs;
out:
    hb_buffer_destroy(buffer);
    return status;
}
