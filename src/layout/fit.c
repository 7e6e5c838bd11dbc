/* Headlines that are too large for a narrow measure or a small page: they are set smaller rather
 * than that a word is torn, or that nothing else has room. */
#include "layout/galley.h"

#include <string.h>

/* Each trial is so much smaller than the one before; not below a part of the size. */
static const double smaller = 0.92, smallest = 0.5;

static bool is_torn(const struct nb_para *para)
{
    for (size_t i = 0; i < para->line_count; i++)
        if (para->lines[i].torn)
            return true;
    return false;
}

static struct nb_style *scaled(struct nb_galley *galley, const struct nb_style *style,
                               double scale)
{
    struct nb_style *copy = nb_galley_scratch(galley, 1, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *style;
    copy->font_size *= scale;
    copy->line_height *= scale;
    copy->letter_spacing *= scale;
    copy->word_spacing *= scale;
    return copy;
}

/* The paragraph with its type `scale` times as large; false without memory. */
static bool set_scaled(struct nb_galley *galley, const struct nb_para_in *in,
                       double scale, struct nb_para *out)
{
    struct nb_para_in small = *in;
    struct nb_span *spans = nb_galley_scratch(galley, in->span_count, sizeof *spans);
    small.style = scaled(galley, in->style, scale);
    if (!spans || !small.style)
        return false;
    memcpy(spans, in->spans, in->span_count * sizeof *spans);
    for (size_t i = 0; i < in->span_count; i++) {
        spans[i].style = scaled(galley, spans[i].style, scale);
        if (!spans[i].style)
            return false;
    }
    small.spans = spans;
    return nb_galley_set(galley, &small, out);
}

void nb_galley_fit(struct nb_galley *galley, const struct nb_para_in *in,
                   struct nb_para *para)
{
    struct nb_para fitted = *para;
    double scale = smaller;
    while ((is_torn(&fitted) || fitted.height > galley->tallest) && scale >= smallest &&
           set_scaled(galley, in, scale, &fitted))
        scale *= smaller;
    if (!is_torn(&fitted)) /* else nothing is won */
        *para = fitted;
}
