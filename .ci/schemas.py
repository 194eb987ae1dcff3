"""Holds schemas for editors to JSON Schema, to Taplo and to Tombi: schemas.py BRIEFPRESS TOOLS"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import jsonschema

BRIEFPRESS = pathlib.Path(sys.argv[1]).resolve()
TOOLS = pathlib.Path(sys.argv[2])
FIXTURES = pathlib.Path("tests/fixtures")
KINDS = ["brief", "translation", "project", "labels"]


def check(holds, what):
    if not holds:
        sys.exit(what)


def briefpress(*arguments):
    ran = subprocess.run([BRIEFPRESS, *map(str, arguments)], capture_output=True, text=True)
    check(ran.returncode == 0, f"{arguments}: {ran.stderr}")
    return ran.stdout


def taplo(schema, files):
    """What Taplo has against files: the lines at which it has, by file."""
    files = [str(file) for file in files]
    check(files, f"no file for {schema}")
    by = ["--schema", schema.resolve().as_uri()] if schema else []
    ran = subprocess.run(
        [TOOLS / "taplo", "check", "--no-auto-config", *by, *files], capture_output=True, text=True
    )
    places = [(place, int(line)) for place, line in re.findall(r"┌─ (.*\.toml):(\d+):\d+", ran.stderr)]
    check((ran.returncode == 0) == (not places), ran.stderr)
    return places, ran.stderr


def tombi(file):
    """The lines at which Tombi has something against a file."""
    ran = subprocess.run(
        [TOOLS / "tombi", "lint", "--offline", file],
        capture_output=True,
        text=True,
        cwd=file.parent,
        env={**os.environ, "NO_COLOR": "1"},
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout + ran.stderr)
    errors = re.findall(r"Error: .*\n\s*at .*?\.toml:(\d+):\d+", said)
    return {int(line) for line in errors}, said


def accepts(schema, files):
    files = list(files)
    places, said = taplo(schema, files)
    check(not places, said)
    return len(files)


def of_projects(projects):
    """Each file of some projects, by the schemas of its project."""
    count = 0
    for project in projects:
        schemas = project / "schemas"
        briefpress("schema", "--write", "--project", project)
        for schema in [*schemas.glob("*.json"), *project.glob("briefs/*/*.schema.json")]:
            jsonschema.Draft7Validator.check_schema(json.loads(schema.read_text()))
        count += accepts(schemas / "project.json", [project / "briefpress.toml"])
        count += accepts(schemas / "brief.json", project.glob("briefs/*/brief.toml"))
        labels = list(project.glob("templates/labels/*.toml"))
        count += accepts(schemas / "labels.json", labels) if labels else 0
        for brief in project.glob("briefs/*"):
            translations = list(brief.glob("lang/*.toml"))
            if translations:
                count += accepts(brief / "translations.schema.json", translations)
                count += accepts(schemas / "translation.json", translations)
    return count


# What is wrong in each kind of file: what is written, what in its place, and at which line that is told.
WRONG = {
    "briefs/all/brief.toml": [
        ("language    =", "langauge    ="),
        ('= ["16.3"]', '= ["16.33"]'),
        ('code = "16.6"', 'code = "16.66"'),
        ("status      = \"draft\"", "status      = true"),
    ],
    "briefs/all/lang/fr.toml": [
        ("\ntitle =", "\ntitel ="),
        ("[target.16-6]", "[target.16-66]"),
        ('status = "draft"', "status = 1"),
    ],
    "briefpress.toml": [
        ('name = "Name of your', 'nmae = "Name of your'),
        ('code = "16.N1"', "code = 16.1"),
        ('tier = "I"', 'tier = "III"'),
        ('languages = ["fr"]', 'languages = "fr"'),
    ],
    "templates/labels/fr.toml": [
        ("\ngoal =", "\ngaol ="),
        ('KH = "Royaume"', 'KX = "Royaume"'),
        ('KH = "Royaume"', "KH = 116"),
    ],
}

NATIONAL = """
[[framework.goal]]
number = 16

[[framework.goal.target]]
code = "16.N1"
text = "Registers are open"

