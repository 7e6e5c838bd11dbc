#!/bin/sh
# The same bytes from two runs, two folders, two time zones, two umasks, one thread and eight.
. tests/e2e/common.sh
cp -R samples/weekly "$work/here"
mkdir "$work/elsewhere"
cp -R samples/weekly "$work/elsewhere/there"

newsbind build "$work/here/weekly.yaml" -o "$work/a.pdf" -o "$work/a.epub" --quiet
same() {
    for ending in pdf epub; do
        cmp -s "$work/a.$ending" "$work/b.$ending" || fail "$1: other bytes in the $ending"
    done
    rm -f "$work/b.pdf" "$work/b.epub"
}
again() {
    newsbind build "$work/here/weekly.yaml" -o "$work/b.pdf" -o "$work/b.epub" --quiet "$@"
}
again
same "two runs"
newsbind build "$work/elsewhere/there/weekly.yaml" -o "$work/b.pdf" -o "$work/b.epub" --quiet
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
(cd "$work/here" && newsbind build weekly.yaml -o ../b.pdf -o ../b.epub --quiet)
same "from within"
finish
