/* The package document: its root and metadata (EPUB 3.3, 5.4 and 5.5; OPF 2.0.1, 2.2), and
 * what shops want to know of a book. */
#include "check/book.h"

#include <string.h>

#define OPF "http://www.idpf.org/2007/opf"
#define DC "http://purl.org/dc/elements/1.1/"

static void say(struct nb_check *check, const struct nb_xml_node *node,
                const char *what)
{
    nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(node), "%s",
                 what);
}

/* How many dc elements called `name` there are; empty ones are reported. */
static size_t count_dc(struct nb_check *check, const struct nb_xml_node *metadata,
                       const char *name)
{
    size_t count = 0;
    for (const struct nb_xml_node *at = nb_xml_first(metadata); at;
         at = nb_xml_next(at)) {
        const char *space = nb_xml_namespace(at);
        if (!nb_xml_is(at, name) || !space || strcmp(space, DC) != 0)
            continue;
        count++;
        if (!*nb_check_text(check, at))
            nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(at),
                         "dc:%s is empty", name);
    }
    return count;
}

static void check_required(struct nb_check *check, const struct nb_xml_node *metadata)
{
    static const char *const required[] = {"identifier", "title", "language"};
    static const char *const wanted[] = {"creator", "publisher", "date", "description"};
    bool named[4];
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        if (!count_dc(check, metadata, required[i]))
            nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf,
                         nb_xml_line(metadata), "there is no dc:%s", required[i]);
    }
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        named[i] = count_dc(check, metadata, wanted[i]) > 0;
    if (!named[0] && !named[1])
        nb_check_say(check, NB_DIAG_EPUB_SHOP, check->opf, nb_xml_line(metadata),
                     "neither author nor publisher is named");
}

/* RFC 5646 in outline: groups of 1 to 8 letters and digits, the first 2 to 8 letters, or x, i. */
static bool good_language(const char *tag)
{
    struct nb_str rest = nb_str_of(tag), part;
    bool first = true;
    if (!*tag || tag[strlen(tag) - 1] == '-')
        return false;
    while (nb_str_split(&rest, '-', &part)) {
        if (part.len < 1 || part.len > 8)
            return false;
        for (size_t i = 0; i < part.len; i++) {
            if (!nb_ascii_alpha(part.data[i]) &&
                (first || !nb_ascii_digit(part.data[i])))
                return false;
        }
        if (first && part.len == 1 && !strchr("xXiI", part.data[0]))
            return false;
        first = false;
    }
    return true;
}

/* Whether `text` starts with the pattern: d a digit, all else itself. */
static bool fits(const char *text, const char *pattern)
{
    for (; *pattern; pattern++, text++) {
        if (*pattern == 'd' ? !nb_ascii_digit(*text) : *text != *pattern)
            return false;
    }
    return true;
}

/* W3CDTF. */
static bool good_date(const char *text)
{
    size_t len = strlen(text);
    if (len == 4)
        return fits(text, "dddd");
    if (len == 7)
        return fits(text, "dddd-dd") && strncmp(text + 5, "13", 2) < 0;
    if (len < 10 || !fits(text, "dddd-dd-dd") || strncmp(text + 5, "13", 2) >= 0 ||
        strncmp(text + 8, "32", 2) >= 0)
        return false;
    return len == 10 || fits(text + 10, "Tdd:dd");
}

static bool good_uuid(const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof form - 1; i++) {
        if (form[i] == 'x' ? !text[i] || !strchr("0123456789abcdefABCDEF", text[i])
                           : text[i] != '-')
            return false;
    }
    return !text[sizeof form - 1];
}

static void check_values(struct nb_check *check, const struct nb_xml_node *metadata)
{
    for (const struct nb_xml_node *at = nb_xml_first(metadata); at;
         at = nb_xml_next(at)) {
        if (nb_xml_is(at, "language") && !good_language(nb_check_text(check, at)))
            say(check, at, "dc:language is no language tag (BCP 47)");
        if (nb_xml_is(at, "date") && *nb_check_text(check, at) &&
            !good_date(nb_check_text(check, at)))
            nb_check_say(check, NB_DIAG_EPUB_SHOP, check->opf, nb_xml_line(at),
                         "dc:date is not written as 2026-11-22");
        if (nb_xml_is(at, "identifier")) {
            const char *text = nb_check_text(check, at);
            if (strncmp(text, "urn:uuid:", 9) == 0 && !good_uuid(text + 9))
                nb_check_say(check, NB_DIAG_EPUB_SHOP, check->opf, nb_xml_line(at),
                             "the identifier says it is a UUID and is none");
        }
    }
}

