#!/bin/sh
# Feeds, archives and saved pages from end to end: their pictures reach the book, and bombs
# cost neither time nor memory.
. tests/e2e/common.sh
cd "$work"
river=$root/samples/weekly/world/pictures/river.jpg

mkdir -p page/Flood_files
cp "$river" page/Flood_files/river.jpg
cat >page/Flood.html <<'END'
<!doctype html><html lang="en"><head><title>The flood</title></head><body><article>
<h1>The flood</h1><p>The river rose by two metres in the night, and the lower town was under
water by the morning.</p><p><img src="./Flood_files/river.jpg" alt="The river"></p>
<p>Nobody was hurt, the mayor said, but forty houses have to be cleared before winter.</p>
</article></body></html>
END
cat >page/Flood_files/frame.html <<'END'
<html><body><p>A frame with words enough to be taken for an article, which it is not at all.</p>
</body></html>
END
cat >page/news.rss <<'END'
<rss version="2.0"><channel><title>News</title><link>https://news.example/</link>
<item><title>From the feed</title><description>&lt;p&gt;See &lt;img
src="Flood_files/river.jpg"&gt; here.&lt;/p&gt;</description></item></channel></rss>
END
python3 - <<'END'
import os, zipfile
with zipfile.ZipFile("page.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for folder, _, names in sorted(os.walk("page")):
        for name in sorted(names):
            archive.write(os.path.join(folder, name))
END

# bundle INPUT: two articles and their picture, once
bundle() {
    expect 0 newsbind build "$1" -o b.epub -o b.pdf --strict --report r.json
    [ ! -s err ] || fail "$1: $(cat err)"
    grep -q '"articles": 2' r.json || fail "$1: not two articles"
    [ "$(python3 -m zipfile -l b.epub | grep -c 'img/[0-9a-f]*\.jpg')" = 1 ] ||
        fail "$1: not one picture"
    newsbind extract "$1" --to json >"$2"
}
bundle page folder.json
bundle page.zip archive.json
cmp -s folder.json archive.json || fail "an archive is not read as its folder"
newsbind extract page/news.rss --to json | grep -q '"summary": true' ||
    fail "a summary is not marked"
newsbind extract page/news.rss --to json >again.json
newsbind extract again.json --to json | cmp -s - again.json ||
    fail "the JSON of a feed does not come back"
expect 0 newsbind build - -o b.epub <page.zip
says "[picture-missing]"

# What a bomb may cost: 2 seconds of work and 256 MB (the sanitizers take more of both).
python3 - <<'END'
import struct, zipfile, zlib
def write(name, entries):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries:
            archive.writestr(entry, data)
big = b"<p>" + b"a" * (63 << 20)
write("one.zip", [("big.html", big)])
line = b"<p>Some words that stand in a paragraph %d of many.</p>\n"
page = b"".join(line % n for n in range(20000))
write("small.zip", [("page%03d.html" % n, big[:1000000]) for n in range(900)])
write("many.zip", [("%05d.txt" % n, b"x") for n in range(12000)])
write("inner.zip", [("in.zip", open("one.zip", "rb").read())])
# one stretch of compressed bytes that a thousand entries share
data = zlib.compress(page, 9)[2:-4]
head = lambda sign, more: sign + more
crc, out, central = zlib.crc32(page), b"", b""
local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(data), len(page), 8, 0)
out = local + b"000.html" + data
for n in range(1000):
    central += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, crc, len(data),
                           len(page), 8, 0, 0, 0, 0, 0, 0) + b"%03d.html" % n
open("shared.zip", "wb").write(out + central + struct.pack(
    "<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(central), len(out), 0))
END
cat >measured.py <<'END'
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("%d kB, %.1f s" % (used.ru_maxrss, used.ru_utime + used.ru_stime), file=sys.stderr)
if used.ru_maxrss > 256 << 10 or used.ru_utime + used.ru_stime > 2:
    print("TOO MUCH", file=sys.stderr)
sys.exit(code)
END
# bomb FILE TEXT: says it, within the bounds
bomb() {
    got=0
    python3 measured.py newsbind extract "$1" --to text --jobs 1 >out 2>err || got=$?
    [ "$got" = 0 ] || [ "$got" = 3 ] || fail "$1: exit $got: $(head -c 300 err)"
    grep -qF "$2" err || fail "$1: not said: $2; but: $(head -c 300 err)"
    [ "$flavour" != release ] || ! grep -q "TOO MUCH" err || fail "$1: $(tail -n 2 err)"
    [ ! "${VERBOSE:-}" ] || echo "$1: $(grep ' kB, ' err)"
}
bomb one.zip "that unpack to 66060291, left out [limit]"
bomb small.zip "the texts of this archive unpack to more than"
bomb many.zip "an archive of more than 10000 entries, left out [limit]"
bomb inner.zip "in.zip: an archive in an archive [archive-entry]"
bomb shared.zip "the texts of this archive unpack to more than"
finish
