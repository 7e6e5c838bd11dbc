/* Loading: a stylesheet's tree becomes selectors in buckets with typed settings. The built-in
 * sheet goes the same way first. Everything lives in the sheet's arena. */
#include "style/sheet.h"

#include "base/charset.h"
#include "base/io.h"
#include "base/mem.h"

#include <errno.h>
#include <string.h>

enum { MOST_BYTES = 1 << 20, MOST_ARENA = 64 << 20 };

/* What is being read. */
struct loader {
    struct nb_ctx *ctx;
    struct nb_sheet *sheet;
    bool author;
};

static void complain(const struct loader *loader, enum nb_diag_code code, unsigned line,
                     const char *what, const char *value)
{
    nb_report(loader->ctx, code, loader->sheet->source, line, value ? "%s: %s" : "%s%s",
              what, value ? value : "");
}

static void complain_why(const struct loader *loader, const struct nb_css_decl *decl,
                         const char *why)
{
    nb_report(loader->ctx, NB_DIAG_STYLE_VALUE, loader->sheet->source, decl->line,
              "%s: %s (%s)", decl->name, decl->value, why);
}

unsigned nb_media_read(const char *prelude)
{
    struct nb_str rest = nb_str_of(prelude), piece;
    unsigned media = 0;
    while (nb_str_split(&rest, ',', &piece)) {
        piece = nb_str_trim(piece);
        if (nb_str_eq_nocase(piece, NB_STR("print")))
            media |= NB_PRINT_BIT;
        else if (nb_str_eq_nocase(piece, NB_STR("screen")))
            media |= NB_SCREEN_BIT;
        else if (nb_str_eq_nocase(piece, NB_STR("all")))
            media |= NB_PRINT_BIT | NB_SCREEN_BIT;
        else
            return 0;
    }
    return media;
}

static bool is_custom(const struct nb_css_decl *decl)
{
    return decl->name[0] == '-' && decl->name[1] == '-';
}

static bool is_root_selector(const char *prelude)
{
    return strcmp(prelude, ":root") == 0 || strcmp(prelude, "html") == 0 ||
           strcmp(prelude, "body") == 0;
}

/* First round: the custom properties of one rule. */
static void read_variables(const struct loader *loader, const struct nb_css_rule *rule,
                           unsigned media)
{
    bool root = is_root_selector(rule->prelude);
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next) {
        if (!is_custom(decl))
            continue;
        if (!root) {
            complain(loader, NB_DIAG_STYLE_PROPERTY, decl->line, decl->name,
                     "custom properties belong in :root, html or body");
            continue;
        }
        struct nb_variable *variable =
            nb_arena_alloc(loader->sheet->arena, sizeof *variable);
        if (!variable)
            return;
        *variable = (struct nb_variable){decl->name, decl->value, media,
                                         loader->sheet->variables};
        loader->sheet->variables = variable;
    }
}

/* The value with its var() resolved, NULL (reported) if that fails. */
static const char *resolve(const struct loader *loader, const struct nb_css_decl *decl,
                           enum nb_media media)
{
    const char *value = NULL, *why = NULL;
    struct nb_sheet *sheet = loader->sheet;
    switch (nb_variables_resolve(sheet, media, sheet->arena, decl->value, &value)) {
    case NB_RESOLVED:
        break;
    case NB_UNDEFINED:
        why = "not declared";
        break;
    case NB_CYCLE:
        why = "circular or too long";
        break;
    case NB_NO_VALUE:
        why = "comes to nothing";
        break;
    }
    if (why)
        complain_why(loader, decl, why);
    return why ? NULL : value;
}

static void append_settings(const struct loader *loader,
                            const struct nb_expansion *expansion, bool important,
                            unsigned media, struct nb_setting ***end)
{
    for (unsigned i = 0; i < expansion->count; i++) {
        struct nb_setting *setting =
            nb_arena_alloc(loader->sheet->arena, sizeof *setting);
        if (!setting)
            return;
        setting->property = expansion->list[i].property;
        setting->value = expansion->list[i].value;
        setting->important = important;
        setting->media = media;
        setting->order = loader->sheet->order++;
        **end = setting;
        *end = &setting->next;
    }
}

/* Reads a declaration with its value resolved. Screens are forgiving: what the typeset page
 * does not know may still mean something to a reading system. */
