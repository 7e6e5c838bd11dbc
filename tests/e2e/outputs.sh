#!/bin/sh
# The sample edition and each of its articles: sound PDF and EPUB by independent checkers, and
# every word of `extract --to fulltext` in both, article by article.
. tests/e2e/common.sh
weekly=samples/weekly
mkdir "$work/books"
newsbind build $weekly/weekly.yaml -o "$work/books/weekly.pdf" -o "$work/books/weekly.epub" \
    --strict --report "$work/report.json" || fail "the sample edition gives warnings"
for style in $(newsbind styles); do
    for paper in A4 Letter; do
        newsbind build $weekly/weekly.yaml --style "$style" --paper $paper \
            -o "$work/books/weekly-$style-$paper.pdf" --quiet || fail "$style on $paper"
    done
done
for article in $weekly/*/*.html $weekly/*/*.txt; do
    name=$(basename "$article" | tr . -)
    newsbind build "$article" -o "$work/books/$name.pdf" -o "$work/books/$name.epub" \
        --keep-captions --quiet || fail "$article"
    newsbind extract "$article" --to fulltext --quiet >"$work/$name.txt"
    newsbind extract "$article" --to json --quiet >"$work/$name.json"
    python3 tests/e2e/words.py "$work/$name.json" "$work/$name.txt" "$work/books/$name.pdf" \
        "$work/books/$name.epub" || fail "$article: words differ"
done
for pdf in "$work"/books/*.pdf; do
    qpdf --check "$pdf" >"$work/out" 2>&1 || fail "qpdf: $(basename "$pdf"): $(cat "$work/out")"
    mutool info "$pdf" >/dev/null 2>"$work/err" || fail "mutool: $(basename "$pdf")"
    [ ! -s "$work/err" ] || fail "mutool: $(basename "$pdf"): $(cat "$work/err")"
    pdffonts "$pdf" | tail -n +3 | awk '{ if ($(NF-4) $(NF-3) $(NF-2) != "yesyesyes") bad = 1 } END { exit bad }' ||
        fail "$(basename "$pdf"): a font is not embedded, no subset or without Unicode"
done
if [ "$flavour" = release ]; then # the checker is slow; the weekly holds every article
    for epub in "$work"/books/weekly.epub "$work"/books/theatre-ar-html.epub \
        "$work"/books/ferry-line-txt.epub; do
        java -jar /usr/share/java/epubcheck.jar -q "$epub" >"$work/out" 2>&1 ||
            fail "epubcheck: $(basename "$epub"): $(head -5 "$work/out")"
        ! grep -q WARNING "$work/out" || fail "epubcheck: $(basename "$epub"): $(cat "$work/out")"
    done
fi
finish
