#!/usr/bin/env python3
"""Holds the sheets of a built project against other people's readers: openpyxl, jsonschema, Python's
csv, and pdftotext for the table they belong to. Its arguments are the program and the projects'
folders."""

import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import openpyxl

HIDDEN = re.compile("[\u200b\u2060\u2066-\u2069\u200e\u200f\ufeff]")


def main():
    program, *projects = sys.argv[1:]
    schema = json.loads(subprocess.run([program, "schema", "indicators"], capture_output=True, check=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    held = 0
    for file in sorted(file for project in projects for file in pathlib.Path(project).glob("dist/*/*.indicators.json")):
        sheet = json.loads(file.read_text("utf-8"))
        jsonschema.Draft202012Validator(schema).validate(sheet)
        rows = table(file.with_suffix(".csv"))
        workbook(file.with_suffix(".xlsx"), sheet, rows)
        printed(file.with_suffix(".pdf"), sheet)
        held += 1
    assert held, "no sheets"
    print(f"{held} tables")


def table(file):
    text = file.read_bytes().decode("utf-8-sig")
    assert "\r\n" in text
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def workbook(file, sheet, rows):
    book = openpyxl.load_workbook(file)
    first, about = book.worksheets
    assert first.freeze_panes == "A2" and first.print_title_rows == "$1:$1", file
    assert (first.page_setup.orientation, first.page_setup.fitToHeight) == ("landscape", 0), file
    assert bool(first.sheet_view.rightToLeft) == (sheet["direction"] == "rtl"), file
    assert len(first.title) <= 31 and not re.search(r"[\[\]:*?/\\]", first.title), file
    midnight = datetime.datetime.fromisoformat(sheet["date"])
    assert book.properties.created == book.properties.modified == midnight, file
    assert sheet["title"]["text"] in book.properties.title, file
    assert book.properties.creator, file
    keys = [column["key"] for column in sheet["columns"]]
    assert [cell.value for cell in first[1]] == [column["label"] for column in sheet["columns"]], file
    assert first.max_row == len(rows), file
    spans = {str(span) for span in first.merged_cells.ranges}
    for goal in sheet["goals"]:
        count = sum(max(len(target["indicators"]), 1) for target in goal["targets"])
        if count > 1:
            assert any(re.fullmatch(r"A\d+:A\d+", span) for span in spans), (file, spans)
    for row in first.iter_rows(min_row=2):
        for key, cell in zip(keys, row):
            if cell.value is None:
                continue
            assert cell.data_type == ("n" if key in NUMBERS else "s"), (file, key, cell.value)
            assert cell.alignment.wrap_text, (file, key)
    # What is said about the table: a day that is one, and links that lead somewhere.
    days = [cell for row in about.iter_rows() for cell in row if cell.is_date]
    assert [day.value for day in days] == [midnight], file
    links = {cell.hyperlink.target for row in about.iter_rows() for cell in row if cell.hyperlink}
    web = {source["url"] for source in sheet["sources"] if (source["url"] or "").startswith("http")}
    assert {link.split("#")[0] for link in links} == {url.split("#")[0] for url in web}, (file, links)


NUMBERS = {"goal", "value", "year", "baseline", "baseline_year"}


def printed(file, sheet):
    """The codes stand on the pages of the PDF in the order of the sheet."""
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout
    text = HIDDEN.sub("", text.decode("utf-8"))
    at = 0
    for goal in sheet["goals"]:
        for target in goal["targets"]:
            for indicator in target["indicators"]:
                found = re.compile(r"(?<![\w.])" + re.escape(indicator["code"]) + r"(?![\w.])").search(text, at)
                assert found, (file, indicator["code"])
                at = found.end()


main()
