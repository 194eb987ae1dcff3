#!/usr/bin/env python3
"""What reading a large file of values costs: seconds of computing and peak memory, beside Python's csv module over the same file.

    benches/values.py [MEGABYTES] [PROGRAM]

The file is generated: 200 MB of rows as the SDG data portal writes them, of 250 places and 600 indicators. Both readers
keep the rows of one country and one indicator. What is compared is the ratio, taken in one run on one machine.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = (
    "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,TimePeriod,Value,Time_Detail,"
    "TimeCoverage,UpperBound,LowerBound,BasePeriod,Source,GeoInfoUrl,FootNote,[Age],[Nature],[Reporting Type],[Sex],[Units]"
)


def generate(path, megabytes):
    """Invented rows until the file is so large."""
    size = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(HEAD + "\r\n")
        place = 0
        while size < megabytes << 20:
            place = place % 250 + 1
            lines = []
            for goal in range(1, 18):
                for number in range(1, 36):
                    code = f"{goal}.{number % 9 + 1}.{number % 4 + 1}"
                    lines.append(
                        f'{goal},{goal}.{number % 9 + 1},{code},XX_{goal}_{number},"An invented series, by sex and age (%)",'
                        f"{place},Place {place},{2000 + number % 24},{number}.{place:03},2000,,,,,"
                        f'"Invented survey, {2000 + number}",,"Nothing of it is true, and it is ""long"" enough",'
                        f"ALLAGE,C,G,BOTHSEX,PERCENT\r\n"
                    )
            size += file.write("".join(lines))


def measured(command):
    """Seconds of computing, which others on the machine do not lengthen, and peak memory in megabytes."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed: {said}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


READER = """
import csv, sys
kept = []
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for row in csv.reader(file):
        if row[2] == "16.3.2" and row[5] == "116":
            kept.append(row)
print(len(kept))
"""


def main():
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    program = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "target/release/briefpress")
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder)
        (project / "briefpress.toml").write_text('[organisation]\nname = "Office"\n')
        brief = project / "briefs/a/brief.toml"
        brief.parent.mkdir(parents=True)
        text = (ROOT / "tests/fixtures/minimal.toml").read_text()
        text = text.replace('code = "16.3.1"\nbasis = "implied"', 'code = "16.3.2"')
        brief.write_text(text)
        without, _ = measured([program, "--project", folder, "check"])
        data = '[data]\nfiles = ["all.csv"]\nrelease = "2099.Q1"\n\n[[source]]'
        brief.write_text(text.replace("[[source]]", data, 1))
        file = brief.parent / "all.csv"
        generate(file, megabytes)
        ours, memory = measured([program, "--project", folder, "check"])
        theirs, _ = measured([sys.executable, "-c", READER, str(file)])
        size = file.stat().st_size / (1 << 20)
        print(f"{size:.0f} MB: {ours - without:.2f} s, {memory:.0f} MB of memory at most")
        print(f"Python's csv module: {theirs:.2f} s; ours takes {(ours - without) / theirs:.2f} of that")


if __name__ == "__main__":
    main()
