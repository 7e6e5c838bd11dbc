/* PDF objects and the file they are saved to: the only user of libharu, whose object layer
 * (dictionaries, the object table) is used, and nothing of its text, pictures or saving.
 *
 * An object is known by its number. Dictionaries are made, filled, and written when they are
 * closed or the file is finished, packed into object streams; a stream's data goes to the file
 * at once, so that it need not be kept. What is written is forgotten but for its place. Sticky: after a failure everything does nothing, and nb_pdf_status says
 * why; callers check at the end of each phase. One thread at a time. */
#ifndef NB_WRITE_PDF_OBJECT_H
#define NB_WRITE_PDF_OBJECT_H

#include "base/buf.h"
#include "base/io.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>

struct nb_pdf; /* a PDF being written; owned: nb_pdf_free */

/* Starts a PDF 1.7 in `file`, which stays the caller's. */
enum nb_status nb_pdf_new(struct nb_file *file, struct nb_pdf **out) NB_CHECKED;
void nb_pdf_free(struct nb_pdf *pdf); /* NULL is fine */

/* The first failure, which all later calls come to nothing after. */
enum nb_status nb_pdf_status(const struct nb_pdf *pdf) NB_CHECKED;

/* Keeps a failure that the caller met while it made data for the file. */
void nb_pdf_fail(struct nb_pdf *pdf, enum nb_status status);

/* A new, empty dictionary: its object number, 0 after a failure. */
unsigned nb_pdf_add(struct nb_pdf *pdf);

/* A number alone, for a dictionary that is given whole later: 16 bytes until then. */
unsigned nb_pdf_reserve(struct nb_pdf *pdf);

/* Writes a dictionary whose number was reserved: `entries` as they are to stand in the file. */
void nb_pdf_put(struct nb_pdf *pdf, unsigned object, struct nb_str entries);

enum { NB_PDF_ROW = 44, NB_PDF_CELL = 10, NB_PDF_WIDE_CELL = 12 };

/* The same for entries that come by the ten thousand, of at most NB_PDF_ROW bytes (else it does
 * what nb_pdf_put does) and with like things at like places: each such object is written as its
 * difference to the one before, which takes a fifth of the room. */
void nb_pdf_put_row(struct nb_pdf *pdf, unsigned object, struct nb_str entries);

/* The same for lists of references, each of which fills a cell of that many bytes: NB_PDF_CELL or
 * NB_PDF_WIDE_CELL. nb_pdf_cell_ref and nb_pdf_cell_end make them. */
void nb_pdf_put_cells(struct nb_pdf *pdf, unsigned object, struct nb_str entries,
                      int cell);

/* The cell that references to objects up to this number need, or to all that there are. */
int nb_pdf_cell_for(unsigned object);
int nb_pdf_cell(const struct nb_pdf *pdf);

/* Set an entry of a dictionary. Keys and names are ASCII without the slash. */
void nb_pdf_set_name(struct nb_pdf *pdf, unsigned object, const char *key,
                     const char *name);
void nb_pdf_set_int(struct nb_pdf *pdf, unsigned object, const char *key, int value);
void nb_pdf_set_ref(struct nb_pdf *pdf, unsigned object, const char *key,
                    unsigned other);

/* Gives a dictionary further entries as they are to stand in the file (copied), instead of
 * those given so before: for entries that come by the thousand, where libharu's own take
 * 200 bytes each, and for arrays longer than its 32,767. */
void nb_pdf_set_raw(struct nb_pdf *pdf, unsigned object, struct nb_str entries);

/* Makes the dictionary a stream and writes it: with its entries so far, /Length and `data`.
 * Entries that are set later are lost. */
void nb_pdf_stream(struct nb_pdf *pdf, unsigned object, const void *data, size_t size);

/* The same with the data compressed, and /Filter /FlateDecode. */
void nb_pdf_stream_deflated(struct nb_pdf *pdf, unsigned object, const void *data,
                            size_t size);

/* Writes what is left: the other objects, the cross-reference stream, the trailer with the
 * catalogue `root`, `info`, and an /ID made of `identity` (what stays the same when the book
 * is corrected) and of all that was written. */
enum nb_status nb_pdf_finish(struct nb_pdf *pdf, unsigned root, unsigned info,
                             struct nb_str identity) NB_CHECKED;

/* ---- Syntax, for raw entries. */

/* A text string: as it is when ASCII, else UTF-16BE with a byte order mark. */
void nb_pdf_text(struct nb_buf *out, struct nb_str utf8);

/* Bytes as a literal string, "(" and ")" around them, what must be escaped escaped. */
void nb_pdf_bytes(struct nb_buf *out, const unsigned char *bytes, size_t size);

/* Appends rows of `columns` bytes, each as its difference to the one above: the predictor "up"
 * of PNG (ISO 32000-1, 7.4.4.4). The size is a multiple of `columns`. */
void nb_pdf_predict(struct nb_str rows, size_t columns, struct nb_buf *out);

/* Appends spaces up to the end of a cell of what nb_pdf_put_cells is given. */
void nb_pdf_cell_end(struct nb_buf *out, int cell);

/* "12 0 R", which fills a cell. */
void nb_pdf_cell_ref(struct nb_buf *out, unsigned object, int cell);

/* "12 0 R". */
void nb_pdf_ref(struct nb_buf *out, unsigned object);

#endif
