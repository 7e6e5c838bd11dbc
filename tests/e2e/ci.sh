#!/bin/sh
# What a CI job sees: annotations, the summary, exit statuses; and that no name of a file, no text
# of an article becomes a command or markup of theirs.
. tests/e2e/common.sh
mkdir -p "$work/repo/news"
cd "$work/repo/news"
export GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY="$work/summary.md" GITHUB_WORKSPACE="$work/repo/"

# no_commands: standard error has no command but annotations, the summary's tables are whole.
no_commands() {
    ! grep -v '^::\(warning\|error\) ' "$work/err" | grep -q '^ *::\|##\[' ||
        fail "a command from a name: $(grep '::\|##\[' "$work/err")"
    sed 's/\\[\\|]//g' "$work/summary.md" | awk -F'|' '
        /^\|/ { if (columns && NF != columns) bad = 1; columns = NF; next }
        { columns = 0 } END { exit bad }' || fail "the summary's tables: $(cat "$work/summary.md")"
}

# An issue: title, outputs, sections, what is left out.
for day in 10 21 22; do
    printf -- '---\ntitle: Story of day %s\nauthor: Jo Doe\ndate: 2026-11-%s\n---\nA text.\n' $day $day >$day.md
done
printf 'title: "The | Lantern"\nnumber: 7\ndate: 2026-11-22\nsections:\n  - title: World & <b>more</b>\n    sources: "*.md"\n    window: 7d\n' >weekly.yaml
expect 0 newsbind build weekly.yaml -o "$work/w.pdf" -o "$work/w.epub" --strict
[ ! -s "$work/err" ] || fail "annotations of nothing: $(cat "$work/err")"
no_commands
for line in '## The \\| Lantern, no. 7, 2026-11-22' 'Done (exit status 0). Articles: 2, errors: 0, warnings: 0.' \
    '| World & \\<b>more\\</b> | Story of day 21 | Jo Doe | 1 |' \
    '| not selected, left out | 10.md | Story of day 10: before the window, 2026-11-10 |'; do
    grep -qxF -- "$(printf "$line")" "$work/summary.md" ||
        fail "not in the summary: $line: $(cat "$work/summary.md")"
done
grep -qx "| $work/w.pdf | [0-9.]* | [0-9]* |" "$work/summary.md" || fail "no size and pages of the PDF"
grep -qx "| $work/w.epub | [0-9.]* |  |" "$work/summary.md" || fail "no size of the EPUB"

# The report says of which day an edition of today is.
(SOURCE_DATE_EPOCH=1700000000 && export SOURCE_DATE_EPOCH &&
    expect 0 newsbind build weekly.yaml --date today -o "$work/w.txt" --report "$work/r.json")
grep -q '"date": "2023-11-14"' "$work/r.json" || fail "no date in the report: $(head -8 "$work/r.json")"
grep -q '"title": "The | Lantern"' "$work/r.json" || fail "no title in the report"
rm "$work/summary.md"
expect 0 newsbind build weekly.yaml -o "$work/w.txt"

# A check adds to the same summary; its annotations have line and column, from the workspace on.
printf 'titel: x\nsections: 7\n' >bad.yaml
expect 2 newsbind check bad.yaml
says '::error file=news/bad.yaml,line=1,col=1,title=edition-key::edition file has an unknown key: titel (did you mean title?)'
[ "$(grep -c '^## ' "$work/summary.md")" = 2 ] || fail "the second summary is not behind the first"
grep -qx 'Failed: wrong usage or edition file (exit status 2). .*' "$work/summary.md" ||
    fail "the summary does not say the failure"
newsbind build --help >"$work/out"
[ "$(grep -c '^## ' "$work/summary.md")" = 2 ] || fail "help has a summary"

# Hostile names and texts.
mkdir hostile
cd hostile
rm "$work/summary.md"
: >'::add-mask::a.txt'
: >"$(printf ' ::stop-commands::x\n::set-output name=a::b\r##[add-path]%%0A|`<b>,:\377.txt')"
printf -- '---\ntitle: "| <img src=x> ![x](y) \\\\| @all"\nauthor: "::error::no"\n---\nText.\n' >a.md
head -c 100000 /dev/zero | tr '\0' '|' >long.md
expect 1 newsbind build . ::nothing.txt -o "$work/$(printf 'o\377|.epub')" --strict --report "$work/r.json" --title "$(printf 'T\377')"
no_commands
python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$work/r.json" ||
    fail "the report is no JSON"
says '::warning file=news/hostile/%3A%3Aadd-mask%3A%3Aa.txt,title=empty-input::nothing to read'
grep -qF "$(printf '| \\| \\<img src=x> !\\[x\\](y) \\\\\\| \\@all | ::error::no | 1 |')" "$work/summary.md" ||
    fail "a headline is not escaped: $(cat "$work/summary.md")"

# GitHub shows ten annotations of a kind.
mkdir ../many
cd ../many
for n in 0 1 2 3 4 5 6 7 8 9 10 11; do : >$n.txt; done
expect 3 newsbind build . -o x.epub
[ "$(grep -c '^::warning ' "$work/err")" = 10 ] || fail "annotations: $(cat "$work/err")"
says "::warning title=newsbind::3 more in the log and in the job's summary"
says "::error title=no-input::no usable input"

# Thousands of articles and warnings: below GitHub's bound, each table cut.
mkdir ../mass
cd ../mass
rm "$work/summary.md"
python3 - <<'END'
text = "| <b> *x* _y_ [z] \\ ` ~ & " * 40
for n in range(700):
    open(f"{n}.md", "w").write(f"---\ntitle: 'Story {n} {text}'\nauthor: '{text}'\n---\n![a](none{n}{'<>' * 120}.png)\n\n<i></i>\n")
END
expect 0 newsbind build . -o "$work/w.epub" --quiet
no_commands
[ "$(wc -c <"$work/summary.md")" -lt 1048576 ] || fail "a summary of $(wc -c <"$work/summary.md") bytes"
grep -q '^… and [0-9]* more' "$work/summary.md" || fail "the summary does not say that it is cut"
head -c 1048000 /dev/zero >"$work/summary.md"
expect 0 newsbind build . -o "$work/w.epub" --quiet
[ "$(wc -c <"$work/summary.md")" -lt 1048576 ] || fail "the summary goes past what a step may have"

# A summary that cannot be written is a warning, and no failure.
export GITHUB_STEP_SUMMARY="$work/none/summary.md"
expect 0 newsbind build ../10.md -o "$work/w.epub" --strict
says "[job-summary]"
finish
