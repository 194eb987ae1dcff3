"""Makes a large project from a small one that was built: benches/grow.py FROM TO COUNT.

Each brief is that of FROM with another number, and so is its place in `dist`: files are second names (hard links) of those of FROM, and
the manifest lists them as if they had been built. So a project of 20,000 briefs is there in seconds, for steps in which nothing is
made anew; `verify` and `merge` would find that the numbers in the PDFs are other ones. FROM is a project of `scale.py` in one language
with its tables alone, which the same program has built.
"""

import hashlib
import json
import os
import pathlib
import shutil
import sys


def main(source, target, count):
    shutil.rmtree(target, ignore_errors=True)
    (target / "briefs").mkdir(parents=True)
    (target / "dist").mkdir()
    shutil.copy(source / "briefpress.toml", target)
    manifest = json.loads((source / "dist" / "manifest.json").read_text())
    known = {}
    for file in manifest["files"]:
        known.setdefault(file["brief"], []).append(file)
    old_ids = sorted(known)
    roles = list(dict.fromkeys(entry["role"] for entry in manifest["inputs"]))
    inputs, files = {}, []
    for number in range(count):
        old, new = old_ids[number % len(old_ids)], f"brief-{number:05}"
        digest = copy_brief(source / "briefs" / old, target / "briefs" / new, number)
        (target / "dist" / new).mkdir()
        for file in known[old]:
            copy = json.loads(json.dumps(file).replace(old, new))
            for one, other in zip([file, *file["sheets"]], [copy, *copy["sheets"]]):
                os.link(source / "dist" / one["path"], target / "dist" / other["path"])
            copy["inputs"] = []
            for place in file["inputs"]:
                entry = dict(manifest["inputs"][place])
                if entry["role"] == "brief":
                    entry |= {"path": entry["path"].replace(old, new), "sha256": digest}
                key = (roles.index(entry["role"]), entry["path"].encode(), entry["sha256"])
                inputs[key] = entry
                copy["inputs"].append(key)
            files.append(copy)
    order = sorted(inputs)
    places = {key: place for place, key in enumerate(order)}
    for file in files:
        file["inputs"] = [places[key] for key in file["inputs"]]
    files.sort(key=lambda file: file["path"].encode())
    manifest |= {"inputs": [inputs[key] for key in order], "files": files, "seal": None}
    compact = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    manifest["seal"] = hashlib.sha256(compact.encode()).hexdigest()
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (target / "dist" / "manifest.json").write_text(text + "\n")


def copy_brief(source, target, number):
    """The brief with another number; the digest of its file."""
    (target / "lang").mkdir(parents=True)
    text = (source / "brief.toml").read_text().replace(f"BP-{source.name[6:]}", f"BP-{number:05}")
    (target / "brief.toml").write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]))
