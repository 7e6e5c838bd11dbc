/* The last editorial pass: what an edition must have before it can be laid out. */
#include "edit/edit.h"

#include "base/lang.h"
#include "base/str.h"
#include "doc/tree.h"
#include "edit/when.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* `seconds` since 1970 as "2026-11-22T10:00:00Z", in `arena`. */
static const char *iso_time(struct nb_arena *arena, time_t seconds)
{
    struct tm tm;
    char text[32];
    if (!gmtime_r(&seconds, &tm) || tm.tm_year < 80 || tm.tm_year > 8099)
        return NULL;
    if (strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        return NULL;
    return nb_arena_strdup(arena, text);
}

/* SOURCE_DATE_EPOCH (reproducible-builds.org) as a time, or -1. */
static time_t parse_epoch(const char *epoch)
{
    char *end;
    if (!epoch || !*epoch)
        return -1;
    long long seconds = strtoll(epoch, &end, 10);
    return *end || seconds < 0 ? -1 : (time_t)seconds;
}

static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

time_t nb_edit_seconds(const char *date)
{
    static const size_t places[] = {0, 1, 2, 3, 5, 6, 8, 9};
    struct tm tm = {0};
    if (!date || strlen(date) < 10)
        return -1;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!nb_ascii_digit(date[places[i]]))
            return -1;
    }
    tm.tm_year = digits(date, 4) - 1900;
    tm.tm_mon = digits(date + 5, 2) - 1;
    tm.tm_mday = digits(date + 8, 2);
    size_t len = strlen(date);
    long offset = 0;
    if (len >= 16 && date[10] == 'T') {
        tm.tm_hour = digits(date + 11, 2);
        tm.tm_min = digits(date + 14, 2);
        tm.tm_sec = len >= 19 && date[16] == ':' ? digits(date + 17, 2) : 0;
        const char *zone = strpbrk(date + 16, "+-");
        if (zone && strlen(zone) >= 6)
            offset = (digits(zone + 1, 2) * 60 + digits(zone + 4, 2)) * 60L *
                     (*zone == '-' ? -1 : 1);
    }
    time_t seconds = timegm(&tm);
    return seconds < 0 ? -1 : seconds - offset;
}

static time_t newest_article(const struct nb_edition *edition, const char **day)
{
    struct nb_section *section;
    time_t newest = -1;
    *day = NULL;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        const char *dates[] = {a->published, a->modified};
        for (size_t i = 0; i < 2; i++) {
            time_t seconds = nb_edit_seconds(dates[i]);
            if (seconds > newest) {
                newest = seconds;
                *day = dates[i];
            }
        }
    }
    return newest;
}

/* The day of an ISO time. */
static const char *day_of(struct nb_arena *arena, const char *date)
{
    return date && strlen(date) > 10 ? nb_arena_copy(arena, date, 10) : date;
}

/* The edition's date as far as it does not come from its articles. What is `given` is the moment
 * of its last change too, but only where the date comes from it: a dated edition is the same
 * whenever it is made. */
static void settle_date(struct nb_edition *edition, time_t given)
{
    bool today = edition->date && strcmp(edition->date, "today") == 0;
    if (edition->date && !today)
        return;
    if (given >= 0)
        edition->modified = iso_time(edition->arena, given);
    edition->date = edition->modified;
    if (today && !edition->date)
        edition->date = iso_time(edition->arena, time(NULL));
    edition->date = day_of(edition->arena, edition->date);
}

static bool is_newest(const struct nb_edition *edition)
{
    return edition->date && strcmp(edition->date, "newest") == 0;
}

static void set_dates(struct nb_edition *edition, const char *epoch)
{
    const char *newest_day;
    time_t newest = newest_article(edition, &newest_day);
    if (is_newest(edition))
        edition->date = day_of(edition->arena, newest_day);
    settle_date(edition, parse_epoch(epoch));
    if (!edition->date)
        edition->date = day_of(edition->arena, newest_day);
    time_t moment = nb_edit_seconds(edition->date);
    if (newest > moment)
        moment = newest;
    if (!edition->modified && moment >= 0)
        edition->modified = iso_time(edition->arena, moment);
    if (!edition->modified)
        edition->modified = "1980-01-01T00:00:00Z";
}

enum { MOST_LANGS = 64 };

/* The language that most articles have (by primary tag; the first of equals). */
static const char *common_lang(const struct nb_edition *edition)
{
    struct {
        const char *tag;
        size_t articles;
    } langs[MOST_LANGS];
    size_t count = 0, best = 0;
    struct nb_section *section;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        size_t at = 0;
        while (at < count && !nb_lang_same(a->lang, langs[at].tag))
            at++;
        if (!a->lang || at == MOST_LANGS)
            continue;
        if (at == count) {
            langs[count].tag = a->lang;
            langs[count++].articles = 0;
        }
        langs[at].articles++;
    }
    for (size_t i = 1; i < count; i++) {
        if (langs[i].articles > langs[best].articles)
            best = i;
    }
    return count ? langs[best].tag : NULL;
}

