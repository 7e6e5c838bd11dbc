/* Articles as stories: their shingles, and what else tells that two are the same. */
#include "edit/story.h"

#include "base/mem.h"
#include "base/par.h"
#include "base/url.h"

#include <stdlib.h>

enum {
    MOST_SHINGLES = 4096,    /* of one article */
    ALL_SHINGLES = 16 << 20, /* of all articles: 128 MB */
    REPEATED = 4,            /* articles of a site with a passage: it is the site's */
    OWN_SHARE = 5,           /* a fifth of a longer text must be its own */
    SHORT_TEXT = 120,        /* shingles: a text may be nothing but its site's */
    CROWD = 4                /* articles of a file that may share an address */
};

struct reading {
    struct nb_stories *stories;
    size_t most; /* shingles of one article */
    enum nb_status *statuses;
};

/* FNV-1a: an address counts by the byte. */
static uint64_t hash_of(struct nb_str text)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * 1099511628211u;
    return hash ? hash : 1;
}

static uint64_t address_of(const char *url)
{
    struct nb_buf key = NB_BUF_INIT;
    uint64_t folded = 0;
    if (url && nb_url_key(url, &key)) {
        struct nb_str text = nb_buf_view(&key);
        /* the front page of a site is no story's address */
        if (memchr(text.data, '/', text.len) || memchr(text.data, '?', text.len))
            folded = hash_of(text);
    }
    nb_buf_free(&key);
    return folded;
}

static uint64_t site_of(const struct nb_article *article)
{
    struct nb_str host = nb_url_host(article->url);
    if (host.len)
        return nb_shingle_fold(host);
    return nb_shingle_fold(nb_str_of(article->site ? article->site : article->source));
}

static void read_story(void *user, size_t index, unsigned worker)
{
    struct reading *reading = user;
    struct nb_story *story = &reading->stories->at[index];
    const struct nb_article *article = story->article;
    struct nb_buf text = NB_BUF_INIT;
    (void)worker;
    for (size_t i = 0; i < article->standfirst.count; i++) {
        nb_buf_puts(&text, article->standfirst.at[i]);
        nb_buf_putc(&text, '\n');
    }
    nb_article_text(article, &text);
    enum nb_status status = text.status;
    if (status == NB_OK)
        status = nb_shingle(nb_buf_view(&text), reading->most, &story->text,
                            &story->words, &story->body);
    story->headline = nb_shingle_fold(nb_str_of(article->headline));
    story->address = address_of(article->url);
    story->site = site_of(article);
    story->source = article->source ? hash_of(nb_str_of(article->source)) : 0;
    reading->statuses[index] = status;
    nb_buf_free(&text);
}

/* ---- Passages that a site repeats: about the house, its cookies, its newsletter. */

/* A story by a number that others may have too. */
struct member {
    uint64_t key;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Keeps those numbers that are there REPEATED times and more, each once. */
static size_t keep_repeated(uint32_t *hashes, size_t count)
{
    size_t kept = 0;
    qsort(hashes, count, sizeof *hashes, by_number);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && hashes[next] == hashes[i]; next++) {
        }
        if (next - i >= REPEATED)
            hashes[kept++] = hashes[i];
    }
    return kept;
}

/* Takes the shingles that are among `hashes` out of a story, unless that leaves hardly anything
 * of a text that is long: then it is a story that the site tells often. */
static void take_out(struct nb_story *story, const uint32_t *hashes, size_t count)
{
    struct nb_shingles *text = &story->text;
    size_t own = 0, at = 0;
    for (size_t i = 0; i < text->count; i++) {
        while (at < count && hashes[at] < text->list[i].hash)
            at++;
        own += at == count || hashes[at] != text->list[i].hash;
    }
    if (own == text->count ||
        (text->count >= SHORT_TEXT && own < text->count / OWN_SHARE))
        return;
    size_t kept = 0;
    at = 0;
    for (size_t i = 0; i < text->count; i++) {
        while (at < count && hashes[at] < text->list[i].hash)
            at++;
        if (at == count || hashes[at] != text->list[i].hash)
            text->list[kept++] = text->list[i];
    }
    text->count = kept;
}

