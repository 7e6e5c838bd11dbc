#!/bin/sh
# Makes the issue of an edition file, as samples/ci/weekly.yml does in GitHub Actions; for any other
# CI, and to try it at home: samples/ci/run.sh [EDITION]. Stops at the first command that fails:
# status 1 is a warning, 2 a wrong edition file, 3 no usable input, 4 an output not written.
set -eu
EDITION=${1:-${EDITION:-samples/weekly/weekly.yaml}}
mkdir -p build/issue
newsbind check "$EDITION" --strict
newsbind build "$EDITION" -o build/issue/weekly.pdf -o build/issue/weekly.epub --strict --report build/issue/report.json
newsbind check build/issue/weekly.epub --strict
