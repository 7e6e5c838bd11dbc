/* Mastheads and contents, for all that is written in HTML's elements. */
#include "write/front.h"

#include "base/lang.h"
#include "doc/dates.h"
#include "doc/words.h"
#include "write/xhtml.h"

#include <stdio.h>
#include <string.h>

const char *nb_front_lang(const struct nb_edition *edition)
{
    const char *lang = edition->lang;
    struct nb_section *section = NULL;
    const struct nb_article *article = nb_edition_first(edition, &section);
    if (lang)
        return lang;
    for (; article; article = nb_edition_next(article, &section)) {
        if (lang && (!article->lang || strcmp(lang, article->lang) != 0))
            return NULL;
        lang = article->lang;
    }
    return lang;
}

const char *nb_front_article_lang(const struct nb_article *article, const char *lang,
                                  enum nb_dir dir, enum nb_dir *article_dir)
{
    bool own_dir = article->lang || article->dir != NB_DIR_AUTO;
    *article_dir = own_dir ? nb_xhtml_dir(article->lang, article->dir) : dir;
    /* what says less than the edition's ("en" in "en-GB") says nothing */
    bool own_lang = article->lang && !nb_lang_matches(lang, article->lang);
    return own_lang ? article->lang : lang;
}

/* Number, date and publisher, as far as they are known, as plain text. */
static void put_issue(const struct nb_front *front, struct nb_buf *out)
{
    const struct nb_edition *edition = front->edition;
    size_t before = out->len;
    if (edition->number)
        nb_word_fill(NB_WORD_NUMBER, front->lang, edition->number, out);
    if (edition->date) {
        nb_buf_puts(out, out->len > before ? " · " : "");
        (void)nb_date_long(edition->date, front->lang, out);
    }
    if (front->publisher) {
        nb_buf_puts(out, out->len > before ? " · " : "");
        nb_buf_puts(out, front->publisher);
    }
}

void nb_front_masthead(const struct nb_front *front, struct nb_buf *out)
{
    struct nb_buf issue = NB_BUF_INIT;
    nb_buf_puts(out, "<header class=\"masthead\">\n<h1 class=\"title\">");
    nb_buf_xml(out, front->title);
    nb_buf_puts(out, "</h1>\n");
    if (front->edition->subtitle) {
        nb_buf_puts(out, "<p class=\"subtitle\">");
        nb_buf_xml(out, front->edition->subtitle);
        nb_buf_puts(out, "</p>\n");
    }
    put_issue(front, &issue);
    if (issue.len) {
        nb_buf_puts(out, "<p class=\"issue\">");
        nb_buf_xml(out, nb_buf_cstr(&issue));
        nb_buf_puts(out, "</p>\n");
    }
    if (issue.status != NB_OK && out->status == NB_OK)
        out->status = issue.status;
    nb_buf_free(&issue);
    nb_buf_puts(out, "</header>\n");
}

/* How long the article takes, in the edition's language. */
static void write_minutes(const struct nb_front *front,
                          const struct nb_front_entry *entry, struct nb_buf *out)
{
    char digits[12];
    (void)snprintf(digits, sizeof digits, "%u", entry->article->minutes);
    nb_buf_puts(out, "<span class=\"minutes\"");
    nb_xhtml_lang(front->lang, front->dir, entry->lang, entry->dir, out);
    nb_buf_putc(out, '>');
    nb_word_fill(NB_WORD_MINUTES, front->lang, digits, out);
    nb_buf_puts(out, "</span>");
}

static void open_p(const char *class, const struct nb_front *front,
                   const struct nb_front_entry *entry, struct nb_buf *out)
{
    nb_buf_printf(out, "<p class=\"%s\"", class);
    nb_xhtml_lang(entry->lang, entry->dir, front->lang, front->dir, out);
    nb_buf_putc(out, '>');
}

void nb_front_entry(const struct nb_front *front, const struct nb_front_entry *entry,
                    struct nb_buf *out)
{
    const struct nb_strings *standfirst = &entry->article->standfirst;
    unsigned minutes = entry->article->minutes;
    open_p("contents-entry", front, entry, out);
    nb_buf_puts(out, "<a href=\"");
    nb_buf_puts(out, entry->href);
    nb_buf_puts(out, "\">");
    nb_buf_xml(out, entry->name);
    nb_buf_puts(out, "</a></p>\n");
    if (!standfirst->count && !minutes)
        return;
    open_p("contents-summary", front, entry, out);
    if (standfirst->count)
        nb_buf_xml(out, standfirst->at[0]);
    if (standfirst->count && minutes)
        nb_buf_puts(out, "\xC2\xA0· "); /* no line begins with the dot */
    if (minutes)
        write_minutes(front, entry, out);
    nb_buf_puts(out, "</p>\n");
}
