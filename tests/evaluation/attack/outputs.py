"""Everything that leaves the house of one edition, read as a stranger reads it.

The file of the evaluation and the labelled tables of pages become facts: how many people a figure
of a group has, or that it is hidden. Of every other page, chart, alternative text and document the
numbers of people are gathered: none of them may be a number that the file does not tell.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from odf import teletype
from odf.opendocument import load as load_ods
from odf.table import TableRow
from openpyxl import load_workbook

from survey_app.database import reading
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.breakdowns.presentation import BREAKDOWNS, CATEGORIES
from survey_app.evaluation.comparisons.presentation_modes import MODES
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import Report, render_document
from survey_app.evaluation.publishing.queries import KEPT
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.installation import Installation
from survey_app.questionnaire.definition import Catalogue

TOTAL = "totaal"
PAGES = (
    *("", "tabel-1", "partijen", "fasen", "verwachting", "vorige-meting", "manieren"),
    *("doelgroepen?naar=doelgroep", "doelgroepen?naar=leeftijd", "doelgroepen?naar=duur"),
    *("respons", "deeladviezen", "normen", "aanbieders", "cijfers", "open-antwoorden"),
)
PEOPLE = re.compile(r"\bn\s*=?\s*(\d+)\b|\b(\d+) (?:mensen|antwoorden|cliënten|inwoners)\b")
PLACE = re.compile(r"translate\(([\d.]+) 6\)")


@dataclass(frozen=True)
class Fact:
    """What an output tells of a group: its people (None: hidden), and its mean where it does.

    in_table: it stands in Tabel 1 or the response account; else it belongs to the subjects, which
    an edition can keep from an earlier one.
    """

    source: str
    figure: str
    breakdown: str
    group: str
    n: int | None
    mean: float | None = None
    in_table: bool = False


@dataclass(frozen=True)
class Outputs:
    """All facts of one edition.

    held: figures of which Tabel 1 and the account keep what they told before. kept_from: the
    number of the edition whose subjects these still are. loose: where a number of people stands
    that the file does not tell.
    """

    facts: tuple[Fact, ...]
    record: Mapping[str, Any]
    held: frozenset[str]
    kept_from: int | None
    loose: tuple[str, ...]


def outputs(
    installation: Installation,
    wave_id: str,
    visitors: Iterable[FlaskClient],
    folder: Path | None,
) -> Outputs:
    """Read the newest edition of a wave in every way there is; its documents with a folder."""
    record = evaluation_of(installation, wave_id)
    with reading(installation.engine) as session:
        snapshot = latest_snapshot(session, wave_id)
        assert snapshot is not None
        kept = stored_subjects(session, snapshot.id).get(KEPT)
    content = snapshot.content
    facts = [*_table(content), *_totals(record), *_groups(record)]
    facts += [*_sheets(record), *_modes(record)]
    texts: dict[str, str] = {}
    for visitor in visitors:
        for name, page in _pages(visitor, wave_id, record):
            facts += _told_by_page(name, page, installation.catalogue)
            texts[name] = " ".join(page.get_text(" ").split())
    if folder is not None:
        report = Report(edition_table(content), installation.catalogue, False)
        files, told_by_files = _documents(report, content, folder)
        facts, texts = [*facts, *files], {**texts, **told_by_files}
    rows = [row for party in content["account"] for row in party["rows"]]
    held = {code for code, cell in content["cells"].items() if cell["held"]}
    held |= {row["questionnaire"] for row in rows if row.get("held")}
    return Outputs(
        tuple(facts),
        record,
        frozenset(held),
        kept["edition"] if kept else None,
        tuple(_loose(texts, {*_numbers(record), *_sums(content["account"])})),
    )


def _loose(texts: Mapping[str, str], told: set[int]) -> Iterator[str]:
    """Where a number of people stands that is not among those that are told."""
    for where, text in texts.items():
        for found in PEOPLE.findall(text):
            number = int(found[0] or found[1])
            if number not in told:
                yield f"{where}: {number}"


def _sums(account: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """The numbers of the response account, per party and of all."""
    totals = [[row["responses"] or 0 for row in party["rows"]] for party in account]
    yield from (number for party in totals for number in party)
    yield from map(sum, totals)
    yield sum(map(sum, totals))


def _table(content: Mapping[str, Any]) -> Iterator[Fact]:
    """Tabel 1 and the response account."""
    for code, cell in content["cells"].items():
        if cell["n"] is not None:
            yield Fact("table", code, "", TOTAL, cell["n"], cell["mean"], True)
    for row in (row for party in content["account"] for row in party["rows"]):
        if row["responses"] is not None:
            yield Fact("table", row["questionnaire"], "", TOTAL, row["responses"], None, True)


def _numbers(value: Any) -> Iterator[int]:
    """Every whole number in a record, also those that a sentence tells."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, str):
        yield from (int(one) for one in re.findall(r"\d+", value))


def _totals(record: Mapping[str, Any]) -> Iterator[Fact]:
    for code, one in record["response"].items():
        if one["answers"] is not None:
            yield Fact("json", code, "", TOTAL, one["answers"])
    for one in record["comparisons"]:
        for party in ("a", "b"):
            if one[f"n_{party}"]:
                yield Fact("json", f"{one['row']}-{one[party]}", "", TOTAL, one[f"n_{party}"])


def _groups(record: Mapping[str, Any]) -> Iterator[Fact]:
    for breakdown, cells in record["groups"].items():
        for code, groups in cells.items():
            for name, one in groups.items():
                yield Fact("json", code, breakdown, name, one.get("n"), one.get("mean"))


