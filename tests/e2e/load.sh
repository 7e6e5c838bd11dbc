#!/bin/sh
# Books onto e-readers: file trees of each kind, no other book overwritten, an issue updated in
# place, old issues removed, a full drive refused, and a drive with FAT where one can be mounted.
. tests/e2e/common.sh
mounted=
trap 'for m in $mounted; do umount "$work/$m" 2>/dev/null; done; rm -rf "$work"' EXIT
echo 'A headline for the lamp keepers

The lamp on the pier was lit again on Monday, and ships came in.' >"$work/a.txt"

# issue NUMBER: its book, of which only number and date differ.
issue() {
    printf 'title: The Lantern\nnumber: %s\ndate: 2026-11-%02d\npublisher: Pier\nsections: [{title: A, sources: [a.txt]}]\n' \
        "$1" "$1" >"$work/w.yaml"
    shift
    newsbind build "$work/w.yaml" --quiet "$@" || fail "building"
}
for n in 1 2 3 4 5; do issue $n -o "$work/w$n.epub"; done
issue 1 -o "$work/w1.pdf"
issue 2 -o "$work/w2.pdf"
mkdir "$work/again"
echo 'It burns until the spring.' >>"$work/a.txt"
issue 2 -o "$work/again/other.epub" -o "$work/again/w2.pdf"
cmp -s "$work/w2.epub" "$work/again/other.epub" && fail "the correction changes nothing"

# tree KIND: a made reader in $work/KIND.
tree() {
    rm -rf "${work:?}/$1"
    case $1 in
    kobo) mkdir -p "$work/$1/.kobo" && echo N00,4.1 >"$work/$1/.kobo/version" ;;
    kindle) mkdir -p "$work/$1/documents" "$work/$1/system" && echo Kindle >"$work/$1/system/version.txt" ;;
    pocketbook) mkdir -p "$work/$1/system/config" "$work/$1/Books" ;;
    esac
}
for kind in kobo kindle pocketbook; do tree $kind; done
# there FOLDER NAME...: just these are in it.
there() {
    folder=$1
    shift
    printf '%s\n' "$@" | LC_ALL=C sort >"$work/want"
    (cd "$folder" && find . -mindepth 1 | sed 's|^\./||' | LC_ALL=C sort) >"$work/have"
    diff "$work/want" "$work/have" >"$work/diff" || fail "in $folder: $(cat "$work/diff")"
}
NEWSBIND_MOUNTS=$work/kobo:$work/kindle:/nowhere:$work/pocketbook
export NEWSBIND_MOUNTS

# Each kind's folder; what a Kindle does not open.
expect 0 newsbind load "$work/w1.epub" --to kobo
grep -q "copied to $work/kobo/News/w1.epub" "$work/out" || fail "not said: copied"
grep -q '[0-9] [MG]B free; eject it' "$work/out" || fail "not said: room"
cmp "$work/w1.epub" "$work/kobo/News/w1.epub" || fail "not the same bytes"
there "$work/kobo/News" w1.epub .newsbind.json
expect 0 newsbind load "$work/w1.epub" "$work/w1.pdf" --to pocketbook --quiet
[ ! -s "$work/out" ] || fail "--quiet prints"
there "$work/pocketbook/Books" w1.epub w1.pdf .newsbind.json
expect 4 newsbind load "$work/w1.epub" "$work/w1.pdf" --to kindle
says "w1.epub: error: the reader does not open it, not copied: a Kindle opens no EPUB"
there "$work/kindle/documents" w1.pdf .newsbind.json
expect 4 newsbind load "$work/w1.epub" --to "$work/kindle"
says "Send to Kindle"
mkdir "$work/kindle/documents/News" "$work/kobo/Mine"
expect 4 newsbind load "$work/w1.epub" --to "$work/kindle/documents/News"
says "Send to Kindle"
there "$work/kindle/documents" News w1.pdf .newsbind.json
expect 0 newsbind load "$work/w1.epub" --to "$work/kobo/Mine/"
grep -q "^Kobo at $work/kobo: " "$work/out" || fail "not said: on a Kobo"
there "$work/kobo/Mine" w1.epub .newsbind.json

# Which reader.
expect 2 newsbind load "$work/w1.epub"
says "several readers are mounted: say --to $work/kobo, --to $work/kindle, "
NEWSBIND_MOUNTS=$work/kobo expect 0 newsbind load "$work/w1.epub" --report "$work/r.json"
grep -q "is there already as $work/kobo/News/w1.epub" "$work/out" || fail "not said: there already"
grep -q '"outputs": \[' "$work/r.json" || fail "no outputs in the report"
NEWSBIND_MOUNTS=/nowhere expect 4 newsbind load "$work/w1.epub"
says "no e-reader found"
expect 2 newsbind load "$work/w1.epub" --to kibo
says "did you mean kobo?"
expect 2 newsbind load "$work/w1.epub" --to nook
says "(there are kobo, kindle, pocketbook, auto, and any folder)"
expect 4 newsbind load "$work/w1.epub" --to "$work/nowhere"
expect 2 newsbind load
expect 2 newsbind load "$work/a.txt" --to kobo
expect 3 newsbind load "$work/missing.epub" --to kobo
cp "$work/a.txt" "$work/no.epub"
expect 3 newsbind load "$work/no.epub" --to kobo
says "it is no EPUB that can be opened"
expect 1 newsbind load "$work/no.epub" "$work/w1.epub" --to kobo --strict

