/* The way to a page as it stands above its headline: "Home > World > Europe". */
#include "read/text.h"

#include "base/unicode.h"
#include "base/utf8.h"

enum { MOST_BYTES = 300, STEP_WIDTH = 40, STEP_WORDS = 5, STEPS = 12 };

static const char *const homes[] = {
    "home",      "homepage",      "front page", "start",   "startseite", "accueil",
    "inicio",    "início",        "portada",    "hem",     "forside",    "etusivu",
    "ana sayfa", "strona główna", "главная",    "головна", "ראשי",       "עמוד הבית",
    "דף הבית",   "الرئيسية",      "トップ",     "ホーム",  "首页",       "首頁",
    "홈",        "होम",           NULL};

static const char *const arrows[] = {">", "›", "»", "＞", "→", "▸", "❯", NULL};
static const char *const slashes[] = {" / ", "／", NULL};

struct steps {
    struct nb_str at[STEPS];
    size_t count;
};

static bool is_home(struct nb_str step)
{
    char folded[64 + 4];
    if (step.len > 40)
        return false;
    struct nb_str key = {folded, nb_furniture_fold(step, folded, sizeof folded)};
    for (size_t i = 0; homes[i]; i++)
        if (nb_str_eq(key, nb_str_of(homes[i])))
            return true;
    return false;
}

/* "You are here" ends with what every page is. */
static bool is_article(struct nb_str step)
{
    static const char *const words[] = {"Article", "article", "Artikel", "Artículo",
                                        "正文",    "記事",    "본문",    "Статья"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (nb_str_eq(step, nb_str_of(words[i])))
            return true;
    return false;
}

/* White space of any script at both ends. */
static struct nb_str trim(struct nb_str s)
{
    s = nb_str_trim(s);
    while (nb_str_starts(s, NB_STR("　")))
        s = nb_str_trim(nb_str_sub(s, 3, s.len));
    while (nb_str_ends(s, NB_STR("　")))
        s = nb_str_trim(nb_str_sub(s, 0, s.len - 3));
    return s;
}

static size_t mark_length(struct nb_str s, const char *const *marks)
{
    for (size_t i = 0; marks[i]; i++)
        if (s.data[0] == marks[i][0] && nb_str_starts(s, nb_str_of(marks[i])))
            return nb_str_of(marks[i]).len;
    return 0;
}

static void split(struct nb_str text, const char *const *marks, struct steps *steps)
{
    size_t from = 0;
    steps->count = 0;
    for (size_t i = 0; i <= text.len && steps->count < STEPS; i++) {
        size_t len =
            i < text.len ? mark_length(nb_str_sub(text, i, text.len), marks) : 0;
        if (len == 0 && i < text.len)
            continue;
        struct nb_str step = trim(nb_str_sub(text, from, i - from));
        if (step.len > 0)
            steps->at[steps->count++] = step;
        from = i + len;
        i += len ? len - 1 : 0;
    }
}

/* "Home" run together with the next step, or with sections behind spaces. */
static bool split_glued(struct nb_str text, struct steps *steps)
{
    size_t step;
    if (!nb_str_starts(text, NB_STR("Home")) || text.len < 6)
        return false;
    struct nb_str rest = nb_str_sub(text, 4, text.len), word;
    if (nb_unicode_is_upper(nb_utf8_decode(rest.data, rest.data + rest.len, &step))) {
        steps->at[0] = nb_str_sub(text, 0, 4);
        steps->at[1] = rest;
        steps->count = 2;
        return true;
    }
    rest = nb_str_trim(rest);
    struct nb_str behind = rest;
    if (text.data[4] != ' ' || !nb_str_split(&behind, ' ', &word) ||
        !nb_furniture_is_section(word) || behind.len == 0 ||
        nb_furniture_is_section(behind))
        return false; /* a menu */
    steps->at[0] = nb_str_sub(text, 0, 4);
    steps->at[1] = word;
    steps->at[2] = nb_str_trim(behind);
    steps->count = 3;
    return true;
}

static bool find_steps(struct nb_str text, struct steps *steps)
{
    if (text.len > MOST_BYTES)
        return false;
    ptrdiff_t colon = nb_str_find(text, NB_STR(":"));
    if (colon > 0 && colon < 24) /* "You are here: " */
        text = trim(nb_str_sub(text, (size_t)colon + 1, text.len));
    split(text, arrows, steps);
    if (steps->count >= 3 || (steps->count == 2 && is_home(steps->at[0])))
        return true;
    split(text, slashes, steps);
    return (steps->count >= 2 && is_home(steps->at[0])) || split_glued(text, steps);
}

bool nb_text_is_crumbs(struct nb_str text)
{
    struct steps steps;
    return find_steps(text, &steps);
}

struct nb_str nb_text_last_crumb(struct nb_str text)
{
    struct steps steps;
    if (!find_steps(text, &steps))
        return NB_STR("");
    for (size_t i = steps.count; i-- > 0;) {
        struct nb_text_traits traits;
        nb_text_look(steps.at[i], &traits);
        if (traits.width <= STEP_WIDTH && traits.words <= STEP_WORDS &&
            traits.ending == NB_ENDING_NONE && traits.letters > 0 &&
            traits.glued == 0 && !is_home(steps.at[i]) && !is_article(steps.at[i]))
            return steps.at[i];
    }
    return NB_STR("");
}
