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


def main():
    program, *paths = sys.argv[1:]
    for path in paths:
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
    print(f"{len(paths)} files of references say what others read in them")


main()
