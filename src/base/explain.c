/* Explanations: entries in an arena of their own, and their form for people. */
#include "base/explain.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20, SHOWN_BYTES = 96, LONGEST_WHY = 600 };

struct nb_explanations {
    struct nb_arena *arena;
    struct nb_explained *entries;
    size_t count, room, lost;
};

enum nb_status nb_explain_begin(struct nb_diags *diags)
{
    if (nb_diags_explanations(diags))
        return NB_OK;
    struct nb_explanations *explanations = nb_calloc(1, sizeof *explanations);
    if (!explanations)
        return NB_NOMEM;
    explanations->arena = nb_arena_new(MOST_BYTES);
    if (!explanations->arena) {
        nb_free(explanations);
        return NB_NOMEM;
    }
    nb_diags_set_explanations(diags, explanations);
    return NB_OK;
}

void nb_explanations_free(struct nb_explanations *explanations)
{
    if (!explanations)
        return;
    nb_arena_free(explanations->arena);
    nb_free(explanations->entries);
    nb_free(explanations);
}

static struct nb_explanations *wanted(const struct nb_ctx *ctx)
{
    return ctx && ctx->diags ? nb_diags_explanations(ctx->diags) : NULL;
}

bool nb_explain_wanted(const struct nb_ctx *ctx)
{
    return wanted(ctx) != NULL;
}

static bool grow(struct nb_explanations *explanations)
{
    if (explanations->count < explanations->room)
        return true;
    size_t room = explanations->room ? explanations->room * 2 : 64;
    struct nb_explained *entries =
        nb_realloc(explanations->entries, room * sizeof *entries);
    if (!entries)
        return false;
    explanations->entries = entries;
    explanations->room = room;
    return true;
}

/* The source's name, copied once for all entries in a row. */
static const char *source_of(struct nb_explanations *explanations, const char *source)
{
    const char *last = explanations->count
                           ? explanations->entries[explanations->count - 1].source
                           : NULL;
    return last && source && strcmp(last, source) == 0
               ? last
               : nb_arena_strdup(explanations->arena, source);
}

/* Keeps a copy of `entry`, whose strings the caller still owns. */
static void keep(struct nb_explanations *explanations, const struct nb_explained *entry)
{
    struct nb_explained copy = *entry;
    copy.source = source_of(explanations, entry->source);
    copy.what = nb_arena_strdup(explanations->arena, entry->what);
    copy.text = nb_arena_strdup(explanations->arena, entry->text);
    copy.why = nb_arena_strdup(explanations->arena, entry->why);
    if (nb_arena_status(explanations->arena) == NB_OK && grow(explanations))
        explanations->entries[explanations->count++] = copy;
    else
        explanations->lost++;
}

void nb_explanations_join(struct nb_explanations *to, struct nb_explanations *from)
{
    for (size_t i = 0; i < from->count; i++)
        keep(to, &from->entries[i]);
    to->lost += from->lost;
    from->count = from->lost = 0;
    nb_arena_reset(from->arena);
}

/* The beginning of `text` as one line, cut between characters. */
static void shorten(struct nb_str text, char out[SHOWN_BYTES + 8])
{
    size_t len = text.len < SHOWN_BYTES ? text.len : SHOWN_BYTES;
    while (len < text.len && len && ((unsigned char)text.data[len] & 0xC0) == 0x80)
        len--;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        out[i] = text.data[i];
        if (c < 0x20 || c == 0x7F)
            out[i] = ' ';
    }
    (void)snprintf(out + len, 8, "%s", len < text.len ? "…" : "");
}

void nb_explain(struct nb_ctx *ctx, const char *source, unsigned line, bool kept,
                const char *what, struct nb_str text, const char *format, ...)
{
    char shown[SHOWN_BYTES + 8], why[LONGEST_WHY] = "";
    struct nb_explanations *explanations = wanted(ctx);
    va_list args;
    if (!explanations)
        return;
    shorten(text, shown);
    va_start(args, format);
    if (format)
        (void)vsnprintf(why, sizeof why, format, args);
    va_end(args);
    struct nb_explained entry = {source, line, kept, what, shown, *why ? why : NULL};
    keep(explanations, &entry);
}

size_t nb_explained_count(const struct nb_diags *diags)
{
    const struct nb_explanations *explanations = nb_diags_explanations(diags);
    return explanations ? explanations->count : 0;
}

const struct nb_explained *nb_explained_at(const struct nb_diags *diags, size_t index)
{
    const struct nb_explanations *explanations = nb_diags_explanations(diags);
    return explanations && index < explanations->count ? &explanations->entries[index]
                                                       : NULL;
}

size_t nb_explained_lost(const struct nb_diags *diags)
{
    const struct nb_explanations *explanations = nb_diags_explanations(diags);
    return explanations ? explanations->lost : 0;
}

static void print_one(const struct nb_explained *entry, struct nb_buf *out)
{
    if (entry->line)
        nb_buf_printf(out, "%6u  ", entry->line);
    else
        nb_buf_puts(out, "     -  ");
    nb_buf_printf(out, "%s %s: %s\n", entry->kept ? "kept   " : "dropped", entry->what,
                  entry->text);
    if (entry->why)
        nb_buf_printf(out, "                %s\n", entry->why);
}

void nb_explained_print(const struct nb_diags *diags, struct nb_buf *out)
{
    const char *source = NULL;
    for (size_t i = 0; i < nb_explained_count(diags); i++) {
        const struct nb_explained *entry = nb_explained_at(diags, i);
        if (!entry)
            break;
        if (entry->source && (!source || strcmp(source, entry->source) != 0)) {
            nb_buf_puts(out, out->len ? "\n" : "");
            nb_buf_printf(out, "%s\n", entry->source);
            source = entry->source;
        }
        print_one(entry, out);
    }
    if (nb_explained_lost(diags))
        nb_buf_printf(out, "… and %zu more\n", nb_explained_lost(diags));
}
