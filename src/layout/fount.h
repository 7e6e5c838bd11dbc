/* Founts: what shaping depends on besides the text, size apart. */
#ifndef NB_LAYOUT_FOUNT_H
#define NB_LAYOUT_FOUNT_H

#include "base/arena.h"
#include "base/unicode.h"
#include "font/font.h"
#include "style/style.h"

#include <pthread.h>
#include <stdatomic.h>

enum { NB_FOUNT_FEATURES = NB_MOST_FEATURES + 4, NB_FOUNT_CHAINS = 8 };

struct nb_fount {
    struct nb_fount *next;
    struct nb_fonts *fonts;
    uint32_t number;
    const char *families[NB_MOST_FAMILIES + 1];
    int weight;
    bool italic, small_caps, spaced, no_autospace;
    const char *lang;
    struct nb_feature features[NB_MOST_FEATURES]; /* the style's own */
    unsigned feature_count;
    struct nb_font_feature
        shaping[NB_FOUNT_FEATURES]; /* with those of the fields above */
    unsigned shaping_count;
    const struct nb_font *first; /* of Latin; NULL when none opens */
    bool no_small_caps;          /* asked for, but the face does not have them */
    struct {
        uint32_t script;
        const struct nb_chain *chain;
    } chains[NB_FOUNT_CHAINS];
    _Atomic size_t chain_count; /* those before it do not change */
    pthread_mutex_t *lock;      /* held to add one */
};

/* All founts of a build: for any thread. */
struct nb_founts;
struct nb_founts *nb_founts_new(struct nb_fonts *fonts); /* NULL without memory */
void nb_founts_free(struct nb_founts *founts);           /* NULL is fine */

/* The fount of a style in a language: one for what is the same. As nb_shaper_fount. */
enum nb_status nb_founts_find(struct nb_founts *founts, const struct nb_style *style,
                              const char *lang, struct nb_fount **out,
                              bool *small_caps) NB_CHECKED;

/* The faces for a script, by preference. */
enum nb_status nb_fount_chain(struct nb_fount *fount, uint32_t script,
                              const struct nb_chain **out) NB_CHECKED;

/* Latin, Cyrillic, Greek, or none: what text faces have. */
bool nb_script_is_european(uint32_t script);

#endif
