/* JSON as an input: the form that json_out.c writes, from any hand. One loop with a stack of
 * arrays; everything goes through the builder, which mends. */
#include "doc/doc_json.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "doc/build.h"
#include "doc/clean.h"
#include "doc/tree.h"

#include <stdio.h>
#include <string.h>

enum where { IN_BLOCKS, IN_ITEMS, IN_ROWS, IN_CELLS, IN_INLINES };

struct frame {
    const struct nb_json *array;
    size_t at; /* the next element */
    enum where where;
    const char *key;         /* the array's name, for messages */
    enum nb_node_type close; /* when the array is done */
    struct nb_node *node;    /* holds the inlines, for the comparison with `text` */
    const char *text;        /* what stands beside `inline`, or NULL */
};

struct in {
    struct nb_ctx *ctx;
    const char *source;
    struct nb_build *build;
    const char *prefix; /* "articles" or "" */
    size_t article;     /* index below prefix */
    bool many;
    const struct nb_json *issue;   /* whose fields wait for an article, or NULL */
    const struct nb_json *section; /* that waits for its first article, or NULL */
    size_t lead;                   /* index of the lead among the blocks, or SIZE_MAX */
    struct frame *stack;
    size_t count, room;
    enum nb_status status;
};

/* ---- Messages. */

static void complain(struct in *in, const char *key, const char *what)
{
    struct nb_buf path = NB_BUF_INIT;
    if (in->many)
        nb_buf_printf(&path, "%s[%zu]", in->prefix, in->article);
    for (size_t i = 0; i < in->count; i++) {
        if (in->stack[i].at == 0)
            continue; /* not begun yet */
        if (path.len && in->stack[i].key[0])
            nb_buf_putc(&path, '.');
        nb_buf_printf(&path, "%s[%zu]", in->stack[i].key, in->stack[i].at - 1);
    }
    if (key && path.len)
        nb_buf_putc(&path, '.');
    nb_buf_puts(&path, key);
    if (path.len)
        nb_buf_puts(&path, ": ");
    nb_report(in->ctx, NB_DIAG_MALFORMED, in->source, 0, "%s%s", nb_buf_cstr(&path),
              what);
    nb_buf_free(&path);
}

/* ---- Fields. */

/* A string of an object, or NULL; says so when it is something else. */
static const char *string(struct in *in, const struct nb_json *object, const char *key)
{
    const struct nb_json *value = nb_json_get(object, key);
    const char *text = nb_json_string(value);
    if (value && !text)
        complain(in, key, "not a string");
    return text;
}

static const struct nb_json *array(struct in *in, const struct nb_json *object,
                                   const char *key)
{
    const struct nb_json *value = nb_json_get(object, key);
    if (!value || nb_json_is_array(value))
        return value;
    complain(in, key, "not an array");
    return NULL;
}

static const char *keep(struct in *in, const struct nb_json *object, const char *key)
{
    return nb_build_keep(in->build, nb_str_of(string(in, object, key)));
}

/* A whole number between bounds, or `fallback`. */
static long number(struct in *in, const struct nb_json *object, const char *key,
                   long least, long most, long fallback)
{
    const struct nb_json *json = nb_json_get(object, key);
    double value = nb_json_number(json, (double)fallback);
    if (!json)
        return fallback;
    if (value >= (double)least && value <= (double)most && value == (double)(long)value)
        return (long)value;
    complain(in, key, "not a number in its range");
    return fallback;
}

static enum nb_dir dir(struct in *in, const struct nb_json *object)
{
    const char *text = string(in, object, "dir");
    if (text && strcmp(text, "rtl") == 0)
        return NB_DIR_RTL;
    if (text && strcmp(text, "ltr") == 0)
        return NB_DIR_LTR;
    if (text)
        complain(in, "dir", "neither \"ltr\" nor \"rtl\"");
    return NB_DIR_AUTO;
}

static void strings(struct in *in, const struct nb_json *object, const char *key,
                    struct nb_strings *list)
{
    const struct nb_json *value = nb_json_get(object, key);
    if (nb_json_string(value))
        nb_build_push(in->build, list, nb_str_of(nb_json_string(value)));
    else
        value = array(in, object, key);
    for (size_t i = 0; i < nb_json_count(value); i++) {
        const char *text = nb_json_string(nb_json_at(value, i));
        if (text)
            nb_build_push(in->build, list, nb_str_of(text));
        else
            complain(in, key, "holds something that is not a string");
    }
}

