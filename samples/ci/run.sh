#!/bin/sh
# Adds the issue of an edition file to a site, as samples/ci/weekly.yml does in GitHub Actions; for
# any other CI, and to try it at home: samples/ci/run.sh [EDITION]. Stops at the first command that
# fails: status 1 is a warning, 2 a wrong edition file, 3 no usable input, 4 an output not written.
# BASE_URL, if set, is where the site will be.
set -eu
EDITION=${1:-${EDITION:-samples/weekly/weekly.yaml}}
mkdir -p build
newsbind check "$EDITION" --strict
newsbind bundle "$EDITION" -o build/site --zip --strict --report build/report.json ${BASE_URL:+--base-url "$BASE_URL"}
newsbind check build/site/*/*.epub --strict
