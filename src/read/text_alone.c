/* The evidence that a unit gives by itself: its form, its words, and the lines around it. */
#include "read/text_rate.h"

#define ADD(name, holds) nb_evidence_add(set, NB_EVIDENCE_##name, holds)

static void collect_width(const struct nb_text_unit *unit, struct nb_evidence_set *set)
{
    unsigned width = unit->traits.width;
    ADD(ALWAYS, true);
    ADD(WIDTH_16, width < 16);
    ADD(WIDTH_36, width >= 16 && width < 36);
    ADD(WIDTH_70, width >= 36 && width < 70);
    ADD(WIDTH_120, width >= 70 && width < 120);
    ADD(WIDTH_240, width >= 120 && width < 240);
    ADD(WIDTH_MORE, width >= 240);
}

static void collect_ending(const struct nb_text_unit *unit, struct nb_evidence_set *set)
{
    const struct nb_text_traits *traits = &unit->traits;
    bool final = traits->ending == NB_ENDING_FINAL,
         open = traits->ending == NB_ENDING_NONE;
    ADD(FINAL, final);
    ADD(FINAL_SHORT, final && traits->width < 70);
    ADD(FINAL_LABEL, final && traits->words < 4);
    ADD(COLON, traits->ending == NB_ENDING_COLON);
    ADD(ELLIPSIS, traits->ending == NB_ENDING_ELLIPSIS);
    ADD(ENDING_OTHER, traits->ending == NB_ENDING_OTHER);
    ADD(OPEN_LONG, open && traits->width >= 120);
    ADD(OPEN_MIDDLE, open && traits->words >= 9 && traits->width < 120);
    ADD(SENTENCES, traits->sentences > 0);
    ADD(COMMAS, traits->commas > 0);
    ADD(QUOTE_START, traits->quote_start);
    ADD(QUOTE_WHOLE, traits->quote_start && traits->quote_end);
}

static void collect_letters(const struct nb_text_unit *unit,
                            struct nb_evidence_set *set)
{
    const struct nb_text_traits *traits = &unit->traits;
    bool caps = traits->letters >= 4 && traits->upper * 10 > traits->letters * 8;
    unsigned rest = traits->letters + traits->digits;
    ADD(LOWER_START, traits->lower_start);
    ADD(TITLE_CASE,
        !caps && traits->cased >= 3 && traits->capital * 10 >= traits->cased * 6);
    /* scripts without capitals read as running text */
    bool caseless = traits->words >= 5 && traits->upper == 0 && !traits->lower_start &&
                    traits->cased == 0 && traits->letters > 0;
    ADD(SENTENCE_CASE,
        caseless || (traits->cased >= 4 && traits->capital * 4 <= traits->cased));
    ADD(ALL_CAPS, caps);
    ADD(DIGITS, traits->digits > 0 && traits->digits * 5 >= rest);
    ADD(ADDRESS, traits->address);
    ADD(ADDRESS_SHORT, traits->address && traits->width < 70);
    ADD(BRACKETS, traits->brackets > 0);
    ADD(BRACKET_WHOLE, traits->bracket_whole);
    ADD(RULES, traits->rules > 0);
    ADD(RULES_MANY, traits->rules > 1);
    ADD(GLUED, traits->glued > 0);
    ADD(GLUED_MANY, traits->glued > 1);
    ADD(LONG_WORDS, traits->words > 0 && traits->ideographs == 0 &&
                        traits->width >= 18 * traits->words);
    ADD(TABS, traits->tabs > 0);
}

static void collect_marks(const struct nb_text_unit *unit, struct nb_evidence_set *set)
{
    const struct nb_text_marks *marks = &unit->marks;
    enum nb_furniture kind = marks->furniture;
    ADD(FURNITURE_WHOLE, marks->match == NB_MATCH_WHOLE);
    ADD(FURNITURE_START, marks->match == NB_MATCH_START);
    ADD(FURNITURE_PART, marks->match == NB_MATCH_PART);
    ADD(RELATED_PHRASE, kind == NB_FURNITURE_RELATED);
    ADD(SHARE_PHRASE, kind == NB_FURNITURE_SHARE);
    ADD(COPYRIGHT_PHRASE, marks->copyright);
    ADD(NEWSLETTER_PHRASE, kind == NB_FURNITURE_NEWSLETTER);
    ADD(COMMENTS_PHRASE, kind == NB_FURNITURE_COMMENTS);
    ADD(BIO_PHRASE, kind == NB_FURNITURE_BIO);
    ADD(STAMP_PHRASE, kind == NB_FURNITURE_STAMP);
    ADD(BYLINE, marks->byline);
    ADD(DATE, marks->date);
    ADD(DATE_ONLY, marks->date_only);
    ADD(CREDIT, marks->credit);
    ADD(CREDIT_ALONE, marks->credit_alone);
    ADD(CREDIT_SURE, marks->credit_sure);
    ADD(NUMBER, marks->number);
    ADD(DURATION, marks->duration);
    ADD(REPEATED_SHORT, marks->repeats > 0 && unit->traits.width < 70);
    ADD(REPEATED_LONG, marks->repeats > 0 && unit->traits.width >= 70);
    ADD(REPEATED_OFTEN, marks->repeats > 1);
}

static void collect_lines(const struct nb_text *text, const struct nb_text_unit *unit,
                          struct nb_evidence_set *set)
{
    ADD(POINT, unit->bullet == NB_BULLET_POINT);
    ADD(POINT_LONG, unit->bullet == NB_BULLET_POINT && unit->traits.width >= 70);
    ADD(ITEM_NUMBER, unit->bullet == NB_BULLET_NUMBER);
    ADD(ISOLATED, unit->gap_before && unit->gap_after);
    ADD(CROWDED, !unit->gap_before && !unit->gap_after);
    ADD(WRAPPED, text->wrapped);
    ADD(WRAPPED_SHORT, text->wrapped && unit->traits.width < 70);
}

void nb_text_collect_alone(const struct nb_text *text, struct nb_evidence_set *sets)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        collect_width(unit, &sets[i]);
        collect_ending(unit, &sets[i]);
        collect_letters(unit, &sets[i]);
        collect_marks(unit, &sets[i]);
        collect_lines(text, unit, &sets[i]);
    }
}
