#!/bin/sh
# The edition file from an empty folder on: init, check, build.
. tests/e2e/common.sh
cd "$work"
mkdir new
cd new

expect 0 newsbind init
[ -s weekly.yaml ] || fail "init wrote nothing"
expect 3 newsbind build weekly.yaml
says "[no-input]"
expect 0 newsbind check weekly.yaml
says "weekly.yaml:38:14: warning: no file matches: ."
expect 1 newsbind check weekly.yaml --strict --quiet
printf 'A headline of some words\n\nA paragraph that is long enough to be one, surely.\n' >good.txt
expect 0 newsbind check weekly.yaml --strict
grep -q "sections: 1, files: 1" ../out || fail "check does not count: $(cat ../out)"
[ ! -e weekly.pdf ] || fail "check built something"
expect 0 newsbind build weekly.yaml --strict
[ -s weekly.pdf ] && [ -s weekly.epub ] || fail "the new edition file does not build"

cp weekly.yaml before
expect 4 newsbind init
says "weekly.yaml: error: cannot be written: File exists [cannot-write]"
cmp -s weekly.yaml before || fail "init changed a file that was there"
ln -s nowhere.yaml link.yaml
expect 4 newsbind init link.yaml
expect 4 newsbind init none/weekly.yaml
expect 2 newsbind init weekly.txt
expect 0 newsbind init other.yml --quiet
[ ! -s ../out ] || fail "init --quiet speaks"

# With every comment that gives a key taken away it is an edition file still.
sed 's/^#\( *-* *[a-z-]*: \)/\1/' weekly.yaml >all.yaml
mkdir fonts
expect 0 newsbind check all.yaml
says "all.yaml:17:8: warning: picture not found, left out: the cover: cover.jpg"
says "all.yaml:24:9: warning: cannot be read: leader.md"
says "warning: picture not found, left out: mine.jpg"
for key in $(sed -n 's/^    *KEY("\([a-z-]*\)".*/\1/p' "$root/src/edition/keys.c"); do
    grep -q "^$key:" all.yaml || fail "init does not show the key $key"
done

printf 'titel: x\ndate: soon\nstyle: nosuch\noutputs: [a.docx, a.pdf]\nsections:\n  - title: A\n    sources: [none, "*.txt"]\n    sorces: b\n' >bad.yaml
expect 2 newsbind check bad.yaml --report report.json
says "bad.yaml:1:1: error: edition file has an unknown key: titel (did you mean title?)"
says "bad.yaml:2:7: error: edition file has a wrong value: a date is wanted"
says "bad.yaml:3:8: error: edition file has a wrong value: this style cannot be used: nosuch"
says "bad.yaml:4:10: error: edition file has a wrong value: no writer"
says "bad.yaml:8:5: error: edition file has an unknown key: sorces (did you mean sources?)"
says "bad.yaml:7:14: warning: no file matches: none"
grep -q '"column": 14' report.json || fail "no column in the report"
printf 'paper: Z9\n' >bad.yaml
expect 2 newsbind check bad.yaml
says "bad.yaml:1:8: error: edition file has a wrong value: unknown paper: Z9"
says "there are no sections"

# Fonts of one's own.
mkdir face
cp /usr/share/fonts/truetype/paratype/PTM55F.ttf face/
cat >own.yaml <<END
style: ./own.css
font-dir: [face]
outputs: [own.pdf]
sections:
  - sources: good.txt
END
printf 'body, p { font-family: "PT Mono" }\n' >own.css
expect 0 newsbind build own.yaml --strict
pdffonts own.pdf | grep -q 'PTMono' || fail "font-dir is not looked into: $(pdffonts own.pdf)"
expect 0 newsbind check own.yaml --strict
sed -i 's/face/nofaces/' own.yaml
expect 2 newsbind check own.yaml
says 'own.yaml:2:11: error: edition file has a wrong value: there is no such folder: nofaces'
expect 2 newsbind build own.yaml
says 'font-dir: there is no ./nofaces'

# What a section leaves out, and why.
mkdir news
for day in 10 20 21 22; do
    printf -- '---\ntitle: Story of day %s\ndate: 2026-11-%s\nweight: %s\n---\nA text.\n' $day $day $day >news/$day.md
done
printf 'date: 2026-11-22\noutputs: [s.epub]\nsections:\n  - sources: news\n    order: date\n    window: 7d\n    limit: 2\n    exclude: {title: "*21"}\n' >select.yaml
expect 0 newsbind build select.yaml --strict --report report.json
grep -q '"articles": 2' report.json || fail "not two articles"
grep -q '"detail": "Story of day 10: before the window, 2026-11-10"' report.json ||
    fail "no reason for the window"
grep -q '"detail": "Story of day 21: excluded by \*21"' report.json ||
    fail "no reason for the pattern"
