/* @page: paper and margins, read and looked up. */
#include "style/sheet.h"

#include <string.h>
#include <strings.h>

static const double mm = 72 / 25.4;
/* No paper is smaller than a stamp or larger than PDF allows. */
static const double least_paper = 72, most_paper = 14400;

static const struct {
    const char *name;
    double width, height; /* mm */
} papers[] = {
    {"A3", 297, 420},         {"A4", 210, 297},        {"A5", 148, 210},
    {"A6", 105, 148},         {"B4", 250, 353},        {"B5", 176, 250},
    {"Letter", 215.9, 279.4}, {"Legal", 215.9, 355.6}, {"Ledger", 279.4, 431.8},
};

static bool find_paper(const char *name, double *width, double *height)
{
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++)
        if (strcasecmp(papers[i].name, name) == 0) {
            *width = papers[i].width * mm;
            *height = papers[i].height * mm;
            return true;
        }
    return false;
}

/* Whole millimetres, moved over; 0 when there are none. */
static double take_mm(const char **text)
{
    double value = 0;
    for (; **text >= '0' && **text <= '9' && value < most_paper; (*text)++)
        value = value * 10 + (**text - '0');
    return value;
}

static bool fits_paper(double length)
{
    return length >= least_paper && length <= most_paper;
}

/* A paper by its measures: "108x144mm". */
static bool read_paper(const char *text, double *width, double *height)
{
    double across = take_mm(&text) * mm;
    if (*text++ != 'x')
        return false;
    double down = take_mm(&text) * mm;
    if (strcmp(text, "mm") != 0 || !fits_paper(across) || !fits_paper(down))
        return false;
    *width = across;
    *height = down;
    return true;
}

static void turn(double *width, double *height, bool landscape)
{
    double small = *width < *height ? *width : *height;
    double large = *width < *height ? *height : *width;
    *width = landscape ? large : small;
    *height = landscape ? small : large;
}

/* What the words of a size say. */
struct size {
    double lengths[2];
    unsigned count;
    bool named, turned, landscape;
};

static bool read_size_word(const char *word, struct size *size,
                           struct nb_page_setting *out)
{
    bool landscape = strcasecmp(word, "landscape") == 0;
    if (landscape || strcasecmp(word, "portrait") == 0) {
        if (size->turned)
            return false;
        size->turned = true;
        size->landscape = landscape;
        return true;
    }
    if (size->named)
        return false;
    size->named = find_paper(word, &out->width, &out->height);
    return size->named;
}

/* size: a name, a name and a direction, a direction, one length or two. */
static bool read_size(struct nb_arena *arena, const char *value,
                      struct nb_page_setting *out)
{
    struct nb_css_token token;
    struct size size = {.count = 0};
    (void)find_paper("A4", &out->width, &out->height);
    while (nb_css_token(arena, &value, &token)) {
        bool good = false;
        if (token.type == NB_CSS_LENGTH && size.count < 2)
            good =
                nb_unit_points(token.text, token.number, &size.lengths[size.count++]);
        else if (token.type == NB_CSS_IDENT)
            good = read_size_word(token.text, &size, out);
        if (!good)
            return false;
    }
    if (size.count) {
        out->width = size.lengths[0];
        out->height = size.lengths[size.count - 1];
        return !size.named && !size.turned && fits_paper(out->width) &&
               fits_paper(out->height);
    }
    if (size.turned)
        turn(&out->width, &out->height, size.landscape);
    return size.named || size.turned;
}

static void append(struct nb_sheet *sheet, const struct nb_page_setting *setting)
{
    struct nb_page_setting *copy = nb_arena_alloc(sheet->arena, sizeof *copy);
    if (!copy)
        return;
    *copy = *setting;
    *sheet->pages_end = copy;
    sheet->pages_end = &copy->next;
}

/* One token of a margin: an absolute length, a percentage of the paper, or 0. */
static bool read_margin(const struct nb_css_token *token, struct nb_page_setting *out)
{
    out->is_percent = token->type == NB_CSS_PERCENT;
    out->width = token->number;
    if (token->type == NB_CSS_LENGTH)
        return nb_unit_points(token->text, token->number, &out->width) &&
               out->width >= 0;
    if (out->is_percent)
        return token->number >= 0 && token->number <= 50;
    return token->type == NB_CSS_NUMBER && token->number == 0;
}

