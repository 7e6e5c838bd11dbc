"""Inputs made to hurt, one at a time: fifty megabytes of one thing, nesting of a hundred thousand,
bombs. Each must end with status 0 or 3, within the bounds of memory and processor time, and say
why where something was left out. hostile.py NEWSBIND FOLDER [small]"""
import os
import resource
import subprocess
import sys
import zipfile

NEWSBIND, FOLDER = sys.argv[1:3]
SMALL = len(sys.argv) > 3  # for the sanitizers, which take memory and time of their own
SIZE = (2 if SMALL else 50) << 20
DEEP, MANY = (20000, 50000) if SMALL else (100000, 1000000)
# A search that does not end, or work that grows with the square, is not a matter of the machine.
SECONDS, MEGABYTES = (60, 0) if SMALL else (20, 256)

HTML = "<!DOCTYPE html><title>A headline of some words</title><h1>A headline of some words</h1><p>"
TEXT = "A headline of some words\n\n"
JSON = '{"model": 1, "title": "A headline", "blocks": ['
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>'
NITF = "<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head><body.content>"


def laughs(root, inside):
    """Entities, each ten times the one before."""
    lines = ['<!ENTITY a "aaaaaaaaaa">']
    for i in range(12):
        lines.append('<!ENTITY %c "%s">' % (98 + i, "&%c;" % (97 + i) * 10))
    return '<?xml version="1.0"?><!DOCTYPE %s [%s]>%s' % (root, "".join(lines), inside)


