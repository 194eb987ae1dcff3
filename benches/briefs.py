#!/usr/bin/env python3
"""Writes a project of many briefs, made from the one that ships with briefpress.

    briefs.py variants|own COUNTRIES LANGUAGES FOLDER

One brief a country, with as many translations as LANGUAGES names ("fr km ar"). In `variants` the briefs share their text:
the country, the date, the number and a figure differ. In `own` no two briefs have a sentence in common, apart from the
official wording of targets and indicators, which every brief that names one cites alike: words trade places with others
of the same language, so that lengths, scripts, citations and numbers stay what they are. The same arguments write the
same bytes. $BRIEF is the folder of another brief to make them from.
"""

import json
import datetime
import functools
import hashlib
import os
import pathlib
import random
import re
import sys
import tomllib
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHIPPED = pathlib.Path(os.environ.get("BRIEF") or ROOT / "briefs" / "cambodia-scamming-compounds")
# Tables of targets and indicators, in a brief and in a translation.
OFFICIAL = re.compile(r"\[\[goal\.target|\[(target|indicator)\.")
# The figure that differs: the value of a fact, in a brief and in a translation.
FIGURE = re.compile(r'(open-questions["\]]\nvalue = )"(.*)"')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def country_names(language):
    names = tomllib.loads((ROOT / f"src/l10n/countries/{language}.toml").read_text())["names"]
    return {code: known["name"] for code, known in names.items()}


def is_prose(text):
    """Whether a string is something a reader reads as a sentence or a heading; ids, codes and addresses are not."""
    return len(text) >= 12 and not text.startswith("https://") and (" " in text or not text.isascii())


def is_word(text, latin):
    """Whether something between spaces may trade places: letters of the language, and no markup, digit or citation."""
    letters = text.rstrip(",;.:،؛។")
    return len(letters) > 1 and letters.isascii() <= latin and all(unicodedata.category(c)[0] in "LM" for c in letters)


class Own:
    """Text that no other brief has."""

    def __init__(self, text, latin):
        strings = (match[1] for match in STRING.finditer(text))
        words = {word for string in strings if is_prose(string) for word in string.split() if is_word(word, latin)}
        self.by_length = sorted(words, key=lambda word: (len(word), word))
        self.place = {word: index for index, word in enumerate(self.by_length)}
        self.seen = set()

    def __call__(self, text, chance):
        words = text.split(" ")
        for _ in range(20):
            shuffled = " ".join(self.other(word, chance) for word in words)
            if shuffled not in self.seen:
                break
        while shuffled in self.seen:
            shuffled = f"{chance.choice(self.by_length)} {shuffled}"
        self.seen.add(shuffled)
        return shuffled

    def other(self, word, chance):
        """A word about as long."""
        if word not in self.place:
            return word
        near = self.place[word] + chance.randint(-12, 12)
        return self.by_length[max(0, min(near, len(self.by_length) - 1))]


def rewrite(text, change):
    """The file with `change` made to its prose. Keys in quotes, official wording, and what is left as it is, stay."""
    official = False

    def line(line):
        nonlocal official
        if line.startswith("["):
            official = OFFICIAL.match(line) is not None
        if line.startswith(("#", "[", "names = ", "keywords = ")) or official and line.startswith("text = "):
            return line
        key, equals, value = line.partition(" = ")
        if not equals:
            key, value = "", line
        changed = STRING.sub(lambda match: f'"{change(match[1])}"' if is_prose(match[1]) else match[0], value)
        return f"{key}{equals}{changed}"

    return "\n".join(map(line, text.split("\n")))


def without_names(text):
    """Words that trade places are no longer the names that a translation has to carry over."""
    text = re.sub(r"^names = .*\n", "", text, flags=re.M)
    return re.sub(r"^\[names\]\n(?:.+\n)*\n?", "", text, flags=re.M)


def lock_hash(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def main(mode, countries, languages, folder):
    folder = pathlib.Path(folder)
    original = (SHIPPED / "brief.toml").read_text()
    translations = {tag: (SHIPPED / f"lang/{tag}.toml").read_text() for tag in languages}
    if mode == "own":
        original = without_names(original)
        translations = {tag: without_names(text) for tag, text in translations.items()}
    texts = {"en": original, **translations}
    names = {tag: country_names(tag) for tag in texts}
    own = {tag: Own(text, tag not in ("ar", "km", "th", "zh-Hans")) for tag, text in texts.items()} if mode == "own" else {}
    (folder / "briefs").mkdir(parents=True)
    (folder / "briefpress.toml").write_text((ROOT / "briefpress.toml").read_text())

    codes = list(names["en"])
    if countries > len(codes):
        sys.exit(f"there are {len(codes)} countries")
    for index, code in enumerate(codes[:countries]):
        chance = random.Random(index)
        brief = folder / "briefs" / f"{code.lower()}-scamming-compounds"
        (brief / "lang").mkdir(parents=True)
        figure = f"{index % 40 + 50} %"
        # For the locks: what an original said, and what it says now.
        hashes = {}

        def changed(tag, text):
            @functools.cache
            def change(string):
                new = own[tag](string, chance) if own else string.replace(names[tag]["KH"], names[tag][code])
                if tag == "en":
                    hashes[lock_hash(string)] = lock_hash(new)
                return new

            short = re.search(r'^short_title = "(.*)"', text, flags=re.M)
            text = re.sub(r"^title = .*", lambda _: f'title = "{short[1]}"', text, count=1, flags=re.M)
            text = FIGURE.sub(lambda match: f'{match[1]}"{figure}"', text)
            return rewrite(text, change)

        text = changed("en", original)
        date = datetime.date(2026, 1, 1) + datetime.timedelta(days=index)
        text = re.sub(r'^country = ".*"', f'country = "{code}"', text, flags=re.M)
        text = re.sub(r"^date = .*", f"date = {date}", text, count=1, flags=re.M)
        text = re.sub(r'^number = ".*"', f'number = "BP-{code}-2026-01"', text, flags=re.M)
        (brief / "brief.toml").write_text(text)
        title = re.search(r'^title = "(.*)"', original, flags=re.M)[1]
        short = re.search(r'^short_title = "(.*)"', text, flags=re.M)[1]
        hashes[lock_hash(title)] = lock_hash(short)
        hashes[lock_hash(FIGURE.search(original)[2])] = lock_hash(figure)
        for tag, translation in translations.items():
            (brief / f"lang/{tag}.toml").write_text(changed(tag, translation))
            lock = (SHIPPED / f"lang/{tag}.lock").read_text()
            # A lock of the first version: of each string the hash of its original, and no more.
            known = tomllib.loads(lock)["strings"].items()
            lines = (f"{json.dumps(key)} = \"{hashes.get(entry['original'], entry['original'])}\"" for key, entry in known)
            (brief / f"lang/{tag}.lock").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("variants", "own"):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3].split(), sys.argv[4])
