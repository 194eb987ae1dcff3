"""Translations through translators' tools and back: no string is lost or changed, and none that is to be looked at again
comes back as done.

    roundtrip.py BRIEFPRESS PROJECT BRIEF [TOOL…]

One string of every language is older than its original, and one more is marked in the file as to be reviewed. What each
tool makes of it is taken into the translation that is there, and into none. What is compared is read by others: TOML by
Python, PO by polib, XLIFF by lxml.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

import polib
from lxml import etree
from translate.storage import pypo, xliff, xliff2
from translate.storage.toml import TOMLFile

# An original that changes, and the string of that; one that a translator marks.
BEFORE, AFTER = "and the SDGs they touch", "and the SDGs that they touch"
STALE, MARKED = "brief.subtitle", "finding.awareness.title"
BIN = Path(sys.executable).parent
XLIFF_12, XLIFF_20 = ("urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0")


def call(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise RuntimeError(f"{Path(str(command[0])).name}: {said[0] if said else done.returncode}")
    return done.stdout


# What a file says, by keys: text, and whether it is to be looked at again.


def texts(path):
    """The strings of a TOML translation; its head is none."""

    def flat(value, name):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from flat(inner, f"{name}.{key}" if name else key)
        elif isinstance(value, list):
            for number, inner in enumerate(value, 1):
                yield from flat(inner, f"{name}[{number}]")
        else:
            yield name, value

    with open(path, "rb") as file:
        table = tomllib.load(file)
    return {key: text for key, text in flat(table, "") if not key.startswith("translation.") and text}


def read_po(path):
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    return {entry.msgctxt: (entry.msgstr, entry.fuzzy) for entry in entries}


def words(element):
    return "".join(element.itertext()) if element is not None else ""


def read_xliff_12(path):
    space = f"{{{XLIFF_12}}}"
    found = {}
    for unit in etree.parse(str(path)).iter(f"{space}trans-unit"):
        target = unit.find(f"{space}target")
        state = "" if target is None else target.get("state", "")
        open_state = state.startswith(("needs-", "new")) or (not state and unit.get("approved") == "no")
        found[unit.get("resname") or unit.get("id")] = (words(target), open_state)
    return found


def read_xliff_20(path):
    space = f"{{{XLIFF_20}}}"
    found = {}
    for unit in etree.parse(str(path)).iter(f"{space}unit"):
        segments = unit.findall(f"{space}segment")
        text = "".join(words(segment.find(f"{space}target")) for segment in segments)
        found[unit.get("name")] = (text, any(s.get("state", "initial") == "initial" for s in segments))
    return found


def read_toml(path):
    return {key: (text, False) for key, text in texts(path).items()}


# What a translator does to a string who is not sure of it.


def mark_po(path):
    file = polib.pofile(str(path))
    file.find(MARKED, by="msgctxt").flags.append("fuzzy")
    file.save(str(path))


def mark_xliff_12(path):
    tree, space = etree.parse(str(path)), f"{{{XLIFF_12}}}"
    unit = next(unit for unit in tree.iter(f"{space}trans-unit") if unit.get("resname") == MARKED)
    unit.set("approved", "no")
    unit.find(f"{space}target").set("state", "needs-review-translation")
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


def mark_xliff_20(path):
    tree, space = etree.parse(str(path)), f"{{{XLIFF_20}}}"
    unit = next(unit for unit in tree.iter(f"{space}unit") if unit.get("name") == MARKED)
    unit.find(f"{space}segment").set("state", "initial")
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


# The tools: each reads `one`, and says what it wrote.


def nothing(one, _case):
    return one


def msgmerge(one, case):
    """Gettext brings a translation up to date with the originals alone."""
    template = one.with_name("template.pot")
    template.write_text(call("msgattrib", "--empty", "--clear-fuzzy", "--clear-previous", one))
    call("msgfmt", "--check-format", "--check-header", "-o", os.devnull, one)
    call("msgmerge", "--quiet", "--previous", one, template, "-o", one.with_name("two.po"))
    return one.with_name("two.po")


def msgmerge_old(one, case):
    """Gettext finds the original that changed, in a file written before, and marks its string fuzzy itself."""
    old = case.exported_before("po")
    mark_po(old)
    call("msgmerge", "--quiet", "--previous", old, one, "-o", one.with_name("two.po"))
    return one.with_name("two.po")


def msgcat(one, case):
    call("msgcat", "--sort-output", "--width=40", one, "-o", one.with_name("two.po"))
    return one.with_name("two.po")


def notepad(one, case):
    """An editor that puts a mark before the text and ends lines in two characters."""
    two = one.with_name("two.po")
    two.write_bytes(one.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-8-sig"))
    return two


def by_polib(one, case):
    file = polib.pofile(str(one), wrapwidth=50)
    file.save(str(one.with_name("two.po")))
    return one.with_name("two.po")


def through(store):
    """A store of translate-toolkit: every string is set to what it is, and written."""

    def tool(one, case):
        file = store.parsefile(str(one))
        for unit in file.units:
            if unit.target and not unit.isheader():
                again = unit.isfuzzy()
                unit.target = unit.target
                unit.markfuzzy(again)
        two = one.with_name("two" + one.suffix)
        two.write_bytes(bytes(file))
        return two

    return tool


def po2xliff(one, case):
    call(BIN / "po2xliff", "--progress=none", one, one.with_name("two.xlf"))
    return one.with_name("two.xlf")


def po2xliff_back(one, case):
    call(BIN / "xliff2po", "--progress=none", po2xliff(one, case), one.with_name("three.po"))
    return one.with_name("three.po")


def xliff2po(one, case):
    call(BIN / "xliff2po", "--progress=none", one, one.with_name("two.po"))
    return one.with_name("two.po")


def xliff2po_back(one, case):
    call(BIN / "po2xliff", "--progress=none", xliff2po(one, case), one.with_name("three.xlf"))
    return one.with_name("three.xlf")


def prefixed(one, case):
    """What XML lets a program write otherwise: prefixes, comments, quotes, an encoding."""
    text = one.read_text(encoding="utf-8")
    text = re.sub(r"<\?xml[^>]*\?>", "", text).replace(' xmlns="urn', ' xmlns:x="urn')
    text = re.sub(r"<(/?)(?=[a-z-]+[\s/>])", r"<\1x:", text).replace("</x:source>", "</x:source><!-- a -->")
    two = one.with_name("two.xlf")
    two.write_text("<?xml version='1.0' encoding='utf-8'?>\n" + text, encoding="utf-8")
    return two


def utf_16(one, case):
    text = re.sub(r"<\?xml[^>]*\?>", "", one.read_text(encoding="utf-8"))
    two = one.with_name("two.xlf")
    two.write_text('<?xml version="1.0" encoding="UTF-16"?>\n' + text, encoding="utf-16")
    return two


def annotated(one, case):
    """What a tool adds to XLIFF 1.2: notes, suggestions from elsewhere, the language of a target, inline codes."""
    tree, space = etree.parse(str(one)), f"{{{XLIFF_12}}}"
    for number, unit in enumerate(tree.iter(f"{space}trans-unit")):
        etree.SubElement(unit, f"{space}note").text = "A note"
        other = etree.SubElement(unit, f"{space}alt-trans", origin="memory")
        etree.SubElement(other, f"{space}source").text = "Something else"
        etree.SubElement(other, f"{space}target").text = "Quelque chose d’autre"
        target = unit.find(f"{space}target")
        if target is not None and target.text and len(target) == 0:
            target.set("{http://www.w3.org/XML/1998/namespace}lang", case.lang)
            words, target.text = target.text, target.text[:3]
            code = etree.SubElement(target, f"{space}g", id="1")
            code.text, code.tail = words[3:6], words[6:]
    two = one.with_name("two.xlf")
    tree.write(str(two), encoding="utf-8", xml_declaration=True)
    return two


def segmented(one, case):
    """What a tool makes of XLIFF 2.0: notes, suggestions, and segments with the space between them."""
    tree, space = etree.parse(str(one)), f"{{{XLIFF_20}}}"
    matches = "urn:oasis:names:tc:xliff:matches:2.0"
    for unit in tree.iter(f"{space}unit"):
        (segment,) = unit.findall(f"{space}segment")
        source, target = (words(segment.find(space + name)) for name in ("source", "target"))
        if unit.find(f"{space}notes") is None:
            notes = etree.Element(f"{space}notes")
            etree.SubElement(notes, f"{space}note").text = "A note"
            unit.insert(0, notes)
        suggestions = etree.Element(f"{{{matches}}}matches", nsmap={"mtc": matches})
        match = etree.SubElement(suggestions, f"{{{matches}}}match", ref="#m1")
        etree.SubElement(match, f"{space}source").text = "Something else"
        etree.SubElement(match, f"{space}target").text = "Quelque chose d’autre"
        unit.insert(0, suggestions)
        # A part that says nothing would be one that nobody translated.
        if not all(text.partition(" ")[2] for text in (source, target)):
            continue
        unit.remove(segment)
        for name, first, second in zip(
            ("segment", "ignorable", "segment"), source.partition(" "), target.partition(" ")
        ):
            state = dict(segment.attrib) if name == "segment" else {}
            state.pop("id", None)
            part = etree.SubElement(unit, space + name, state)
            etree.SubElement(part, f"{space}source").text = first
            etree.SubElement(part, f"{space}target").text = second
    two = one.with_name("two.xlf")
    tree.write(str(two), encoding="utf-8", xml_declaration=True)
    return two


def omegat(one, case):
    """OmegaT, in a project that `init-tool` writes."""
    case.run("i18n", "init-tool", "omegat", "--lang", case.lang)
    project = case.project / "omegat" / case.lang
    shutil.copy(one, project / "source")
    call("omegat", project, "--mode=console-translate", f"--config-dir={case.files / 'omegat'}")
    return project / "target" / one.name


def toml2po(one, case):
    """The way of a tool that knows PO alone: originals and strings to PO, and back into the originals' file."""
    english, po, two = one.with_name("en.toml"), one.with_name("two.po"), one.with_name("two.toml")
    case.run("i18n", "export", case.brief, "--lang", "en", "--format", "toml", "--out", english)
    call(BIN / "toml2po", "--progress=none", "-t", english, one, po)
    call(BIN / "po2toml", "--progress=none", "-t", english, po, two)
    return two


