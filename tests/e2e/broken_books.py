"""Makes broken books from a clean one, one fault each: broken_books.py CLEAN.epub FOLDER.

Every book is FOLDER/NAME.epub; FOLDER/expected says "NAME CODE" a line: the code of the message
that must be among those that `newsbind check` gives. NAME starts with "e-" when the fault breaks
the standard, with "w-" when only some readers or shops mind. The clean book is one of newsbind's
own with pictures and a PDF's worth of articles, so that all kinds of files are there."""

import os
import re
import struct
import sys
import zipfile

clean, folder = sys.argv[1:]
with zipfile.ZipFile(clean) as book:
    FILES = {name: book.read(name) for name in book.namelist()}
OPF = next(name for name in FILES if name.endswith(".opf"))
BASE = OPF.rsplit("/", 1)[0] + "/"
NAV, NCX, CSS = BASE + "nav.xhtml", BASE + "toc.ncx", BASE + "style.css"
PAGE = BASE + "a001.xhtml"
PICTURE = next(n for n in FILES if n.endswith(".jpg") and "cover" not in n)
CONTAINER = "META-INF/container.xml"
expected = []


def write(name, files, first=None, stored=True, extra=b""):
    with zipfile.ZipFile(os.path.join(folder, name + ".epub"), "w") as out:
        order = list(files)
        if first:
            order.remove(first)
            order.insert(0, first)
        for entry in order:
            info = zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            kept = entry == "mimetype" and stored
            info.compress_type = zipfile.ZIP_STORED if kept else zipfile.ZIP_DEFLATED
            info.extra = extra if entry == "mimetype" else b""
            out.writestr(info, files[entry])


def fault(name, code, files, **how):
    write(name, files, **how)
    expected.append((name, code))


def edit(name, code, file, pattern, new):
    """One regular expression in one file, which must match."""
    text = FILES[file].decode()
    changed, count = re.subn(pattern, new, text, count=1, flags=re.S)
    assert count == 1 and changed != text, (name, file, pattern)
    fault(name, code, {**FILES, file: changed.encode()})


def put(name, code, file, data):
    fault(name, code, {**FILES, file: data})


def drop(name, code, file):
    fault(name, code, {n: d for n, d in FILES.items() if n != file})


def body(name, code, markup):
    edit(name, code, PAGE, r"</body>", markup.replace("\\", r"\\") + "</body>")


def page(text):
    return ('<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
            + text + "</body></html>").encode()


def listed(name, code, items, files, spine=""):
    """More items in the manifest, with their files."""
    text = FILES[OPF].decode()
    text = text.replace("</manifest>", items + "</manifest>").replace("</spine>", spine + "</spine>")
    fault(name, code, {**FILES, OPF: text.encode(), **files})


# The archive and the container.
fault("e-mimetype-late", "epub-mimetype", FILES, first=CONTAINER)
fault("e-mimetype-deflated", "epub-mimetype", FILES, stored=False)
fault("e-mimetype-extra", "epub-mimetype", FILES, extra=struct.pack("<HHL", 0x9999, 4, 1))
put("e-mimetype-newline", "epub-mimetype", "mimetype", b"application/epub+zip\n")
put("e-mimetype-other", "epub-mimetype", "mimetype", b"application/zip")
drop("e-mimetype-none", "epub-mimetype", "mimetype")
drop("e-container-none", "epub-container", CONTAINER)
edit("e-container-path", "epub-container", CONTAINER, r'full-path="[^"]*"', 'full-path="no.opf"')
edit("e-container-type", "epub-container", CONTAINER, r"oebps-package\+xml", "xml")
put("e-container-xml", "epub-xml", CONTAINER, b"<container>")
put("e-name-star", "epub-name", BASE + "a*.txt", b"x")
put("e-name-case", "epub-name", BASE + "A001.xhtml", FILES[PAGE])
put("e-name-out", "epub-name", "../evil.txt", b"x")
with open(clean, "rb") as file:
    whole = file.read()
