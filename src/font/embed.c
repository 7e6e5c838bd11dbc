/* Fonts to embed in a book: whole font files of the characters that are used, with the makers'
 * names and licences. */
#include "font/internal.h"

#include <hb-subset.h>

enum {
    /* `name`: trademark, licence and its address; the default keeps 0 to 6 */
    NAME_TRADEMARK = 7,
    NAME_LICENCE = 13,
    NAME_LICENCE_URL = 14
};

static hb_subset_input_t *input_of(const struct nb_font_wanted *wanted)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *chars = hb_subset_input_unicode_set(input);
    for (size_t i = 0; i < wanted->char_count; i++)
        hb_set_add(chars, wanted->chars[i]);
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    hb_set_add(names, NAME_TRADEMARK);
    hb_set_add(names, NAME_LICENCE);
    hb_set_add(names, NAME_LICENCE_URL);
    hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    for (size_t i = 0; i < wanted->feature_count; i++)
        hb_set_add(features, wanted->features[i]);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    return input;
}

enum nb_status nb_font_embed(const struct nb_font *font,
                             const struct nb_font_wanted *wanted, struct nb_buf *out)
{
    if (font->info.whole)
        return NB_UNSUPPORTED;
    hb_subset_input_t *input = input_of(wanted);
    hb_face_t *face = input ? hb_subset_or_fail(font->hb_face, input) : NULL;
    hb_blob_t *blob = face ? hb_face_reference_blob(face) : NULL;
    unsigned size = 0;
    const char *data = blob ? hb_blob_get_data(blob, &size) : NULL;
    if (size)
        nb_buf_add(out, data, size);
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    hb_subset_input_destroy(input);
    return size ? out->status : NB_LIBRARY;
}