/* ---- Nodes. */

static void push(struct in *in, struct frame frame)
{
    if (in->count == in->room) {
        size_t room = in->room ? in->room * 2 : 32;
        struct frame *stack = nb_realloc(in->stack, room * sizeof *stack);
        if (!stack) {
            in->status = NB_NOMEM;
            return;
        }
        in->stack = stack;
        in->room = room;
    }
    in->stack[in->count++] = frame;
}

/* The text of `node` (open), which is closed by `close`: from `inline`, which wins, or from
 * the string under `key`. */
static void read_inlines(struct in *in, const struct nb_json *object, const char *key,
                         struct nb_node *node, enum nb_node_type close)
{
    const struct nb_json *inlines = array(in, object, "inline");
    const char *text = string(in, object, key);
    if (inlines) {
        push(in, (struct frame){.array = inlines,
                                .where = IN_INLINES,
                                .key = "inline",
                                .close = close,
                                .node = node,
                                .text = text});
        return;
    }
    nb_build_text(in->build, nb_str_of(text));
    nb_build_close(in->build, close);
}

/* What a container (open) holds: `blocks`, or a paragraph's text. */
static void read_container(struct in *in, const struct nb_json *object,
                           enum nb_node_type type)
{
    const struct nb_json *blocks = array(in, object, "blocks");
    if (blocks) {
        push(in,
             (struct frame){
                 .array = blocks, .where = IN_BLOCKS, .key = "blocks", .close = type});
    } else if (nb_json_get(object, "text") || nb_json_get(object, "inline")) {
        struct nb_node *paragraph = nb_build_open(in->build, NB_PARAGRAPH, 0);
        read_inlines(in, object, "text", paragraph, type);
    } else {
        nb_build_close(in->build, type);
    }
}

/* What holds an array of parts: a list or a table. */
static void read_parts(struct in *in, const struct nb_json *object, const char *key,
                       enum where where, enum nb_node_type close)
{
    push(in, (struct frame){.array = array(in, object, key),
                            .where = where,
                            .key = key,
                            .close = close});
}

static void set_attributes(struct in *in, const struct nb_json *object,
                           struct nb_node *node)
{
    node->lang = keep(in, object, "lang");
    node->dir = dir(in, object);
    if (node->type == NB_HEADING)
        node->u.level = (unsigned)number(in, object, "level", 1, 6, 2);
    if (node->type == NB_LIST) {
        node->u.list.ordered = nb_json_true(nb_json_get(object, "ordered"));
        node->u.list.start = (int)number(in, object, "start", -1000000, 1000000, 1);
    }
    if (node->type == NB_CELL) {
        node->u.cell.header = nb_json_true(nb_json_get(object, "header"));
        node->u.cell.colspan = (unsigned)number(in, object, "colspan", 1, 1000, 1);
        node->u.cell.rowspan = (unsigned)number(in, object, "rowspan", 1, 65534, 1);
    }
    if (node->type == NB_FIGURE) {
        node->u.figure.src = keep(in, object, "src");
        node->u.figure.alt = keep(in, object, "alt");
        node->u.figure.credit = keep(in, object, "credit");
        node->u.figure.decorative = nb_json_true(nb_json_get(object, "decorative"));
    }
    if (node->type == NB_EMBED) {
        node->u.embed.kind = keep(in, object, "kind");
        node->u.embed.title = keep(in, object, "title");
        node->u.embed.url = keep(in, object, "url");
        node->u.embed.duration = keep(in, object, "duration");
    }
    if (node->type == NB_FOOTNOTE || node->type == NB_NOTEREF)
        node->u.label = keep(in, object, "label");
    if (node->type == NB_LINK)
        node->u.href = keep(in, object, "href");
    if (node->type == NB_CODE || node->type == NB_CODESPAN)
        node->text = nb_build_raw(in->build, nb_str_of(string(in, object, "text")));
}

