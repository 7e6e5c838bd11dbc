/* The table of devices. Pixels and density as the makers state them; where a name stands for
 * more than one model, the one with the smallest screen of those sold now. */
#include "device/profile.h"

#include "base/near.h"

#include <string.h>

static const char eink[] = "eink", reader[] = "reader";
static const char epub[] = ".epub", kepub[] = ".kepub.epub";

/* Send to Kindle takes 50 MB by mail (200 by the web), reMarkable's own web page 100 MB. */
enum { BY_MAIL = 50000000, BY_WEB_PAGE = 100000000 };

const struct nb_device nb_devices[] = {
    /* name, width, height, density, gray, style, form, most_bytes */
    {"kindle-paperwhite", 1264, 1680, 300, true, eink, epub, BY_MAIL},
    {"kindle-scribe", 1860, 2480, 300, true, reader, epub, BY_MAIL},
    {"kobo-clara", 1072, 1448, 300, true, eink, kepub, 0},
    {"kobo-libra-colour", 1264, 1680, 300, false, eink, kepub, 0},
    {"kobo-elipsa", 1404, 1872, 227, true, reader, kepub, 0},
    {"remarkable2", 1404, 1872, 226, true, reader, epub, BY_WEB_PAGE},
    {"remarkable-paper-pro", 1620, 2160, 229, false, reader, epub, BY_WEB_PAGE},
    {"pocketbook-era", 1264, 1680, 300, true, eink, epub, 0},
    {"boox-go", 1072, 1448, 300, true, eink, epub, 0},
    {"xteink-x4", 480, 800, 220, true, eink, epub, 0},
    {"generic", 1264, 1680, 300, false, eink, epub, 0},
    {"tablet", 1640, 2360, 264, false, reader, epub, 0},
    {"phone", 1170, 2532, 460, false, eink, epub, 0},
    {NULL, 0, 0, 0, false, NULL, NULL, 0},
};

const struct nb_device *nb_device_find(const char *name)
{
    for (const struct nb_device *device = nb_devices; device->name; device++) {
        if (strcmp(device->name, name) == 0)
            return device;
    }
    return NULL;
}

const char *nb_device_near(const char *name)
{
    const char *near = NULL;
    size_t best = NB_NEAR;
    for (const struct nb_device *device = nb_devices; device->name; device++) {
        if (nb_near_better(name, device->name, &best))
            near = device->name;
    }
    return near;
}

/* Rounded; an inch is 25.4 mm. */
static unsigned millimetres(unsigned pixels, unsigned density)
{
    return (pixels * 254 + density * 5) / (density * 10);
}

unsigned nb_device_width_mm(const struct nb_device *device)
{
    return millimetres(device->width, device->density);
}

unsigned nb_device_height_mm(const struct nb_device *device)
{
    return millimetres(device->height, device->density);
}

void nb_device_names(struct nb_buf *out)
{
    for (const struct nb_device *device = nb_devices; device->name; device++)
        nb_buf_printf(out, "%s%s", device == nb_devices ? "" : ", ", device->name);
}
