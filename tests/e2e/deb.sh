#!/bin/sh
# The Debian package: what is in it, the same bytes twice, and samples/ci/run.sh with nothing of
# newsbind but its files, in a clean folder.
. tests/e2e/common.sh
if [ "$flavour" != release ] || ! command -v dpkg-shlibdeps >/dev/null || ! command -v strip >/dev/null; then
    echo "deb.sh: only for a release on Debian"
    exit 0
fi
version=$("$work/usr/bin/newsbind" --version | cut -d' ' -f2)
export SOURCE_DATE_EPOCH=1700000000
package=$(.ci/deb/build "$version" "$flavour" "$work/first" 2>"$work/err") ||
    fail "no package: $(cat "$work/err")"
[ ! -s "$work/err" ] || fail "making the package says: $(cat "$work/err")"
again=$(umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 .ci/deb/build "$version" "$flavour" "$work/other/second")
cmp "$package" "$again" || fail "the package has other bytes the second time"
unset SOURCE_DATE_EPOCH

# What it needs: every package that .ci/packages installs for use and not for building.
dpkg-deb -f "$package" Depends Recommends | tr ',' '\n' | sed 's/^[A-Z][a-z]*://; s/(.*//; s/ //g' | sort >"$work/needs"
for library in libc6 libhpdf-2.3.0 libzip4 libvips42; do
    grep -qx "$library" "$work/needs" || fail "does not depend on $library"
done
for data in $(sed -n '/^\[build\]/,/^$/p' .ci/packages | grep '^fonts-\|^hyphen-\|-data$\|^icc-'); do
    grep -qx "$data" "$work/needs" || fail "does not depend on $data, nor recommend it"
done
[ "$(dpkg-deb -f "$package" Version)" = "$version" ] || fail "another version"
dpkg-deb -c "$package" | awk '{ print $2 }' | sort -u >"$work/owners"
[ "$(cat "$work/owners")" = root/root ] || fail "owners: $(cat "$work/owners")"

mkdir "$work/system" "$work/clean"
dpkg-deb -x "$package" "$work/system"
cd "$work/system/usr"
for file in share/man/man1/newsbind.1.gz share/doc/newsbind/copyright share/doc/newsbind/changelog.gz \
    share/bash-completion/completions/newsbind share/zsh/vendor-completions/_newsbind \
    share/fish/vendor_completions.d/newsbind.fish share/newsbind/fonts/catalogue.css; do
    [ -s "$file" ] || fail "not in the package: $file"
done
[ ! -e include ] && [ ! -e lib ] || fail "there is more in the package than the program"
! readelf -S bin/newsbind | grep -q '\.debug_info' || fail "the program is not stripped"
zcat share/doc/newsbind/changelog.gz >"$work/out"
head -1 "$work/out" | grep -qx "newsbind ($version) unstable; urgency=medium" || fail "changelog: $(head -1 "$work/out")"
[ "$(dpkg-parsechangelog -l "$work/out" -S Date)" = "Tue, 14 Nov 2023 22:13:20 +0000" ] || fail "the changelog's date"

# The CI sample, as it stands, and its workflow, which has the same commands.
cd "$work/clean"
mkdir samples
cp -R "$root/samples/weekly" samples
sed -n 's/^ *\(newsbind .*\)/\1/p' "$root/samples/ci/run.sh" >"$work/script"
sed -n 's/^ *\(newsbind .*\)/\1/p' "$root/samples/ci/weekly.yml" | cmp - "$work/script" ||
    fail "weekly.yml has other commands than run.sh"
sample() {
    env -i PATH="$work/system/usr/bin:/usr/bin:/bin" HOME="$work/clean" GITHUB_ACTIONS=true \
        GITHUB_STEP_SUMMARY="$work/clean/summary.md" "$root/samples/ci/run.sh" "$@"
}
expect 0 sample
[ ! -s "$work/err" ] || fail "the sample gives annotations: $(cat "$work/err")"
qpdf --check build/site/2026-11-22/*.pdf >/dev/null || fail "the sample's PDF"
(cd build/site/2026-11-22 && sha256sum --quiet -c SHA256SUMS) || fail "the sample's checksums"
grep -q '"warnings": 0' build/report.json || fail "the sample's report"
grep -q "^| build/site/2026-11-22/[^ ]*.pdf | [0-9.]* | [0-9]* |" summary.md || fail "the summary has no PDF"
[ "$(grep -c '^## ' summary.md)" = 3 ] || fail "the sample's summary: $(cat summary.md)"
: >samples/weekly/world/empty.txt
expect 1 sample samples/weekly/weekly.yaml
says "::warning file=samples/weekly/world/empty.txt,title=empty-input::"
expect 2 sample nothing.yaml
finish