static void read_caption(struct in *in, const struct nb_json *object)
{
    const struct nb_json *value = nb_json_get(object, "caption");
    if (!value && !nb_json_get(object, "inline"))
        return;
    struct nb_node *caption = nb_build_open(in->build, NB_CAPTION, 0);
    if (nb_json_is_object(value)) {
        set_attributes(in, value, caption);
        read_inlines(in, value, "text", caption, NB_CAPTION);
    } else {
        read_inlines(in, object, "caption", caption, NB_CAPTION);
    }
}

/* The type that an object names, or NB_BODY when it is not one that may stand here. */
static enum nb_node_type type_of(struct in *in, const struct nb_json *object,
                                 enum nb_node_type parent)
{
    const char *name = string(in, object, "type");
    if (!nb_json_is_object(object)) {
        complain(in, NULL, "not an object");
        return NB_BODY;
    }
    for (int type = NB_BODY; name && type <= NB_NOTEREF; type++) {
        if (nb_node_may_hold(parent, (enum nb_node_type)type) &&
            strcmp(name, nb_node_type_name((enum nb_node_type)type)) == 0)
            return (enum nb_node_type)type;
    }
    complain(in, "type", name ? "not a type that may stand here" : "missing");
    return NB_BODY;
}

static void read_block(struct in *in, const struct nb_json *object)
{
    size_t index = in->stack[in->count - 1].at - 1;
    enum nb_node_type type = type_of(in, object, NB_BODY);
    if (type == NB_BODY)
        return;
    struct nb_node *node = nb_build_open(in->build, type, 0);
    set_attributes(in, object, node);
    if (nb_node_is_leaf(type))
        return;
    if (type == NB_FIGURE) {
        if (in->count == 1 && index == in->lead && node->type == NB_FIGURE)
            nb_build_article(in->build)->lead = node;
        push(in, (struct frame){.key = "", .close = NB_FIGURE, .where = IN_BLOCKS});
        read_caption(in, object);
    } else if (type == NB_TABLE) {
        read_parts(in, object, "rows", IN_ROWS, NB_TABLE);
        read_caption(in, object);
    } else if (type == NB_LIST) {
        read_parts(in, object, "items", IN_ITEMS, NB_LIST);
    } else if (nb_node_holds_inlines(type)) {
        read_inlines(in, object, "text", node, type);
    } else {
        read_container(in, object, type);
    }
}

/* An item or a cell: a string, or an object. */
static void read_part(struct in *in, const struct nb_json *value,
                      enum nb_node_type type)
{
    const char *text = nb_json_string(value);
    if (!text && !nb_json_is_object(value)) {
        complain(in, NULL, "neither a string nor an object");
        return;
    }
    struct nb_node *node = nb_build_open(in->build, type, 0);
    if (text) {
        nb_build_text(in->build, nb_str_of(text));
        nb_build_close(in->build, type);
        return;
    }
    set_attributes(in, value, node);
    if (type == NB_CELL)
        read_inlines(in, value, "text", node, type);
    else
        read_container(in, value, type);
}

static void read_row(struct in *in, const struct nb_json *value)
{
    if (!nb_json_is_array(value)) {
        complain(in, NULL, "not an array");
        return;
    }
    (void)nb_build_open(in->build, NB_ROW, 0);
    push(in,
         (struct frame){.array = value, .where = IN_CELLS, .key = "", .close = NB_ROW});
}

static void read_inline(struct in *in, const struct nb_json *value)
{
    const char *text = nb_json_string(value);
    if (text) {
        nb_build_text(in->build, nb_str_of(text));
        return;
    }
    enum nb_node_type type = type_of(in, value, NB_PARAGRAPH);
    if (type == NB_BODY)
        return;
    if (type == NB_TEXT) {
        nb_build_text(in->build, nb_str_of(string(in, value, "text")));
        return;
    }
    struct nb_node *node = nb_build_open(in->build, type, 0);
    set_attributes(in, value, node);
    if (!nb_node_is_leaf(type))
        read_inlines(in, value, "text", node, type);
}

