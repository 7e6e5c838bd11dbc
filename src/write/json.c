/* The edition as JSON: its own fields, then its sections with their articles, each as
 * `extract --to json` gives it. newsbind reads it as an input again. */
#include "base/str.h"
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

/* What is being written. */
struct place {
    const char *folder; /* of the inputs, or NULL */
    bool with_id;
    struct nb_arena *arena;
};

/* The way to the folder of a file: "world", or "" for that of the inputs; NULL when it lies
 * elsewhere. */
static const char *way_to(const struct place *place, const char *file)
{
    const char *folder =
        file && place->folder ? nb_path_folder(place->arena, file) : NULL;
    return folder ? nb_path_below(place->arena, place->folder, folder) : NULL;
}

/* How an article is written. Its pictures are named from the folder of the inputs on, when it
 * lies in a folder below that: wherever the file itself goes to, it is the same. */
static struct nb_json_form form_of(const struct place *place,
                                   const struct nb_section *section,
                                   const struct nb_article *article)
{
    struct nb_json_form form = {.with_id = place->with_id};
    form.with_kicker =
        article->kicker && section->title &&
        nb_str_eq_nocase(nb_str_of(article->kicker), nb_str_of(section->title));
    form.pictures = way_to(place, article->source);
    if (form.pictures && *form.pictures)
        form.pictures = nb_arena_printf(place->arena, "%s/", form.pictures);
    const char *way = way_to(place, article->lead_file);
    if (way)
        form.lead = nb_path_join(place->arena, way, nb_path_name(article->lead_file));
    return form;
}

static bool add_section(struct nb_json *sections, const struct nb_section *section,
                        const struct place *place)
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
    for (const struct nb_article *at = section->articles; done && at; at = at->next) {
        const struct nb_json_form form = form_of(place, section, at);
        done = nb_json_push(articles, nb_article_to_json(at, &form));
    }
    return done && nb_arena_status(place->arena) == NB_OK;
}

static enum nb_status write_json(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 struct nb_file *file)
{
    struct nb_json *root = nb_json_new_object(), *sections = nb_json_new_array();
    struct nb_buf out = NB_BUF_INIT;
    const struct place place = {.folder = in->folder,
                                .with_id = nb_edition_count(in->edition) > 1,
                                .arena = nb_arena_new(0)};
    (void)ctx;
    bool done = root && place.arena && set_fields(root, in->edition);
    if (!done)
        nb_json_free(sections);
    else
        done = nb_json_set(root, "sections", sections);
    for (const struct nb_section *at = in->edition->sections; done && at; at = at->next)
        done = add_section(sections, at, &place);
    enum nb_status status = done ? nb_json_print(root, true, &out) : NB_NOMEM;
    nb_json_free(root);
    nb_arena_free(place.arena);
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
