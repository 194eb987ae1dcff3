"""Files of references as bibtexparser, rispy and Python read them, beside what briefpress makes of them."""

import json
import subprocess
import sys
import tomllib

import rispy
from bibtexparser import load
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode


def bibtex(path):
    """Entries of BibTeX and BibLaTeX."""
    parser = BibTexParser(common_strings=True)
    parser.ignore_nonstandard_types = False
    parser.customization = convert_to_unicode
    plain = str.maketrans("", "", "{}\\")
    with open(path, encoding="utf-8") as file:
        entries = load(file, parser).entries
    for entry in entries:
        entry = {key: value.translate(plain) for key, value in entry.items()}
        pages = entry.get("pages")
        yield {
            "title": entry["title"],
            "doi": entry.get("doi"),
            "isbn": entry.get("isbn"),
            "url": entry.get("url"),
            "volume": entry.get("volume"),
            "issue": entry.get("number"),
            "pages": pages and pages.replace("--", "-"),
            "in": entry.get("journal") or entry.get("journaltitle") or entry.get("booktitle"),
            "publisher": entry.get("publisher") or entry.get("institution"),
            "year": (entry.get("date") or entry.get("year") or "")[:4],
            "names": [part for name in entry.get("author", "").split(" and ") for part in name.split(", ") if part],
        }


def ris(path):
    """References of RIS."""
    with open(path, encoding="utf-8") as file:
        entries = rispy.load(file)
    for entry in entries:
        pages = [entry[key] for key in ("start_page", "end_page") if key in entry]
        yield {
            "title": entry["title"],
            "doi": entry.get("doi"),
            "url": next(iter(entry.get("urls", [])), None),
            "volume": entry.get("volume"),
            "issue": entry.get("number"),
            "pages": "-".join(pages) or None,
            "in": entry.get("secondary_title"),
            "publisher": entry.get("publisher"),
            "year": entry.get("year", ""),
            "names": [part for name in entry.get("authors", []) for part in name.split(", ")],
        }


def csl(path):
    """References of CSL-JSON."""
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    for entry in entries:
        issued = entry.get("issued", {}).get("date-parts", [[""]])
        yield {
            "title": entry["title"],
            "doi": entry.get("DOI"),
            "isbn": entry.get("ISBN"),
            "url": entry.get("URL"),
            "volume": entry.get("volume"),
            "issue": entry.get("issue"),
            "pages": entry.get("page"),
            "in": entry.get("container-title"),
            "publisher": entry.get("publisher"),
            "year": str(issued[0][0]),
            "names": [part for name in entry.get("author", []) for part in name.values()],
        }


READERS = {"bib": bibtex, "ris": ris, "json": csl}


# What says nothing that a citation could print: what a work is about, shorter forms of what is there in full,
# and what readers and programs keep. Fields as rispy calls them are among them, and what RIS has no word for.
MEANINGLESS = set(
    """abstract annote annotation keyword keywords shorttitle shortauthor shortjournal entrysubtype file ids xref
    key presort sortkey sortname sortshorthand sorttitle sortyear indextitle indexsorttitle options execute gender
    langidopts pagination bookpagination notes_abstract file_attachments1 file_attachments2 figure label
    name_of_database database_provider accession_number call_number author_address short_title alternate_title1
    alternate_title2 id type type_of_reference categories citation-label citation-number source call-number
    container-title-short title-short shortTitle journalAbbreviation page-first first-reference-note-number
    year-suffix ENTRYTYPE ID""".split()
)


def leaves(value):
    """The texts of a value."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in leaves(part)] if isinstance(value, list) else [str(value)]


def every_field(program, path):
    """Whether each field of a file's one reference is in the source or in what is said of it."""
    run = subprocess.run([program, "sources", "import", path], check=True, capture_output=True, text=True)
    said = run.stdout + run.stderr
    with open(path, encoding="utf-8") as file:
        if path.endswith(".ris"):
            entry = rispy.load(file)[0]
            # What rispy does not know it puts aside, by tag.
            unknown = entry.pop("unknown_tag", {})
            entry.update((tag, value) for tag, value in unknown.items() if tag != "L3")
        elif path.endswith(".json"):
            entry = json.load(file)[0]
        else:
            parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
            entry = load(file, parser).entries[0]
    count = 0
    for field, value in entry.items():
        if field in MEANINGLESS:
            continue
        for text in leaves(value):
            # Names stand the other way round, ranges with one hyphen, languages by their tags.
            text = text.replace("--", "-").replace("english", "en")
            text = text if text in said else text.replace("/", "-").strip("-")
            for part in [text] if text in said else text.split(", "):
                if part not in said:
                    sys.exit(f"{path}: {field} says {part!r}, and nothing is said of it")
                count += 1
    return count


def main():
    program, *paths = sys.argv[1:]
    every = [path for path in paths if "/every." in path]
    for path in (path for path in paths if path not in every):
        made = subprocess.run([program, "-q", "sources", "import", path], check=True, capture_output=True).stdout
        sources = tomllib.loads(made.decode())["source"]
        read = list(READERS[path.rsplit(".", 1)[-1]](path))
        if len(sources) != len(read):
            sys.exit(f"{path}: {len(sources)} sources of {len(read)} references")
        for source, reference in zip(sources, read):
            names, year = reference.pop("names"), reference.pop("year")
            for key, value in reference.items():
                if source.get(key) != value:
                    sys.exit(f"{path}: {key} is {source.get(key)!r} and is read as {value!r}")
            if str(source.get("date", ""))[:4] != year:
                sys.exit(f"{path}: {source['id']} is of {source.get('date')}, and read as of {year}")
            for name in names:
                if name not in source["author"]:
                    sys.exit(f"{path}: {name} is not in {source['author']}")
    count = sum(every_field(program, path) for path in every)
    print(f"{len(paths)} files of references say what others read in them; {count} values of every field are taken or told of")


main()
