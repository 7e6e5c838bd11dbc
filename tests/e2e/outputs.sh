#!/bin/sh
# The sample edition and each of its articles: sound PDF and EPUB by independent checkers, and
# every word of `extract --to fulltext` in both, article by article, and in the PDF's structure in
# the same order, in every style.
. tests/e2e/common.sh
weekly=samples/weekly
mkdir "$work/books" "$work/text" "$work/styles"
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
    set --
    newsbind build "$article" -o "$work/books/$name.pdf" -o "$work/books/$name.epub" \
        --keep-captions --quiet || fail "$article"
    newsbind build "$article" -o "$work/text/$name.txt" -o "$work/text/$name.md" \
        -o "$work/text/$name-edition.json" \
        -o "$work/text/$name.html" --keep-captions --quiet || fail "$article as text"
    for style in $(newsbind styles); do
        newsbind build "$article" -o "$work/styles/$name-$style.pdf" --style "$style" \
            --keep-captions --quiet || fail "$article as $style"
        set -- "$@" "$style:$work/styles/$name-$style.pdf"
    done
    newsbind extract "$article" --to fulltext --quiet >"$work/$name.txt"
    newsbind extract "$article" --to json --quiet >"$work/$name.json"
    python3 tests/e2e/words.py "$work/$name.json" "$work/$name.txt" "$@" "$work/books/$name.epub" "$work/text/$name.txt" \
        "$work/text/$name.html" ||
        fail "$article: words differ"
    # What is read back has the same words.
    newsbind extract "$work/text/$name.md" --to fulltext --quiet >"$work/text/$name-md.txt"
    python3 tests/e2e/words.py "$work/$name.json" "$work/$name.txt" "$work/text/$name-md.txt" ||
        fail "$article: words of the Markdown differ"
    newsbind extract "$work/text/$name-edition.json" --to fulltext --quiet |
        cmp - "$work/$name.txt" || fail "$article: the edition's JSON differs"
    python3 tests/e2e/structure.py "$work/$name.txt" "$work/$name.json" \
        "$work/styles/$name"-*.pdf ||
        fail "$article: the structure's words differ"
done
# The same of the issue's EPUB and HTML, article by article.
newsbind extract $weekly/weekly.yaml --to jsonl --quiet >"$work/weekly.jsonl"
newsbind build $weekly/weekly.yaml -o "$work/weekly.epub" -o "$work/weekly.html" --keep-captions --quiet
count=0
while IFS= read -r line; do
    count=$((count + 1))
    printf '%s\n' "$line" >"$work/one.json"
    newsbind extract "$work/one.json" --to fulltext --quiet >"$work/one.txt"
    python3 tests/e2e/words.py "$work/one.json" "$work/one.txt" \
        "$work/weekly.epub:$(printf 'a%03d' $count)" "$work/weekly.html:a$count" || fail "article $count of the issue: words differ"
done <"$work/weekly.jsonl"
[ "$count" -ge 12 ] || fail "$count articles in the issue"
# The issue's JSON has its sections, and every article is read back as it was.
newsbind build $weekly/weekly.yaml -o "$work/text/weekly.json" -o "$work/text/weekly.md" \
    -o "$work/text/weekly.txt" --quiet
newsbind extract $weekly/weekly.yaml --to fulltext --quiet >"$work/weekly.txt"
newsbind extract "$work/text/weekly.json" --to fulltext --quiet | cmp - "$work/weekly.txt" ||
    fail "the issue's JSON is not read back as it was"
newsbind build "$work/text/weekly.json" -o "$work/text/again.json" --quiet
cmp "$work/text/weekly.json" "$work/text/again.json" || fail "the issue made of its JSON is another"
newsbind build "$work/text/weekly.json" --title Other --lang fr -o "$work/text/again.json" --quiet
grep -q '^  "title": "Other"' "$work/text/again.json" || fail "--title gives way to the JSON's"
newsbind build "$work/text/ferry-line-txt-edition.json" -o "$work/text/again.json" --keep-captions --quiet
cmp "$work/text/ferry-line-txt-edition.json" "$work/text/again.json" ||
    fail "an article made of its JSON is another"
[ "$(grep -c '^## ' "$work/text/weekly.md")" = "$count" ] || fail "headlines in the issue's Markdown"
awk 'length > 80 && !/http/ { bad = 1 } END { exit bad }' "$work/text/ferry-line-txt.txt" ||
    fail "lines of plain text are too long"
# Links between articles, also to a copy that was left out, are the issue's own in every output, and
# are again when the issue is made of its JSON.
mkdir "$work/links"
for n in 1 2; do
    { printf -- '---\ntitle: Story %s\nurl: https://x.example/news/%s\ntags: [Town]\n---\n' $n $n
        printf 'The [other one](https://y.example/copy/%s?utm_source=a) is told too, not [here](https://x.example/none).\n' $((3 - n))
    } >"$work/links/$n.md"
    sed "s|x.example/news|y.example/copy|; s/tags.*/date: 2001-01-01/" "$work/links/$n.md" >"$work/links/copy-$n.md"
    sed -i 's/^url/date: 2026-11-22\nurl/' "$work/links/$n.md"
