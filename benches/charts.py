"""What six charts cost: the shipped brief without them and with them, built by one worker.

usage: benches/charts.py PROGRAM [REPEATS]

Prints, for the documents that are made, how long four briefs take without charts and with six each
(the shortest of REPEATS builds, in seconds), and the ratio.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONE = [["One", 3], ["Two", 5], ["Three", 4], ["Four", 7]]
TWO = [["One", 3, 4], ["Two", 5, 2], ["Three", 4, 6]]
YEARS = [["2000", 3], ["2001", 5], ["2002", 4], ["2003", 7]]
KINDS = {"bar": ONE, "grouped-bar": TWO, "stacked-bar": TWO, "line": YEARS, "dot-range": TWO, "waffle": ONE}


def chart(number, kind, rows):
    columns = ["Row", "One", "Two"][: len(rows[0])]
    return (
        f'[[chart]]\nid = "c{number}"\nkind = "{kind}"\ntitle = "A claim of chart {number}"\n'
        f'columns = {json.dumps(columns)}\nrows = {json.dumps(rows)}\nsources = ["article"]\n\n'
    )


def briefs():
    """The shipped brief without its own chart, and the same with six."""
    brief = (ROOT / "briefs/cambodia-scamming-compounds/brief.toml").read_text()
    start = brief.index("[[finding]]")
    plain = brief[: brief.index("[[chart]]")] + brief[start:]
    plain = re.sub(r'^figure = ".*"\n', "", plain, flags=re.M)
    findings = [match.end() for match in re.finditer(r'\[\[finding\]\]\nid = ".*"\n', plain)]
    charts = plain
    for number, place in reversed(list(enumerate(findings[: len(KINDS)]))):
        charts = f'{charts[:place]}figure = "c{number}"\n{charts[place:]}'
    added = "".join(chart(number, kind, rows) for number, (kind, rows) in enumerate(KINDS.items()))
    return plain, charts.replace("[[finding]]", f"{added}[[finding]]", 1)


def shortest(program, project, repeats, options):
    times = []
    for _ in range(repeats):
        shutil.rmtree(project / "dist", ignore_errors=True)
        start = time.perf_counter()
        subprocess.run([program, "build", "-q", "--jobs", "1", *options], cwd=project, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main(program, repeats):
    with tempfile.TemporaryDirectory() as folder:
        projects = []
        for name, text in zip(("without", "with"), briefs()):
            project = pathlib.Path(folder) / name
            for number in range(4):
                (project / f"briefs/b{number}").mkdir(parents=True)
                (project / f"briefs/b{number}/brief.toml").write_text(text)
            shutil.copy(ROOT / "briefpress.toml", project)
            projects.append(project)
        for name, options in {
            "both documents": [],
            "the brief alone": ["--only", "brief"],
            "both editions": ["--edition", "screen", "--edition", "print"],
        }.items():
            without, with_charts = (shortest(program, project, repeats, options) for project in projects)
            print(f"{name:18}{without:8.3f}{with_charts:8.3f}{with_charts / without:6.2f}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) == 3 else 5)
