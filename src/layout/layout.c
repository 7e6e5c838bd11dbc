/* Layout: wave by wave articles are set in parallel, each worker with its own compositor, then
 * placed one after the other. What a worker sets does not depend on what it set before, so that
 * the pages are the same with any number of workers. What a wave has set is let go when no page
 * that is still to be finished, or written, shows anything of it. */
#include "layout/layout.h"

#include "base/lang.h"
#include "base/mem.h"
#include "base/par.h"
#include "layout/compositor.h"
#include "layout/pagination.h"

enum { WAVE = 32, MOST_JOBS = 64 };

/* Some articles that follow each other, and what was set of them. */
struct wave {
    size_t first, end; /* of the sets */
    struct nb_arena
        *arenas[MOST_JOBS + 1]; /* the workers', and that of the pages' items */
    bool kept;                  /* a page that is held shows something of it */
    struct wave *next;
};

/* A book in the making. */
struct maker {
    struct nb_ctx *ctx;
    struct nb_layout_in in;
    struct nb_compositor *compositors;
    unsigned jobs, ready; /* compositors wanted, and started */
    struct nb_book *book;
    struct nb_makeup makeup;
    struct nb_tag *root, *front;
    struct nb_set *sets;
    size_t count;
    struct wave *waves, *last; /* those that are not let go, in order */
    size_t placed;             /* how many of the sets are */
    size_t held;               /* so many may stand on pages that are held */
    size_t over;               /* so many are let go, but for those */
    size_t pages;              /* when the last wave began */
    bool whole;                /* nothing is let go before the end */
};

static void set_one(void *user, size_t index, unsigned worker)
{
    struct maker *maker = user;
    nb_set_make(&maker->sets[maker->last->first + index], &maker->compositors[worker],
                &maker->makeup);
}

static bool is_rtl(const struct nb_article *article, const struct nb_edition *edition)
{
    if (article->dir != NB_DIR_AUTO)
        return article->dir == NB_DIR_RTL;
    return nb_lang_is_rtl(article->lang ? article->lang : edition->lang);
}

/* An article's place in the structure, its head before its body; in its section's, which the
 * first article of it opens, with its name. */
static void tag_set(struct nb_set *set, const struct nb_set *before,
                    struct nb_arena *arena, struct nb_tag *root, const char *lang)
{
    if (before && !set->opens)
        set->section_tag = before->section_tag;
    else if (set->section && set->section->title)
        set->section_tag = nb_tag_new(arena, root, NB_TAG_SECTION);
    else
        set->section_tag = root;
    set->opening_tag = nb_tag_new(arena, set->section_tag, NB_TAG_GROUP);
    set->tag = nb_tag_new(arena, set->section_tag, NB_TAG_ARTICLE);
    set->head_tag = nb_tag_new(arena, set->tag, NB_TAG_GROUP);
    if (!set->tag)
        return;
    set->tag->lang = set->article->lang ? set->article->lang : lang;
    set->tag->u.anchor = set->article->id;
    if (set->section_anchor && set->section_tag)
        set->section_tag->u.anchor = set->section_anchor;
}

/* The articles in order, as sets that nothing is set of yet. */
static struct nb_set *gather(const struct nb_edition *edition, struct nb_arena *arena,
                             size_t count, struct nb_tag *root)
{
    struct nb_set *sets = nb_arena_array(arena, count ? count : 1, sizeof *sets);
    struct nb_section *section;
    const struct nb_section *before = NULL;
    size_t i = 0, sections = 0;
    if (!sets)
        return NULL;
    for (const struct nb_article *article = nb_edition_first(edition, &section);
         article && i < count; article = nb_edition_next(article, &section)) {
        struct nb_set *set = &sets[i];
        set->article = article;
        set->section = section;
        set->index = (int32_t)i++;
        set->rtl = is_rtl(article, edition);
        set->opens = section != before;
        if (set->opens && section->title)
            set->section_anchor = nb_arena_printf(arena, "s%zu", ++sections);
        tag_set(set, i > 1 ? set - 1 : NULL, arena, root, edition->lang);
        set->diags = nb_diags_new();
        if (!set->diags)
            set->status = NB_NOMEM;
        before = section;
    }
    return sets;
}

