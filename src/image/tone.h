/* How gray photographs are toned for e-ink: for the picture helper, and for the tests. */
#ifndef NB_IMAGE_TONE_H
#define NB_IMAGE_TONE_H

#include <stdint.h>

/* The tone that e-ink is given for a gray of 0 to 255. Its white is that of paper in the shade,
 * so that photographs come out dark, and flat. With x from 0 to 1, more contrast in the middle:
 * c = x + (x² (3 - 2x) - x) / 5; then lighter, most in the middle: c + c (1 - c) / 4. Black,
 * white and the shadows stay; middle gray becomes 144; the slope is 1.17 at the most and, in
 * the lights, 0.6 at the least. In integers, so that all machines agree: c is reckoned in parts
 * of 5 · 255³. */
static inline uint8_t nb_eink_tone(uint8_t gray)
{
    const uint64_t one = 255, x = gray, unit = 5 * one * one * one;
    const uint64_t c = 4 * x * one * one + 3 * x * x * one - 2 * x * x * x;
    const uint64_t parts = 4 * unit * unit;
    return (uint8_t)((one * c * (5 * unit - c) + parts / 2) / parts);
}

#endif
