"""Holds the packages of the program against what others say of their kinds.

    install.py --packages FOLDER TARGET          bills and notices
    install.py --manifests FOLDER                writes manifests for archives that might be, and reads them
    install.py --image INSPECTED CONFIG LAYOUT ROOT
                                                 an image as skopeo and umoci have read it
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import zipfile

from packing import NAME, REPOSITORY, SHELLS, VERSION, libraries

TARGETS = [
    "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc",
]


def check(holds, what):
    if not holds:
        sys.exit(what)


def packages(folder, target):
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    folder = pathlib.Path(folder)
    bill = (folder / f"{NAME}-{VERSION}-{target}.cdx.json").read_text()
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    check(error is None, f"the bill of materials: {error}")
    named = {(one["name"], one["version"]) for one in json.loads(bill)["components"] if one["type"] == "library"}
    # What the program says of itself, for all systems at once.
    own = json.loads((folder.parent / "own/sbom.cdx.json").read_text())["components"]
    own = {(one["name"], one["version"]) for one in own if one["type"] == "library"}
    check(named <= own and len(named) > 250, f"the bill names what the program does not: {sorted(named - own)[:5]}")
    with tarfile.open(folder / f"{NAME}-{VERSION}-{target}.tar.gz") as archive:
        packed = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    lacking = {f"completions/{script}" for script in SHELLS.values()} - packed
    pages = [name for name in packed if name.startswith("man/") and name.endswith(".1")]
    check(not lacking and f"man/{NAME}.1" in pages and len(pages) >= 30, f"the archive lacks {lacking}; {len(pages)} pages")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        notices = file.read(f"{NAME}-{VERSION}.dist-info/licenses/THIRD-PARTY.txt").decode()
        (within,) = (name for name in file.namelist() if "/sboms/" in name)
        check(file.read(within).decode() == bill, f"{within} is another bill than the archive's")
    for package in libraries(target):
        check(f"\n{package['name']} {package['version']}, " in notices, f"no notice of {package['name']}")
    for text in ["SIL OPEN FONT LICENSE", "Mozilla Public License", "Apache License", "Copyright (c) 2018"]:
        check(text.lower()[:30] in notices.lower(), f"THIRD-PARTY.txt has no {text}")
    print(f"{len(named)} libraries in the bill of materials and the notices")


def manifests(folder):
    """Of archives whose checksums are made up."""
    import yaml

    folder = pathlib.Path(folder)
    folder.mkdir()
    names = {f"{NAME}-{VERSION}-{target}{'.zip' if 'windows' in target else '.tar.gz'}" for target in TARGETS}
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
    listed = folder / "sums"
    write = [sys.executable, REPOSITORY / ".ci/manifests", listed, "2026-01-31", folder]
    listed.write_text("".join(f"{checksum}  {name}\n" for name, checksum in sums.items()))
    subprocess.run(write, check=True, capture_output=True)
    formula = (folder / f"homebrew/{NAME}.rb").read_text()
    found = re.findall(r'url ".*/(.*)"\n +sha256 "(.*)"', formula)
    check(len(found) == 4 and all(sums[name] == checksum for name, checksum in found), formula)
    installed = set(re.findall(r'_completion.install "completions/([^"]*)"', formula))
    check(installed == {SHELLS[shell] for shell in ("bash", "zsh", "fish")} and 'Dir["man/*.1"]' in formula, formula)
    described = re.search(r'desc "(.*)"', formula).group(1)
    check(len(described) <= 80 and not described.endswith("."), described)
    read = {path.name: yaml.safe_load(path.read_text()) for path in (folder / "winget").iterdir()}
    check(len(read) == 3, str(read))
    for name, manifest in read.items():
        check(manifest["PackageVersion"] == VERSION and name.startswith(manifest["PackageIdentifier"]), name)
        schemas = pathlib.Path(__file__).with_name("winget") / f"manifest.{manifest['ManifestType']}.json"
        schema = json.loads(schemas.read_text(encoding="utf-8-sig"))
        import jsonschema

        jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(manifest)
    (installer,) = (one for one in read.values() if one["ManifestType"] == "installer")
    (windows,) = installer["Installers"]
    archive = windows["InstallerUrl"].rsplit("/", 1)[1]
    check(windows["InstallerSha256"] == sums[archive].upper(), str(windows))
    # A checksum that is missing is not made up.
    listed.write_text("".join(f"{checksum}  {name}\n" for name, checksum in sums.items() if "windows" not in name))
    check(subprocess.run(write, capture_output=True).returncode == 1, "written without a checksum")
    print("the formula and the manifests name what a release has")


def image(inspected, config, layout, root):
    inspected, config = (json.loads(pathlib.Path(path).read_text()) for path in (inspected, config))
    labels = inspected["Labels"]
    check(labels["org.opencontainers.image.version"] == VERSION, str(labels))
    run = config["config"]
    check(run["User"] == "10001:10001" and run["Entrypoint"] == [f"/usr/bin/{NAME}"], str(run))
    for blob in pathlib.Path(layout, "blobs/sha256").iterdir():
        check(hashlib.sha256(blob.read_bytes()).hexdigest() == blob.name, f"{blob.name} is something else")
    root = pathlib.Path(root)
    files = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    check(files[0] == f"usr/bin/{NAME}" and len(files) == 4, str(files))
    check((root / "tmp").stat().st_mode & 0o7777 == 0o1777, "/tmp is not everyone's")
    kubernetes = (REPOSITORY / "docs/kubernetes.yaml").read_text()
    check(f"/{NAME}:{VERSION}\n" in kubernetes and "runAsUser: 10001" in kubernetes, "docs/kubernetes.yaml has another image")
    print(f"the image runs {run['Entrypoint'][0]} as {run['User']}; it holds {len(files)} files")


match sys.argv[1:]:
    case ["--packages", folder, target]:
        packages(folder, target)
    case ["--manifests", folder]:
        manifests(folder)
    case ["--image", *paths]:
        image(*paths)
    case _:
        sys.exit(__doc__)
