"""Validates manifest.json and sbom.cdx.json of the folders given; the first argument is the manifest's schema."""

import copy
import json
import pathlib
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from jsonschema import Draft202012Validator

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
Draft202012Validator.check_schema(schema)
strict = JsonStrictValidator(SchemaVersion.V1_6)


def manifest(value):
    """What the schema says against a manifest."""
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


def bill(value):
    """What CycloneDX says against a bill of materials, and references that lead nowhere."""
    said = [str(error) for error in strict.validate_str(json.dumps(value), all_errors=True) or ()]
    known = [part["bom-ref"] for part in [value["metadata"]["component"], *value["components"]]]
    if len(set(known)) != len(known):
        said.append("two components have one reference")
    used = {at for entry in value["dependencies"] for at in [entry["ref"], *entry["dependsOn"]]}
    return said + [f"no component {at}" for at in used.difference(known)]


def main():
    failed, last = False, {}
    for folder in map(pathlib.Path, sys.argv[2:]):
        for name, judge in (("manifest.json", manifest), ("sbom.cdx.json", bill)):
            last[name] = json.loads((folder / name).read_text())
            for complaint in judge(last[name]):
                print(f"{folder.name}/{name}: {complaint}")
                failed = True
    # Validators that cannot fail prove nothing.
    for name, judge, spoil in (
        ("manifest.json", manifest, lambda value: value["files"][0].update(sha256="0")),
        ("manifest.json", manifest, lambda value: value.pop("tool")),
        ("sbom.cdx.json", bill, lambda value: value["components"][0].update(type="program")),
        ("sbom.cdx.json", bill, lambda value: value.update(serialNumber="urn:uuid:1")),
        ("sbom.cdx.json", bill, lambda value: value["dependencies"].append({"ref": "x", "dependsOn": []})),
    ):
        bad = copy.deepcopy(last[name])
        spoil(bad)
        if not judge(bad):
            sys.exit(f"the validator of {name} takes anything")
    # Later releases may say more.
    more = copy.deepcopy(last["manifest.json"])
    for part in (more, more["tool"], more["inputs"][0], *more["files"]):
        part.update(more={"of": 1})
    if manifest(more):
        sys.exit("the schema takes no field that it does not know")
    if failed:
        sys.exit(1)
    print(f"{len(sys.argv) - 2} releases have valid manifests and bills of materials")


main()
