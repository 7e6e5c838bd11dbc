/* Builds the article from the units' roles, in their order, and reports what was dropped. */
#include "read/text_head.h"

#include "base/buf.h"
#include "base/lang.h"
#include "doc/build.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/text_headers.h"
#include "read/text_names.h"

#include <string.h>

enum { GUESS_BYTES = 2500, SHOWN_BYTES = 120 };

/* The article being made. */
struct maker {
    struct nb_text *text;
    struct nb_build *build;
    struct nb_article *article;
    enum nb_text_role open; /* a list, quote or table is open for units of this role */
    bool ordered;           /* the open list */
    bool begun;             /* there is a paragraph */
    struct nb_buf sample;   /* for the language */
};

static void report_drop(const struct nb_text *text, const struct nb_text_unit *unit,
                        const char *reason)
{
    struct nb_str shown = nb_str_sub(unit->text, 0, SHOWN_BYTES);
    while (shown.len > 0 && shown.len < unit->text.len &&
           ((unsigned char)unit->text.data[shown.len] & 0xC0) == 0x80)
        shown.len--;
    nb_report(text->ctx, NB_DIAG_DROPPED, text->path, unit->line, "%s: %.*s%s", reason,
              (int)shown.len, shown.data, shown.len < unit->text.len ? "…" : "");
}

/* ---- Head. */

static void set_date(struct maker *maker, struct nb_str text)
{
    static const char *const later[] = {"updated",    "modified",    "aktualisiert",
                                        "mis à jour", "actualizado", "aggiornato",
                                        "bijgewerkt", "обновлено",   "更新"};
    char iso[NB_DATE_ROOM];
    size_t from, to;
    while (nb_date_find(text, iso, &from, &to)) {
        bool modified = false;
        struct nb_str before = nb_str_sub(text, 0, from);
        for (size_t i = 0; i < sizeof later / sizeof later[0]; i++)
            if (nb_str_find_nocase(before, nb_str_of(later[i])) >= 0)
                modified = true;
        const char **field =
            modified ? &maker->article->modified : &maker->article->published;
        if (!*field)
            *field = nb_build_keep(maker->build, nb_str_of(iso));
        text = nb_str_sub(text, to, text.len);
    }
}

static void add_signature(struct maker *maker, const struct nb_text_unit *unit)
{
    struct nb_str names = unit->text, place = NB_STR("");
    struct nb_article *article = maker->article;
    if (unit->role == NB_ROLE_BYLINE) {
        if (nb_text_signature_names(unit->text, &names)) {
            nb_text_names_push(maker->build, &article->byline, names, &place);
        } else { /* the name alone, or with a place */
            struct nb_str ignored;
            place = unit->text;
            (void)nb_str_split(&place, ',', &names);
            place = nb_str_trim(place);
            nb_text_names_push(maker->build, &article->byline, names, &ignored);
        }
    }
    if (place.len > 0 && !article->dateline)
        article->dateline = nb_build_keep(maker->build, place);
    set_date(maker, unit->text);
}

/* ---- Blocks. */

static void close_group(struct maker *maker)
{
    if (maker->open == NB_ROLE_ITEM)
        nb_build_close(maker->build, NB_LIST);
    else if (maker->open == NB_ROLE_QUOTE)
        nb_build_close(maker->build, NB_QUOTE);
    else if (maker->open == NB_ROLE_POST)
        nb_build_close(maker->build, NB_EMBED);
    else if (maker->open == NB_ROLE_ROW)
        nb_build_close(maker->build, NB_TABLE);
    maker->open = NB_ROLE_UNKNOWN;
}

static void add_item(struct maker *maker, const struct nb_text_unit *unit)
{
    bool ordered = unit->bullet == NB_BULLET_NUMBER;
    if (maker->open != NB_ROLE_ITEM || maker->ordered != ordered) {
        close_group(maker);
        struct nb_node *list = nb_build_open(maker->build, NB_LIST, unit->line);
        list->u.list.ordered = ordered;
        list->u.list.start = ordered ? (int)unit->number : 1;
        maker->open = NB_ROLE_ITEM;
        maker->ordered = ordered;
    }
    (void)nb_build_open(maker->build, NB_ITEM, unit->line);
    nb_build_paragraph(maker->build, unit->text, unit->line);
    nb_build_close(maker->build, NB_ITEM);
}

