/* What makes a PDF archivable (ISO 19005-2): it says so in its metadata, describes the schema
 * of the PDF/UA mark there, and names the colours that its numbers mean: those of sRGB. */
#include "write/pdf.h"

#include <errno.h>
#include <string.h>

static const char profile_path[] = "/usr/share/color/icc/sRGB.icc";

enum { LARGEST_PROFILE = 1 << 20 };

void nb_pdf_claims(const struct nb_pdf_doc *doc, struct nb_buf *xmp)
{
    if (doc->structure)
        nb_buf_puts(xmp, "<pdfuaid:part>1</pdfuaid:part>\n");
    if (doc->in->archivable)
        nb_buf_puts(xmp,
                    "<pdfaid:part>2</pdfaid:part>\n"
                    "<pdfaid:conformance>A</pdfaid:conformance>\n"
                    "<pdfaExtension:schemas><rdf:Bag>"
                    "<rdf:li rdf:parseType=\"Resource\">\n"
                    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
                    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
                    "</pdfaSchema:namespaceURI>\n"
                    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
                    "<pdfaSchema:property><rdf:Seq>"
                    "<rdf:li rdf:parseType=\"Resource\">\n"
                    "<pdfaProperty:name>part</pdfaProperty:name>\n"
                    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
                    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                    "<pdfaProperty:description>Part of ISO 14289 that the file "
                    "conforms to</pdfaProperty:description>\n"
                    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
                    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n");
}

void nb_pdf_intent(struct nb_pdf_doc *doc, struct nb_buf *catalog)
{
    struct nb_buf profile = NB_BUF_INIT, raw = NB_BUF_INIT;
    if (!doc->in->archivable)
        return;
    enum nb_status status = nb_file_read(profile_path, LARGEST_PROFILE, &profile);
    if (status != NB_OK) {
        nb_report(doc->ctx, NB_DIAG_CANNOT_READ, profile_path, 0,
                  "%s; it is part of the package icc-profiles-free", strerror(errno));
        nb_pdf_fail(doc->pdf, status);
        return;
    }
    unsigned object = nb_pdf_add(doc->pdf);
    nb_pdf_set_int(doc->pdf, object, "N", 3);
    nb_pdf_stream_deflated(doc->pdf, object, profile.data, profile.len);
    unsigned intent = nb_pdf_add(doc->pdf);
    nb_buf_puts(&raw, "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
                      "/Info(sRGB)/RegistryName(http://www.color.org)"
                      "/DestOutputProfile ");
    nb_pdf_ref(&raw, object);
    nb_pdf_set_raw(doc->pdf, intent, nb_buf_view(&raw));
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_buf_puts(catalog, "/OutputIntents[");
    nb_pdf_ref(catalog, intent);
    nb_buf_putc(catalog, ']');
    nb_buf_free(&raw);
    nb_buf_free(&profile);
}
