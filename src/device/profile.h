/* The profiles: what a device's screen is like. One table (profile.c); a new device is one
 * line there. */
#ifndef NB_DEVICE_PROFILE_H
#define NB_DEVICE_PROFILE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Static storage. */
struct nb_device {
    const char *name;       /* "kobo-clara"; NULL ends the table */
    unsigned width, height; /* of the screen held upright, in pixels */
    unsigned density;       /* pixels an inch */
    bool gray;              /* the screen shows no colour */
    const char *style;      /* for who names none: of one column, legible on it */
    const char *form;       /* the ending of the EPUB that its own reader shows best */
    size_t most_bytes; /* of a book, the way it comes onto the device; 0: no bound */
};

extern const struct nb_device nb_devices[];

/* The device of that name, or NULL. */
const struct nb_device *nb_device_find(const char *name);

/* The name of the table nearest to one that it does not have; NULL when none is near. */
const char *nb_device_near(const char *name);

/* The screen in whole millimetres, from its pixels and density. */
unsigned nb_device_width_mm(const struct nb_device *device);
unsigned nb_device_height_mm(const struct nb_device *device);

/* Appends all names, set apart by commas. */
void nb_device_names(struct nb_buf *out);

#endif
