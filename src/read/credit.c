/* Splits captions from credits, and bylines from their labels. Labels stand at the start of a
 * text or behind a sentence in it; what follows them is a credit if it is short. */
#include "read/credit.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <stddef.h>

enum { MOST_CAPTION = 900, MOST_CREDIT = 120 };

/* What must follow a label's words. */
enum follow {
    SIGN,   /* a colon, a slash, an equals sign or a comma */
    NOTHING /* the words say it all */
};

struct label {
    const char *words; /* lower case */
    enum follow follow;
};

static const struct label labels[] = {
    {"photo credits", SIGN},
    {"photo credit", SIGN},
    {"photo courtesy of", NOTHING},
    {"photo courtesy", NOTHING},
    {"photo by", NOTHING},
    {"photos by", NOTHING},
    {"photo illustration by", NOTHING},
    {"photo illustration", SIGN},
    {"photograph by", NOTHING},
    {"photograph", SIGN},
    {"photography", SIGN},
    {"photographer", SIGN},
    {"photos", SIGN},
    {"photo", SIGN},
    {"picture credit", SIGN},
    {"picture by", NOTHING},
    {"pictures", SIGN},
    {"picture", SIGN},
    {"pic", SIGN},
    {"image copyright", NOTHING},
    {"image credits", SIGN},
    {"image credit", SIGN},
    {"image source", NOTHING},
    {"image courtesy of", NOTHING},
    {"image by", NOTHING},
    {"images", SIGN},
    {"image", SIGN},
    {"illustration by", NOTHING},
    {"illustration", SIGN},
    {"graphic", SIGN},
    {"credits", SIGN},
    {"credit", SIGN},
    {"courtesy of", NOTHING},
    {"courtesy", SIGN},
    {"©", NOTHING},
    {"(c)", NOTHING},
    {"foto von", NOTHING},
    {"fotos", SIGN},
    {"foto", SIGN},
    {"bildquelle", SIGN},
    {"bild", SIGN},
    {"grafik", SIGN},
    {"crédits photo", SIGN},
    {"crédit photo", SIGN},
    {"crédits", SIGN},
    {"crédit", SIGN},
    {"photographie", SIGN},
    {"fotografía", SIGN},
    {"fotografia", SIGN},
    {"imagen", SIGN},
    {"immagine", SIGN},
    {"imagem", SIGN},
    {"crédito", SIGN},
    {"beeld", SIGN},
    {"fot.", NOTHING},
    {"zdjęcie", SIGN},
    {"zdj.", NOTHING},
    {"фото", SIGN},
    {"фотография", SIGN},
    {"иллюстрация", SIGN},
    {"写真提供", SIGN},
    {"写真", SIGN},
    {"撮影", SIGN},
    {"画像提供", SIGN},
    {"画像", SIGN},
    {"图片来源", SIGN},
    {"图源", SIGN},
    {"图片", SIGN},
    {"圖片來源", SIGN},
    {"圖片", SIGN},
    {"摄影", SIGN},
    {"攝影", SIGN},
    {"图", SIGN},
    {"圖", SIGN},
    {"사진", SIGN},
    {"फोटो", SIGN},
    {"फ़ोटो", SIGN},
    {"तस्वीर", SIGN},
    {"छायाचित्र", SIGN},
    {"عدسة", SIGN},
    {"تصوير", SIGN},
    {"صورة", SIGN},
    {"צילום", SIGN},
    {"fotoğraf", SIGN},
};

static const char *const caption_labels[] = {
    "file photo",    "image caption",    "media caption", "video caption",
    "photo caption", "bildunterschrift", "légende",       "pie de foto",
    "didascalia",    "onderschrift",     "podpis",        "подпись к фото",
};

