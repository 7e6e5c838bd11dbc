#!/bin/sh
# A build that is killed or interrupted at any moment leaves the old files whole and nothing
# beside them; no picture helper outlives it.
. tests/e2e/common.sh
mkdir "$work/out"
cp -R samples/weekly "$work/in"
cp tests/e2e/pictures/photo.webp "$work/in/world/pictures/"
cat >"$work/in/world/a.json" <<'END'
{"model": 1, "title": "A picture for the helper", "blocks": [{"type": "paragraph", "text": "Text."},
 {"type": "figure", "src": "pictures/photo.webp", "alt": "A"}]}
END
cd "$work/out"
build() {
    exec newsbind build "$work/in" --title Weekly --quiet -o book.pdf -o book.epub
}
(build)
cp book.pdf ../whole.pdf
cp book.epub ../whole.epub
can_hide=$(stat -f -c %T . | grep -cE 'ext|xfs|btrfs|tmpfs' || true)
round=0
for signal in KILL INT TERM KILL INT TERM KILL INT TERM KILL KILL KILL; do
    round=$((round + 1))
    for kind in pdf epub; do
        cmp -s "book.$kind" "../whole.$kind" || fail "the old $kind was lost"
    done
    (build) 2>/dev/null &
    pid=$!
    sleep "0.0$((round * 7 % 10))$round"
    kill -s "$signal" "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    [ "$can_hide" = 0 ] && rm -f book.*.[!p]* && continue
    [ "$(echo book.*)" = "book.epub book.pdf" ] || fail "$signal left $(ls)"
done
helpers() {
    for program in /proc/[0-9]*/exe; do
        readlink "$program" 2>/dev/null || true
    done | grep -c "^$work/usr/bin/newsbind-image" || true
}
for wait in 1 2 3 4 5 6 7 8 9 10; do
    [ "$(helpers)" = 0 ] && break
    sleep 0.3
done
[ "$(helpers)" = 0 ] || fail "a helper lives on after $wait waits"
finish