done
linked="$work/linked"
newsbind build "$work/links" --title Links -o "$linked.md" -o "$linked.json" -o "$linked.txt" -o "$linked.html" \
    -o "$linked.epub" -o "$linked.pdf" --quiet || fail "an issue with links"
newsbind build "$linked.json" -o "$linked-2.md" -o "$linked-2.json" -o "$linked-2.txt" --quiet
for kind in md json txt; do
    cmp "$linked.$kind" "$linked-2.$kind" || fail "links of the issue made of its JSON: $kind"
done
grep -q '^# Town' "$linked.md" || fail "no section by tags: $(cat "$linked.md")"
for n in 1 2; do
    other=$((3 - n))
    story=$(sed -n "s|^## <a id=\"\(a[12]\)\"></a>Story $n\$|\1|p" "$linked.md")
    [ -n "$story" ] || fail "no anchor of story $n"
    grep -q "(→ Story $n)" "$linked.txt" || fail "no pointer to story $n in the text"
    [ "$(grep -c "\[other one\](#$story)" "$linked.md")" = 1 ] || fail "no link to story $n in the Markdown"
    [ "$(grep -c "\"article\": \"$story\"" "$linked.json")" = 1 ] || fail "no link to story $n in the JSON"
    grep -q "\"id\": \"$story\"" "$linked.json" || fail "no id in the JSON"
    grep -q "href=\"#$story\">other one" "$linked.html" || fail "no link to story $n on the page"
    unzip -p "$linked.epub" "OEBPS/a00$other.xhtml" "OEBPS/a00$n.xhtml" | grep -q "href=\"a00${story#a}.xhtml\">other one" ||
        fail "no link to story $n in the book"
done
[ "$(qpdf --qdf --object-streams=disable "$linked.pdf" - | grep -ac '/Contents (other one)')" = 2 ] || fail "no links in the PDF"
grep -q '"minutes": 1' "$linked.json" || fail "no reading time in the JSON"

# The issue's JSON finds the pictures from the folder of its edition file on; it is the same wherever
# it is written.
cp -R $weekly "$work/own"
own="$work/own"
picture=$(basename "$(ls $weekly/world/pictures/*.jpg | head -1)")
cp "$weekly/world/pictures/$picture" "$own/lead.jpg"
printf 'articles:\n  - {match: "world/harbour*", picture: lead.jpg, alt: Ours}\n' >>"$own/weekly.yaml"
newsbind build "$own/weekly.yaml" -o "$own/issue.json" -o "$own/first.html" --quiet || fail "an issue in JSON beside its articles"
newsbind build "$own/issue.json" -o "$own/again.json" -o "$own/second.html" --strict --quiet || fail "pictures of the issue made of its JSON"
cmp "$own/issue.json" "$own/again.json" || fail "the issue beside its articles made of its JSON is another"
cmp "$own/first.html" "$own/second.html" || fail "the page of the issue made of its JSON is another"
newsbind build "$own/weekly.yaml" -o "$work/away.json" --quiet
cmp "$own/issue.json" "$work/away.json" || fail "the JSON depends on where it is"
grep -q '"src": "world/pictures/' "$own/issue.json" && grep -q '"src": "lead.jpg"' "$own/issue.json" || fail "paths of pictures"
grep -q "$work" "$own/issue.json" && fail "a path of this machine in the JSON"

# An issue that is built into the folder of its articles does not take itself for one of them.
mkdir "$work/beside"
cp $weekly/world/ferry-line.txt $weekly/culture/bakery.txt "$work/beside"
for round in 1 2; do
    for input in "$work/beside" .; do
        (cd "$work/beside" && newsbind build "$input" --title Beside -o week.html -o ./week.md -o week.json \
            -o "$work/beside/week.txt" --report report.json --strict --quiet) ||
            fail "a warning of what an issue is written beside: round $round"
        grep -q '"articles": 2,' "$work/beside/report.json" || fail "an issue took itself for an article: round $round"
    done
done
# The measure itself: a word lost, one too many, and paragraphs in another order.
book=$work/books/ferry-line-txt
lines=$work/ferry-line-txt.txt
altered() {
    python3 tests/e2e/words.py "$work/ferry-line-txt.json" "$work/altered" "broadsheet:$book.pdf" >"$work/out" &&
        fail "words.py takes no notice of: $1"
    python3 tests/e2e/words.py "$work/ferry-line-txt.json" "$work/altered" "$book.epub" >>"$work/out" &&
        fail "words.py takes no notice of: $1"
    [ "$(grep -c "$1" "$work/out")" -ge 2 ] || fail "words.py does not say: $1: $(cat "$work/out")"
}
sed '0,/Halcyon/s//Halcyon Halcyon/' "$lines" >"$work/altered"
altered missing
python3 tests/e2e/words.py "$work/ferry-line-txt.json" "$work/altered" "$work/text/ferry-line-txt.txt" \
    >"$work/out" && fail "words.py takes no notice of a word missing in a text"
sed '0,/Halcyon/s///' "$lines" >"$work/altered"
altered added
tac "$lines" >"$work/altered"
altered misplaced
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
