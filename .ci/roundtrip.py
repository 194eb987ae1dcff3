"""Translations through translators' tools and back: no string is lost or changed, and each is as far as the tool left it.

    roundtrip.py BRIEFPRESS PROJECT BRIEF [TOOL…]

Every language is reviewed, and two of its originals change then. In the file that goes out, a translator leaves one of the
two marked and approves the other, marks one string that was reviewed, and changes one. What each tool makes of that is
taken into the translation that is there, and into none. What is compared is read by others: TOML by Python, PO by polib,
XLIFF by lxml; how far a string is, `status` says.
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import tomlkit
from lxml import etree
from translate.storage import pypo, xliff, xliff2
from translate.storage.toml import TOMLFile

# The strings that a translator leaves as they are, approves, marks and changes; what becomes of the originals of the first
# two, and what the last says more.
STALE, APPROVED, MARKED, EDITED = (
    "brief.subtitle",
    "finding.response.title",
    "finding.awareness.title",
    "finding.police.title",
)
CHANGED = [
    ("and the SDGs they touch", "and the SDGs that they touch"),
    ("Raids left most identified compounds running", "Raids left many identified compounds running"),
]
MORE = " – « a » \\ “b” & <c>"
REVIEWER = "A. Reader"
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


# What a translator does in a file: MARKED is not sure any more, APPROVED is, EDITED says more.


def work_po(path):
    file = polib.pofile(str(path))
    entries = {entry.msgctxt: entry for entry in file}
    entries[MARKED].flags.append("fuzzy")
    if entries[APPROVED].fuzzy:
        entries[APPROVED].flags.remove("fuzzy")
        entries[APPROVED].previous_msgid = None
    entries[EDITED].msgstr += MORE
    file.save(str(path))


def work_xliff_12(path):
    tree, space = etree.parse(str(path)), f"{{{XLIFF_12}}}"
    units = {unit.get("resname"): unit for unit in tree.iter(f"{space}trans-unit")}
    for key, approved, state in (
        (MARKED, "no", "needs-review-translation"),
        (APPROVED, "yes", "translated"),
        (EDITED, "yes", "translated"),
    ):
        units[key].set("approved", approved)
        units[key].find(f"{space}target").set("state", state)
    units[EDITED].find(f"{space}target").text += MORE
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


def work_xliff_20(path):
    tree, space = etree.parse(str(path)), f"{{{XLIFF_20}}}"
    segments = {unit.get("name"): unit.find(f"{space}segment") for unit in tree.iter(f"{space}unit")}
    for key, state in ((MARKED, "initial"), (APPROVED, "translated"), (EDITED, "translated")):
        segments[key].set("state", state)
        segments[key].attrib.pop("subState", None)
    segments[EDITED].find(f"{space}target").text += MORE
    tree.write(str(path), encoding="utf-8", xml_declaration=True)


def work_toml(path):
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table, finding, name = EDITED.split(".")
    document[table][finding][name] += MORE
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


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
    old, two = case.exported_before("po"), one.with_name("two.po")
    call("msgmerge", "--quiet", "--previous", old, one, "-o", two)
    assert {key for key, (text, again) in read_po(two).items() if again and text} == {STALE, APPROVED}
    work_po(two)
    return two


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
        # The store reads of a file what was written.
        again = sum(bool(unit.target) and unit.isfuzzy() for unit in file.units if not unit.isheader())
        assert store is TOMLFile or again == len({STALE, MARKED}), f"{again} strings are fuzzy to the store"
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


def coded(element, space):
    """Citations as codes that cannot be changed, and the rest as a term."""
    parts, element.text = re.split(r"(\[@[^]]*\])", element.text), ""
    for number, part in enumerate(part for part in parts if part):
        name, more = ("ph", {"id": str(number)}) if part.startswith("[@") else ("mrk", {"mtype": "term"})
        etree.SubElement(element, space + name, more).text = part


def annotated(one, case):
    """What a tool adds to XLIFF 1.2: notes, suggestions from elsewhere, the language of a target, inline codes."""
    tree, space = etree.parse(str(one)), f"{{{XLIFF_12}}}"
    for unit in tree.iter(f"{space}trans-unit"):
        source, target = unit.find(f"{space}source"), unit.find(f"{space}target")
        target.set("{http://www.w3.org/XML/1998/namespace}lang", case.lang)
        for element in (source, target):
            if element.text:
                coded(element, space)
        etree.SubElement(unit, f"{space}note").text = "A note"
        other = etree.SubElement(unit, f"{space}alt-trans", origin="memory")
        etree.SubElement(other, f"{space}source").text = "Something else"
        etree.SubElement(other, f"{space}target").text = "Quelque chose d’autre"
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
    case.run("i18n", "export", case.brief, "--lang", "en", "--format", "toml", "--force", "--out", english)
    call(BIN / "toml2po", "--progress=none", "-t", english, one, po)
    call(BIN / "po2toml", "--progress=none", "-t", english, po, two)
    return two


READ = {"po": read_po, "xliff-1.2": read_xliff_12, "xliff": read_xliff_20, "toml": read_toml}
WORK = {"po": work_po, "xliff-1.2": work_xliff_12, "xliff": work_xliff_20, "toml": work_toml}
ENDINGS = {"po": ".po", "xliff-1.2": ".xlf", "xliff": ".xlf", "toml": ".toml"}
# What is marked comes back empty, or what says the same as its original: that changes nothing.
EMPTIES = {"OmegaT with PO"}
# What is empty comes back as its original: a name in its own form.
FILLERS = {"toml2po, po2toml"}
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
        self.run("i18n", "export", self.brief, "--lang", self.lang, "--format", kind, "--force", "--out", out)
        return out

    def exported_before(self, kind):
        out = self.files / ("old" + ENDINGS[kind])
        command = ("i18n", "export", self.brief, "--lang", self.lang, "--format", kind, "--force", "--out", out)
        call(self.briefpress, "--quiet", *command, cwd=self.before)
        return out

    def take(self, file):
        format = ["--format", "toml"] if file.suffix == ".toml" else []
        self.run("i18n", "import", self.brief, file, "--lang", self.lang, *format)

    def states(self):
        """How far each string is that is there."""
        said = self.run("i18n", "status", self.brief, "--lang", self.lang, "--keys", "--json")
        rows = [json.loads(line) for line in said.splitlines()]
        (row,) = (row for row in rows if row["brief"] == self.brief)
        return {key["key"]: key["state"] for key in row["keys"] if key["state"] != "missing"}

    def forget(self):
        self.path.unlink()
        self.path.with_suffix(".lock").unlink()


def hold(case, name, kind, tool):
    """What went wrong with each string, by keys, and how many there are."""
    given = case.export(kind)
    ours = READ[kind](given)
    strings, before = texts(case.path), case.states()
    # What is there at all is looked at: no string is left out by what is asked of it.
    assert strings.keys() == before.keys(), sorted(strings.keys() ^ before.keys())
    wrong = {key: "exported otherwise" for key in strings if ours.get(key, ("", False))[0] != strings[key]}
    has_marks = kind != "toml"
    marked = {key for key, (text, again) in ours.items() if again and text}
    wrong |= {key: "wrongly marked" for key in marked ^ ({STALE, APPROVED} if has_marks else set())}
    WORK[kind](given)
    made = tool(given, case)
    strings[EDITED] += MORE
    if kind == "toml":
        returned = texts(made)
        wrong |= {key: "changed by the tool" for key in strings if returned.get(key) != strings[key]}
    for into in ("what is there", "nothing"):
        # What is new in a file that says nothing of originals is of unknown origin.
        expected = dict(before) | {EDITED: "translated" if has_marks else "unknown"}
        if into == "nothing":
            case.forget()
            # A name is its own original; of the rest, what says nothing of it is of unknown origin.
            for key in expected:
                expected[key] = "translated" if has_marks or key.startswith("names.") else "unknown"
            if name in EMPTIES:
                same = {entry.msgctxt for entry in polib.pofile(str(given)) if entry.msgid == entry.msgstr}
                gone = same | {STALE, MARKED}
                strings, expected = ({key: all[key] for key in all if key not in gone} for all in (strings, expected))
            elif has_marks:
                expected |= {STALE: "needs-review", MARKED: "needs-review"}
        elif has_marks:
            expected |= {APPROVED: "translated"} | ({} if name in EMPTIES else {MARKED: "needs-review"})
        case.take(made)
        after, states = texts(case.path), case.states()
        if name in FILLERS:
            own = {key for key, text in after.items() if key == f"names.{text}"} - strings.keys()
            after, states = ({key: all[key] for key in all if key not in own} for all in (after, states))
        for key in strings.keys() | after.keys():
            if after.get(key) != strings.get(key):
                how = "lost" if key not in after else "changed" if key in strings else "not given"
                wrong[key] = f"{how}, into {into}"
        for key in expected.keys() | states.keys():
            if states.get(key) != expected.get(key):
                wrong.setdefault(key, f"{states.get(key)} for {expected.get(key)}, into {into}")
    return wrong, len(strings)


def prepared(project, briefpress, brief, folder):
    """The project with every language reviewed; the same with two originals changed; the languages."""
    before, changed = Path(folder) / "before", Path(folder) / "changed"
    shutil.copytree(project, before)
    files = sorted((before / "briefs" / brief / "lang").glob("*.toml"))
    assert len(files) >= 5, files
    for file in files:
        document = tomlkit.parse(file.read_text(encoding="utf-8"))
        document["translation"]["status"] = "reviewed"
        document["translation"]["reviewer"] = REVIEWER
        file.write_text(tomlkit.dumps(document), encoding="utf-8")
    call(briefpress, "--quiet", "i18n", "sync", cwd=before)
    shutil.copytree(before, changed)
    path = changed / "briefs" / brief / "brief.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in CHANGED:
        assert text.count(old) == 1, f"{path} does not say `{old}` once"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return before, changed, [file.stem for file in files]


def main(briefpress, project, brief, *wanted):
    briefpress, project = Path(briefpress).resolve(), Path(project).resolve()
    with tempfile.TemporaryDirectory() as folder:
        before, changed, languages = prepared(project, briefpress, brief, folder)

        def trip(name, kind, tool, lang):
            with tempfile.TemporaryDirectory(dir=folder) as work:
                try:
                    case = Case(briefpress, changed, before, brief, lang, Path(work))
                    return hold(case, name, kind, tool)
                except (RuntimeError, AssertionError) as error:
                    return {"": str(error)}, 0

        trips = [(*tool, lang) for tool in TOOLS if not wanted or tool[0] in wanted for lang in languages]
        assert trips, f"no tool is called {wanted}"
        failed = 0
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            for (name, _, _, lang), (wrong, count) in zip(trips, workers.map(lambda one: trip(*one), trips)):
                failed += bool(wrong)
                for what, number in sorted(Counter(wrong.values()).items()):
                    keys = sorted(key for key in wrong if wrong[key] == what)
                    print(f"{name}, {lang}: {number} {what}: {' '.join(keys[:4])}", flush=True)
                if not wrong:
                    print(f"{name}, {lang}: {count} strings come back", flush=True)
    sys.exit(f"{failed} of {len(trips)} round trips lose something" if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
