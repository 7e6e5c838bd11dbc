/* Takes bylines and datelines apart. */
#include "read/text_names.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/date.h"
#include "read/text.h"

enum { NAME_WORDS = 5, NAME_BYTES = 80, PLACE_BYTES = 60, LEAST_BYTES = 120 };

/* What names are joined by, with the spaces around. */
static const char *const joints[] = {" and ", " und ", " et ", " y ",   " e ",  " en ",
                                     " i ",   " и ",   " & ",  " + ",   ", ",   "、",
                                     "，",    "; ",    " و ",  " och ", " og ", NULL};
static const char *const places[] = {" in ", " aus ", " à ", " en ", " da ", NULL};

/* Where a byline ends and something else begins. */
static const char *const ends[] = {
    " - ", " – ",  " — ",      " | ",        "|",       " • ",   "•",
    " · ", "·",    " @",       "  ",         "\t",      " (",    " / ",
    "<",   " on ", " Updated", " Published", " Posted", " for ", NULL};

/* Words of job titles and agencies' departments. */
static const char *const jobs[] = {
    "editor",      "correspondent", "reporter",      "writer",      "staff",
    "chief",       "bureau",        "columnist",     "critic",      "producer",
    "journalist",  "redakteur",     "korrespondent", "redaktion",   "rédact",
    "journaliste", "envoyé",        "corresponsal",  "redacción",   "redazione",
    "inviato",     "redactie",      "redaktor",      "политический"};

/* Where the first of some marks (NULL behind the last) stands; its length in *len, 0 for
 * none. */
static size_t earliest(struct nb_str s, const char *const *marks, size_t *len)
{
    size_t best = s.len;
    *len = 0;
    for (size_t i = 0; marks[i]; i++) {
        ptrdiff_t at = nb_str_find(s, nb_str_of(marks[i]));
        if (at >= 0 && (size_t)at < best) {
            best = (size_t)at;
            *len = nb_str_of(marks[i]).len;
        }
    }
    return best;
}

/* "HNN Staff", "Redaktion Wirtschaft": signed by a desk, not by a person. */
static bool is_desk(struct nb_str name)
{
    static const char *const desks[] = {"staff",     "redaktion", "rédaction",
                                        "redacción", "redazione", "redactie",
                                        "desk",      "redação"};
    struct nb_text_traits traits;
    nb_text_look(name, &traits);
    for (size_t i = 0; i < sizeof desks / sizeof desks[0]; i++)
        if (nb_str_ends_nocase(name, nb_str_of(desks[i])) ||
            nb_str_starts_nocase(name, nb_str_of(desks[i])))
            return traits.words >= 2 && traits.words <= 4 && traits.digits == 0 &&
                   traits.capital == traits.cased;
    return false;
}

static bool is_name(struct nb_str name)
{
    struct nb_text_traits traits;
    if (name.len == 0 || name.len > NAME_BYTES)
        return false;
    for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++)
        if (nb_str_find_nocase(name, nb_str_of(jobs[i])) >= 0)
            return false;
    nb_text_look(name, &traits);
    return traits.words <= NAME_WORDS && traits.digits == 0 && traits.letters > 1 &&
           !traits.address && !traits.lower_start;
}

/* Pushes what is a name. One word behind a full name is a place: "Jane Doe, Berlin". */
static void push_each(struct nb_build *build, struct nb_strings *list,
                      struct nb_str byline, struct nb_str *place)
{
    bool full = false;
    size_t len;
    while (byline.len > 0) {
        size_t at = earliest(byline, joints, &len);
        struct nb_str name = nb_str_trim(nb_str_sub(byline, 0, at));
        struct nb_text_traits traits;
        nb_text_look(name, &traits);
        bool town = full && traits.words == 1 && traits.capital == 0 &&
                    traits.ideographs == 0 && traits.upper == 1;
        if (town && place->len == 0)
            *place = name;
        else if (is_name(name) || (list->count == 0 && is_desk(name)))
            nb_build_push(build, list, name);
        full = full || traits.words > 1;
        byline = nb_str_sub(byline, at + len, byline.len);
    }
}

void nb_text_names_push(struct nb_build *build, struct nb_strings *list,
                        struct nb_str byline, struct nb_str *place)
{
    char date[NB_DATE_ROOM];
    size_t from, to, len;
    *place = NB_STR("");
    if (nb_date_find(byline, date, &from, &to))
        byline = nb_str_sub(byline, 0, from);
    byline = nb_str_sub(byline, 0, earliest(byline, ends, &len));
    size_t at = earliest(byline, places, &len);
    if (len > 0) {
        *place = nb_str_trim(nb_str_sub(byline, at + len, PLACE_BYTES));
        byline = nb_str_sub(byline, 0, at);
    }
    push_each(build, list, byline, place);
}

/* The dash that closes a dateline, with its spaces; its length in *len. */
static size_t find_dash(struct nb_str s, size_t *len)
{
    static const char *const dashes[] = {" — ", " – ", " -- ", " - ", "— ", "—", NULL};
    return earliest(s, dashes, len);
}

static bool is_place(struct nb_str place, bool agency)
{
    struct nb_text_traits traits;
    nb_text_look(place, &traits);
    bool caps = traits.upper == traits.letters && traits.letters > 2;
    bool names = !traits.lower_start && traits.capital == traits.cased;
    return traits.words >= 1 && traits.words <= 5 && traits.digits == 0 &&
           traits.upper > 0 && (caps || (agency && names));
}

size_t nb_text_dateline(struct nb_str paragraph, struct nb_str *dateline)
{
    size_t len, at = find_dash(nb_str_sub(paragraph, 0, PLACE_BYTES + 4), &len);
    if (len == 0 || at == 0 || paragraph.len < LEAST_BYTES)
        return 0;
    struct nb_str head = nb_str_trim(nb_str_sub(paragraph, 0, at)), place = head;
    bool agency = nb_str_ends(head, NB_STR(")"));
    ptrdiff_t open = nb_str_find(head, NB_STR("("));
    if (agency && open > 0)
        place = nb_str_trim(nb_str_sub(head, 0, (size_t)open));
    if ((open >= 0) != agency || open == 0 || !is_place(place, agency))
        return 0;
    *dateline = head;
    return at + len;
}
