"""Validates the reports in a folder: *.junit against an XML schema, *.sarif with the SARIF Multitool."""

import json
import pathlib
import subprocess
import sys

from lxml import etree

folder, schema, multitool = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]

# The project has no page to point to, and a PDF has pages instead of lines.
EXPECTED = {"SARIF2005", "SARIF2017"}


def junit(schema, xml):
    """What an XML schema says against a report."""
    schema.validate(etree.fromstring(xml))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]


def sarif(path):
    """What the Multitool says against a log."""
    output = path.with_suffix(".judged")
    command = [multitool, "validate", path, "--rule-kind", "Sarif;Gh", "--output", output, "--log", "ForceOverwrite"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0 or not output.is_file():
        return [ran.stdout + ran.stderr]
    run = json.loads(output.read_text("utf-8-sig"))["runs"][0]
    rules = [rule.get("defaultConfiguration", {}).get("level", "warning") for rule in run["tool"]["driver"]["rules"]]
    said = []
    for result in run.get("results", []):
        level = result.get("level", rules[result["ruleIndex"]])
        if level in ("error", "warning") and result["ruleId"] not in EXPECTED:
            said.append(f"{level} {result['ruleId']}: {json.dumps(result['message'])}")
    notes = run["invocations"][0].get("toolExecutionNotifications", [])
    return said + [json.dumps(note) for note in notes if note.get("level") == "error"]


def main():
    xsd = etree.XMLSchema(etree.parse(schema))
    reports, failed = sorted(folder.iterdir()), False
    for path in reports:
        for complaint in junit(xsd, path.read_bytes()) if path.suffix == ".junit" else sarif(path):
            print(f"{path.name}: {complaint}")
            failed = True
    # Validators that cannot fail prove nothing.
    good = (folder / "lot.junit").read_bytes()
    if not junit(xsd, good.replace(b"<failure ", b"<fail ").replace(b"</failure>", b"</fail>")):
        sys.exit("the XML schema takes anything")
    log = json.loads((folder / "lot.sarif").read_text())
    log["runs"][0]["results"][0]["ruleIndex"] = 7777
    bad = folder.parent / "bad.sarif"
    bad.write_text(json.dumps(log))
    if not any("SARIF1009" in complaint for complaint in sarif(bad)):
        sys.exit("the SARIF Multitool takes anything")
    if failed or len(reports) < 8:
        sys.exit(f"{len(reports)} reports, and not all are valid")
    print(f"{len(reports)} reports are valid JUnit XML and SARIF")


main()
