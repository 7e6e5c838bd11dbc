/* The model as JSON. Objects are put into their parent when they are made, so that one walk
 * with a stack of arrays suffices and only the root ever needs to be released.
 *
 * A block of inlines has `text`; only where there is markup it has `inline` too: an array of
 * strings and objects ({"type": "link", "href": …}), which hold `text` when they hold nothing
 * else, and `inline` otherwise. A container that holds one plain paragraph has its `text` (and
 * `inline`), any other has `blocks`; an item of a list or a cell of a table that is text and
 * nothing else is a string. */
#include "doc/doc_json.h"

#include "base/mem.h"
#include "doc/tree.h"

#include <string.h>

struct target {
    struct nb_json *into;    /* array for the children; NULL: they are passed over */
    struct nb_json *caption; /* array for the inlines of a caption, or NULL */
};

struct out {
    struct target *stack; /* one for each open node */
    size_t count, room;
    struct nb_buf scratch;
    const struct nb_json_form *form; /* of an article; NULL outside one */
    const struct nb_node *lead;      /* its lead figure, or NULL */
    enum nb_status status;
};

static void check(struct out *out, bool done)
{
    if (!done && out->status == NB_OK)
        out->status = NB_NOMEM;
}

static void set_string(struct out *out, struct nb_json *object, const char *key,
                       const char *value)
{
    if (value)
        check(out, nb_json_set(object, key, nb_json_new_string(value)));
}

static void set_int(struct out *out, struct nb_json *object, const char *key,
                    long long value)
{
    check(out, nb_json_set(object, key, nb_json_new_int(value)));
}

static struct nb_json *set_array(struct out *out, struct nb_json *object,
                                 const char *key)
{
    struct nb_json *array = nb_json_new_array();
    bool done = nb_json_set(object, key, array);
    check(out, done);
    return done ? array : NULL;
}

static struct nb_json *push_object(struct out *out, struct nb_json *array)
{
    struct nb_json *object = nb_json_new_object();
    bool done = nb_json_push(array, object);
    check(out, done);
    return done ? object : NULL;
}

static void set_dir(struct out *out, struct nb_json *object, enum nb_dir dir)
{
    if (dir != NB_DIR_AUTO)
        set_string(out, object, "dir", dir == NB_DIR_RTL ? "rtl" : "ltr");
}

static void set_strings(struct out *out, struct nb_json *object, const char *key,
                        const struct nb_strings *list)
{
    struct nb_json *array = list->count ? set_array(out, object, key) : NULL;
    for (size_t i = 0; array && i < list->count; i++)
        check(out, nb_json_push(array, nb_json_new_string(list->at[i])));
}

/* ---- Nodes. */

static const char *text_of(struct out *out, const struct nb_node *node)
{
    nb_buf_clear(&out->scratch);
    nb_node_text(node, &out->scratch);
    check(out, out->scratch.status == NB_OK);
    return nb_buf_cstr(&out->scratch);
}

static bool is_plain_text(const struct nb_node *node)
{
    return node->type == NB_TEXT && !node->lang && !node->dir;
}

/* Whether a node of inlines holds nothing but one plain text. */
static bool is_plain(const struct nb_node *node)
{
    return !node->first || (node->first == node->last && is_plain_text(node->first));
}

/* The paragraph whose text stands for the container, or NULL. */
static const struct nb_node *only_paragraph(const struct nb_node *node)
{
    const struct nb_node *child = node->first;
    bool only = child && child == node->last && child->type == NB_PARAGRAPH &&
                !child->lang && !child->dir;
    return only ? child : NULL;
}

/* Whether an item or a cell can be a mere string. */
static bool is_string(const struct nb_node *node)
{
    const struct nb_node *holder = node->type == NB_ITEM ? only_paragraph(node) : node;
    if (!holder || !is_plain(holder) || node->lang || node->dir)
        return false;
    return node->type == NB_ITEM ||
           (!node->u.cell.header && node->u.cell.colspan == 1 &&
            node->u.cell.rowspan == 1);
}

