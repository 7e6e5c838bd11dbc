/* HTML and XML trees. libxml2 only splits the text into tags, attributes and characters (its
 * SAX interface); the tree is ours and lives in one arena, so that no depth can overflow a
 * stack, freeing is one step, and every allocation of the tree is counted against a bound.
 * Elements below DEPTH others are kept as siblings of the deepest one, as browsers do. */
#include "base/xml.h"

#include "base/limits.h"
#include "base/mem.h"
#include "base/xml_feed.h"
#include "base/xml_tree.h"

#include <pthread.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
    DEPTH = 512,           /* open elements: what browsers allow */
    MOST_MISTAKES = 500000 /* in one page: each costs time, and none costs memory */
};

struct maker {
    struct nb_xml *xml;
    struct nb_xml_node *open;
    struct nb_buf text; /* characters that wait for the next tag */
    unsigned text_line;
    xmlParserCtxtPtr parser;
    struct nb_xml_feed feed;
    struct nb_ctx *ctx;
    const char *source;
    unsigned mistakes;
    unsigned before; /* lines of the source before the text's first */
    bool html, flattened, reported, lenient;
};

/* libxml2 takes line numbers as ints. */
static unsigned line_of(const struct maker *m)
{
    const xmlParserInput *input = m->parser->input;
    return m->before + (input && input->line > 0 ? (unsigned)input->line : 0);
}

static bool failed(struct maker *m)
{
    if (nb_arena_status(m->xml->arena) == NB_OK && m->text.status == NB_OK)
        return false;
    xmlStopParser(m->parser);
    return true;
}

/* What stands after the end of the body belongs to it. */
static void come_home(struct maker *m)
{
    struct nb_xml_node *root = m->xml->root;
    if (!m->html || m->open != &m->xml->top || !root)
        return;
    m->open = root->last && nb_xml_is(root->last, "body") ? root->last : root;
}

static struct nb_xml_node *add_node(struct maker *m, unsigned line)
{
    struct nb_xml_node *node = nb_arena_alloc(m->xml->arena, sizeof *node);
    if (!node)
        return NULL;
    node->line = line;
    node->index = m->xml->count++;
    node->parent = m->open;
    node->prev = m->open->last;
    if (node->prev)
        node->prev->next = node;
    else
        m->open->first = node;
    m->open->last = node;
    return node;
}

static void flush_text(struct maker *m)
{
    if (!m->text.len)
        return;
    come_home(m);
    const char *copy = nb_arena_copy(m->xml->arena, m->text.data, m->text.len);
    if (copy && m->open != &m->xml->top) {
        struct nb_xml_node *node = add_node(m, m->text_line);
        if (node)
            node->text = copy;
    }
    nb_buf_clear(&m->text);
}

static void on_text(void *user, const xmlChar *text, int len)
{
    struct maker *m = user;
    if (failed(m) || len <= 0)
        return;
    if (!m->text.len)
        m->text_line = line_of(m);
    nb_buf_add(&m->text, text, (size_t)len);
}

static struct nb_xml_node *start(struct maker *m, const xmlChar *name)
{
    flush_text(m);
    come_home(m);
    struct nb_xml_node *node = add_node(m, line_of(m));
    if (!node)
        return NULL;
    node->name = (const char *)name;
    if (!m->xml->root)
        m->xml->root = node;
    return node;
}

static void add_attr(struct maker *m, struct nb_xml_attr ***tail, const char *name,
                     const char *value, size_t len)
{
    struct nb_xml_attr *attr = nb_arena_alloc(m->xml->arena, sizeof *attr);
    if (!attr)
        return;
    attr->name = name;
    attr->value = nb_arena_copy(m->xml->arena, value, len);
    if (!attr->name || !attr->value)
        return;
    **tail = attr;
    *tail = &attr->next;
}

/* ---- HTML */

static const char *const empty_elements[] = {
    "area",  "base", "basefont", "br",     "col",   "command", "embed",
    "frame", "hr",   "image",    "img",    "input", "isindex", "keygen",
    "link",  "meta", "param",    "source", "track", "wbr"};

static bool is_empty_element(const char *name)
{
    for (size_t i = 0; i < sizeof empty_elements / sizeof empty_elements[0]; i++) {
        if (empty_elements[i][0] == name[0] && strcmp(empty_elements[i], name) == 0)
            return true;
    }
    return false;
}

/* Its content is no markup as long as libxml2 has its name. */
static bool is_raw(const char *name)
{
    return strcmp(name, "script") == 0 || strcmp(name, "style") == 0;
}

/* The element was pushed on libxml2's stack of names before this is called; taking it off
 * again keeps that stack, which it searches for every end tag, short. */
static void flatten(struct maker *m)
{
    xmlParserCtxtPtr parser = m->parser;
    if (parser->nameNr > 1) {
        parser->nameNr--;
        parser->name = parser->nameTab[parser->nameNr - 1];
    }
    if (!m->flattened)
        nb_report(m->ctx, NB_DIAG_TOO_DEEP, m->source, line_of(m),
                  "more than %d open elements", (int)DEPTH);
    m->flattened = true;
}

