/* JSON by jansson. A struct nb_json is jansson's own value under another name, so nothing is
 * copied. Its memory comes from our heap; its parser refuses nesting deeper than 2,048, which
 * also bounds the recursion of its printer and of its release. */
#include "base/json.h"

#include "base/mem.h"

#include <jansson.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

enum {
    MOST_BYTES = 96 << 20, /* that are allocated for one parse: "[]," grows fortyfold */
    OVERHEAD = 16          /* of an allocation */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* jansson's parser takes a failed allocation inside a token for a syntax error, so it is
 * remembered here while this thread parses. */
static _Thread_local bool starved;

/* What this thread's parser may still allocate; without bound when it does not parse. */
static _Thread_local size_t left = SIZE_MAX;

/* jansson's lexer takes no notice of a failure to grow its buffer, to a power of two of at
 * least 32, and stumbles over it later. That buffer is bounded by the text, so it may grow past
 * the bound, and into this reserve when there is no memory. */
static _Thread_local struct {
    char *data;
    size_t size, used;
} reserve;

static bool may_fail(size_t size)
{
    return size < 32 || (size & (size - 1)) != 0;
}

static void *take_reserve(size_t size)
{
    if (may_fail(size) || size > reserve.size - reserve.used)
        return NULL;
    reserve.used += size;
    return reserve.data + reserve.used - size;
}

static void *take(size_t size)
{
    if (left != SIZE_MAX) {
        size_t cost = size < left ? size + OVERHEAD : left;
        left = cost < left ? left - cost : 0;
        if (!left && may_fail(size))
            return NULL;
    }
    void *block = nb_malloc(size);
    if (block)
        return block;
    starved = true;
    return take_reserve(size);
}

static void give(void *block)
{
    const char *at = block;
    if (!reserve.data || at < reserve.data || at >= reserve.data + reserve.size)
        nb_free(block);
}

static void set_up(void)
{
    json_set_alloc_funcs(take, give);
}

static void ready(void)
{
    (void)pthread_once(&once, set_up);
}

static struct nb_json *wrap(json_t *value)
{
    return (struct nb_json *)(void *)value;
}

/* jansson's readers take const values, its writers do not. */
static const json_t *of(const struct nb_json *json)
{
    return (const json_t *)(const void *)json;
}

static json_t *mutable_of(struct nb_json *json)
{
    return (json_t *)(void *)json;
}

enum nb_status nb_json_parse(struct nb_str text, struct nb_json **out, unsigned *line,
                             char why[NB_JSON_WHY])
{
    json_error_t error;
    ready();
    *out = NULL;
    starved = false;
    left = MOST_BYTES;
    reserve.used = 0;
    reserve.size =
        4 * text.len + 64; /* the lengths of a buffer that doubles, together */
    reserve.data = text.len < SIZE_MAX / 8 ? nb_malloc(reserve.size) : NULL;
    if (!reserve.data)
        return NB_NOMEM;
    json_t *root = json_loadb(text.data, text.len, JSON_DECODE_ANY, &error);
    bool over = !root && left == 0;
    left = SIZE_MAX;
    if (root && starved) {
        json_decref(root);
        root = NULL;
    }
    nb_free(reserve.data);
    reserve.data = NULL;
    reserve.size = 0;
    if (root) {
        *out = wrap(root);
        return NB_OK;
    }
    if (line)
        *line = error.line > 0 ? (unsigned)error.line : 0;
    if (why)
        (void)snprintf(why, NB_JSON_WHY, "%s", error.text);
    if (starved)
        return NB_NOMEM;
    return over ? NB_LIMIT : NB_FORMAT;
}

enum nb_status nb_json_load(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            struct nb_json **out)
{
    unsigned line = 0;
    char why[NB_JSON_WHY];
    enum nb_status status = nb_json_parse(text, out, &line, why);
    if (status == NB_FORMAT)
        nb_report(ctx, NB_DIAG_MALFORMED, source, line, "%s", why);
    return status;
}

void nb_json_free(struct nb_json *json)
{
    json_decref(mutable_of(json));
}

bool nb_json_is_object(const struct nb_json *json)
{
    return json && json_is_object(of(json));
}

bool nb_json_is_array(const struct nb_json *json)
{
    return json && json_is_array(of(json));
}

const struct nb_json *nb_json_get(const struct nb_json *object, const char *key)
{
    return object ? wrap(json_object_get(of(object), key)) : NULL;
}

const struct nb_json *nb_json_at(const struct nb_json *array, size_t index)
{
    return array ? wrap(json_array_get(of(array), index)) : NULL;
}

size_t nb_json_count(const struct nb_json *array)
{
    return array ? json_array_size(of(array)) : 0;
}

const char *nb_json_string(const struct nb_json *json)
{
    return json ? json_string_value(of(json)) : NULL;
}

double nb_json_number(const struct nb_json *json, double fallback)
{
    return json && json_is_number(of(json)) ? json_number_value(of(json)) : fallback;
}

bool nb_json_true(const struct nb_json *json)
{
    return json && json_is_true(of(json));
}

const struct nb_json *nb_json_member(const struct nb_json *object, size_t index,
                                     const char **key)
{
    if (!nb_json_is_object(object))
        return NULL;
    /* jansson's iterator wants a mutable object, but does not change it. */
    union {
        const struct nb_json *in;
        json_t *out;
    } cast = {object};
    void *at = json_object_iter(cast.out);
    while (at && index--)
        at = json_object_iter_next(cast.out, at);
    if (!at)
        return NULL;
    if (key)
        *key = json_object_iter_key(at);
    return wrap(json_object_iter_value(at));
}

struct nb_json *nb_json_new_object(void)
{
    ready();
    return wrap(json_object());
}

struct nb_json *nb_json_new_array(void)
{
    ready();
    return wrap(json_array());
}

struct nb_json *nb_json_new_string(const char *text)
{
    ready();
    return text ? wrap(json_string(text)) : NULL;
}

struct nb_json *nb_json_new_int(long long number)
{
    ready();
    return wrap(json_integer(number));
}

struct nb_json *nb_json_new_bool(bool value)
{
    ready();
    return wrap(json_boolean(value));
}

bool nb_json_set(struct nb_json *object, const char *key, struct nb_json *value)
{
    return json_object_set_new(mutable_of(object), key, mutable_of(value)) == 0;
}

bool nb_json_push(struct nb_json *array, struct nb_json *value)
{
    return json_array_append_new(mutable_of(array), mutable_of(value)) == 0;
}

static int add(const char *data, size_t size, void *user)
{
    struct nb_buf *out = user;
    nb_buf_add(out, data, size);
    return out->status == NB_OK ? 0 : -1;
}

enum nb_status nb_json_print(const struct nb_json *json, bool pretty,
                             struct nb_buf *out)
{
    size_t flags = (pretty ? JSON_INDENT(2) : JSON_COMPACT) | JSON_ENCODE_ANY;
    if (!json)
        return NB_NOMEM;
    if (json_dump_callback(of(json), add, out, flags) == 0)
        return NB_OK;
    /* All our values can be printed: what is left is memory. */
    return out->status != NB_OK ? out->status : NB_NOMEM;
}