for name, data in (("e-archive-cut", whole[: len(whole) // 2]), ("e-archive-none", b"no archive" * 20)):
    with open(os.path.join(folder, name + ".epub"), "wb") as file:
        file.write(data)
    expected.append((name, "epub-archive"))
with zipfile.ZipFile(clean) as book:
    info = book.getinfo(CSS)
at = info.header_offset + 30 + len(CSS) + 40
with open(os.path.join(folder, "e-archive-crc.epub"), "wb") as file:
    file.write(whole[:at] + bytes(b ^ 0x55 for b in whole[at : at + 8]) + whole[at + 8 :])
expected.append(("e-archive-crc", "epub-archive"))

# The package.
edit("e-opf-xml", "epub-xml", OPF, r"</metadata>", "</meta>")
edit("e-opf-version", "epub-package", OPF, r'version="3.0"', 'version="1.0"')
edit("e-opf-namespace", "epub-package", OPF, r"idpf.org/2007/opf", "idpf.org/2007/xyz")
for what in ("title", "language", "identifier"):
    edit("e-no-" + what, "epub-metadata", OPF, rf"(<dc:{what}[ >][^\n]*</dc:{what}>\n)+", "")
edit("e-empty-title", "epub-metadata", OPF, r"(<dc:title[^>]*>).*?</", r"\1 </")
edit("e-language", "epub-metadata", OPF, r"(<dc:language[^>]*>).*?</", r"\1English (UK)</")
edit("e-unique", "epub-metadata", OPF, r'unique-identifier="[^"]*"', 'unique-identifier="none"')
edit("e-modified-none", "epub-metadata", OPF, r'<meta property="dcterms:modified">.*?</meta>', "")
edit("e-modified-form", "epub-metadata", OPF, r'(dcterms:modified">)[^<]*', r"\g<1>22.11.2026")
edit("e-refines", "epub-metadata", OPF, r"</metadata>", '<meta refines="#no" property="role">x</meta></metadata>')
edit("e-item-twice", "epub-manifest", OPF, r'(<item [^>]*href="a001.xhtml"[^>]*>)', r'\1<item id="twin" href="a001.xhtml" media-type="application/xhtml+xml"/>')
edit("e-id-twice", "epub-id", OPF, r"</manifest>", lambda m: re.search(r'<item id="[^"]*"', FILES[OPF].decode()).group(0) + ' href="style.css" media-type="text/css"/></manifest>')
drop("e-file-gone", "epub-link", PAGE)
edit("e-item-untyped", "epub-manifest", OPF, r'(href="style.css") media-type="text/css"', r"\1")
edit("e-item-type", "epub-type", OPF, r'(href="style.css") media-type="text/css"', r'\1 media-type="image/png"')
edit("e-property", "epub-property", OPF, r'properties="nav"', 'properties="nav odd"')
edit("e-nav-none", "epub-nav", OPF, r' properties="nav"', "")
edit("e-spine-idref", "epub-spine", OPF, r'<itemref idref="[^"]*"', '<itemref idref="nobody"')
edit("e-spine-twice", "epub-spine", OPF, r"(<itemref [^>]*>)", r"\1\1")
edit("e-spine-empty", "epub-spine", OPF, r"(<spine[^>]*>).*</spine>", r"\1</spine>")
edit("e-spine-toc", "epub-ncx", OPF, r'<spine toc="[^"]*"', "<spine")
edit("e-guide", "epub-link", OPF, r'(<reference [^>]*href=")[^"]*', r"\1gone.xhtml")
listed("e-fallback-none", "epub-fallback", '<item id="zz" href="z.txt" media-type="text/plain"/>', {BASE + "z.txt": b"x"}, '<itemref idref="zz"/>')
listed("e-fallback-circle", "epub-manifest", '<item id="z1" href="z1.bin" media-type="a/b" fallback="z2"/><item id="z2" href="z2.bin" media-type="a/b" fallback="z1"/>', {BASE + "z1.bin": b"x", BASE + "z2.bin": b"x"})

# Documents.
body("e-page-xml", "epub-xml", "<p>")
body("e-page-entity", "epub-xml", "<p>&nbsp;</p>")
body("e-page-prefix", "epub-xml", "<p zz:type='x'>a</p>")
put("e-page-latin1", "epub-xml", PAGE, page("<p>caf\xe9</p>").replace("\xe9".encode(), b"\xe9"))
put("e-page-namespace", "epub-xhtml", PAGE, b"<html><head><title>x</title></head><body/></html>")
body("e-element", "epub-xhtml", "<blink>a</blink>")
body("e-block-in-p", "epub-xhtml", "<p><em><div>a</div></em></p>")
body("e-list", "epub-xhtml", "<ul><p>a</p></ul>")
body("e-a-in-a", "epub-xhtml", '<p><a href="nav.xhtml"><a href="nav.xhtml">a</a></a></p>')
body("e-ids", "epub-id", '<p id="q">a</p><p id="q">b</p>')
body("e-id-space", "epub-id", '<p id="q q">a</p>')
body("e-link-gone", "epub-link", '<p><a href="gone.xhtml">a</a></p>')
body("e-link-out", "epub-link", '<p><a href="../../out.xhtml">a</a></p>')
body("e-link-absolute", "epub-link", '<p><a href="/OEBPS/nav.xhtml">a</a></p>')
body("e-link-file", "epub-link", '<p><a href="file:///etc/hosts">a</a></p>')
body("e-fragment", "epub-fragment", '<p><a href="#nowhere">a</a></p>')
body("e-fragment-other", "epub-fragment", '<p><a href="a002.xhtml#nowhere">a</a></p>')
body("e-picture-gone", "epub-link", '<p><img src="img/gone.png" alt="x"/></p>')
body("e-picture-remote", "epub-remote", '<p><img src="https://example.org/x.png" alt="x"/></p>')
body("e-img-src", "epub-xhtml", '<p><img alt="x"/></p>')
body("e-script", "epub-property", "<script>1</script>")
body("e-svg", "epub-property", '<svg xmlns="http://www.w3.org/2000/svg"/>')
body("e-sound-remote", "epub-property", '<audio src="https://example.org/x.mp3"/>')
listed("e-unlinear", "epub-link", '<item id="zz" href="z.xhtml" media-type="application/xhtml+xml"/>', {BASE + "z.xhtml": page("<p>a</p>"), PAGE: FILES[PAGE].replace(b"</body>", b'<p><a href="z.xhtml">a</a></p></body>')})

# Contents, pictures, style sheets.
edit("e-nav-type", "epub-nav", NAV, r'epub:type="toc"', 'epub:type="lot"')
edit("e-nav-text", "epub-nav", NAV, r'(<li[^>]*><a href="[^"]*">).*?</a>', r"\1</a>")
edit("e-nav-target", "epub-link", NAV, r'(<a href=")a001.xhtml', r"\1gone.xhtml")
edit("e-nav-remote", "epub-link", NAV, r'(<a href=")a001.xhtml', r"\1https://example.org/")
edit("e-ncx-target", "epub-link", NCX, r'src="a001.xhtml', 'src="gone.xhtml')
edit("e-ncx-uid", "epub-ncx", NCX, r'(dtb:uid" content=")[^"]*', r"\1other")
edit("e-ncx-label", "epub-ncx", NCX, r"(<navPoint.*?<text>)[^<]*", r"\1")
put("e-picture-type", "epub-type", PICTURE, b"\x89PNG\r\n\x1a\n" + bytes(40))
put("e-picture-cut", "epub-picture", PICTURE, FILES[PICTURE][: len(FILES[PICTURE]) // 2])
put("e-picture-page", "epub-type", PICTURE, b"<html>not found</html>")
put("e-css-url", "epub-link", CSS, FILES[CSS] + b"\np{background:url(gone.png)}\n")
put("e-css-import", "epub-link", CSS, b'@import "gone.css";\n' + FILES[CSS])

# What only some mind.
put("w-css-syntax", "epub-css", CSS, FILES[CSS] + b"\np { color: red\n")
put("w-css-direction", "epub-css", CSS, FILES[CSS] + b"\np{direction:rtl}\n")
put("w-css-calc", "epub-shop", CSS, FILES[CSS] + b"\np{margin:calc(1em + 2px)}\n")
put("w-unlisted", "epub-unlisted", BASE + "left.txt", b"x")
put("w-name-space", "epub-shop", BASE + "left over.txt", b"x")
edit("w-cover-meta", "epub-cover", OPF, r'<meta name="cover"[^>]*>', "")
edit("w-cover-property", "epub-cover", OPF, r' properties="cover-image"', "")
edit("w-access", "epub-access", OPF, r'<meta property="schema:access.*</metadata>', "</metadata>")
edit("w-title", "epub-title", PAGE, r"<title>.*?</title>", "<title></title>")
body("w-alt", "epub-access", '<p><img src="%s"/></p>' % PICTURE[len(BASE) :])
body("w-large", "epub-size", "<p>%s</p>" % ("word " * 62000))

with open(os.path.join(folder, "expected"), "w") as out:
    for name, code in expected:
        out.write("%s %s\n" % (name, code))
