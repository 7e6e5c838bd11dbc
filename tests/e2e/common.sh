# Shared by the end-to-end scripts: installs the build tree given as $1 into a folder of its own
# and makes a scratch folder; both go at the end. Sourced, from the project's root.
set -eu
flavour=$(basename "$1")
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
MAKEFLAGS= make --no-print-directory -s FLAVOUR="$flavour" install PREFIX="$work/usr" DESTDIR= >/dev/null
PATH="$work/usr/bin:$PATH"
unset SOURCE_DATE_EPOCH GITHUB_ACTIONS GITHUB_STEP_SUMMARY GITHUB_WORKSPACE NEWSBIND_DATA
export ASAN_OPTIONS=detect_leaks=1
failures=0

# fail TEXT...: says what went wrong; the script goes on and fails at the end.
fail() {
    echo "$(basename "$0"): FAILED: $*" >&2
    failures=$((failures + 1))
}

# expect STATUS COMMAND...: runs it, output and errors to $work/out and $work/err.
expect() {
    want=$1
    shift
    got=0
    "$@" >"$work/out" 2>"$work/err" || got=$?
    [ "$got" = "$want" ] || fail "exit $got in place of $want: $* ($(head -c 300 "$work/err"))"
}

# says TEXT: the last command's standard error has it.
says() {
    grep -qF -- "$1" "$work/err" || fail "not said: $1; but: $(head -c 300 "$work/err")"
}

# finish: ends the script.
finish() {
    [ "$failures" = 0 ] && echo "$(basename "$0"): ok"
    exit "$failures"
}
