"""What every package of the program is made of: its version, its date, its notices, and archives that are the same
bytes wherever they are made."""

import functools
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
PACKAGE = tomllib.loads((REPOSITORY / "Cargo.toml").read_text(encoding="utf-8"))["package"]
NAME, VERSION = PACKAGE["name"], PACKAGE["version"]
# What lies beside the program in every package.
TEXTS = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"]
SHELLS = {"bash": f"{NAME}.bash", "zsh": f"_{NAME}", "fish": f"{NAME}.fish", "powershell": f"_{NAME}.ps1"}


def run(*command):
    """What a command writes; it must succeed."""
    ran = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE)
    if ran.returncode:
        sys.exit(f"exit code {ran.returncode}: {' '.join(map(str, command))}")
    return ran.stdout


def epoch():
    """The date of every file: what SOURCE_DATE_EPOCH says, else the commit's."""
    said = os.environ.get("SOURCE_DATE_EPOCH")
    return int(said) if said else int(run("git", "log", "-1", "--format=%ct"))


def digest(data):
    return hashlib.sha256(data).hexdigest()


@functools.cache
def libraries(target):
    """The libraries that cargo links into the program for a target, as `cargo metadata` describes them. Which these are
    says `cargo tree`: the other counts what only tests ask for."""
    tree = ["cargo", "tree", "--locked", "--edges=normal", f"--target={target}", "--prefix=none", "--format={p}"]
    linked = set(re.findall(r"^(\S+) v(\S+)", run(*tree).decode(), re.MULTILINE)) - {(NAME, VERSION)}
    said = json.loads(run("cargo", "metadata", "--format-version=1", "--locked", f"--filter-platform={target}"))
    packages = [package for package in said["packages"] if (package["name"], package["version"]) in linked]
    if len(packages) != len(linked):
        sys.exit("cargo metadata does not describe what cargo tree names")
    return sorted(packages, key=lambda package: (package["name"], package["version"]))


def licences(package):
    """The licence texts that a library comes with, its copies of C sources included."""
    folder = pathlib.Path(package["manifest_path"]).parent
    name = re.compile(r"(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)([-._].*)?$", re.IGNORECASE)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and name.match(path.name) and path.suffix not in (".rs", ".toml", ".json"):
            yield path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()


def notices(target):
    """THIRD-PARTY.txt: each library and font with its licence, each text once."""
    texts = {}

    def numbered(text):
        return str(texts.setdefault(text, len(texts) + 1))

    lines = [
        f"What {NAME} {VERSION} for {target} contains of others",
        "",
        f"{NAME} itself is under MIT or Apache-2.0 (LICENSE-MIT, LICENSE-APACHE). It holds the libraries and fonts",
        "below, none of them changed but where it says so. Numbers in brackets are the texts after the lists.",
        "",
        "Libraries",
        "",
        "The Rust standard library, MIT OR Apache-2.0",
        "  https://github.com/rust-lang/rust",
    ]
    for package in libraries(target):
        own = [numbered(text) for text in licences(package)]
        lines.append(f"{package['name']} {package['version']}, {package['license'] or 'see its text'}"
                     + (f" [{', '.join(own)}]" if own else ""))
        lines.append(f"  {package['repository'] or 'https://crates.io/crates/' + package['name']}")
    lines += ["", "Fonts", ""]
    faces = tomllib.loads((REPOSITORY / "fonts/fonts.toml").read_text(encoding="utf-8"))["face"]
    for face in faces:
        text = numbered((REPOSITORY / "fonts" / face["licence_text"]).read_text(encoding="utf-8").strip())
        changed = f"; a subset: {face['subset']}" if "subset" in face else ""
        lines.append(f"{face['family']} {face['version']} ({face['file']}), {face['licence']} [{text}]{changed}")
    for text, number in texts.items():
        lines += ["", "-" * 78, f"[{number}]", "", text]
    return ("\n".join(lines) + "\n").encode()


def bill(target):
    """The bill of materials of the program, as CycloneDX 1.6."""
    lock = tomllib.loads((REPOSITORY / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    checksums = {(one["name"], one["version"]): one.get("checksum") for one in lock}
    components = []
    for package in libraries(target):
        name, version = package["name"], package["version"]
        purl = f"pkg:cargo/{name}@{version.replace('+', '%2B')}"
        component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        component["hashes"] = [{"alg": "SHA-256", "content": checksums[name, version]}]
        if package["license"]:
            # What older packages write for OR.
            component["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
        components.append(component)
    faces = tomllib.loads((REPOSITORY / "fonts/fonts.toml").read_text(encoding="utf-8"))["face"]
    for face in faces:
        components.append({
            "type": "file", "bom-ref": f"font:{face['file']}", "name": face["file"], "version": face["version"],
            "hashes": [{"alg": "SHA-256", "content": face["sha256"]}], "licenses": [{"license": {"id": face["licence"]}}],
        })
    program = f"pkg:cargo/{NAME}@{VERSION}"
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": program, "name": NAME, "version": VERSION, "purl": program,
                "licenses": [{"expression": PACKAGE["license"]}],
                "properties": [{"name": "rust:target", "value": target}],
            },
        },
        "components": components,
        "dependencies": [{"ref": program, "dependsOn": [component["bom-ref"] for component in components]}],
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def written_by(binary):
    """The manual and the scripts for shells, as the program writes them: paths with their bytes."""
    files = {f"completions/{name}": run(binary, "completions", shell) for shell, name in SHELLS.items()}
    with tempfile.TemporaryDirectory() as folder:
        run(binary, "-q", "man", folder)
        files |= {f"man/{page.name}": page.read_bytes() for page in pathlib.Path(folder).glob("*.1")}
    return files


def tar(entries, date):
    """A tar of paths with their bytes and modes: in order, of one date, of nobody. A path that ends in `/` is a
    folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, (data, mode) in sorted(entries.items()):
            entry = tarfile.TarInfo(path.rstrip("/"))
            entry.mtime, entry.mode = date, mode
            if path.endswith("/"):
                entry.type = tarfile.DIRTYPE
                archive.addfile(entry)
            else:
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def tar_gz(entries, date):
    return gzip.compress(tar(entries, date), compresslevel=6, mtime=date)


def zipped(entries, date):
    """The same as a zip, whose dates begin in 1980."""
    out = io.BytesIO()
    when = max(time.gmtime(date)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, (data, mode) in entries.items():
            entry = zipfile.ZipInfo(path, when)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, data, compresslevel=6)
    return out.getvalue()
