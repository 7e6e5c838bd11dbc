#!/bin/sh
# A book made for one screen: pictures and cover that fit it, gray where it shows no colour, pages
# of its size; who decides when the paper or the style is named as well.
. tests/e2e/common.sh
weekly=samples/weekly/weekly.yaml

# looks BOOK WIDTH HEIGHT gray|colour: all its pictures are within, the cover has just this size.
looks() {
    rm -rf "$work/book" && mkdir "$work/book"
    (cd "$work/book" && python3 -m zipfile -e "$1" .)
    python3 - "$work/book/OEBPS" "$2" "$3" "$4" <<'PYTHON' || fail "$1: see above"
import glob, re, struct, sys

folder, width, height, gray = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "gray"


def look(path):
    data = open(path, "rb").read()
    if data[:4] == b"\x89PNG":
        return (*struct.unpack(">II", data[16:24]), data[25] in (0, 4))
    at = 2
    while True:
        kind, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= kind <= 0xC2:
            return (*struct.unpack(">HH", data[at + 5 : at + 9])[::-1], data[at + 9] == 1)
        at += 2 + length


opf = open(folder + "/content.opf").read()
cover = re.search(r'href="([^"]*)"[^>]*properties="cover-image"', opf)[1]
facts = {href: look(f"{folder}/{href}") for href in re.findall(r'href="([^"]*\.(?:jpg|png))"', opf)}
bad = [f"{h}: {f}" for h, f in facts.items() if f[0] > width or f[1] > height or gray and not f[2]]
if facts[cover][:2] != (width, height):
    bad.append(f"the cover: {facts[cover]}")
if not gray and all(f[2] for f in facts.values()):
    bad.append("no colour")
if len(facts) < 3:
    bad.append("too few pictures to tell")
print("\n".join("  not so: " + b for b in bad), end="\n" if bad else "")
sys.exit(bool(bad))
PYTHON
}

# page PDF MM MM: the size of its first page, within half a millimetre.
page() {
    pdfinfo "$1" | awk -v w="$2" -v h="$3" '/^Page size/ {
        x = $3 * 25.4 / 72 - w; y = $5 * 25.4 / 72 - h
        found = x * x < .25 && y * y < .25 } END { exit !found }' || fail "$1: not $2 by $3 mm"
}

expect 0 newsbind build $weekly --device xteink-x4 -o "$work/a.epub" -o "$work/a.pdf"
looks "$work/a.epub" 480 800 gray
page "$work/a.pdf" 55 92
expect 0 newsbind build $weekly --device xteink-x4 --jobs 1 -o "$work/b.epub" -o "$work/b.pdf"
cmp "$work/a.epub" "$work/b.epub" || fail "other bytes with one thread"
expect 0 newsbind build $weekly --device generic -o "$work/c.epub"
looks "$work/c.epub" 1264 1680 colour

# One article is enough for the pages.
article=samples/weekly/business/at-and-t.txt
expect 0 newsbind build $article --device kobo-clara --paper A5 -o "$work/d.pdf"
page "$work/d.pdf" 148 210
expect 0 newsbind build $article --device kobo-clara --style reader -o "$work/d.pdf"
page "$work/d.pdf" 148 210
expect 0 newsbind build $article --paper 100x150mm -o "$work/d.pdf"
page "$work/d.pdf" 100 150
cp $article "$work/article.txt"
printf 'device: kobo-clara\nstyle: plain\nsections: [{title: A, sources: [article.txt]}]\n' >"$work/e.yaml"
expect 0 newsbind build "$work/e.yaml" -o "$work/e.pdf"
page "$work/e.pdf" 91 123
expect 0 newsbind build "$work/e.yaml" --device tablet -o "$work/e.pdf"
page "$work/e.pdf" 158 227
echo 'paper: A4' >>"$work/e.yaml"
expect 0 newsbind build "$work/e.yaml" -o "$work/e.pdf"
page "$work/e.pdf" 210 297

# The style: the command line's, else the device's.
css() {
    python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("OEBPS/style.css").decode())' "$1"
}
expect 0 newsbind build $article --style eink -o "$work/eink.epub"
expect 0 newsbind build $article --style plain -o "$work/plain.epub"
cmp -s "$work/eink.epub" "$work/plain.epub" && fail "the styles do not differ"
css "$work/eink.epub" >"$work/eink.css"
css "$work/plain.epub" >"$work/plain.css"
expect 0 newsbind build "$work/e.yaml" -o "$work/e.epub"
css "$work/e.epub" | cmp -s - "$work/eink.css" || fail "the device does not choose its style"
expect 0 newsbind build "$work/e.yaml" --style plain -o "$work/e.epub"
css "$work/e.epub" | cmp -s - "$work/plain.css" || fail "the command line's style gives way"

# The report says which form of EPUB the device shows best.
expect 0 newsbind build $article --device kobo-clara -o "$work/f.epub" --report "$work/f.json"
grep -q '"device-form"' "$work/f.json" || fail "not reported: a Kobo wants .kepub.epub"
expect 0 newsbind build $article --device kobo-clara -o "$work/f.kepub.epub" -o "$work/f.pdf" --report "$work/f.json"
! grep -q '"device-form"' "$work/f.json" || fail "reported: a Kobo wants what it has"

expect 2 newsbind build $article --device kobo -o "$work/no.epub"
says "unknown device: kobo (there are kindle-paperwhite, "
sed -i 's/kobo-clara/nook/' "$work/e.yaml"
expect 2 newsbind build "$work/e.yaml" -o "$work/no.epub"
says "unknown device: nook"
expect 2 newsbind check "$work/e.yaml"
says "e.yaml:1:9: error: edition file has a wrong value: unknown device: nook"
expect 2 newsbind build $article --device kobo-claro -o "$work/no.epub"
says "unknown device: kobo-claro; did you mean kobo-clara?"
sed -i 's/nook/xteink-x5/' "$work/e.yaml"
expect 2 newsbind check "$work/e.yaml"
says "unknown device (did you mean xteink-x4?): xteink-x5"
for paper in 100x150 100mm x150mm 0x150mm 100x99999999999mm 100x150mmm ""; do
    expect 2 newsbind build $article --paper "$paper" -o "$work/no.pdf"
done
[ ! -e "$work/no.epub" ] && [ ! -e "$work/no.pdf" ] || fail "something was written"
# The names in the completions are the table's.
newsbind build $article --device '?' -o "$work/no.epub" 2>&1 | sed 's/.*there are //; s/).*//' | tr -d , |
    tr ' ' '\n' >"$work/names"
for file in src/app/completion.bash src/app/completion.fish src/app/completion.zsh src/app/newsbind.1; do
    while read -r name; do
        tr -d '\\' <$file | grep -qw -e "$name" || fail "$file does not know $name"
    done <"$work/names"
done
[ "$(wc -l <"$work/names")" -ge 13 ] || fail "names: $(cat "$work/names")"
finish