/* Names that close a credit without a label. */
static const char *const agencies[] = {
    "getty images",
    "reuters",
    "afp",
    "ap photo",
    "ap",
    "ap images",
    "shutterstock",
    "istock",
    "epa",
    "epa-efe",
    "dpa",
    "xinhua",
    "kyodo",
    "alamy",
    "bloomberg",
    "press association",
    "picture alliance",
    "imago",
    "ansa",
    "efe",
    "lusa",
    "tass",
    "sputnik",
    "unsplash",
    "associated press",
    "anadolu",
    "zuma",
    "keystone",
    "nurphoto",
    "handout",
    "wire",
    "file",
    "jiji",
    "共同",
    "新华社",
    "新華社",
    "时事",
    "新社",
    "رويترز",
    "תאס",
};

static const char *const bylines[] = {
    "текст:",
    "by",
    "written by",
    "posted by",
    "story by",
    "reported by",
    "words by",
    "text by",
    "report by",
    "interview by",
    "von",
    "text von",
    "ein bericht von",
    "propos recueillis par",
    "texte de",
    "reportage de",
    "texto de",
    "testo di",
    "par",
    "por",
    "di",
    "door",
    "przez",
    "autor:",
    "auteur :",
    "автор:",
    "text:",
    "author:",
    "av",
    "af",
    "tekst:",
    "texte :",
    "texto:",
    "testo:",
};
/* What may stand behind a name and make it a byline. */
static const char *const bylines_behind[] = {" 기자", " 특파원", "記者", "记者"};
static const char *const bylines_joined[] = {
    "文/",   "文／",   "文｜",   "文|",   "記者/", "记者 ", "記者 ", "作者：",
    "作者:", "撰文：", "撰文/",  "بقلم ", "بقلم:", "كتب ",  "كتبت ", "كتب:",
    "كتبت:", "إعداد:", "تقرير:", "מאת ",  "מאת:",  "글=",   "글 ",
};

static unsigned fold(unsigned c)
{
    if (c < 0x80)
        return (unsigned)(unsigned char)nb_ascii_lower((char)c);
    return nb_unicode_is_space(c) ? ' ' : nb_unicode_lower(c);
}

/* How many bytes of `text` the lower-case `words` take at its start, 0 for none. */
static size_t takes(struct nb_str text, const char *words)
{
    if (text.len == 0 ||
        ((unsigned char)words[0] < 0x80 ? nb_ascii_lower(text.data[0]) != words[0]
                                        : (unsigned char)text.data[0] < 0x80))
        return 0;
    const char *p = text.data, *end = p + text.len;
    while (*words) {
        size_t step;
        if (p == end || fold(nb_utf8_decode(p, end, &step)) != nb_utf8_next(&words))
            return 0;
        p += step;
    }
    return (size_t)(p - text.data);
}

static struct nb_str from(struct nb_str s, size_t at)
{
    return nb_str_sub(s, at, s.len);
}

static bool is_letter_at(struct nb_str s)
{
    size_t step;
    return s.len > 0 &&
           nb_unicode_is_letter(nb_utf8_decode(s.data, s.data + s.len, &step));
}

/* The signs between a label and what it labels. */
static size_t sign_length(struct nb_str s)
{
    static const char *const signs[] = {":",  "：", "/",  "／", "=",
                                        "＝", "|",  "｜", ","};
    size_t spaces = 0;
    while (spaces < s.len && s.data[spaces] == ' ')
        spaces++;
    if (nb_str_starts(from(s, spaces), NB_STR("\xC2\xA0")))
        spaces += 2;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (nb_str_starts(from(s, spaces), nb_str_of(signs[i])))
            return spaces + nb_str_of(signs[i]).len;
    return 0;
}

/* The bytes that a label takes at the start of `s`, its sign included; 0 for none. */
static size_t label_length(struct nb_str s)
{
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t len = takes(s, labels[i].words);
        if (len == 0)
            continue;
        size_t sign = sign_length(from(s, len));
        bool symbol = labels[i].words[0] == '(' || !is_letter_at(s);
        if (labels[i].follow == SIGN && sign == 0)
            continue;
        if (labels[i].follow == NOTHING && sign == 0 && !symbol &&
            is_letter_at(from(s, len)))
            continue;
        if (len + sign < s.len)
            return len + sign;
    }
    return 0;
}

