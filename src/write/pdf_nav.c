/* Finding one's way in a PDF: links, the outline, page labels, named destinations
 * (ISO 32000-1, 12.3 and 12.5.6.5). */
#include "doc/words.h"
#include "write/pdf.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEEPEST = 16,         /* levels of the outline; deeper ones join the last */
    OPEN_UP_TO = 48,      /* entries that an outline shows all of at first */
    NAMES = 128,          /* in one leaf of the name tree */
    LONGEST_ADDRESS = 200 /* that a link is described by, bytes */
};

struct nb_pdf_place {
    unsigned page; /* object number */
    float x, y;    /* pt from the bottom left corner */
};

/* Notes where an anchor is, in one of the two maps; the first of a name counts. */
static void add_place(struct nb_pdf_doc *doc, struct nb_map *map, const char *name,
                      struct nb_pdf_place at)
{
    if (nb_map_get(map, nb_str_of(name)))
        return;
    struct nb_pdf_place *place = nb_arena_alloc(doc->arena, sizeof *place);
    if (!place) {
        nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
        return;
    }
    *place = at;
    enum nb_status status = nb_map_set(map, nb_str_of(name), place);
    if (status != NB_OK)
        nb_pdf_fail(doc->pdf, status);
}

void nb_pdf_places_collect(struct nb_pdf_doc *doc, size_t index)
{
    const struct nb_page *page = doc->in->book->pages[index];
    if (nb_pdf_status(doc->pdf) != NB_OK)
        return;
    for (const struct nb_anchor *at = page->anchors; at; at = at->next)
        add_place(
            doc, doc->places, at->name,
            (struct nb_pdf_place){doc->pages[index], at->x, page->height - at->y});
}

static const struct nb_pdf_place *find_place(const struct nb_pdf_doc *doc,
                                             const char *anchor)
{
    return anchor ? nb_map_get(doc->places, nb_str_of(anchor)) : NULL;
}

/* "[12 0 R/XYZ 40 700 null]", of a page or of an element: the zoom stays as it is. */
static void put_target(struct nb_buf *out, unsigned object,
                       const struct nb_pdf_place *place)
{
    nb_buf_putc(out, '[');
    nb_pdf_ref(out, object);
    nb_buf_puts(out, "/XYZ ");
    nb_buf_real(out, (double)place->x, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, (double)place->y, 2);
    nb_buf_puts(out, " null]");
}

static void put_place(struct nb_buf *out, const struct nb_pdf_place *place)
{
    put_target(out, place->page, place);
}

/* ---- Links. */

/* An address is ASCII (RFC 3986): what is not is written as UTF-8 in percent signs. */
static void put_uri(struct nb_buf *out, const char *uri)
{
    struct nb_buf ascii = NB_BUF_INIT;
    for (const unsigned char *p = (const unsigned char *)uri; *p; p++) {
        if (*p <= ' ' || *p > '~')
            nb_buf_printf(&ascii, "%%%02X", *p);
        else
            nb_buf_putc(&ascii, (char)*p);
    }
    nb_pdf_text(out, nb_buf_view(&ascii));
    if (ascii.status != NB_OK)
        out->status = ascii.status;
    nb_buf_free(&ascii);
}

static void put_name(struct nb_buf *out, struct nb_str name)
{
    nb_pdf_bytes(out, (const unsigned char *)name.data, name.len);
}

static void put_rect(struct nb_buf *out, const struct nb_page *page,
                     const struct nb_page_link *link)
{
    double bottom = (double)page->height - (double)link->y - (double)link->height;
    nb_buf_puts(out, "/Rect[");
    nb_buf_real(out, (double)link->x, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, bottom, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, (double)link->x + (double)link->width, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, bottom + (double)link->height, 2);
    nb_buf_putc(out, ']');
}

/* Where a link goes, for those who cannot see what is around it: what it says, and the address;
 * of a note that it is one. */
