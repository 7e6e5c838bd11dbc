/* NewsML-G2 of the IPTC: a newsItem, or a newsMessage with several. A packageItem in a message
 * gives its items their order, their sections and their pictures. Facts from the NewsML-G2
 * specification 2.3x: itemMeta says what the item is, contentMeta what the content says,
 * contentSet has the content. This file sorts the items of a message; newsml_item.c reads
 * one. */
#include "read/newsml.h"

#include "base/map.h"
#include "read/readers.h"

#include <string.h>

struct message {
    struct nb_ctx *ctx;
    const char *source;
    struct nb_arena *arena;
    struct nb_map *items;            /* guid to item */
    struct nb_g2_item *first, **end; /* in the order of the file */
    struct nb_g2_item *order, **order_end;
    bool packages;
    enum nb_status status;
};

/* ---- items */

static struct nb_str attr(const struct nb_xml_node *node, const char *name)
{
    return nb_str_of(node ? nb_xml_attr(node, name) : NULL);
}

static void add_item(struct message *m, const struct nb_xml_node *node)
{
    struct nb_g2_item *item = nb_arena_alloc(m->arena, sizeof *item);
    struct nb_str guid = attr(node, "guid");
    if (!item)
        return;
    item->node = node;
    item->kind = nb_g2_kind(nb_xml_child(node, "itemMeta"));
    *m->end = item;
    m->end = &item->next;
    if (guid.len && m->status == NB_OK && !nb_map_get(m->items, guid))
        m->status = nb_map_set(m->items, guid, item);
}

static void append(struct message *m, struct nb_g2_item *item)
{
    item->placed = true;
    *m->order_end = item;
    m->order_end = &item->next_placed;
}

static void add_picture(struct nb_g2_item *to, struct nb_g2_item *picture)
{
    picture->placed = true;
    if (to->last_picture)
        to->last_picture->next_picture = picture;
    else
        to->pictures = picture;
    to->last_picture = picture;
}

/* ---- packages */

struct group {
    const struct nb_xml_node *node, *at; /* the next child */
    const char *section;
    struct nb_g2_item *text;    /* the last one met here */
    struct nb_g2_item *waiting; /* a picture before any text */
    bool visited;
};

struct package {
    struct message *message;
    struct nb_map *groups; /* id to group */
    struct group *groups_at, **stack;
    size_t count, depth;
};

/* "grole:sidebar" as "Sidebar"; NULL for codes that are no words, and for the main group. */
static const char *role_name(struct message *m, struct nb_str role)
{
    static const char *const plain[] = {"main", "root", "top", "story", "package"};
    struct nb_str name = role, piece;
    while (nb_str_split(&role, ':', &piece))
        name = piece;
    for (size_t i = 0; i < name.len; i++) {
        if (!nb_ascii_alpha(name.data[i]) && name.data[i] != '-')
            return NULL;
    }
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (nb_str_eq_nocase(name, nb_str_of(plain[i])))
            return NULL;
    }
    char *copy = name.len ? nb_arena_copy(m->arena, name.data, name.len) : NULL;
    for (size_t i = 0; copy && i < name.len; i++)
        copy[i] = copy[i] == '-' ? ' ' : copy[i];
    if (copy && copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] = (char)(copy[0] - 'a' + 'A');
    return copy;
}

/* What a group is called: its title, else its role, else what it stands in. */
static const char *section_of(struct message *m, const struct nb_xml_node *node,
                              const char *outer)
{
    static const char *const names[] = {"title", "headline"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct nb_xml_node *named = nb_xml_child(node, names[i]);
        struct nb_str text =
            named ? nb_markup_text(m->arena, named, NULL) : (struct nb_str){0};
        if (text.len)
            return text.data;
    }
    const char *role = role_name(m, attr(node, "role"));
    return role ? role : outer;
}

static void refer_item(struct package *p, struct group *group,
                       const struct nb_xml_node *reference)
{
    struct nb_g2_item *item =
        nb_map_get(p->message->items, attr(reference, "residref"));
    if (!item || item->placed)
        return;
    if (item->kind == NB_G2_TEXT) {
        item->section = group->section;
        append(p->message, item);
        group->text = item;
        if (group->waiting)
            add_picture(item, group->waiting);
        group->waiting = NULL;
    } else if (group->text) {
        add_picture(group->text, item);
    } else if (!group->waiting) {
        group->waiting = item;
    }
}

static void enter_group(struct package *p, struct group *group, const char *outer)
{
    if (!group || group->visited)
        return;
    group->visited = true;
    group->section = section_of(p->message, group->node, outer);
    group->at = nb_xml_first(group->node);
    p->stack[p->depth++] = group; /* each group once: there is room */
}

static void walk_groups(struct package *p)
{
    while (p->depth) {
        struct group *group = p->stack[p->depth - 1];
        const struct nb_xml_node *at = group->at;
        if (!at) {
            p->depth--;
            continue;
        }
        group->at = nb_xml_next(at);
        if (nb_xml_is(at, "itemRef"))
            refer_item(p, group, at);
        else if (nb_xml_is(at, "groupRef"))
            enter_group(p, nb_map_get(p->groups, attr(at, "idref")), group->section);
    }
}

