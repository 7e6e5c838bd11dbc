/* Front matter: YAML events to pairs of key and value, each of which goes into the model by a
 * table. A value may be a scalar, a list of scalars, or a mapping or list of mappings with
 * scalars ("author: {name: …}"); what is nested deeper is passed over. No aliases. */
#include "read/front.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum {
    LONGEST_KEY = 40,
    MOST_LINES = 2000,
    DEEPEST = 50 /* the cost of a value grows with the square of its depth */
};

struct reader {
    struct nb_news *news;
    struct nb_front *front;
    unsigned first_line; /* of the YAML in the file */
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event, ended;
};

/* ---- what keys mean */

enum meaning {
    HEADLINE,
    STANDFIRST,
    BYLINE,
    PUBLISHED,
    MODIFIED,
    EMBARGO,
    LANG,
    DIR,
    TAGS,
    SECTION,
    KICKER,
    URL,
    SITE,
    WEIGHT,
    URGENCY,
    DATELINE,
    RIGHTS,
    DRAFT,
    IMAGE,
    IMAGE_ALT,
    IMAGE_CAPTION,
    IMAGE_CREDIT,
    UNUSED
};

static const struct {
    const char *key; /* in lower case, without hyphens and underscores */
    enum meaning meaning;
} keys[] = {
    {"title", HEADLINE},
    {"headline", HEADLINE},
    {"subtitle", STANDFIRST},
    {"standfirst", STANDFIRST},
    {"description", STANDFIRST},
    {"summary", STANDFIRST},
    {"excerpt", STANDFIRST},
    {"abstract", STANDFIRST},
    {"deck", STANDFIRST},
    {"author", BYLINE},
    {"authors", BYLINE},
    {"byline", BYLINE},
    {"by", BYLINE},
    {"date", PUBLISHED},
    {"published", PUBLISHED},
    {"publishdate", PUBLISHED},
    {"pubdate", PUBLISHED},
    {"modified", MODIFIED},
    {"updated", MODIFIED},
    {"lastmod", MODIFIED},
    {"lastmodifiedat", MODIFIED},
    {"embargo", EMBARGO},
    {"embargoed", EMBARGO},
    {"embargoeduntil", EMBARGO},
    {"lang", LANG},
    {"language", LANG},
    {"locale", LANG},
    {"dir", DIR},
    {"direction", DIR},
    {"tags", TAGS},
    {"tag", TAGS},
    {"keywords", TAGS},
    {"categories", TAGS},
    {"section", SECTION},
    {"category", SECTION},
    {"kicker", KICKER},
    {"url", URL},
    {"link", URL},
    {"canonical", URL},
    {"canonicalurl", URL},
    {"source", URL},
    {"site", SITE},
    {"publication", SITE},
    {"publisher", SITE},
    {"weight", WEIGHT},
    {"urgency", URGENCY},
    {"dateline", DATELINE},
    {"place", DATELINE},
    {"location", DATELINE},
    {"rights", RIGHTS},
    {"copyright", RIGHTS},
    {"license", RIGHTS},
    {"licence", RIGHTS},
    {"draft", DRAFT},
    {"image", IMAGE},
    {"cover", IMAGE},
    {"featuredimage", IMAGE},
    {"thumbnail", IMAGE},
    {"imagealt", IMAGE_ALT},
    {"imagecaption", IMAGE_CAPTION},
    {"imagecredit", IMAGE_CREDIT},
};

static void plain_key(const char *key, char out[LONGEST_KEY])
{
    size_t len = 0;
    for (; *key && len + 1 < LONGEST_KEY; key++) {
        if (*key != '-' && *key != '_' && *key != ' ')
            out[len++] = nb_ascii_lower(*key);
    }
    out[len] = '\0';
}

static enum meaning meaning_of(const char *key)
{
    char plain[LONGEST_KEY];
    plain_key(key, plain);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i].key, plain) == 0)
            return keys[i].meaning;
    }
    return UNUSED;
}