/* The path of a picture; addresses are no paths. */
static void set_src(struct out *out, struct nb_json *object, const struct nb_node *node)
{
    const char *src = node->u.figure.src;
    if (node == out->lead && out->form->lead)
        src = out->form->lead;
    else if (src && out->form->pictures && *src != '/' && !strchr(src, ':')) {
        nb_buf_clear(&out->scratch);
        nb_buf_puts(&out->scratch, out->form->pictures);
        nb_buf_puts(&out->scratch, src);
        check(out, out->scratch.status == NB_OK);
        src = nb_buf_cstr(&out->scratch);
    }
    set_string(out, object, "src", src);
}

/* What is the type's own. */
static void set_attributes(struct out *out, struct nb_json *object,
                           const struct nb_node *node)
{
    if (node->type == NB_HEADING)
        set_int(out, object, "level", node->u.level);
    if (node->type == NB_LIST && node->u.list.ordered) {
        check(out, nb_json_set(object, "ordered", nb_json_new_bool(true)));
        if (node->u.list.start != 1)
            set_int(out, object, "start", node->u.list.start);
    }
    if (node->type == NB_CELL && node->u.cell.header)
        check(out, nb_json_set(object, "header", nb_json_new_bool(true)));
    if (node->type == NB_CELL && node->u.cell.colspan != 1)
        set_int(out, object, "colspan", node->u.cell.colspan);
    if (node->type == NB_CELL && node->u.cell.rowspan != 1)
        set_int(out, object, "rowspan", node->u.cell.rowspan);
    if (node->type == NB_FIGURE) {
        set_src(out, object, node);
        set_string(out, object, "alt", node->u.figure.alt);
        set_string(out, object, "credit", node->u.figure.credit);
        if (node->u.figure.decorative)
            check(out, nb_json_set(object, "decorative", nb_json_new_bool(true)));
    }
    if (node->type == NB_EMBED) {
        set_string(out, object, "kind", node->u.embed.kind);
        set_string(out, object, "title", node->u.embed.title);
        set_string(out, object, "url", node->u.embed.url);
        set_string(out, object, "duration", node->u.embed.duration);
    }
    if (node->type == NB_FOOTNOTE || node->type == NB_NOTEREF)
        set_string(out, object, "label", node->u.label);
    if (node->type == NB_LINK) {
        set_string(out, object, "href", node->u.href);
        set_string(out, object, "article", nb_own_id(node->u.own));
    }
    set_string(out, object, "lang", node->lang);
    set_dir(out, object, node->dir);
}

/* Whether the type holds blocks as its content. */
static bool is_container(enum nb_node_type type)
{
    return nb_node_may_hold(type, NB_PARAGRAPH);
}

/* `text`: of a block always, of an inline and of a container where it says all. Whole texts
 * of containers only at the top, or nested quotes would multiply them. */
static void set_text(struct out *out, struct nb_json *object,
                     const struct nb_node *node)
{
    const struct nb_node *from = NULL;
    if (nb_node_holds_inlines(node->type))
        from = nb_node_is_inline(node->type) && !is_plain(node) ? NULL : node;
    else if (is_container(node->type) && node->first)
        from = only_paragraph(node);
    if (!from && node->first && is_container(node->type) && node->type != NB_ITEM &&
        node->parent->type == NB_BODY)
        from = node;
    set_string(out, object, "text", from ? text_of(out, from) : node->text);
}

/* An array for the inlines of a node with markup; NULL when the text is all. */
static struct nb_json *set_inlines(struct out *out, struct nb_json *object,
                                   const struct nb_node *node)
{
    return is_plain(node) ? NULL : set_array(out, object, "inline");
}

/* A caption stands in its figure or table as a string, with `inline` for its markup; one with
 * a language of its own as an object. */
static struct nb_json *set_caption(struct out *out, struct nb_json *object,
                                   const struct nb_node *node)
{
    const struct nb_node *first = node->first;
    if (!first || first->type != NB_CAPTION)
        return NULL;
    if (!first->lang && !first->dir) {
        set_string(out, object, "caption", text_of(out, first));
        return set_inlines(out, object, first);
    }
    struct nb_json *caption = nb_json_new_object();
    bool done = nb_json_set(object, "caption", caption);
    check(out, done);
    if (!done)
        return NULL;
    set_text(out, caption, first);
    set_attributes(out, caption, first);
    return set_inlines(out, caption, first);
}

