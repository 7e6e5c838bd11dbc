#!/bin/sh
# A book that brings its fonts: the faces that it shows and no others, in manifest and stylesheet;
# languages that they do not serve are left to the device; without the option nothing of it.
. tests/e2e/common.sh
cp -R samples/weekly "$work/weekly"
weekly=$work/weekly/weekly.yaml
expect 0 newsbind build "$weekly" -o "$work/plain.epub"
expect 0 newsbind build "$weekly" --embed-fonts -o "$work/a.epub" -o "$work/a.kepub.epub"
expect 0 newsbind build "$weekly" --embed-fonts --jobs 1 -o "$work/b.epub"
cmp "$work/a.epub" "$work/b.epub" || fail "other bytes with one thread"
echo 'embed-fonts: yes' >>"$weekly"
expect 0 newsbind build "$weekly" -o "$work/c.epub"
cmp "$work/a.epub" "$work/c.epub" || fail "the edition file asks for something else"
sed -i '$s/.*/embed-fonts: no/' "$weekly"
expect 0 newsbind build "$weekly" -o "$work/d.epub"
cmp "$work/plain.epub" "$work/d.epub" || fail "fonts that nobody wanted"
sed -i '$s/.*/embed-fonts: perhaps/' "$weekly"
expect 2 newsbind check "$weekly"
says "yes or no is wanted: perhaps"
# A page brings them within itself: the same faces, and no other file.
expect 0 newsbind build samples/weekly/weekly.yaml --embed-fonts -o "$work/a.html" --strict
expect 0 newsbind build samples/weekly/weekly.yaml --embed-fonts --jobs 1 -o "$work/b.html"
cmp "$work/a.html" "$work/b.html" || fail "a page with other bytes with one thread"
expect 0 newsbind build samples/weekly/weekly.yaml -o "$work/plain.html"
python3 tests/e2e/webpage.py "$work/a.html" "$work/plain.html" >"$work/out" || fail "$(cat "$work/out")"
python3 - "$work/a.html" "$work/plain.html" "$work/a.epub" <<'PYTHON' || fail "see above"
import base64, re, sys, zipfile
rule = (r'@font-face \{\s*font-family: "([^"]*)";\s*font-weight: (\S*);\s*font-style: (\S*);\s*'
        r'src: url\("([^"]*)"\);\s*\}')
page, plain = (open(name).read() for name in sys.argv[1:3])
faces = re.findall(rule, page)
book = re.findall(rule, zipfile.ZipFile(sys.argv[3]).read("OEBPS/style.css").decode())
assert [f[:3] for f in faces] == [f[:3] for f in book], (faces, book)
for face in faces:
    kind, data = face[3].split(",")
    assert kind == "data:font/ttf;base64" and base64.b64decode(data)[:4] == b"\0\1\0\0", kind
assert not re.findall(rule, plain)
assert re.sub(rule + r"\n", "", page) == plain, "the page differs by more than its fonts"
PYTHON
expect 0 newsbind check "$work/a.epub" "$work/a.kepub.epub"
expect 0 newsbind build samples/weekly/weekly.yaml --embed-fonts --style magazine -o "$work/m.epub"
expect 0 newsbind build samples/weekly/weekly.yaml --embed-fonts --max-size 500k -o "$work/s.epub" --strict
[ "$(stat -c %s "$work/s.epub")" -le 500000 ] || fail "fonts do not count"
python3 - "$work/plain.epub" "$work/a.epub" "$work/a.kepub.epub" "$work/m.epub" <<'PYTHON' || fail "see above"
import re, sys, zipfile

failed = False


def want(good, what):
    global failed
    if not good:
        failed = True
        print("  not so:", what)


def look(path):
    book = zipfile.ZipFile(path)
    opf = book.read("OEBPS/content.opf").decode()
    css = book.read("OEBPS/style.css").decode()
    files = [n for n in book.namelist() if "/fonts/" in n]
    items = re.findall(r'href="(fonts/[^"]*)" media-type="application/vnd.ms-opentype"', opf)
    rules = re.findall(r'@font-face \{\s*font-family: "([^"]*)";\s*font-weight: (\S*);\s*'
                       r'font-style: (\S*);\s*src: url\("([^"]*)"\);\s*\}', css)
    want(sorted(files) == sorted("OEBPS/" + i for i in items), path + ": fonts in the manifest")
    want(sorted(items) == sorted(r[3] for r in rules), path + ": fonts in the stylesheet")
    want(all(book.getinfo(f).file_size < 60000 for f in files), path + ": subsets")
    want(("ibooks:specified-fonts" in opf) == bool(files), path + ": Apple's word")
    faces = [(r[0], r[1], r[2]) for r in rules]
    want(len(set(faces)) == len(faces), path + ": each face once")
    return css, faces


css, faces = look(sys.argv[1])
want(not faces and "PT Serif" not in css, "no fonts without the option")
css, faces = look(sys.argv[2])
want({("PT Serif", "normal", "normal"), ("PT Serif", "bold", "normal"), ("PT Serif", "normal", "italic"),
      ("PT Sans", "normal", "normal"), ("PT Sans", "bold", "normal")} <= set(faces), f"the style's faces: {faces}")
want({f[0] for f in faces} == {"PT Serif", "PT Sans", "Liberation Mono"}, f"no fallback fonts: {faces}")
want('body {\n    font-family: "PT Serif", serif;' in css, "the body's families")
want(all(f"body:lang({l})" in css for l in ("zh", "ja", "ar", "hi", "he")), "languages left to the device")
want("body:lang(de)" not in css and "body:lang(en)" not in css, "languages that are served")
want("!important" not in re.sub(r"letter-spacing: 0 !important", "", css), "the reader's will")
want(look(sys.argv[3])[1] == faces, "the same for Kobo")
css, faces = look(sys.argv[4])
want({f[0] for f in faces} == {"Vollkorn", "Inter", "Liberation Mono"}, f"the magazine's faces: {faces}")
sys.exit(failed)
PYTHON
finish
