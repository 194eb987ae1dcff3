"""Makes the pictures of pages, or holds them to their briefs. Arguments: the program, what a
browser showed of `watch`, and `--write` to write them.

Poppler draws the pages, and another release of it sets the edges of letters otherwise. So a picture is held by what a reader
would see: both are made smaller, four pixels to one, and of those hardly one may differ by much. What MuPDF draws of the
same pages is within that; a word that is another one, or a line that moved, is not.
"""

import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops, ImageOps

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
# Of a picture: pixels of the smaller one that may differ, in a thousand, by more than so much of 255.
FEW, MUCH = 0.2, 40
# Of the page of `watch`, whose words are in faces of the computer, and which says how long it took.
FEW_OF_WATCH = 60

SHIPPED, SHOWCASE, GUIDE = ".", "tests/fixtures/showcase", "docs/guide/example"
# File, project, pages (brief, language, page) from left to right, and how wide each is.
PICTURES = [
    ("briefs/page-one.png", SHIPPED, [("cambodia-scamming-compounds", "en", 1)], 596),
    ("docs/regional.png", SHOWCASE, [("regional", "en", 2), ("regional", "en", 4), ("regional", "km", 3), ("regional", "ar", 5)], 514),
    ("docs/fact-sheet.png", SHOWCASE, [("fact-sheet", "en", 1), ("fact-sheet", "en", 2)], 514),
    ("docs/guide/page-one.png", GUIDE, [("water-points", "en", 1)], 596),
    ("docs/guide/pages.png", GUIDE, [("water-points", "en", 2), ("water-points", "en", 3)], 514),
]
GREY, EDGE, MARGIN = (235, 235, 235), (150, 150, 150), 14


def run(*command):
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ran.returncode:
        sys.exit(f"exit code {ran.returncode}: {' '.join(map(str, command))}\n{ran.stdout}")


def page(pdf, number, width, work):
    """A page of a PDF, so many pixels wide, with a line around it."""
    stem = work / "page"
    run("pdftoppm", "-r", "200", "-f", str(number), "-l", str(number), "-singlefile", "-png", pdf, stem)
    drawn = Image.open(f"{stem}.png").convert("RGB")
    high = round(drawn.height * width / drawn.width)
    return ImageOps.expand(drawn.resize((width - 2, high - 2), Image.Resampling.LANCZOS), 1, EDGE)


def picture(pages):
    """Pages beside each other on grey; one stands alone."""
    if len(pages) == 1:
        return pages[0]
    wide = sum(one.width for one in pages) + MARGIN * (len(pages) + 1)
    whole = Image.new("RGB", (wide, max(one.height for one in pages) + 2 * MARGIN), GREY)
    at = MARGIN
    for one in pages:
        whole.paste(one, (at, MARGIN))
        at += one.width + MARGIN
    return whole


def difference(one, other):
    """How many of a thousand pixels of the smaller pictures differ by much."""
    if one.size != other.size:
        return 1000
    small = [whole.convert("RGB").reduce(4) for whole in (one, other)]
    differing = ImageChops.difference(*small).convert("L").point(lambda value: 255 if value > MUCH else 0)
    return 1000 * differing.histogram()[255] / (differing.width * differing.height)


def settle(path, made, write, few, wrong):
    """Writes a picture, or holds the one that there is to it."""
    made = made.quantize(256, kmeans=4, dither=Image.Dither.NONE)
    place = REPOSITORY / path
    if write:
        made.save(place, optimize=True)
        return
    if not place.exists():
        wrong.append(f"{path} is not there")
        return
    kept = Image.open(place)
    share = difference(kept, made)
    print(f"{path}: {share:.2f} in a thousand")
    if share > few:
        wrong.append(f"{path} is not what is made now")
    # A word more is seen.
    spoiled = kept.convert("RGB")
    spoiled.paste((0, 0, 0), (100, 100, 160, 112))
    if few == FEW and difference(spoiled, made) <= few:
        wrong.append(f"{path}: a word more is not seen")


def main():
    program, watched, write = sys.argv[1], sys.argv[2], sys.argv[3:] == ["--write"]
    wrong = []
    settle("docs/guide/watch.png", Image.open(watched).convert("RGB"), write, FEW_OF_WATCH, wrong)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for number, project in enumerate([SHIPPED, SHOWCASE, GUIDE]):
            out = work / str(number)
            shown = [entry for entry in PICTURES if entry[1] == project]
            named = {brief for _, _, pages, _ in shown for brief, _, _ in pages}
            languages = {language for _, _, pages, _ in shown for _, language, _ in pages}
            options = [f"--lang={language}" for language in sorted(languages)]
            run(program, "build", "--quiet", "--project", REPOSITORY / project, "--only", "brief", "--out", out, *options, *sorted(named))
            for path, _, pages, width in shown:
                made = picture([page(out / brief / f"{brief}.{language}.pdf", at, width, work) for brief, language, at in pages])
                settle(path, made, write, FEW, wrong)
    if wrong:
        sys.exit("\n".join(wrong) + "\n`.ci/pictures --write` makes them; look at them then")


main()
