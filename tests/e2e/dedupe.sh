#!/bin/sh
# Duplicates, over a set that knows them: precision and recall, the report, the key.
. tests/e2e/common.sh
python3 tests/e2e/duplicates.py make "$work/set" 600 40
python3 tests/e2e/duplicates.py make "$work/other" 300 12
score="$root/tests/e2e/duplicates.py score ."

for set in set other; do
    cd "$work/$set"
    expect 0 newsbind extract weekly.yaml --to jsonl --report report.json --jobs 1
    python3 $score report.json >../score
    awk '/^precision/ { exit !($2 >= 0.99 && $4 >= 0.97 && $6 >= 0.99) }' ../score ||
        fail "$set: $(cat ../score)"
    sed 's/.*/  &/' ../score
done

cd "$work/set"
expect 0 newsbind extract weekly.yaml --to jsonl --report report.json --jobs 1
cp "$work/out" first
expect 0 newsbind extract weekly.yaml --to jsonl --report again.json --jobs 7
cmp -s "$work/out" first || fail "the threads change what is kept"
cmp -s report.json again.json || fail "the threads change the report"
expect 0 newsbind extract weekly.yaml --report report.txt
grep -q 'info: left out as a duplicate: .*% of it.* (by text)' report.txt ||
    fail "no pairs in the report in text: $(head -c 300 report.txt)"

printf 'dedupe: off\n' | cat - weekly.yaml >off.yaml
expect 0 newsbind extract off.yaml --to jsonl
[ "$(wc -l <"$work/out")" = 600 ] || fail "dedupe: off leaves something out"
printf 'dedupe: 0.2\n' | cat - weekly.yaml >low.yaml
expect 2 newsbind check low.yaml
says 'low.yaml:1:9: error: edition file has a wrong value: a share from 0.3 to 1 is wanted, or off: 0.2'
# Without an edition file too, unless the command line says otherwise; it wins in any case.
expect 0 newsbind build feeds/003.rss feeds/003.rss -o once.json --report once.txt
expect 0 newsbind build feeds/003.rss -o one.json --dedupe off
[ "$(grep -c '"title"' once.json)" -le "$(grep -c '"title"' one.json)" ] || fail "a feed's stories twice"
grep -q 'left out as a duplicate' once.txt || fail "no pairs in the report of two feeds"
expect 0 newsbind build feeds/003.rss feeds/003.rss --dedupe off -o twice.json
[ "$(grep -c '"words"' twice.json)" = $((2 * $(grep -c '"words"' one.json))) ] || fail "--dedupe off leaves something out"
expect 0 newsbind build weekly.yaml --dedupe off -o all.json
[ "$(grep -c '"words"' all.json)" = 600 ] || fail "--dedupe gives way to the edition file"
expect 0 newsbind build twice.json -o again.json
cmp -s twice.json again.json || fail "an issue that was made with duplicates loses them"
expect 2 newsbind build weekly.yaml --dedupe 0.2 -o all.json
says '--dedupe: a share from 0.3 to 1 is wanted, or off: 0.2'

# What a section does not want does not stand for what another has.
mkdir own
cp feeds/003.rss own/one.rss
cp feeds/003.rss own/two.rss
printf 'date: 2026-11-22\nsections:\n  - sources: own/one.rss\n    exclude: {title: "*"}\n  - sources: own/two.rss\n' >two.yaml
expect 0 newsbind extract two.yaml --to jsonl
[ "$(wc -l <"$work/out")" -gt 5 ] || fail "excluded articles stand for others"
finish
