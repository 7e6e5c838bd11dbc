/* Web addresses as books may carry them. */
#ifndef NB_BASE_URL_H
#define NB_BASE_URL_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* Appends `url` in a form that every reader takes: only http, https and mailto, a host of
 * plain ASCII (others in Punycode), everything else that RFC 3986 forbids
 * percent-encoded. False, and nothing is appended, for what is no such address. */
bool nb_url_clean(const char *url, struct nb_buf *out);

/* Appends `text` with its percent-encoding undone; a "%" without two hexadecimal digits stays. */
void nb_url_decode(struct nb_str text, struct nb_buf *out);

/* The host of an address, as people write it: "www.example.org" of
 * "https://www.example.org/a/b?c". A part of `url`; empty when there is none. */
struct nb_str nb_url_host(const char *url);

/* Whether a parameter of an address ("utm_source=x") serves only to follow the reader. An empty
 * one does too. */
bool nb_url_tracks(struct nb_str pair);

/* Appends what addresses of the same page have in common: the host without "www.", the path
 * without a slash or index page at its end, the query without what tracks the reader; neither
 * scheme nor fragment. False, and nothing is appended, for what is no address in the web. The
 * front page of a site gives its host alone. */
bool nb_url_key(const char *url, struct nb_buf *out);

#endif
