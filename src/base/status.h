/* The one error dialect of newsbind: what a function that can fail returns. The reason
 * travels apart, as a diagnostic (diag.h). */
#ifndef NB_BASE_STATUS_H
#define NB_BASE_STATUS_H

enum nb_status {
    NB_OK = 0,
    NB_NOMEM,       /* the system has no more memory */
    NB_IO,          /* a file could not be read or written */
    NB_FORMAT,      /* the input is not what it claims to be */
    NB_LIMIT,       /* a bound of limits.h was reached */
    NB_UNSUPPORTED, /* well-formed, but outside what newsbind reads or writes */
    NB_LIBRARY      /* a library failed for a reason of its own */
};

#define NB_CHECKED __attribute__((warn_unused_result))
#define NB_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* A short English word for `status`, for messages; static storage. */
const char *nb_status_name(enum nb_status status);

#endif