/* What a key inside a mapping under `outer` means; UNUSED for details that no book shows. */
static enum meaning inner_meaning(enum meaning outer, const char *key)
{
    char plain[LONGEST_KEY];
    plain_key(key, plain);
    if (outer == IMAGE) {
        if (strcmp(plain, "alt") == 0)
            return IMAGE_ALT;
        if (strcmp(plain, "caption") == 0 || strcmp(plain, "title") == 0)
            return IMAGE_CAPTION;
        if (strcmp(plain, "credit") == 0)
            return IMAGE_CREDIT;
        return strcmp(plain, "src") == 0 || strcmp(plain, "url") == 0 ||
                       strcmp(plain, "path") == 0 || strcmp(plain, "image") == 0
                   ? IMAGE
                   : UNUSED;
    }
    return strcmp(plain, "name") == 0 ? outer : UNUSED;
}

/* ---- values */

static void complain(struct reader *r, enum nb_diag_code code, size_t line,
                     const char *what, struct nb_str word)
{
    nb_report(r->news->markup.ctx, code, r->news->markup.source,
              r->first_line + (unsigned)line, "%s%.*s", what,
              (int)(word.len < 80 ? word.len : 80), word.data);
}

static void take_weight(struct reader *r, struct nb_str text, size_t line)
{
    char *end;
    char copy[12];
    (void)snprintf(copy, sizeof copy, "%.*s", (int)(text.len < 11 ? text.len : 11),
                   text.data);
    long weight = strtol(copy, &end, 10);
    if (*end || end == copy || weight < -1000 || weight > 1000)
        complain(r, NB_DIAG_FRONT_MATTER, line,
                 "weight: a whole number is wanted: ", text);
    else
        nb_build_article(r->news->markup.build)->weight = (int)weight;
}

static void take_tags(struct reader *r, struct nb_str text)
{
    struct nb_str tag;
    while (nb_str_split(&text, ',', &tag))
        nb_news_tag(r->news, nb_str_trim(tag));
}

static void take_dir(struct reader *r, struct nb_str text, size_t line)
{
    struct nb_article *article = nb_build_article(r->news->markup.build);
    if (nb_str_eq_nocase(text, NB_STR("rtl")))
        article->dir = NB_DIR_RTL;
    else if (nb_str_eq_nocase(text, NB_STR("ltr")))
        article->dir = NB_DIR_LTR;
    else
        complain(r, NB_DIAG_FRONT_MATTER, line, "dir: rtl or ltr is wanted: ", text);
}

static void take_url(struct reader *r, struct nb_str text)
{
    struct nb_article *article = nb_build_article(r->news->markup.build);
    if (nb_str_starts_nocase(text, NB_STR("http://")) ||
        nb_str_starts_nocase(text, NB_STR("https://")))
        nb_news_set(r->news, &article->url, text);
}

static void take_draft(struct reader *r, struct nb_str text, size_t line)
{
    if (!nb_str_eq_nocase(text, NB_STR("true")) &&
        !nb_str_eq_nocase(text, NB_STR("yes")))
        return;
    r->news->gone = true;
    complain(r, NB_DIAG_WITHHELD, line, "draft: ", text);
}

static void take_picture(struct reader *r, enum meaning meaning, struct nb_str text)
{
    struct nb_front *front = r->front;
    const char **target = meaning == IMAGE           ? &front->image
                          : meaning == IMAGE_ALT     ? &front->alt
                          : meaning == IMAGE_CAPTION ? &front->caption
                                                     : &front->credit;
    nb_news_set(r->news, target, text);
}

/* The field of the article that takes a plain text or a date; NULL for other meanings. */
static const char **field_of(struct nb_article *article, enum meaning meaning)
{
    const struct {
        enum meaning meaning;
        const char **field;
    } fields[] = {{HEADLINE, &article->headline},   {SECTION, &article->section},
                  {KICKER, &article->kicker},       {SITE, &article->site},
                  {PUBLISHED, &article->published}, {MODIFIED, &article->modified},
                  {EMBARGO, &article->embargo}};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].meaning == meaning)
            return fields[i].field;
    }
    return NULL;
}

/* What takes a value whose line nobody needs. */
typedef void take_text_fn(struct nb_news *news, struct nb_str text);
static take_text_fn *const takers[] = {[STANDFIRST] = nb_news_standfirst,
                                       [BYLINE] = nb_news_byline,
                                       [LANG] = nb_news_lang,
                                       [DATELINE] = nb_news_dateline};

