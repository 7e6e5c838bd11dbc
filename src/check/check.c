/* The order of the checks. */
#include "check/check.h"

#include "check/book.h"

#include <string.h>

enum { MOST_MEMORY = 256 << 20 /* bytes of the arena */ };

static void check_items(struct nb_check *check)
{
    for (struct nb_check_item *item = check->items; item && check->status == NB_OK;
         item = item->next) {
        struct nb_buf text = NB_BUF_INIT;
        if (!item->file || item->file->locked || item->file->item != item)
            continue;
        if (nb_check_is_document(item))
            nb_check_content(check, item);
        else if (strcmp(item->type, "text/css") == 0 &&
                 nb_check_read(check, item->file, &text))
            nb_check_css(check, item->file, 0, nb_buf_view(&text));
        else if (strncmp(item->type, "image/", 6) == 0)
            nb_check_picture(check, item);
        else if (strstr(item->type, "font") || strstr(item->type, "opentype"))
            nb_check_font(check, item);
        nb_buf_free(&text);
    }
}

static void check_unlisted(struct nb_check *check)
{
    for (size_t i = 0; i < check->count; i++) {
        const struct nb_check_file *file = &check->files[i];
        size_t len = strlen(file->name);
        if (!file->item && file != check->opf && len && file->name[len - 1] != '/' &&
            strncmp(file->name, "META-INF/", 9) != 0 &&
            strcmp(file->name, "mimetype") != 0)
            nb_check_say(check, NB_DIAG_EPUB_UNLISTED, file, 0, "%zu bytes",
                         file->size);
    }
}

static enum nb_status check_all(struct nb_check *check)
{
    if (!nb_check_archive(check) || !nb_check_container(check) ||
        !nb_check_package(check))
        return check->status == NB_OK ? NB_FORMAT : check->status;
    check_items(check);
    nb_check_ncx(check);
    nb_check_jumps(check);
    check_unlisted(check);
    return check->status;
}

enum nb_status nb_check_book(struct nb_ctx *ctx, const char *path, struct nb_str bytes)
{
    struct nb_check check = {.ctx = ctx, .path = path, .bytes = bytes, .version = 3};
    check.last_item = &check.items;
    check.last_jump = &check.jumps;
    check.arena = nb_arena_new(MOST_MEMORY);
    check.names = nb_map_new();
    check.ids = nb_map_new();
    check.anchors = nb_map_new();
    enum nb_status status = NB_NOMEM;
    if (check.arena && check.names && check.ids && check.anchors)
        status = check_all(&check);
    if (check.arena && nb_arena_status(check.arena) == NB_NOMEM)
        status = NB_NOMEM;
    else if (check.arena && nb_arena_status(check.arena) != NB_OK)
        nb_check_say(&check, NB_DIAG_EPUB_UNCHECKED, NULL, 0,
                     "too many items and links");
    nb_unzip_free(check.zip);
    nb_map_free(check.names);
    nb_map_free(check.ids);
    nb_map_free(check.anchors);
    nb_arena_free(check.arena);
    return status;
}