[[framework.goal.target.indicator]]
code = "16.N1.1"
text = "Share of registers that are open"
tier = "I"
"""


def new_project(folder):
    """A project as commands begin it, with something of its own in each kind of file."""
    briefpress("init", folder)
    at = ["--project", folder]
    project = folder / "briefpress.toml"
    text = project.read_text().replace('# languages = ["fr", "km"]', 'languages = ["fr"]')
    project.write_text(text + NATIONAL)
    briefpress("new", "all", "--country", "KH", "--full", *at)
    brief = folder / "briefs/all/brief.toml"
    text = brief.read_text().replace('code = "16.6"', 'code = "16.6"\ntext = "A wording"')
    brief.write_text(text + '\n[[goal.target]]\ncode = "16.N1"\n')
    briefpress("i18n", "sync", *at)
    briefpress("schema", "--write", *at)
    labels = folder / "templates/labels/fr.toml"
    labels.parent.mkdir(parents=True)
    words = pathlib.Path("templates/labels/fr.toml").read_text()
    labels.write_text(f'#:schema ../../schemas/labels.json\n\n{words}\n[countries]\nKH = "Royaume"\n')
    files = [folder / file for file in WRONG]
    for file in files:
        check(file.read_text().startswith("#:schema "), f"{file} names no schema")
    accepts(None, files)
    for file in files:
        places, said = tombi(file)
        check(not places, said)
    return folder


def refuses(project):
    """Each slip is told where it is made, by the schema that the file names."""
    count = 0
    for file, slips in WRONG.items():
        path = project / file
        right = path.read_text()
        for written, wrong in slips:
            at = right.find(written)
            check(at >= 0, f"{file} has no {written!r}")
            path.write_text(right[:at] + wrong + right[at + len(written):])
            changed = next(i for i, (one, other) in enumerate(zip(written, wrong)) if one != other)
            line = right[: at + changed].count("\n") + 1
            places, said = taplo(None, [path])
            check(line in {line for _, line in places}, f"{file}: {wrong!r} is not told at {line}:\n{said}")
            # Taplo tells a key that is not known at all there is in its table; Tombi tells it once.
            places, said = tombi(path)
            head = right.rfind("\n[", 0, at) + 1
            fine = {line, right[:head].count("\n") + 1}
            check(line in places and places <= fine, f"{file}: {wrong!r} is told at {places}, not at {line}:\n{said}")
            count += 1
        path.write_text(right)
    return count


class Server:
    """Tombi's language server, asked as an editor asks it."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [TOOLS / "tombi", "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.number = 0
        uri = folder.as_uri()
        formats = {
            "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
            "hover": {"contentFormat": ["markdown"]},
        }
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": uri,
                "capabilities": {"textDocument": formats},
                "workspaceFolders": [{"uri": uri, "name": "briefs"}],
            },
        )
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name == b"Content-Length" else length
        check(length, "the language server has ended")
        return json.loads(self.process.stdout.read(length))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if "method" not in message and message.get("id") == self.number:
                return message.get("result")
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})

    def at(self, method, path, text, before, after=""):
        """What it says of a file that is open with a text, between what is written there."""
        start = text.index(before + after) + len(before)
        line = text[:start].count("\n")
        position = {"line": line, "character": start - text.rfind("\n", 0, start) - 1}
        params = {"textDocument": {"uri": path.as_uri()}, "position": position}
        # It answers nothing until it has read the file and the schema.
        for _ in range(150):
            if answer := self.ask(f"textDocument/{method}", params):
                return answer
            time.sleep(0.2)
        sys.exit(f"Tombi has no {method} behind {before!r} in {path.name}")

    def open(self, path, text):
        item = {"uri": path.as_uri(), "languageId": "toml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})


def helps(project):
    """What a writer is offered, and told."""
    server = Server(project)
    path = project / "briefs/all/brief.toml"
    text = path.read_text().replace('code  = "16.6.2"', 'code  = ""')
    server.open(path, text)
    items = server.at("completion", path, text, 'code  = "', '"\n')
    items = items if isinstance(items, list) else items["items"]
    said = {item["label"].strip('"'): item["documentation"]["value"] for item in items}
    shown = briefpress("sdg", "show", "16.6.2", "--project", project)
    label = said.get("16.6.2", "").split("\n")[0]
    check(len(label) > 10 and label in shown, f"16.6.2 is offered as {label!r}, and is\n{shown}")
    check("16.N1.1" in said and "Share of registers that are open" in said["16.N1.1"], "not the project's own")
    check(len(said) == 255, f"{len(said)} indicators are offered")
    retired = sorted(code for code, words in said.items() if "Retired in" in words)
    check(retired == ["1.a.3", "13.3.2", "17.6.2"], f"{retired} are said to be retired")
    told = server.at("hover", path, text, "\nkey_m")["contents"]["value"]
    check("Three to five key messages" in told, told)
    path = project / "briefs/all/lang/fr.toml"
    text = path.read_text()
    server.open(path, text)
    told = server.at("hover", path, text, "#. How the courts differ\nti")["contents"]["value"]
    check("Translates: How the courts differ" in told, told)
    server.process.kill()


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        built_in = {}
        for kind in KINDS:
            schema = folder / f"{kind}.json"
            schema.write_text(briefpress("schema", kind))
            jsonschema.Draft7Validator.check_schema(json.loads(schema.read_text()))
            built_in[kind] = schema
        accepted = accepts(built_in["labels"], pathlib.Path("templates/labels").glob("*.toml"))
        accepted += accepts(built_in["brief"], [FIXTURES / "minimal.toml", *pathlib.Path("briefs").glob("*/brief.toml")])
        accepted += accepts(built_in["project"], [pathlib.Path("briefpress.toml")])
        projects = []
        for name in ["showcase", "awkward", "national", "values"]:
            if (FIXTURES / name / "briefpress.toml").exists():
                projects.append(pathlib.Path(shutil.copytree(FIXTURES / name, folder / name)))
        shipped = folder / "shipped"
        shutil.copytree("briefs", shipped / "briefs")
        shutil.copy("briefpress.toml", shipped)
        accepted += of_projects([*projects, shipped])
        project = new_project(folder / "new")
        refused = refuses(project)
        helps(project)
        print(f"{accepted} files are accepted, {refused} slips are told at their lines")


main()