static void read_value(const struct loader *loader, const struct nb_css_decl *decl,
                       const char *value, unsigned media, struct nb_setting ***end)
{
    struct nb_expansion expansion;
    enum nb_outcome outcome =
        nb_declaration_read(loader->sheet->arena, decl->name, value, &expansion);
    if (nb_arena_status(loader->sheet->arena) != NB_OK)
        return;
    switch (outcome) {
    case NB_DECLARED:
        append_settings(loader, &expansion, decl->important, media, end);
        break;
    case NB_UNKNOWN_PROPERTY:
        if (media & NB_PRINT_BIT)
            complain(loader, NB_DIAG_STYLE_PROPERTY, decl->line, decl->name, NULL);
        break;
    case NB_BAD_VALUE:
        if (media & NB_PRINT_BIT)
            complain(loader, NB_DIAG_STYLE_VALUE, decl->line, decl->name, decl->value);
        break;
    }
    const char *refused = nb_book_refuses(decl->name, value);
    if (media == NB_SCREEN_BIT && refused)
        complain_why(loader, decl, refused);
}

static void read_declaration(const struct loader *loader,
                             const struct nb_css_decl *decl, unsigned media,
                             struct nb_setting ***end)
{
    if (is_custom(decl))
        return;
    if (!strstr(decl->value, "var(")) {
        read_value(loader, decl, decl->value, media, end);
        return;
    }
    const char *values[NB_MEDIA] = {NULL, NULL};
    for (int i = 0; i < NB_MEDIA; i++)
        if (media & 1u << i)
            if (!(values[i] = resolve(loader, decl, (enum nb_media)i)))
                return;
    if (values[0] && values[1] && strcmp(values[0], values[1]) == 0) {
        read_value(loader, decl, values[0], media, end);
        return;
    }
    for (unsigned i = 0; i < NB_MEDIA; i++)
        if (values[i])
            read_value(loader, decl, values[i], 1u << i, end);
}

static struct nb_bucket *bucket_of(struct nb_sheet *sheet, struct nb_map *map,
                                   const char *key)
{
    struct nb_bucket *bucket = nb_map_get(map, nb_str_of(key));
    if (bucket)
        return bucket;
    bucket = nb_arena_alloc(sheet->arena, sizeof *bucket);
    if (!bucket || nb_map_set(map, nb_str_of(key), bucket) != NB_OK)
        return NULL;
    bucket->end = &bucket->first;
    return bucket;
}

static enum nb_status add_selector(struct nb_sheet *sheet, struct nb_selector *selector)
{
    const struct nb_compound *last = &selector->compounds[0];
    struct nb_bucket *bucket = &sheet->any;
    if (last->class_count)
        bucket = bucket_of(sheet, sheet->classes, last->classes[0]);
    else if (last->type)
        bucket = bucket_of(sheet, sheet->types, last->type);
    if (!bucket)
        return NB_NOMEM;
    selector->next = NULL;
    *bucket->end = selector;
    bucket->end = &selector->next;
    return NB_OK;
}

/* Second round: one rule with its selectors. */
static enum nb_status read_rule(const struct loader *loader,
                                const struct nb_css_rule *source, unsigned media)
{
    struct nb_sheet *sheet = loader->sheet;
    const char *bad;
    struct nb_selector *selector =
        nb_selector_read(sheet->arena, source->prelude, &bad);
    struct nb_rule *rule = nb_arena_alloc(sheet->arena, sizeof *rule);
    if (!rule)
        return nb_arena_status(sheet->arena);
    if (!selector && (media & NB_PRINT_BIT))
        complain(loader, NB_DIAG_STYLE_SELECTOR, source->line, bad, NULL);
    struct nb_setting **end = &rule->settings;
    for (const struct nb_css_decl *decl = source->decls; decl; decl = decl->next)
        if (selector || media == NB_SCREEN_BIT)
            read_declaration(loader, decl, media, &end);
    rule->media = media;
    rule->author = loader->author;
    while (selector) {
        struct nb_selector *next = selector->next;
        selector->rule = rule;
        if (add_selector(sheet, selector) != NB_OK)
            return NB_NOMEM;
        selector = next;
    }
    return nb_arena_status(sheet->arena);
}

/* A rule of the tree with the media of the @media around it. */
struct place {
    const struct nb_css_rule *rule, *outer;
    unsigned media;
};

