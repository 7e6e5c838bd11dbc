/* Margin boxes of @page (css-page-3, section 4), those above and below the type area, and named
 * strings (css-gcpm-3, section 1), which they can show. */
#include "style/sheet.h"

#include <string.h>
#include <strings.h>

/* The @-words by enum nb_margin_place. */
static const char *const places[NB_PLACE_COUNT] = {
    [NB_TOP_LEFT] = "top-left",           [NB_TOP_CENTER] = "top-center",
    [NB_TOP_RIGHT] = "top-right",         [NB_BOTTOM_LEFT] = "bottom-left",
    [NB_BOTTOM_CENTER] = "bottom-center", [NB_BOTTOM_RIGHT] = "bottom-right"};

static struct nb_content *append_content(struct nb_arena *arena,
                                         struct nb_content ***end)
{
    struct nb_content *content = nb_arena_alloc(arena, sizeof *content);
    if (!content)
        return NULL;
    **end = content;
    *end = &content->next;
    return content;
}

/* string(name) or string(name, first | start | last). */
static bool read_string(struct nb_arena *arena, const char *args,
                        struct nb_content *out)
{
    static const struct nb_keyword words[] = {{"first", NB_STRING_FIRST},
                                              {"start", NB_STRING_START},
                                              {"last", NB_STRING_LAST},
                                              {NULL, 0}};
    struct nb_css_token token;
    out->kind = NB_STRING_FIRST;
    if (!nb_css_token(arena, &args, &token) || token.type != NB_CSS_IDENT)
        return false;
    out->text = token.text;
    if (!nb_css_token(arena, &args, &token))
        return true;
    if (token.type != NB_CSS_DELIM || token.text[0] != ',' ||
        !nb_css_token(arena, &args, &token) || token.type != NB_CSS_IDENT)
        return false;
    for (const struct nb_keyword *word = words; word->name; word++)
        if (strcasecmp(word->name, token.text) == 0) {
            out->kind = (enum nb_content_kind)word->value;
            return !nb_css_token(arena, &args, &token);
        }
    return false;
}

static bool read_item(struct nb_arena *arena, const struct nb_css_token *token,
                      struct nb_content *out)
{
    if (token->type == NB_CSS_STRING) {
        out->kind = NB_CONTENT_TEXT;
        out->text = token->text;
        return true;
    }
    if (token->type != NB_CSS_FUNCTION)
        return false;
    if (strcasecmp(token->text, "string") == 0)
        return read_string(arena, token->args, out);
    out->kind = NB_CONTENT_PAGE;
    return strcasecmp(token->text, "counter") == 0 &&
           strcasecmp(token->args, "page") == 0;
}

/* content: none, normal, or strings, counter(page) and string(name) in a row. */
static bool read_content(struct nb_arena *arena, const char *value,
                         const struct nb_content **out)
{
    struct nb_content *first = NULL, **end = &first;
    struct nb_css_token token;
    bool good = nb_css_token(arena, &value, &token);
    if (good && token.type == NB_CSS_IDENT &&
        (strcasecmp(token.text, "none") == 0 ||
         strcasecmp(token.text, "normal") == 0)) {
        *out = NULL;
        return !nb_css_token(arena, &value, &token);
    }
    while (good) {
        struct nb_content *content = append_content(arena, &end);
        if (!content || !read_item(arena, &token, content))
            return false;
        good = nb_css_token(arena, &value, &token);
    }
    *out = first;
    return first != NULL;
}

static void append_settings(struct nb_sheet *sheet,
                            const struct nb_expansion *expansion, bool important,
                            struct nb_setting ***end)
{
    for (unsigned i = 0; i < expansion->count; i++) {
        struct nb_setting *setting = nb_arena_alloc(sheet->arena, sizeof *setting);
        if (!setting)
            return;
        *setting = (struct nb_setting){.property = expansion->list[i].property,
                                       .important = important,
                                       .media = NB_PRINT_BIT,
                                       .order = sheet->order++,
                                       .value = expansion->list[i].value};
        **end = setting;
        *end = &setting->next;
    }
}

static enum nb_outcome read_declaration(struct nb_sheet *sheet,
                                        const struct nb_css_decl *decl,
                                        struct nb_margin_box *box,
                                        struct nb_setting ***end)
{
    const char *value;
    struct nb_expansion expansion;
    if (nb_variables_resolve(sheet, NB_MEDIA_PRINT, sheet->arena, decl->value,
                             &value) != NB_RESOLVED)
        return NB_BAD_VALUE;
    if (strcmp(decl->name, "content") == 0) {
        box->has_content = read_content(sheet->arena, value, &box->content);
        return box->has_content ? NB_DECLARED : NB_BAD_VALUE;
    }
    enum nb_outcome outcome =
        nb_declaration_read(sheet->arena, decl->name, value, &expansion);
    if (outcome == NB_DECLARED)
        append_settings(sheet, &expansion, decl->important, end);
    return outcome;
}