static void add_quote(struct maker *maker, const struct nb_text_unit *unit)
{
    if (maker->open != NB_ROLE_QUOTE) {
        close_group(maker);
        (void)nb_build_open(maker->build, NB_QUOTE, unit->line);
        maker->open = NB_ROLE_QUOTE;
    }
    struct nb_str text = unit->text;
    while (nb_str_starts(text, NB_STR("> ")))
        text = nb_str_sub(text, 2, text.len);
    nb_build_paragraph(maker->build, text, unit->line);
}

static void add_post(struct maker *maker, const struct nb_text_unit *unit)
{
    if (maker->open != NB_ROLE_POST) {
        close_group(maker);
        struct nb_node *embed = nb_build_open(maker->build, NB_EMBED, unit->line);
        embed->u.embed.kind = nb_build_keep(maker->build, NB_STR("post"));
        maker->open = NB_ROLE_POST;
    }
    nb_build_paragraph(maker->build, unit->full, unit->line);
    if (unit->role == NB_ROLE_POST_END)
        close_group(maker);
}

static void add_row(struct maker *maker, const struct nb_text_unit *unit)
{
    struct nb_str rest = unit->text, piece;
    if (maker->open != NB_ROLE_ROW) {
        close_group(maker);
        (void)nb_build_open(maker->build, NB_TABLE, unit->line);
        maker->open = NB_ROLE_ROW;
    }
    (void)nb_build_open(maker->build, NB_ROW, unit->line);
    while (nb_str_split(&rest, '\t', &piece)) {
        struct nb_node *cell = nb_build_open(maker->build, NB_CELL, unit->line);
        cell->u.cell.colspan = cell->u.cell.rowspan = 1;
        nb_build_text(maker->build, piece);
        nb_build_close(maker->build, NB_CELL);
    }
    nb_build_close(maker->build, NB_ROW);
}

static void add_heading(struct maker *maker, const struct nb_text_unit *unit)
{
    struct nb_node *heading = nb_build_open(maker->build, NB_HEADING, unit->line);
    heading->u.level = 2;
    nb_build_text(maker->build, unit->text);
    nb_build_close(maker->build, NB_HEADING);
}

/* A paragraph; the first one may begin with a dateline. */
static void add_paragraph(struct maker *maker, const struct nb_text_unit *unit)
{
    struct nb_str text = unit->full, dateline;
    if (unit->bullet == NB_BULLET_POINT && !nb_str_starts(text, NB_STR("–")))
        text = unit->text;
    if (!maker->begun && !maker->article->dateline) {
        size_t len = nb_text_dateline(text, &dateline);
        if (len > 0) {
            maker->article->dateline = nb_build_keep(maker->build, dateline);
            text = nb_str_sub(text, len, text.len);
        }
    }
    maker->begun = true;
    nb_build_paragraph(maker->build, text, unit->line);
}

/* The credit of a caption: in its own text, or the unit before or behind it. */
static void add_figure(struct maker *maker, size_t i)
{
    const struct nb_text_unit *unit = &maker->text->units[i];
    struct nb_credit found, other;
    struct nb_str credit = NB_STR(""), caption = unit->text;
    if (nb_credit_find(unit->text, &found)) {
        caption = found.caption;
        credit = found.credit;
    }
    bool behind = i + 1 < maker->text->count && unit[1].role == NB_ROLE_CREDIT;
    bool before = i > 0 && unit[-1].role == NB_ROLE_CREDIT;
    const struct nb_text_unit *from = behind ? &unit[1] : before ? &unit[-1] : NULL;
    if (credit.len == 0 && from && nb_credit_find(from->text, &other))
        credit = other.credit;
    struct nb_node *figure = nb_build_open(maker->build, NB_FIGURE, unit->line);
    figure->u.figure.credit = nb_build_keep(maker->build, credit);
    (void)nb_build_open(maker->build, NB_CAPTION, unit->line);
    nb_build_text(maker->build, caption);
    nb_build_close(maker->build, NB_FIGURE);
    if (!maker->begun && !maker->article->lead)
        maker->article->lead = figure;
}

