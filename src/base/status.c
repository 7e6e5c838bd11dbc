/* Names of the statuses. */
#include "base/status.h"

const char *nb_status_name(enum nb_status status)
{
    switch (status) {
    case NB_OK:
        return "ok";
    case NB_NOMEM:
        return "out of memory";
    case NB_IO:
        return "input or output failed";
    case NB_FORMAT:
        return "malformed";
    case NB_LIMIT:
        return "limit reached";
    case NB_UNSUPPORTED:
        return "not supported";
    case NB_LIBRARY:
        return "library failure";
    }
    return "unknown";
}
