/* Reads "Title: …" lines at the top of a text, as scrapers and mail programs write them. */
#include "read/text_headers.h"

static const struct {
    const char *name;
    enum nb_text_header header;
} names[] = {
    {"title", NB_HEADER_TITLE},
    {"headline", NB_HEADER_TITLE},
    {"subject", NB_HEADER_TITLE},
    {"titel", NB_HEADER_TITLE},
    {"titre", NB_HEADER_TITLE},
    {"título", NB_HEADER_TITLE},
    {"titolo", NB_HEADER_TITLE},
    {"标题", NB_HEADER_TITLE},
    {"標題", NB_HEADER_TITLE},
    {"タイトル", NB_HEADER_TITLE},
    {"author", NB_HEADER_AUTHOR},
    {"authors", NB_HEADER_AUTHOR},
    {"by", NB_HEADER_AUTHOR},
    {"byline", NB_HEADER_AUTHOR},
    {"autor", NB_HEADER_AUTHOR},
    {"auteur", NB_HEADER_AUTHOR},
    {"autore", NB_HEADER_AUTHOR},
    {"作者", NB_HEADER_AUTHOR},
    {"date", NB_HEADER_DATE},
    {"published", NB_HEADER_DATE},
    {"pubdate", NB_HEADER_DATE},
    {"datum", NB_HEADER_DATE},
    {"fecha", NB_HEADER_DATE},
    {"data", NB_HEADER_DATE},
    {"日期", NB_HEADER_DATE},
    {"日付", NB_HEADER_DATE},
    {"modified", NB_HEADER_MODIFIED},
    {"updated", NB_HEADER_MODIFIED},
    {"url", NB_HEADER_URL},
    {"link", NB_HEADER_URL},
    {"source", NB_HEADER_SITE},
    {"site", NB_HEADER_SITE},
    {"publication", NB_HEADER_SITE},
    {"quelle", NB_HEADER_SITE},
    {"publisher", NB_HEADER_SITE},
    {"section", NB_HEADER_SECTION},
    {"category", NB_HEADER_SECTION},
    {"ressort", NB_HEADER_SECTION},
    {"rubrique", NB_HEADER_SECTION},
    {"language", NB_HEADER_LANG},
    {"lang", NB_HEADER_LANG},
    {"sprache", NB_HEADER_LANG},
    {"langue", NB_HEADER_LANG},
    {"kicker", NB_HEADER_KICKER},
    {"standfirst", NB_HEADER_STANDFIRST},
    {"subtitle", NB_HEADER_STANDFIRST},
    {"summary", NB_HEADER_STANDFIRST},
    {"description", NB_HEADER_STANDFIRST},
    {"dek", NB_HEADER_STANDFIRST},
    {"dateline", NB_HEADER_DATELINE},
    {"location", NB_HEADER_DATELINE},
    {"rights", NB_HEADER_RIGHTS},
    {"copyright", NB_HEADER_RIGHTS},
    {"tags", NB_HEADER_TAGS},
    {"keywords", NB_HEADER_TAGS},
};

/* The header that a line is, its value in *value; NB_HEADER_COUNT for none. */
static enum nb_text_header read_line(struct nb_str line, struct nb_str *value)
{
    struct nb_str rest = nb_str_trim(line), name;
    if (!nb_str_split(&rest, ':', &name))
        return NB_HEADER_COUNT;
    if (name.len == nb_str_trim(line).len || nb_str_starts(rest, NB_STR("//")))
        return NB_HEADER_COUNT;
    *value = nb_str_trim(rest);
    name = nb_str_trim(name);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (nb_str_eq_nocase(name, nb_str_of(names[i].name)))
            return names[i].header;
    return NB_HEADER_COUNT;
}

void nb_text_headers_take(struct nb_str *source, struct nb_text_headers *headers)
{
    struct nb_str rest = *source, line, value;
    unsigned found = 0, lines = 0;
    bool gap = false;
    struct nb_text_headers taken = {.lines = 0};
    for (size_t i = 0; i < NB_HEADER_COUNT; i++)
        taken.value[i] = NB_STR("");
    *headers = taken;
    struct nb_str behind = rest;
    while (!gap && nb_str_line(&rest, &line)) {
        lines++;
        if (nb_str_trim(line).len == 0) {
            gap = found > 0;
        } else {
            enum nb_text_header header = read_line(line, &value);
            if (header == NB_HEADER_COUNT)
                break;
            if (taken.value[header].len == 0)
                taken.value[header] = value;
            found++;
            behind = rest;
            taken.lines = lines;
        }
    }
    if (found < 2 && !(found == 1 && gap && taken.value[NB_HEADER_TITLE].len > 0))
        return;
    *headers = taken;
    *source = behind;
}