void nb_margin_box_read(struct nb_ctx *ctx, struct nb_sheet *sheet,
                        const struct nb_css_rule *rule, int kind)
{
    unsigned place = 0;
    while (place < NB_PLACE_COUNT && strcmp(rule->at, places[place]) != 0)
        place++;
    if (place == NB_PLACE_COUNT) {
        nb_report(ctx, NB_DIAG_STYLE_AT_RULE, sheet->source, rule->line, "@%s",
                  rule->at);
        return;
    }
    struct nb_margin_box *box = nb_arena_alloc(sheet->arena, sizeof *box);
    if (!box)
        return;
    *box = (struct nb_margin_box){.kind = kind, .place = (enum nb_margin_place)place};
    struct nb_setting **end = &box->settings;
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next) {
        enum nb_outcome outcome = read_declaration(sheet, decl, box, &end);
        if (outcome != NB_DECLARED)
            nb_report(ctx,
                      outcome == NB_UNKNOWN_PROPERTY ? NB_DIAG_STYLE_PROPERTY
                                                     : NB_DIAG_STYLE_VALUE,
                      sheet->source, decl->line, "%s: %s", decl->name, decl->value);
    }
    *sheet->boxes_end = box;
    sheet->boxes_end = &box->next;
}

bool nb_style_has_margin_boxes(const struct nb_sheet *sheet)
{
    return sheet->boxes != NULL;
}

const struct nb_content *nb_style_margin_box(const struct nb_sheet *sheet,
                                             enum nb_page_kind kind,
                                             enum nb_margin_place place,
                                             const struct nb_style *parent,
                                             struct nb_style *out)
{
    static const enum nb_align aligns[] = {NB_ALIGN_LEFT, NB_ALIGN_CENTER,
                                           NB_ALIGN_RIGHT};
    const struct nb_content *content = NULL;
    struct nb_winner winners[NB_PROPERTY_COUNT] = {{NULL, 0}};
    struct nb_style above = *parent;
    int heaviest = 0;
    above.align = aligns[place % 3];
    above.indent = 0;
    for (const struct nb_margin_box *box = sheet->boxes; box; box = box->next) {
        int weight = nb_page_weight(box->kind, kind);
        if (box->place != place || weight < 0)
            continue;
        if (box->has_content && weight >= heaviest) {
            content = box->content;
            heaviest = weight;
        }
        for (const struct nb_setting *s = box->settings; s; s = s->next) {
            uint64_t rank = (uint64_t)s->important << 63 | (uint64_t)weight << 40 |
                            (uint64_t)s->order << 1 | 1;
            if (rank > winners[s->property].rank)
                winners[s->property] = (struct nb_winner){s, rank};
        }
    }
    nb_settings_compute(sheet, NB_MEDIA_PRINT, winners, &above, out);
    return out->display == NB_DISPLAY_NONE ? NULL : content;
}

/* One name with what it is set to: content() or a string. */
static bool read_named(const struct nb_css_token *tokens, unsigned count,
                       struct nb_named_string *out)
{
    if (count != 2 || tokens[0].type != NB_CSS_IDENT)
        return false;
    out->name = tokens[0].text;
    if (tokens[1].type == NB_CSS_STRING) {
        out->text = tokens[1].text;
        return true;
    }
    return tokens[1].type == NB_CSS_FUNCTION &&
           strcasecmp(tokens[1].text, "content") == 0 &&
           (!*tokens[1].args || strcasecmp(tokens[1].args, "text") == 0);
}

bool nb_strings_read(struct nb_arena *arena, const struct nb_css_token *tokens,
                     unsigned count, struct nb_value *out)
{
    struct nb_named_string *first = NULL, **end = &first;
    out->type = NB_VALUE_STRINGS;
    out->strings = NULL;
    if (count == 1 && tokens[0].type == NB_CSS_IDENT &&
        strcasecmp(tokens[0].text, "none") == 0)
        return true;
    for (unsigned at = 0; at < count;) {
        unsigned from = at;
        while (at < count &&
               !(tokens[at].type == NB_CSS_DELIM && tokens[at].text[0] == ','))
            at++;
        struct nb_named_string *named = nb_arena_alloc(arena, sizeof *named);
        if (!named || !read_named(tokens + from, at - from, named))
            return false;
        *end = named;
        end = &named->next;
        at++;
    }
    out->strings = first;
    return first != NULL;
}