/* Whether a text that stands beside `inline` says the same, white space aside. */
static void compare(struct in *in, const struct frame *frame)
{
    struct nb_clean clean = {0};
    struct nb_buf text = NB_BUF_INIT, got = NB_BUF_INIT;
    if (!frame->text || frame->node->type == NB_BODY)
        return;
    nb_node_text(frame->node, &text);
    nb_clean_add(&clean, nb_buf_view(&text), &got);
    const char *want = nb_build_keep(in->build, nb_str_of(frame->text));
    if (text.status == NB_OK && got.status == NB_OK && want &&
        strcmp(want, nb_buf_cstr(&got)) != 0)
        complain(in, NULL, "text and inline disagree, inline taken");
    nb_buf_free(&text);
    nb_buf_free(&got);
}

static void read_nodes(struct in *in, const struct nb_json *blocks)
{
    push(in, (struct frame){.array = blocks, .where = IN_BLOCKS, .key = "blocks"});
    while (in->status == NB_OK && in->count) {
        struct frame *frame = &in->stack[in->count - 1];
        const struct nb_json *value = nb_json_at(frame->array, frame->at);
        if (!value) {
            struct frame done = *frame;
            in->count--;
            nb_build_close(in->build, done.close);
            compare(in, &done);
            continue;
        }
        frame->at++;
        switch (frame->where) {
        case IN_BLOCKS:
            read_block(in, value);
            break;
        case IN_ITEMS:
            read_part(in, value, NB_ITEM);
            break;
        case IN_ROWS:
            read_row(in, value);
            break;
        case IN_CELLS:
            read_part(in, value, NB_CELL);
            break;
        case IN_INLINES:
            read_inline(in, value);
            break;
        }
    }
    in->count = 0;
}

/* ---- Articles. */

static void read_related(struct in *in, const struct nb_json *object)
{
    const struct nb_json *list = array(in, object, "related");
    struct nb_article *article = nb_build_article(in->build);
    struct nb_related *last = NULL;
    for (size_t i = 0; i < nb_json_count(list); i++) {
        const struct nb_json *item = nb_json_at(list, i);
        nb_build_related(in->build, nb_str_of(string(in, item, "title")),
                         nb_str_of(string(in, item, "url")));
        struct nb_related *added = last ? last->next : article->related;
        if (!added)
            continue;
        last = added;
        added->after =
            (size_t)number(in, item, "after", 0, 1L << 30, (long)added->after);
    }
}

static void read_aliases(struct in *in, const struct nb_json *object)
{
    struct nb_strings urls = {0};
    struct nb_alias **link = &nb_build_article(in->build)->aliases;
    strings(in, object, "aliases", &urls);
    for (size_t i = 0; i < urls.count; i++) {
        *link = nb_arena_alloc(nb_build_arena(in->build), sizeof **link);
        if (!*link)
            return; /* the builder says so */
        (*link)->url = urls.at[i];
        link = &(*link)->next;
    }
}

static void read_fields(struct in *in, const struct nb_json *object)
{
    struct nb_article *article = nb_build_article(in->build);
    article->headline = keep(in, object, "title");
    /* The last editorial pass makes a kicker of it, unless the edition's section says so. */
    article->section = keep(in, object, "section");
    article->kicker = keep(in, object, "kicker");
    strings(in, object, "standfirst", &article->standfirst);
    strings(in, object, "byline", &article->byline);
    article->dateline = keep(in, object, "dateline");
    article->published = keep(in, object, "published");
    article->modified = keep(in, object, "modified");
    article->site = keep(in, object, "site");
    article->lang = keep(in, object, "lang");
    article->dir = dir(in, object);
    article->url = keep(in, object, "url");
    read_aliases(in, object);
    article->rights = keep(in, object, "rights");
    article->embargo = keep(in, object, "embargo");
    strings(in, object, "tags", &article->tags);
    article->weight = (int)number(in, object, "weight", -1000, 1000, 0);
    article->partial = nb_json_true(nb_json_get(object, "summary"));
    in->lead = (size_t)number(in, object, "image", 0, 1L << 30, -1);
    read_nodes(in, array(in, object, "blocks"));
    read_related(in, object);
}

