#!/bin/sh
# A static site of issues: three weeks in a row, the same again, a correction, another paper of the
# same day, addresses, checksums, catalogues, what lies about in the folder, two runs at once, runs
# that are killed. Whether a site is whole says sitecheck.py.
. tests/e2e/common.sh
python3 -c 'import ast; ast.parse(open("tests/e2e/sitecheck.py").read())' || fail "sitecheck.py"
check() {
    python3 tests/e2e/sitecheck.py "$@" >"$work/wrong" 2>&1 || fail "$* ($(head -c 600 "$work/wrong"))"
}
week() { # week NAME NUMBER DATE: an edition file with two articles
    mkdir -p "$work/$1/in"
    cat >"$work/$1/weekly.yaml" <<END
title: "Tide & Times"
subtitle: What the <coast> says
number: $2
date: $3
language: en-GB
publisher: Lantern House
editors: [Ines Calloway]
sections:
  - title: News
    sources: [in]
END
    printf 'The harbour opens\n\nBy Jo Marrow\n\nThe harbour of Vell opened on day %s. %s\n' "$3" \
        "It was closed for a week, the harbour master said." >"$work/$1/in/one.txt"
    cat >"$work/$1/in/two.json" <<END
{"model": 1, "title": "Gulls <count> & \"more\" $2", "site": "Coast Courier", "url": "https://example.org/$2",
 "blocks": [{"type": "paragraph", "text": "There are $2 gulls on the pier."},
 {"type": "figure", "src": "missing.jpg", "caption": "A gull"}]}
END
}
week a 45 2026-11-08
week b 46 2026-11-15
week c 47 2026-11-22
site=$work/site
bundle() {
    name=$1
    shift
    newsbind bundle "$work/$name/weekly.yaml" -o "$site" --quiet "$@" || fail "bundle $name"
}
bundle b
bundle a
bundle c --zip
check "$site"
[ "$(cd "$site" && echo *)" = "2026-11-08 2026-11-15 2026-11-22 feed.xml index.html opds.json opds.xml" ] ||
    fail "other files in the site: $(ls -A "$site")"
(cd "$site/2026-11-22" && sha256sum --quiet -c SHA256SUMS) || fail "sha256sum -c"
python3 -m zipfile -t "$site/2026-11-22/weekly-2026-11-22.zip" >/dev/null || fail "the archive"
for kind in pdf epub html zip; do
    [ -s "$site/2026-11-22/weekly-2026-11-22.$kind" ] || fail "no $kind"
done
python3 - "$site/2026-11-22/front.png" <<'END' || fail "the front page's picture"
import struct, sys
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", data[16:24]) == (900, 1273)
END
grep -q '"code": "picture-missing"' "$site/2026-11-22/manifest.json" || fail "no warning in the manifest"
grep -q '"file": "in/two.json"' "$site/2026-11-22/manifest.json" || fail "paths in the manifest"
grep -q "$work" "$site"/*/manifest.json "$site"/*.* && fail "a path of this machine in the site"
python3 tests/e2e/webpage.py "$site"/*/*.html >"$work/wrong" || fail "$(cat "$work/wrong")"

# The same again changes nothing: no byte, no file's time.
cp -Rp "$site" "$work/before"
stamp() { find "$site" -mindepth 1 -printf '%p %i %T@ %s\n' | sort; }
stamp >"$work/stamp"
bundle c --zip
stamp | cmp -s - "$work/stamp" || fail "the same issue again changed: $(stamp | diff - "$work/stamp")"
expect 0 newsbind bundle "$work/c/weekly.yaml" -o "$site/" --zip
grep -q 'is there already; 3 issues' "$work/out" || fail "said: $(cat "$work/out")"
# Made elsewhere, in another order, zone, umask and locale: the same bytes.
mkdir "$work/far"
cp -R "$work/a" "$work/b" "$work/c" "$work/far"
(cd "$work/far" && umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 && export TZ LC_ALL &&
    for name in a b; do newsbind bundle $name/weekly.yaml -o there --quiet --jobs 1; done &&
    cd c && newsbind bundle weekly.yaml -o ../there --quiet --zip)
diff -r "$site" "$work/far/there" >"$work/wrong" || fail "other bytes elsewhere: $(cat "$work/wrong")"