/* margin, with one to four values, or one side's. */
static bool read_margins(struct nb_sheet *sheet, const char *value, int side,
                         struct nb_page_setting setting)
{
    static const unsigned pick[4][4] = {
        {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    struct nb_page_setting given[4];
    struct nb_css_token token;
    unsigned count = 0;
    while (nb_css_token(sheet->arena, &value, &token)) {
        if (count == (side < 0 ? 4u : 1u))
            return false;
        given[count] = setting;
        if (!read_margin(&token, &given[count]))
            return false;
        count++;
    }
    if (count == 0)
        return false;
    for (int i = 0; i < 4; i++) {
        if (side >= 0 && side != i)
            continue;
        struct nb_page_setting one = given[side < 0 ? pick[count - 1][i] : 0];
        one.side = (enum nb_side)i;
        append(sheet, &one);
    }
    return true;
}

static int page_kind(const char *prelude)
{
    static const char *const names[] = {[NB_PAGE_FIRST] = ":first",
                                        [NB_PAGE_LEFT] = ":left",
                                        [NB_PAGE_RIGHT] = ":right"};
    if (*prelude == '\0')
        return -1;
    for (int i = 0; i < 3; i++)
        if (strcasecmp(prelude, names[i]) == 0)
            return i;
    return -2;
}

static void read_declaration(struct nb_ctx *ctx, struct nb_sheet *sheet,
                             const struct nb_css_decl *decl, int kind)
{
    static const char *const sides[] = {"margin-top", "margin-right", "margin-bottom",
                                        "margin-left"};
    struct nb_page_setting setting = {.kind = kind, .important = decl->important};
    const char *value = decl->value;
    if (nb_variables_resolve(sheet, NB_MEDIA_PRINT, sheet->arena, value, &value) !=
        NB_RESOLVED) {
        nb_report(ctx, NB_DIAG_STYLE_VALUE, sheet->source, decl->line, "%s: %s",
                  decl->name, decl->value);
        return;
    }
    int side = -2;
    bool good = false;
    for (int i = 0; i < 4; i++)
        if (strcmp(decl->name, sides[i]) == 0)
            side = i;
    if (strcmp(decl->name, "margin") == 0)
        side = -1;
    if (side != -2) {
        good = read_margins(sheet, value, side, setting);
    } else if (strcmp(decl->name, "size") == 0) {
        setting.is_size = true;
        good = read_size(sheet->arena, value, &setting);
        if (good)
            append(sheet, &setting);
    } else {
        nb_report(ctx, NB_DIAG_STYLE_PROPERTY, sheet->source, decl->line, "%s in @page",
                  decl->name);
        return;
    }
    if (!good)
        nb_report(ctx, NB_DIAG_STYLE_VALUE, sheet->source, decl->line, "%s: %s",
                  decl->name, decl->value);
}

void nb_page_read(struct nb_ctx *ctx, struct nb_sheet *sheet,
                  const struct nb_css_rule *rule)
{
    int kind = page_kind(rule->prelude);
    if (kind == -2) {
        nb_report(ctx, NB_DIAG_STYLE_SELECTOR, sheet->source, rule->line, "@page %s",
                  rule->prelude);
        return;
    }
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next)
        read_declaration(ctx, sheet, decl, kind);
    for (const struct nb_css_rule *box = rule->rules; box; box = box->next)
        nb_margin_box_read(ctx, sheet, box, kind);
}

int nb_page_weight(int from, enum nb_page_kind kind)
{
    if (from < 0)
        return 0;
    if (from == (int)kind)
        return from == NB_PAGE_FIRST ? 2 : 1;
    return kind == NB_PAGE_FIRST && from == NB_PAGE_RIGHT ? 1 : -1;
}

/* Margins that leave less than a quarter of the paper are made smaller together. */
static void bound_margins(double *before, double *after, double paper)
{
    double most = paper * 0.75, sum = *before + *after;
    if (sum > most) {
        *before *= most / sum;
        *after *= most / sum;
    }
}

static void apply_margin(const struct nb_page_setting *setting,
                         struct nb_page_style *out)
{
    double paper = setting->side == NB_TOP || setting->side == NB_BOTTOM ? out->height
                                                                         : out->width;
    out->margin[setting->side] =
        setting->is_percent ? setting->width * paper / 100 : setting->width;
}

/* Applies the settings from the lightest to the heaviest; sizes or margins. */
static void apply(const struct nb_sheet *sheet, enum nb_page_kind kind, bool sizes,
                  struct nb_page_style *out)
{
    for (int round = 0; round < 6; round++) {
        const struct nb_page_setting *setting = sheet->pages;
        for (; setting; setting = setting->next) {
            if (setting->is_size != sizes || setting->important != (round >= 3) ||
                nb_page_weight(setting->kind, kind) != round % 3)
                continue;
            if (sizes) {
                out->width = setting->width;
                out->height = setting->height;
            } else {
                apply_margin(setting, out);
            }
        }
    }
}

bool nb_style_page(const struct nb_sheet *sheet, enum nb_page_kind kind,
                   const char *paper, struct nb_page_style *out)
{
    bool known = true;
    (void)find_paper("A4", &out->width, &out->height);
    for (int side = 0; side < 4; side++)
        out->margin[side] = 15 * mm;
    apply(sheet, kind, true, out);
    if (paper)
        known = find_paper(paper, &out->width, &out->height) ||
                read_paper(paper, &out->width, &out->height);
    apply(sheet, kind, false, out);
    bound_margins(&out->margin[NB_TOP], &out->margin[NB_BOTTOM], out->height);
    bound_margins(&out->margin[NB_LEFT], &out->margin[NB_RIGHT], out->width);
    return known;
}
