/* Dates as readers write them. A row of the table says how a language names its months and in
 * which order day, month and year stand; a range of days takes the place of the day. */
#include "doc/dates.h"

#include "base/str.h"
#include "doc/words.h"

#include <string.h>

/* %d, %m and %y in an order stand for day, month and year. */
struct row {
    const char *lang;
    const char *order;      /* of a whole date */
    const char *month_year; /* of a month */
    const char *day;        /* around the number of a day */
    const char *first;      /* the first day of a month, where it is written apart */
    const char *to;         /* between two days or dates */
    const char *months[12];
    const char *alone[12]; /* months without a day, where they differ; else NULL */
};

static const struct row rows[] = {
    {.lang = "en",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"January", "February", "March", "April", "May", "June", "July",
                "August", "September", "October", "November", "December"}},
    {.lang = "en-US",
     .order = "%m %d, %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"January", "February", "March", "April", "May", "June", "July",
                "August", "September", "October", "November", "December"}},
    {.lang = "de",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d.",
     .to = "–",
     .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
                "September", "Oktober", "November", "Dezember"}},
    {.lang = "fr",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .first = "1er",
     .to = "–",
     .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                "septembre", "octobre", "novembre", "décembre"}},
    {.lang = "es",
     .order = "%d de %m de %y",
     .month_year = "%m de %y",
     .day = "%d",
     .to = "–",
     .months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
                "agosto", "septiembre", "octubre", "noviembre", "diciembre"}},
    {.lang = "it",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .first = "1º",
     .to = "–",
     .months = {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
                "agosto", "settembre", "ottobre", "novembre", "dicembre"}},
    {.lang = "nl",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"januari", "februari", "maart", "april", "mei", "juni", "juli",
                "augustus", "september", "oktober", "november", "december"}},
    {.lang = "pt",
     .order = "%d de %m de %y",
     .month_year = "%m de %y",
     .day = "%d",
     .to = "–",
     .months = {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
                "agosto", "setembro", "outubro", "novembro", "dezembro"}},
    {.lang = "pl",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
                "sierpnia", "września", "października", "listopada", "grudnia"},
     .alone = {"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec",
               "sierpień", "wrzesień", "październik", "listopad", "grudzień"}},
    {.lang = "ru",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля",
                "августа", "сентября", "октября", "ноября", "декабря"},
     .alone = {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август",
               "сентябрь", "октябрь", "ноябрь", "декабрь"}},
    {.lang = "sv",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"januari", "februari", "mars", "april", "maj", "juni", "juli",
                "augusti", "september", "oktober", "november", "december"}},
    {.lang = "zh",
     .order = "%y年%m%d",
     .month_year = "%y年%m",
     .day = "%d日",
     .to = "至",
     .months = {"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月",
                "11月", "12月"}},
    {.lang = "ja",
     .order = "%y年%m%d",
     .month_year = "%y年%m",
     .day = "%d日",
     .to = "～",
     .months = {"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月",
                "11月", "12月"}},
    {.lang = "ko",
     .order = "%y년 %m %d",
     .month_year = "%y년 %m",
     .day = "%d일",
     .to = "~",
     .months = {"1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월",
                "11월", "12월"}},
    {.lang = "ar",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
                "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"}},
    {.lang = "he",
     .order = "%d ב%m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט",
                "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"}},
    {.lang = "hi",
     .order = "%d %m %y",
     .month_year = "%m %y",
     .day = "%d",
     .to = "–",
     .months = {"जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर",
                "अक्टूबर", "नवंबर", "दिसंबर"}},
};

struct date {
    int year, month, day; /* 0: not given */
};

static const struct row *row_of(const char *lang)
{
    const char *known = nb_word_lang(lang);
    struct nb_str tag = nb_str_of(lang);
    if (nb_str_starts_nocase(tag, NB_STR("en-US")))
        known = "en-US";
    if (nb_str_starts_nocase(nb_str_of(known), NB_STR("zh")))
        known = "zh";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].lang, known) == 0)
            return &rows[i];
    return &rows[0];
}

/* Takes `digits` digits off *at. */
static bool number(const char **at, int digits, int *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (!nb_ascii_digit(**at))
            return false;
        *out = *out * 10 + (**at - '0');
    }
    return !nb_ascii_digit(**at);
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Passes over a time and zone behind a date: digits and ":.+-Z" only. */
static bool skip_time(const char **at)
{
    if (**at != 'T' && **at != ' ')
        return true;
    ++*at;
    size_t len = strspn(*at, "0123456789:.,+-Z");
    *at += len;
    return len > 0;
}

static bool parse(const char **at, struct date *out)
{
    *out = (struct date){0};
    if (!number(at, 4, &out->year))
        return false;
    if (**at != '-')
        return true;
    ++*at;
    if (!number(at, 2, &out->month) || out->month < 1 || out->month > 12)
        return false;
    if (**at != '-')
        return true;
    ++*at;
    if (!number(at, 2, &out->day) || out->day < 1 ||
        out->day > days_in(out->year, out->month))
        return false;
    return skip_time(at);
}

static void write_day(const struct row *row, int day, struct nb_buf *out)
{
    if (day == 1 && row->first) {
        nb_buf_puts(out, row->first);
        return;
    }
    nb_buf_int(out, day);
    nb_buf_puts(out, row->day + 2); /* behind "%d" */
}

/* A date, or with `to` (another day of the same month) a range of days. */
static void write_date(const struct row *row, struct date date, int to,
                       struct nb_buf *out)
{
    const char *order = date.day ? row->order : date.month ? row->month_year : "%y";
    bool alone = !date.day && row->alone[0];
    for (; *order; order++) {
        if (*order != '%') {
            nb_buf_putc(out, *order);
            continue;
        }
        order++;
        if (*order == 'y')
            nb_buf_int(out, date.year);
        if (*order == 'm')
            nb_buf_puts(out, (alone ? row->alone : row->months)[date.month - 1]);
        if (*order != 'd')
            continue;
        write_day(row, date.day, out);
        if (to) {
            nb_buf_puts(out, row->to);
            write_day(row, to, out);
        }
    }
}

bool nb_date_long(const char *iso, const char *lang, struct nb_buf *out)
{
    const struct row *row = row_of(lang);
    const char *at = iso;
    struct date from, to = {0};
    if (!iso)
        return false;
    bool good = parse(&at, &from), range = good && *at == '/';
    if (range) {
        at++;
        good = parse(&at, &to);
    }
    if (!good || *at) {
        nb_buf_puts(out, iso);
        return false;
    }
    if (range && from.day && to.day && from.year == to.year && from.month == to.month) {
        write_date(row, from, from.day == to.day ? 0 : to.day, out);
        return true;
    }
    write_date(row, from, 0, out);
    if (range) {
        nb_buf_puts(out, " – ");
        write_date(row, to, 0, out);
    }
    return true;
}
