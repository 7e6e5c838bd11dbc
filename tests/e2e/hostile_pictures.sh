#!/bin/sh
# Pictures made to hurt: see hostile_pictures.py.
. tests/e2e/common.sh
small=
[ "$flavour" = san ] && small=small
python3 tests/e2e/hostile_pictures.py "$work/usr/bin/newsbind" "$work" $small || fail "a picture hurt"
# All of them in one book, by an independent judge.
if [ "$flavour" = release ]; then # it is slow
    java -jar /usr/share/java/epubcheck.jar -q "$work/all.epub" >"$work/checked" 2>&1 ||
        fail "epubcheck: $(head -5 "$work/checked")"
fi
finish
