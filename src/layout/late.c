/* Late contents: those of a long edition, which stand behind the lead, and fill their pages. */
#include "layout/listing.h"

enum {
    /* Lines that make it worth beginning them on the open page. */
    LEAST_LATE = 12,
    /* A last page of less than this part of one is spared where that can be. */
    SHORT_PAGE = 4,
    /* Parts of a line that each column may end early. */
    LEAST_SPARE = 16,
    /* Lines that an article may need to begin behind them. */
    LEAST_BEHIND = 16,
    /* Parts of a line that their gaps may grow by. */
    MOST_LOOSER = 3
};

/* Where the entries would end: the lines left on that page. */
static unsigned try_entries(const struct nb_makeup *makeup,
                            const struct nb_galley *galley, size_t *page)
{
    struct nb_makeup trial = *makeup;
    nb_makeup_try(&trial);
    nb_makeup_fine_columns(
        &trial, (struct nb_feed){.items = galley->items, .end = galley->count});
    *page = trial.number;
    return nb_makeup_left(&trial);
}

/* Where few entries would stand on the last page, the last ones go without their summaries. */
static void shorten(const struct nb_makeup *makeup, struct nb_late *late)
{
    size_t page, last;
    unsigned left = try_entries(makeup, &late->entries, &page);
    unsigned depth = makeup->capacity[NB_PAGE_LEFT];
    if (page == makeup->number || (depth - left) * SHORT_PAGE > depth)
        return;
    unsigned before = (unsigned)(page - makeup->number);
    unsigned lines = nb_makeup_left(makeup) + (before - 1) * depth;
    unsigned room = lines * NB_FINE_PARTS - before * LEAST_SPARE;
    unsigned height = nb_listing_height(&late->plain);
    if (lines <= before * LEAST_SPARE || height > room * makeup->columns)
        return;
    (void)nb_listing_enrich(&late->plain, &late->entries, height,
                            room * makeup->columns);
    (void)try_entries(makeup, &late->plain, &last);
    if (last < page)
        late->entries = late->plain;
}

/* A part of a line more, or less, before each entry. */
static void loosen(struct nb_galley *galley, bool more)
{
    for (size_t i = 1; i < galley->count; i++)
        if (!galley->items[i - 1].keep)
            galley->items[i].space += more ? 1U : -1U;
}

/* Where too few lines would be left for an article to begin, the entries share them. */
static void fill_up(const struct nb_makeup *makeup, struct nb_galley *galley)
{
    size_t page, last;
    if (try_entries(makeup, galley, &page) >= LEAST_BEHIND)
        return;
    for (unsigned more = 0; more < MOST_LOOSER; more++) {
        loosen(galley, true);
        (void)try_entries(makeup, galley, &last);
        if (last != page) {
            loosen(galley, false);
            return;
        }
    }
}

void nb_makeup_late_contents(struct nb_makeup *makeup)
{
    struct nb_late *late = makeup->late;
    if (!late || makeup->status != NB_OK)
        return;
    makeup->late = NULL;
    if (!nb_makeup_fresh(makeup) && nb_makeup_left(makeup) < LEAST_LATE)
        nb_makeup_page(makeup);
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section");
    struct nb_galley title;
    nb_listing_start(makeup, &title, nb_makeup_across(makeup, makeup->wide));
    if (!nb_makeup_fresh(makeup)) {
        makeup->band++;
        title.owed = section->style.margin[NB_TOP];
    }
    makeup->rtl = makeup->mirrored;
    nb_listing_title(makeup, &title, late->title, false);
    if (title.status != NB_OK)
        makeup->status = title.status;
    nb_makeup_span(makeup, title.items, title.count);
    shorten(makeup, late);
    fill_up(makeup, &late->entries);
    nb_makeup_fine_columns(makeup, (struct nb_feed){.items = late->entries.items,
                                                    .end = late->entries.count});
}
