#!/usr/bin/env bash
# What an edit costs under `briefpress watch`: from the save to the new picture in Chromium, beside `typst watch` with the same
# templates, data and faces, each edit by each of them in turn. $BRIEFPRESS and $TYPST name the programs where they are others
# than target/release/briefpress and the `typst` on the PATH; $ROUNDS says how often each figure is taken (9).
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${BRIEFPRESS:-target/release/briefpress}")
typst=${TYPST:-$(command -v typst)}
tools=$(.ci/browser)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp benches/watch.mjs "$tools/bench-watch.mjs"
node "$tools/bench-watch.mjs" "$(command -v chromium)" "$program" "$typst" "$work" | column -t -s "$(printf '\t')"
