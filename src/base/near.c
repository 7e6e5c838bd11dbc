/* Levenshtein's distance, with two rows of its table. */
#include "base/near.h"

#include <string.h>

enum { LONGEST_WORD = 40 };

size_t nb_near_distance(const char *a, const char *b)
{
    size_t rows[2][LONGEST_WORD + 1], a_len = strlen(a), b_len = strlen(b);
    if (a_len > LONGEST_WORD || b_len > LONGEST_WORD)
        return LONGEST_WORD;
    for (size_t k = 0; k <= b_len; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *row = rows[i & 1], *above = rows[(i - 1) & 1];
        row[0] = i;
        for (size_t k = 1; k <= b_len; k++) {
            size_t best = above[k - 1] + (a[i - 1] != b[k - 1]);
            if (above[k] + 1 < best)
                best = above[k] + 1;
            if (row[k - 1] + 1 < best)
                best = row[k - 1] + 1;
            row[k] = best;
        }
    }
    return rows[a_len & 1][b_len];
}

int nb_near_better(const char *name, const char *known, size_t *best)
{
    size_t apart = nb_near_distance(name, known);
    if (apart >= *best || apart >= strlen(known))
        return 0;
    *best = apart;
    return 1;
}
