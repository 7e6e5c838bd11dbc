/* Shaped words by their text, fount, script and direction, shared by the workers of a build. Of
 * very many words those that are asked for again are kept: a cache has two generations, and when
 * the younger one is full, the older one is forgotten and the younger one becomes the older. What
 * is found in the older one is moved into the younger. */
#ifndef NB_LAYOUT_WORD_CACHE_H
#define NB_LAYOUT_WORD_CACHE_H

#include "base/str.h"
#include "layout/setter.h"

struct nb_word_cache;

/* What one worker adds to a cache. */
struct nb_word_keeper;

/* `most`: bytes of a generation, about. NULL without memory. */
struct nb_word_cache *nb_word_cache_new(size_t most);
void nb_word_cache_free(struct nb_word_cache *cache); /* NULL is fine */

/* Another worker's, before any of them works. It is freed with the cache. NULL without memory. */
struct nb_word_keeper *nb_word_keeper_new(struct nb_word_cache *cache);

/* Sets a key's hash, which must be done before the key is used. */
void nb_word_hash(struct nb_word_key *key);

/* Fetch from memory what nb_word_find will look at: first where the word is, then, when that may
 * have come, the word. For many words at a time, which so are waited for together. */
void nb_word_fetch_place(const struct nb_word_keeper *keeper,
                         const struct nb_word_key *key);
void nb_word_fetch(const struct nb_word_keeper *keeper, const struct nb_word_key *key);

/* The word, whoever has added it, or NULL. It lives until the cache is tidied. */
const struct nb_word *nb_word_find(struct nb_word_keeper *keeper,
                                   const struct nb_word_key *key);

/* Keeps a copy of a word that is not there, and of its text; when the cache is full the copy is
 * made in `scratch` and not found again. NULL without memory. */
const struct nb_word *nb_word_add(struct nb_word_keeper *keeper,
                                  struct nb_arena *scratch,
                                  const struct nb_word_key *key,
                                  const struct nb_word *word);

/* Forgets what has not been asked for in a long time, when there is too much. Not while a word of
 * the cache is in use. */
void nb_word_cache_tidy(struct nb_word_cache *cache);

#endif
