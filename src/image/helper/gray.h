/* Gray of the same lightness: through linear light, as CIE luminance is defined there. */
#ifndef NB_IMAGE_HELPER_GRAY_H
#define NB_IMAGE_HELPER_GRAY_H

#include <stddef.h>

/* Makes `count` pixels of `bands` (3, or 4 with alpha) bytes in sRGB gray, or gray and alpha.
 * IEC 61966-2-1; the result is within one step of the exact one. */
void nb_gray_pixels(const unsigned char *from, size_t count, size_t bands,
                    unsigned char *to);

#endif