static void read_groups(struct package *p, const struct nb_xml_node *set,
                        const char *name)
{
    struct message *m = p->message;
    size_t i = 0;
    for (const struct nb_xml_node *n = nb_xml_first(set); n; n = nb_xml_next(n)) {
        if (!nb_xml_is(n, "group"))
            continue;
        struct group *group = &p->groups_at[i++];
        group->node = n;
        struct nb_str id = attr(n, "id");
        if (id.len && m->status == NB_OK && !nb_map_get(p->groups, id))
            m->status = nb_map_set(p->groups, id, group);
    }
    enter_group(p, nb_map_get(p->groups, attr(set, "root")), name);
    walk_groups(p);
    for (i = 0; i < p->count; i++) { /* those that no other refers to */
        enter_group(p, &p->groups_at[i], name);
        walk_groups(p);
    }
}

static void read_package(struct message *m, const struct nb_xml_node *node)
{
    const struct nb_xml_node *set = nb_xml_child(node, "groupSet");
    const struct nb_xml_node *meta = nb_xml_child(node, "contentMeta");
    struct package p = {.message = m, .groups = nb_map_new()};
    m->packages = true;
    if (!p.groups)
        m->status = NB_NOMEM;
    for (const struct nb_xml_node *n = set ? nb_xml_first(set) : NULL; n;
         n = nb_xml_next(n))
        p.count += nb_xml_is(n, "group");
    if (p.count && m->status == NB_OK) {
        p.groups_at = nb_arena_array(m->arena, p.count, sizeof *p.groups_at);
        p.stack = nb_arena_array(m->arena, p.count, sizeof *p.stack);
        const struct nb_xml_node *headline = nb_xml_child(meta, "headline");
        struct nb_str name =
            headline ? nb_markup_text(m->arena, headline, NULL) : (struct nb_str){0};
        if (p.groups_at && p.stack)
            read_groups(&p, set, name.len ? name.data : NULL);
    } else if (m->status == NB_OK) { /* references without groups */
        struct group plain = {.node = node};
        for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
            if (nb_xml_is(n, "itemRef"))
                refer_item(&p, &plain, n);
        }
    }
    nb_map_free(p.groups);
}

/* ---- a message */

/* Pictures that a text item links to. */
static void follow_links(struct message *m, struct nb_g2_item *item)
{
    const struct nb_xml_node *meta = nb_xml_child(item->node, "itemMeta");
    for (const struct nb_xml_node *n = meta ? nb_xml_first(meta) : NULL; n;
         n = nb_xml_next(n)) {
        if (!nb_xml_is(n, "link"))
            continue;
        struct nb_g2_item *other = nb_map_get(m->items, attr(n, "residref"));
        if (other && other->kind != NB_G2_TEXT && !other->placed)
            add_picture(item, other);
    }
}

static void collect(struct message *m, const struct nb_xml_node *root)
{
    const struct nb_xml_node *set = nb_xml_child(root, "itemSet");
    if (nb_xml_is(root, "newsItem"))
        add_item(m, root);
    for (const struct nb_xml_node *n = set ? nb_xml_first(set) : NULL; n;
         n = nb_xml_next(n)) {
        if (nb_xml_is(n, "newsItem"))
            add_item(m, n);
    }
    for (struct nb_g2_item *item = m->first; item; item = item->next) {
        if (item->kind == NB_G2_TEXT)
            follow_links(m, item);
    }
    if (nb_xml_is(root, "packageItem"))
        read_package(m, root);
    for (const struct nb_xml_node *n = set ? nb_xml_first(set) : NULL; n;
         n = nb_xml_next(n)) {
        if (nb_xml_is(n, "packageItem"))
            read_package(m, n);
    }
    for (struct nb_g2_item *item = m->first; item; item = item->next) {
        if (!item->placed)
            append(m, item);
    }
}

static enum nb_status read_message(struct nb_ctx *ctx, const char *source,
                                   const struct nb_xml *xml, nb_take_fn *take,
                                   void *user)
{
    struct message m = {.ctx = ctx, .source = source, .items = nb_map_new()};
    m.arena = nb_arena_new(ctx->limits->article_bytes);
    m.end = &m.first;
    m.order_end = &m.order;
    if (!m.items || !m.arena)
        m.status = NB_NOMEM;
    else
        collect(&m, nb_xml_root(xml));
    if (m.status == NB_OK)
        m.status = nb_arena_status(m.arena);
    if (m.status == NB_OK && !m.first)
        nb_report(ctx, NB_DIAG_NO_ARTICLE, source, 0, "%s",
                  m.packages ? "a package; its items are files of their own"
                             : "a message without news items");
    for (struct nb_g2_item *item = m.order; item && m.status == NB_OK;
         item = item->next_placed)
        m.status = nb_g2_read(ctx, source, item, take, user);
    nb_map_free(m.items);
    nb_arena_free(m.arena);
    return m.status;
}

static enum nb_status read_newsml(struct nb_ctx *ctx, const struct nb_input *input,
                                  nb_take_fn *take, void *user)
{
    return nb_news_read_xml(ctx, input, read_message, take, user);
}

static int sniff(const struct nb_input *input)
{
    static const char *const roots[] = {"newsItem", "newsMessage", "packageItem", NULL};
    return nb_news_root(input->bytes, roots) ? 98 : 0;
}

static const char *const endings[] = {".xml", ".newsml", NULL};

const struct nb_reader nb_reader_newsml = {
    .name = "newsml",
    .endings = endings,
    .wants_bytes = true,
    .sniff = sniff,
    .read = read_newsml,
};
