/* Subsets for PDF. Fonts with TrueType outlines get compact ids and a map from the original
 * ones. Fonts with CFF outlines are given as the bare table: those that are keyed by CID keep
 * the original ids in their charset, the others keep the ids themselves, with empty outlines
 * between (PDF 32000-1, 9.7.4.2: without a charset of CIDs, CIDs are glyph ids). */
#include "font/internal.h"

#include "base/mem.h"

#include <hb-subset.h>

#include <string.h>

enum { OPERATOR_ESCAPE = 12, OPERATOR_ROS = 30 };

static const hb_tag_t dropped[] = {
    HB_TAG('c', 'm', 'a', 'p'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('p', 'o', 's', 't'),
    HB_TAG('O', 'S', '/', '2'), HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
    HB_TAG('G', 'D', 'E', 'F'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('m', 'o', 'r', 'x'),
    HB_TAG('k', 'e', 'r', 'x'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('J', 'S', 'T', 'F'),
    HB_TAG('M', 'A', 'T', 'H'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('h', 'd', 'm', 'x'),
    HB_TAG('V', 'D', 'M', 'X'), HB_TAG('L', 'T', 'S', 'H'), HB_TAG('v', 'h', 'e', 'a'),
    HB_TAG('v', 'm', 't', 'x'), HB_TAG('V', 'O', 'R', 'G'), HB_TAG('D', 'S', 'I', 'G'),
    HB_TAG('g', 'a', 's', 'p')};

/* Whether a CFF table is keyed by CID: its top dictionary then begins with ROS (Adobe Technical
 * Note 5176, section 18). */
static bool keyed_by_cid(const hb_face_t *face)
{
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    unsigned size;
    const unsigned char *data = (const unsigned char *)hb_blob_get_data(blob, &size);
    bool found = false;
    /* Header, then the INDEX of names, then that of top dictionaries: count, size of offsets,
     * offsets (from 1), data. */
    size_t at = size > 2 ? data[2] : 0;
    for (int index = 0; index < 2 && at + 3 <= size; index++) {
        size_t count = (size_t)data[at] << 8 | data[at + 1], width = data[at + 2];
        size_t offsets = at + 3, base = offsets + (count + 1) * width - 1, last = 0;
        if (count == 0 || width == 0 || width > 4 || base >= size)
            break;
        for (size_t i = 0; i < width; i++)
            last = last << 8 | data[offsets + count * width + i];
        at = base + last;
        if (index == 1)
            for (size_t i = base + 1; i + 1 < size && i < at && i < base + 24; i++)
                found = found ||
                        (data[i] == OPERATOR_ESCAPE && data[i + 1] == OPERATOR_ROS);
    }
    hb_blob_destroy(blob);
    return found;
}

static hb_subset_input_t *make_input(const struct nb_font *font, const uint32_t *glyphs,
                                     size_t count, bool keep_ids)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *set = hb_subset_input_glyph_set(input);
    if (font->info.whole) {
        hb_set_add_range(set, 0, font->info.glyphs - 1);
        hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG));
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS |
                                             HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
        return input;
    }
    for (size_t i = 0; i < count; i++)
        if (glyphs[i] < font->info.glyphs)
            hb_set_add(set, glyphs[i]);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        hb_set_add(drop, dropped[i]);
    unsigned flags = HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE;
    if (keep_ids)
        flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input, flags);
    return input;
}

/* The map from original to new ids, up to the highest one that is asked for. */
static enum nb_status read_map(hb_subset_plan_t *plan, const uint32_t *glyphs,
                               size_t count, struct nb_subset *out)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    out->gid_count = count ? (size_t)glyphs[count - 1] + 1 : 0;
    out->gids = nb_calloc(out->gid_count, sizeof *out->gids);
    if (!out->gids)
        return NB_NOMEM;
    for (size_t i = 0; i < count; i++) {
        hb_codepoint_t id = hb_map_get(map, glyphs[i]);
        if (id <= UINT16_MAX && glyphs[i] < out->gid_count)
            out->gids[glyphs[i]] = (uint16_t)id;
    }
    return NB_OK;
}

enum nb_status nb_font_subset(const struct nb_font *font, const uint32_t *glyphs,
                              size_t count, struct nb_subset *out)
{
    *out =
        (struct nb_subset){.kind = font->info.cff ? NB_SUBSET_CFF : NB_SUBSET_TRUETYPE};
    bool keep_ids = font->info.cff && !keyed_by_cid(font->hb_face);
    enum nb_status status = NB_LIBRARY;
    hb_subset_plan_t *plan = NULL;
    hb_face_t *face = NULL;
    hb_blob_t *blob = NULL;
    unsigned size = 0;
    const char *data;
    hb_subset_input_t *input = make_input(font, glyphs, count, keep_ids);
    if (!input || !(plan = hb_subset_plan_create_or_fail(font->hb_face, input)) ||
        !(face = hb_subset_plan_execute_or_fail(plan)))
        goto out;
    blob = font->info.cff ? hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '))
                          : hb_face_reference_blob(face);
    data = hb_blob_get_data(blob, &size);
    if (!size)
        goto out;
    nb_buf_add(&out->data, data, size);
    status = out->data.status;
    if (status == NB_OK && !font->info.cff)
        status = read_map(plan, glyphs, count, out);
out:
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    if (status != NB_OK)
        nb_subset_free(out);
    return status;
}

void nb_subset_free(struct nb_subset *subset)
{
    nb_buf_free(&subset->data);
    nb_free(subset->gids);
    subset->gids = NULL;
    subset->gid_count = 0;
}