/* What the workers had to say, in order; and the first failure. */
static enum nb_status join_sets(struct nb_ctx *ctx, struct nb_set *sets, size_t count)
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < count; i++) {
        if (sets[i].diags)
            nb_diags_join(ctx->diags, sets[i].diags);
        nb_diags_free(sets[i].diags);
        sets[i].diags = NULL;
        if (status == NB_OK)
            status = sets[i].status;
    }
    return status;
}

static void add_outline(struct nb_book *book, const struct nb_edition *edition,
                        const struct nb_set *sets, size_t count)
{
    unsigned level = 0;
    for (size_t i = 0; i < count; i++) {
        const struct nb_set *set = &sets[i];
        const char *title = set->article->headline;
        if (set->opens && !edition->single) {
            level = set->section->title ? 1 : 0;
            if (set->section->title)
                nb_book_outline(book, set->section->title, set->article->id, 0);
        }
        if (!title)
            title = set->article->kicker ? set->article->kicker : set->article->id;
        if (title)
            nb_book_outline(book, title, set->article->id, level);
    }
}

/* ---- Waves. */

static void wave_free(struct wave *wave)
{
    for (size_t i = 0; i <= MOST_JOBS; i++)
        nb_arena_free(wave->arenas[i]);
    nb_free(wave);
}

static enum nb_status begin_wave(struct maker *maker, size_t first)
{
    struct wave *wave = nb_calloc(1, sizeof *wave);
    if (!wave)
        return NB_NOMEM;
    if (maker->last)
        maker->last->next = wave;
    else
        maker->waves = wave;
    maker->last = wave;
    wave->first = first;
    wave->end = first + WAVE < maker->count ? first + WAVE : maker->count;
    maker->pages = maker->book->page_count;
    for (unsigned i = 0; i <= maker->jobs; i++) {
        unsigned place = i < maker->jobs ? i : MOST_JOBS;
        wave->arenas[place] = nb_arena_new(0);
        if (!wave->arenas[place])
            return NB_NOMEM;
        if (i < maker->jobs)
            maker->compositors[i].arena = wave->arenas[place];
    }
    maker->book->items = wave->arenas[MOST_JOBS];
    return NB_OK;
}

/* From now on nothing that is set is let go. */
static void last_for_good(struct maker *maker)
{
    for (unsigned i = 0; i < maker->ready; i++)
        maker->compositors[i].arena = maker->compositors[i].lasting;
    maker->book->items = NULL;
}

/* Sets the last wave's articles. */
static enum nb_status set_wave(struct maker *maker)
{
    const struct wave *wave = maker->last;
    struct nb_ctx own = maker->compositors[0].ctx;
    size_t count = wave->end - wave->first;
    nb_setter_tidy(maker->compositors[0].setter);
    nb_par_each(maker->jobs, count, set_one, maker);
    maker->compositors[0].ctx = own;
    return join_sets(maker->ctx, maker->sets + wave->first, count);
}

/* What is kept: the waves that held pages show. A page shows nothing older than the wave that
 * it was begun in. */
static void keep_held(struct maker *maker)
{
    bool held = false;
    for (size_t i = maker->pages ? maker->pages - 1 : 0; i < maker->book->page_count;
         i++)
        held = held || maker->book->pages[i]->held;
    for (struct wave *wave = maker->waves; held && wave; wave = wave->next)
        wave->kept = true;
    if (held)
        maker->held = maker->placed;
}

/* Whether nothing unfinished shows anything of a wave. */
static bool is_over(const struct maker *maker, const struct wave *wave)
{
    return !maker->whole && !wave->kept && wave->end <= maker->makeup.open_from;
}