def _sheets(record: Mapping[str, Any]) -> Iterator[Fact]:
    for code, one in record["response"].items():
        for breakdown, lines in one["by"].items():
            for line in lines:
                yield Fact("json", code, breakdown, line["category"], line["answers"])
            yield from _known("json", code, breakdown, lines, one["population"])


def _known(
    source: str, code: str, breakdown: str, lines: Iterable[Mapping[str, Any]], people: int
) -> Iterator[Fact]:
    """A ratio tells how many people said to which category they belong."""
    for line in lines:
        if line["ratio"] and line["answers"] and line["population"]:
            known = line["answers"] * people / (line["ratio"] * line["population"])
            yield Fact(source, code, breakdown, "bekend", round(known))


def _modes(record: Mapping[str, Any]) -> Iterator[Fact]:
    for code, one in record["modes"].items():
        for mode, n in one["n"].items():
            yield Fact("json", code, "mode", mode, n)


def _pages(
    visitor: FlaskClient, wave_id: str, record: Mapping[str, Any]
) -> Iterator[tuple[str, BeautifulSoup]]:
    filled = [code for code, cell in record["cells"].items() if cell["n"]]
    addresses = [f"/metingen/{wave_id}/{name}".rstrip("/") for name in PAGES]
    addresses += [f"/metingen/{wave_id}/tabel-1/{code}" for code in filled]
    for address in (*addresses, "/metingen/raad", f"/metingen/raad/{wave_id}"):
        answer = visitor.get(address)
        if answer.status_code == 200:
            page = BeautifulSoup(answer.data, "html.parser")
            yield (
                address.rpartition("/metingen/")[2].partition("/")[2] or address,
                page.main or page,
            )


def _told_by_page(name: str, page: Tag, catalogue: Catalogue) -> Iterator[Fact]:
    if name.startswith("doelgroepen"):
        yield from _groups_page(page, name.partition("=")[2])
    elif name.startswith("tabel-1/"):
        yield from _cell_page(page, name.rpartition("/")[2])
    elif name == "respons":
        yield from _response_page(page, catalogue)
    elif name == "manieren":
        yield from _modes_page(page, catalogue)


def _groups_page(page: Tag, breakdown: str) -> Iterator[Fact]:
    names = [TOTAL, *CATEGORIES[breakdown]]
    for row in page.select("table.rows--groups tbody tr"):
        code = str(row.select_one("th a")["href"]).rpartition("/")[2]
        for name, place in zip(names, row.find_all("td"), strict=True):
            yield _drawn(code, "" if name == TOTAL else breakdown, name, place)


def _cell_page(page: Tag, code: str) -> Iterator[Fact]:
    keys = {words: key for key, words in BREAKDOWNS.items()}
    for part in page.select("section[aria-labelledby=groepen] article"):
        breakdown = keys[part.h3.get_text(strip=True)]
        for name, item in zip(CATEGORIES[breakdown], part.find_all("li"), strict=True):
            yield _drawn(code, breakdown, name, item)


def _drawn(code: str, breakdown: str, name: str, place: Tag) -> Fact:
    """A score in words, in a chart and in its alternative text; whichever is there tells it."""
    found = re.search(r"\bn\s*=?\s*(\d+)", place.get_text(" "))
    dot = PLACE.search(str(place))
    title = place.select_one("svg title")
    said = re.search(r"(\d+,\d)", title.get_text()) if title else None
    mean = float(dot[1]) / 10 if dot else float(said[1].replace(",", ".")) if said else None
    n = int(found[1]) if found else None
    return Fact("page", code, breakdown, name, n, mean, in_table=not breakdown)


def _response_page(page: Tag, catalogue: Catalogue) -> Iterator[Fact]:
    codes = {one.title: one.code for one in catalogue.questionnaires.values()}
    keys = {words: key for key, words in BREAKDOWNS.items()}
    for fold in page.select("details.fold"):
        code = codes.get(fold.summary.get_text(strip=True), "")
        for table in fold.select("table") if code else ():
            breakdown = keys[table.caption.get_text(strip=True)]
            for name, row in zip(CATEGORIES[breakdown], table.select("tbody tr"), strict=True):
                yield Fact("page", code, breakdown, name, _number(row.find_all("td")[1]))


def _modes_page(page: Tag, catalogue: Catalogue) -> Iterator[Fact]:
    codes = {one.title: one.code for one in catalogue.questionnaires.values()}
    for row in page.select("table.rows tbody tr"):
        code = codes[row.th.get_text(strip=True)]
        for mode, place in zip(MODES, row.find_all("td"), strict=False):
            yield Fact("page", code, "mode", mode, _number(place))


def _number(place: Tag) -> int | None:
    found = re.match(r"\s*(\d+)\b", place.get_text(" "))
    return int(found[1]) if found else None


def _documents(
    report: Report, content: Mapping[str, Any], folder: Path
) -> tuple[list[Fact], dict[str, str]]:
    book = load_workbook(io.BytesIO(render_document("xlsx", report)))
    rows = [
        ["" if value is None else str(value) for value in row]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    ods = load_ods(io.BytesIO(render_document("ods", report)))
    rows += [
        [teletype.extractText(cell) for cell in row.childNodes]
        for row in ods.getElementsByType(TableRow)
    ]
    place = folder / "report.pdf"
    place.write_bytes(render_document("pdf", report))
    told = subprocess.run(
        ["pdftotext", "-layout", place, "-"], check=True, capture_output=True, text=True
    )
    facts = [
        Fact("sheets", row[0], "", TOTAL, int(float(row[4])), None, True)
        for row in rows
        if len(row) > 5 and row[0] in content["cells"] and re.fullmatch(r"[\d.]+", row[4])
    ]
    return facts, {"pdf": told.stdout, "sheets": "\n".join(" ".join(row) for row in rows)}
