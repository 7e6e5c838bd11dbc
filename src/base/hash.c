/* Digests through libmd. */
#include "base/hash.h"

#include <sha1.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>

void nb_sha1(const void *data, size_t size, unsigned char out[NB_SHA1_SIZE])
{
    SHA1_CTX context;
    SHA1Init(&context);
    SHA1Update(&context, data, size);
    SHA1Final(out, &context);
}

static void put_hex(const unsigned char *digest, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[2 * size] = '\0';
}

void nb_sha1_hex(const void *data, size_t size, char out[NB_HEX_SIZE])
{
    unsigned char digest[NB_SHA1_SIZE];
    nb_sha1(data, size, digest);
    put_hex(digest, sizeof digest, out);
}

void nb_sha256_hex(const void *data, size_t size, char out[NB_SHA256_HEX])
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, data, size);
    SHA256Final(digest, &context);
    put_hex(digest, sizeof digest, out);
}

void nb_uuid5(const void *name, size_t size, char out[NB_UUID_SIZE])
{
    /* newsbind's name space: 6f1d3c52-5b0e-4d39-9a6c-8e1f0b7a2d44 */
    static const unsigned char space[16] = {0x6f, 0x1d, 0x3c, 0x52, 0x5b, 0x0e,
                                            0x4d, 0x39, 0x9a, 0x6c, 0x8e, 0x1f,
                                            0x0b, 0x7a, 0x2d, 0x44};
    unsigned char d[NB_SHA1_SIZE];
    SHA1_CTX context;
    SHA1Init(&context);
    SHA1Update(&context, space, sizeof space);
    SHA1Update(&context, name, size);
    SHA1Final(d, &context);
    d[6] = (unsigned char)((d[6] & 0x0F) | 0x50);
    d[8] = (unsigned char)((d[8] & 0x3F) | 0x80);
    (void)snprintf(
        out, NB_UUID_SIZE,
        "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0],
        d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12],
        d[13], d[14], d[15]);
}
