/* The lead: the story that the issue opens with. */
#include "edit/edit.h"

enum {
    LONGEST = 1200,  /* words: more make an article no greater */
    A_PICTURE = 300, /* is worth so many words */
    A_STANDFIRST = 300,
    A_PLACE = 100 /* each place further back costs so many */
};

static int worth(const struct nb_article *article, int place)
{
    int words = article->words > LONGEST ? LONGEST : (int)article->words;
    return words + (article->lead ? A_PICTURE : 0) +
           (article->standfirst.count ? A_STANDFIRST : 0) - A_PLACE * place;
}

/* The best of those with `weight` in a section; NULL when it has none. */
static struct nb_article *best_of(const struct nb_section *section, int weight)
{
    struct nb_article *best = NULL;
    int most = 0, place = 0;
    for (struct nb_article *a = section->articles; a; a = a->next, place++) {
        if (a->weight != weight)
            continue;
        int worth_now = worth(a, place < LONGEST ? place : LONGEST);
        if (!best || (!section->ordered && worth_now > most)) {
            best = a;
            most = worth_now;
        }
    }
    return best;
}

static void take_out(struct nb_section *section, struct nb_article *article)
{
    struct nb_article *next;
    struct nb_article *a = section->articles;
    section->articles = section->last = NULL;
    for (; a; a = next) {
        next = a->next;
        if (a != article)
            nb_section_add(section, a);
    }
}

static void put_first(struct nb_section *section, struct nb_article *article)
{
    article->next = section->articles;
    section->articles = article;
    if (!section->last)
        section->last = article;
}

/* Takes the lead out of its section into one of its own, in front of all. */
static enum nb_status set_apart(struct nb_edition *edition, struct nb_section *home)
{
    struct nb_section *front = nb_arena_alloc(edition->arena, sizeof *front);
    if (!front)
        return NB_NOMEM;
    take_out(home, edition->lead);
    if (!edition->lead->kicker)
        edition->lead->kicker = home->title;
    put_first(front, edition->lead);
    front->next = edition->sections;
    edition->sections = front;
    return NB_OK;
}

enum nb_status nb_edit_leader(struct nb_edition *edition, struct nb_article *leader)
{
    struct nb_section *home;
    struct nb_article *lead = nb_edition_first(edition, &home);
    enum nb_status status = lead && home->title ? set_apart(edition, home) : NB_OK;
    if (!lead || status != NB_OK)
        return status;
    (void)nb_edition_first(edition, &home);
    leader->next = lead->next;
    lead->next = leader;
    if (home->last == lead)
        home->last = leader;
    return NB_OK;
}

enum nb_status nb_edit_lead(struct nb_edition *edition)
{
    struct nb_section *home;
    struct nb_article *a = nb_edition_first(edition, &home);
    if (!a)
        return NB_OK;
    const struct nb_section *first = home;
    int weight = a->weight;
    for (; a; a = nb_edition_next(a, &home))
        weight = a->weight > weight ? a->weight : weight;
    for (home = edition->sections; !(a = best_of(home, weight)); home = home->next) {
    }
    edition->lead = a;
    if (home == first) {
        if (home->articles != a) {
            take_out(home, a);
            put_first(home, a);
        }
        return NB_OK;
    }
    return set_apart(edition, home);
}
