#!/bin/sh
# Install, help, version, uninstall.
. tests/e2e/common.sh
expect 0 newsbind --version
grep -q '^newsbind [0-9.]*$' "$work/out" || fail "--version: $(cat "$work/out")"
expect 2 newsbind
for command in "" build bundle extract styles; do
    # shellcheck disable=SC2086 # none or one word is meant
    expect 0 newsbind $command --help
    [ "$(wc -l <"$work/out")" -le 40 ] || fail "help of '$command' is longer than a screen"
    [ "$(wc -L <"$work/out")" -le 80 ] || fail "help of '$command' is wider than a screen"
done
expect 0 newsbind styles
grep -qx broadsheet "$work/out" || fail "no broadsheet among the styles"
expect 0 newsbind styles show reader
grep -q '@page' "$work/out" || fail "a style without @page"
! ldd "$(command -v newsbind)" | grep -q vips || fail "the program loads libvips"
# Its data is found where there is no /proc, as in a bare chroot.
if [ "$flavour" = release ] && unshare -m true 2>/dev/null; then # a sanitizer needs it
    expect 0 unshare -m sh -c "mount -t tmpfs none /proc && cd / && newsbind styles show reader"
    # shellcheck disable=SC2016 # the inner shell expands it
    expect 0 unshare -m sh -c 'mount -t tmpfs none /proc && newsbind build "$1" -o "$2"' sh \
        "$root/samples/weekly/world/ferry-line.txt" "$work/x.pdf"
fi
# a program that uses the library through pkg-config
for file in share/man/man1/newsbind.1 lib/libnewsbind.a lib/pkgconfig/newsbind.pc \
    share/bash-completion/completions/newsbind share/newsbind/fonts/catalogue.css; do
    [ -s "$work/usr/$file" ] || fail "not installed: $file"
done
make --no-print-directory -s uninstall PREFIX="$work/usr" DESTDIR=
left=$(find "$work/usr" -type f)
[ -z "$left" ] || fail "left by uninstall: $left"
finish