/* A credit without white space, closing brackets and a final stop around it. */
static struct nb_str tidy(struct nb_str s)
{
    s = nb_str_trim(s);
    while (s.len > 0 && (s.data[0] == '(' || s.data[0] == '[' || s.data[0] == '/' ||
                         s.data[0] == '|' || s.data[0] == ',' || s.data[0] == '-'))
        s = nb_str_trim(from(s, 1));
    if (nb_str_starts(s, NB_STR("©")) || nb_str_starts(s, NB_STR("via ")))
        s = nb_str_trim(from(s, s.data[0] == 'v' ? 4 : 2));
    bool open = nb_str_find(s, NB_STR("(")) >= 0;
    while (s.len > 0 &&
           ((s.data[s.len - 1] == ')' && !open) || s.data[s.len - 1] == ']'))
        s = nb_str_trim(nb_str_sub(s, 0, s.len - 1));
    if (nb_str_ends(s, NB_STR("）")) && nb_str_find(s, NB_STR("（")) < 0)
        s = nb_str_trim(nb_str_sub(s, 0, s.len - 3));
    return s;
}

static bool is_short(struct nb_str credit)
{
    if (credit.len == 0 || credit.len > MOST_CREDIT)
        return false;
    ptrdiff_t stop = nb_str_find(credit, NB_STR(". "));
    return stop < 0 || stop < 4; /* "J. Doe" */
}

/* A capital right behind a small letter: pages run captions and labels together. */
static bool is_glued(struct nb_str text, size_t i)
{
    return i > 0 && i < text.len && text.data[i] >= 'A' && text.data[i] <= 'Z' &&
           text.data[i - 1] >= 'a' && text.data[i - 1] <= 'z';
}

/* Where a label may begin: behind a sentence, a bracket, a bar, a dash or a quotation. */
static bool may_start(struct nb_str text, size_t at)
{
    size_t step;
    if (is_glued(text, at))
        return true;
    while (at > 0 && text.data[at - 1] == ' ')
        at--;
    if (at == 0)
        return true;
    size_t from = at - 1;
    while (from > 0 && ((unsigned char)text.data[from] & 0xC0) == 0x80)
        from--;
    unsigned c = nb_utf8_decode(text.data + from, text.data + at, &step);
    return c < 0x80 ? !nb_ascii_alpha((char)c) && !nb_ascii_digit((char)c) && c != ','
                    : nb_unicode_is_punct(c);
}

/* Cheap to ask at every byte: whether a label could begin here. */
static bool is_start(struct nb_str text, size_t i)
{
    unsigned char c = (unsigned char)text.data[i];
    if ((c & 0xC0) == 0x80 || (c < 0x80 && !nb_ascii_alpha((char)c) && c != '('))
        return false;
    return i == 0 || !nb_ascii_alpha(text.data[i - 1]) || is_glued(text, i);
}

