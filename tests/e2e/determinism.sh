#!/bin/sh
# The same bytes from two runs, two folders, two time zones, two umasks, one thread and eight,
# any locale, any order and age of the files, any memory.
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
newsbind build "$work/turned/weekly.yaml" -o "$work/b.pdf" -o "$work/b.epub" --quiet
same "files made in another order, at another time"
(cd "$work/here" && newsbind build weekly.yaml -o ../b.pdf -o ../b.epub --quiet)
same "from within"

# A folder, without an edition file.
newsbind build "$work/here" -o "$work/a.pdf" -o "$work/a.epub" --quiet --title Weekly
newsbind build "$work/turned/" -o "$work/b.pdf" -o "$work/b.epub" --quiet --title Weekly
same "two folders, walked"
finish