# A correction takes the issue's place, also when its date is another, and leaves the others alone.
sed -i 's/gulls on/terns on/' "$work/b/in/two.json"
expect 0 newsbind bundle "$work/b/weekly.yaml" -o "$site"
grep -q '2026-11-15 is replaced; 3 issues' "$work/out" || fail "said: $(cat "$work/out")"
check "$site"
cmp -s "$site/2026-11-15/manifest.json" "$work/before/2026-11-15/manifest.json" && fail "the correction is lost"
diff -r "$site/2026-11-08" "$work/before/2026-11-08" || fail "a correction changed another issue"
pdftotext "$site"/2026-11-15/*.pdf - | grep -q 'terns' || fail "the correction is not in the PDF"
sed 's/^date: .*/date: 2026-11-16/' "$work/b/weekly.yaml" >"$work/b/other.yaml"
expect 0 newsbind bundle "$work/b/other.yaml" -o "$site"
[ -e "$site/2026-11-16" ] && fail "a corrected date made a second issue"
check "$site"
bundle b
# Another paper of the same day has a folder of its own.
sed 's/^title: .*/title: Evening/' "$work/c/weekly.yaml" >"$work/c/evening.yaml"
expect 0 newsbind bundle "$work/c/evening.yaml" -o "$site"
grep -q '2026-11-22-2 is added; 4 issues' "$work/out" || fail "said: $(cat "$work/out")"
check "$site"
expect 0 newsbind bundle "$work/c/evening.yaml" -o "$site"
grep -q '2026-11-22-2 is there already' "$work/out" || fail "said: $(cat "$work/out")"
# One taken away by hand is gone from the lists; a file lost is made again.
rm -r "$site/2026-11-22-2"
rm "$site/2026-11-22/front.png" "$site/opds.xml"
bundle c --zip
check "$site"
# Absolute addresses.
bundle c --zip --base-url https://example.org/news
BASE_URL=https://example.org/news/ check "$site"
bundle c --zip
check "$site"

# What else lies in the folder: not an issue, and none that can be used.
mkdir "$site/other"
for text in '{' '[]' '{"manifest": 2, "id": "x"}' '{"manifest": 1, "id": "x", "title": "T", "date": "2026-01-01",
    "modified": "2026-01-01T00:00:00Z", "files": [{"name": "../x", "role": "pdf", "type": "a/b", "size": 1}]}'; do
    printf '%s' "$text" >"$site/other/manifest.json"
    expect 0 newsbind bundle "$work/c/weekly.yaml" -o "$site" --zip
    says 'other/manifest.json: warning: an issue'"'"'s manifest cannot be used'
    check "$site"
done
rm -r "$site/other"
# Kinds that the edition file names besides; a report; --strict.
printf 'outputs: [x.md, x.json, x.pdf]\n' >>"$work/a/weekly.yaml"
expect 1 newsbind bundle "$work/a/weekly.yaml" -o "$site" --strict --report "$work/report.json"
[ -s "$site/2026-11-08/weekly-2026-11-08.md" ] && [ -s "$site/2026-11-08/weekly-2026-11-08.json" ] ||
    fail "outputs that the edition file names"
check "$site"
python3 - "$work/report.json" <<'END' || fail "the report: $(cat "$work/report.json")"
import json, os, sys
report = json.load(open(sys.argv[1]))
assert report["command"] == "bundle" and report["exit"] == 1 and report["articles"] == 2
assert len(report["outputs"]) > 8 and all(os.path.isfile(o) for o in report["outputs"])
END
# A cover of the user's.
cp samples/weekly/world/pictures/*.jpg "$work/c"
printf 'cover: %s\n' "$(basename "$(ls "$work/c/"*.jpg | head -1)")" >>"$work/c/weekly.yaml"
bundle c
[ -s "$site/2026-11-22/cover.jpg" ] && [ ! -e "$site/2026-11-22/cover.png" ] || fail "the user's cover"
check "$site"

# Issues that count themselves: on from the newest older one, the same again the same, none twice.
auto=$work/auto
for date in 2026-11-01 2026-11-15 2026-11-15 2026-11-22 2026-11-08; do
    sed "s/^number: .*/number: auto/; s/^date: .*/date: $date/; /^cover:/d" "$work/c/weekly.yaml" >"$work/c/auto.yaml"
    newsbind bundle "$work/c/auto.yaml" -o "$auto" --quiet || fail "number: auto, $date"