READ = {"po": read_po, "xliff-1.2": read_xliff_12, "xliff": read_xliff_20, "toml": read_toml}
MARK = {"po": mark_po, "xliff-1.2": mark_xliff_12, "xliff": mark_xliff_20}
ENDINGS = {"po": ".po", "xliff-1.2": ".xlf", "xliff": ".xlf", "toml": ".toml"}
# What is marked comes back empty, or what says the same as its original: that changes nothing.
EMPTIES = {"OmegaT with PO"}
# Name, format of ours, what it does.
TOOLS = [
    *[(f"{name} alone", name, nothing) for name in READ],
    ("msgmerge", "po", msgmerge),
    ("msgmerge of an older file", "po", msgmerge_old),
    ("msgcat", "po", msgcat),
    ("PO with BOM and CRLF", "po", notepad),
    ("polib", "po", by_polib),
    ("pypo store", "po", through(pypo.pofile)),
    ("po2xliff", "po", po2xliff),
    ("po2xliff, xliff2po", "po", po2xliff_back),
    ("xliff2po", "xliff-1.2", xliff2po),
    ("xliff2po, po2xliff", "xliff-1.2", xliff2po_back),
    ("XLIFF 1.2 store", "xliff-1.2", through(xliff.xlifffile)),
    ("XLIFF 1.2 with prefixes", "xliff-1.2", prefixed),
    ("XLIFF 1.2 in UTF-16", "xliff-1.2", utf_16),
    ("XLIFF 1.2 with notes, codes, suggestions", "xliff-1.2", annotated),
    ("XLIFF 2.0 store", "xliff", through(xliff2.Xliff2File)),
    ("XLIFF 2.0 with prefixes", "xliff", prefixed),
    ("XLIFF 2.0 in UTF-16", "xliff", utf_16),
    ("XLIFF 2.0 in segments", "xliff", segmented),
    ("toml2po, po2toml", "toml", toml2po),
    ("OmegaT with XLIFF 1.2", "xliff-1.2", omegat),
    ("OmegaT with PO", "po", omegat),
    ("TOML store", "toml", through(TOMLFile)),
]