/* The first and the last article that the next call lets go. */
static void find_done(const struct maker *maker, size_t *from, size_t *to)
{
    *from = maker->over > maker->held ? maker->over : maker->held;
    *to = maker->whole ? 0 : maker->makeup.open_from;
}

static void note_done(struct maker *maker)
{
    struct nb_book *book = maker->book;
    size_t from, to;
    book->done_count = 0;
    find_done(maker, &from, &to);
    for (size_t i = from; i < to; i++) {
        if (maker->sets[i].opening_tag)
            book->done[book->done_count++] = maker->sets[i].opening_tag;
        book->done[book->done_count++] = maker->sets[i].tag;
    }
}

static void let_go(struct maker *maker)
{
    struct wave **link = &maker->waves;
    size_t from, to;
    find_done(maker, &from, &to);
    for (size_t i = from; i < to; i++) {
        struct nb_set *set = &maker->sets[i];
        set->tag->first = set->tag->last = NULL;
        if (set->opening_tag)
            set->opening_tag->first = set->opening_tag->last = NULL;
        set->galley = (struct nb_galley){0};
        set->corner = NULL;
        maker->over = to;
    }
    maker->book->done_count = 0;
    maker->last = NULL;
    while (*link) {
        struct wave *wave = *link;
        if (is_over(maker, wave)) {
            *link = wave->next;
            wave_free(wave);
        } else {
            maker->last = wave;
            link = &wave->next;
        }
    }
}

/* ---- The making. */

static void place_wave(struct maker *maker)
{
    maker->placed = nb_sets_place(&maker->makeup, maker->sets, maker->placed,
                                  maker->last->end, maker->count);
    keep_held(maker);
}

/* The end: what stands behind all articles, and the numbers of pages. */
static void make_end(struct maker *maker)
{
    struct nb_makeup *makeup = &maker->makeup;
    last_for_good(maker);
    nb_makeup_late_contents(makeup);
    nb_makeup_back(makeup, maker->sets, maker->count, maker->root);
    nb_makeup_finish(makeup);
    nb_makeup_keep_promises(makeup);
    if (makeup->status == NB_OK)
        add_outline(makeup->book, maker->in.edition, maker->sets, maker->count);
    if (makeup->status == NB_OK)
        makeup->status = nb_arena_status(makeup->book->arena);
    uint32_t lacks = 0;
    for (unsigned i = maker->ready; i-- > 0;) {
        lacks |= nb_setter_lacks(maker->compositors[i].setter);
        nb_setter_free(maker->compositors[i].setter);
        maker->compositors[i].setter = NULL;
    }
    nb_setter_report(lacks, maker->ctx);
}

static enum nb_status make_wave(struct maker *maker, size_t first)
{
    enum nb_status status = begin_wave(maker, first);
    if (status == NB_OK)
        status = set_wave(maker);
    if (status != NB_OK)
        return status;
    if (first == 0) { /* refers need what the first articles were set as */
        struct nb_arena *arena = maker->compositors[0].arena;
        maker->compositors[0].arena = maker->compositors[0].lasting;
        nb_makeup_front(&maker->makeup, maker->sets, maker->count, maker->front);
        maker->compositors[0].arena = arena;
    }
    place_wave(maker);
    return maker->makeup.status;
}

/* The next wave's pages; behind the last, the end. */
static enum nb_status make_more(struct nb_book *book)
{
    struct maker *maker = book->maker;
    size_t next = maker->last ? maker->last->end : 0;
    let_go(maker);
    if (next < maker->count || next == 0) {
        enum nb_status status = make_wave(maker, next);
        if (status != NB_OK)
            return status;
        next = maker->last->end;
        note_done(maker);
    }
    if (next < maker->count)
        return NB_OK;
    make_end(maker);
    book->more = NULL;
    book->done_count = 0; /* the writer sees to all that is left */
    return maker->makeup.status;
}