/* "Read more: A headline", "Watch: A title" without the label. */
static struct nb_str without_label(const struct nb_text_unit *unit)
{
    struct nb_str rest = unit->text, label;
    static const char *const signs[] = {"：", "】", "]"};
    if (unit->marks.match != NB_MATCH_START)
        return unit->text;
    if (nb_str_split(&rest, ':', &label) && label.len < 40 && nb_str_trim(rest).len > 0)
        return nb_str_trim(rest);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        struct nb_str sign = nb_str_of(signs[i]);
        ptrdiff_t at = nb_str_find(nb_str_sub(unit->text, 0, 40), sign);
        rest = nb_str_sub(unit->text, (size_t)at + sign.len, unit->text.len);
        if (at > 0 && nb_str_trim(rest).len > 0)
            return nb_str_trim(rest);
    }
    return unit->text;
}

static bool says_audio(const struct nb_text_unit *unit)
{
    return nb_str_find_nocase(unit->text, NB_STR("audio")) >= 0 ||
           nb_str_find_nocase(unit->text, NB_STR("podcast")) >= 0 ||
           nb_str_starts_nocase(unit->text, NB_STR("listen"));
}

static void add_embed(struct maker *maker, size_t i)
{
    const struct nb_text_unit *unit = &maker->text->units[i];
    struct nb_str time = unit->text;
    const struct nb_text_unit *before = i > 0 ? &unit[-1] : unit, *title = NULL;
    if (i + 1 < maker->text->count && unit[1].role == NB_ROLE_EMBED_TITLE)
        title = &unit[1];
    else if (before->role == NB_ROLE_EMBED_TITLE)
        title = before;
    bool audio = says_audio(before) || says_audio(unit) || (title && says_audio(title));
    (void)nb_text_duration(unit->text, &time);
    struct nb_node *embed = nb_build_open(maker->build, NB_EMBED, unit->line);
    embed->u.embed.kind =
        nb_build_keep(maker->build, audio ? NB_STR("audio") : NB_STR("video"));
    embed->u.embed.duration = nb_build_keep(maker->build, time);
    if (title)
        embed->u.embed.title = nb_build_keep(maker->build, without_label(title));
    nb_build_close(maker->build, NB_EMBED);
}

static void add_related(struct maker *maker, const struct nb_text_unit *unit)
{
    nb_build_related(maker->build, without_label(unit), NB_STR(""));
}

static void add_block(struct maker *maker, size_t i)
{
    const struct nb_text_unit *unit = &maker->text->units[i];
    bool post = unit->role == NB_ROLE_POST_END && maker->open == NB_ROLE_POST;
    if (unit->role != maker->open && !post)
        close_group(maker);
    if (maker->sample.len < GUESS_BYTES && unit->body) {
        nb_buf_str(&maker->sample, unit->text);
        nb_buf_putc(&maker->sample, '\n');
    }
    switch (unit->role) {
    case NB_ROLE_PARAGRAPH:
        add_paragraph(maker, unit);
        break;
    case NB_ROLE_HEADING:
        add_heading(maker, unit);
        break;
    case NB_ROLE_ITEM:
        add_item(maker, unit);
        break;
    case NB_ROLE_QUOTE:
        add_quote(maker, unit);
        break;
    case NB_ROLE_POST:
    case NB_ROLE_POST_END:
        add_post(maker, unit);
        break;
    case NB_ROLE_ROW:
        add_row(maker, unit);
        break;
    case NB_ROLE_CAPTION:
        add_figure(maker, i);
        break;
    case NB_ROLE_EMBED:
        add_embed(maker, i);
        break;
    case NB_ROLE_RELATED:
        add_related(maker, unit);
        break;
    case NB_ROLE_UNKNOWN:
    case NB_ROLE_HEADLINE:
    case NB_ROLE_KICKER:
    case NB_ROLE_STANDFIRST:
    case NB_ROLE_BYLINE:
    case NB_ROLE_DATE:
    case NB_ROLE_CREDIT:
    case NB_ROLE_EMBED_TITLE:
    case NB_ROLE_REPEAT:
    case NB_ROLE_FURNITURE:
        break;
    }
}

