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
mkdir -p kobo/.kobo
echo N00 >kobo/.kobo/version
export NEWSBIND_MOUNTS="$work/kobo"
while IFS= read -r command; do
    made=$(echo "$command" | grep -o -- '-o [^ ]*' | cut -c4-) || made=
    for file in $made; do rm -f "$file"; done
    sh -c "$command" >out 2>err || fail "$command: $(head -c 300 err)"
    for file in $made; do [ -s "$file" ] || fail "$command: no $file"; done
done <commands
finish
