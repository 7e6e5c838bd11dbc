/* The manifest, the spine, the covers and the guide (EPUB 3.3, 5.6 and 5.7; OPF 2.0.1). */
#include "check/book.h"

#include <string.h>

static const char pictures_3[] =
    "image/jpeg image/png image/gif image/svg+xml image/webp";
static const char known_properties[] = "nav cover-image mathml scripted svg switch "
                                       "remote-resources data-nav dictionary glossary "
                                       "index search-key-map";

bool nb_check_is_xhtml(const struct nb_check_item *item)
{
    return strcmp(item->type, "application/xhtml+xml") == 0;
}

bool nb_check_is_document(const struct nb_check_item *item)
{
    return nb_check_is_xhtml(item) || strcmp(item->type, "image/svg+xml") == 0;
}

bool nb_check_is_picture(const struct nb_check_item *item)
{
    return nb_check_one_of(pictures_3, item->type);
}

static void say(struct nb_check *check, const struct nb_check_item *item,
                const char *what)
{
    nb_check_say(check, NB_DIAG_EPUB_MANIFEST, check->opf, item->line, "item '%s' %s",
                 item->id, what);
}

/* A media type: two tokens and a slash. */
static bool good_type(const char *type)
{
    const char *slash = strchr(type, '/');
    return slash && slash != type && slash[1] && !strpbrk(type, " ,<>@[]");
}

static void find_file(struct nb_check *check, struct nb_check_item *item)
{
    struct nb_check_file *file;
    if (!*item->href) {
        say(check, item, "has no href");
        return;
    }
    if (nb_check_is_remote(item->href)) {
        item->remote = true;
        if (nb_check_is_document(item) || nb_check_is_picture(item) ||
            strcmp(item->type, "text/css") == 0)
            nb_check_say(check, NB_DIAG_EPUB_REMOTE, check->opf, item->line, "%.200s",
                         item->href);
        return;
    }
    if (strchr(item->href, '#')) {
        say(check, item, "has a fragment in its href");
        return;
    }
    file = nb_check_link(check, check->opf, item->line, NB_USE_OTHER, item->href);
    if (!file)
        return;
    item->file = file;
    if (file == check->opf)
        say(check, item, "is the package itself");
    if (file->item)
        nb_check_say(check, NB_DIAG_EPUB_MANIFEST, check->opf, item->line,
                     "items '%s' and '%s' are the same file", file->item->id, item->id);
    else
        file->item = item;
}

static void check_type(struct nb_check *check, const struct nb_check_item *item)
{
    static const struct {
        const char *ending, *types;
    } endings[] = {
        {".xhtml", "application/xhtml+xml"},
        {".html", "application/xhtml+xml text/x-oeb1-document"},
        {".htm", "application/xhtml+xml text/x-oeb1-document"},
        {".css", "text/css text/x-oeb1-css"},
        {".ncx", "application/x-dtbncx+xml"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".png", "image/png"},
        {".gif", "image/gif"},
        {".svg", "image/svg+xml"},
    };
    if (!*item->type) {
        say(check, item, "has no media-type");
        return;
    }
    if (!good_type(item->type))
        say(check, item, "has a malformed media-type");
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (nb_str_ends_nocase(nb_str_of(item->href), nb_str_of(endings[i].ending)) &&
            !nb_check_one_of(endings[i].types, item->type))
            nb_check_say(check, NB_DIAG_EPUB_TYPE, check->opf, item->line,
                         "'%s' is declared as %s", item->href, item->type);
    }
}

static void add_item(struct nb_check *check, const struct nb_xml_node *node)
{
    struct nb_check_item *item = nb_arena_alloc(check->arena, sizeof *item);
    if (!item)
        return;
    item->id = nb_check_attr(check, node, "id");
    item->href = nb_check_attr(check, node, "href");
    item->type = nb_check_attr(check, node, "media-type");
    item->properties = nb_check_attr(check, node, "properties");
    item->fallback = nb_check_attr(check, node, "fallback");
    item->line = nb_xml_line(node);
    *check->last_item = item;
    check->last_item = &item->next;
    if (!*item->id)
        say(check, item, "has no id");
    else if (!nb_map_get(check->ids, nb_str_of(item->id)) &&
             nb_map_set(check->ids, nb_str_of(item->id), item) != NB_OK)
        check->status = NB_NOMEM;
    check_type(check, item);
    find_file(check, item);
}

