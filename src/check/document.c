/* A document of the book, parsed: its encoding, the entities that XHTML 1.1 declares, and whether
 * it is well-formed. */
#include "check/book.h"

#include "base/charset.h"
#include "base/utf8.h"

#include <string.h>

enum {
    MOST_XML = 8 << 20,     /* bytes of one document */
    LARGE_DOCUMENT = 300000 /* older Adobe readers fail above it */
};

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