/* The arrays for what `node` holds. */
static struct target set_children(struct out *out, struct nb_json *object,
                                  const struct nb_node *node)
{
    struct target target = {0};
    const struct nb_node *only = only_paragraph(node);
    if (node->type == NB_FIGURE || node->type == NB_TABLE)
        target.caption = set_caption(out, object, node);
    if (node->type == NB_TABLE)
        target.into = set_array(out, object, "rows");
    else if (node->type == NB_LIST)
        target.into = set_array(out, object, "items");
    else if (nb_node_holds_inlines(node->type))
        target.into = set_inlines(out, object, node);
    else if (is_container(node->type) && only)
        target.into = set_inlines(out, object, only);
    else if (is_container(node->type) && node->first)
        target.into = set_array(out, object, "blocks");
    return target;
}

/* Makes an object for `node` in `array`; where its children go. */
static struct target add_object(struct out *out, struct nb_json *array,
                                const struct nb_node *node)
{
    struct nb_json *object = push_object(out, array);
    if (!object)
        return (struct target){0};
    if (node->type != NB_ITEM && node->type != NB_CELL) {
        /* A text with a language of its own is a span for whoever reads this. */
        enum nb_node_type type = node->type == NB_TEXT ? NB_SPAN : node->type;
        set_string(out, object, "type", nb_node_type_name(type));
    }
    set_text(out, object, node);
    set_attributes(out, object, node);
    return set_children(out, object, node);
}

static bool is_transparent(const struct nb_node *node)
{
    return node->type == NB_PARAGRAPH && node->parent->type != NB_BODY &&
           only_paragraph(node->parent) == node;
}

static struct target add_node(struct out *out, const struct target *parent,
                              const struct nb_node *node)
{
    struct target target = {0};
    if (node->type == NB_CAPTION) {
        target.into = parent->caption;
    } else if (!parent->into) {
        return target;
    } else if (is_transparent(node)) {
        target.into = parent->into;
    } else if (is_plain_text(node)) {
        check(out, nb_json_push(parent->into, nb_json_new_string(node->text)));
    } else if (node->type == NB_ROW) {
        struct nb_json *row = nb_json_new_array();
        bool done = nb_json_push(parent->into, row);
        check(out, done);
        target.into = done ? row : NULL;
    } else if ((node->type == NB_ITEM || node->type == NB_CELL) && is_string(node)) {
        check(out, nb_json_push(parent->into, nb_json_new_string(text_of(out, node))));
    } else {
        target = add_object(out, parent->into, node);
    }
    return target;
}

static void push(struct out *out, struct target target)
{
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 32;
        struct target *stack = nb_realloc(out->stack, room * sizeof *stack);
        if (!stack) {
            check(out, false);
            return;
        }
        out->stack = stack;
        out->room = room;
    }
    out->stack[out->count++] = target;
}

static void add_body(struct out *out, struct nb_json *object,
                     const struct nb_node *body)
{
    struct nb_walk walk = nb_walk_start(body);
    push(out, (struct target){.into = set_array(out, object, "blocks")});
    (void)nb_walk_next(&walk);
    while (out->status == NB_OK && nb_walk_next(&walk) && walk.node != body) {
        if (walk.event == NB_EXIT) {
            out->count--;
            continue;
        }
        struct target target = add_node(out, &out->stack[out->count - 1], walk.node);
        push(out, target);
        if (!target.into && !target.caption)
            nb_walk_skip(&walk);
    }
}

/* ---- Articles. */

/* The index of the lead among the article's blocks; only a block of its own has one. */
static void set_image(struct out *out, struct nb_json *object,
                      const struct nb_article *article)
{
    long long index = 0;
    for (const struct nb_node *node = article->body->first; node; node = node->next) {
        if (node == article->lead)
            set_int(out, object, "image", index);
        index++;
    }
}