newsbind extract select.yaml --to json | grep '"title"' >titles
[ "$(head -1 titles | grep -c 'day 22')" = 1 ] || fail "not newest first: $(cat titles)"
# What the edition says of choices holds for sections that say nothing themselves, and for its own
# sources.
printf 'date: 2026-11-22\noutputs: [s.json]\nwindow: 1d\nlimit: 1\nexclude: {title: "*22"}\nsections:\n  - sources: news\n  - {title: All, sources: news, window: 30d, limit: 9}\n' >top.yaml
expect 0 newsbind build top.yaml --dedupe off
[ "$(grep -c '"words"' s.json)" = 4 ] || fail "not handed down: $(grep '"title"' s.json)"
grep -q 'Story of day 22' s.json && fail "exclude is not handed down"
printf 'date: 2026-11-22\noutputs: [s.json]\nwindow: 1d\norder: date\nsources: news\n' >top.yaml
expect 0 newsbind build top.yaml --strict
[ "$(grep -c '"words"' s.json)" = 2 ] || fail "an edition's own sources: $(grep '"title"' s.json)"
mkdir order
printf -- '---\ntitle: Old\ndate: 2026-11-01\ntags: [Town]\n---\n' >order/old.md
for n in 1 2 3 4 5 6 7 8 9; do printf 'A long paragraph of number %s, with more words than the other has.\n\n' $n; done >>order/old.md
printf -- '---\ntitle: New\ndate: 2026-11-21\ntags: [Town]\n---\nShort.\n' >order/new.md
for order in date given; do
    printf 'outputs: [s.md]\norder: %s\nsources: order/[on]*.md\n' $order >top.yaml
    expect 0 newsbind build top.yaml
    [ "$(grep '^##' s.md | head -1)" = "## New" ] || fail "the order $order is not kept: $(grep '^#' s.md)"
done
sed -i '/^order/d' top.yaml
expect 0 newsbind build top.yaml
[ "$(grep '^##' s.md | head -1)" = "## Old" ] || fail "no lead without an order: $(grep '^#' s.md)"
printf 'window: 1\ninclude: x\nsources: news\n' >top.yaml
expect 2 newsbind check top.yaml
says 'top.yaml:1:9: error: edition file has a wrong value: a number of days is wanted'
says 'top.yaml:2:10: error: edition file has a wrong value: patterns by field are wanted'
# --window holds for what sections say otherwise, and without an edition file.
expect 0 newsbind build select.yaml --window 1d -o one.json
[ "$(grep -c '"words"' one.json)" = 1 ] || fail "--window gives way to the section's"
expect 0 newsbind build news --date 2026-11-22 --window 2d -o one.json --report report.json
[ "$(grep -c '"words"' one.json)" = 3 ] || fail "--window without an edition file"
grep -q '"Story of day 10: before the window, 2026-11-10"' report.json || fail "no reason for --window"
expect 2 newsbind build news --window 2 -o one.json
says '--window: a number of days is wanted, such as 7d: 2'
# --limit counts what the sections have chosen.
expect 0 newsbind build select.yaml --limit 1 -o one.json --report report.json
grep -q '"title": "Story of day 22"' one.json || fail "--limit takes what no section chose"
grep -q '"detail": "Story of day 20: past the limit"' report.json || fail "--limit gives no reason"
grep -q '"articles": 1,' report.json || fail "--limit 1 gives not one article"
# Single articles changed: the weightiest leads from its own section, with a picture of ours.
cp "$root"/samples/weekly/*/pictures/*.jpg .
picture=$(ls ./*.jpg | head -1)
cat >change.yaml <<END
date: 2026-11-22
outputs: [c.epub, c.md]
sections:
  - {title: First, sources: news/1*.md}
  - {title: Second, sources: "news/2*.md"}
articles:
  - {match: news/21.md, weight: 50, headline: The new lead, picture: "$picture", alt: Ours}
  - {match: "Story of day 2?", kicker: Late}
  - {match: news/20.md, omit: yes}
  - {match: [none.md, "*.txt"], omit: yes}
END
expect 1 newsbind build change.yaml --strict --report report.json
says "change.yaml:10:13: warning: no article matches: none.md [no-article-match]"
grep -q '"Story of day 20: omitted"' report.json || fail "an omitted article is not reported"
newsbind extract change.yaml --to json | grep '"title"' >titles
[ "$(sed -n '1s/.*: "\(.*\)",/\1/p' titles)" = "The new lead" ] || fail "no lead: $(cat titles)"
[ "$(wc -l <titles)" = 3 ] || fail "not three articles: $(cat titles)"
[ "$(python3 -m zipfile -l c.epub | grep -c 'img/.*\.jpg')" -ge 2 ] || fail "no picture of ours"
# Sections that come of the articles.
mkdir sorted
n=0
for head in "section: Sport" "section: sport" "tags: [Coast, Sea]" "tags: [Hills, sea]" \
    "url: https://x.example/the-arts/2026/a" "url: https://x.example/the-arts/b" "section: Alone"; do
    n=$((n + 1))
    printf -- '---\ntitle: Sorted %s\n%s\n---\nA text of %s.\n' $n "$head" $n >sorted/$n.md
done
printf 'title: T\ndate: 2026-11-22\noutputs: [sorted.md]\nsources: sorted\n' >sorted.yaml
expect 0 newsbind build sorted.yaml --strict
[ "$(grep '^# ' sorted.md | tr '\n' ' ')" = "# Sport # Sea # The arts " ] ||
    fail "not these sections: $(grep '^#' sorted.md)"
expect 0 newsbind check sorted.yaml
printf 'sources: nothing/*\n' >sorted.yaml
expect 0 newsbind check sorted.yaml
says 'sorted.yaml:1:10: warning: no file matches: nothing/*'

# The editors' own article, behind the lead.
printf 'title: T\nlanguage: de\noutputs: [l.md, l.pdf, l.epub, l.html]\nleader: |\n  # Our view\n\n  We *think* so.\nsections:\n  - {title: First, sources: news}\n' >leader.yaml
expect 0 newsbind build leader.yaml --strict
[ "$(grep '^##' l.md | sed -n 2p)" = "## Our view" ] || fail "no leader behind the lead: $(grep '^#' l.md)"
grep -q 'Leitartikel' l.md && grep -q 'Leitartikel' l.html || fail "the leader has no kicker"
printf 'View from a file.\n' >view.md
sed 's/^leader: .*/leader: view.md/; /^  # Our/d; /^  We/d' leader.yaml >file.yaml
expect 0 newsbind build file.yaml
grep -q 'View from a file' l.md || fail "no leader from a file"