/* The next rule in order, @media gone into; @media in @media is none of ours. */
static bool next_place(struct place *place)
{
    const struct nb_css_rule *rule = place->rule;
    bool into = rule->at && strcmp(rule->at, "media") == 0 && !place->outer;
    unsigned media = into ? nb_media_read(rule->prelude) : 0;
    if (into && media && rule->rules) {
        place->outer = rule;
        place->rule = rule->rules;
        place->media = media;
        return true;
    }
    if (!rule->next && place->outer) {
        rule = place->outer;
        place->outer = NULL;
        place->media = NB_PRINT_BIT | NB_SCREEN_BIT;
    }
    place->rule = rule->next;
    return place->rule != NULL;
}

/* The list doubles at powers of two. */
static void add_face(struct nb_sheet *sheet, const struct nb_css_rule *rule)
{
    size_t count = sheet->face_count;
    if ((count & (count - 1)) == 0) {
        const struct nb_css_rule **faces = nb_arena_array(
            sheet->arena, count ? 2 * count : 1, sizeof(const struct nb_css_rule *));
        if (!faces)
            return;
        for (size_t i = 0; i < count; i++)
            faces[i] = sheet->faces[i];
        sheet->faces = faces;
    }
    sheet->faces[sheet->face_count++] = rule;
}

size_t nb_sheet_font_faces(const struct nb_sheet *sheet, const char **source,
                           const struct nb_css_rule *const **faces)
{
    *source = sheet->source;
    *faces = sheet->faces;
    return sheet->face_count;
}

static void read_at_rule(const struct loader *loader, const struct place *place)
{
    const struct nb_css_rule *rule = place->rule;
    if (strcmp(rule->at, "media") == 0 && !place->outer && nb_media_read(rule->prelude))
        return;
    if (strcmp(rule->at, "charset") == 0 && !place->outer)
        return;
    bool print = place->media & NB_PRINT_BIT;
    if (strcmp(rule->at, "page") == 0 && print)
        nb_page_read(loader->ctx, loader->sheet, rule);
    else if (strcmp(rule->at, "font-face") == 0 && print)
        add_face(loader->sheet, rule);
    else if (strcmp(rule->at, "page") != 0)
        nb_report(loader->ctx, NB_DIAG_STYLE_AT_RULE, loader->sheet->source, rule->line,
                  "@%s%s%s", rule->at, *rule->prelude ? " " : "", rule->prelude);
}

static enum nb_status read_tree(const struct loader *loader,
                                const struct nb_css_rule *tree)
{
    enum nb_status status = NB_OK;
    struct place first = {tree, NULL, NB_PRINT_BIT | NB_SCREEN_BIT}, place = first;
    if (!tree)
        return NB_OK;
    do
        if (!place.rule->at)
            read_variables(loader, place.rule, place.media);
    while (next_place(&place));
    place = first;
    do {
        if (place.rule->at)
            read_at_rule(loader, &place);
        else
            status = read_rule(loader, place.rule, place.media);
    } while (status == NB_OK && next_place(&place));
    return status == NB_OK ? nb_arena_status(loader->sheet->arena) : status;
}

/* Parses and takes in one stylesheet; the tree goes to *tree. */
static enum nb_status read_sheet(const struct loader *loader, struct nb_str text,
                                 struct nb_css_rule **tree)
{
    struct nb_sheet *sheet = loader->sheet;
    enum nb_status status =
        nb_css_parse(loader->ctx, sheet->arena, sheet->source, text, tree);
    return status == NB_OK ? read_tree(loader, *tree) : status;
}

static struct nb_sheet *sheet_new(const char *source)
{
    struct nb_sheet *sheet = nb_calloc(1, sizeof *sheet);
    if (!sheet)
        return NULL;
    sheet->arena = nb_arena_new(MOST_ARENA);
    sheet->types = nb_map_new();
    sheet->classes = nb_map_new();
    sheet->any.end = &sheet->any.first;
    sheet->pages_end = &sheet->pages;
    sheet->boxes_end = &sheet->boxes;
    if (sheet->arena)
        sheet->source = nb_arena_strdup(sheet->arena, source);
    if (!sheet->source || !sheet->types || !sheet->classes) {
        nb_sheet_free(sheet);
        return NULL;
    }
    return sheet;
}

void nb_sheet_free(struct nb_sheet *sheet)
{
    if (!sheet)
        return;
    nb_map_free(sheet->types);
    nb_map_free(sheet->classes);
    nb_arena_free(sheet->arena);
    nb_free(sheet);
}

