#!/bin/sh
# Every script that the catalogue has faces for, with its letters and its marks: nothing is shown
# as a square, and pdftotext gives every word back as one, in both of its orders (from right to
# left in that of the page).
. tests/e2e/common.sh
python3 - tests/e2e/scripts.txt >"$work/scripts.html" <<'PY'
import sys
print('<!DOCTYPE html><html lang="en"><head><title>Scripts</title></head><body><article><h1>Scripts</h1>')
print("<p>The scripts follow here one by one, a few words of each, for the reader to look at.</p>")
for line in open(sys.argv[1], encoding="utf-8"):
    print(f"<p>{line.strip()} end</p>")
for lang, word in (("ko", "항만위원회는목요일에다시회의를열어방파제연장문제를"), ("th", "คณะกรรมการท่าเรือจะประชุมอีกครั้งในวันพฤหัสบดี")):
    print(f'<p lang="{lang}">{" ".join([word] * 4)}</p>')
print("<p>Nothing more follows behind the last one, so that the reader may rest.</p></article></body></html>")
PY
for style in broadsheet plain; do
    expect 0 newsbind build "$work/scripts.html" --style $style --strict -o "$work/$style.pdf"
    pdftotext "$work/$style.pdf" "$work/page.txt"
    pdftotext -raw "$work/$style.pdf" "$work/file.txt"
    python3 - tests/e2e/scripts.txt "$work/page.txt" "$work/file.txt" >"$work/lost" <<'PY' || fail "$style: $(cat "$work/lost")"
import re
import sys
import unicodedata

def words(path):
    text = open(path, encoding="utf-8").read()
    text = re.sub("[\u202a-\u202c]", " ", re.sub("\u00ad\\s+|[\u200b-\u200f]", "", text))
    return unicodedata.normalize("NFC", text).split()

want, page, file = (words(path) for path in sys.argv[1:])
want += ["항만위원회는목요일에다시회의를열어방파제연장문제를", "คณะกรรมการท่าเรือจะประชุมอีกครั้งในวันพฤหัสบดี"]
if page.count(want[-1]) != 4 or page.count(want[-2]) != 4:
    print("words that lines part are not whole")
    lost = True
for word in want:
    turned = any(unicodedata.bidirectional(c) in ("R", "AL") for c in word)
    for mode, have in (("page", page), ("file", page if turned else file)):
        if word not in have:
            print(f"not in the order of the {mode}: {word}")
            lost = True
sys.exit("lost" in globals())
PY
done
finish
