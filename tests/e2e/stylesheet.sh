#!/bin/sh
# Every part of CSS that styles are written in, seen to work in the pages of a PDF, in an EPUB and
# on a web page; and complaints like a compiler's.
. tests/e2e/common.sh
cp tests/e2e/stylesheet.css "$work/style.css"
cp /usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf "$work/mine.otf"
cp /usr/share/fonts/opentype/ebgaramond/EBGaramond12-Italic.otf "$work/mine-italic.otf"
cat >"$work/a.html" <<'HTML'
<!DOCTYPE html><html lang="en"><head><title>The Harbour Decides</title></head><body><article>
<p class="kicker">Shipping</p><h1>The Harbour Decides</h1>
<p>The harbour board will meet again on Thursday, its chairwoman said, to consider the extraordinary
circumstances under which the eastern breakwater was extended without consultations in 1926.</p>
<p>Nobody had asked for it, and nobody seems to know who is paying for the unquestionably impressive
reconstruction, the representatives of the neighbouring municipalities declared afterwards.</p>
<blockquote><p>It was not the breakwater that surprised us.</p></blockquote>
<p lang="de">Niemand hat danach gefragt.</p>
<h2>Column 1926</h2><p>Another paragraph that follows the heading, since a column begins before it.</p>
<h3>Page</h3><p>The third heading begins a page, of another kind than the first one, on the left.</p>
<h4>Across</h4><p>What stands behind the fourth heading is in columns again, two of them, which are level.</p>
<h5>Boxed</h5><p>Behind the fifth heading a column begins, so that this stands in the second one.</p>
</article></body></html>
HTML
expect 0 newsbind build "$work/a.html" --style "$work/style.css" --strict -o "$work/a.pdf" -o "$work/a.epub" -o "$work/a.html.html"
mutool draw -q -F trace "$work/a.pdf" >"$work/trace.xml" 2>"$work/err"
python3 tests/e2e/stylesheet.py "$work/trace.xml" >"$work/out" || fail "$(cat "$work/out")"
unzip -p "$work/a.epub" 'EPUB/*.css' >"$work/book.css" 2>/dev/null || unzip -p "$work/a.epub" '*.css' >"$work/book.css"
for rule in 'color: #333' 'text-indent: 2em' '.headline:hover' 'letter-spacing: 0.1em' 'font-variant: small-caps'; do
    grep -qF "$rule" "$work/book.css" || fail "not in the EPUB: $rule"
done
for rule in '@page' 'columns' '#204080' 'orphans: 3' 'rgb(51'; do
    ! grep -qF "$rule" "$work/book.css" || fail "in the EPUB: $rule"
done
grep -qF 'color: #333' "$work/a.html.html" || fail "not on the web page: the screen's colour"
# Complaints name file and line, and cost their declaration alone.
printf 'p { color: #204080; colour: red;\n  text-indent: 3 pears; }\np::after { color: red }\n@page :blank { margin: 0 }\n@supports (x: y) { p { color: red } }\n' >"$work/bad.css"
expect 0 newsbind build "$work/a.html" --style "$work/bad.css" -o "$work/bad.pdf"
for complaint in 'bad.css:1: warning: stylesheet: property not supported, ignored: colour' \
    'bad.css:2: warning: stylesheet: value not supported, ignored: text-indent: 3 pears' \
    'bad.css:3: warning: stylesheet: selector not supported' 'bad.css:4: warning: ' 'bad.css:5: warning: '; do
    says "$complaint"
done
mutool draw -q -F trace "$work/bad.pdf" 2>/dev/null | grep -q 'color=".125 .251 .502"' || fail "what is right beside it is lost"
expect 1 newsbind build "$work/a.html" --style "$work/bad.css" --strict -o "$work/bad.pdf"
finish