static void take_value(struct reader *r, enum meaning meaning, struct nb_str text,
                       size_t line)
{
    struct nb_news *news = r->news;
    const char **field = field_of(nb_build_article(news->markup.build), meaning);
    unsigned at = r->first_line + (unsigned)line;
    if (!(text = nb_str_trim(text)).len)
        return;
    switch (meaning) {
    case HEADLINE:
    case SECTION:
    case KICKER:
    case SITE:
        nb_news_set(news, field, text);
        break;
    case PUBLISHED:
    case MODIFIED:
    case EMBARGO:
        nb_news_date(news, field, text, at);
        break;
    case DIR:
        take_dir(r, text, line);
        break;
    case TAGS:
        take_tags(r, text);
        break;
    case URL:
        take_url(r, text);
        break;
    case WEIGHT:
        take_weight(r, text, line);
        break;
    case URGENCY:
        nb_news_urgency(news, text, at);
        break;
    case RIGHTS:
        nb_news_set(news, &news->copyright, text);
        break;
    case DRAFT:
        take_draft(r, text, line);
        break;
    case IMAGE:
    case IMAGE_ALT:
    case IMAGE_CAPTION:
    case IMAGE_CREDIT:
        take_picture(r, meaning, text);
        break;
    case STANDFIRST:
    case BYLINE:
    case LANG:
    case DATELINE:
        takers[meaning](news, text);
        break;
    case UNUSED:
        break;
    }
}

/* ---- YAML */

/* Takes the next event; false at the end and after an error, which is reported. */
static bool next(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
    if (r->ended)
        return false;
    if (!yaml_parser_parse(&r->parser, &r->event)) {
        const char *problem = r->parser.problem ? r->parser.problem : "out of memory";
        complain(r, NB_DIAG_FRONT_MATTER, r->parser.problem_mark.line, "",
                 nb_str_of(problem));
        r->ended = true;
        return false;
    }
    r->has_event = true;
    if (r->event.type == YAML_STREAM_END_EVENT)
        r->ended = true;
    if (r->event.type == YAML_ALIAS_EVENT)
        complain(r, NB_DIAG_FRONT_MATTER, r->event.start_mark.line,
                 "aliases are not read", NB_STR(""));
    return true;
}

static struct nb_str scalar(const struct reader *r)
{
    if (r->event.type != YAML_SCALAR_EVENT)
        return (struct nb_str){0};
    return (struct nb_str){(const char *)r->event.data.scalar.value,
                           r->event.data.scalar.length};
}

static bool opens(const struct reader *r)
{
    return r->event.type == YAML_MAPPING_START_EVENT ||
           r->event.type == YAML_SEQUENCE_START_EVENT;
}

static bool closes(const struct reader *r)
{
    return r->event.type == YAML_MAPPING_END_EVENT ||
           r->event.type == YAML_SEQUENCE_END_EVENT;
}

/* Passes over the value that the current event begins. */
static void skip(struct reader *r)
{
    int depth = 0;
    do {
        depth += opens(r) - closes(r);
        if (depth > DEEPEST) {
            complain(r, NB_DIAG_FRONT_MATTER, r->event.start_mark.line,
                     "nested too deeply, the rest is not read", NB_STR(""));
            r->ended = true;
        }
    } while (depth > 0 && next(r));
}

/* A mapping below a key: its scalars by their own keys. */
static void take_inner(struct reader *r, enum meaning outer)
{
    while (next(r) && r->event.type != YAML_MAPPING_END_EVENT) {
        char key[LONGEST_KEY];
        struct nb_str name = scalar(r);
        (void)snprintf(key, sizeof key, "%.*s",
                       (int)(name.len < LONGEST_KEY ? name.len : LONGEST_KEY - 1),
                       name.len ? name.data : "");
        if (opens(r))
            skip(r);
        if (!next(r))
            return;
        if (opens(r))
            skip(r);
        else
            take_value(r, inner_meaning(outer, key), scalar(r),
                       r->event.start_mark.line);
    }
}

static void take_any(struct reader *r, enum meaning meaning)
{
    if (r->event.type == YAML_MAPPING_START_EVENT) {
        take_inner(r, meaning);
    } else if (r->event.type == YAML_SEQUENCE_START_EVENT) {
        while (next(r) && r->event.type != YAML_SEQUENCE_END_EVENT) {
            if (r->event.type == YAML_MAPPING_START_EVENT)
                take_inner(r, meaning);
            else if (opens(r))
                skip(r);
            else
                take_value(r, meaning, scalar(r), r->event.start_mark.line);
        }
    } else {
        take_value(r, meaning, scalar(r), r->event.start_mark.line);
    }
}