static bool find_label(struct nb_str text, struct nb_credit *out)
{
    size_t start = text.len > MOST_CREDIT + 60 ? text.len - MOST_CREDIT - 60 : 0;
    for (size_t i = text.len; i-- > start;) {
        if (!is_start(text, i) || !may_start(text, i))
            continue;
        struct nb_str rest = from(text, i);
        size_t len = label_length(rest);
        struct nb_str credit = tidy(from(rest, len));
        size_t inner = label_length(credit); /* "© Photo: Ann Orr" */
        if (inner > 0 && credit.data[inner - 1] == ':')
            credit = tidy(from(credit, inner));
        if (len == 0 || !is_short(credit))
            continue;
        struct nb_str caption = nb_str_trim(nb_str_sub(text, 0, i));
        while (caption.len > 0 &&
               (nb_str_ends(caption, NB_STR("(")) ||
                nb_str_ends(caption, NB_STR("[")) ||
                nb_str_ends(caption, NB_STR("|")) || nb_str_ends(caption, NB_STR("/"))))
            caption = nb_str_trim(nb_str_sub(caption, 0, caption.len - 1));
        if (nb_str_ends(caption, NB_STR("（")))
            caption = nb_str_trim(nb_str_sub(caption, 0, caption.len - 3));
        size_t label = label_length(caption); /* "Photo: The pier. © Ann Orr" */
        if (label > 0 && caption.data[label - 1] == ':')
            caption = nb_str_trim(from(caption, label));
        *out = (struct nb_credit){caption, credit, true};
        return true;
    }
    return false;
}

/* Where the last sentence, bracket or bar of a caption begins. */
static size_t last_piece(struct nb_str text)
{
    for (size_t i = text.len; i-- > 1;) {
        if (text.len - i > MOST_CREDIT)
            return text.len;
        if (text.data[i] == '(' || text.data[i] == '|' || text.data[i] == '[')
            return i;
        if (text.data[i] == ' ' &&
            (text.data[i - 1] == '.' || text.data[i - 1] == '!' ||
             text.data[i - 1] == '?') &&
            i > 3 && text.data[i - 3] != ' ' && text.data[i - 3] != '.')
            return i;
    }
    return 0;
}

static bool ends_with_agency(struct nb_str s)
{
    if (nb_str_ends_nocase(s, NB_STR(" file")))
        s.len -= 5;
    while (s.len > 0 && (s.data[s.len - 1] == ')' || s.data[s.len - 1] == '.'))
        s.len--;
    for (size_t i = 0; i < sizeof agencies / sizeof agencies[0]; i++) {
        size_t len = nb_str_of(agencies[i]).len;
        if (len > s.len || takes(from(s, s.len - len), agencies[i]) != len)
            continue;
        struct nb_str before = nb_str_sub(s, 0, s.len - len);
        bool slash = nb_str_ends(nb_str_trim(before), NB_STR("/"));
        bool whole = before.len == 0 || nb_str_ends(before, NB_STR("("));
        bool via = nb_str_ends_nocase(before, NB_STR("via ")) ||
                   nb_str_ends_nocase(before, NB_STR("| "));
        if (slash || whole || via || (len > 10 && nb_str_ends(before, NB_STR(" "))))
            return true;
    }
    return false;
}

/* "REUTERS/Ann Orr", "AP Photo/Ann Orr": an agency first, as the last sentence. */
static bool starts_with_agency(struct nb_str s)
{
    ptrdiff_t slash = nb_str_find(s, NB_STR("/"));
    if (slash <= 0 || s.len > 90 || nb_str_find(s, NB_STR("://")) >= 0)
        return false;
    struct nb_str head = nb_str_trim(nb_str_sub(s, 0, (size_t)slash));
    for (size_t i = 0; i < sizeof agencies / sizeof agencies[0]; i++)
        if (nb_str_of(agencies[i]).len == head.len && head.len > 1 &&
            takes(head, agencies[i]) == head.len)
            return true;
    return false;
}

/* "ANN ORR / HARBOUR AGENCY": capitals with a slash, as the last sentence. */
static bool is_shouted(struct nb_str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.len; i++) {
        letters += s.data[i] >= 'A' && s.data[i] <= 'Z';
        if (s.data[i] >= 'a' && s.data[i] <= 'z')
            return false;
    }
    return letters >= 6 && s.len <= 70 && nb_str_find(s, NB_STR("/")) > 0 &&
           nb_str_find(s, NB_STR(" ")) > 0 && !nb_ascii_digit(s.data[0]);
}

