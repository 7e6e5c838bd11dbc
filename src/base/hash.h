/* Digests: the only user of libmd. */
#ifndef NB_BASE_HASH_H
#define NB_BASE_HASH_H

#include <stddef.h>

enum { NB_SHA1_SIZE = 20, NB_HEX_SIZE = 41, NB_UUID_SIZE = 37, NB_SHA256_HEX = 65 };

/* SHA-1 (FIPS 180-4), for names and identifiers, not for secrets. */
void nb_sha1(const void *data, size_t size, unsigned char out[NB_SHA1_SIZE]);

/* The same in lower-case hexadecimal, NUL-terminated. */
void nb_sha1_hex(const void *data, size_t size, char out[NB_HEX_SIZE]);

/* SHA-256 (FIPS 180-4) in lower-case hexadecimal, NUL-terminated: checksums for others. */
void nb_sha256_hex(const void *data, size_t size, char out[NB_SHA256_HEX]);

/* A UUID version 5 (RFC 4122, 4.3) of `name` in newsbind's own name space:
 * "xxxxxxxx-xxxx-5xxx-yxxx-xxxxxxxxxxxx", NUL-terminated. */
void nb_uuid5(const void *name, size_t size, char out[NB_UUID_SIZE]);

#endif