done
check "$auto"
numbers=$(grep -h '^  "number"' "$auto"/*/manifest.json | tr -dc '0-9\n' | tr '\n' ' ')
[ "$numbers" = "1 4 2 3 " ] || fail "numbers: $numbers"
newsbind build "$work/c/auto.yaml" -o "$work/auto.json" --quiet
grep -q '"number": "1"' "$work/auto.json" || fail "number: auto without a site"

# A site within the folder that articles are taken from gives none.
mkdir "$work/within"
cp "$work/a/in/one.txt" "$work/within"
(cd "$work/within" && newsbind init --quiet && sed -i 's/^#date: [0-9-]*/date: 2026-11-08/' weekly.yaml)
expect 0 newsbind bundle "$work/within/weekly.yaml" -o "$work/within/site"
expect 0 newsbind bundle "$work/within/weekly.yaml" -o "$work/within/site"
grep -q 'is there already; 1 issue in' "$work/out" || fail "a site fed on itself: $(cat "$work/out")"

# Wrong use, and a place that cannot be written.
expect 2 newsbind bundle "$work/a/weekly.yaml"
expect 2 newsbind bundle -o "$site"
expect 2 newsbind bundle "$work/a/in" -o "$site"
expect 2 newsbind bundle "$work/a/weekly.yaml" -o "$site" --base-url ftp://example.org
sed '/^date:/d' "$work/a/weekly.yaml" >"$work/a/undated.yaml"
expect 2 newsbind bundle "$work/a/undated.yaml" -o "$work/none"
says 'needs a date'
[ -e "$work/none" ] && fail "a site without an issue"
expect 4 newsbind bundle "$work/a/weekly.yaml" -o "$work/a/weekly.yaml/site"
rm -r "$work/b/in"
expect 3 newsbind bundle "$work/b/weekly.yaml" -o "$site"
week b 46 2026-11-15
bundle b
# Two runs at once: the second says so and leaves all alone.
python3 - "$site/.newsbind.lock" newsbind bundle "$work/c/weekly.yaml" -o "$site" <<'END' >"$work/err" 2>&1 ||
import fcntl, os, subprocess, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
sys.exit(0 if subprocess.run(sys.argv[2:]).returncode == 4 else 1)
END
    fail "a second run: $(cat "$work/err")"
says 'another run of newsbind bundle'
bundle c # the lock of a process that is gone holds nobody up
check "$site"

# An issue that a killed run had put aside gets its place back.
mkdir -p "$site/.newsbind/old" "$site/.newsbind/issue/half"
mv "$site/2026-11-08" "$site/.newsbind/old/"
bundle c
check "$site"
[ -d "$site/2026-11-08" ] || fail "an issue that was put aside is lost"

# Killed at any moment: the site is whole, as before or as after, and the next run completes it.
rm -rf "$work/far/there" "$site"
seed=7 rounds=${KILL_ROUNDS:-12} dead=0
bundle a
bundle c
for round in $(seq "$rounds"); do
    sed -i "s/on the .*\"}/on the pier, in round $round.\"}/" "$work/b/in/two.json"
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    newsbind bundle "$work/b/weekly.yaml" -o "$site" --quiet 2>/dev/null &
    pid=$!
    sleep "0.$(printf %03d $((seed / 65536 % ${KILL_WITHIN:-300})))"
    kill -9 $pid 2>/dev/null && dead=$((dead + 1))
    wait $pid 2>/dev/null || true
    check "$site" --stale
    [ $((round % 3)) = 0 ] || continue
    bundle b
    check "$site"
done
bundle b
check "$site"
for name in a b c; do
    newsbind bundle "$work/$name/weekly.yaml" -o "$work/far/there" --quiet
done
diff -r "$site" "$work/far/there" >"$work/wrong" || fail "after kills: $(cat "$work/wrong")"
[ "${KILL_ROUNDS:-}" = "" ] || echo "$dead of $rounds runs killed"
finish
