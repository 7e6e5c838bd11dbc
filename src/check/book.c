/* The open book: its files, what is read of them, and the order of the checks. */
#include "check/book.h"

#include "base/charset.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "check/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_FILE = 64 << 20,    /* bytes of one file that are looked at */
    MOST_XML = 8 << 20,      /* of one document */
    MOST_BOOK = 1 << 30,     /* of all files together */
    MOST_MEMORY = 256 << 20, /* of the arena */
    MOST_ANCHORS = 2000000,  /* in all documents */
    LARGE_DOCUMENT = 300000  /* older Adobe readers fail above it */
};

void nb_check_say(struct nb_check *check, enum nb_diag_code code,
                  const struct nb_check_file *file, unsigned line, const char *format,
                  ...)
{
    char detail[400];
    struct nb_buf source = NB_BUF_INIT;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    nb_buf_puts(&source, check->path);
    if (file)
        nb_buf_putc(&source, '/');
    for (const char *p = file ? file->name : ""; *p; p++)
        nb_buf_putc(&source, (unsigned char)*p < ' ' || *p == 0x7F ? ' ' : *p);
    nb_report(check->ctx, code, nb_buf_cstr(&source), line, "%s", detail);
    nb_buf_free(&source);
}

struct nb_check_file *nb_check_find(const struct nb_check *check, struct nb_str name)
{
    return nb_map_get(check->names, name);
}

bool nb_check_read(struct nb_check *check, const struct nb_check_file *file,
                   struct nb_buf *out)
{
    if (file->size > MOST_FILE || check->unpacked + file->size > MOST_BOOK) {
        nb_check_say(check, NB_DIAG_EPUB_UNCHECKED, file, 0, "%zu bytes unpacked",
                     file->size);
        return false;
    }
    size_t before = out->len;
    enum nb_status status = nb_unzip_read(check->zip, file->index, file->size, out);
    check->unpacked += out->len - before;
    if (status == NB_NOMEM)
        check->status = NB_NOMEM;
    else if (status != NB_OK)
        nb_check_say(check, NB_DIAG_EPUB_ARCHIVE, file, 0,
                     "the entry is damaged or larger than it says");
    return status == NB_OK;
}

/* What libxml2 forgives and XML with namespaces does not; an entity of a document type that is
 * not at hand may well be declared there. */
static bool tolerable(const struct nb_diag *diag, enum nb_status status)
{
    return status == NB_OK && (!diag->detail || !strstr(diag->detail, "Namespace"));
}

static struct nb_xml *parse_text(struct nb_check *check,
                                 const struct nb_check_file *file, struct nb_str text)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx quiet = {diags, check->ctx->limits};
    struct nb_xml *xml = NULL;
    if (!diags) {
        check->status = NB_NOMEM;
        return NULL;
    }
    enum nb_status status = nb_xml_parse(&quiet, NULL, text, &xml);
    const struct nb_diag *first = nb_diags_count(diags) ? nb_diags_at(diags, 0) : NULL;
    if (status == NB_NOMEM)
        check->status = NB_NOMEM;
    else if (status == NB_LIMIT)
        nb_check_say(check, NB_DIAG_EPUB_UNCHECKED, file, 0, "too large a tree");
    else if (first && !tolerable(first, status))
        nb_check_say(check, NB_DIAG_EPUB_XML, file, first->line, "%s",
                     first->detail ? first->detail : "");
    else if (status != NB_OK)
        nb_check_say(check, NB_DIAG_EPUB_XML, file, 0, "there is no element in it");
    nb_diags_free(diags);
    return xml;
}

/* The encoding that an XML declaration names, or an empty slice. */
static struct nb_str declared(struct nb_str text)
{
    struct nb_str head = nb_str_sub(text, 0, 200);
    ptrdiff_t end = nb_str_find(head, NB_STR("?>"));
    ptrdiff_t at = nb_str_find(head, NB_STR("encoding"));
    if (!nb_str_starts(head, NB_STR("<?xml")) || at < 0 || end < at)
        return NB_STR("");
    struct nb_str rest = nb_str_sub(head, (size_t)at + 8, (size_t)(end - at) - 8);
    struct nb_str value = {rest.data, 0};
    size_t from = 0;
    while (from < rest.len && rest.data[from] != '"' && rest.data[from] != '\'')
        from++;
    if (from == rest.len)
        return value;
    value.data = rest.data + from + 1;
    while (from + 1 + value.len < rest.len && value.data[value.len] != rest.data[from])
        value.len++;
    return value;
}

/* Whether a document type that is not at hand may declare entities: those of XHTML 1.1. */
static bool has_entities(struct nb_str text)
{
    struct nb_str head = nb_str_sub(text, 0, 1000);
    ptrdiff_t at = nb_str_find(head, NB_STR("<!DOCTYPE"));
    return at >= 0 &&
           nb_str_find(nb_str_sub(head, (size_t)at, 200), NB_STR("XHTML 1.")) > 0;
}

