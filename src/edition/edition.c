/* The edition file: YAML events against a table of keys. Every error is reported with line and
 * column and the reading goes on, so that one run shows all of them. The schema has a fixed
 * depth, so no value is ever read by recursion; what stands where it should not is skipped. */
#include "edition/edition.h"

#include "base/io.h"
#include "edition/expand.h"
#include "edition/keys.h"

#include <errno.h>
#include <string.h>
#include <yaml.h>

enum { MOST_MAPPINGS = 1000, MOST_ITEMS = 10000, EDITION_BYTES = 1 << 20 };

struct reader {
    struct nb_ctx *ctx;
    struct nb_arena *arena;
    const char *path;
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event, failed, ended;
    struct nb_edition_file *out;
};

static void error_at(struct reader *r, yaml_mark_t mark, enum nb_diag_code code,
                     const char *what, const char *word)
{
    nb_report_at(r->ctx, code, r->path, (unsigned)mark.line + 1,
                 (unsigned)mark.column + 1, "%s%s", what, word);
    r->failed = true;
}

/* Takes the next event; false at the end and after a syntax error. */
static bool next(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
    if (r->ended)
        return false;
    if (!yaml_parser_parse(&r->parser, &r->event)) {
        error_at(r, r->parser.problem_mark, NB_DIAG_EDITION_SYNTAX,
                 r->parser.problem ? r->parser.problem : "out of memory", "");
        r->ended = true;
        return false;
    }
    r->has_event = true;
    if (r->event.type == YAML_STREAM_END_EVENT)
        r->ended = true;
    if (r->event.type == YAML_ALIAS_EVENT)
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_SYNTAX,
                 "aliases are not allowed", "");
    return true;
}

/* Passes over the value that the current event begins. */
static void skip(struct reader *r)
{
    int depth = 0;
    do {
        switch (r->event.type) {
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            depth++;
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            depth--;
            break;
        default: /* a foreign enum: scalars and aliases stand for themselves */
            break;
        }
    } while (depth > 0 && next(r));
}

static const char *scalar(struct reader *r)
{
    return (const char *)r->event.data.scalar.value;
}

/* Where the byte `at` of the current scalar stands; of one over several lines, its start. */
static yaml_mark_t place_in(struct reader *r, size_t at)
{
    yaml_mark_t mark = r->event.start_mark;
    if (mark.line != r->event.end_mark.line)
        return mark;
    mark.column += r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    for (size_t i = 0; i < at; i++)
        mark.column += ((unsigned char)scalar(r)[i] & 0xC0) != 0x80;
    return mark;
}

/* The current scalar with its variables replaced. */
static const char *take_expanded(struct reader *r)
{
    struct nb_buf out = NB_BUF_INIT;
    char why[NB_EXPAND_WHY];
    size_t at;
    const char *text = NULL;
    if (!nb_edition_expand(scalar(r), &out, &at, why))
        error_at(r, place_in(r, at), NB_DIAG_EDITION_VALUE, why, "");
    else if (out.len)
        text = nb_arena_copy(r->arena, out.data, out.len);
    nb_buf_free(&out);
    return text;
}

/* The current event as a scalar in the arena, NULL for an empty one or what is none. */
static const char *take_scalar(struct reader *r, const char *key)
{
    if (r->event.type != YAML_SCALAR_EVENT) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE,
                 "one value is wanted, not a list or a mapping: ", key);
        skip(r);
        return NULL;
    }
    if (strlen(scalar(r)) != r->event.data.scalar.length) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE, "NUL in the value of ",
                 key);
        return NULL;
    }
    if (!strchr(scalar(r), '$'))
        return *scalar(r) ? nb_arena_strdup(r->arena, scalar(r)) : NULL;
    return take_expanded(r);
}

static void push(struct reader *r, struct nb_strings *list, const char *text)
{
    if (!text)
        return;
    if (list->count >= MOST_ITEMS) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE, "too many items", "");
        return;
    }
    if ((list->count & (list->count + 1)) == 0) { /* room for 1, 3, 7, 15 … */
        const char **at = nb_arena_array(r->arena, list->count * 2 + 1, sizeof *at);
        if (!at)
            return;
        if (list->count)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
    }
    list->at[list->count++] = text;
}

/* A list of scalars, or one scalar. */
static void take_strings(struct reader *r, const char *key, struct nb_strings *list)
{
    if (r->event.type != YAML_SEQUENCE_START_EVENT) {
        push(r, list, take_scalar(r, key));
        return;
    }
    while (next(r) && r->event.type != YAML_SEQUENCE_END_EVENT)
        push(r, list, take_scalar(r, key));
}