static void check_properties(struct nb_check *check, struct nb_check_item *item,
                             size_t *navs, size_t *covers)
{
    struct nb_str rest = nb_str_of(item->properties), word;
    while (nb_str_split(&rest, ' ', &word)) {
        char *name = nb_arena_copy(check->arena, word.data, word.len);
        if (name && *name && !strchr(name, ':') &&
            !nb_check_one_of(known_properties, name))
            nb_check_say(check, NB_DIAG_EPUB_PROPERTY, check->opf, item->line,
                         "'%s' is not known", name);
    }
    if (nb_check_one_of(item->properties, "nav")) {
        ++*navs;
        check->nav = item->file;
        if (!nb_check_is_xhtml(item))
            say(check, item, "is the contents and not XHTML");
    }
    if (nb_check_one_of(item->properties, "cover-image")) {
        ++*covers;
        if (strncmp(item->type, "image/", 6) != 0)
            say(check, item, "is the cover and no picture");
    }
}

/* A chain of fallbacks ends, and every link of it is there. */
static void check_fallback(struct nb_check *check, const struct nb_check_item *item)
{
    const struct nb_check_item *at = item, *slow = item;
    bool step = false;
    while (*at->fallback) {
        const struct nb_check_item *next =
            nb_map_get(check->ids, nb_str_of(at->fallback));
        if (!next) {
            if (at == item)
                say(check, item, "has a fallback that is not there");
            return;
        }
        at = next;
        if (step)
            slow = nb_map_get(check->ids, nb_str_of(slow->fallback));
        step = !step;
        if (at == slow || at == item) {
            say(check, item, "has fallbacks that go in a circle");
            return;
        }
    }
}

void nb_check_manifest(struct nb_check *check, const struct nb_xml_node *package)
{
    const struct nb_xml_node *manifest = nb_xml_child(package, "manifest");
    size_t navs = 0, covers = 0;
    if (!manifest) {
        nb_check_say(check, NB_DIAG_EPUB_MANIFEST, check->opf, nb_xml_line(package),
                     "there is none");
        return;
    }
    for (const struct nb_xml_node *at = nb_xml_first(manifest); at;
         at = nb_xml_next(at)) {
        if (nb_xml_is(at, "item"))
            add_item(check, at);
    }
    for (struct nb_check_item *item = check->items; item; item = item->next) {
        check_properties(check, item, &navs, &covers);
        check_fallback(check, item);
        if (strcmp(item->type, "application/x-dtbncx+xml") == 0 && item->file)
            check->ncx = item->file;
    }
    if (check->version == 3 && navs != 1)
        nb_check_say(check, NB_DIAG_EPUB_NAV, check->opf, nb_xml_line(manifest),
                     "%zu items with the property nav in place of one", navs);
    if (covers > 1)
        nb_check_say(check, NB_DIAG_EPUB_MANIFEST, check->opf, nb_xml_line(manifest),
                     "%zu items are the cover", covers);
}

/* Whether an item, or what it falls back to, is something that readers show as a page. */
static bool shown(const struct nb_check *check, const struct nb_check_item *item)
{
    for (unsigned steps = 0; item && steps < 16; steps++) {
        if (nb_check_is_document(item) ||
            nb_check_one_of("application/x-dtbook+xml text/x-oeb1-document",
                            item->type))
            return true;
        item =
            *item->fallback ? nb_map_get(check->ids, nb_str_of(item->fallback)) : NULL;
    }
    return false;
}

static bool check_itemref(struct nb_check *check, const struct nb_xml_node *node)
{
    const char *id = nb_check_attr(check, node, "idref");
    struct nb_check_item *item = *id ? nb_map_get(check->ids, nb_str_of(id)) : NULL;
    const char *wrong = NULL;
    if (!item)
        wrong = "is not in the manifest";
    else if (item->in_spine)
        wrong = "stands there twice";
    else if (item->remote)
        wrong = "is not in the book";
    if (wrong)
        nb_check_say(check, NB_DIAG_EPUB_SPINE, check->opf, nb_xml_line(node),
                     "'%s' %s", id, wrong);
    if (!item)
        return false;
    if (!item->in_spine && !shown(check, item))
        nb_check_say(check, NB_DIAG_EPUB_FALLBACK, check->opf, nb_xml_line(node),
                     "'%s' of type %s in the reading order", id, item->type);
    item->in_spine = true;
    return strcmp(nb_check_attr(check, node, "linear"), "no") != 0;
}