static void take_document(struct reader *r)
{
    while (next(r) && r->event.type != YAML_DOCUMENT_START_EVENT) {
    }
    if (r->ended || !next(r) || r->event.type == YAML_DOCUMENT_END_EVENT)
        return;
    if (r->event.type != YAML_MAPPING_START_EVENT) {
        if (scalar(r).len || opens(r))
            complain(r, NB_DIAG_FRONT_MATTER, r->event.start_mark.line,
                     "keys and values are wanted, such as title: A headline",
                     NB_STR(""));
        return;
    }
    while (next(r) && r->event.type != YAML_MAPPING_END_EVENT) {
        char key[LONGEST_KEY];
        struct nb_str name = scalar(r);
        size_t line = r->event.start_mark.line;
        (void)snprintf(key, sizeof key, "%.*s",
                       (int)(name.len < LONGEST_KEY ? name.len : LONGEST_KEY - 1),
                       name.len ? name.data : "");
        enum meaning meaning = meaning_of(key);
        if (meaning == UNUSED)
            complain(r, NB_DIAG_FRONT_KEY, line, "", nb_str_of(key));
        if (opens(r))
            skip(r);
        if (!next(r))
            return;
        if (meaning == UNUSED)
            skip(r);
        else
            take_any(r, meaning);
    }
}

/* ---- the part between the lines */

static bool is_fence(struct nb_str line, const char *const *fences)
{
    while (line.len && nb_ascii_space(line.data[line.len - 1]))
        line.len--;
    for (; *fences; fences++) {
        if (nb_str_eq(line, nb_str_of(*fences)))
            return true;
    }
    return false;
}

/* Cuts the text between fences off `*text`; false when there is no closing one. */
static bool cut(struct nb_str *text, const char *const *open, const char *const *close,
                struct nb_str *inner, unsigned *lines)
{
    struct nb_str rest = *text, line;
    if (!nb_str_line(&rest, &line) || !is_fence(line, open))
        return false;
    const char *from = rest.data;
    for (*lines = 1; *lines < MOST_LINES && nb_str_line(&rest, &line);) {
        ++*lines;
        if (!is_fence(line, close))
            continue;
        *inner = (struct nb_str){from, (size_t)(line.data - from)};
        *text = rest;
        return true;
    }
    return false;
}

static const char *const yaml_open[] = {"---", NULL};
static const char *const yaml_close[] = {"---", "...", NULL};
static const char *const toml[] = {"+++", NULL};

bool nb_front_is(struct nb_str text)
{
    struct nb_str inner, line;
    unsigned lines;
    if (!cut(&text, yaml_open, yaml_close, &inner, &lines))
        return false;
    while (
        nb_str_line(&inner, &line)) { /* the first line that is no comment has a key */
        line = nb_str_trim(line);
        if (!line.len || line.data[0] == '#')
            continue;
        ptrdiff_t colon = nb_str_find(line, NB_STR(":"));
        return colon > 0 && colon < LONGEST_KEY &&
               ((size_t)colon + 1 == line.len || line.data[colon + 1] == ' ');
    }
    return true;
}

void nb_front_take(struct nb_news *news, struct nb_str *text, struct nb_front *front,
                   unsigned *line)
{
    struct reader r = {.news = news, .front = front, .first_line = 2};
    struct nb_str inner;
    unsigned lines = 0;
    *front = (struct nb_front){0};
    *line = 1;
    if (cut(text, toml, toml, &inner, &lines)) {
        complain(&r, NB_DIAG_FRONT_MATTER, 0, "TOML is not read, only YAML",
                 NB_STR(""));
        *line = lines + 1;
        return;
    }
    if (!nb_front_is(*text) || !cut(text, yaml_open, yaml_close, &inner, &lines))
        return;
    *line = lines + 1;
    if (!yaml_parser_initialize(&r.parser)) {
        news->markup.status = NB_NOMEM;
        return;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)inner.data,
                                 inner.len);
    take_document(&r);
    if (r.has_event)
        yaml_event_delete(&r.event);
    if (r.parser.error == YAML_MEMORY_ERROR)
        news->markup.status = NB_NOMEM;
    yaml_parser_delete(&r.parser);
}