/* Appends `text` with XHTML's entities as characters, on the same lines. */
static void expand(struct nb_str text, struct nb_buf *out)
{
    static const char own[] = "amp lt gt quot apos"; /* XML's: they stay */
    enum { LONGEST_NAME = 10 };
    const char *at = text.data, *end = text.data + text.len, *mark;
    while ((mark = memchr(at, '&', (size_t)(end - at)))) {
        char name[LONGEST_NAME + 1] = "";
        size_t len = 0;
        nb_buf_add(out, at, (size_t)(mark - at));
        while (mark + 1 + len < end && len < LONGEST_NAME && mark[1 + len] != ';')
            len++;
        memcpy(name, mark + 1, len);
        bool whole = mark + 1 + len < end && mark[1 + len] == ';' && len;
        unsigned code = whole && name[0] != '#' && !nb_check_one_of(own, name)
                            ? nb_xml_entity((struct nb_str){name, len})
                            : 0;
        if (code)
            nb_buf_utf8(out, code);
        else
            nb_buf_putc(out, '&');
        at = mark + 1 + (code ? len + 1 : 0);
    }
    nb_buf_add(out, at, (size_t)(end - at));
}

static struct nb_xml *parse_bytes(struct nb_check *check,
                                  const struct nb_check_file *file, struct nb_str text)
{
    struct nb_buf decoded = NB_BUF_INIT, expanded = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    if (nb_str_starts(text, NB_STR("\xEF\xBB\xBF")))
        text = nb_str_sub(text, 3, text.len);
    bool wide = nb_str_starts(text, NB_STR("\xFF\xFE")) ||
                nb_str_starts(text, NB_STR("\xFE\xFF"));
    struct nb_str name = wide ? NB_STR("") : declared(text);
    if (name.len && !nb_str_eq_nocase(name, NB_STR("utf-8")) &&
        !nb_str_eq_nocase(name, NB_STR("us-ascii")))
        nb_check_say(check, NB_DIAG_EPUB_XML, file, 1,
                     "encoding %.*s: only UTF-8 and UTF-16 are allowed", (int)name.len,
                     name.data);
    else if (!wide && !nb_utf8_valid(text.data, text.len))
        nb_check_say(check, NB_DIAG_EPUB_XML, file, 0, "not in UTF-8");
    if (wide || !nb_utf8_valid(text.data, text.len)) {
        if (nb_charset_decode(text, NULL, &decoded, NULL) == NB_NOMEM)
            check->status = NB_NOMEM;
        text = nb_buf_view(&decoded);
    }
    if (has_entities(text)) {
        expand(text, &expanded);
        text = nb_buf_view(&expanded);
        if (expanded.status != NB_OK)
            check->status = NB_NOMEM;
    }
    xml = parse_text(check, file, text);
    nb_buf_free(&decoded);
    nb_buf_free(&expanded);
    return xml;
}

struct nb_xml *nb_check_parse(struct nb_check *check, const struct nb_check_file *file)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    if (file->size > MOST_XML)
        nb_check_say(check, NB_DIAG_EPUB_UNCHECKED, file, 0,
                     "%zu bytes in one document", file->size);
    else if (nb_check_read(check, file, &text))
        xml = parse_bytes(check, file, nb_buf_view(&text));
    if (file->item && file->item->in_spine && file->size > LARGE_DOCUMENT)
        nb_check_say(check, NB_DIAG_EPUB_SIZE, file, 0,
                     "%zu kB: some readers open at most 300 kB at once",
                     file->size / 1000);
    nb_buf_free(&text);
    return xml;
}

static const char *collapsed(struct nb_check *check, struct nb_str text)
{
    char *copy = nb_arena_copy(check->arena, text.data, text.len);
    size_t len = 0;
    bool space = false;
    for (size_t i = 0; copy && i < text.len; i++) {
        if (nb_ascii_space(text.data[i])) {
            space = len > 0;
            continue;
        }
        if (space)
            copy[len++] = ' ';
        space = false;
        copy[len++] = text.data[i];
    }
    if (copy)
        copy[len] = '\0';
    return copy ? copy : "";
}

const char *nb_check_text(struct nb_check *check, const struct nb_xml_node *node)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    const char *copy = collapsed(check, nb_buf_view(&text));
    nb_buf_free(&text);
    return copy;
}

const char *nb_check_attr(struct nb_check *check, const struct nb_xml_node *node,
                          const char *name)
{
    const char *value = nb_xml_attr(node, name);
    return value && *value ? collapsed(check, nb_str_of(value)) : "";
}