static void check_identifier(struct nb_check *check, const struct nb_xml_node *package,
                             const struct nb_xml_node *metadata)
{
    const char *wanted = nb_check_attr(check, package, "unique-identifier");
    if (!*wanted) {
        say(check, package,
            "the package does not say which identifier is the unique one");
        return;
    }
    for (const struct nb_xml_node *at = nb_xml_first(metadata); at;
         at = nb_xml_next(at)) {
        if (nb_xml_is(at, "identifier") &&
            strcmp(nb_check_attr(check, at, "id"), wanted) == 0)
            check->identifier = nb_check_text(check, at);
    }
    if (!check->identifier)
        nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(package),
                     "no dc:identifier has the id '%s'", wanted);
}

/* EPUB 3.3, 5.5.4: exactly one, and in one form. Accessibility: the shops' minimum. */
static void check_properties(struct nb_check *check, const struct nb_xml_node *metadata)
{
    size_t modified = 0;
    bool access = false;
    for (const struct nb_xml_node *at = nb_xml_first(metadata); at;
         at = nb_xml_next(at)) {
        const char *property =
            nb_xml_is(at, "meta") ? nb_check_attr(check, at, "property") : "";
        const char *text = *property ? nb_check_text(check, at) : "";
        if (*property && !*text)
            nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(at),
                         "meta %s is empty", property);
        access = access || strncmp(property, "schema:access", 13) == 0;
        if (strcmp(property, "dcterms:modified") != 0 ||
            *nb_check_attr(check, at, "refines"))
            continue;
        modified++;
        if (!fits(text, "dddd-dd-ddTdd:dd:ddZ") || strlen(text) != 20)
            say(check, at, "dcterms:modified is not written as 2026-11-22T08:00:00Z");
    }
    if (modified != 1)
        nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(metadata),
                     "%zu dcterms:modified in place of one", modified);
    if (!access)
        nb_check_say(check, NB_DIAG_EPUB_ACCESS, check->opf, nb_xml_line(metadata),
                     "no schema:accessMode and the like in the metadata");
}

/* Ids of the package document, each once; what refines something names one. */
static void check_ids(struct nb_check *check, const struct nb_xml_node *package)
{
    for (const struct nb_xml_node *at = package; at;
         at = nb_xml_following(at, package, true)) {
        const char *id = nb_xml_name(at) ? nb_check_attr(check, at, "id") : "";
        if (*id && !nb_check_anchor(check, check->opf, id))
            nb_check_say(check, NB_DIAG_EPUB_ID, check->opf, nb_xml_line(at), "%s", id);
    }
    for (const struct nb_xml_node *at = package; at;
         at = nb_xml_following(at, package, true)) {
        const char *id = nb_xml_name(at) ? nb_check_attr(check, at, "refines") : "";
        if (*id == '#' && nb_check_anchor(check, check->opf, id + 1))
            nb_check_say(check, NB_DIAG_EPUB_METADATA, check->opf, nb_xml_line(at),
                         "refines '%s', which is not there", id);
    }
}

static void check_metadata(struct nb_check *check, const struct nb_xml_node *package)
{
    const struct nb_xml_node *metadata = nb_xml_child(package, "metadata");
    if (!metadata) {
        say(check, package, "there is no metadata");
        return;
    }
    const struct nb_xml_node *old = nb_xml_child(metadata, "dc-metadata");
    check_required(check, old ? old : metadata);
    check_values(check, old ? old : metadata);
    check_identifier(check, package, old ? old : metadata);
    if (check->version == 3)
        check_properties(check, metadata);
}

bool nb_check_package(struct nb_check *check)
{
    struct nb_xml *xml = nb_check_parse(check, check->opf);
    if (!xml)
        return false;
    const struct nb_xml_node *package = nb_xml_root(xml);
    const char *space = nb_xml_namespace(package);
    const char *version = nb_check_attr(check, package, "version");
    bool fine = nb_xml_is(package, "package");
    if (!fine || !space || strcmp(space, OPF) != 0)
        nb_check_say(check, NB_DIAG_EPUB_PACKAGE, check->opf, nb_xml_line(package),
                     "the root is no package element of its namespace");
    else if (strncmp(version, "2.", 2) != 0 && strncmp(version, "3.", 2) != 0)
        nb_check_say(check, NB_DIAG_EPUB_PACKAGE, check->opf, nb_xml_line(package),
                     "version '%s' is neither 2.0 nor 3.0", version);
    check->version = version[0] == '2' ? 2 : 3;
    if (fine) {
        check_ids(check, package);
        check_metadata(check, package);
        nb_check_manifest(check, package);
        nb_check_spine(check, package);
        nb_check_covers(check, package);
    }
    nb_xml_free(xml);
    return fine;
}
