"""Looks every string of every translation up in the text PDFium extracts from its PDF.

Compared are letters, marks and digits after NFC: spaces, punctuation and bidirectional controls are what
viewers differ in. In Arabic, PDFium puts a code or Latin word at the end of a line on the other side
of its neighbours, which cuts some strings in two. That many may be missing, and no more.
"""

import pathlib
import re
import sys
import tomllib
import unicodedata

import pypdfium2

ALLOWED = {"ar": 8}


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LMN")


def leaves(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "keywords":
                yield from leaves(item)


failed = False
for file in sorted(pathlib.Path("briefs").glob("*/lang/*.toml")):
    brief, language = file.parts[1], file.stem
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    strings = [s for name, t in tables.items() if name not in ("translation", "names") for s in leaves(t)]
    document = pypdfium2.PdfDocument(f"dist/{brief}/{brief}.{language}.pdf")
    text = letters("".join(page.get_textpage().get_text_range() for page in document))
    lost = [s for s in strings if not all(letters(p) in text for p in re.split(r"\[@[^\]]*\]", s))]
    print(f"{brief} {language}: {len(strings) - len(lost)} of {len(strings)} strings found by PDFium")
    if len(lost) > ALLOWED.get(language, 0):
        failed = True
        print(*lost, sep="\n")
sys.exit(failed)