bool nb_check_has(const char *list, const char *word)
{
    return nb_check_one_of(list, word);
}

bool nb_check_one_of(const char *words, const char *text)
{
    struct nb_str rest = nb_str_of(words), word, wanted = nb_str_of(text);
    while (nb_str_split(&rest, ' ', &word)) {
        if (word.len && nb_str_eq(word, wanted))
            return true;
    }
    return false;
}

bool nb_check_anchor(struct nb_check *check, const struct nb_check_file *file,
                     const char *id)
{
    struct nb_buf key = NB_BUF_INIT;
    if (++check->anchor_count > MOST_ANCHORS)
        return true;
    nb_buf_int(&key, (long long)file->index);
    nb_buf_putc(&key, '#');
    nb_buf_puts(&key, id);
    struct nb_check_file *known = &check->files[file->index];
    if (key.status != NB_OK)
        check->status = NB_NOMEM;
    bool fresh = !nb_map_get(check->anchors, nb_buf_view(&key));
    if (fresh && key.len &&
        nb_map_set(check->anchors, nb_buf_view(&key), known) != NB_OK)
        check->status = NB_NOMEM;
    nb_buf_free(&key);
    return fresh;
}

static bool has_anchor(const struct nb_check *check, const struct nb_check_jump *jump)
{
    struct nb_buf key = NB_BUF_INIT;
    nb_buf_int(&key, (long long)jump->to->index);
    nb_buf_putc(&key, '#');
    nb_buf_puts(&key, jump->fragment);
    bool known = nb_map_get(check->anchors, nb_buf_view(&key)) != NULL;
    nb_buf_free(&key);
    return known;
}

static void check_jumps(struct nb_check *check)
{
    if (check->anchor_count > MOST_ANCHORS)
        return;
    for (const struct nb_check_jump *at = check->jumps; at; at = at->next) {
        if (at->to->parsed && !has_anchor(check, at))
            nb_check_say(check, NB_DIAG_EPUB_FRAGMENT, at->from, at->line, "%s#%s%s",
                         at->to->name, at->fragment,
                         at->contents ? " in the contents" : "");
    }
}

static void check_items(struct nb_check *check)
{
    for (struct nb_check_item *item = check->items; item && check->status == NB_OK;
         item = item->next) {
        struct nb_buf text = NB_BUF_INIT;
        if (!item->file || item->file->locked || item->file->item != item)
            continue;
        if (nb_check_is_document(item))
            nb_check_content(check, item);
        else if (strcmp(item->type, "text/css") == 0 &&
                 nb_check_read(check, item->file, &text))
            nb_check_css(check, item->file, 0, nb_buf_view(&text));
        else if (strncmp(item->type, "image/", 6) == 0)
            nb_check_picture(check, item);
        else if (strstr(item->type, "font") || strstr(item->type, "opentype"))
            nb_check_font(check, item);
        nb_buf_free(&text);
    }
}

static void check_unlisted(struct nb_check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct nb_check_file *file = &check->files[i];
        size_t len = strlen(file->name);
        if (!file->item && file != check->opf && len && file->name[len - 1] != '/' &&
            strncmp(file->name, "META-INF/", 9) != 0 &&
            strcmp(file->name, "mimetype") != 0)
            nb_check_say(check, NB_DIAG_EPUB_UNLISTED, file, 0, "%zu bytes",
                         file->size);
    }
}

static enum nb_status check_all(struct nb_check *check)
{
    if (!nb_check_archive(check) || !nb_check_container(check) ||
        !nb_check_package(check))
        return check->status == NB_OK ? NB_FORMAT : check->status;
    check_items(check);
    nb_check_ncx(check);
    check_jumps(check);
    check_unlisted(check);
    return check->status;
}

enum nb_status nb_check_book(struct nb_ctx *ctx, const char *path, struct nb_str bytes)
{
    struct nb_check check = {.ctx = ctx, .path = path, .bytes = bytes, .version = 3};
    check.last_item = &check.items;
    check.last_jump = &check.jumps;
    check.arena = nb_arena_new(MOST_MEMORY);
    check.names = nb_map_new();
    check.ids = nb_map_new();
    check.anchors = nb_map_new();
    enum nb_status status = NB_NOMEM;
    if (check.arena && check.names && check.ids && check.anchors)
        status = check_all(&check);
    if (check.arena && nb_arena_status(check.arena) == NB_NOMEM)
        status = NB_NOMEM;
    else if (check.arena && nb_arena_status(check.arena) != NB_OK)
        nb_check_say(&check, NB_DIAG_EPUB_UNCHECKED, NULL, 0,
                     "too many items and links");
    nb_unzip_free(check.zip);
    nb_map_free(check.names);
    nb_map_free(check.ids);
    nb_map_free(check.anchors);
    nb_arena_free(check.arena);
    return status;
}
