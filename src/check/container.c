/* The container (OCF 3.3): the archive, the file mimetype at its head, the names in it,
 * META-INF/container.xml and META-INF/encryption.xml. */
#include "check/book.h"

#include <string.h>

enum {
    MOST_FILES = 100000,
    HEADER = 30, /* of an archive's entry (APPNOTE 4.3.7) */
    METHOD_AT = 8,
    PACKED_AT = 18,
    NAME_AT = 26,
    EXTRA_AT = 28
};

static const char media_type[] = "application/epub+zip";

static size_t number(const char *at, size_t bytes)
{
    size_t value = 0;
    while (bytes--)
        value = value << 8 | (unsigned char)at[bytes];
    return value;
}

/* OCF 3.3, 4.3: readers tell a book by the bytes at fixed places of its first entry. */
static void check_head(struct nb_check *check)
{
    const char *bytes = check->bytes.data;
    size_t size = sizeof media_type - 1, name_len = 8;
    const char *wrong = NULL;
    if (number(bytes + NAME_AT, 2) != name_len ||
        memcmp(bytes + HEADER, "mimetype", name_len) != 0)
        wrong = "is not the first entry of the archive";
    else if (number(bytes + METHOD_AT, 2) != 0)
        wrong = "is compressed";
    else if (number(bytes + EXTRA_AT, 2) != 0)
        wrong = "has an extra field";
    else if (check->bytes.len < HEADER + name_len + size ||
             memcmp(bytes + HEADER + name_len, media_type, size) != 0)
        wrong = "does not say application/epub+zip";
    else if (number(bytes + PACKED_AT, 4) > size)
        wrong = "says more than application/epub+zip";
    if (wrong)
        nb_check_say(check, NB_DIAG_EPUB_MIMETYPE, NULL, 0, "it %s", wrong);
}

/* OCF 3.3, 4.2.3. */
static const char *bad_name(const char *name)
{
    if (name[0] == '/' || strcmp(name, "..") == 0 || strncmp(name, "../", 3) == 0 ||
        strstr(name, "/../"))
        return "leads out of the book";
    if (strpbrk(name, "\"*:<>?\\|"))
        return "has a character that is not allowed";
    size_t len = strlen(name);
    if (len && name[len - 1] == '.')
        return "ends in a full stop";
    for (const char *p = name; *p; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return "has a control character";
    }
    return NULL;
}

static void check_name(struct nb_check *check, const struct nb_check_file *file)
{
    const char *why = bad_name(file->name);
    bool plain = strchr(file->name, ' ') == NULL;
    for (const char *p = file->name; *p && plain; p++)
        plain = (unsigned char)*p < 0x80;
    if (why)
        nb_check_say(check, NB_DIAG_EPUB_NAME, file, 0, "it %s", why);
    else if (!plain)
        nb_check_say(check, NB_DIAG_EPUB_SHOP, file, 0,
                     "a file name with a space or a character outside ASCII");
}

static bool add_file(struct nb_check *check, size_t index, struct nb_map *folded)
{
    struct nb_unzip_entry entry;
    struct nb_check_file *file = &check->files[index];
    file->index = index;
    file->name = nb_unzip_name(check->zip, index);
    if (nb_unzip_entry(check->zip, index, &entry)) {
        file->size = entry.size;
        file->locked = entry.locked;
    }
    struct nb_str name = nb_str_of(file->name);
    char *lower = nb_arena_copy(check->arena, name.data, name.len);
    if (!lower)
        return false;
    for (size_t i = 0; i < name.len; i++)
        lower[i] = nb_ascii_lower(name.data[i]);
    check_name(check, file);
    const struct nb_check_file *twin = nb_map_get(folded, nb_str_of(lower));
    if (twin)
        nb_check_say(check, NB_DIAG_EPUB_NAME, file, 0,
                     strcmp(twin->name, file->name) == 0
                         ? "the archive has it twice"
                         : "another name differs only in capitals");
    if (file->locked)
        nb_check_say(check, NB_DIAG_EPUB_ARCHIVE, file, 0,
                     "the entry needs a password");
    return nb_map_set(folded, nb_str_of(lower), file) == NB_OK &&
           nb_map_set(check->names, name, file) == NB_OK;
}

