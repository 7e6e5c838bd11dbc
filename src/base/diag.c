/* Diagnostics: the table, and sinks that keep entries in an arena of their own. */
#include "base/diag.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/explain.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>

enum { MOST_ENTRIES = 10000, LONGEST_DETAIL = 400 };

static const struct {
    enum nb_severity severity;
    const char *name, *text;
} table[] = {
#define NB_DIAG(name, severity, code, text) {NB_##severity, code, text},
#include "base/diag.def"
#undef NB_DIAG
};

struct nb_diags {
    struct nb_arena *arena;
    struct nb_diag *entries;
    size_t count, size;
    size_t tally[NB_ERROR + 1];
    struct nb_explanations *explanations; /* NULL: nobody asked */
};

struct nb_diags *nb_diags_new(void)
{
    struct nb_diags *diags = nb_calloc(1, sizeof *diags);
    if (!diags)
        return NULL;
    diags->arena = nb_arena_new(0);
    if (!diags->arena) {
        nb_free(diags);
        return NULL;
    }
    return diags;
}

void nb_diags_free(struct nb_diags *diags)
{
    if (!diags)
        return;
    nb_arena_free(diags->arena);
    nb_explanations_free(diags->explanations);
    nb_free(diags->entries);
    nb_free(diags);
}

struct nb_explanations *nb_diags_explanations(const struct nb_diags *diags)
{
    return diags->explanations;
}

void nb_diags_set_explanations(struct nb_diags *diags,
                               struct nb_explanations *explanations)
{
    diags->explanations = explanations;
}

/* A copy of what a file or its name may have brought, fit to be shown. */
static const char *copy_line(struct nb_diags *diags, const char *text)
{
    struct nb_buf line = NB_BUF_INIT;
    if (!text)
        return NULL;
    nb_buf_line(&line, text);
    const char *copy = nb_arena_strdup(diags->arena, nb_buf_cstr(&line));
    nb_buf_free(&line);
    return copy;
}

/* Keeps `diag`, whose strings the caller still owns. Without memory it is counted only. */
static void keep(struct nb_diags *diags, const struct nb_diag *diag)
{
    diags->tally[table[diag->code].severity]++;
    if (diags->count >= MOST_ENTRIES)
        return;
    if (diags->count == diags->size) {
        size_t size = diags->size ? diags->size * 2 : 16;
        struct nb_diag *entries = nb_realloc(diags->entries, size * sizeof *entries);
        if (!entries)
            return;
        diags->entries = entries;
        diags->size = size;
    }
    struct nb_diag *copy = &diags->entries[diags->count];
    *copy = *diag;
    copy->source = copy_line(diags, diag->source);
    copy->detail = copy_line(diags, diag->detail);
    diags->count++;
}

/* Cuts a text that filled its room at a character's end. */
static void cut(char *text, size_t room)
{
    size_t len = strlen(text);
    if (len + 1 < room)
        return;
    while (len && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
        len--;
    text[len ? len - 1 : 0] = '\0';
}

static void report(struct nb_ctx *ctx, struct nb_diag diag, const char *format,
                   va_list args)
{
    char detail[LONGEST_DETAIL];
    if (!ctx || !ctx->diags)
        return;
    if (format) {
        (void)vsnprintf(detail, sizeof detail, format, args);
        cut(detail, sizeof detail);
        diag.detail = detail;
    }
    keep(ctx->diags, &diag);
}

void nb_report(struct nb_ctx *ctx, enum nb_diag_code code, const char *source,
               unsigned line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(ctx, (struct nb_diag){.code = code, .source = source, .line = line}, format,
           args);
    va_end(args);
}

void nb_report_at(struct nb_ctx *ctx, enum nb_diag_code code, const char *source,
                  unsigned line, unsigned column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report(ctx,
           (struct nb_diag){
               .code = code, .source = source, .line = line, .column = column},
           format, args);
    va_end(args);
}

size_t nb_diags_count(const struct nb_diags *diags)
{
    return diags->count;
}

const struct nb_diag *nb_diags_at(const struct nb_diags *diags, size_t index)
{
    return index < diags->count ? &diags->entries[index] : NULL;
}

size_t nb_diags_tally(const struct nb_diags *diags, enum nb_severity severity)
{
    return diags->tally[severity];
}

void nb_diags_join(struct nb_diags *to, struct nb_diags *from)
{
    for (size_t i = 0; i < from->count; i++) {
        from->tally[table[from->entries[i].code].severity]--;
        keep(to, &from->entries[i]);
    }
    for (int s = NB_INFO; s <= NB_ERROR; s++) {
        to->tally[s] += from->tally[s];
        from->tally[s] = 0;
    }
    if (to->explanations && from->explanations)
        nb_explanations_join(to->explanations, from->explanations);
    from->count = 0;
    nb_arena_reset(from->arena);
}

enum nb_severity nb_diag_severity(enum nb_diag_code code)
{
    return table[code].severity;
}

const char *nb_diag_name(enum nb_diag_code code)
{
    return table[code].name;
}

const char *nb_diag_text(enum nb_diag_code code)
{
    return table[code].text;
}

const char *nb_severity_name(enum nb_severity severity)
{
    switch (severity) {
    case NB_INFO:
        return "info";
    case NB_WARNING:
        return "warning";
    case NB_ERROR:
        return "error";
    }
    return "unknown";
}

void nb_diag_format(const struct nb_diag *diag, struct nb_buf *out)
{
    nb_buf_puts(out, diag->source ? diag->source : "newsbind");
    if (diag->line)
        nb_buf_printf(out, ":%u", diag->line);
    if (diag->line && diag->column)
        nb_buf_printf(out, ":%u", diag->column);
    nb_buf_printf(out, ": %s: %s", nb_severity_name(nb_diag_severity(diag->code)),
                  nb_diag_text(diag->code));
    if (diag->detail)
        nb_buf_printf(out, ": %s", diag->detail);
    nb_buf_printf(out, " [%s]", nb_diag_name(diag->code));
}
