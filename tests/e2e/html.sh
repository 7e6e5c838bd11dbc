#!/bin/sh
# The page that holds a whole edition: nothing beside it, ids that do not collide, a way to every
# article, any style's words in it harmless. Its words are outputs.sh's.
. tests/e2e/common.sh
weekly=samples/weekly
for style in $(newsbind styles); do
    newsbind build $weekly/weekly.yaml --style "$style" -o "$work/weekly-$style.html" --strict --quiet ||
        fail "$style"
done
mkdir "$work/in"
# Notes of the same numbers and labels in two articles, links from one to the other and to what
# there is not, and a picture twice.
cp $weekly/world/pictures/*.jpg "$work/in"
picture=$(basename "$(ls "$work/in/"*.jpg | head -1)")
for n in 1 2; do
    cat >"$work/in/$n.json" <<END
{"model": 1, "title": "Article $n <b>\"bold\"</b>", "lang": "en", "related": [{"title": "Bad", "url": "javascript:alert(1)"}],
 "blocks": [{"type": "heading", "level": 4, "text": "Deep"},
 {"type": "paragraph", "text": "Text of $n.", "inline": [{"type": "text", "text": "Text of $n"}, {"type": "noteref", "label": "1"},
  {"type": "link", "href": "#article:a$((3 - n))", "inline": [{"type": "text", "text": "the other"}]},
  {"type": "link", "href": "#article:a9", "inline": [{"type": "text", "text": "none"}]}]},
 {"type": "figure", "src": "$picture", "alt": "A \"picture\"", "caption": "Seen twice"},
 {"type": "footnote", "label": "1", "blocks": [{"type": "paragraph", "text": "Note of $n."}]}]}
END
done
newsbind build "$work/in" --title 'Two & <two>' -o "$work/two.html" --quiet || fail "two articles"
newsbind build "$work/in/1.json" -o "$work/one.html" --quiet || fail "one article"
# A style that tries to leave its element, and to load something.
cat >"$work/bad.css" <<'END'
.kicker { font-family: "</style><script>alert(1)</script>"; color: #000000 }
h1 { color: #ffffff; background: #101010 }
@media screen { .headline::before { content: "</style>&<!--" } p { background: url(https://example.org/a.png) } }
END
newsbind build "$work/in" --style "$work/bad.css" -o "$work/bad.html" --quiet || fail "a bad style"
python3 tests/e2e/webpage.py "$work"/*.html >"$work/out" || fail "$(cat "$work/out")"
# What the check must find.
sed 's/id="a2"/id="a1"/; s/href="#s1"/href="#nowhere"/; s/<main id="text">/&<script>1<\/script>/' \
    "$work/weekly-broadsheet.html" >"$work/broken.html"
python3 tests/e2e/webpage.py "$work/broken.html" >"$work/out" && fail "webpage.py takes no notice of a broken page"
for what in 'a1 twice' '#nowhere' '<script>' 'do not list'; do
    grep -q -- "$what" "$work/out" || fail "webpage.py does not say: $what: $(cat "$work/out")"
done
grep -q 'href="#a2">the other</a>' "$work/two.html" || fail "no link from one article to the other"
grep -q 'id="a1-fn1"' "$work/two.html" && grep -q 'id="a2-fn1"' "$work/two.html" || fail "ids of notes"
grep -q 'javascript' "$work/two.html" && fail "an address that runs"
[ "$(grep -o 'src="data:image/jpeg' "$work/two.html" | wc -l)" = 2 ] || fail "pictures"
grep -q '<h1 class="headline">' "$work/one.html" || fail "a single article's headline"
grep -q '<nav' "$work/one.html" && fail "contents of one article"
# A large picture is made smaller: fewer bytes than it has itself, within what screens show.
python3 - "$work" <<'END' || fail "a large picture goes through as it is"
import random, struct, subprocess, sys, zlib
work = sys.argv[1]
random.seed(1)
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
width, height = 2400, 300
rows = b"".join(b"\0" + random.randbytes(width * 3) for _ in range(height))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
png += chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
open(work + "/in/large.png", "wb").write(png)
open(work + "/large.json", "w").write("")
open(work + "/in/3.json", "w").write('{"model": 1, "title": "Large", "blocks": [{"type": "paragraph", "text": "A."},'
    '{"type": "figure", "src": "large.png", "alt": "Noise"}]}')
subprocess.run(["newsbind", "build", work + "/in/3.json", "-o", work + "/large.html", "--quiet"], check=True)
page = open(work + "/large.html").read()
address = page.split('src="data:image/')[1].split('"')[0]
import base64
data = base64.b64decode(address.split(",")[1])
at = data.index(b"\xff\xc0")
assert address.startswith("jpeg"), address[:40]
assert struct.unpack(">HH", data[at + 5 : at + 9]) == (180, 1440), struct.unpack(">HH", data[at + 5 : at + 9])
assert len(data) < len(png)
END
# extract --to html: each article as an element, words and captions kept.
newsbind extract $weekly/weekly.yaml --to html --quiet >"$work/articles.html" || fail "extract --to html"
[ "$(grep -c '<article ' "$work/articles.html")" = "$(grep -c '<article ' "$work/weekly-plain.html")" ] ||
    fail "articles of extract --to html"
grep -q '<figcaption>' "$work/articles.html" || fail "captions of extract --to html"
finish
