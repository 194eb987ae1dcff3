"""Builds a project of many briefs, twice, and compares with one `typst compile` process a document.

`benches/batch.sh` starts it. CPU is user and system time of a process with its children; each figure is the median of
some repeats, and each ratio is taken within one repeat, so that a busy machine spoils neither. Memory is that of the
largest process. The Typst processes see the same templates, data and faces, and make the same PDF/UA-1 and PDF/A-2a;
where there is no `typst`, that part is left out. One brief alone is built and compiled in each language; the ratio is that
of the sums over languages, and each language has its own below.

Where there is a program of before, nothing but its CPU per PDF and ours is taken, language by language, one after the
other on the same briefs.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import briefs

ROOT = briefs.ROOT
BRIEFPRESS = os.environ["BRIEFPRESS"]
TYPST = os.environ.get("TYPST")
BEFORE = os.environ.get("BEFORE")
# So many documents are compiled by Typst: the same number in each language, spread over the countries.
SAMPLE = 24
DOCUMENTS = ("brief", "indicators")
MODES = ("variants", "own")


class Cost:
    """CPU and wall time in seconds, memory in megabytes."""

    def __init__(self, cpu=0.0, wall=0.0, memory=0.0):
        self.cpu, self.wall, self.memory = cpu, wall, memory

    def __add__(self, other):
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


class Watch(threading.Thread):
    """Looks twice a second at the most that one of a process's children holds while it runs."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.seen, self.over = pid, [], threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.5):
            held = []
            for child in children(self.pid):
                try:
                    status = pathlib.Path(f"/proc/{child}/status").read_text()
                except OSError:
                    continue
                held += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")]
            if held:
                self.seen.append(max(held))

    def early_and_late(self):
        """The most that a worker held in the second tenth of the time, and in the last one."""
        self.over.set()
        tenth = max(1, len(self.seen) // 10)
        return max(self.seen[tenth : 2 * tenth] or self.seen or [0]), max(self.seen[-tenth:] or [0])


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += task.read_text().split()
        except OSError:
            pass
    return found


def run(*command, folder, output=subprocess.DEVNULL, cores=None, watch=False):
    """Runs a program, on some cores of the machine if they are named, and says what it cost."""
    start = time.monotonic()
    limit = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.DEVNULL, preexec_fn=limit)
    watching = Watch(process.pid) if watch else None
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"`{' '.join(map(str, command))}` in {folder} failed")
    cost = Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1024)
    if watching:
        cost.early, cost.late = watching.early_and_late()
    return cost


def build(project, *arguments, program=BRIEFPRESS, **how):
    """A build of what is not built yet."""
    return run(program, "build", "--edition", "screen", *arguments, folder=project, **how)


def build_anew(project, *arguments, **how):
    shutil.rmtree(project / "dist", ignore_errors=True)
    return build(project, *arguments, **how)


class Typst:
    """Documents of a project as files that `typst compile` takes."""

    def __init__(self, project, folder):
        self.project, self.folder = project, folder
        shutil.copytree(ROOT / "templates", folder / "templates")
        for document in DOCUMENTS:
            # The program sets the title on the finished document; PDF/UA wants one.
            text = f'#set document(title: json("/brief.json").title)\n#include "templates/{document}/main.typ"\n'
            (folder / f"{document}.typ").write_text(text)

    def compile(self, brief, language):
        """What the documents of a brief in a language cost, a process each."""
        with open(self.folder / "brief.json", "wb") as data:
            run(BRIEFPRESS, "template", "data", brief, "--lang", language, folder=self.project, output=data)
        return sum((self.compile_document(document) for document in DOCUMENTS), Cost())

    def compile_document(self, document):
        return run(
            TYPST, "compile", "--root", self.folder, "--ignore-system-fonts", "--font-path", ROOT / "fonts",
            "--features", "a11y-extras", "--pdf-standard", "ua-1,a-2a", "--creation-timestamp", "1767225600",
            self.folder / f"{document}.typ", self.folder / f"{document}.pdf", folder=self.folder,
        )


