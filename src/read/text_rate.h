/* The rating of a text's units: whether each belongs to the article's body. */
#ifndef NB_READ_TEXT_RATE_H
#define NB_READ_TEXT_RATE_H

#include "read/text.h"

#include <stdint.h>

enum nb_evidence {
#define EVIDENCE(name, alone, together, what) NB_EVIDENCE_##name,
#include "read/text_evidence.def"
#undef EVIDENCE
    NB_EVIDENCE_COUNT
};

enum { NB_EVIDENCE_WORDS = (NB_EVIDENCE_COUNT + 63) / 64 };

/* A set of evidence, one bit for each. */
struct nb_evidence_set {
    uint64_t bits[NB_EVIDENCE_WORDS];
};

/* Rates all units and decides for each whether it is body (`rating`, `body`). `sets` may be
 * NULL; else it has room for text->count sets and is given what was found. */
enum nb_status nb_text_rate(struct nb_text *text,
                            struct nb_evidence_set *sets) NB_CHECKED;

/* The evidence's name, weight together and description; static storage. */
const char *nb_evidence_name(enum nb_evidence evidence);
int nb_evidence_weight(enum nb_evidence evidence);

/* Collects what each unit tells by itself (text_alone.c), into sets[i] for unit i. */
void nb_text_collect_alone(const struct nb_text *text, struct nb_evidence_set *sets);

static inline void nb_evidence_add(struct nb_evidence_set *set,
                                   enum nb_evidence evidence, bool holds)
{
    set->bits[evidence / 64] |= (uint64_t)holds << (evidence % 64);
}

static inline bool nb_evidence_has(const struct nb_evidence_set *set,
                                   enum nb_evidence evidence)
{
    return set->bits[evidence / 64] >> (evidence % 64) & 1;
}

#endif
