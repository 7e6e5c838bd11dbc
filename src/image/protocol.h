/* What newsbind and its picture helper say to each other: a request with the bytes of a file
 * behind it, answered by a reply with the bytes of a JPEG or PNG behind it. Both run on the
 * same machine, from the same build: plain structs. */
#ifndef NB_IMAGE_PROTOCOL_H
#define NB_IMAGE_PROTOCOL_H

#include <stdint.h>

struct nb_helper_request {
    uint32_t most_width, most_height; /* larger pictures are scaled down; 0: no bound */
    uint32_t gray;                    /* made gray; photographs toned (tone.h) */
    uint32_t most_pixels;             /* larger pictures are refused */
    uint32_t most_bytes;              /* of the decoded picture; larger ones too */
    uint32_t seconds;                 /* of processor time for this picture */
    uint32_t size;                    /* bytes behind this */
};

enum nb_helper_result {
    NB_HELPER_OK,
    NB_HELPER_BROKEN,      /* cut off or not what it claims to be */
    NB_HELPER_UNSUPPORTED, /* no loader knows it */
    NB_HELPER_LIMIT        /* more pixels than allowed, or more memory */
};

struct nb_helper_reply {
    uint32_t result; /* enum nb_helper_result; nothing else is set unless it is OK */
    uint32_t is_png; /* else JPEG */
    uint32_t width, height, channels;
    uint32_t moves; /* the first frame of an animation */
    uint32_t size;  /* bytes behind this */
};

#endif
