"""Translations in the store that Weblate reads TOML with, translate-toolkit's: every string is a unit, and one edit
changes the lines of one string.

    store.py FILE…             holds these files against it
    store.py --fill BASE FILE  adds what FILE lacks of BASE, as Weblate does when a string is translated first
    store.py --shuffle FILE    puts the tables of FILE into another order, those of one parent apart
"""

import difflib
import io
import random
import re
import sys
import tomllib
from copy import deepcopy

from translate.storage.toml import TOMLFile

# What must be written with care.
EDITS = ["Une « autre » phrase.", "a \"b\" c:\\d 'e' # f", "one\ntwo\n\nthree", "]", '"""']


def strings(value, name=""):
    """Every text of a file by its id, as Python's own reader has it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{name}[{number}]")
    else:
        yield name, value


def read(text):
    return dict(strings(tomllib.loads(text)))


def written(store):
    out = io.BytesIO()
    store.serialize(out)
    return out.getvalue().decode()


def changed(before, after):
    """The lines that are others: each range as it was and as it is."""
    before, after = before.splitlines(True), after.splitlines(True)
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(before[a:b], after[c:d]) for kind, a, b, c, d in codes if kind != "equal"]


def hold(text):
    """What is wrong with a file in the store, line by line."""
    expected = read(text)
    try:
        store = TOMLFile.parsestring(text.encode())
    except Exception as error:  # It raises what it comes upon.
        return [f"cannot be read: {str(error).splitlines()[-1][:100] or type(error).__name__}"]
    found = {unit.getid(): str(unit.target) for unit in store.units}
    if found != expected or len(store.units) != len(expected):
        return [f"units: {sorted(set(found.items()) ^ set(expected.items()))[:3]}"]
    if written(store) != text:
        return [f"unchanged, it is written otherwise: {changed(text, written(store))[:1]}"]
    wrong = []
    for number, name in enumerate(expected):
        # The store keeps what it was given: read again for each.
        store = TOMLFile.parsestring(text.encode())
        edit = EDITS[number % len(EDITS)]
        next(unit for unit in store.units if unit.getid() == name).target = edit
        after = written(store)
        try:
            if read(after) != expected | {name: edit}:
                wrong.append(f"{name}: an edit changes another string")
        except tomllib.TOMLDecodeError as error:
            wrong.append(f"{name}: an edit breaks the file: {error}")
        ranges = changed(text, after)
        before = "".join(line for old, _ in ranges for line in old)
        # A text that was written in several lines is written in one.
        several = expected[name].count("\n") + 2 if '"""' in before or "'''" in before else 1
        if len(ranges) != 1 or len(ranges[0][1]) != 1 or len(ranges[0][0]) > several:
            wrong.append(f"{name}: an edit changes {ranges}")
    return wrong


def fill(base, text):
    """A file with what it lacks of another."""
    store = TOMLFile.parsestring(text.encode())
    there = {unit.getid() for unit in store.units}
    for unit in TOMLFile.parsestring(base.encode()).units:
        if unit.getid() not in there:
            unit = deepcopy(unit)
            unit.target = f"≈ {unit.target}"
            store.addunit(unit)
    after = written(store)
    lacking = {key: f"≈ {value}" for key, value in read(base).items() if key not in there}
    if read(after) != read(text) | lacking:
        sys.exit("what was added is not what is there")
    return after


def shuffle(text):
    """A file with its tables in another order."""
    blocks = re.split(r"(?m)^(?=\[)", text)
    head, tables = blocks[0], [block.strip("\n") + "\n" for block in blocks[1:]]
    random.Random(1).shuffle(tables)
    return head + "\n".join(tables)


def main(arguments):
    def text(name):
        with open(name, encoding="utf-8", newline="") as file:
            return file.read()

    match arguments:
        case ["--fill", base, name]:
            after = fill(text(base), text(name))
        case ["--shuffle", name]:
            after = shuffle(text(name))
        case _:
            wrong = {name: hold(text(name)) for name in arguments}
            for name, lines in wrong.items():
                for line in lines:
                    print(f"{name}: {line}")
            sys.exit(1 if any(wrong.values()) or not wrong else 0)
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(after)


main(sys.argv[1:])