static void check_toc(struct nb_check *check, const struct nb_xml_node *spine)
{
    const char *toc = nb_check_attr(check, spine, "toc");
    const struct nb_check_item *ncx =
        *toc ? nb_map_get(check->ids, nb_str_of(toc)) : NULL;
    const char *wrong = NULL;
    if (*toc && !ncx)
        wrong = "the spine's toc is not in the manifest";
    else if (ncx && strcmp(ncx->type, "application/x-dtbncx+xml") != 0)
        wrong = "the spine's toc is no NCX";
    else if (!*toc && (check->version == 2 || check->ncx))
        wrong = "the spine does not say which item is the NCX";
    if (wrong)
        nb_check_say(check, NB_DIAG_EPUB_NCX, check->opf, nb_xml_line(spine), "%s",
                     wrong);
    else if (!check->ncx)
        nb_check_say(check, NB_DIAG_EPUB_SHOP, check->opf, nb_xml_line(spine),
                     "no NCX: Kindle's shop and older readers show no contents");
}

void nb_check_spine(struct nb_check *check, const struct nb_xml_node *package)
{
    const struct nb_xml_node *spine = nb_xml_child(package, "spine");
    size_t count = 0, linear = 0;
    if (!spine) {
        nb_check_say(check, NB_DIAG_EPUB_SPINE, check->opf, nb_xml_line(package),
                     "there is none");
        return;
    }
    for (const struct nb_xml_node *at = nb_xml_first(spine); at; at = nb_xml_next(at)) {
        if (!nb_xml_is(at, "itemref"))
            continue;
        count++;
        linear += check_itemref(check, at) ? 1 : 0;
    }
    if (!linear)
        nb_check_say(check, NB_DIAG_EPUB_SPINE, check->opf, nb_xml_line(spine),
                     count ? "nothing in it is linear" : "it is empty");
    check_toc(check, spine);
}

static void check_guide(struct nb_check *check, const struct nb_xml_node *package)
{
    const struct nb_xml_node *guide = nb_xml_child(package, "guide");
    for (const struct nb_xml_node *at = guide ? nb_xml_first(guide) : NULL; at;
         at = nb_xml_next(at)) {
        if (nb_xml_is(at, "reference"))
            (void)nb_check_link(check, check->opf, nb_xml_line(at), NB_USE_OTHER,
                                nb_check_attr(check, at, "href"));
    }
}

/* Two declarations: the property of EPUB 3, and the meta element that older readers and many
 * newer ones look for. */
void nb_check_covers(struct nb_check *check, const struct nb_xml_node *package)
{
    const struct nb_xml_node *metadata = nb_xml_child(package, "metadata"),
                             *meta = NULL;
    const struct nb_check_item *named = NULL, *declared = NULL;
    for (const struct nb_xml_node *at = metadata ? nb_xml_first(metadata) : NULL; at;
         at = nb_xml_next(at)) {
        if (nb_xml_is(at, "meta") &&
            strcmp(nb_check_attr(check, at, "name"), "cover") == 0)
            meta = at;
    }
    if (meta)
        named =
            nb_map_get(check->ids, nb_str_of(nb_check_attr(check, meta, "content")));
    for (const struct nb_check_item *item = check->items; item; item = item->next) {
        if (nb_check_one_of(item->properties, "cover-image"))
            declared = item;
    }
    unsigned line = nb_xml_line(meta ? meta : package);
    const char *wrong = NULL;
    if (!meta && !declared)
        wrong = "no cover is declared";
    else if (meta && (!named || strncmp(named->type, "image/", 6) != 0))
        wrong = "meta name=\"cover\" does not name the id of a picture";
    else if (!meta)
        wrong = "no meta name=\"cover\", which some readers and shops want";
    else if (check->version == 3 && !declared)
        wrong = "no item has the property cover-image";
    else if (declared && named != declared)
        wrong = "the two declarations name different pictures";
    if (wrong)
        nb_check_say(check, NB_DIAG_EPUB_COVER, check->opf, line, "%s", wrong);
    check_guide(check, package);
}