static void put_contents(struct nb_pdf_doc *doc, struct nb_buf *out,
                         const struct nb_page_link *link)
{
    const char *text = link->text ? link->text : "";
    const struct nb_tag *tag = link->origin.tag;
    struct nb_buf says = NB_BUF_INIT;
    bool note = tag && tag->parent && tag->parent->kind == NB_TAG_REFERENCE;
    if (note) {
        const char *lang = doc->in->edition->lang;
        nb_buf_puts(&says, nb_word(NB_WORD_NOTES, lang));
        nb_buf_puts(&says, nb_word(NB_WORD_COLON, lang));
    }
    nb_buf_puts(&says, text);
    if (link->uri && strlen(link->uri) <= LONGEST_ADDRESS &&
        strcmp(link->uri, text) != 0)
        nb_buf_printf(&says, *text ? " (%s)" : "%s", link->uri);
    if (says.len) {
        nb_buf_puts(out, "/Contents");
        nb_pdf_text(out, nb_buf_view(&says));
    }
    if (says.status != NB_OK)
        out->status = says.status;
    nb_buf_free(&says);
}

/* The structure's element as well as the page, for readers that know of it. */
static void put_goal(struct nb_pdf_doc *doc, struct nb_buf *out,
                     const struct nb_page_link *link, const struct nb_pdf_place *place)
{
    unsigned element = nb_pdf_struct_target(doc, link->anchor);
    nb_buf_puts(out, element ? "/A<</S/GoTo/D" : "/Dest");
    put_place(out, place);
    if (!element)
        return;
    nb_buf_puts(out, "/SD");
    put_target(out, element, place);
    nb_buf_puts(out, ">>");
}

/* The same of a place that is not known yet: by its name. */
static void put_goal_ahead(struct nb_pdf_doc *doc, struct nb_buf *out,
                           const struct nb_page_link *link)
{
    unsigned element = nb_pdf_struct_target(doc, link->anchor);
    nb_buf_puts(out, element ? "/A<</S/GoTo/D" : "/Dest");
    put_name(out, nb_str_of(link->anchor));
    if (!element)
        return;
    nb_buf_puts(out, "/SD[");
    nb_pdf_ref(out, element);
    nb_buf_puts(out, "/Fit]>>");
}

void nb_pdf_links(struct nb_pdf_doc *doc, size_t index, struct nb_buf *annots)
{
    const struct nb_page *page = doc->in->book->pages[index];
    struct nb_buf raw = NB_BUF_INIT;
    for (const struct nb_page_link *link = page->links; link; link = link->next) {
        const struct nb_pdf_place *place = find_place(doc, link->anchor);
        bool ahead = !place && link->anchor && doc->in->book->more;
        if (!place && !ahead && !link->uri)
            continue;
        nb_buf_clear(&raw);
        nb_buf_puts(&raw, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]");
        put_rect(&raw, page, link);
        put_contents(doc, &raw, link);
        if (place) {
            put_goal(doc, &raw, link, place);
        } else if (ahead) {
            put_goal_ahead(doc, &raw, link);
            add_place(doc, doc->wanted, link->anchor,
                      (struct nb_pdf_place){doc->pages[index], 0, page->height});
        } else {
            nb_buf_puts(&raw, "/A<</S/URI/URI");
            put_uri(&raw, link->uri);
            nb_buf_puts(&raw, ">>");
        }
        unsigned object = nb_pdf_reserve(doc->pdf);
        int key = nb_pdf_struct_link(doc, index, link, object);
        if (key >= 0)
            nb_buf_printf(&raw, "/StructParent %d", key);
        nb_pdf_put(doc->pdf, object, nb_buf_view(&raw));
        nb_buf_putc(annots, ' ');
        nb_pdf_ref(annots, object);
        if (raw.status != NB_OK)
            nb_pdf_fail(doc->pdf, raw.status);
    }
    nb_buf_free(&raw);
}

/* ---- The outline. */

struct item {
    const struct nb_outline_entry *entry;
    unsigned object;
    struct item *parent, *first, *last, *prev, *next;
    unsigned below; /* items under it, of all levels */
};

/* Links the entries to a tree under `root`; an entry that is deeper than its forerunner by
 * more than one level counts as one level deeper. */
