/* Font files of the user's own, by what they say of themselves: family, weight and slant
 * (OpenType 1.9, name and OS/2 tables). */
#include "font/internal.h"

#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"

#include <hb-ot.h>

#include <errno.h>
#include <string.h>

enum {
    MOST_FILES = 2000,
    MOST_FACES = 64, /* in a collection */
    WEIGHT = 4,      /* OS/2: offsets of usWeightClass and fsSelection */
    SELECTION = 62,
    ITALIC = 1 << 0, /* of fsSelection */
    OBLIQUE = 1 << 9
};

struct search {
    struct nb_ctx *ctx;
    struct nb_fonts *fonts;
    const struct font_source *source;
    size_t files;
};

static bool is_font_file(const char *path)
{
    static const char *const endings[] = {".ttf", ".otf", ".ttc", ".otc"};
    struct nb_str ending = nb_str_of(nb_path_ending(path));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nb_str_eq_nocase(ending, nb_str_of(endings[i])))
            return true;
    return false;
}

/* The typographic family, else the family, in English where there is a choice; NULL if the
 * face has no name. */
static const char *read_family(struct nb_arena *arena, hb_face_t *face)
{
    static const hb_ot_name_id_t ids[] = {HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY,
                                          HB_OT_NAME_ID_FONT_FAMILY};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char name[128];
        unsigned size = sizeof name;
        if (hb_ot_name_get_utf8(face, ids[i], hb_language_from_string("en", -1), &size,
                                name))
            return nb_arena_copy(arena, name, size);
    }
    return NULL;
}

static void read_face(const struct search *search, hb_face_t *face, const char *path,
                      unsigned number)
{
    struct nb_arena *arena = search->fonts->arena;
    const char *family =
        hb_face_get_glyph_count(face) ? read_family(arena, face) : NULL;
    if (!family) {
        nb_report(search->ctx, NB_DIAG_FONT_BROKEN, path, 0, "no glyphs or no name");
        return;
    }
    struct nb_font *font = nb_fonts_add(search->fonts, search->source);
    if (!font)
        return;
    hb_blob_t *os2 = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned weight = nb_font_u16(os2, WEIGHT);
    font->family = family;
    font->path = nb_arena_strdup(arena, path);
    font->face = number;
    font->weight = weight >= 1 && weight <= 1000 ? (int)weight : 400;
    font->italic = nb_font_u16(os2, SELECTION) & (ITALIC | OBLIQUE);
    hb_blob_destroy(os2);
}

static enum nb_status read_file(void *user, const char *path)
{
    struct search *search = user;
    struct nb_mapping file;
    if (!is_font_file(path))
        return NB_OK;
    if (++search->files > MOST_FILES) {
        nb_report(search->ctx, NB_DIAG_LIMIT, path, 0,
                  "more than %d font files; this one and those behind it are not used",
                  MOST_FILES);
        return NB_LIMIT;
    }
    if (nb_file_map(path, &file) != NB_OK) {
        nb_report(search->ctx, NB_DIAG_FONT_MISSING, path, 0, "%s", strerror(errno));
        return NB_OK;
    }
    hb_blob_t *blob = hb_blob_create((const char *)file.data,
                                     file.size > UINT32_MAX ? 0 : (unsigned)file.size,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    unsigned count = hb_face_count(blob);
    for (unsigned i = 0; i < count && i < MOST_FACES; i++) {
        hb_face_t *face = hb_face_create(blob, i);
        read_face(search, face, path, i);
        hb_face_destroy(face);
    }
    if (count == 0)
        nb_report(search->ctx, NB_DIAG_FONT_BROKEN, path, 0, "not a font");
    hb_blob_destroy(blob);
    nb_file_unmap(&file);
    return nb_arena_status(search->fonts->arena);
}

enum nb_status nb_folder_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                              const char *path)
{
    struct font_source *source = nb_arena_alloc(fonts->arena, sizeof *source);
    if (!source)
        return NB_NOMEM;
    *source = (struct font_source){.name = nb_arena_strdup(fonts->arena, path),
                                   .folder = ".",
                                   .code = NB_DIAG_FONT_BROKEN};
    struct search search = {ctx, fonts, source, 0};
    enum nb_status status = nb_path_is_folder(path)
                                ? nb_folder_walk(path, read_file, &search)
                                : read_file(&search, path);
    return status == NB_LIMIT ? NB_OK : status;
}
