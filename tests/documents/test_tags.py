"""What a screen reader meets in a PDF: one table is one table, however many pages it runs over."""

import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page as pdf_rules
import pikepdf
import pytest

from survey_app.documents.pdf import render_pdf
from survey_app.documents.tags import children, kind

TEMPLATES = Path(__file__).parents[2] / "templates"
ROWS = 70
LONG = """<html lang="nl"><head><title>Lang</title><style>@page {{ size: A5 }}</style></head><body>
<h1>Kop</h1>{pieces}<p>Slot</p></body></html>"""


def table(name: str, foot: bool = False, rows: int = ROWS) -> str:
    body = "".join(f"<tr><th scope=row>{name}{i}</th><td>{i}</td></tr>" for i in range(rows))
    end = "<tfoot><tr><td>Som</td><td>7</td></tr></tfoot>" if foot else ""
    return (
        f"<table><caption>Tabel {name}</caption><thead><tr><th>Naam</th><th>Getal</th></tr></thead>"
        f"<tbody>{body}</tbody>{end}</table>"
    )


def elements(element: Any) -> Iterator[Any]:
    for child in children(element):
        yield child
        yield from elements(child)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    items = "".join(f"<li>punt {i}</li>" for i in range(ROWS))
    pieces = (
        f"{table('a', foot=True)}{table('b')}<h2>Lijst</h2><ul>{items}</ul>{table('c', rows=3)}"
    )
    return render_pdf(LONG.format(pieces=pieces))


@pytest.fixture
def root(pdf: bytes) -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) > 6
        yield document.Root.StructTreeRoot


def test_a_table_over_several_pages_is_one_table_with_all_its_rows(root: Any) -> None:
    tables = [one for one in elements(root) if kind(one) == "/Table"]
    parts = [Counter(kind(child) for child in children(one)) for one in tables]
    assert parts == [
        {"/Caption": 1, "/THead": 1, "/TBody": 1, "/TFoot": 1},
        {"/Caption": 1, "/THead": 1, "/TBody": 1},
        {"/Caption": 1, "/THead": 1, "/TBody": 1},
    ]
    rows = [sum(kind(one) == "/TR" for one in elements(whole)) for whole in tables]
    assert rows == [ROWS + 2, ROWS + 1, 3 + 1]
    assert kind(children(tables[0])[-1]) == "/TFoot"


def test_a_list_over_several_pages_is_one_list(root: Any) -> None:
    lists = [one for one in elements(root) if kind(one) == "/L"]
    assert [len(children(one)) for one in lists] == [ROWS]


def test_each_cell_names_heads_that_are_there_in_its_own_table(root: Any) -> None:
    for whole in (one for one in elements(root) if kind(one) == "/Table"):
        there = {bytes(one["/ID"]) for one in elements(whole) if "/ID" in one}
        cells = [one for one in elements(whole) if kind(one) == "/TD"]
        named = [
            bytes(head) for cell in cells for part in attributes(cell) for head in headers(part)
        ]
        assert len(named) >= len(cells) - 2
        assert set(named) <= there


def attributes(cell: Any) -> list[Any]:
    known = cell.get("/A", [])
    return list(known) if isinstance(known, pikepdf.Array) else [known]


def headers(part: Any) -> list[Any]:
    return list(part.get("/Headers", []))


def test_every_element_knows_what_it_hangs_under(root: Any) -> None:
    for one in elements(root):
        assert all(child["/P"] == one for child in children(one))


def test_the_rules_of_pdf_ua_still_hold_and_every_word_is_still_there(
    pdf: bytes, tmp_path: Path
) -> None:
    checked = pdf_rules.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in checked.failures] == []
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    words = said.stdout.split()
    assert {f"a{i}" for i in range(ROWS)} <= set(words)
    assert words.count("Naam") > 4  # the repeated heads are still seen


def test_every_table_of_a_document_has_a_caption() -> None:
    found = 0
    for path in [*TEMPLATES.glob("report/*.html"), *TEMPLATES.glob("messages/*.html")]:
        for start in re.finditer(r"<table[^>]*>\s*(<\w+)", path.read_text(encoding="utf-8")):
            assert start[1] == "<caption", path.name
            found += 1
    assert found >= 5