static void on_html_start(void *user, const xmlChar *name, const xmlChar **attrs)
{
    struct maker *m = user;
    if (failed(m))
        return;
    if (m->xml->root && strcmp((const char *)name, "html") == 0) {
        come_home(m); /* libxml2 opens another page for what follows </html> */
        return;
    }
    struct nb_xml_node *node = start(m, name);
    if (!node)
        return;
    struct nb_xml_attr **tail = &node->attrs;
    for (size_t i = 0; attrs && attrs[i]; i += 2) {
        const char *value = attrs[i + 1] ? (const char *)attrs[i + 1] : "";
        add_attr(m, &tail, nb_arena_strdup(m->xml->arena, (const char *)attrs[i]),
                 value, strlen(value));
    }
    if (m->parser->nameNr > DEPTH && !is_raw(node->name)) {
        flatten(m);
    } else if (!is_empty_element(node->name)) {
        m->open = node;
    }
}

/* What follows </body> and </html> still belongs to the body, as in browsers. */
static void on_html_end(void *user, const xmlChar *name)
{
    struct maker *m = user;
    if (failed(m) || is_empty_element((const char *)name) ||
        strcmp((const char *)name, "body") == 0)
        return;
    flush_text(m);
    struct nb_xml_node *node = m->open;
    while (node != &m->xml->top && strcmp(node->name, (const char *)name) != 0)
        node = node->parent;
    if (node != &m->xml->top && node->parent != &m->xml->top)
        m->open = node->parent;
}

/* ---- XML */

static void on_xml_start(void *user, const xmlChar *name, const xmlChar *prefix,
                         const xmlChar *uri, int namespace_count,
                         const xmlChar **namespaces, int attr_count, int default_count,
                         const xmlChar **attrs)
{
    struct maker *m = user;
    (void)namespace_count, (void)namespaces, (void)default_count;
    if (failed(m))
        return;
    struct nb_xml_node *node = start(m, name);
    if (!node)
        return;
    struct nb_arena *arena = m->xml->arena;
    if (prefix && !uri)
        node->name = nb_arena_printf(arena, "%s:%s", (const char *)prefix, node->name);
    node->uri = (const char *)uri;
    struct nb_xml_attr **tail = &node->attrs;
    for (int i = 0; i < attr_count; i++) {
        const xmlChar **a = attrs + (ptrdiff_t)5 * i; /* name, prefix, URI, from, to */
        const char *full = a[1] ? nb_arena_printf(arena, "%s:%s", (const char *)a[1],
                                                  (const char *)a[0])
                                : nb_arena_strdup(arena, (const char *)a[0]);
        add_attr(m, &tail, full, (const char *)a[3], (size_t)(a[4] - a[3]));
    }
    m->open = node;
}

static void on_xml_end(void *user, const xmlChar *name, const xmlChar *prefix,
                       const xmlChar *uri)
{
    struct maker *m = user;
    (void)name, (void)prefix, (void)uri;
    if (failed(m))
        return;
    flush_text(m);
    if (m->open != &m->xml->top)
        m->open = m->open->parent;
}

static xmlEntityPtr on_entity(void *user, const xmlChar *name)
{
    (void)user;
    return xmlGetPredefinedEntity(name);
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct maker *m = user;
    if (++m->mistakes == MOST_MISTAKES) {
        nb_report(m->ctx, NB_DIAG_LIMIT, m->source, line_of(m),
                  "more than %d mistakes, the rest is left out", (int)MOST_MISTAKES);
        xmlStopParser(m->parser);
    }
    if (m->html || m->reported || error->level < XML_ERR_ERROR ||
        error->code == XML_ERR_NO_MEMORY)
        return;
    m->reported = true;
    if (m->lenient)
        return;
    struct nb_str why = nb_str_trim(nb_str_of(error->message));
    nb_report(m->ctx, NB_DIAG_MALFORMED, m->source,
              error->line > 0 ? (unsigned)error->line : 0, "%.*s", (int)why.len,
              why.data);
}

/* ---- parsing */

static void library_init(void)
{
    xmlInitParser();
}

static struct nb_xml *xml_new(const struct nb_ctx *ctx)
{
    struct nb_xml *xml = nb_calloc(1, sizeof *xml);
    if (!xml)
        return NULL;
    xml->arena = nb_arena_new(ctx->limits->article_bytes);
    if (xml->arena)
        return xml;
    nb_free(xml);
    return NULL;
}

/* libxml2's reader of our text. */
static int read_text(void *user, char *to, int room)
{
    struct maker *m = user;
    return (int)nb_xml_feed_read(&m->feed, to, (size_t)room);
}