static enum nb_status clean_site(struct nb_stories *stories,
                                 const struct member *members, size_t count)
{
    size_t total = 0, used = 0;
    for (size_t i = 0; i < count; i++)
        total += stories->at[members[i].index].text.count;
    uint32_t *hashes = total ? nb_malloc(total * sizeof *hashes) : NULL;
    if (!hashes)
        return total ? NB_NOMEM : NB_OK;
    for (size_t i = 0; i < count; i++) {
        const struct nb_shingles *text = &stories->at[members[i].index].text;
        for (size_t k = 0; k < text->count; k++)
            hashes[used++] = text->list[k].hash;
    }
    used = keep_repeated(hashes, used);
    for (size_t i = 0; used && i < count; i++)
        take_out(&stories->at[members[i].index], hashes, used);
    nb_free(hashes);
    return NB_OK;
}

static enum nb_status clean_sites(struct nb_stories *stories, struct member *members)
{
    enum nb_status status = NB_OK;
    size_t count = 0;
    for (size_t i = 0; i < stories->count; i++) {
        if (stories->at[i].site)
            members[count++] = (struct member){stories->at[i].site, i};
    }
    qsort(members, count, sizeof *members, by_key);
    for (size_t i = 0, next; i < count && status == NB_OK; i = next) {
        for (next = i + 1; next < count && members[next].key == members[i].key;
             next++) {
        }
        if (next - i >= REPEATED)
            status = clean_site(stories, members + i, next - i);
    }
    return status;
}

/* Marks addresses that more than a few articles of one file share. */
static void find_crowds(struct nb_stories *stories, struct member *members)
{
    size_t count = 0;
    for (size_t i = 0; i < stories->count; i++) {
        const struct nb_story *story = &stories->at[i];
        if (story->address)
            members[count++] = (struct member){story->address ^ story->source * 31, i};
    }
    qsort(members, count, sizeof *members, by_key);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && members[next].key == members[i].key;
             next++) {
        }
        for (size_t k = i; k < next; k++)
            stories->at[members[k].index].crowded = next - i > CROWD;
    }
}

/* ---- All of it. */

static enum nb_status read_all(struct nb_stories *stories, unsigned jobs)
{
    struct reading reading = {.stories = stories};
    enum nb_status status = NB_OK;
    reading.most = ALL_SHINGLES / stories->count;
    if (reading.most > MOST_SHINGLES)
        reading.most = MOST_SHINGLES;
    reading.statuses = nb_calloc(stories->count, sizeof *reading.statuses);
    if (!reading.statuses)
        return NB_NOMEM;
    nb_par_each(jobs, stories->count, read_story, &reading);
    for (size_t i = 0; i < stories->count && status == NB_OK; i++)
        status = reading.statuses[i];
    nb_free(reading.statuses);
    return status;
}

enum nb_status nb_stories_read(const struct nb_edition *edition, unsigned jobs,
                               struct nb_stories *out)
{
    struct nb_section *section;
    size_t room = nb_edition_count(edition);
    *out = (struct nb_stories){0};
    if (!room)
        return NB_OK;
    struct member *members = nb_calloc(room, sizeof *members);
    out->at = nb_calloc(room, sizeof *out->at);
    if (!members || !out->at) {
        nb_free(members);
        return NB_NOMEM;
    }
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        out->at[out->count] = (struct nb_story){
            .article = a, .section = section, .parent = (uint32_t)out->count};
        out->count++;
    }
    enum nb_status status = read_all(out, jobs);
    if (status == NB_OK)
        status = clean_sites(out, members);
    if (status == NB_OK)
        find_crowds(out, members);
    nb_free(members);
    return status;
}

void nb_stories_free(struct nb_stories *stories)
{
    for (size_t i = 0; i < stories->count; i++)
        nb_free(stories->at[i].text.list);
    nb_free(stories->at);
    *stories = (struct nb_stories){0};
}
