/* Style sheets: what they link to, and what readers cannot take (EPUB 3.3, 6.3). */
#include "check/book.h"

#include "base/css.h"

#include <string.h>

/* One sheet. */
struct sheet {
    struct nb_check *check;
    const struct nb_check_file *file;
    unsigned before; /* the lines of the file before the sheet's first */
    struct nb_arena *arena;
};

static unsigned line_of(const struct sheet *sheet, unsigned line)
{
    return sheet->before + line;
}

static void follow(const struct sheet *sheet, const char *value, unsigned line,
                   enum nb_check_use use)
{
    struct nb_css_token token;
    const char *at = value;
    while (nb_css_token(sheet->arena, &at, &token)) {
        bool address = token.type == NB_CSS_URL ||
                       (token.type == NB_CSS_STRING && use == NB_USE_STYLE);
        if (address && token.text && token.text[0] != '#')
            (void)nb_check_link(sheet->check, sheet->file, line_of(sheet, line), use,
                                token.text);
        if (address && use == NB_USE_STYLE)
            return;
    }
}

static void check_decl(const struct sheet *sheet, const struct nb_css_decl *decl,
                       bool font)
{
    static const char modern[] = "grid grid-template grid-template-columns grid-area";
    unsigned line = line_of(sheet, decl->line);
    if (nb_check_one_of("direction unicode-bidi", decl->name))
        nb_check_say(sheet->check, NB_DIAG_EPUB_CSS, sheet->file, line,
                     "the property %s belongs into the markup", decl->name);
    if (strcmp(decl->name, "position") == 0 && strcmp(decl->value, "fixed") == 0)
        nb_check_say(sheet->check, NB_DIAG_EPUB_SHOP, sheet->file, line,
                     "position: fixed");
    if (nb_check_one_of(modern, decl->name) || strstr(decl->value, "calc(") ||
        strstr(decl->value, "var("))
        nb_check_say(sheet->check, NB_DIAG_EPUB_SHOP, sheet->file, line,
                     "%s: older Adobe readers drop the whole style sheet", decl->name);
    if (strstr(decl->value, "url("))
        follow(sheet, decl->value, line - sheet->before,
               font ? NB_USE_FONT : NB_USE_PICTURE);
}

static void check_rules(const struct sheet *sheet, const struct nb_css_rule *rule)
{
    for (; rule; rule = rule->next) {
        bool font = rule->at && strcmp(rule->at, "font-face") == 0;
        if (rule->at && strcmp(rule->at, "import") == 0)
            follow(sheet, rule->prelude, rule->line, NB_USE_STYLE);
        for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next)
            check_decl(sheet, decl, font);
    }
}

/* Rules nest two deep at most in what css.h keeps; deeper ones are taken in turn. */
static void check_sheet(const struct sheet *sheet, const struct nb_css_rule *rules)
{
    enum { MOST_DEPTH = 32 };
    const struct nb_css_rule *stack[MOST_DEPTH];
    size_t depth = 0;
    check_rules(sheet, rules);
    stack[depth++] = rules;
    while (depth) {
        const struct nb_css_rule *rule = stack[depth - 1];
        if (!rule) {
            depth--;
            continue;
        }
        stack[depth - 1] = rule->next;
        if (rule->rules && depth < MOST_DEPTH) {
            check_rules(sheet, rule->rules);
            stack[depth++] = rule->rules;
        }
    }
}

void nb_check_css(struct nb_check *check, const struct nb_check_file *file,
                  unsigned line, struct nb_str text)
{
    enum { MOST_MEMORY = 64 << 20 };
    struct sheet sheet = {check, file, line ? line - 1 : 0, nb_arena_new(MOST_MEMORY)};
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx quiet = {diags, check->ctx->limits};
    struct nb_css_rule *rules = NULL;
    enum nb_status status = NB_NOMEM;
    if (sheet.arena && diags)
        status = nb_css_parse(&quiet, sheet.arena, NULL, text, &rules);
    if (status == NB_OK)
        check_sheet(&sheet, rules);
    else if (status == NB_NOMEM)
        check->status = NB_NOMEM;
    else
        nb_check_say(check, NB_DIAG_EPUB_UNCHECKED, file, line,
                     "too large a style sheet");
    for (size_t i = 0; diags && i < nb_diags_count(diags); i++) {
        const struct nb_diag *diag = nb_diags_at(diags, i);
        nb_check_say(check, NB_DIAG_EPUB_CSS, file, line_of(&sheet, diag->line), "%s",
                     diag->detail ? diag->detail : "malformed");
    }
    nb_diags_free(diags);
    nb_arena_free(sheet.arena);
}
