#!/bin/sh
# The same bytes in every form from two runs, two folders, two time zones, two umasks, one thread
# and eight, any locale, at any time, from any order and age of the files, any memory.
. tests/e2e/common.sh
cp -R samples/weekly "$work/here"
mkdir "$work/elsewhere"
cp -R samples/weekly "$work/elsewhere/there"

# Every form that there is a writer for.
endings=
for ending in pdf epub kepub.epub html json md txt; do
    ! newsbind build samples/weekly/world/ferry-line.txt -o "$work/try.$ending" --quiet 2>"$work/err" ||
        endings="$endings $ending"
done
case $endings in " pdf epub "*" json md txt") ;; *) fail "forms:$endings" ;; esac

# build NAME INPUT [OPTION]...: all forms at once, to $work/NAME.ending.
build() {
    for ending in $endings; do
        set -- "$@" -o "$work/$1.$ending"
    done
    shift
    newsbind build --quiet "$@"
}
build a "$work/here/weekly.yaml"
same() {
    for ending in $endings; do
        cmp -s "$work/a.$ending" "$work/b.$ending" || fail "$1: other bytes in the $ending"
        rm -f "$work/b.$ending"
    done
}
again() {
    build b "$work/here/weekly.yaml" "$@"
}
again
same "two runs"
build b "$work/elsewhere/there/weekly.yaml"
same "two folders"
(TZ=Asia/Tokyo && export TZ && umask 077 && again)
same "TZ=Asia/Tokyo, umask 077"
(TZ=UTC && export TZ && umask 022 && again)
same "TZ=UTC, umask 022"
again --jobs 1
same "--jobs 1"
again --jobs 8
same "--jobs 8"
(LC_ALL=C.UTF-8 && export LC_ALL && again)
same "another locale"
for locale in C tr_TR.UTF-8 ar_EG.UTF-8 ja_JP.eucJP; do
    (LC_ALL=$locale LANG=$locale && export LC_ALL LANG && again)
    same "LC_ALL=$locale"
done
(HOME=/nowhere && export HOME && again)
same "another home"
(MALLOC_PERTURB_=165 && export MALLOC_PERTURB_ && again --jobs 2)
same "other bytes in fresh memory"
mkdir "$work/turned"
(cd "$work/here" && find . -type f | sort -r) | while read -r file; do
    mkdir -p "$work/turned/$(dirname "$file")"
    cp "$work/here/$file" "$work/turned/$file"
    touch -d "2001-02-03 04:05" "$work/turned/$file"
done
build b "$work/turned/weekly.yaml"
same "files made in another order, at another time"
(cd "$work/here" && build b weekly.yaml)
same "from within"


# The clock, and what stands in for it: nothing of either is in a dated edition.
for epoch in 0 1 1700000000 4102444800 soon; do
    (SOURCE_DATE_EPOCH=$epoch && export SOURCE_DATE_EPOCH && again)
    same "SOURCE_DATE_EPOCH=$epoch"
done
at_another_time() {
    if [ "$flavour" = release ]; then # a sanitizer wants to be loaded before all else
        (LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1) FAKETIME="2038-02-03 04:05:06" &&
            export LD_PRELOAD FAKETIME && "$@")
    else
        "$@"
    fi
}
[ "$flavour" != release ] || [ "$(at_another_time date +%Y)" = 2038 ] || fail "the time is not another"
at_another_time again
same "another time"

# A site, all of these at once.
newsbind bundle "$work/here/weekly.yaml" -o "$work/site" --zip --quiet --jobs 1
# shellcheck disable=SC2030 # for this command alone
(umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1700000000 &&
    export TZ LC_ALL SOURCE_DATE_EPOCH && at_another_time newsbind bundle "$work/turned/weekly.yaml" \
    -o "$work/other/site" --zip --quiet --jobs 8)
diff -r "$work/site" "$work/other/site" || fail "the site has other bytes"

# A folder, without an edition file; its date is the newest article's.
build a "$work/here" --title Weekly
build b "$work/turned/" --title Weekly
same "two folders, walked"
at_another_time build b "$work/here" --title Weekly
same "a folder at another time"

# An edition of today is another one tomorrow, and is the same wherever SOURCE_DATE_EPOCH is.
build a "$work/here" --date today
at_another_time build b "$work/here" --date today
[ "$flavour" != release ] || ! cmp -s "$work/a.json" "$work/b.json" || fail "today is always the same"
export SOURCE_DATE_EPOCH=1700000000
build a "$work/here" --date today
at_another_time build b "$work/here" --date today
same "SOURCE_DATE_EPOCH for today"

# A long edition's pages are written as they are made, when they are wanted once: the same pages,
# with the same structure and places, as when all are made first.
mkdir "$work/long"
for number in $(seq -w 300); do
    sed "s/Halcyon/Halcyon $number/" samples/weekly/world/ferry-line.txt >"$work/long/$number.txt"
done
cp -R samples/weekly/world/pictures "$work/long"
for twice in one two; do
    echo "<h1>River $twice</h1><p>It rose.</p><img src=pictures/river.jpg>" >"$work/long/$twice.html"
done
newsbind build "$work/long" --dedupe off -o "$work/once.pdf" --quiet --title Long
newsbind build "$work/long" --dedupe off -o "$work/whole.pdf" -o "$work/whole.epub" --quiet --title Long
for book in once whole; do
    pdftotext -layout "$work/$book.pdf" "$work/$book.txt"
    pdfinfo -dests "$work/$book.pdf" | sort >"$work/$book.dests"
    python3 tests/e2e/structure.py "$work/$book.pdf" >"$work/$book.heard"
    pdfimages -all "$work/$book.pdf" "$work/$book.picture"
    cat "$work/$book.picture"* >"$work/$book.pictures"
done
[ -s "$work/once.pictures" ] || fail "no pictures in a long edition"
[ "$(wc -l <"$work/once.dests")" -gt 300 ] || fail "no places in a long edition"
for what in txt dests heard pictures; do
    cmp -s "$work/once.$what" "$work/whole.$what" || fail "a long edition, page by page, differs: $what"
done
newsbind build "$work/long" --dedupe off -o "$work/again.pdf" --quiet --title Long --jobs 1
cmp -s "$work/once.pdf" "$work/again.pdf" || fail "a long edition with one thread: other bytes"
finish
