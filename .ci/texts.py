"""What poppler and PDFium read in the PDFs given: see `texts`."""

import json
import re
import subprocess
import sys
import unicodedata

import pypdfium2


def say(**said):
    print(json.dumps(said, ensure_ascii=False))


def poppler(*command):
    # `pdfinfo` prints titles of elements in UTF-16 as they are; they are not read here.
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", errors="replace")


# A block of text in the tree: everything up to the next element that is not one of a line.
INLINE = {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Em", "Strong", "Sub", "Formula"}


def tree(listing):
    """Blocks of `pdfinfo -struct-text`: names of elements and, in quotes, texts, each on a line set in by its depth."""
    blocks = [""]
    inline = []
    for line in listing.split("\n"):
        found = re.fullmatch(r'( *)(?:"(.*)"|([A-Z]\w*)\b.*)', line)
        if not found or found[3] == "Object":
            continue
        depth = len(found[1])
        while inline and inline[-1] >= depth:
            inline.pop()
        if found[2] is not None:
            # It does not know /ReversedChars: what is marked so is printed as it is drawn.
            drawn = any(unicodedata.bidirectional(c) in ("R", "AL") for c in found[2])
            blocks[-1] += found[2][::-1] if drawn else found[2]
        elif found[3] in INLINE:
            inline.append(depth)
        else:
            blocks.append("")
    return [block for block in blocks if block]


trees = sys.argv[1] == "--trees"
for path in sys.argv[1 + trees :]:
    for reader, option in (("poppler", []), ("poppler raw", ["-raw"])):
        text = poppler("pdftotext", *option, path, "-")
        say(file=path, reader=reader, pages=text.split("\f")[:-1])
    document = pypdfium2.PdfDocument(path)
    say(file=path, reader="pdfium", pages=[page.get_textpage().get_text_range() for page in document])
    if trees:
        say(file=path, reader="poppler tree", blocks=tree(poppler("pdfinfo", "-struct-text", path)))