/* A stylesheet's text, and where it is from. */
struct text {
    const char *source;
    struct nb_str text;
};

/* Takes in stylesheets of authors, one behind the other. */
static enum nb_status read_authors(struct nb_ctx *ctx, struct nb_sheet *sheet,
                                   const struct text *texts, size_t count)
{
    const struct loader author = {ctx, sheet, true};
    struct nb_css_rule **end = &sheet->tree;
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < count && status == NB_OK; i++) {
        sheet->source = nb_arena_strdup(sheet->arena, texts[i].source);
        if (!sheet->source)
            return nb_arena_status(sheet->arena);
        status = read_sheet(&author, texts[i].text, end);
        while (*end)
            end = &(*end)->next;
    }
    return status;
}

/* The last of the texts is the style. */
static enum nb_status parse(struct nb_ctx *ctx, const struct text *texts, size_t count,
                            struct nb_sheet **out)
{
    struct nb_sheet *sheet = sheet_new(texts[count - 1].source);
    struct nb_css_rule *tree;
    *out = NULL;
    if (!sheet)
        return NB_NOMEM;
    const struct loader built_in = {ctx, sheet, false};
    enum nb_status status = read_sheet(&built_in, nb_str_of(nb_default_css), &tree);
    if (status == NB_OK)
        status = read_authors(ctx, sheet, texts, count);
    if (status != NB_OK) {
        nb_sheet_free(sheet);
        return status;
    }
    for (int i = 0; i < NB_MEDIA; i++)
        nb_style_compute(sheet, (enum nb_media)i, &nb_html_element, NULL,
                         &sheet->root[i]);
    *out = sheet;
    return NB_OK;
}

enum nb_status nb_sheet_parse(struct nb_ctx *ctx, const char *source,
                              struct nb_str text, struct nb_sheet **out)
{
    return parse(ctx, &(struct text){source, text}, 1, out);
}

/* "NAME" is NAME.css in the folder, all else a path. */
static char *path_of(struct nb_arena *arena, const char *folder, const char *name)
{
    if (strchr(name, '/') || nb_str_ends(nb_str_of(name), NB_STR(".css")))
        return nb_arena_strdup(arena, name);
    const char *file = nb_arena_printf(arena, "%s.css", name);
    return file ? nb_path_join(arena, folder, file) : NULL;
}

/* The file's text as UTF-8; what keeps it from being read is reported. */
static enum nb_status read_text(struct nb_ctx *ctx, const char *path,
                                struct nb_buf *out)
{
    struct nb_buf raw = NB_BUF_INIT;
    enum nb_status status = path ? nb_file_read(path, MOST_BYTES, &raw) : NB_NOMEM;
    if (status == NB_IO)
        nb_report(ctx, NB_DIAG_STYLE_MISSING, NULL, 0, "%s (%s)", path,
                  strerror(errno));
    else if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, path, 0, "stylesheet of more than 1 MB");
    if (status == NB_OK)
        status = nb_charset_decode(nb_buf_view(&raw), NULL, out, NULL);
    nb_buf_free(&raw);
    return status;
}

enum nb_status nb_sheet_load(struct nb_ctx *ctx, const char *folder, const char *name,
                             struct nb_sheet **out)
{
    enum { COMMON, STYLE, TEXTS };
    struct nb_buf texts[TEXTS] = {NB_BUF_INIT, NB_BUF_INIT};
    struct nb_arena *scratch = nb_arena_new(0);
    struct text both[TEXTS];
    enum nb_status status = scratch ? NB_OK : NB_NOMEM;
    int first = *folder ? COMMON : STYLE;
    *out = NULL;
    if (status == NB_OK) {
        both[COMMON].source = nb_path_join(scratch, folder, "common/screen.css");
        both[STYLE].source = path_of(scratch, folder, name);
    }
    for (int i = first; i < TEXTS && status == NB_OK; i++) {
        status = read_text(ctx, both[i].source, &texts[i]);
        both[i].text = nb_buf_view(&texts[i]);
    }
    if (status == NB_OK)
        status = parse(ctx, both + first, (size_t)(TEXTS - first), out);
    nb_buf_free(&texts[COMMON]);
    nb_buf_free(&texts[STYLE]);
    nb_arena_free(scratch);
    return status;
}
