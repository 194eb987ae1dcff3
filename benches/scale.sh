#!/usr/bin/env bash
# How cost grows with a project: benches/scale.sh [SIZES] [LANGUAGES] [FOLDER], by default "1000 5000 20000" briefs in
# "fr km" besides English. `benches/scale.py` says what is measured. $BRIEFPRESS names the program where it is another than
# target/release/briefpress; $REPEATS says how often each figure is taken (3). FOLDER keeps the projects, for another run of the
# same program; else they are made in a temporary folder and removed. $DOCUMENT is what is built: indicators (as it ships: the
# first build of 20,000 takes long enough), brief, or all. $STEPS names some of the steps, where not all are wanted.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${BRIEFPRESS:-}" ]; then
  cargo build --release --locked --quiet --manifest-path "$root/Cargo.toml"
  BRIEFPRESS=$root/target/release/briefpress
fi
export BRIEFPRESS
exec python3 "$root/benches/scale.py" "${1:-1000 5000 20000}" "${2-fr km}" "${REPEATS:-3}" ${3:+"$3"}