static void report_key(struct reader *r, const struct nb_edition_key *table)
{
    const char *near = nb_edition_key_near(table, scalar(r));
    char detail[160];
    (void)snprintf(detail, sizeof detail, near ? "%.60s (did you mean %s?)" : "%.60s",
                   scalar(r), near);
    error_at(r, r->event.start_mark, NB_DIAG_EDITION_KEY, detail, "");
}

/* One value of a key whose target lies in `base`. */
static void take_value(struct reader *r, const struct nb_edition_key *key, void *base)
{
    yaml_mark_t mark = r->event.start_mark;
    char *target = (char *)base + key->offset;
    if (key->kind == NB_KEY_STRINGS) {
        struct nb_strings list = {0};
        take_strings(r, key->name, &list);
        memcpy(target, &list, sizeof list);
        return;
    }
    const char *text = take_scalar(r, key->name);
    const char *why = text ? nb_edition_value_wrong(key->kind, text) : NULL;
    if (why)
        error_at(r, mark, NB_DIAG_EDITION_VALUE, why, text);
    memcpy(target, &text, sizeof text);
}

/* The keys of one mapping, whose start is the current event. `nested` is called for a key whose
 * value is a mapping or a list of them, with its target. */
static void take_mapping(struct reader *r, const struct nb_edition_key *table,
                         void *base, struct nb_edition_mark *marks,
                         void (*nested)(struct reader *, const struct nb_edition_key *,
                                        void *))
{
    unsigned long seen = 0;
    while (next(r) && r->event.type != YAML_MAPPING_END_EVENT) {
        const struct nb_edition_key *key = NULL;
        if (r->event.type != YAML_SCALAR_EVENT) {
            error_at(r, r->event.start_mark, NB_DIAG_EDITION_KEY, "a key is wanted",
                     "");
            skip(r);
        } else if (!(key = nb_edition_key_find(table, scalar(r)))) {
            report_key(r, table);
        } else if (seen & 1ul << (key - table)) {
            error_at(r, r->event.start_mark, NB_DIAG_EDITION_KEY,
                     "given twice: ", key->name);
        }
        if (key)
            seen |= 1ul << (key - table);
        if (!next(r))
            return;
        if (key)
            marks[key - table] =
                (struct nb_edition_mark){(unsigned)r->event.start_mark.line + 1,
                                         (unsigned)r->event.start_mark.column + 1};
        if (!key)
            skip(r);
        else if (key->kind == NB_KEY_SECTIONS || key->kind == NB_KEY_PATTERNS ||
                 key->kind == NB_KEY_OVERRIDES)
            nested(r, key, (char *)base + key->offset);
        else
            take_value(r, key, base);
    }
}

/* Nothing is nested in a mapping of this table. */
static void skip_nested(struct reader *r, const struct nb_edition_key *key,
                        void *target)
{
    (void)key;
    (void)target;
    skip(r);
}

static void take_patterns(struct reader *r, const struct nb_edition_key *key,
                          void *target)
{
    (void)key;
    if (r->event.type != YAML_MAPPING_START_EVENT) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE,
                 "patterns by field are wanted, such as title: \"Sport*\"", "");
        skip(r);
        return;
    }
    struct nb_edition_mark unused[NB_EDITION_MARKS];
    take_mapping(r, nb_edition_pattern_keys, target, unused, skip_nested);
}

static void take_section(struct reader *r)
{
    if (r->event.type != YAML_MAPPING_START_EVENT) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE,
                 "a section needs title and sources", "");
        skip(r);
        return;
    }
    yaml_mark_t mark = r->event.start_mark;
    struct nb_edition_section *section = nb_arena_alloc(r->arena, sizeof *section);
    struct nb_edition_section dummy = {0};
    if (!section)
        section = &dummy;
    take_mapping(r, nb_edition_section_keys, section, section->marks, take_patterns);
    if (section == &dummy)
        return;
    if (!section->sources.count)
        error_at(r, mark, NB_DIAG_EDITION_VALUE, "a section without sources", "");
    if (r->out->last)
        r->out->last->next = section;
    else
        r->out->sections = section;
    r->out->last = section;
}

static void take_override(struct reader *r)
{
    struct nb_edition_override dummy = {0};
    struct nb_edition_override *override = nb_arena_alloc(r->arena, sizeof *override);
    yaml_mark_t mark = r->event.start_mark;
    if (r->event.type != YAML_MAPPING_START_EVENT) {
        error_at(r, mark, NB_DIAG_EDITION_VALUE,
                 "match and what to change are wanted, such as {match: a.html, omit: "
                 "yes}",
                 "");
        skip(r);
        return;
    }
    if (!override)
        override = &dummy;
    take_mapping(r, nb_edition_override_keys, override, override->marks, skip_nested);
    if (override == &dummy)
        return;
    if (!override->match.count)
        error_at(r, mark, NB_DIAG_EDITION_VALUE, "no match: which articles are meant?",
                 "");
    if (r->out->last_override)
        r->out->last_override->next = override;
    else
        r->out->overrides = override;
    r->out->last_override = override;
}

