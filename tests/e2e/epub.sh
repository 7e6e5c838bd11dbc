#!/bin/sh
# What an EPUB says when it is read by others: the archive, the package, both tables of contents,
# titles of every kind of character, the cover as a picture, the style's rules, whether the book is
# made alone or with a PDF.
. tests/e2e/common.sh
cat >"$work/style.css" <<'CSS'
:root { --gap: .123em }
body { font-family: "PT Serif"; color: #123456 }
.headline { letter-spacing: var(--gap); font-size: 33pt }
@media print { .kicker { word-spacing: .456em } }
@media screen { .byline { word-spacing: .789em } }
CSS
mkdir "$work/world" "$work/rest"
cp -R samples/weekly/business/at-and-t.txt samples/weekly/world/harbour-accord.html \
    samples/weekly/world/pictures "$work/world"
cp samples/weekly/culture/*.html "$work/rest"
sed -i 's/^Title: AT&T.*/Title: AT\&T <sues> "Ümlaut" – 王毅/' "$work/world/at-and-t.txt"
cat >"$work/issue.yaml" <<'YAML'
title: 'AT&T <sues> "Ümlaut" – 王毅'
number: 7
date: 2026-11-22
language: en-GB
publisher: Us & Co
sections:
  - title: 'AT&T <sues> "Ümlaut" – 王毅'
    sources: [world/at-and-t.txt, world/harbour-accord.html]
    order: given # the lead too
  - title: Rest
    sources: [rest/*.html]
YAML
newsbind build "$work/issue.yaml" --style "$work/style.css" -o "$work/alone.epub" --quiet ||
    fail "the issue alone"
newsbind build "$work/issue.yaml" --style "$work/style.css" -o "$work/both.epub" -o "$work/both.pdf" \
    --quiet || fail "the issue with a PDF"
python3 - "$work/alone.epub" "$work/both.epub" "$work/both.pdf" <<'PYTHON' || fail "see above"
import re, struct, subprocess, sys, zipfile
import xml.etree.ElementTree as ET

HARD = 'AT&T <sues> "Ümlaut" – 王毅'
failed = False


def want(good, what):
    global failed
    if not good:
        failed = True
        print("  not so:", what)


def jpeg_size(data):
    at = 2
    while data[at] == 0xFF:
        kind, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= kind <= 0xC2:
            return struct.unpack(">HH", data[at + 5 : at + 9])[::-1]
        at += 2 + length
    return None


def texts(root, name):
    return ["".join(e.itertext()) for e in root.iter() if e.tag.rsplit("}")[-1] == name]


def look(path):
    book = zipfile.ZipFile(path)
    first = book.infolist()[0]
    want(first.filename == "mimetype" and first.compress_type == 0 and not first.extra, "mimetype first")
    want(book.read("mimetype") == b"application/epub+zip", "mimetype's text")
    xml = {n: ET.fromstring(book.read(n)) for n in book.namelist() if re.search(r"\.(xhtml|opf|ncx|xml)$", n)}
    opf, nav, ncx = xml["OEBPS/content.opf"], xml["OEBPS/nav.xhtml"], xml["OEBPS/toc.ncx"]
    page = xml["OEBPS/a001.xhtml"]
    want(HARD in texts(opf, "title") and HARD in texts(opf, "subject"), "the package's title")
    want(texts(nav, "a").count(HARD) == 2 and HARD in texts(nav, "title"), "the title in nav.xhtml")
    want(texts(ncx, "text").count(HARD) == 3, "the title in toc.ncx")
    want(HARD in texts(page, "title") and HARD in texts(page, "h1"), "the article's title")
    want(HARD in texts(xml["OEBPS/s01.xhtml"], "h1") and HARD in texts(xml["OEBPS/s01.xhtml"], "a"), "the section's page")
    want(HARD in texts(xml["OEBPS/contents.xhtml"], "h1") and texts(xml["OEBPS/contents.xhtml"], "a").count(HARD) == 2, "contents")
    want(any(e.get("title") == HARD for e in xml["OEBPS/a002.xhtml"].iter()), "the way back")
    want(any(HARD in (e.get("alt") or "") for e in xml["OEBPS/cover.xhtml"].iter()), "the cover's text")
    items = {e.get("id"): e for e in opf.iter() if e.tag.endswith("}item")}
    cover = [e for e in items.values() if e.get("properties") == "cover-image"]
    named = [e.get("content") for e in opf.iter() if e.get("name") == "cover"]
    want(len(cover) == 1 and named == [cover[0].get("id")], "the cover declared both ways")
    want(cover[0].get("media-type") == "image/jpeg", "the cover's type")
    want(jpeg_size(book.read("OEBPS/" + cover[0].get("href"))) == (1600, 2560), "the cover's size")
    css = book.read("OEBPS/style.css").decode()
    want(".123em" in css and ".789em" in css, "the style's rules")
    want(".456em" not in css and "33pt" not in css and "#123456" not in css and "PT Serif" not in css, "rules for print")
    types = {(e.get("{http://www.idpf.org/2007/ops}type"), e.get("role")) for r in xml.values() for e in r.iter()}
    want({("toc", "doc-toc"), ("part", "doc-part")} <= types, "types with roles")
    return book, nav, types


alone, nav, types = look(sys.argv[1])
want(not any(t == "pagebreak" for t, _ in types), "pages in a book made alone")
both, nav, types = look(sys.argv[2])
want(("pagebreak", "doc-pagebreak") in types and ("page-list", "doc-pagelist") in types, "pages with a PDF")
info = subprocess.run(["pdfinfo", sys.argv[3]], capture_output=True, text=True).stdout
pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
listed = [e for n in nav.iter() if n.get("role") == "doc-pagelist" for e in n.iter() if e.tag.endswith("}a")]
# the last page is a list of sources, which the book gives with each article
want(len(listed) == pages - 1, f"{len(listed)} pages listed of {pages}")
xmp = subprocess.run(["pdfinfo", "-meta", sys.argv[3]], capture_output=True, text=True).stdout
source = texts(ET.fromstring(both.read("OEBPS/content.opf")), "source")
want(len(source) == 1 and f"<dc:identifier>{source[0]}</dc:identifier>" in xmp, "the PDF's identifier")
sys.exit(failed)
PYTHON
finish