static void set_related(struct out *out, struct nb_json *object,
                        const struct nb_article *article)
{
    struct nb_json *array = article->related ? set_array(out, object, "related") : NULL;
    for (const struct nb_related *at = article->related; array && at; at = at->next) {
        struct nb_json *item = push_object(out, array);
        if (!item)
            return;
        set_string(out, item, "title", at->title);
        set_string(out, item, "url", at->url);
        set_string(out, item, "article", nb_own_id(at->own));
        set_int(out, item, "after", (long long)at->after);
    }
}

static void set_aliases(struct out *out, struct nb_json *object,
                        const struct nb_article *article)
{
    struct nb_json *array = article->aliases ? set_array(out, object, "aliases") : NULL;
    for (const struct nb_alias *at = article->aliases; array && at; at = at->next)
        check(out, nb_json_push(array, nb_json_new_string(at->url)));
}

static void set_article(struct out *out, struct nb_json *object,
                        const struct nb_article *article)
{
    set_int(out, object, "model", 1);
    if (out->form->with_id)
        set_string(out, object, "id", article->id);
    set_string(out, object, "title", article->headline);
    set_string(out, object, "section",
               article->kicker ? article->kicker : article->section);
    if (out->form->with_kicker)
        set_string(out, object, "kicker", article->kicker);
    set_strings(out, object, "standfirst", &article->standfirst);
    set_strings(out, object, "byline", &article->byline);
    set_string(out, object, "dateline", article->dateline);
    set_string(out, object, "published", article->published);
    set_string(out, object, "modified", article->modified);
    set_string(out, object, "site", article->site);
    set_string(out, object, "lang", article->lang);
    set_dir(out, object, article->dir);
    set_string(out, object, "url", article->url);
    set_aliases(out, object, article);
    set_image(out, object, article);
    set_string(out, object, "rights", article->rights);
    set_string(out, object, "embargo", article->embargo);
    set_strings(out, object, "tags", &article->tags);
    if (article->weight)
        set_int(out, object, "weight", article->weight);
    if (article->partial)
        check(out, nb_json_set(object, "summary", nb_json_new_bool(true)));
    set_related(out, object, article);
    set_int(out, object, "words", article->words);
    set_int(out, object, "minutes", article->minutes);
    add_body(out, object, article->body);
}

struct nb_json *nb_article_to_json(const struct nb_article *article,
                                   const struct nb_json_form *form)
{
    struct out out = {.form = form, .lead = article->lead};
    struct nb_json *object = nb_json_new_object();
    if (!object)
        return NULL;
    set_article(&out, object, article);
    nb_buf_free(&out.scratch);
    nb_free(out.stack);
    if (out.status == NB_OK)
        return object;
    nb_json_free(object);
    return NULL;
}

static struct nb_json *articles_to_json(const struct nb_edition *edition)
{
    struct out out = {0};
    const struct nb_json_form form = {.with_id = true};
    struct nb_section *section;
    struct nb_json *root = nb_json_new_object();
    if (!root)
        return NULL;
    set_int(&out, root, "model", 1);
    struct nb_json *array = set_array(&out, root, "articles");
    for (struct nb_article *article = nb_edition_first(edition, &section);
         article && out.status == NB_OK; article = nb_edition_next(article, &section))
        check(&out, nb_json_push(array, nb_article_to_json(article, &form)));
    if (out.status == NB_OK)
        return root;
    nb_json_free(root);
    return NULL;
}

enum nb_status nb_edition_to_json(const struct nb_edition *edition, struct nb_buf *out)
{
    struct nb_json *root;
    if (nb_edition_count(edition) == 1)
        root = nb_article_to_json(nb_edition_first(edition, NULL),
                                  &(struct nb_json_form){.with_id = false});
    else
        root = articles_to_json(edition);
    if (!root)
        return NB_NOMEM;
    enum nb_status status = nb_json_print(root, true, out);
    nb_json_free(root);
    if (status == NB_OK)
        nb_buf_putc(out, '\n');
    return status == NB_OK ? out->status : status;
}