static bool list_files(struct nb_check *check)
{
    struct nb_map *folded = nb_map_new();
    bool fine = folded != NULL;
    check->count = nb_unzip_count(check->zip);
    check->files = nb_arena_array(check->arena, check->count, sizeof *check->files);
    fine = fine && check->files;
    for (size_t i = 0; fine && i < check->count; i++)
        fine = add_file(check, i, folded);
    nb_map_free(folded);
    if (!fine)
        check->status = NB_NOMEM;
    return fine;
}

bool nb_check_archive(struct nb_check *check)
{
    struct nb_str bytes = check->bytes;
    const char *wrong = NULL;
    enum nb_status status = NB_FORMAT;
    if (bytes.len < HEADER + sizeof media_type || memcmp(bytes.data, "PK\3\4", 4) != 0)
        wrong = "no ZIP archive";
    else if (nb_unzip_claims(bytes.data, bytes.len) > MOST_FILES)
        wrong = "more than 100,000 entries";
    else if ((status = nb_unzip_new(bytes.data, bytes.len, &check->zip)) != NB_OK)
        wrong = "the archive's directory is damaged or cut off";
    if (status == NB_NOMEM)
        check->status = NB_NOMEM;
    else if (wrong)
        nb_check_say(check, NB_DIAG_EPUB_ARCHIVE, NULL, 0, "%s", wrong);
    if (!check->zip)
        return false;
    check_head(check);
    return list_files(check);
}

/* Files that are encrypted, or fonts that are obfuscated, cannot be looked into. */
static void check_encryption(struct nb_check *check)
{
    struct nb_check_file *file =
        nb_check_find(check, NB_STR("META-INF/encryption.xml"));
    struct nb_xml *xml = file ? nb_check_parse(check, file) : NULL;
    if (!xml)
        return;
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (!nb_xml_is(at, "CipherReference"))
            continue;
        const char *name = nb_check_attr(check, at, "URI");
        struct nb_check_file *locked = nb_check_find(check, nb_str_of(name));
        if (locked)
            locked->locked = true;
        else
            nb_check_say(check, NB_DIAG_EPUB_LINK, file, nb_xml_line(at), "%s", name);
    }
    nb_xml_free(xml);
}

static struct nb_check_file *root_file(struct nb_check *check,
                                       const struct nb_check_file *file,
                                       const struct nb_xml_node *root)
{
    struct nb_check_file *found = NULL;
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (!nb_xml_is(at, "rootfile"))
            continue;
        const char *path = nb_check_attr(check, at, "full-path");
        const char *type = nb_check_attr(check, at, "media-type");
        struct nb_check_file *target = nb_check_find(check, nb_str_of(path));
        if (strcmp(type, "application/oebps-package+xml") != 0)
            nb_check_say(check, NB_DIAG_EPUB_CONTAINER, file, nb_xml_line(at),
                         "media type '%s' in place of application/oebps-package+xml",
                         type);
        if (!target)
            nb_check_say(check, NB_DIAG_EPUB_CONTAINER, file, nb_xml_line(at),
                         "the package '%s' is not in the archive", path);
        found = found ? found : target;
    }
    return found;
}

bool nb_check_container(struct nb_check *check)
{
    struct nb_check_file *file = nb_check_find(check, NB_STR("META-INF/container.xml"));
    if (!file) {
        nb_check_say(check, NB_DIAG_EPUB_CONTAINER, NULL, 0,
                     "META-INF/container.xml is missing");
        return false;
    }
    struct nb_xml *xml = nb_check_parse(check, file);
    if (!xml)
        return false;
    const struct nb_xml_node *root = nb_xml_root(xml);
    const char *space = nb_xml_namespace(root);
    if (!nb_xml_is(root, "container") || !space ||
        strcmp(space, "urn:oasis:names:tc:opendocument:xmlns:container") != 0)
        nb_check_say(check, NB_DIAG_EPUB_CONTAINER, file, nb_xml_line(root),
                     "the root is no container element of its namespace");
    else if (strcmp(nb_check_attr(check, root, "version"), "1.0") != 0)
        nb_check_say(check, NB_DIAG_EPUB_CONTAINER, file, nb_xml_line(root),
                     "the version is not 1.0");
    check->opf = root_file(check, file, root);
    if (!check->opf)
        nb_check_say(check, NB_DIAG_EPUB_CONTAINER, file, 0, "it names no package");
    nb_xml_free(xml);
    check_encryption(check);
    return check->opf != NULL;
}
