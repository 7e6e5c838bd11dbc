/* A font file as a face: mapped and opened when it is first needed, once, whatever thread asks;
 * never changed afterwards. */
#include "font/internal.h"

#include "base/unicode.h"

#include <hb-ot.h>

#include <math.h>
#include <string.h>

enum {
    RESTRICTED = 0x0002,
    EDITABLE_OR_PREVIEW = 0x000C,
    NO_SUBSETTING = 0x0100,
    BITMAPS_ONLY = 0x0200
};

unsigned nb_font_u16(hb_blob_t *table, unsigned offset)
{
    unsigned size;
    const unsigned char *data = (const unsigned char *)hb_blob_get_data(table, &size);
    return offset + 2 <= size ? (unsigned)data[offset] << 8 | data[offset + 1] : 0;
}

static int table_i16(hb_blob_t *table, unsigned offset)
{
    return (int16_t)nb_font_u16(table, offset);
}

static int metric(const struct nb_font *font, hb_ot_metrics_tag_t tag, int otherwise)
{
    hb_position_t value;
    return hb_ot_metrics_get_position(font->hb, tag, &value) ? value : otherwise;
}

/* The height of a letter's outline, for fonts that do not say. */
static int glyph_height(const struct nb_font *font, unsigned codepoint, int otherwise)
{
    hb_codepoint_t glyph;
    hb_glyph_extents_t extents;
    return hb_font_get_nominal_glyph(font->hb, codepoint, &glyph) &&
                   hb_font_get_glyph_extents(font->hb, glyph, &extents)
               ? extents.y_bearing
               : otherwise;
}

/* The PostScript name, of ASCII letters and what else PDF names take unescaped. */
static void read_name(struct nb_font *font)
{
    char name[sizeof font->ps_name];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(font->hb_face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
                        HB_LANGUAGE_INVALID, &size, name);
    size_t len = 0;
    for (unsigned i = 0; i < size && name[i]; i++)
        if (nb_ascii_alpha(name[i]) || nb_ascii_digit(name[i]) || name[i] == '-')
            font->ps_name[len++] = name[i];
    if (len == 0)
        for (const char *p = font->family; *p && len + 1 < sizeof font->ps_name; p++)
            if (nb_ascii_alpha(*p) || nb_ascii_digit(*p))
                font->ps_name[len++] = *p;
    font->ps_name[len] = '\0';
}

/* OS/2 fsType: embedding that the maker has restricted (OpenType 1.9, OS/2, fsType). */
static unsigned embedding_rights(const struct nb_font *font)
{
    hb_blob_t *os2 = hb_face_reference_table(font->hb_face, HB_TAG('O', 'S', '/', '2'));
    unsigned type = nb_font_u16(os2, 8);
    hb_blob_destroy(os2);
    return type;
}

static void read_info(struct nb_font *font)
{
    struct nb_font_info *info = &font->info;
    hb_blob_t *head =
        hb_face_reference_table(font->hb_face, HB_TAG('h', 'e', 'a', 'd'));
    hb_blob_t *post =
        hb_face_reference_table(font->hb_face, HB_TAG('p', 'o', 's', 't'));
    hb_blob_t *cff = hb_face_reference_table(font->hb_face, HB_TAG('C', 'F', 'F', ' '));
    int upem = (int)hb_face_get_upem(font->hb_face);
    info->upem = (unsigned)upem;
    info->ascent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, upem * 4 / 5);
    info->descent = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -upem / 5);
    info->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, 0);
    if (info->cap_height <= 0)
        info->cap_height = glyph_height(font, 'H', upem * 7 / 10);
    info->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, 0);
    if (info->x_height <= 0)
        info->x_height = glyph_height(font, 'x', upem / 2);
    for (unsigned i = 0; i < 4; i++)
        info->bbox[i] = table_i16(head, 36 + 2 * i);
    info->italic_angle = table_i16(post, 4) + nb_font_u16(post, 6) / 65536.0;
    info->fixed = nb_font_u16(post, 12) || nb_font_u16(post, 14);
    info->cff = hb_blob_get_length(cff) > 0;
    info->whole = embedding_rights(font) & NO_SUBSETTING;
    info->weight = font->weight;
    info->italic = font->italic;
    info->serif = font->generic == GENERIC_SERIF;
    info->glyphs = hb_face_get_glyph_count(font->hb_face);
    read_name(font);
    info->ps_name = font->ps_name;
    info->family = font->family;
    hb_blob_destroy(head);
    hb_blob_destroy(post);
    hb_blob_destroy(cff);
}

/* Whether nothing of a face may be embedded. */
static bool restricted(const struct nb_font *font)
{
    unsigned type = embedding_rights(font);
    return ((type & RESTRICTED) && !(type & EDITABLE_OR_PREVIEW)) ||
           (type & BITMAPS_ONLY);
}

