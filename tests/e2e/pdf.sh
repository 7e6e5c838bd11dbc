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
# Chinese stands apart from Latin and figures, which no reader takes for a space.
printf '<!DOCTYPE html><html lang="zh-CN"><head><title>港口</title></head><body><article><h1>与ABC协议2026年</h1><p>默罗港的Port Merrow港务局在2026年3月宣布，将与IBM公司合作建造5座新的码头，总投资约为120亿元，由A级工人负责。</p></article></body></html>' >"$work/zh.html"
for style in $(newsbind styles); do
    newsbind build "$work/zh.html" --style "$style" -o "$work/zh.pdf" --quiet
    for mode in -nopgbrk -raw; do
        pdftotext $mode "$work/zh.pdf" - | tr -d '\n' >"$work/zh.txt"
        for words in '与ABC协议2026年' 'Merrow港务局在2026年3月宣布' '将与IBM公司合作建造5座新的码头' '120亿元，由A级工人'; do
            grep -qF "$words" "$work/zh.txt" || fail "$style, $mode: a space is seen: $words"
        done
    done
done
pdfinfo "$pdf" >"$work/info"
grep -q '^Title: *AT&T <sues> “Ümlaut” – 王毅$' "$work/info" || fail "title: $(cat "$work/info")"
grep -q '^Author: *Ines Office$' "$work/info" || fail "author: $(cat "$work/info")"
pdfinfo -meta "$pdf" >"$work/xmp"
grep -q 'AT&amp;T &lt;sues&gt; “Ümlaut” – 王毅' "$work/xmp" || fail "XMP title"
pdfinfo -url "$pdf" | grep -qF 'https://example.org/%C3%A4?q=(1)' || fail "the link"
# A table whose headers span others, a second block of headers, a note, a picture that says nothing.
cp samples/weekly/world/pictures/harbour.jpg "$work/rule.jpg"
cat >"$work/b.html" <<'HTML'
<!DOCTYPE html><html lang="en"><head><title>Landings at two quays</title></head><body><article>
<h1>Landings at two quays</h1><p>The quays of the sound landed more mussels than herring in both
seasons, says the harbour office in a table that <a href="https://example.org/t">it publishes</a>.</p>
<img src="rule.jpg" alt="">
<table><caption>Landings, in tonnes</caption>
<tr><td></td><th colspan="2">Spring</th><th colspan="2">Autumn</th></tr>
<tr><td></td><th>Mussels</th><th>Herring</th><th>Mussels</th><th>Herring</th></tr>
<tr><th rowspan="2">East quay</th><td>41</td><td>12</td><td>52</td><td>9</td></tr>
<tr><td>43</td><td>13</td><td>54</td><td>8</td></tr>
<tr><th>West quay</th><td>30</td><td colspan="3">none</td></tr></table>
<p>The table will be published again in a year, when the new quay has been opened to boats.</p>
<img src="rule.jpg"></article></body></html>
HTML
expect 0 newsbind build "$work/b.html" -o "$work/b.pdf" --report "$work/b.json"
python3 tests/e2e/structure.py "$work/b.pdf" >"$work/heard"
for line in 'TD <Spring; Mussels; East quay>: 41' 'TD <Autumn; Herring; East quay>: 8' \
    'TH <Autumn>: Herring' 'TD <Spring; Herring; Autumn; Mussels; Herring; West quay>: none'; do
    grep -qF -- "$line" "$work/heard" || fail "not in the structure: $line"
done
[ "$(grep -c Figure "$work/heard")" = 1 ] || fail "pictures in the structure: $(cat "$work/heard")"
grep -q 'rule.jpg' "$work/b.json" || fail "the picture without a description is not reported"
qpdf --json "$work/b.pdf" | grep -qF '"u:it publishes (https://example.org/t)"' || fail "where the link goes"
newsbind build samples/weekly/weekly.yaml -o "$work/w.pdf" --quiet
qpdf --json "$work/w.pdf" | grep -q '"/SD"' || fail "links do not lead to the structure"
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
awk '/H2: Business/ { name = NR } /H3: Why the price/ { story = NR } END { exit !(name && name < story) }' \
    "$work/heard" || fail "a section's name is read behind its articles"
qpdf --json --json-key=outlines "$work/w.pdf" | grep -q '"destpageposfrom1": [2-9]' || fail "outline"
finish
# A headline whose word is wider than a small page is set smaller; the word is not torn.
printf '<html lang="en"><title>x</title><article><h1>Internationalisation comes of age</h1>%s' \
    '<p>The ministry said on Monday that it would begin with the harbours.</p>' >"$work/h.html"
newsbind build "$work/h.html" --paper A6 -o "$work/h.pdf" --quiet
pdftotext "$work/h.pdf" - | grep -q Internationalisation || fail "a headline's word is torn"