def rows(said):
    """The translations that `status` tells of, a line or a list of them."""

    def within(value):
        if isinstance(value, dict) and {"brief", "language"} <= value.keys():
            yield value
        elif isinstance(value, (dict, list)):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from within(inner)

    try:
        return list(within(json.loads(said)))
    except json.JSONDecodeError:
        return list(within([json.loads(line) for line in said.splitlines()]))


class Case:
    """A tool and a language, in a copy of the project."""

    def __init__(self, briefpress, project, before, brief, lang, work):
        self.briefpress, self.brief, self.lang, self.before = briefpress, brief, lang, before
        self.project, self.files = work / "project", work / "files"
        shutil.copytree(project, self.project)
        self.files.mkdir()
        self.path = self.project / "briefs" / brief / "lang" / f"{lang}.toml"

    def run(self, *arguments):
        return call(self.briefpress, "--quiet", *arguments, cwd=self.project)

    def export(self, kind, name="one"):
        out = self.files / (name + ENDINGS[kind])
        self.run("i18n", "export", self.brief, "--lang", self.lang, "--format", kind, "--out", out)
        return out

    def exported_before(self, kind):
        out = self.files / ("old" + ENDINGS[kind])
        command = ("i18n", "export", self.brief, "--lang", self.lang, "--format", kind, "--out", out)
        call(self.briefpress, "--quiet", *command, cwd=self.before)
        return out

    def take(self, file):
        format = ["--format", "toml"] if file.suffix == ".toml" else []
        self.run("i18n", "import", self.brief, file, "--lang", self.lang, *format)

    def unfinished(self):
        """How many strings `status` does not call done."""
        said = self.run("i18n", "status", self.brief, "--json")
        (status,) = (row for row in rows(said) if row["language"] == self.lang)
        return sum(status.get(name, 0) for name in ("missing", "unknown", "needs_review", "stale"))

    def forget(self):
        self.path.unlink()
        self.path.with_suffix(".lock").unlink(missing_ok=True)