# A list of feeds: the files in it, nothing from elsewhere.
mkdir list
cp news/10.md "list/a b.md"
cp news/20.md list/c.md
cp news/21.md list/d.md
cat >list/feeds.opml <<END
<opml version="2.0"><body><outline text="Group">
<outline text="A" xmlUrl="a%20b.md"/><outline text="C" xmlUrl="https://x.example/c" file="c.md"/>
<outline text="D" htmlUrl="file:d.md"/><outline text="R" xmlUrl="https://x.example/r"/>
<outline text="O" xmlUrl="../news/22.md"/>
<outline text="P" xmlUrl="/etc/passwd"/>
<outline text="N" xmlUrl="none.md"/></outline></body></opml>
END
printf 'outputs: [o.json]\nsections:\n  - sources: list/feeds.opml\n' >opml.yaml
expect 0 newsbind build opml.yaml
says 'list/feeds.opml:3: warning: not at hand, and nothing is fetched; left out: https://x.example/r [remote-feed]'
says 'list/feeds.opml:4: warning: cannot be read: not below the list'
says 'list/feeds.opml:5: warning: cannot be read: not below the list'
says 'list/feeds.opml:6: warning: no file matches: none.md'
[ "$(grep -c '"title": "Story' o.json)" = 3 ] || fail "not three articles of the list: $(grep '"title"' o.json)"
expect 0 newsbind check opml.yaml
grep -q 'files: 3' ../out || fail "check does not count what the list has: $(cat ../out)"
printf '<opml><body>' >list/feeds.opml
expect 3 newsbind build opml.yaml

# Variables of the environment.
printf 'title: "Week ${WEEK} of $$ ${PLACE:-here}"\nnumber: ${NUMBER:-7}\ndate: newest\noutputs: [v.json]\nsections:\n  - sources: news\n' >vars.yaml
expect 0 env WEEK=48 SOURCE_DATE_EPOCH=1900000000 newsbind build vars.yaml
grep -q '"title": "Week 48 of \$ here"' v.json || fail "no variables: $(head -5 v.json)"
grep -q '"number": "7"' v.json || fail "no default: $(head -5 v.json)"
grep -q '"date": "2026-11-22"' v.json || fail "not the newest date: $(head -5 v.json)"
expect 2 newsbind check vars.yaml
says 'vars.yaml:1:14: error: edition file has a wrong value: the environment has no such variable: WEEK'
printf 'title: é ${1}\nid: x${\nsections:\n  - sources: news\n' >vars.yaml
expect 2 newsbind check vars.yaml
says 'vars.yaml:1:10: error: edition file has a wrong value: a variable is written ${NAME} or ${NAME:-text}'
says 'vars.yaml:2:6: error: edition file has a wrong value: a variable is written'
expect 2 newsbind check missing.yaml
expect 2 newsbind check good.txt
expect 2 newsbind check weekly.yaml bad.yaml
expect 0 newsbind check "$root/samples/weekly/weekly.yaml" --strict
finish
