#!/bin/sh
# A book within a budget: from the command line and from the edition file, of both kinds of EPUB;
# what is no size, and what cannot be kept.
. tests/e2e/common.sh
cp -R samples/weekly "$work/weekly"
weekly=$work/weekly/weekly.yaml

# at_most BOOK BYTES: it is no larger, and sound.
at_most() {
    [ "$(stat -c %s "$1")" -le "$2" ] || fail "$1: $(stat -c %s "$1") bytes"
    expect 0 newsbind check "$1"
}

expect 0 newsbind build "$weekly" -o "$work/a.epub"
all=$(stat -c %s "$work/a.epub")
expect 0 newsbind build "$weekly" --max-size "$all" -o "$work/b.epub" --strict
cmp "$work/a.epub" "$work/b.epub" || fail "other bytes within the budget"
expect 0 newsbind build "$weekly" --max-size 0.5M -o "$work/b.epub" -o "$work/b.kepub.epub" --strict \
    --report "$work/report.json"
at_most "$work/b.epub" 500000
at_most "$work/b.kepub.epub" 500000
grep -q pictures-lowered "$work/report.json" || fail "the report does not say it"
expect 0 newsbind build "$weekly" --max-size 0.5M -o "$work/c.epub" --jobs 1
cmp "$work/b.epub" "$work/c.epub" || fail "other bytes with one thread"
sed -i '1i max-size: 400k' "$weekly"
expect 0 newsbind build "$weekly" -o "$work/d.epub"
at_most "$work/d.epub" 400000
expect 0 newsbind build "$weekly" --max-size 700k -o "$work/e.epub"
[ "$(stat -c %s "$work/e.epub")" -gt 400000 ] || fail "the edition file wins"
expect 0 newsbind build "$weekly" --max-size 60k -o "$work/f.epub"
says "the book is larger than it may be, its pictures at their lowest"
expect 1 newsbind build "$weekly" --max-size 60k -o "$work/f.epub" --strict
expect 2 newsbind build "$weekly" --max-size 25MB -o "$work/no.epub"
says "--max-size: a size is wanted, such as 25M: 25MB"
sed -i '1s/.*/max-size: huge/' "$weekly"
expect 2 newsbind check "$weekly"
says "weekly.yaml:1:11: error: edition file has a wrong value: a size is wanted, such as 25M: huge"
[ ! -e "$work/no.epub" ] || fail "something was written"
finish