static bool find_agency(struct nb_str text, struct nb_credit *out)
{
    struct nb_str end = nb_str_trim(text);
    if (nb_str_starts(end, NB_STR("(")) &&
        nb_str_find(end, NB_STR(")")) + 1 != (ptrdiff_t)end.len)
        return false; /* a dateline's agency */
    size_t at = last_piece(text);
    struct nb_str last = tidy(from(text, at));
    if (!ends_with_agency(end) && !starts_with_agency(last) &&
        !(at > 0 && is_shouted(last)))
        return false;
    struct nb_str credit = tidy(from(text, at));
    if (!is_short(credit) || credit.len > 90)
        return false;
    *out = (struct nb_credit){nb_str_trim(nb_str_sub(text, 0, at)), credit, false};
    return true;
}

bool nb_credit_find(struct nb_str text, struct nb_credit *out)
{
    *out = (struct nb_credit){text, NB_STR(""), false};
    if (text.len == 0 || text.len > MOST_CAPTION)
        return false;
    for (size_t i = 0; i < sizeof caption_labels / sizeof caption_labels[0]; i++) {
        size_t len = takes(text, caption_labels[i]);
        if (len == 0 || (is_letter_at(from(text, len)) && !is_glued(text, len)))
            continue;
        size_t sign = sign_length(from(text, len));
        struct nb_str rest = nb_str_trim(from(text, len + sign));
        if (!find_label(rest, out) && !find_agency(rest, out))
            *out = (struct nb_credit){rest, NB_STR(""), true};
        return rest.len > 0;
    }
    return find_label(text, out) || find_agency(text, out);
}

/* "김민수 기자": short, with nothing else on its line. */
static bool ends_as_byline(struct nb_str text, struct nb_str *names)
{
    for (size_t i = 0; i < sizeof bylines_behind / sizeof bylines_behind[0]; i++) {
        struct nb_str word = nb_str_of(bylines_behind[i]);
        if (!nb_str_ends(text, word) || text.len <= word.len || text.len > 40)
            continue;
        *names = nb_str_trim(nb_str_sub(text, 0, text.len - word.len));
        return names->len >= 6 && nb_str_find(*names, NB_STR("、")) < 0 &&
               nb_str_find(*names, NB_STR("。")) < 0;
    }
    return false;
}

/* Without what a number begins right behind the names: a count of comments, a date. */
static struct nb_str before_number(struct nb_str names)
{
    for (size_t i = 1; i + 1 < names.len; i++)
        if (names.data[i] == ' ' && nb_ascii_alpha(names.data[i - 1]) &&
            nb_ascii_digit(names.data[i + 1]))
            return nb_str_trim(nb_str_sub(names, 0, i));
    return names;
}

bool nb_byline_find(struct nb_str text, struct nb_str *names)
{
    size_t step;
    if (ends_as_byline(text, names))
        return true;
    for (size_t i = 0; i < sizeof bylines_joined / sizeof bylines_joined[0]; i++) {
        size_t len = takes(text, bylines_joined[i]);
        if (len > 0 && len < text.len && text.len - len < 100) {
            *names = nb_str_trim(from(text, len));
            return true;
        }
    }
    for (size_t i = 0; i < sizeof bylines / sizeof bylines[0]; i++) {
        size_t len = takes(text, bylines[i]);
        if (len == 0 || len >= text.len || text.len > 300)
            continue;
        struct nb_str rest = from(text, len);
        if (nb_str_starts(rest, NB_STR(":")))
            rest = from(rest, 1);
        else if (text.data[len] != ' ')
            continue;
        rest = nb_str_trim(rest);
        if (rest.len == 0)
            continue;
        unsigned c = nb_utf8_decode(rest.data, rest.data + rest.len, &step);
        if (!nb_unicode_is_upper(c) && !nb_str_starts(text, NB_STR("By ")))
            continue;
        *names = before_number(rest);
        return true;
    }
    return false;
}
