#!/bin/sh
# Inputs made to hurt: see hostile.py.
. tests/e2e/common.sh
mkdir "$work/in"
small=
[ "$flavour" = san ] && small=small
PYTHONWARNINGS=ignore python3 tests/e2e/hostile.py "$work/usr/bin/newsbind" "$work/in" $small ||
    fail "an input hurt"
[ ! -e "$work/out.txt" ] || fail "an archive's entry was written outside"
finish