/* "weekly-news/" as a title: "Weekly news". */
static const char *title_from_folder(struct nb_arena *arena, const char *folder)
{
    struct nb_str name = nb_str_of(folder);
    while (name.len && name.data[name.len - 1] == '/')
        name.len--;
    for (size_t i = name.len; i > 0; i--) {
        if (name.data[i - 1] == '/') {
            name = nb_str_sub(name, i, name.len);
            break;
        }
    }
    if (!name.len || name.data[0] == '.')
        return NULL;
    char *title = nb_arena_copy(arena, name.data, name.len);
    for (char *p = title; p && *p; p++) {
        if (*p == '-' || *p == '_')
            *p = ' ';
    }
    if (title && title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    return title;
}

/* The site that all articles come from, as when there is one feed; NULL where they differ. */
static const char *common_site(const struct nb_edition *edition)
{
    struct nb_section *section;
    const struct nb_article *first = nb_edition_first(edition, &section);
    for (const struct nb_article *a = first; a; a = nb_edition_next(a, &section)) {
        if (!a->site || strcmp(a->site, first->site) != 0)
            return NULL;
    }
    return first ? first->site : NULL;
}

static void set_title(struct nb_edition *edition, const char *folder)
{
    struct nb_section *section;
    const struct nb_article *first = nb_edition_first(edition, &section);
    if (!edition->title && edition->single && first)
        edition->title = first->headline;
    if (!edition->title && folder)
        edition->title = title_from_folder(edition->arena, folder);
    if (!edition->title)
        edition->title = common_site(edition);
    if (!edition->title)
        edition->title = "News";
}

/* Readers give headings the levels of the page; a book wants them from 2 on without gaps. */
static void close_levels(struct nb_node *body)
{
    unsigned found[7] = {0}, level = 2;
    for (struct nb_node *node = body; node;
         node = nb_node_following(node, body, true)) {
        if (node->type == NB_HEADING)
            found[node->u.level] = 1;
    }
    for (size_t i = 2; i < sizeof found / sizeof found[0]; i++)
        found[i] = found[i] ? level++ : 0;
    for (struct nb_node *node = body; node;
         node = nb_node_following(node, body, true)) {
        if (node->type == NB_HEADING)
            node->u.level = found[node->u.level];
    }
}

/* Each article's own matters: its headings' levels, and a kicker from its own section, unless the
 * edition's section says the same. */
static void finish_articles(struct nb_edition *edition)
{
    struct nb_section *section;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        close_levels(a->body);
        if (a->kicker || !a->section)
            continue;
        if (!section->title ||
            !nb_str_eq_nocase(nb_str_of(section->title), nb_str_of(a->section)))
            a->kicker = a->section;
    }
}

static void drop_empty_sections(struct nb_edition *edition)
{
    struct nb_section **link = &edition->sections;
    edition->last = NULL;
    while (*link) {
        if ((*link)->articles) {
            edition->last = *link;
            link = &(*link)->next;
        } else {
            *link = (*link)->next;
        }
    }
}

/* ---- embargoes */

/* The day that an edition without a date of its own would get, from articles that are free. */
static const char *newest_free_day(const struct nb_edition *edition)
{
    struct nb_section *section;
    const char *day = NULL;
    time_t newest = -1;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        time_t seconds = a->embargo ? -1 : nb_edit_seconds(a->published);
        if (seconds > newest) {
            newest = seconds;
            day = a->published;
        }
    }
    return day;
}

/* Whether an embargo ends on a later day than `day`, each in its own zone. Of a range of
 * days the last counts. */
static bool is_later(const char *embargo, const char *day)
{
    const char *slash = strchr(day, '/'), *last = slash ? slash + 1 : day;
    size_t len = strlen(last); /* a month or a year is later when its end is */
    return nb_edit_seconds(embargo) >= 0 &&
           strncmp(embargo, last, len < 10 ? len : 10) > 0;
}

static void drop_embargoed(struct nb_ctx *ctx, struct nb_section *section,
                           const char *day)
{
    struct nb_article **link = &section->articles;
    section->last = NULL;
    while (*link) {
        const struct nb_article *a = *link;
        if (a->embargo && is_later(a->embargo, day)) {
            nb_report(ctx, NB_DIAG_EMBARGOED, a->source, 0, "%s, until %s",
                      a->headline ? a->headline : "an article", a->embargo);
            *link = a->next;
        } else {
            section->last = *link;
            link = &(*link)->next;
        }
    }
}

const char *nb_edit_day(struct nb_edition *edition, const char *epoch)
{
    if (is_newest(edition))
        return newest_free_day(edition);
    settle_date(edition, parse_epoch(epoch));
    return edition->date ? edition->date : newest_free_day(edition);
}

enum nb_status nb_edit_embargo(struct nb_ctx *ctx, struct nb_edition *edition,
                               const char *epoch)
{
    const char *day = nb_edit_day(edition, epoch);
    for (struct nb_section *section = edition->sections; section && day;
         section = section->next)
        drop_embargoed(ctx, section, day);
    return nb_arena_status(edition->arena);
}

enum nb_status nb_edit_finish(struct nb_edition *edition, const char *folder,
                              const char *epoch)
{
    drop_empty_sections(edition);
    set_title(edition, folder);
    if (!edition->lang)
        edition->lang = common_lang(edition);
    if (!edition->lang)
        edition->lang = "en";
    set_dates(edition, epoch);
    finish_articles(edition);
    enum nb_status status = nb_edition_number(edition);
    return status == NB_OK ? nb_edit_link(edition) : status;
}