static bool map_below(struct nb_font *font, const char *folder)
{
    char path[1024];
    size_t len = strlen(folder), rest = strlen(font->path);
    if (len + rest + 2 > sizeof path)
        return false;
    memcpy(path, folder, len);
    path[len] = '/';
    memcpy(path + len + 1, font->path, rest + 1);
    return nb_file_map(path, &font->file) == NB_OK;
}

static uint32_t find_glyph(const struct nb_font *font, unsigned codepoint)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(font->hb, codepoint, &glyph) ? glyph : 0;
}

static enum font_state open_face(struct nb_font *font)
{
    const struct font_source *source = font->source;
    bool mapped = font->path[0] == '/'
                      ? nb_file_map(font->path, &font->file) == NB_OK
                      : (source->installed && map_below(font, "/usr/share/fonts")) ||
                            map_below(font, source->folder);
    if (!mapped)
        return FONT_MISSING;
    if (font->file.size > UINT32_MAX)
        return FONT_BROKEN;
    hb_blob_t *blob =
        hb_blob_create((const char *)font->file.data, (unsigned)font->file.size,
                       HB_MEMORY_MODE_READONLY, NULL, NULL);
    bool known = font->face < hb_face_count(blob);
    font->hb_face = hb_face_create(blob, font->face);
    hb_blob_destroy(blob);
    hb_face_make_immutable(font->hb_face);
    font->hb = hb_font_create(font->hb_face);
    hb_font_make_immutable(font->hb);
    if (!known || hb_face_get_glyph_count(font->hb_face) == 0)
        return FONT_BROKEN;
    if (restricted(font))
        return FONT_RESTRICTED;
    for (unsigned c = ' '; c < 127; c++)
        font->ascii[c] = find_glyph(font, c);
    read_info(font);
    return font->info.upem ? FONT_OPEN : FONT_BROKEN;
}

bool nb_font_ready(struct nb_font *font)
{
    int state = atomic_load_explicit(&font->state, memory_order_acquire);
    if (state == FONT_CLOSED) {
        pthread_mutex_lock(&font->owner->lock);
        state = atomic_load(&font->state);
        if (state == FONT_CLOSED) {
            state = (int)open_face(font);
            atomic_store_explicit(&font->state, state, memory_order_release);
        }
        pthread_mutex_unlock(&font->owner->lock);
    }
    return state == FONT_OPEN;
}

uint32_t nb_font_blank(const struct nb_font *font)
{
    for (uint32_t glyph = 1; glyph < font->info.glyphs; glyph++) {
        hb_glyph_extents_t ink;
        if (hb_font_get_glyph_h_advance(font->hb, glyph) == 0 &&
            hb_font_get_glyph_extents(font->hb, glyph, &ink) && ink.width == 0 &&
            ink.height == 0)
            return glyph;
    }
    return 0;
}

void nb_font_close(struct nb_font *font)
{
    hb_font_destroy(font->hb);
    hb_face_destroy(font->hb_face);
    nb_file_unmap(&font->file);
}

const struct nb_font_info *nb_font_info(const struct nb_font *font)
{
    return &font->info;
}

unsigned nb_font_index(const struct nb_font *font)
{
    return font->index;
}

uint32_t nb_font_glyph(const struct nb_font *font, unsigned codepoint)
{
    return codepoint < 128 ? font->ascii[codepoint] : find_glyph(font, codepoint);
}

int nb_font_advance(const struct nb_font *font, uint32_t glyph)
{
    return hb_font_get_glyph_h_advance(font->hb, glyph);
}

/* Outlines: HarfBuzz calls with floats and a state that is not needed. */
struct pen {
    const struct nb_outline *draw;
    void *user;
};

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x,
                    float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *pen = data;
    pen->draw->move(pen->user, (double)x, (double)y);
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x,
                    float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *pen = data;
    pen->draw->line(pen->user, (double)x, (double)y);
}

static void quad_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                    float x1, float y1, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *pen = data;
    pen->draw->quad(pen->user, (double)x1, (double)y1, (double)x, (double)y);
}

static void cubic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                     float x1, float y1, float x2, float y2, float x, float y,
                     void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *pen = data;
    pen->draw->cubic(pen->user, (double)x1, (double)y1, (double)x2, (double)y2,
                     (double)x, (double)y);
}

static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state,
                       void *user)
{
    (void)funcs, (void)state, (void)user;
    const struct pen *pen = data;
    pen->draw->close(pen->user);
}

void nb_font_outline(const struct nb_font *font, uint32_t glyph,
                     const struct nb_outline *draw, void *user)
{
    struct pen pen = {draw, user};
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, quad_to, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, cubic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
    hb_font_get_glyph_shape(font->hb, glyph, funcs, &pen);
    hb_draw_funcs_destroy(funcs);
}