static void maker_free(void *user)
{
    struct maker *maker = user;
    for (size_t i = 0; maker->sets && i < maker->count; i++)
        nb_diags_free(maker->sets[i].diags);
    for (struct wave *wave = maker->waves, *next; wave; wave = next) {
        next = wave->next;
        wave_free(wave);
    }
    for (unsigned i = maker->ready; i-- > 0;) {
        enum nb_status ended = nb_compositor_end(&maker->compositors[i], NULL);
        (void)ended; /* nothing is handed over */
    }
    nb_free(maker->book->done);
    nb_free(maker->compositors);
    nb_free(maker);
}

static enum nb_status gather_sets(struct maker *maker)
{
    struct nb_compositor *main_one = &maker->compositors[0];
    struct nb_book *book = maker->book;
    enum nb_status status =
        nb_makeup_start(&maker->makeup, main_one, book, maker->count);
    if (status != NB_OK)
        return status;
    maker->root = nb_tag_new(book->arena, NULL, NB_TAG_DOCUMENT);
    maker->front = nb_tag_new(book->arena, maker->root, NB_TAG_SECTION);
    maker->sets =
        gather(maker->in.edition, main_one->lasting, maker->count, maker->root);
    book->done = nb_calloc(2 * maker->count + 1, sizeof(*book->done));
    if (!maker->root || !maker->front || !maker->sets || !book->done)
        return NB_NOMEM;
    book->tags = maker->root;
    maker->root->lang = maker->front->lang = maker->in.edition->lang;
    nb_sets_sort(maker->sets, maker->count, &main_one->looks, maker->makeup.columns);
    for (size_t i = 0; i < maker->count && status == NB_OK; i++)
        status = maker->sets[i].status;
    return status;
}

static enum nb_status begin(struct nb_ctx *ctx, const struct nb_layout_in *in,
                            bool whole, struct nb_book **out)
{
    struct nb_book *book = *out = nb_book_new(0);
    struct maker *maker = book ? nb_calloc(1, sizeof *maker) : NULL;
    if (!maker)
        return NB_NOMEM;
    *maker = (struct maker){.ctx = ctx, .in = *in, .book = book, .whole = whole};
    book->maker = maker;
    book->end_maker = maker_free;
    book->more = make_more;
    maker->count = nb_edition_count(in->edition);
    maker->jobs = in->jobs < 1 ? 1 : in->jobs > MOST_JOBS ? MOST_JOBS : in->jobs;
    if (maker->jobs > maker->count)
        maker->jobs = maker->count ? (unsigned)maker->count : 1;
    maker->compositors = nb_calloc(maker->jobs, sizeof *maker->compositors);
    enum nb_status status = maker->compositors ? NB_OK : NB_NOMEM;
    struct nb_compositor *first = maker->compositors;
    for (; status == NB_OK && maker->ready < maker->jobs; maker->ready++)
        status = nb_compositor_start(first + maker->ready, ctx, &maker->in,
                                     maker->ready ? first : NULL);
    return status == NB_OK ? gather_sets(maker) : status;
}

enum nb_status nb_layout_begin(struct nb_ctx *ctx, const struct nb_layout_in *in,
                               struct nb_book **out)
{
    enum nb_status status = begin(ctx, in, false, out);
    if (status == NB_OK)
        return NB_OK;
    nb_book_free(*out);
    *out = NULL;
    return status;
}

enum nb_status nb_layout(struct nb_ctx *ctx, const struct nb_layout_in *in,
                         struct nb_book **out)
{
    enum nb_status status = begin(ctx, in, true, out);
    while (status == NB_OK && (*out)->more)
        status = (*out)->more(*out);
    if (status == NB_OK)
        return NB_OK;
    nb_book_free(*out);
    *out = NULL;
    return status;
}