static struct item *make_items(struct nb_pdf_doc *doc, struct item *root, size_t count)
{
    struct item *items = nb_arena_array(doc->arena, count, sizeof *items);
    struct item *open[DEEPEST + 1] = {root};
    unsigned depth = 0; /* of the last item; the root's is 0 */
    size_t i = 0;
    if (!items)
        return NULL;
    for (const struct nb_outline_entry *entry = doc->in->book->outline; entry;
         entry = entry->next, i++) {
        unsigned level = entry->level < DEEPEST ? entry->level + 1 : DEEPEST;
        depth = level <= depth ? level : depth < DEEPEST ? depth + 1 : depth;
        struct item *item = &items[i], *parent = open[depth - 1];
        item->entry = entry;
        item->object = nb_pdf_reserve(doc->pdf);
        item->parent = parent;
        item->prev = parent->last;
        if (parent->last)
            parent->last->next = item;
        else
            parent->first = item;
        parent->last = item;
        for (unsigned k = 0; k < depth; k++)
            open[k]->below++;
        open[depth] = item;
    }
    return items;
}

static void put_link(struct nb_buf *raw, const char *key, const struct item *item)
{
    if (!item)
        return;
    nb_buf_puts(raw, key);
    nb_pdf_ref(raw, item->object);
}

static void write_item(struct nb_pdf_doc *doc, const struct item *item, bool open)
{
    struct nb_buf raw = NB_BUF_INIT;
    const struct nb_pdf_place *place = find_place(doc, item->entry->anchor);
    nb_buf_puts(&raw, "/Title");
    nb_pdf_text(&raw, nb_str_of(item->entry->title));
    put_link(&raw, "/Parent ", item->parent);
    put_link(&raw, "/Prev ", item->prev);
    put_link(&raw, "/Next ", item->next);
    put_link(&raw, "/First ", item->first);
    put_link(&raw, "/Last ", item->last);
    if (item->below) {
        unsigned direct = 0;
        for (const struct item *kid = item->first; kid; kid = kid->next)
            direct++;
        nb_buf_puts(&raw, "/Count ");
        nb_buf_int(&raw, open ? (long long)item->below : -(long long)direct);
    }
    if (place) {
        nb_buf_puts(&raw, "/Dest");
        put_place(&raw, place);
    }
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_pdf_put(doc->pdf, item->object, nb_buf_view(&raw));
    nb_buf_free(&raw);
}

/* All open when that is short enough, else closed to the top level. */
static void write_outline(struct nb_pdf_doc *doc)
{
    struct item root = {0};
    size_t count = 0;
    for (const struct nb_outline_entry *at = doc->in->book->outline; at; at = at->next)
        count++;
    if (!count)
        return;
    root.object = nb_pdf_add(doc->pdf);
    struct item *items = make_items(doc, &root, count);
    if (!items || !root.first) {
        nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
        return;
    }
    bool open = count <= OPEN_UP_TO;
    unsigned top = 0;
    for (const struct item *kid = root.first; kid; kid = kid->next)
        top++;
    for (size_t i = 0; i < count; i++)
        write_item(doc, &items[i], open);
    nb_pdf_set_name(doc->pdf, root.object, "Type", "Outlines");
    nb_pdf_set_ref(doc->pdf, root.object, "First", root.first->object);
    nb_pdf_set_ref(doc->pdf, root.object, "Last", root.last->object);
    nb_pdf_set_int(doc->pdf, root.object, "Count", (int)(open ? root.below : top));
    nb_pdf_set_ref(doc->pdf, doc->catalog, "Outlines", root.object);
    if (count > 1)
        nb_pdf_set_name(doc->pdf, doc->catalog, "PageMode", "UseOutlines");
}

/* ---- Page labels. */

/* The number that a label is, 0 when it is none that counts ("12", not "012" or "xii"). */
static unsigned long number_of(const char *label)
{
    if (!label || *label < '1' || *label > '9' || strlen(label) > 6 ||
        strspn(label, "0123456789") != strlen(label))
        return 0;
    return strtoul(label, NULL, 10);
}

