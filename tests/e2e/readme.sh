#!/bin/sh
# The commands of README.md's tour and of the manual page's examples, each run as it stands, and
# the edition file that the tour shows.
. tests/e2e/common.sh
cp -R samples/weekly/culture "$work/clippings"
cp -R samples/weekly/culture "$work/articles"
cp samples/weekly/world/ferry-line.txt "$work/article.txt"
cp samples/weekly/world/hochwasser.html "$work/page.html"
cp -R samples/weekly/world/pictures "$work/pictures"
cp -R samples/weekly/world samples/weekly/culture "$work"
newsbind extract "$work/article.txt" --to json --quiet >"$work/article.json"

# The edition file of the tour: the indented lines from "title:" on.
sed -n '/^    title: /,/^$/s/^    //p' README.md >"$work/weekly.yaml"
grep -q '^sections:' "$work/weekly.yaml" || fail "no edition file in README.md"

# "    newsbind …" and `newsbind build …` of README.md; the examples of the manual page.
{
    sed -n '/^## A five/,/^## /{s/^    \(newsbind .*\)/\1/p}' README.md
    sed -n '/^## A five/,/^## /p' README.md | grep -o '`newsbind [^`]*`' | tr -d '`'
    sed -n '/^\.SH EXAMPLES/,$s/^newsbind .*/&/p' src/app/newsbind.1 | sed 's/\\-/-/g'
} >"$work/commands"
[ "$(wc -l <"$work/commands")" -ge 12 ] || fail "few commands: $(cat "$work/commands")"
cd "$work"
while IFS= read -r command; do
    sh -c "$command" >out 2>err || fail "$command: $(head -c 300 err)"
    for file in $(echo "$command" | grep -o -- '-o [^ ]*' | cut -c4-); do
        [ -s "$file" ] || fail "$command: no $file"
        rm -f "$file"
    done
done <commands
finish