def sample(project, languages):
    """Versions for Typst to compile."""
    names = sorted(path.name for path in (project / "briefs").iterdir())
    each = min(max(SAMPLE // len(languages) // len(DOCUMENTS), 1), len(names))
    return [(names[at * len(names) // each], language) for at in range(each) for language in languages]


def measure(mode, countries, languages, repeats, folder):
    """The rows of the table for one kind of project: what, and its value."""
    project = folder / mode
    briefs.main(mode, countries, [language for language in languages if language != "en"], project)
    count = countries * len(languages) * len(DOCUMENTS)
    chosen = [argument for language in languages for argument in ("--lang", language)]
    cores = sorted(os.sched_getaffinity(0))
    taken = {}

    def take(what, value):
        taken.setdefault(what, []).append(value)

    for repeat in range(repeats):
        first = build_anew(project, *chosen, watch=True)
        again = build(project, *chosen)
        take("CPU per PDF, ms", 1000 * first.cpu / count)
        take("wall, s", first.wall)
        take("largest process, MB", first.memory)
        take("worker at the start, MB", first.early)
        take("worker at the end, MB", first.late)
        take("second build, wall, s", again.wall)
        take("second build / first, wall", again.wall / first.wall)
        take("second build / first, CPU", again.cpu / first.cpu)
        if len(cores) > 1:
            one, two = (build_anew(project, *chosen, "--jobs", str(n), cores=cores[:n]) for n in (1, 2))
            take("one core / two, wall", one.wall / two.wall)
        if TYPST:
            typst = Typst(project, folder / f"typst-{mode}-{repeat}")
            versions = sample(project, languages)
            cost = sum((typst.compile(*version) for version in versions), Cost())
            per_document = cost.cpu / len(versions) / len(DOCUMENTS)
            take("typst compile, CPU per PDF, ms", 1000 * per_document)
            take("CPU per PDF / typst", first.cpu / count / per_document)
            brief = versions[0][0]
            for _ in range(3):
                alone = {
                    language: (build_anew(project, brief, "--lang", language), typst.compile(brief, language))
                    for language in languages
                }
                for part, name in (("cpu", "CPU"), ("wall", "wall")):
                    what = f"one brief alone / typst, {name}"
                    ours, theirs = (sum(getattr(costs[at], part) for costs in alone.values()) for at in (0, 1))
                    take(what, ours / theirs)
                    for language, (ours, theirs) in alone.items():
                        take(f"{what}, {language}", getattr(ours, part) / getattr(theirs, part))
    return {"PDFs": count} | {what: statistics.median(values) for what, values in taken.items()}


def compare(mode, countries, languages, repeats, folder):
    """By language, the CPU per PDF of the program of before and of ours, in ms, and their ratio."""
    project = folder / mode
    briefs.main(mode, countries, [language for language in languages if language != "en"], project)
    count = countries * len(DOCUMENTS)
    for language in languages:
        taken = []
        for _ in range(repeats):
            programs = (BEFORE, BRIEFPRESS)
            build = lambda program: build_anew(project, "--lang", language, "--jobs", "1", program=program)
            before, now = (1000 * build(program).cpu / count for program in programs)
            taken.append((before, now, now / before))
        yield language, *map(statistics.median, zip(*taken))


def print_comparison(countries, languages, repeats, folder):
    print(f"{countries} countries; CPU per PDF, ms; median of {repeats}")
    print(f"{'':20}{'before':>10}{'now':>10}{'ratio':>10}")
    for mode in MODES:
        for language, before, now, ratio in compare(mode, countries, languages, repeats, folder):
            print(f"{mode:10}{language:10}{before:10.1f}{now:10.1f}{ratio:10.3f}", flush=True)


def shown(value):
    return str(value) if isinstance(value, int) else f"{value:.3g}" if value < 10 else f"{value:.0f}"


def main(countries, languages, repeats):
    with tempfile.TemporaryDirectory() as folder:
        if BEFORE:
            return print_comparison(countries, languages, repeats, pathlib.Path(folder))
        columns = [measure(mode, countries, languages, repeats, pathlib.Path(folder)) for mode in MODES]
    print(f"{countries} countries, {' '.join(languages)}; median of {repeats}")
    print(f"{'':36}" + "".join(f"{mode:>10}" for mode in MODES))
    for what in columns[0]:
        print(f"{what:36}" + "".join(f"{shown(column[what]):>10}" for column in columns))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2].split(), int(sys.argv[3]))
