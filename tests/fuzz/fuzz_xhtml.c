/* Any model as XHTML: what the JSON reader makes of any bytes comes out as well-formed XML, and
 * links lead to the web, to mail, to notes of the same article or to another article. */
#include "base/limits.h"
#include "base/xml.h"
#include "doc/doc_json.h"
#include "write/xhtml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *picture(const void *user, const struct nb_image *image)
{
    (void)user;
    (void)image;
    return NULL;
}

static const char *article_file(const void *user, const char *id)
{
    (void)user;
    return strcmp(id, "a2") == 0 ? "a002.xhtml" : NULL;
}

static bool may_link(const char *href)
{
    static const char *const starts[] = {"http://", "https://", "mailto:", "#fn",
                                         "a002.xhtml"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(href, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static void check(struct nb_ctx *ctx, const struct nb_buf *page)
{
    struct nb_xml *xml;
    enum nb_status status = nb_xml_parse(ctx, "page", nb_buf_view(page), &xml);
    if (status == NB_FORMAT)
        abort();
    if (status != NB_OK)
        return;
    struct nb_xml_node *root = nb_xml_root(xml);
    for (struct nb_xml_node *node = root; node;
         node = nb_xml_following(node, root, true)) {
        const char *href = nb_xml_name(node) ? nb_xml_attr(node, "href") : NULL;
        if (href && !may_link(href))
            abort();
    }
    nb_xml_free(xml);
}

static enum nb_status write(void *user, struct nb_article *article,
                            struct nb_arena *arena)
{
    const struct nb_xhtml how = {.lang = "en",
                                 .words = article->lang,
                                 .epub = true,
                                 .keep_captions = true,
                                 .picture = picture,
                                 .article = article_file};
    struct nb_buf page = NB_BUF_INIT;
    nb_buf_puts(&page, "<html xmlns:epub=\"http://www.idpf.org/2007/ops\">");
    enum nb_status status = nb_xhtml_article(article, &how, &page);
    nb_buf_puts(&page, "</html>");
    if (status == NB_OK)
        check(user, &page);
    nb_buf_free(&page);
    nb_arena_free(arena);
    return NB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_str text = {(const char *)data, size};
    enum nb_status status = nb_json_read(&ctx, "fuzz", text, write, &ctx);
    (void)status;
    nb_diags_free(diags);
    return 0;
}
