"""Makes projects of many briefs, and measures how the cost of each command grows with their number.

`benches/scale.sh` starts it. The briefs are the one that ships, each with another number, and its translations. Each project is built
once, and for `merge` in four shards, which is not measured. Then each step runs in all projects by turns, as often as is
asked for, so that a busy machine slows all of them; each figure is the median. CPU is user and system time, memory the
most that the main process or one of its children held (no child is started where nothing is made). An exponent of 1
means that twice as many briefs cost twice as much; it is taken between each size and the next, from CPU.

    check     `check`
    dry-run   `build --dry-run`
    no-op     `build`, where everything is up to date
    one       `build ID`, which is up to date, beside a project of that brief alone
    changed   the same after a change to its text
    index     `build` after index.html was removed
    status    `i18n status --json`
    merge     `merge` of the four shards into a folder that has the release
    verify    `verify dist`, which makes everything again
"""

import math
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import briefs

BRIEFPRESS = os.environ["BRIEFPRESS"]
DOCUMENT = os.environ.get("DOCUMENT", "indicators")
ONLY = [] if DOCUMENT == "all" else ["--only", DOCUMENT]
STEPS = ["check", "dry-run", "no-op", "one", "changed", "index", "status", "merge", "verify"]
SHARDS = 4
ONE = "brief-00000"
# A cache of what files were like believes none that changed in the last two seconds.
SETTLED = 2.5


def make(folder, count, languages):
    """A project of so many briefs."""
    (folder / "briefs").mkdir(parents=True)
    (folder / "briefpress.toml").write_text((briefs.ROOT / "briefpress.toml").read_text())
    text = (briefs.SHIPPED / "brief.toml").read_text()
    beside = {
        name: (briefs.SHIPPED / "lang" / name).read_bytes()
        for tag in languages
        for name in (f"{tag}.toml", f"{tag}.lock")
    }
    for index in range(count):
        brief = folder / "briefs" / f"brief-{index:05}"
        (brief / "lang").mkdir(parents=True)
        own = re.sub(r'^number = ".*"', f'number = "BP-{index:05}"', text, flags=re.M)
        (brief / "brief.toml").write_text(own)
        for name, content in beside.items():
            (brief / "lang" / name).write_bytes(content)


def run(folder, *arguments, may_fail=False):
    """CPU and time in seconds, and memory in megabytes, of a run."""
    start = time.monotonic()
    command = [BRIEFPRESS, *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0 and not may_fail:
        sys.exit(f"`{' '.join(command)}` in {folder} failed ({process.returncode})")
    return used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024


def prepare(folder, count, languages):
    """Makes a project and what the steps need, unless an earlier run has; so do figures of the same program compare."""
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, count, languages)
        print(f"  {count} briefs: building", file=sys.stderr)
        if "merge" in STEPS_ASKED and count >= SHARDS:
            for shard in range(1, SHARDS + 1):
                run(folder, "build", *ONLY, "--shard", f"{shard}/{SHARDS}", "--out", f"shards/{shard}")
        run(folder, "build", *ONLY)
        (folder / "ready").touch()
    # What was made last is known to be settled from here on.
    time.sleep(SETTLED)
    run(folder, "build", *ONLY)


def step(name, folder):
    if name == "check":
        return run(folder, "check")
    if name == "dry-run":
        return run(folder, "build", "--dry-run", *ONLY)
    if name == "no-op":
        return run(folder, "build", *ONLY)
    if name == "one":
        return run(folder, "build", *ONLY, ONE)
    if name == "changed":
        brief = folder / "briefs" / ONE / "brief.toml"
        text = brief.read_text()
        figure = re.search(r'^number = "(.*)"', text, flags=re.M)[1]
        brief.write_text(text.replace(f'"{figure}"', f'"{figure}x"'))
        cost = run(folder, "build", *ONLY, ONE)
        brief.write_text(text)
        run(folder, "build", *ONLY, ONE)
        time.sleep(SETTLED)
        run(folder, "build", *ONLY, ONE)
        return cost
    if name == "index":
        (folder / "dist" / "index.html").unlink()
        return run(folder, "build", *ONLY)
    if name == "status":
        return run(folder, "i18n", "status", "--json")
    if name == "merge":
        shards = [f"shards/{shard}" for shard in range(1, SHARDS + 1)]
        return run(folder, "merge", *shards, "--out", "merged")
    return run(folder, "verify", "dist")


def exponents(sizes, figures):
    """How CPU grows from each size to the next."""
    pairs = zip(zip(sizes, figures), zip(sizes[1:], figures[1:]))
    return [math.log(max(b, 1e-3) / max(a, 1e-3)) / math.log(n / m) for (m, a), (n, b) in pairs]


def main(sizes, languages, repeats, folder):
    projects = {size: folder / f"{size}-{len(languages) + 1}-{DOCUMENT}" for size in [1, *sizes]}
    for size, project in projects.items():
        prepare(project, size, languages)
        size_of = (project / "dist" / "manifest.json").stat().st_size
        print(f"{size} briefs in {len(languages) + 1} languages: a manifest of {size_of / 1e6:.1f} MB", flush=True)
    print(f"\n{'':10}" + "".join(f"{size:>27}" for size in sizes) + f"{'exponents':>14}")
    print(f"{'':10}" + f"{'CPU s':>9}{'time s':>9}{'MB':>9}" * len(sizes))
    for name in STEPS_ASKED:
        taken = {size: [] for size in sizes}
        alone = []
        for _ in range(repeats):
            for size in sizes:
                taken[size].append(step(name, projects[size]))
            if name in ("one", "changed"):
                alone.append(step(name, projects[1]))
        middle = {size: [statistics.median(column) for column in zip(*taken[size])] for size in sizes}
        row = "".join(f"{cpu:9.2f}{wall:9.2f}{memory:9.0f}" for cpu, wall, memory in middle.values())
        growth = "".join(f"{one:7.2f}" for one in exponents(sizes, [cost[0] for cost in middle.values()]))
        beside = f"   alone {statistics.median(cost[0] for cost in alone):.2f} s CPU" if alone else ""
        print(f"{name:10}{row}  {growth}{beside}", flush=True)


if __name__ == "__main__":
    STEPS_ASKED = os.environ.get("STEPS", " ".join(STEPS)).split()
    if len(sys.argv) not in (4, 5) or any(name not in STEPS for name in STEPS_ASKED):
        sys.exit(__doc__)
    sizes, languages = sorted(map(int, sys.argv[1].split())), sys.argv[2].split()
    if len(sys.argv) == 5:
        main(sizes, languages, int(sys.argv[3]), pathlib.Path(sys.argv[4]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(sizes, languages, int(sys.argv[3]), pathlib.Path(folder))
