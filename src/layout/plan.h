/* The plan of pages: how the articles ahead can be made to fill them. An article that has no
 * room left for its opening leaves a hole at the foot before it; whether it will is decided by
 * the articles before it, which may each take a little more or less: by the degree of the
 * headline, by the space above and below a head, by pages that end a line or two early, by the
 * width of the lead picture. The plan is the optimum of these over a window of articles
 * (Bellman's principle: the cost of all that follows depends only on the line reached), found
 * with numbers of lines alone; nothing is set for it but heads. */
#ifndef NB_LAYOUT_PLAN_H
#define NB_LAYOUT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
    NB_MOST_PLANNED = 12,    /* units in a window */
    NB_MOST_PLAN_LINES = 160 /* pages with more lines are not planned */
};

/* A degree of the headline that an article may have. */
struct nb_head_choice {
    unsigned lines; /* 0: there is no such choice */
    unsigned cost;
};

/* What is placed as one: an article, or briefs that share their columns. All in lines. */
struct nb_unit {
    struct nb_head_choice heads[2];
    unsigned above;  /* what sets it apart from what stands above it on its page */
    unsigned least;  /* text that must stand below the head */
    unsigned text;   /* lines of one column, the lead picture among them */
    unsigned beside; /* … without it, when it goes across `corner_columns` */
    unsigned corner, corner_columns; /* its height then; 0: it does not */
    bool starts_page;
    bool tight; /* nothing goes between its head and its text */
};

/* What to do with a unit. */
struct nb_step {
    bool page; /* it starts on a new page */
    unsigned char head;
    bool corner;
    unsigned above, below; /* more lines above and below its head */
    unsigned shorter;      /* lines that its full pages lack together, */
    unsigned pages;        /* … and their number */
    unsigned end;          /* the line that its last columns reach */
    uint32_t own, cost;    /* its own cost; with that of all that follows */
};

struct nb_plan {
    unsigned columns, capacity; /* of a page */
    unsigned count;
    /* By unit and line: what it costs to go on from there. The last row is all 0. */
    uint32_t cost[NB_MOST_PLANNED + 1][NB_MOST_PLAN_LINES + 1];
};

/* Whether pages of so many columns and lines are planned at all. */
bool nb_plan_applies(unsigned columns, unsigned capacity);

/* Finds the costs of `count` units (at most NB_MOST_PLANNED) that follow each other. */
void nb_plan_make(struct nb_plan *plan, unsigned columns, unsigned capacity,
                  const struct nb_unit *units, unsigned count);

/* The best step for a unit on a page that is filled to `line` (0: empty), when the plan's unit
 * number `next` follows. `exact`: its lines are known to come out as they are. */
struct nb_step nb_plan_step(const struct nb_plan *plan, const struct nb_unit *unit,
                            unsigned line, unsigned next, bool exact);

/* What it costs to go on from `line` with the plan's unit number `next`. */
uint32_t nb_plan_after(const struct nb_plan *plan, unsigned line, unsigned next);

#endif