def hold(case, name, kind, tool):
    """What went wrong with each string, by keys, and how many there are."""
    given = case.export(kind)
    ours = READ[kind](given)
    before = texts(case.path)
    # A name in its forms may be put otherwise into a file that has one text a string.
    strings = {key: text for key, text in before.items() if key in ours or not key.startswith("names.")}
    wrong = {key: "not exported" for key in strings if not ours.get(key, ("", False))[0]}
    marks = {key for key, (text, again) in ours.items() if again and text}
    if kind in MARK:
        wrong |= {key: "wrongly marked" for key in marks ^ {STALE}}
        MARK[kind](given)
        marks = {STALE, MARKED}
    made = tool(given, case)
    if kind == "toml":
        returned = texts(made)
        wrong |= {key: "changed by the tool" for key in strings if returned.get(key) != strings[key]}
        if "toml" not in case.run("i18n", "import", "--help"):
            return wrong, len(strings)
    done = case.unfinished()
    for into in ("what is there", "nothing"):
        expected = marks
        if into == "nothing":
            # A format or a tool without marks takes none along into nothing.
            if kind not in MARK:
                continue
            case.forget()
            if name in EMPTIES:
                same = {entry.msgctxt for entry in polib.pofile(str(given)) if entry.msgid == entry.msgstr}
                strings = {key: text for key, text in strings.items() if key not in marks | same}
                expected = set()
        elif name in EMPTIES or kind not in MARK:
            expected = {STALE}
        case.take(made)
        after = texts(case.path)
        for key in strings:
            if after.get(key) != strings[key]:
                wrong[key] = f"{'changed' if after.get(key) else 'lost'}, into {into}"
        again = {key for key, (text, open_) in read_po(case.export("po", "again")).items() if open_ and text}
        wrong |= {key: f"done, into {into}" for key in expected - again}
        wrong |= {key: f"not done, into {into}" for key in (again & strings.keys()) - expected}
        if into == "what is there" and case.unfinished() != done + len(expected - {STALE}):
            wrong["status"] = f"{case.unfinished()} unfinished of {done} and {len(expected - {STALE})} more"
    return wrong, len(strings)


def main(briefpress, project, brief, *wanted):
    briefpress, project = Path(briefpress).resolve(), Path(project).resolve()
    failed = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "changed"
        shutil.copytree(project, changed)
        path = changed / "briefs" / brief / "brief.toml"
        text = path.read_text(encoding="utf-8")
        assert text.count(BEFORE) == 1, f"{path} does not say `{BEFORE}` once"
        path.write_text(text.replace(BEFORE, AFTER), encoding="utf-8")
        languages = sorted(file.stem for file in (path.parent / "lang").glob("*.toml"))
        assert len(languages) >= 5, languages
        for name, kind, tool in TOOLS:
            if wanted and name not in wanted:
                continue
            for lang in languages:
                with tempfile.TemporaryDirectory(dir=folder) as work:
                    case = Case(briefpress, changed, project, brief, lang, Path(work))
                    try:
                        wrong, count = hold(case, name, kind, tool)
                    except RuntimeError as error:
                        wrong, count = {"": str(error)}, 0
                tried += 1
                failed += bool(wrong)
                for what, number in sorted(Counter(wrong.values()).items()):
                    keys = sorted(key for key in wrong if wrong[key] == what)
                    print(f"{name}, {lang}: {number} {what}: {' '.join(keys[:4])}", flush=True)
                if not wrong:
                    print(f"{name}, {lang}: {count} strings come back", flush=True)
    assert tried, f"no tool is called {wanted}"
    sys.exit(f"{failed} of {tried} round trips lose something" if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