/* What the first article of a section says of it, and the first of all of the issue. */
static const struct nb_part *read_opening(struct in *in)
{
    struct nb_part *part = nb_arena_alloc(nb_build_arena(in->build), sizeof *part);
    if (!part)
        return NULL;
    part->section = keep(in, in->section, "title");
    if (in->issue) {
        part->title = keep(in, in->issue, "title");
        part->subtitle = keep(in, in->issue, "subtitle");
        part->number = keep(in, in->issue, "number");
        part->date = keep(in, in->issue, "date");
        part->lang = keep(in, in->issue, "lang");
        part->publisher = keep(in, in->issue, "publisher");
        part->rights = keep(in, in->issue, "rights");
        part->id = keep(in, in->issue, "id");
        strings(in, in->issue, "editors", &part->editors);
    }
    return part;
}

typedef enum nb_status take_fn(void *user, struct nb_article *article,
                               struct nb_arena *arena);

/* Reads one article; hands it over. Only what ends the run comes back. */
static enum nb_status read_article(struct in *in, const struct nb_json *object,
                                   take_fn *take, void *user)
{
    struct nb_article *article;
    struct nb_arena *arena;
    if (!nb_json_is_object(object)) {
        complain(in, NULL, "not an object");
        return NB_OK;
    }
    if (nb_json_number(nb_json_get(object, "model"), 1) != 1) {
        complain(in, "model", "a model that is not known");
        return NB_OK;
    }
    in->build = nb_build_new(in->ctx, in->source);
    if (!in->build)
        return NB_NOMEM;
    read_fields(in, object);
    if (in->section)
        nb_build_article(in->build)->part = read_opening(in);
    if (in->status != NB_OK) {
        nb_build_abort(in->build);
        return in->status;
    }
    enum nb_status status = nb_build_finish(in->build, &article, &arena);
    if (status == NB_OK) {
        in->section = in->issue = NULL;
        return take(user, article, arena);
    }
    if (status == NB_FORMAT)
        complain(in, NULL, "neither a title nor blocks");
    return status == NB_NOMEM ? NB_NOMEM : NB_OK;
}

static enum nb_status read_list(struct in *in, const struct nb_json *list,
                                take_fn *take, void *user)
{
    enum nb_status status = NB_OK;
    in->many = true;
    for (size_t i = 0; i < nb_json_count(list) && status == NB_OK; i++) {
        in->article = i;
        status = read_article(in, nb_json_at(list, i), take, user);
    }
    return status;
}

/* The sections of an edition, one after the other. */
static enum nb_status read_sections(struct in *in, const struct nb_json *sections,
                                    take_fn *take, void *user)
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < nb_json_count(sections) && status == NB_OK; i++) {
        char prefix[40];
        (void)snprintf(prefix, sizeof prefix, "sections[%zu].articles", i);
        in->prefix = prefix;
        in->section = nb_json_at(sections, i);
        status =
            read_list(in, nb_json_get(nb_json_at(sections, i), "articles"), take, user);
    }
    in->prefix = "";
    in->section = NULL;
    return status;
}

static enum nb_status read_root(struct in *in, const struct nb_json *root,
                                take_fn *take, void *user)
{
    const struct nb_json *list = nb_json_get(root, "articles");
    const struct nb_json *sections = nb_json_get(root, "sections");
    if (nb_json_is_array(root))
        return read_list(in, root, take, user);
    in->issue = root;
    if (nb_json_is_array(sections))
        return read_sections(in, sections, take, user);
    if (!nb_json_is_array(list))
        return read_article(in, root, take, user);
    in->prefix = "articles";
    return read_list(in, list, take, user);
}

enum nb_status nb_json_read(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            enum nb_status (*take)(void *user,
                                                   struct nb_article *article,
                                                   struct nb_arena *arena),
                            void *user)
{
    struct in in = {.ctx = ctx, .source = source, .prefix = ""};
    struct nb_json *root;
    enum nb_status status = nb_json_load(ctx, source, text, &root);
    if (status != NB_OK) {
        if (status == NB_LIMIT)
            nb_report(ctx, NB_DIAG_LIMIT, source, 0,
                      "the JSON takes too much memory, left out");
        return status == NB_NOMEM ? status : NB_OK;
    }
    status = read_root(&in, root, take, user);
    nb_free(in.stack);
    nb_json_free(root);
    return status;
}
