/* Layout: articles are set in parallel, each worker with its own compositor, then placed one
 * after the other. What a worker sets does not depend on what it set before, so that the pages
 * are the same with any number of workers. */
#include "layout/layout.h"

#include "base/lang.h"
#include "base/mem.h"
#include "base/par.h"
#include "layout/compositor.h"
#include "layout/pagination.h"

struct job {
    struct nb_compositor *compositors;
    const struct nb_makeup *makeup;
    struct nb_set *sets;
};

static void set_one(void *user, size_t index, unsigned worker)
{
    struct job *job = user;
    nb_set_make(&job->sets[index], &job->compositors[worker], job->makeup);
}

static bool is_rtl(const struct nb_article *article, const struct nb_edition *edition)
{
    if (article->dir != NB_DIR_AUTO)
        return article->dir == NB_DIR_RTL;
    return nb_lang_is_rtl(article->lang ? article->lang : edition->lang);
}

/* An article's place in the structure, its head before its body; in its section's, which the
 * first article of it opens. */
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

static enum nb_status make_pages(struct nb_makeup *makeup, struct nb_set *sets,
                                 size_t count, struct nb_tag *front,
                                 struct nb_tag *root)
{
    nb_makeup_front(makeup, sets, count, front);
    nb_sets_place(makeup, sets, count);
    nb_makeup_back(makeup, sets, count, root);
    nb_makeup_finish(makeup);
    nb_makeup_keep_promises(makeup);
    if (makeup->status == NB_OK)
        add_outline(makeup->book, makeup->compositor->in->edition, sets, count);
    if (makeup->status == NB_OK)
        makeup->status = nb_arena_status(makeup->book->arena);
    makeup->book->tag_count = nb_tags_number(makeup->book->tags);
    return makeup->status;
}

static enum nb_status lay_out(struct nb_ctx *ctx, struct nb_compositor *compositors,
                              unsigned jobs, struct nb_book *book)
{
    struct nb_compositor *main_one = &compositors[0];
    const struct nb_edition *edition = main_one->in->edition;
    size_t count = nb_edition_count(edition);
    struct nb_makeup makeup;
    enum nb_status status = nb_makeup_start(&makeup, main_one, book, count);
    if (status != NB_OK)
        return status;
    makeup.mirrored = nb_lang_is_rtl(edition->lang);
    struct nb_tag *root = nb_tag_new(book->arena, NULL, NB_TAG_DOCUMENT);
    struct nb_tag *front = nb_tag_new(book->arena, root, NB_TAG_SECTION);
    struct nb_set *sets = gather(edition, main_one->arena, count, root);
    if (!root || !front || !sets)
        return NB_NOMEM;
    book->tags = root;
    root->lang = front->lang = edition->lang;
    nb_sets_sort(sets, count, &main_one->looks, makeup.columns);
    struct job job = {compositors, &makeup, sets};
    bool ready = true;
    for (size_t i = 0; i < count; i++)
        ready = ready && sets[i].status == NB_OK;
    if (ready)
        nb_par_each(jobs, count, set_one, &job);
    main_one->ctx = *ctx;
    status = join_sets(ctx, sets, count);
    return status == NB_OK ? make_pages(&makeup, sets, count, front, root) : status;
}

enum nb_status nb_layout(struct nb_ctx *ctx, const struct nb_layout_in *in,
                         struct nb_book **out)
{
    size_t count = nb_edition_count(in->edition);
    unsigned jobs = in->jobs < 1 ? 1 : in->jobs > 64 ? 64 : in->jobs;
    if (jobs > count)
        jobs = count ? (unsigned)count : 1;
    struct nb_book *book = nb_book_new(0);
    struct nb_compositor *compositors = nb_calloc(jobs, sizeof *compositors);
    enum nb_status status = book && compositors ? NB_OK : NB_NOMEM;
    unsigned ready = 0;
    while (status == NB_OK && ready < jobs)
        status = nb_compositor_start(&compositors[ready++], ctx, in);
    if (status == NB_OK)
        status = lay_out(ctx, compositors, jobs, book);
    uint32_t lacks = 0;
    for (unsigned i = 0; i < ready; i++) {
        if (compositors[i].setter)
            lacks |= nb_setter_lacks(compositors[i].setter);
        enum nb_status ended = nb_compositor_end(&compositors[i], book);
        if (status == NB_OK)
            status = ended;
    }
    nb_setter_report(lacks, ctx);
    nb_free(compositors);
    if (status != NB_OK) {
        nb_book_free(book);
        book = NULL;
    }
    *out = book;
    return status;
}
