#!/bin/sh
# A book for Kobo's own reader: the EPUB made in the same run, with spans around sentences and
# pictures and nothing else changed.
. tests/e2e/common.sh
cp -R samples/weekly "$work/weekly"
sed -i '/^outputs:/d' "$work/weekly/weekly.yaml"
echo 'outputs: [w.kepub.epub, w.epub]' >>"$work/weekly/weekly.yaml"
expect 0 newsbind build "$work/weekly/weekly.yaml"
python3 - "$work/weekly/w.epub" "$work/weekly/w.kepub.epub" <<'PYTHON' || fail "see above"
import re, sys, zipfile
import xml.etree.ElementTree as ET

plain, kobo = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2])
failed = False


def want(good, what):
    global failed
    if not good:
        failed = True
        print("  not so:", what)


def bare(text):
    """A document without spans and frames."""
    text = text.replace('\n<div id="book-columns">\n<div id="book-inner">', "", 1)
    text = text.replace("</div>\n</div>\n</body>", "</body>", 1)
    return re.sub(r'<span class="koboSpan" id="[^"]*">(<img[^>]*>|[^<]*)</span>', r"\1", text)


want(plain.namelist() == kobo.namelist(), "the same files")
spans = pictures = 0
for name in plain.namelist():
    a, b = plain.read(name), kobo.read(name)
    if not name.endswith(".xhtml") or name.endswith("/nav.xhtml"):
        want(name.endswith(".css") or a == b, name + " is the same")
        continue
    a, b = a.decode(), b.decode()
    want(bare(b) == a and a != b, name + " is the same without spans")
    ET.fromstring(b)
    ids = re.findall(r'id="kobo\.(\d+)\.(\d+)"', b)
    order = [(int(p), int(s)) for p, s in ids]
    want(order and order[0] == (1, 1) and order == sorted(set(order)), name + ": ids in order, each once")
    want(all(s == t + 1 and p == q or p == q + 1 and s == 1
             for (q, t), (p, s) in zip(order, order[1:])), name + ": no number left out")
    # all that is read stands in a span
    left = re.sub(r'(?s)<head>.*</head>|<span class="koboSpan"[^>]*>.*?</span>|<pre.*?</pre>', "", b)
    left = re.sub(r'<a [^>]*role="doc-(?:noteref|backlink)".*?</a>', "", left)
    want(not re.sub(r"<[^>]*>", "", left).strip(), name + ": text outside spans")
    spans += len(order)
    pictures += b.count('"><img')
    want(b.count("<img") == b.count('"><img'), name + ": pictures in spans")
want(spans > 300 and pictures > 3, f"{spans} spans, {pictures} pictures")
want(b"book-inner" in kobo.read("OEBPS/style.css") and b"book-inner" not in plain.read("OEBPS/style.css"), "Kobo's rule")
sys.exit(failed)
PYTHON
article=samples/weekly/business/mussels.html
[ -e $article ] || article=$(find samples/weekly/business -name '*.html' | sort | head -n 1)
newsbind extract "$article" --to json >"$work/a.json"
newsbind extract "$article" --to fulltext >"$work/a.txt"
expect 0 newsbind build "$article" -o "$work/A.KEPUB.EPUB" -o "$work/a.kepub.epub" --jobs 1
python3 tests/e2e/words.py "$work/a.json" "$work/a.txt" "$work/a.kepub.epub:a001" || fail "the words"
cmp "$work/A.KEPUB.EPUB" "$work/a.kepub.epub" || fail "the ending's letters"
expect 0 newsbind check "$work/a.kepub.epub" "$work/weekly/w.kepub.epub"

# A long text: files stay below what old devices take, with their spans.
python3 -c 'print("Title: Long\n"); [print("A sentence of the length that news have, more or less. " * 8 + "\n") for _ in range(900)]' >"$work/long.txt"
expect 0 newsbind build "$work/long.txt" -o "$work/long.kepub.epub"
python3 - "$work/long.kepub.epub" <<'PYTHON' || fail "files too large"
import sys, zipfile
sizes = [i.file_size for i in zipfile.ZipFile(sys.argv[1]).infolist() if "/a001" in i.filename]
sys.exit(len(sizes) < 3 or max(sizes) > 250000)
PYTHON
finish
