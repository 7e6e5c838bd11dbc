/* Rates units in two passes. Alone: each unit's own evidence, from which follows where the
 * prose is and which stretch of the text is its core. Together: the same with what neighbours
 * and place tell. At last the likeliest sequence of body and not-body is taken, with a price
 * on each change (Viterbi's algorithm), so that one odd line doesn't tear a body apart. */
#include "read/text_rate.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/text_place.h"

#include <string.h>

enum { PRICE_OF_CHANGE = 60 }; /* hundredths, as the weights */

static const struct {
    const char *name;
    short alone, together;
} weights[] = {
#define EVIDENCE(name, alone, together, what) {what, alone, together},
#include "read/text_evidence.def"
#undef EVIDENCE
};

const char *nb_evidence_name(enum nb_evidence evidence)
{
    return weights[evidence].name;
}

int nb_evidence_weight(enum nb_evidence evidence)
{
    return weights[evidence].together;
}

static int sum(const struct nb_evidence_set *set, bool together)
{
    int total = 0;
    for (size_t word = 0; word < NB_EVIDENCE_WORDS; word++) {
        for (uint64_t bits = set->bits[word]; bits; bits &= bits - 1) {
            size_t at = word * 64 + (size_t)__builtin_ctzll(bits);
            total += together ? weights[at].together : weights[at].alone;
        }
    }
    return total;
}

/* The sequence of decisions whose ratings, less the price of each change, are highest. One
 * bit a unit says where the better path into each state came from. */
static void decide(struct nb_text *text, unsigned char *came)
{
    long in = 0, out = 0;
    for (size_t i = 0; i < text->count; i++) {
        int rating = text->units[i].rating;
        bool to_in = out - PRICE_OF_CHANGE > in, to_out = in - PRICE_OF_CHANGE > out;
        long next_in = (to_in ? out - PRICE_OF_CHANGE : in) + rating;
        long next_out = (to_out ? in - PRICE_OF_CHANGE : out) - rating;
        came[i] = (unsigned char)((to_in ? 1 : 0) | (to_out ? 2 : 0));
        in = next_in;
        out = next_out;
    }
    bool body = in > out;
    for (size_t i = text->count; i-- > 0;) {
        text->units[i].body = body;
        if (came[i] & (body ? 1 : 2))
            body = !body;
    }
}

enum nb_status nb_text_rate(struct nb_text *text, struct nb_evidence_set *given)
{
    size_t count = text->count;
    struct nb_evidence_set *sets =
        given ? given : nb_arena_array(text->scratch, count + 1, sizeof *sets);
    unsigned char *came = nb_arena_alloc(text->scratch, count + 1);
    if (!sets || !came)
        return nb_arena_status(text->scratch);
    nb_text_collect_alone(text, sets);
    for (size_t i = 0; i < count; i++)
        text->units[i].rating = sum(&sets[i], false);
    enum nb_status status = nb_text_collect_place(text, sets);
    if (status != NB_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        text->units[i].rating = sum(&sets[i], true);
    decide(text, came);
    return NB_OK;
}
