"""Makes a large project from a small one that was built: benches/grow.py FROM TO COUNT.

Each brief is that of FROM with another number, and so is its place in `dist`: files that have no number are second names (hard
links) of those of FROM, and the manifest lists them as if they had been built. So a project of 20,000 briefs is there in seconds, for
steps in which nothing is made anew; `verify` and `merge` would find that the numbers in the PDFs are other ones. FROM is a project of
`scale.py` with its tables alone, which the same program has built.
"""

import hashlib
import json
import os
import pathlib
import shutil
import sys

# More briefs than this are in volumes.
MOST_TOGETHER = 256


def main(source, target, count):
    shutil.rmtree(target, ignore_errors=True)
    (target / "briefs").mkdir(parents=True)
    (target / "dist").mkdir()
    shutil.copy(source / "briefpress.toml", target)
    manifest = json.loads((source / "dist" / "manifest.json").read_text())
    known, roles = {}, []
    for part in read_volumes(source / "dist", manifest):
        roles += [entry["role"] for entry in part["inputs"]]
        for file in part["files"]:
            known.setdefault(file["brief"], []).append((file, [part["inputs"][place] for place in file["inputs"]]))
    old_ids, roles = sorted(known), list(dict.fromkeys(roles))
    inputs, files = {}, []
    for number in range(count):
        old, new = old_ids[number % len(old_ids)], f"brief-{number:05}"
        digests = copy_brief(source / "briefs" / old, target / "briefs" / new, number)
        (target / "dist" / new).mkdir()
        for file, made_from in known[old]:
            copy = json.loads(json.dumps(file).replace(old, new))
            for one, other in zip([file, *file["sheets"]], [copy, *copy["sheets"]]):
                os.link(source / "dist" / one["path"], target / "dist" / other["path"])
            copy["inputs"] = []
            for entry in made_from:
                entry = dict(entry)
                if entry["path"].startswith(f"briefs/{old}/"):
                    path = entry["path"].replace(old, new, 1)
                    entry |= {"path": path, "sha256": digests[path.removeprefix(f"briefs/{new}/")]}
                key = (roles.index(entry["role"]), entry["path"].encode(), entry["sha256"])
                inputs[key] = entry
                copy["inputs"].append(key)
            files.append(copy)
    if count <= MOST_TOGETHER:
        manifest |= {"format": 1} | numbered(files, inputs)
        manifest.pop("volumes", None)
    else:
        manifest |= {"format": 2, "inputs": [], "files": [], "volumes": write_volumes(target / "dist", manifest, files, inputs)}
    seal = manifest.pop("seal", None)
    manifest["seal"] = seal
    text = json.dumps(sealed(manifest), indent=2, ensure_ascii=False)
    (target / "dist" / "manifest.json").write_text(text + "\n")


def read_volumes(dist, manifest):
    """The manifest, or its volumes where it has some."""
    if "volumes" not in manifest:
        return [manifest]
    return [json.loads((dist / volume["path"]).read_text()) for volume in manifest["volumes"]]


def numbered(files, inputs):
    """Files with the places of their inputs in a list of all of them."""
    order = sorted({key for file in files for key in file["inputs"]})
    places = {key: place for place, key in enumerate(order)}
    files = sorted(files, key=lambda file: file["path"].encode())
    files = [file | {"inputs": [places[key] for key in file["inputs"]]} for file in files]
    return {"inputs": [inputs[key] for key in order], "files": files}


def write_volumes(dist, manifest, files, inputs):
    """Writes the volumes, and returns what a manifest says of them."""
    briefs = {}
    for file in files:
        briefs.setdefault(file["brief"], []).append(file)
    volumes = []
    for brief in sorted(briefs):
        if not volumes or hashlib.sha256(brief.encode()).digest()[0] % 64 == 0:
            volumes.append([])
        volumes[-1].append(brief)
    (dist / "manifest").mkdir()
    entries = []
    for ids in volumes:
        own = numbered([file for brief in ids for file in briefs[brief]], inputs)
        volume = sealed({"format": 1, "tool": manifest["tool"], "epoch": manifest["epoch"]} | own | {"seal": None})
        path = f"manifest/{ids[0]}.json"
        text = "{\n" + ",\n".join(f'"{key}": {lines(value)}' for key, value in volume.items()) + "\n}\n"
        (dist / path).write_text(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        languages = {brief: sorted({file["language"] for file in briefs[brief] if file["translation"]}) for brief in ids}
        entries.append({"path": path, "briefs": languages, "files": len(own["files"]), "sha256": digest})
    return entries


def lines(value):
    compact = lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return "[\n" + ",\n".join(map(compact, value)) + "\n]" if isinstance(value, list) else compact(value)


def sealed(record):
    """A manifest or volume with the digest of what it says."""
    compact = json.dumps(record | {"seal": None}, separators=(",", ":"), ensure_ascii=False)
    return record | {"seal": hashlib.sha256(compact.encode()).hexdigest()}


def copy_brief(source, target, number):
    """The brief with another number; the digests of its files, by path."""
    (target / "lang").mkdir(parents=True)
    digests = {}
    for file in filter(pathlib.Path.is_file, source.rglob("*")):
        before, path = file.read_text(), file.relative_to(source)
        text = before.replace(f"BP-{source.name[6:]}", f"BP-{number:05}")
        # Measuring edits briefs where they stand.
        if text == before and path.name != "brief.toml":
            os.link(file, target / path)
        else:
            (target / path).write_text(text)
        digests[path.as_posix()] = hashlib.sha256(text.encode()).hexdigest()
    return digests


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))
