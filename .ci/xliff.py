#!/usr/bin/env python3
"""XLIFF through translate-toolkit's own readers and writers, and through the schemas of OASIS.

Run in a copy of a project, with the Python that has translate-toolkit and lxml:

    python .ci/xliff.py BRIEFPRESS ID LANGUAGE... [--schemas FOLDER]

What is asked of each language and both versions:
- what we write is valid, where FOLDER has the schemas, and the toolkit reads of it what it reads of
  our PO file: every key with its original, its translation, and whether it is fuzzy;
- what `po2xliff` makes of our PO file comes back and changes nothing;
- what the toolkit's stores write after one string was changed and one marked fuzzy comes back: our PO
  file says then what the toolkit reads of its own.
"""

import argparse
import io
import pathlib
import subprocess
import sys

from lxml import etree
from translate.convert import po2xliff
from translate.storage import po, xliff, xliff2

FORMATS = {"xliff-1.2": xliff.xlifffile, "xliff": xliff2.Xliff2File}
SCHEMAS = {"1.2": "xliff-core-1.2-strict.xsd", "2.0": "xliff_core_2.0.xsd"}
CHANGED = "Ґ « changé » & <b> [@a] –\u00a0;"


class Failed(Exception):
    pass


def expect(condition, words):
    if not condition:
        raise Failed(words)


def run(briefpress, *arguments):
    done = subprocess.run([briefpress, "-q", *arguments], capture_output=True, text=True)
    expect(done.returncode == 0, f"{' '.join(arguments)}: {done.stderr}")


def of_po(path):
    """Key -> (original, translation, fuzzy) of a PO file, as the toolkit reads it."""
    store = po.pofile.parsefile(path)
    units = [unit for unit in store.units if not unit.isheader() and not unit.isobsolete()]
    return {unit.getcontext(): (str(unit.source), str(unit.target or ""), unit.isfuzzy()) for unit in units}


def key(unit):
    element = unit.xmlelement if unit.xmlelement.tag.endswith("trans-unit") else unit.getunitelement()
    return element.get("resname") or element.get("name")


def of_xliff(store):
    return {key(unit): (unit.source, unit.target or "", unit.isfuzzy()) for unit in store.units}


def validate(path, schemas):
    document = etree.parse(path)
    version = document.getroot().get("version")
    found = sorted(pathlib.Path(schemas).rglob(SCHEMAS[version]))
    expect(found, f"no {SCHEMAS[version]} in {schemas}")

    class Local(etree.Resolver):
        def resolve(self, url, public, context):
            here = sorted(pathlib.Path(schemas).rglob(url.rsplit("/", 1)[-1]))
            return self.resolve_filename(str(here[0]), context) if here else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(found[0]), parser))
    expect(schema.validate(document), f"{path}: {list(schema.error_log)[:5]}")


def differences(one, two):
    return [(name, one.get(name), two.get(name)) for name in {**one, **two} if one.get(name) != two.get(name)][:3]


def language(briefpress, brief, tag, schemas):
    # What a newer release writes otherwise is no change of the translation.
    run(briefpress, "i18n", "sync", brief, "--lang", tag)
    translation = pathlib.Path("briefs", brief, "lang", f"{tag}.toml")
    lock = translation.with_suffix(".lock")
    kept = {path: path.read_bytes() for path in (translation, lock) if path.exists()}
    before = translation.read_text(encoding="utf-8")

    def restore():
        for path, content in kept.items():
            path.write_bytes(content)

    def same(what):
        expect(translation.read_text(encoding="utf-8") == before, f"{tag}: {what} changed the translation")

    run(briefpress, "i18n", "export", brief, "--lang", tag, "--format", "po", "--out", "one.po")
    ours = of_po("one.po")

    made = io.BytesIO()
    with open("one.po", "rb") as source:
        po2xliff.convertpo(source, made, None)
    pathlib.Path("po2xliff.xlf").write_bytes(made.getvalue())
    run(briefpress, "i18n", "import", brief, "po2xliff.xlf", "--lang", tag)
    same("po2xliff")
    restore()

    for format, store in FORMATS.items():
        file = f"{format}.xlf"
        run(briefpress, "i18n", "export", brief, "--lang", tag, "--format", format, "--out", file)
        if schemas:
            validate(file, schemas)
        read = store.parsefile(file)
        theirs = of_xliff(read)
        expect(theirs == ours, f"{tag}: {format} says otherwise than PO: {differences(ours, theirs)}")
        run(briefpress, "i18n", "import", brief, file, "--lang", tag)
        same(format)
        restore()

        there = [unit for unit in read.units if unit.target and not unit.isfuzzy()]
        changed, fuzzy = there[0], there[-1]
        changed.target = CHANGED
        fuzzy.markfuzzy(True)
        read.savefile("edited.xlf")
        run(briefpress, "i18n", "import", brief, "edited.xlf", "--lang", tag)
        run(briefpress, "i18n", "export", brief, "--lang", tag, "--format", "po", "--out", "two.po")
        now, toolkit = of_po("two.po"), of_xliff(store.parsefile("edited.xlf"))
        expect(now == toolkit, f"{tag}: {format} is read otherwise: {differences(now, toolkit)}")
        expect(toolkit != ours and toolkit[key(fuzzy)][2], f"{tag}: {format}: nothing was edited")
        restore()
    print(f"{tag}: xliff comes back whole, {len(ours)} strings")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("briefpress")
    parser.add_argument("brief")
    parser.add_argument("languages", nargs="+")
    parser.add_argument("--schemas", help="a folder with the schemas of XLIFF 1.2 and 2.0, and xml.xsd")
    asked = parser.parse_args()
    try:
        for tag in asked.languages:
            language(asked.briefpress, asked.brief, tag, asked.schemas)
    except Failed as failed:
        sys.exit(str(failed))


if __name__ == "__main__":
    main()
