/* The open book: its files, and what is said and read of them. */
#include "check/book.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    MOST_FILE = 64 << 20, /* bytes of one file that are looked at */
    MOST_BOOK = 1 << 30   /* of all files together */
};

void nb_check_say(struct nb_check *check, enum nb_diag_code code,
                  const struct nb_check_file *file, unsigned line, const char *format,
                  ...)
{
    char detail[400];
    struct nb_buf source = NB_BUF_INIT;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    nb_buf_puts(&source, check->path);
    if (file)
        nb_buf_putc(&source, '/');
    for (const char *p = file ? file->name : ""; *p; p++)
        nb_buf_putc(&source, (unsigned char)*p < ' ' || *p == 0x7F ? ' ' : *p);
    nb_report(check->ctx, code, nb_buf_cstr(&source), line, "%s", detail);
    nb_buf_free(&source);
}

struct nb_check_file *nb_check_find(const struct nb_check *check, struct nb_str name)
{
    return nb_map_get(check->names, name);
}

bool nb_check_read(struct nb_check *check, const struct nb_check_file *file,
                   struct nb_buf *out)
{
    if (file->size > MOST_FILE || check->unpacked + file->size > MOST_BOOK) {
        nb_check_say(check, NB_DIAG_EPUB_UNCHECKED, file, 0, "%zu bytes unpacked",
                     file->size);
        return false;
    }
    size_t before = out->len;
    enum nb_status status = nb_unzip_read(check->zip, file->index, file->size, out);
    check->unpacked += out->len - before;
    if (status == NB_NOMEM)
        check->status = NB_NOMEM;
    else if (status != NB_OK)
        nb_check_say(check, NB_DIAG_EPUB_ARCHIVE, file, 0,
                     "the entry is damaged or larger than it says");
    return status == NB_OK;
}

static const char *collapsed(struct nb_check *check, struct nb_str text)
{
    char *copy = nb_arena_copy(check->arena, text.data, text.len);
    size_t len = 0;
    bool space = false;
    for (size_t i = 0; copy && i < text.len; i++) {
        if (nb_ascii_space(text.data[i])) {
            space = len > 0;
            continue;
        }
        if (space)
            copy[len++] = ' ';
        space = false;
        copy[len++] = text.data[i];
    }
    if (copy)
        copy[len] = '\0';
    return copy ? copy : "";
}

const char *nb_check_text(struct nb_check *check, const struct nb_xml_node *node)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    const char *copy = collapsed(check, nb_buf_view(&text));
    nb_buf_free(&text);
    return copy;
}

const char *nb_check_attr(struct nb_check *check, const struct nb_xml_node *node,
                          const char *name)
{
    const char *value = nb_xml_attr(node, name);
    return value && *value ? collapsed(check, nb_str_of(value)) : "";
}

bool nb_check_one_of(const char *words, const char *text)
{
    struct nb_str rest = nb_str_of(words), word, wanted = nb_str_of(text);
    while (nb_str_split(&rest, ' ', &word)) {
        if (word.len && nb_str_eq(word, wanted))
            return true;
    }
    return false;
}
