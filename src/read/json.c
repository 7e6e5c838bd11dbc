/* The reader of newsbind's own JSON: what `extract --to json` prints, mended by an editor. */
#include "base/charset.h"
#include "doc/doc_json.h"
#include "read/readers.h"

static const char *const endings[] = {".json", NULL};

static int sniff(const struct nb_input *input)
{
    struct nb_str s = nb_str_trim(nb_str_sub(input->bytes, 0, 4096));
    if (nb_str_starts(s, NB_STR("\xEF\xBB\xBF")))
        s = nb_str_trim(nb_str_sub(s, 3, s.len));
    if (s.len == 0 || (s.data[0] != '{' && s.data[0] != '['))
        return 0;
    static const char *const keys[] = {"\"model\"", "\"blocks\"", "\"articles\""};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (nb_str_find(s, nb_str_of(keys[i])) >= 0)
            return 90;
    struct nb_str rest = nb_str_trim(nb_str_sub(s, 1, s.len));
    return nb_str_starts(rest, NB_STR("\"")) || nb_str_starts(rest, NB_STR("{")) ? 40
                                                                                 : 0;
}

static enum nb_status read_json(struct nb_ctx *ctx, const struct nb_input *input,
                                nb_take_fn *take, void *user)
{
    return nb_json_read(ctx, input->path, input->text, take, user);
}

const struct nb_reader nb_reader_json = {
    .name = "json", .endings = endings, .sniff = sniff, .read = read_json};