def fill(head, unit, tail=""):
    return [(head, 1), (unit, SIZE // len(unit.encode())), (tail, 1)]


def deep(head, unit, tail="", close=""):
    return [(head, 1), (unit, DEEP), (tail, 1), (close, DEEP)]


def numbered(head, unit, tail, count):
    return [(head, 1), (lambda i: unit % i, count), (tail, 1)]


CASES = {
    "line.html": fill(HTML, "words of a story and more words. "),
    "paragraphs.html": fill(HTML, "<p>Words of a news story that goes on. </p>"),
    "tags.html": fill(HTML, "<p>"),
    "ends.html": fill(HTML, "</x>"),
    "less.html": fill(HTML, "<"),
    "ampersands.html": fill(HTML, "&"),
    "entities.html": fill(HTML, "&amp;"),
    "attributes.html": numbered(HTML + "<p", " a%d='v'", ">text", SIZE // 12),
    "value.html": fill(HTML + "<p class='", "word ", "'>text"),
    "images.html": fill(HTML, "<img src=a.png alt=b>"),
    "cells.html": fill(HTML + "<table><tr>", "<td>a"),
    "script.html": fill(HTML + "<script>", 'var a = "<p>";\n', "</script><p>text"),
    "linked-data.html": fill('<script type="application/ld+json">', "[", "</script>" + HTML),
    "comments.html": [(HTML, 1), ("<!-- c -->", MANY), ("text", 1)],
    "empty.html": [(HTML, 1), ("<p></p>", MANY)],
    "unclosed.html": deep(HTML, "<table><tr><td><ul><li><b><i><a href=x>"),
    "divs.html": deep(HTML, "<div>", "text", "</div>"),
    "names.html": numbered(HTML, "<x%d>", "text", DEEP),
    "quotes.html": deep(HTML, "<blockquote><p>x"),
    "nul.html": deep(HTML, "<p>te\0xt</p>"),
    "laughs.xhtml": [(laughs("html", "<html><body><p>&m;</p></body></html>"), 1)],
    "word.txt": fill(TEXT, "x"),
    "marks.txt": fill(TEXT + "a", "\u0301"),
    "lines.txt": fill(TEXT, "A line of words that is a sentence.\n"),
    "empty.txt": fill(TEXT, "\n", "x"),
    "latin.txt": fill(TEXT, "caf\ue0e9 and so on. "),
    "wide.txt": fill("\ufeff", "words "),
    "captions.txt": fill(TEXT, "Photo: Reuters\n\n"),
    "arrays.json": [('{"model": 1, "blocks": ', 1), ("[", DEEP)],
    "number.json": fill(JSON, "9", "]}"),
    "string.json": fill('{"model": 1, "title": "', "word ", '"}'),
    "paragraphs.json": fill(JSON, '{"type": "paragraph", "text": "x"},', "1]}"),
    "articles.json": fill('{"articles": [', '{"title": "T"},', "1]}"),
    "items.rss": fill(RSS, "<item><title>A</title><description>b</description></item>"),
    "body.rss": fill(RSS + "<item><title>A</title><description>", "&lt;p&gt;words "),
    "deep.rss": deep(RSS, "<item>"),
    "namespaces.rss": numbered(RSS + "<item", " xmlns:a%d='v'", "/>", SIZE // 24),
    "laughs.rss": [(laughs("rss", "<rss version='2.0'><channel><item><title>&m;</title>"
                           "</item></channel></rss>"), 1)],
    "bases.atom": deep(ATOM + "<entry><title>t</title><content type='xhtml'>",
                       "<div xml:base='abcdefghij/'>"),
    "items.json": fill('{"version": "https://jsonfeed.org/version/1.1", "items": [',
                       '{"id": "1", "content_html": "<p>b"},', '{"id": "1"}]}'),
    "paragraphs.xml": fill(NITF, "<p>word and word</p>"),
    "deep.xml": deep(NITF, "<block>"),
    "brackets.md": fill("# Head\n\n", "["),
    "stars.md": fill("# Head\n\n", "**a *b "),
    "quotes.md": deep("# Head\n\n", ">", " x\n"),
    "table.md": fill("|a|b|\n|-|-|\n", "|c|d|\n"),
    "front.md": numbered("---\ntitle: x\n", "k%d: v\n", "---\n\nText\n", MANY),
}


def encoded(name, text):
    if name == "latin.txt":
        return text.replace("\ue0e9", "\xe9").encode("latin-1")
    return text.encode("utf-16-le" if name == "wide.txt" else "utf-8")


def write(name, path):
    """In pieces, so that this process stays small: a child's peak begins with its parent's."""
    with open(path, "wb") as out:
        for unit, count in CASES[name]:
            if callable(unit):
                for i in range(count):
                    out.write(unit(i).encode())
                continue
            each = max(1, 65536 // max(1, len(unit)))
            piece, whole = encoded(name, unit), encoded(name, unit * each)
            for _ in range(count // each):
                out.write(whole)
            out.write(piece * (count % each))


def archives():
    """Names and archives: a bomb, a bomb in an archive, paths that lead out, many entries."""
    yield "bomb.zip", [("a%d.txt" % i, b"word " * (SIZE // 5)) for i in range(2)]
    yield "out.zip", [("../../out.txt", b"A headline\n\nText of words."), ("/out.txt", b"x")]
    yield "many.zip", [("d/a%d.txt" % i, b"A headline\n\nText.") for i in range(20000)]
    yield "same.zip", [("same.txt", b"A headline %d\n\nText." % i) for i in range(1000)]


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 3, SECONDS * 3))


def run(path):
    """What is wrong with a run over `path`, or None."""
    with open(os.path.join(FOLDER, "err"), "wb") as err:
        child = subprocess.Popen([NEWSBIND, "extract", path, "--to", "json", "--jobs", "1"],
                                 stdout=subprocess.DEVNULL, stderr=err, preexec_fn=limit)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    seconds, megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    said = open(os.path.join(FOLDER, "err"), errors="replace").read()
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        return "status %d: %s" % (code, said[:300])
    if code == 3 and "warning: " not in said:
        return "not said why: %s" % said[:300]
    if seconds > SECONDS or (MEGABYTES and megabytes > MEGABYTES):
        return "%.1f s, %.0f MB" % (seconds, megabytes)
    return None


def main():
    failed = 0
    for name in CASES:
        path = os.path.join(FOLDER, name)
        maker = os.fork()  # keeps what writing takes out of this process
        if maker == 0:
            write(name, path)
            os._exit(0)
        os.waitpid(maker, 0)
        wrong = run(path)
        os.unlink(path)
        if wrong:
            print("hostile: %s: %s" % (name, wrong), file=sys.stderr)
            failed += 1
    maker = os.fork()
    if maker == 0:
        for name, entries in archives():
            with zipfile.ZipFile(os.path.join(FOLDER, name), "w", zipfile.ZIP_DEFLATED) as out:
                for entry, data in entries:
                    out.writestr(entry, data)
        os._exit(0)
    os.waitpid(maker, 0)
    for name in sorted(os.listdir(FOLDER)):
        wrong = run(os.path.join(FOLDER, name)) if name.endswith(".zip") else None
        if wrong:
            print("hostile: %s: %s" % (name, wrong), file=sys.stderr)
            failed += 1
    return failed != 0


sys.exit(main())
