#!/bin/sh
# The lint of books: newsbind's own books are clean, every kind of fault is found under its code
# (see broken_books.py), exit statuses, several books in one run, hostile books within bounds.
. tests/e2e/common.sh
newsbind build samples/weekly/weekly.yaml -o "$work/weekly.epub" --quiet || fail "the sample"
newsbind build samples/weekly/world -o "$work/world.epub" -o "$work/world.pdf" --quiet ||
    fail "the sample with a PDF"
newsbind build samples/weekly/business/at-and-t.txt -o "$work/one.epub" --quiet ||
    fail "one article"
for style in magazine reader eink plain; do
    newsbind build samples/weekly/weekly.yaml --style $style -o "$work/$style.epub" --quiet ||
        fail "the sample in $style"
done
expect 0 newsbind check --strict "$work"/*.epub
[ -s "$work/err" ] && fail "false alarm: $(head -c 300 "$work/err")"

mkdir "$work/broken"
python3 tests/e2e/broken_books.py "$work/weekly.epub" "$work/broken" || fail "no broken books made"
total=0 found=0
while read -r name code; do
    total=$((total + 1))
    case $name in e-*) want=3 ;; *) want=1 ;; esac
    expect $want newsbind check --strict "$work/broken/$name.epub"
    if grep -qE "^[^:]*$name\.epub.*\[$code\]\$" "$work/err"; then found=$((found + 1)); else
        fail "$name: no [$code], but: $(head -c 300 "$work/err")"
    fi
done <"$work/broken/expected"
[ "$total" -ge 80 ] || fail "only $total broken books"
echo "lint.sh: $found of $total faults found"

# A place in the book is named, and in the report too.
expect 3 newsbind check "$work/broken/e-link-gone.epub" --report "$work/report.json"
grep -qE 'e-link-gone\.epub/OEBPS/a001\.xhtml:[0-9]+: error: .*gone\.xhtml \[epub-link\]$' \
    "$work/err" || fail "the place is not named: $(cat "$work/err")"
grep -q '"code": *"epub-link"' "$work/report.json" || fail "not in the report"
# Warnings alone; several books; what is no book.
expect 0 newsbind check "$work/broken/w-unlisted.epub"
says "[epub-unlisted]"
expect 0 newsbind check --quiet "$work/broken/w-unlisted.epub"
[ -s "$work/err" ] && fail "--quiet prints warnings"
expect 3 newsbind check "$work/weekly.epub" "$work/broken/e-page-xml.epub" "$work/one.epub"
expect 3 newsbind check "$work/nothing-there.epub"
: >"$work/empty.epub"
expect 3 newsbind check "$work/empty.epub"
expect 2 newsbind check samples/weekly/weekly.yaml "$work/weekly.epub"

# Hostile: what unpacks to a gigabyte, what nests, what links in great numbers.
python3 - "$work/weekly.epub" "$work" <<'PYTHON' || fail "no hostile books made"
import sys, zipfile

with zipfile.ZipFile(sys.argv[1]) as book:
    files = {name: book.read(name) for name in book.namelist()}


def write(name, changes):
    with zipfile.ZipFile("%s/hostile-%s.epub" % (sys.argv[2], name), "w") as out:
        for entry, data in {**files, **changes}.items():
            kind = zipfile.ZIP_STORED if entry == "mimetype" else zipfile.ZIP_DEFLATED
            out.writestr(entry, data, kind)


page = files["OEBPS/a001.xhtml"].decode()
write("bomb", {"OEBPS/a001.xhtml": bytes(200 << 20)})
write("deep", {"OEBPS/a001.xhtml": page.replace("</body>", "<div>" * 100000 + "</body>")})
write("links", {"OEBPS/a001.xhtml": page.replace(
    "</body>", "<p>" + '<a href="#x">x</a>' * 200000 + "</p></body>")})
write("laughs", {"OEBPS/a001.xhtml": '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 1000
    + '"><!ENTITY c "' + "&b;" * 1000 + '">]>' + page.split("?>", 1)[1].replace(
    "<!DOCTYPE html>", "").replace("</body>", "<p>&c;&c;&c;</p></body>")})
write("style", {"OEBPS/style.css": "a{b:url(x) " + "(" * 1000000})
write("nul", {"OEBPS/content.opf": bytes(100000)})
PYTHON
for book in "$work"/hostile-*.epub; do
    got=0
    # The sanitizers need much address space, so only time is bounded in their build.
    [ "$flavour" = san ] || ulimit -v 1000000
    timeout 20 newsbind check "$book" >/dev/null 2>"$work/err" || got=$?
    case $got in 0 | 3) ;; *) fail "exit $got: $book: $(head -c 300 "$work/err")" ;; esac
done
finish
