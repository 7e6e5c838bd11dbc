#!/bin/sh
# What a PDF says when it is read by others: text that copies out right, metadata, links, named
# places, page labels, one file object for each picture.
. tests/e2e/common.sh
cat >"$work/a.html" <<'HTML'
<!DOCTYPE html><html lang="en"><head><title>AT&amp;T &lt;sues&gt; “Ümlaut” – 王毅</title>
<meta name="author" content="Ines Office"></head><body><article>
<h1>AT&amp;T &lt;sues&gt; “Ümlaut” – 王毅</h1>
<p>The office of 王毅 and the shop 𠮷野家 made an efficient, affordable offer on Monday, with
no-break spaces at 50&nbsp;% and a soft&shy;hyphen, said <a href="https://example.org/ä?q=(1)">the
firm</a>. Notwithstanding internationalisation, uncharacteristically incomprehensible
responsibilities were disproportionately telecommunicated throughout.</p>
<p>ראש הממשלה אמר שלום. مساء الخير يا أصدقاء.</p>
<p>हिन्दी में समाचार पढ़ें।</p></article></body></html>
HTML
expect 0 newsbind build "$work/a.html" -o "$work/a.pdf"
pdf=$work/a.pdf
# A word broken at a line's end has a soft hyphen there; what is between words of two
# directions gets pdftotext's marks.
pdftotext "$pdf" - | tr '\n' ' ' |
    LC_ALL=C sed 's/\xc2\xad //g; s/\xe2\x80[\xaa-\xac]//g; s/ \+/ /g' >"$work/text"
tr -d ' ' <"$work/text" | grep -qF "theshop𠮷野家made" || fail "does not copy out: 𠮷野家"
for words in "office of 王毅" "efficient, affordable offer" "50 %" "softhyphen" \
    "internationalisation" "uncharacteristically" "responsibilities" "disproportionately" \
    "ראש הממשלה אמר שלום" "مساء الخير" "हिन्दी में समाचार"; do
    grep -qF -- "$words" "$work/text" || fail "does not copy out: $words"
done
pdfinfo "$pdf" >"$work/info"
grep -q '^Title: *AT&T <sues> “Ümlaut” – 王毅$' "$work/info" || fail "title: $(cat "$work/info")"
grep -q '^Author: *Ines Office$' "$work/info" || fail "author: $(cat "$work/info")"
pdfinfo -meta "$pdf" >"$work/xmp"
grep -q 'AT&amp;T &lt;sues&gt; “Ümlaut” – 王毅' "$work/xmp" || fail "XMP title"
pdfinfo -url "$pdf" | grep -qF 'https://example.org/%C3%A4?q=(1)' || fail "the link"
newsbind build samples/weekly/weekly.yaml -o "$work/w.pdf" --quiet
pdfinfo -dests "$work/w.pdf" | grep -q XYZ || fail "no named places"
qpdf --json --json-key=pagelabels "$work/w.pdf" >"$work/labels" || fail "page labels"
pdfinfo "$work/w.pdf" | grep -q '^Tagged: *yes' || fail "not tagged"
pdfinfo -meta "$work/w.pdf" | grep -q '<pdfuaid:part>1<' || fail "does not say PDF/UA-1"
! pdfinfo -meta "$work/w.pdf" | grep -q pdfaid:part || fail "says PDF/A without being asked"
newsbind build samples/weekly/weekly.yaml --pdfa -o "$work/archive.pdf" --quiet
pdfinfo -meta "$work/archive.pdf" | grep -q '<pdfaid:conformance>A<' || fail "does not say PDF/A-2a"
qpdf --json "$work/archive.pdf" | grep -q GTS_PDFA1 || fail "no output intent"
cat >"$work/boxes.css" <<'CSS'
@page {
    size: A5;
    margin: 20mm 14mm;
    @top-left { content: string(section) }
    @top-right { content: "page " counter(page) }
    @bottom-center { content: string(head, start) " > " string(head, last) }
}
@page :first { @top-right { content: none } }
.section-title { string-set: section content() }
.headline { string-set: head content() }
CSS
newsbind build samples/weekly/weekly.yaml --style "$work/boxes.css" -o "$work/boxes.pdf" --quiet
pdftotext -layout "$work/boxes.pdf" - | tr '\f' '\n' >"$work/boxes.txt"
grep -q "^World  *page 2" "$work/boxes.txt" || fail "no margin boxes"
! grep -q "page 1$" "$work/boxes.txt" || fail "a margin box on the first page"
grep -q "Three ports sign accord.* > Night ferry" "$work/boxes.txt" || fail "no named strings"
python3 tests/e2e/structure.py "$work/w.pdf" >"$work/heard"
for line in "^    H1: The Merrow Lantern$" "^ *TOC$" "^    Art \[he\]$" "^ *Figure (A lighthouse" \
    "^ *Caption: Gannet Rock" "^ *TH: Grade$" "^ *Lbl: •$"; do
    grep -q "$line" "$work/heard" || fail "not in the structure: $line"
done
qpdf --json --json-key=outlines "$work/w.pdf" | grep -q '"destpageposfrom1": [2-9]' || fail "outline"
finish