/* A list of mappings: sections, overrides. */
static void take_list(struct reader *r, const struct nb_edition_key *key)
{
    if (r->event.type != YAML_SEQUENCE_START_EVENT) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE,
                 "a list is wanted: ", key->name);
        skip(r);
        return;
    }
    for (int count = 0; next(r) && r->event.type != YAML_SEQUENCE_END_EVENT; count++) {
        if (count >= MOST_MAPPINGS) {
            if (count == MOST_MAPPINGS)
                error_at(r, r->event.start_mark, NB_DIAG_EDITION_VALUE, "too many ",
                         key->name);
            skip(r);
        } else if (key->kind == NB_KEY_SECTIONS) {
            take_section(r);
        } else {
            take_override(r);
        }
    }
}

static void take_nested(struct reader *r, const struct nb_edition_key *key,
                        void *target)
{
    if (key->kind == NB_KEY_PATTERNS)
        take_patterns(r, key, target);
    else
        take_list(r, key);
}

static void take_document(struct reader *r)
{
    while (next(r) && r->event.type != YAML_DOCUMENT_START_EVENT) {
    }
    if (r->ended || !next(r))
        return;
    if (r->event.type != YAML_MAPPING_START_EVENT) {
        error_at(r, r->event.start_mark, NB_DIAG_EDITION_SYNTAX,
                 "keys and values are wanted, such as title: My weekly", "");
        return;
    }
    take_mapping(r, nb_edition_keys, r->out, r->out->marks, take_nested);
    while (next(r)) {
        if (r->event.type == YAML_DOCUMENT_START_EVENT)
            error_at(r, r->event.start_mark, NB_DIAG_EDITION_SYNTAX,
                     "more than one document", "");
    }
}

static enum nb_status parse(struct reader *r, struct nb_str text)
{
    if (!yaml_parser_initialize(&r->parser))
        return NB_NOMEM;
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)text.data,
                                 text.len);
    take_document(r);
    if (r->has_event)
        yaml_event_delete(&r->event);
    bool nomem = r->parser.error == YAML_MEMORY_ERROR;
    yaml_parser_delete(&r->parser);
    if (nomem)
        return NB_NOMEM;
    enum nb_status status = nb_arena_status(r->arena);
    return status == NB_OK && r->failed ? NB_FORMAT : status;
}

static bool has_patterns(const struct nb_edition_patterns *patterns)
{
    return patterns->title.count || patterns->author.count || patterns->tag.count ||
           patterns->site.count;
}

/* What the edition says of its sections holds where they say nothing themselves. */
static void hand_down(const struct nb_edition_section *from,
                      struct nb_edition_section *to)
{
    to->limit = to->limit ? to->limit : from->limit;
    to->order = to->order ? to->order : from->order;
    to->window = to->window ? to->window : from->window;
    if (!has_patterns(&to->include))
        to->include = from->include;
    if (!has_patterns(&to->exclude))
        to->exclude = from->exclude;
}

/* The sources of an edition that has no sections, or stand before them, make one without a
 * title. */
static void settle_sections(struct nb_arena *arena, struct nb_edition_file *file)
{
    for (struct nb_edition_section *at = file->sections; at; at = at->next)
        hand_down(&file->own, at);
    if (!file->own.sources.count)
        return;
    struct nb_edition_section *section = nb_arena_alloc(arena, sizeof *section);
    if (!section)
        return;
    *section = file->own;
    nb_section_mark(section, "sources", nb_edition_where(file, "sources"));
    section->next = file->sections;
    file->sections = section;
}

enum nb_status nb_edition_read(struct nb_ctx *ctx, struct nb_arena *arena,
                               const char *path, struct nb_edition_file *out)
{
    struct reader reader = {.ctx = ctx, .arena = arena, .path = path, .out = out};
    struct nb_buf bytes;
    *out = (struct nb_edition_file){0};
    enum nb_status status = nb_file_read(path, EDITION_BYTES, &bytes);
    if (status != NB_OK) {
        nb_report(ctx, NB_DIAG_EDITION_SYNTAX, path, 0, "%s",
                  status == NB_IO ? strerror(errno) : nb_status_name(status));
        return status;
    }
    out->path = nb_arena_strdup(arena, path);
    out->folder = nb_path_folder(arena, path);
    status = parse(&reader, nb_buf_view(&bytes));
    nb_buf_free(&bytes);
    if (status == NB_OK) {
        settle_sections(arena, out);
        status = nb_arena_status(arena);
    }
    return status;
}
