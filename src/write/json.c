/* The edition as JSON: its own fields, then its sections with their articles, each as
 * `extract --to json` gives it. newsbind reads it as an input again. */
#include "doc/doc_json.h"
#include "write/writers.h"

static bool set_string(struct nb_json *object, const char *key, const char *text)
{
    return !text || nb_json_set(object, key, nb_json_new_string(text));
}

static bool set_fields(struct nb_json *object, const struct nb_edition *edition)
{
    const struct {
        const char *key, *text;
    } fields[] = {{"title", edition->title},      {"subtitle", edition->subtitle},
                  {"number", edition->number},    {"date", edition->date},
                  {"lang", edition->lang},        {"publisher", edition->publisher},
                  {"rights", edition->rights},    {"id", edition->id},
                  {"modified", edition->modified}};
    bool done = nb_json_set(object, "model", nb_json_new_int(1));
    for (size_t i = 0; done && i < sizeof fields / sizeof fields[0]; i++)
        done = set_string(object, fields[i].key, fields[i].text);
    if (!done || !edition->editors.count)
        return done;
    struct nb_json *editors = nb_json_new_array();
    done = nb_json_set(object, "editors", editors);
    for (size_t i = 0; done && i < edition->editors.count; i++)
        done = nb_json_push(editors, nb_json_new_string(edition->editors.at[i]));
    return done;
}

static bool add_section(struct nb_json *sections, const struct nb_section *section,
                        bool several)
{
    struct nb_json *object = nb_json_new_object(), *articles = nb_json_new_array();
    if (!nb_json_push(sections, object)) {
        nb_json_free(articles);
        return false;
    }
    bool done = set_string(object, "title", section->title);
    if (!done)
        nb_json_free(articles);
    else
        done = nb_json_set(object, "articles", articles);
    for (const struct nb_article *at = section->articles; done && at; at = at->next)
        done = nb_json_push(articles, nb_article_to_json(at, several));
    return done;
}

static enum nb_status write_json(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 struct nb_file *file)
{
    struct nb_json *root = nb_json_new_object(), *sections = nb_json_new_array();
    struct nb_buf out = NB_BUF_INIT;
    (void)ctx;
    bool several = nb_edition_count(in->edition) > 1;
    bool done = root && set_fields(root, in->edition);
    if (!done)
        nb_json_free(sections);
    else
        done = nb_json_set(root, "sections", sections);
    for (const struct nb_section *at = in->edition->sections; done && at; at = at->next)
        done = add_section(sections, at, several);
    enum nb_status status = done ? nb_json_print(root, true, &out) : NB_NOMEM;
    nb_json_free(root);
    if (status == NB_OK) {
        nb_buf_putc(&out, '\n');
        status = out.status;
    }
    if (status == NB_OK)
        status = nb_file_write(file, out.data, out.len);
    nb_buf_free(&out);
    return status;
}

const struct nb_writer nb_writer_json = {.ending = ".json", .write = write_json};