/* A range for every page whose label does not follow from the one before. */
static void write_labels(struct nb_pdf_doc *doc)
{
    const struct nb_book *book = doc->in->book;
    struct nb_buf raw = NB_BUF_INIT;
    unsigned long expected = 0;
    nb_buf_puts(&raw, "/Nums[");
    for (size_t i = 0; i < book->page_count; i++) {
        const char *label = book->pages[i]->label;
        unsigned long number = number_of(label);
        if (!number || number != expected) {
            nb_buf_int(&raw, (long long)i);
            nb_buf_puts(&raw, "<<");
            if (number)
                nb_buf_printf(&raw, "/S/D/St %lu", number);
            else if (label && *label) {
                nb_buf_puts(&raw, "/P");
                nb_pdf_text(&raw, nb_str_of(label));
            }
            nb_buf_puts(&raw, ">>\n");
        }
        expected = number ? number + 1 : 0;
    }
    nb_buf_putc(&raw, ']');
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    unsigned labels = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, labels, nb_buf_view(&raw));
    nb_pdf_set_ref(doc->pdf, doc->catalog, "PageLabels", labels);
    nb_buf_free(&raw);
}

/* ---- Named destinations. */

static int by_name(const void *a, const void *b)
{
    return nb_str_cmp(*(const struct nb_str *)a, *(const struct nb_str *)b);
}

/* A leaf of the name tree, with the least and the greatest name in it. */
static unsigned write_names(struct nb_pdf_doc *doc, const struct nb_str *names,
                            size_t count)
{
    struct nb_buf raw = NB_BUF_INIT;
    unsigned leaf = nb_pdf_reserve(doc->pdf);
    nb_buf_puts(&raw, "/Limits[");
    put_name(&raw, names[0]);
    put_name(&raw, names[count - 1]);
    nb_buf_puts(&raw, "]/Names[");
    for (size_t i = 0; i < count; i++) {
        put_name(&raw, names[i]);
        put_place(&raw, nb_map_get(doc->places, names[i]));
    }
    nb_buf_puts(&raw, "]");
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_pdf_put(doc->pdf, leaf, nb_buf_view(&raw));
    nb_buf_free(&raw);
    return leaf;
}

/* What links led to and no page has leads to the links' own page. */
static void settle_places(struct nb_pdf_doc *doc)
{
    for (size_t i = 0; i < nb_map_count(doc->wanted); i++) {
        struct nb_str name = nb_map_key(doc->wanted, i);
        if (nb_map_get(doc->places, name))
            continue;
        enum nb_status status =
            nb_map_set(doc->places, name, nb_map_get(doc->wanted, name));
        if (status != NB_OK)
            nb_pdf_fail(doc->pdf, status);
    }
}

static void write_places(struct nb_pdf_doc *doc)
{
    settle_places(doc);
    size_t count = nb_map_count(doc->places);
    struct nb_buf raw = NB_BUF_INIT;
    if (!count || nb_pdf_status(doc->pdf) != NB_OK)
        return;
    struct nb_str *names = nb_arena_array(doc->arena, count, sizeof *names);
    if (!names) {
        nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
        return;
    }
    for (size_t i = 0; i < count; i++)
        names[i] = nb_map_key(doc->places, i);
    qsort(names, count, sizeof *names, by_name);
    nb_buf_puts(&raw, "/Kids[");
    for (size_t i = 0; i < count; i += NAMES) {
        nb_buf_putc(&raw, ' ');
        nb_pdf_ref(&raw,
                   write_names(doc, names + i, count - i < NAMES ? count - i : NAMES));
    }
    nb_buf_puts(&raw, "]");
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    unsigned tree = nb_pdf_add(doc->pdf), all = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, tree, nb_buf_view(&raw));
    nb_pdf_set_ref(doc->pdf, all, "Dests", tree);
    nb_pdf_set_ref(doc->pdf, doc->catalog, "Names", all);
    nb_buf_free(&raw);
}

void nb_pdf_nav(struct nb_pdf_doc *doc)
{
    write_outline(doc);
    write_labels(doc);
    write_places(doc);
}
