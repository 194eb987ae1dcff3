"""Holds the links of the book, and of the Markdown files as they lie in the repository, to where they lead. Argument: the
folder of the built book. Links into the network are not followed."""

import html.parser
import pathlib
import re
import subprocess
import sys
import urllib.parse

import markdown_it

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
BOOK = pathlib.Path(sys.argv[1]).resolve()
FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//")


class Page(html.parser.HTMLParser):
    """What a page leads to, and what in it can be led to."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            elif name == "id" or (name == "name" and tag == "a"):
                self.places.add(value)

    handle_startendtag = handle_starttag


def slugs(tokens):
    """The anchors that repository pages give headings."""
    found = set()
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            parts = tokens[at + 1].children or []
            words = "".join(part.content for part in parts if part.type in ("text", "code_inline"))
            slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            times = 0
            while (own := f"{slug}-{times}" if times else slug) in found:
                times += 1
            found.add(own)
    return found


def markdown(path):
    """The links and anchors of a Markdown file."""
    tokens = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).parse(path.read_text(encoding="utf-8"))
    links, places = [], slugs(tokens)
    for token in tokens:
        for part in [token, *(token.children or [])]:
            links += [part.attrs[name] for name in ("href", "src") if name in part.attrs]
            if part.type in ("html_inline", "html_block"):
                page = Page(part.content)
                links += page.links
                places |= page.places
    return links, places


def faults(files, read, root):
    """The links of files that lead nowhere. `read` gives the links and anchors of one."""
    known = {}

    def places(path):
        if path not in known:
            known[path] = read(path)
        return known[path][1]

    count, wrong = 0, []
    for path in files:
        places(path)
        for link in known[path][0]:
            if FOREIGN.match(link):
                continue
            count += 1
            target, _, anchor = urllib.parse.unquote(link).partition("#")
            meant = (path.parent / target).resolve() if target else path
            if not meant.exists() or not meant.is_relative_to(root):
                wrong.append(f"{path.relative_to(root)}: {link}: there is no such file")
            elif anchor and meant.suffix in (".md", ".html") and anchor not in places(meant):
                wrong.append(f"{path.relative_to(root)}: {link}: there is no such place in it")
    return count, wrong


def html_page(path):
    page = Page(path.read_text(encoding="utf-8"))
    return page.links, page.places


def main():
    # The page for addresses that there are not has its links from wherever it is shown.
    pages = [path for path in sorted(BOOK.rglob("*.html")) if path.name != "404.html"]
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], cwd=REPOSITORY,
                            stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
    texts = [REPOSITORY / name for name in listed if name and not name.startswith("tests/") and (REPOSITORY / name).exists()]
    wrong = []
    for what, files, read, root, least in (
        ("the book", pages, html_page, BOOK, 800), ("Markdown", texts, markdown, REPOSITORY, 80),
    ):
        count, some = faults(files, read, root)
        print(f"{what}: {count} links in {len(files)} files")
        wrong += some
        if count < least:
            sys.exit(f"{what}: fewer links than there are: {count}")
    summary, _ = markdown(REPOSITORY / "docs/SUMMARY.md")
    for path in texts:
        name = path.relative_to(REPOSITORY).as_posix()
        if name.startswith("docs/") and name != "docs/SUMMARY.md" and name.removeprefix("docs/") not in summary:
            wrong.append(f"{name} is no chapter of the book")
    sys.exit("\n".join(wrong) or None)


main()