/* Gives the text to the parser; false when there is no memory. */
static bool set_input(struct maker *m, xmlParserCtxtPtr parser)
{
    xmlParserInputBufferPtr buffer =
        xmlParserInputBufferCreateIO(read_text, NULL, m, XML_CHAR_ENCODING_NONE);
    if (!buffer)
        return false;
    xmlParserInputPtr input =
        xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE);
    if (!input) {
        xmlFreeParserInputBuffer(buffer);
        return false;
    }
    if (inputPush(parser, input) >= 0)
        return true;
    xmlFreeInputStream(input);
    return false;
}

static void set_html(struct maker *m, xmlParserCtxtPtr parser)
{
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC; /* for serror alone */
    parser->sax->startElement = on_html_start;
    parser->sax->endElement = on_html_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->serror = on_error;
    parser->userData = m;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
}

static void set_xml(struct maker *m, xmlParserCtxtPtr parser)
{
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = XML_SAX2_MAGIC;
    parser->sax->startElementNs = on_xml_start;
    parser->sax->endElementNs = on_xml_end;
    parser->sax->characters = on_text;
    parser->sax->ignorableWhitespace = on_text;
    parser->sax->cdataBlock = on_text;
    parser->sax->getEntity = on_entity;
    parser->sax->serror = on_error;
    parser->userData = m;
    /* NOENT: "&amp;" in attributes is "&"; there are no other entities, see on_entity */
    int recover = m->lenient ? XML_PARSE_RECOVER : 0;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT |
                                  recover);
}

static bool open_parser(struct maker *m, struct nb_str text)
{
    m->feed = (struct nb_xml_feed){.rest = text, .html = m->html};
    m->parser = m->html ? htmlNewParserCtxt() : xmlNewParserCtxt();
    if (!m->parser)
        return false;
    if (m->html)
        set_html(m, m->parser);
    else
        set_xml(m, m->parser);
    m->xml->names = m->parser->dict;
    (void)xmlDictReference(m->xml->names);
    return set_input(m, m->parser);
}

static enum nb_status result(struct maker *m)
{
    if (m->feed.cut)
        nb_report(m->ctx, NB_DIAG_LIMIT, m->source, 0,
                  "more than %d attributes in a tag, the rest of them is left out",
                  (int)NB_XML_ATTRIBUTES);
    enum nb_status status = nb_arena_status(m->xml->arena);
    if (status == NB_OK)
        status = m->text.status;
    if (status == NB_OK && m->parser->errNo == XML_ERR_NO_MEMORY)
        return NB_NOMEM;
    if (status == NB_LIMIT && (m->html || m->lenient)) {
        nb_report(m->ctx, NB_DIAG_LIMIT, m->source, line_of(m),
                  "the %s is too large, the rest of it is left out",
                  m->html ? "page" : "document");
        status = NB_OK;
    }
    if (status != NB_OK)
        return status;
    if (!m->html && !m->lenient && !m->parser->wellFormed)
        return NB_FORMAT;
    return m->xml->root ? NB_OK : NB_FORMAT;
}

static enum nb_status parse(struct maker *m, struct nb_str text, struct nb_xml **out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    *out = NULL;
    (void)pthread_once(&once, library_init);
    if (!text.len || text.len > (1u << 30))
        return text.len ? NB_LIMIT : NB_FORMAT;
    m->xml = xml_new(m->ctx);
    if (!m->xml)
        return NB_NOMEM;
    m->open = &m->xml->top;
    enum nb_status status = NB_NOMEM;
    if (open_parser(m, text)) {
        (void)xmlSwitchEncoding(m->parser, XML_CHAR_ENCODING_UTF8);
        if (m->html)
            (void)htmlParseDocument(m->parser);
        else
            (void)xmlParseDocument(m->parser);
        flush_text(m);
        status = result(m);
        xmlFreeDoc(m->parser->myDoc);
    }
    if (m->parser)
        xmlFreeParserCtxt(m->parser);
    nb_buf_free(&m->text);
    if (status == NB_OK)
        *out = m->xml;
    else
        nb_xml_free(m->xml);
    return status;
}

enum nb_status nb_xml_parse_html(struct nb_ctx *ctx, const char *source,
                                 struct nb_str text, struct nb_xml **out)
{
    struct maker m = {.ctx = ctx, .source = source, .html = true};
    return parse(&m, text, out);
}

enum nb_status nb_xml_parse_fragment(struct nb_ctx *ctx, const char *source,
                                     unsigned line, struct nb_str text,
                                     struct nb_xml **out)
{
    struct maker m = {.ctx = ctx, .source = source, .html = true};
    m.before = line ? line - 1 : 0;
    return parse(&m, text, out);
}

enum nb_status nb_xml_parse(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            struct nb_xml **out)
{
    struct maker m = {.ctx = ctx, .source = source};
    return parse(&m, text, out);
}

enum nb_status nb_xml_recover(struct nb_ctx *ctx, const char *source,
                              struct nb_str text, struct nb_xml **out)
{
    struct maker m = {.ctx = ctx, .source = source, .lenient = true};
    return parse(&m, text, out);
}

void nb_xml_free(struct nb_xml *xml)
{
    if (!xml)
        return;
    xmlDictFree(xml->names);
    nb_arena_free(xml->arena);
    nb_free(xml);
}
