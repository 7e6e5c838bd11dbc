/* Telling picture formats apart by their first bytes. Names and endings are not asked: scraped
 * pictures often lie about both. */
#include "image/formats.h"

static bool begins(struct nb_str bytes, size_t at, struct nb_str magic)
{
    return nb_str_starts(nb_str_sub(bytes, at, bytes.len), magic);
}

/* Brands of ISO base media files that hold a still picture (ISO 23008-12, AVIF). */
static bool is_still(struct nb_str bytes)
{
    static const char brands[][5] = {"avif", "avis", "heic", "heix", "hevc",
                                     "heim", "heis", "mif1", "msf1"};
    if (!begins(bytes, 4, NB_STR("ftyp")))
        return false;
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++) {
        if (begins(bytes, 8, nb_str_of(brands[i])))
            return true;
    }
    return false;
}

enum nb_picture_format nb_picture_format(struct nb_str bytes)
{
    if (begins(bytes, 0, NB_STR("\xFF\xD8")))
        return NB_PICTURE_JPEG;
    if (begins(bytes, 0, NB_STR("\x89PNG\r\n\x1A\n")))
        return NB_PICTURE_PNG;
    if (begins(bytes, 0, NB_STR("GIF87a")) || begins(bytes, 0, NB_STR("GIF89a")) ||
        begins(bytes, 0, NB_STR("II*\0")) || begins(bytes, 0, NB_STR("MM\0*")) ||
        (begins(bytes, 0, NB_STR("RIFF")) && begins(bytes, 8, NB_STR("WEBP"))) ||
        is_still(bytes))
        return NB_PICTURE_OTHER;
    if (begins(bytes, 0, NB_STR("\xEF\xBB\xBF")))
        bytes = nb_str_sub(bytes, 3, bytes.len);
    if (begins(nb_str_trim(bytes), 0, NB_STR("<")))
        return NB_PICTURE_MARKUP;
    return NB_PICTURE_UNKNOWN;
}
