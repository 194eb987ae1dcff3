"""What mdBook asks before it sets the book: chapters whose text stands elsewhere in the repository are put in, and links that
lead out of `docs/` are turned to where that is: a chapter of the book, or the repository."""

import json
import pathlib
import posixpath
import re
import sys
import tomllib

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
PACKAGE = tomllib.loads((REPOSITORY / "Cargo.toml").read_text(encoding="utf-8"))["package"]
# A chapter that says so is the file that it names.
INSTEAD = re.compile(r"^<!-- the book has here: (\S+) -->$", re.MULTILINE)
LINK = re.compile(r'(\]\(|\]: |src="|href=")([^)\s"#]*)(#[^)\s"]*)?(?=[)\s"])')
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
FENCE = re.compile(r"^ *(`{3,})")


def walked(items):
    """All chapters below these, in order."""
    for item in items:
        if "Chapter" in item:
            yield item["Chapter"]
            yield from walked(item["Chapter"]["sub_items"])


def linked(text, change):
    """A text with its links changed, but not those in blocks of code or between backticks."""
    lines, fence = [], None
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark[1]
        elif mark and mark[1] == fence and line.strip() == fence:
            fence = None
        elif fence is None:
            code = [found.span() for found in CODE.finditer(line)]
            inside = lambda at: any(first <= at < last for first, last in code)
            line = LINK.sub(lambda found: found[0] if inside(found.start()) else change(found), line)
        lines.append(line)
    return "\n".join(lines)


def main():
    if sys.argv[1:2] == ["supports"]:
        return
    _, book = json.load(sys.stdin)
    # Where each chapter's text is in the repository, and at which place of the book.
    places, sources = {}, {}
    for chapter in walked(book["items"]):
        if not chapter["path"]:
            continue
        own = f"docs/{chapter['path']}"
        instead = INSTEAD.search(chapter["content"])
        source = posixpath.normpath(posixpath.join(posixpath.dirname(own), instead[1])) if instead else own
        sources[chapter["path"]] = source
        places[own] = places[source] = chapter["path"]
    for chapter in walked(book["items"]):
        if not chapter["path"]:
            continue
        source = sources[chapter["path"]]
        here = posixpath.dirname(chapter["path"])

        def change(found):
            before, target, anchor = found[1], found[2], found[3] or ""
            if not target or re.match(r"[a-z]+:", target):
                return found[0]
            meant = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
            if meant in places:
                # The page of a folder's README is the folder's index.
                page = re.sub(r"(^|/)README\.md$", r"\1index.md", places[meant])
                return f"{before}{posixpath.relpath(page, here)}{anchor}"
            if meant.startswith("docs/") and (REPOSITORY / meant).is_file():
                return f"{before}{posixpath.relpath(meant.removeprefix('docs/'), here)}{anchor}"
            kind = "raw" if before.startswith("src") else "blob" if (REPOSITORY / meant).is_file() else "tree"
            return f"{before}{PACKAGE['repository']}/{kind}/v{PACKAGE['version']}/{meant}{anchor}"

        text = (REPOSITORY / source).read_text(encoding="utf-8") if source != f"docs/{chapter['path']}" else chapter["content"]
        chapter["content"] = linked(text, change)
    json.dump(book, sys.stdout)


main()
