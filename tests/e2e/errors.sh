#!/bin/sh
# Bad input and full disks: a clear message, the right exit status, nothing lost, no partial file.
. tests/e2e/common.sh
cd "$work"
article='A headline of some words\n\nA first paragraph that is long enough to be one, surely.\n'
# shellcheck disable=SC2059
printf "$article" >good.txt
no_leavings() {
    left=$(find "$work" -maxdepth 2 -name '*.pdf.*' -o -maxdepth 2 -name '*.epub.*')
    [ -z "$left" ] || fail "left behind: $left"
}

: >empty.txt
expect 3 newsbind build empty.txt -o x.epub
says "empty.txt: warning: nothing to read"
says "[no-input]"
[ ! -e x.epub ] || fail "a book of nothing was written"

mkdir none
: >none/readme.xyz
expect 3 newsbind build none -o x.epub
says "[no-match]"
expect 3 newsbind build missing.txt -o x.epub
says "missing.txt: warning: cannot be read: No such file or directory [cannot-read]"
expect 0 newsbind build missing.txt good.txt -o x.epub
says "missing.txt: warning"
[ -s x.epub ] || fail "one bad input cost the others"
expect 1 newsbind build missing.txt good.txt -o x.epub --strict --report r.json
grep -q '"code": "cannot-read"' r.json || fail "not in the report"

head -c 400 /dev/urandom >noise.bin
printf '\0\0\0' >>noise.bin
expect 3 newsbind build noise.bin -o x.pdf
says "not text, left out"

printf -- '---\ntitle: Not before Monday\nembargo: 2026-11-23T06:00:00Z\n---\nSecret until then.\n' >secret.md
expect 0 newsbind build secret.md good.txt -o x.epub --date 2026-11-23
expect 1 newsbind build secret.md good.txt -o x.epub --date 2026-11-22 --strict
says "secret.md: warning: under embargo at the edition's date, left out: Not before Monday"
expect 3 newsbind build secret.md -o x.epub --date 2026-11-22
expect 0 newsbind extract secret.md
grep -q "Secret until then" out || fail "extract does not show what is under embargo"

expect 2 newsbind extract good.txt --to text --explain
says "leave out --to"
expect 3 newsbind extract empty.txt --explain
says "nothing to read"
newsbind extract good.txt --explain >why.txt || fail "no explanation"
grep -q "^     1  kept    headline: A headline of some words" why.txt ||
    fail "the explanation has no headline"
newsbind extract good.txt good.txt --explain --jobs 2 >twice.txt
[ "$(grep -c "kept    headline" twice.txt)" = 2 ] || fail "an explanation is missing"

expect 2 newsbind build good.txt
says "say what to write"
expect 2 newsbind build good.txt -o x.docx
says "no writer for x.docx"
expect 2 newsbind build good.txt -o x.pdf --style nosuch
says "[style-missing]"
# What is wrong in the rules that all styles share is said of their file, the rest of the style's.
cp -R "$work/usr/share/newsbind" data
printf '\n@media print { p { colour: red } }\n' >>data/styles/common/screen.css
printf 'p { text-ident: 0 }\n@media screen { .kicker { margin-bottom: 3em } }\n' >own.css
expect 0 env NEWSBIND_DATA="$PWD/data" newsbind build good.txt -o x.epub --style ./own.css
says "data/styles/common/screen.css:$(wc -l <data/styles/common/screen.css): warning"
says "./own.css:1: warning"
unzip -p x.epub OEBPS/style.css >x.css
grep -q 'max-height: 95vh' x.css || fail "a style of one's own lacks the rules that all share"
[ "$(grep -c 'margin-bottom: 3em' x.css)" = 1 ] || fail "a style's own rule is lost"
rm data/styles/common/screen.css
expect 2 env NEWSBIND_DATA="$PWD/data" newsbind build good.txt -o x.epub
says "[style-missing]"
expect 2 newsbind build good.txt -o x.pdf --paper Z9
says "unknown paper: Z9"
expect 2 newsbind build good.txt -o x.pdf --nosuch
says "unknown option --nosuch"
expect 2 newsbind nosuch
says "there is no command 'nosuch'"
printf 'titel: x\nsections: 7\n' >bad.yaml
expect 2 newsbind build bad.yaml -o x.pdf
says "bad.yaml:1:1: error: edition file has an unknown key: titel (did you mean title?)"
says "bad.yaml:2:11: error"

mkdir pictures
page() {
    printf '{"model": 1, "title": "Pictures of many kinds", "lang": "en", "blocks": [{"type": "paragraph", "text": "Text before."}, {"type": "figure", "src": "%s", "alt": "A"}, {"type": "paragraph", "text": "Text after."}]}' "$1" >page.json
}
broken() {
    page "$1"
    expect 0 newsbind build page.json -o p.pdf -o p.epub
    says "$2"
    qpdf --check p.pdf >/dev/null || fail "$1: broken PDF"
}
root_png=$root/samples/weekly/business/pictures/chart.png
broken pictures/none.png "warning: picture not found, left out: pictures/none.png"
broken ../../etc/passwd "[picture-path]"
head -c 9000 "$root_png" >pictures/cut.png
broken pictures/cut.png "[picture-broken]"
: >pictures/zero.jpg
broken pictures/zero.jpg "[picture-broken]"
head -c 5000 "$root/samples/weekly/world/pictures/river.jpg" >pictures/cut.jpg
broken pictures/cut.jpg "[picture-broken]"
sound() {
    page "$1"
    expect 0 newsbind build page.json -o p.pdf -o p.epub
    [ ! -s err ] || fail "$1: $(cat err)"
    [ "$(pdfimages -list p.pdf | wc -l)" -ge 3 ] || fail "$1: no picture in the PDF"
    qpdf --check p.pdf >/dev/null || fail "$1: broken PDF"
}
for picture in "$root"/tests/e2e/pictures/*; do
    cp "$picture" pictures/
    sound "pictures/$(basename "$picture")"
done

expect 4 newsbind build good.txt -o nowhere/x.pdf
says "nowhere/x.pdf: error: cannot be written: No such file or directory [cannot-write]"
for ending in pdf epub; do
    ln -sf /dev/full "full.$ending"
    expect 4 newsbind build good.txt -o "full.$ending"
    says "No space left on device"
done
newsbind extract good.txt >/dev/full 2>err && fail "a full standard output went unseen"
says "No space left on device"

if [ "$(id -u)" = 0 ] && mkdir small && mount -t tmpfs -o size=32k tmpfs small 2>/dev/null; then
    printf old >small/book.pdf
    status=0
    newsbind build "$root/samples/weekly/weekly.yaml" -o small/book.pdf 2>err || status=$?
    [ "$status" = 4 ] || fail "a full disk gave $status"
    says "No space left on device"
    [ "$(cat small/book.pdf)" = old ] || fail "a full disk lost the old file"
    [ "$(ls small)" = book.pdf ] || fail "a full disk left a partial file"
    umount small
fi
no_leavings
finish
