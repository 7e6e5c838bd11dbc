/* E-readers: the table, and how one is known by its files. */
#include "device/ereader.h"

#include "base/io.h"
#include "base/volume.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_READERS = 64, MOUNT_BYTES = 1 << 22 };

/* What the makers' own programs write there: the version of the Kobo's and the Kindle's
 * software, the PocketBook's settings. */
const struct nb_ereader_kind nb_ereader_kinds[] = {
    {.name = "kobo",
     .title = "Kobo",
     .marks = {".kobo/version"},
     .folder = "News",
     .after = "eject it, so that it takes the books in"},
    {.name = "kindle",
     .title = "Kindle",
     .marks = {"documents", "system/version.txt"},
     .folder = "documents",
     .unread = ".epub",
     .advice =
         "a Kindle opens no EPUB that comes by cable; send it with Send to Kindle "
         "(amazon.com/sendtokindle, or by mail), or build a PDF with --device "
         "kindle-paperwhite and load that",
     .after = "eject it before you unplug it"},
    {.name = "pocketbook",
     .title = "PocketBook",
     .marks = {"system/config"},
     .folder = "Books",
     .after = "eject it before you unplug it"},
    {.name = NULL},
};

/* File systems that drives have; asking one that is far away could take for ever. */
static const char *const drives[] = {
    "vfat", "msdos", "exfat", "fuseblk", "ntfs3", "ext2", "ext3", "ext4", "hfsplus",
};

const struct nb_ereader_kind *nb_ereader_kind(const char *name)
{
    for (const struct nb_ereader_kind *kind = nb_ereader_kinds; kind->name; kind++) {
        if (strcmp(kind->name, name) == 0)
            return kind;
    }
    return NULL;
}

void nb_ereader_names(struct nb_buf *out)
{
    for (const struct nb_ereader_kind *kind = nb_ereader_kinds; kind->name; kind++)
        nb_buf_printf(out, "%s%s", kind == nb_ereader_kinds ? "" : ", ", kind->name);
}

/* `name` in `folder`, as it is or in other capitals; NULL when it is not there. */
static const char *entry(struct nb_arena *arena, const char *folder, struct nb_str name)
{
    const char *exact =
        nb_path_join(arena, folder, nb_arena_copy(arena, name.data, name.len));
    struct nb_volume_list list;
    if (!exact || nb_path_exists(exact))
        return exact;
    if (nb_volume_list(arena, folder, &list) != NB_OK)
        return NULL;
    for (size_t i = 0; i < list.count; i++) {
        if (nb_str_eq_nocase(nb_str_of(list.at[i].name), name))
            return nb_path_join(arena, folder, list.at[i].name);
    }
    return NULL;
}

static const char *below(struct nb_arena *arena, const char *root, const char *path)
{
    struct nb_str rest = nb_str_of(path), part;
    while (root && nb_str_split(&rest, '/', &part))
        root = entry(arena, root, part);
    return root;
}

const struct nb_ereader_kind *nb_ereader_at(struct nb_arena *arena, const char *root)
{
    for (const struct nb_ereader_kind *kind = nb_ereader_kinds; kind->name; kind++) {
        const char *const *mark = kind->marks;
        while (*mark && below(arena, root, *mark))
            mark++;
        if (!*mark)
            return kind;
    }
    return NULL;
}

struct nb_ereader nb_ereader_around(struct nb_arena *arena, const char *folder)
{
    char path[PATH_MAX];
    struct nb_ereader none = {NULL, folder};
    const struct nb_ereader_kind *kind = nb_ereader_at(arena, folder);
    if (kind || !realpath(folder, path))
        return (struct nb_ereader){kind, folder};
    for (char *slash = strrchr(path, '/'); slash && slash != path;
         slash = strrchr(path, '/')) {
        *slash = '\0';
        kind = nb_ereader_at(arena, path);
        if (kind)
            return (struct nb_ereader){kind, nb_arena_strdup(arena, path)};
    }
    return none;
}

const char *nb_ereader_folder(struct nb_arena *arena, const struct nb_ereader *reader)
{
    const char *there = below(arena, reader->root, reader->kind->folder);
    return there ? there : nb_path_join(arena, reader->root, reader->kind->folder);
}

static bool is_drive(struct nb_str type)
{
    for (size_t i = 0; i < sizeof drives / sizeof drives[0]; i++) {
        if (nb_str_eq(type, nb_str_of(drives[i])))
            return true;
    }
    return false;
}

static bool is_octal(struct nb_str text, size_t at)
{
    return text.len - at > 3 && text.data[at] == '\\' &&
           strchr("0123", text.data[at + 1]) && strchr("01234567", text.data[at + 2]) &&
           strchr("01234567", text.data[at + 3]);
}

/* Spaces and the like stand as octal numbers behind a backslash. */
static void unescape(struct nb_str text, struct nb_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        const char *at = text.data + i;
        if (!is_octal(text, i)) {
            nb_buf_putc(out, *at);
            continue;
        }
        nb_buf_putc(out,
                    (char)((at[1] - '0') * 64 + (at[2] - '0') * 8 + (at[3] - '0')));
        i += 3;
    }
}

bool nb_mounts_next(struct nb_str *table, struct nb_buf *place)
{
    enum { PLACE = 4 }; /* the fifth field */
    struct nb_str line, field;
    while (nb_str_line(table, &line)) {
        struct nb_str where = {"", 0}, type = {"", 0};
        bool ended = false;
        for (size_t i = 0; !type.len && nb_str_split(&line, ' ', &field); i++) {
            if (i == PLACE)
                where = field;
            if (ended)
                type = field;
            ended = i > PLACE && nb_str_eq(field, NB_STR("-"));
        }
        if (!where.len || !is_drive(type))
            continue;
        nb_buf_clear(place);
        unescape(where, place);
        return true;
    }
    return false;
}

static void look(struct nb_arena *arena, const char *root, struct nb_ereaders *out)
{
    const struct nb_ereader_kind *kind =
        out->count < MOST_READERS ? nb_ereader_at(arena, root) : NULL;
    for (size_t i = 0; kind && i < out->count; i++) {
        if (strcmp(out->at[i].root, root) == 0)
            kind = NULL; /* mounted twice at one place */
    }
    if (kind)
        out->at[out->count++] = (struct nb_ereader){kind, nb_arena_strdup(arena, root)};
}

enum nb_status nb_ereaders_find(struct nb_arena *arena, const char *places,
                                struct nb_ereaders *out)
{
    struct nb_buf table = NB_BUF_INIT, place = NB_BUF_INIT;
    struct nb_str rest = nb_str_of(places), part;
    *out =
        (struct nb_ereaders){nb_arena_array(arena, MOST_READERS, sizeof *out->at), 0};
    if (!out->at)
        return NB_NOMEM;
    while (places && nb_str_split(&rest, ':', &part)) {
        if (part.len)
            look(arena, nb_arena_copy(arena, part.data, part.len), out);
    }
    if (!places) {
        enum nb_status status =
            nb_file_read("/proc/self/mountinfo", MOUNT_BYTES, &table);
        if (status != NB_OK)
            return status;
        rest = nb_buf_view(&table);
        while (nb_mounts_next(&rest, &place))
            look(arena, nb_buf_cstr(&place), out);
    }
    enum nb_status status = place.status;
    nb_buf_free(&place);
    nb_buf_free(&table);
    return status == NB_OK ? nb_arena_status(arena) : status;
}