static void add_unit(struct maker *maker, size_t i)
{
    const struct nb_text_unit *unit = &maker->text->units[i];
    struct nb_article *article = maker->article;
    switch (unit->role) {
    case NB_ROLE_HEADLINE:
        article->headline = nb_build_keep(maker->build, unit->text);
        break;
    case NB_ROLE_KICKER:
        if (!article->kicker)
            article->kicker = nb_build_keep(maker->build, unit->text);
        break;
    case NB_ROLE_STANDFIRST:
        nb_build_push(maker->build, &article->standfirst, unit->text);
        break;
    case NB_ROLE_BYLINE:
    case NB_ROLE_DATE:
        add_signature(maker, unit);
        break;
    case NB_ROLE_REPEAT:
        report_drop(maker->text, unit, "said already");
        break;
    case NB_ROLE_FURNITURE:
        report_drop(maker->text, unit, unit->reason);
        break;
    case NB_ROLE_CREDIT:
    case NB_ROLE_EMBED_TITLE:
        break;
    case NB_ROLE_UNKNOWN:
    case NB_ROLE_PARAGRAPH:
    case NB_ROLE_HEADING:
    case NB_ROLE_ITEM:
    case NB_ROLE_QUOTE:
    case NB_ROLE_POST:
    case NB_ROLE_POST_END:
    case NB_ROLE_ROW:
    case NB_ROLE_CAPTION:
    case NB_ROLE_EMBED:
    case NB_ROLE_RELATED:
        add_block(maker, i);
        break;
    }
}

/* ---- Headers. */

static void add_headers(struct maker *maker, const struct nb_text_headers *headers)
{
    struct nb_article *article = maker->article;
    struct nb_build *build = maker->build;
    const struct nb_str *value = headers->value;
    struct nb_str rest, piece, place;
    char iso[NB_DATE_ROOM];
    article->headline = nb_build_keep(build, value[NB_HEADER_TITLE]);
    article->kicker = nb_build_keep(build, value[NB_HEADER_KICKER]);
    article->section = nb_build_keep(build, value[NB_HEADER_SECTION]);
    article->dateline = nb_build_keep(build, value[NB_HEADER_DATELINE]);
    article->site = nb_build_keep(build, value[NB_HEADER_SITE]);
    article->url = nb_build_keep(build, value[NB_HEADER_URL]);
    article->rights = nb_build_keep(build, value[NB_HEADER_RIGHTS]);
    article->lang = nb_build_keep(build, value[NB_HEADER_LANG]);
    nb_build_push(build, &article->standfirst, value[NB_HEADER_STANDFIRST]);
    nb_text_names_push(build, &article->byline, value[NB_HEADER_AUTHOR], &place);
    if (place.len > 0 && !article->dateline)
        article->dateline = nb_build_keep(build, place);
    for (rest = value[NB_HEADER_TAGS]; nb_str_split(&rest, ',', &piece);)
        nb_build_push(build, &article->tags, piece);
    if (nb_date_parse(value[NB_HEADER_DATE], iso))
        article->published = nb_build_keep(build, nb_str_of(iso));
    else if (value[NB_HEADER_DATE].len > 0)
        nb_report(maker->text->ctx, NB_DIAG_BAD_DATE, maker->text->path, 0, "%.*s",
                  (int)value[NB_HEADER_DATE].len, value[NB_HEADER_DATE].data);
    if (nb_date_parse(value[NB_HEADER_MODIFIED], iso))
        article->modified = nb_build_keep(build, nb_str_of(iso));
}

/* ---- Whole. */

enum nb_status nb_text_build(struct nb_text *text,
                             const struct nb_text_headers *headers, nb_take_fn *take,
                             void *user)
{
    struct maker maker = {.text = text};
    struct nb_article *article;
    struct nb_arena *arena;
    maker.build = nb_build_new(text->ctx, text->path);
    if (!maker.build)
        return NB_NOMEM;
    maker.article = nb_build_article(maker.build);
    add_headers(&maker, headers);
    for (size_t i = 0; i < text->count; i++)
        add_unit(&maker, i);
    close_group(&maker);
    if (!maker.article->lang)
        maker.article->lang = nb_lang_guess(nb_buf_view(&maker.sample));
    bool headline = maker.article->headline != NULL;
    enum nb_status status = maker.sample.status;
    nb_buf_free(&maker.sample);
    if (status != NB_OK) {
        nb_build_abort(maker.build);
        return status;
    }
    status = nb_build_finish(maker.build, &article, &arena);
    if (status == NB_FORMAT) {
        nb_report(text->ctx, NB_DIAG_NO_ARTICLE, text->path, 0, NULL);
        return NB_OK;
    }
    if (status != NB_OK)
        return status;
    if (!headline)
        nb_report(text->ctx, NB_DIAG_NO_HEADLINE, text->path, 0, NULL);
    return take(user, article, arena);
}