# A plain folder: an issue in place whatever its file is called, other books never.
mkdir "$work/dir"
cp "$work/w5.epub" "$work/dir/W2.EPUB"
echo mine >"$work/dir/notes.pdf"
expect 0 newsbind load "$work/w2.epub" --to "$work/dir"
expect 0 newsbind load "$work/again/other.epub" --to "$work/dir"
there "$work/dir" W2.EPUB "w2 (2).epub" notes.pdf .newsbind.json
cmp "$work/w5.epub" "$work/dir/W2.EPUB" || fail "another book was overwritten"
cmp "$work/again/other.epub" "$work/dir/w2 (2).epub" || fail "the issue was not updated"
expect 0 newsbind load "$work/w2.pdf" --to "$work/dir"
expect 0 newsbind load "$work/again/w2.pdf" --to "$work/dir"
cmp "$work/again/w2.pdf" "$work/dir/w2.pdf" || fail "the PDF was not updated"
expect 0 newsbind load "$work/w5.epub" --to "$work/dir"
grep -q "is there already as $work/dir/W2.EPUB" "$work/out" || fail "a book that was there is there twice"
cp "$work/w3.epub" "$work/a: \"b\"?.epub"
expect 0 newsbind load "$work/a: \"b\"?.epub" --to "$work/dir"
[ -e "$work/dir/a- -b--.epub" ] || fail "the name: $(ls "$work/dir")"

# The last issues; nothing that newsbind did not write, or that was changed since.
rm -rf "$work/dir" && mkdir "$work/dir"
cp "$work/w1.epub" "$work/dir/own.epub"
expect 0 newsbind load "$work"/w[234].epub "$work"/w[12].pdf --to "$work/dir"
expect 0 newsbind load "$work/w5.epub" --to "$work/dir" --keep 2 --dry-run
grep -q "$work/dir/w2.epub would be removed" "$work/out" || fail "not said: would be removed"
there "$work/dir" own.epub w2.epub w3.epub w4.epub w1.pdf w2.pdf .newsbind.json
expect 0 newsbind load "$work/w5.epub" --to "$work/dir" --keep 2
grep -q "$work/dir/w3.epub removed" "$work/out" || fail "not said: removed"
there "$work/dir" own.epub w4.epub w5.epub w1.pdf w2.pdf .newsbind.json
echo >>"$work/dir/w4.epub"
expect 0 newsbind load "$work/w5.epub" --to "$work/dir" --keep 1
says "w4.epub: warning: an older issue is left where it is"
[ -e "$work/dir/w4.epub" ] || fail "a changed file was removed"
# A record that leads out of the folder, or is none.
echo precious >"$work/precious.epub"
printf '{"newsbind": 1, "books": [{"file": "../precious.epub", "form": ".epub", "series": "The Lantern", "size": 9, "sha1": "%s"}]}' \
    "$(sha1sum <"$work/precious.epub" | cut -c1-40)" >"$work/dir/.newsbind.json"
expect 0 newsbind load "$work/w3.epub" --to "$work/dir" --keep 1
[ -e "$work/precious.epub" ] || fail "a file of another folder was removed"
echo broken >"$work/dir/.newsbind.json"
expect 0 newsbind load "$work/w3.epub" --to "$work/dir" --keep 1
says "the record of what was loaded is not understood"

# Drives, where they can be mounted.
# mounts TYPE SOURCE OPTIONS NAME
mounts() {
    mkdir "$work/$4" && mount -t "$1" -o "$3" "$2" "$work/$4" 2>"$work/why" && mounted="$mounted $4"
}
# drive NAME: a full one is refused untouched, an update on it works, nothing else is on it.
drive() {
    mkdir -p "$work/$1/.kobo" && echo N00 >"$work/$1/.kobo/version"
    expect 4 newsbind load "$work/large.pdf" --to "$work/$1"
    says "does not fit, nothing was copied"
    [ ! -e "$work/$1/News" ] || fail "something was written on a full drive"
    expect 0 newsbind load "$work/w2.epub" --to "$work/$1"
    expect 0 newsbind load "$work/again/other.epub" --to "$work/$1"
    cp "$work/w3.epub" "$work/W2.epub"
    expect 0 newsbind load "$work/W2.epub" --to "$work/$1"
    there "$work/$1/News" w2.epub "W2 (2).epub" .newsbind.json
    cmp "$work/again/other.epub" "$work/$1/News/w2.epub" || fail "$1: not updated"
}
cp "$work/w1.pdf" "$work/large.pdf"
head -c 3000000 /dev/zero >>"$work/large.pdf"
if ! mounts tmpfs none size=2m small; then
    echo "load.sh: skipped, no tmpfs can be mounted: $(cat "$work/why")"
else
    drive small
fi
if ! PATH=$PATH:/sbin:/usr/sbin command -v mkfs.vfat >/dev/null; then
    echo "load.sh: skipped, there is no mkfs.vfat"
else
    head -c 2500000 /dev/zero >"$work/image"
    PATH=$PATH:/sbin:/usr/sbin mkfs.vfat "$work/image" >/dev/null
    if mounts vfat "$work/image" loop,utf8 fat; then
        drive fat
    else
        echo "load.sh: skipped, no FAT image can be mounted: $(cat "$work/why")"
    fi
fi
finish
