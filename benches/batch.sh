#!/usr/bin/env bash
# What many briefs cost: benches/batch.sh [COUNTRIES] [LANGUAGES], by default 125 and "en fr km ar". `benches/batch.py`
# says what is measured. $BRIEFPRESS and $TYPST name the programs where they are others than target/release/briefpress
# and the `typst` on the PATH; $REPEATS says how often each figure is taken (3). Where $BEFORE names an earlier program,
# the CPU that each of the two takes per PDF is printed instead, by language, with their ratio. $BRIEF is the folder of the
# brief they build, where the earlier one cannot read what ships now.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${BRIEFPRESS:-}" ]; then
  cargo build --release --locked --quiet --manifest-path "$root/Cargo.toml"
  BRIEFPRESS=$root/target/release/briefpress
fi
TYPST=${TYPST:-$(command -v typst || true)}
export BRIEFPRESS TYPST
exec python3 "$root/benches/batch.py" "${1:-125}" "${2:-en fr km ar}" "${REPEATS:-3}"
