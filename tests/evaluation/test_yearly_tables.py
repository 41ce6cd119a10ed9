"""Tables that municipalities printed, read as they stand: they add up, or it is said where not.

The numbers are those of the annual reports of the ISD Bollenstreek (three municipalities, 2015 to
2017) and of the rekenkamer of Uithoorn (goals by group, participation in 2018).
"""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from analysis.parameters import DEFAULT
from survey_app.documents.tabular import content_of
from survey_app.errors import FileRefused
from survey_app.evaluation.edition.reading import edition_figures
from survey_app.evaluation.figures.file import read_rows, rows_of
from survey_app.evaluation.figures.outside import INDICATORS, SOURCES, read_outside
from survey_app.evaluation.figures.presentation import all_figures
from survey_app.evaluation.figures.read import FiguresRead
from survey_app.evaluation.figures.shown import figure_records
from survey_app.evaluation.table1.queries import FigureLine

TABLES = Path(__file__).parent / "tables"
DOCUMENT = Path(__file__).parents[2] / "docs" / "outside-figures.md"
KNOWN = [f"F{number:02d}" for number in range(1, 18)]
PLACES = ("Hillegom", "Lisse", "Noordwijkerhout")


def read(name: str) -> FiguresRead:
    found = read_rows(name, rows_of(content_of(TABLES / name), name), KNOWN)
    assert found.refused == ()
    return found


def line(found: FiguresRead, label: str, period: str) -> FigureLine:
    (one,) = (line for line in found.lines if (line.label, line.period) == (label, period))
    return one


@pytest.mark.parametrize(
    ("flow", "year", "totals"),
    [
        ("instroom", "2017", (85, 72, 47)),
        ("instroom", "2016", (81, 104, 71)),
        ("instroom", "2015", (102, 70, 43)),
        ("uitstroom", "2017", (58, 69, 56)),
        ("uitstroom", "2016", (78, 69, 50)),
        ("uitstroom", "2015", (88, 71, 45)),
    ],
)
def test_every_printed_total_is_read(flow: str, year: str, totals: tuple[int, ...]) -> None:
    found = read("in-en-uitstroom.csv")
    read_totals = tuple(line(found, f"{flow} {place}", year).numerator for place in PLACES)
    assert read_totals == totals


def test_only_the_inflow_of_2015_does_not_add_up_and_it_is_said_by_how_much() -> None:
    assert read("in-en-uitstroom.csv").warnings == (
        "F14 instroom Hillegom 2015: de delen zijn samen 103, het totaal is 102.",
        "F14 instroom Lisse 2015: de delen zijn samen 73, het totaal is 70.",
        "F14 instroom Noordwijkerhout 2015: de delen zijn samen 47, het totaal is 43.",
    )


def test_a_reason_is_a_part_of_its_year_and_place_and_a_dash_is_none() -> None:
    found = read("in-en-uitstroom.csv")
    newcomers = line(found, "instroom Lisse: Nieuwkomer vanuit de COA", "2016")
    assert (newcomers.code, newcomers.numerator) == ("F14", 35)
    assert newcomers.part_of == "instroom Lisse"
    dash = line(found, "instroom Noordwijkerhout: Beëindiging huwelijk/relatie", "2016")
    assert dash.numerator == 0
    clients = line(found, "aantal klanten Hillegom", "31-12-2016")
    assert (clients.code, clients.numerator, clients.part_of) == ("F01", 242, "")


def test_a_number_of_few_people_in_a_yearly_table_is_published_by_nobody() -> None:
    found = read("in-en-uitstroom.csv")
    shown = {
        (one["label"], one["period"]): one for one in figure_records(found.lines, DEFAULT)["F14"]
    }
    assert shown["instroom Hillegom", "2017"]["value"] == 85
    assert shown["instroom Hillegom: Nieuwkomer vanuit de COA", "2017"]["value"] == 19
    few = shown["instroom Hillegom: Uit detentie", "2017"]
    assert few["value"] is few["numerator"] is None
    assert {one.label for one in all_figures({"F14": edition_figures(list(shown.values()))})} == {
        f"{flow} {place}" for flow in ("instroom", "uitstroom") for place in PLACES
    }


def test_goals_without_a_result_are_read_and_a_gap_in_them_is_pointed_out() -> None:
    found = read("doelen.csv")
    assert len(found.lines) == 15
    assert [one.target for one in found.lines if one.label == "beschut werk: plaatsingen"] == [
        5,
        6,
        8,
        9,
    ]
    assert all(one.numerator is None for one in found.lines)
    assert found.warnings == (
        "F14 >100%: alle cliënten 2018 (normen): de delen zijn samen 90, het totaal is 100.",
    )
    records = figure_records(found.lines, DEFAULT)["F14"]
    assert {(one["value"], one["light"]) for one in records} == {(None, "grijs")}


def test_participation_adds_up_to_more_than_all_and_that_is_said() -> None:
    found = read("participatie.csv")
    assert found.warnings == (
        "F13 alle cliënten t/m Q3 2018: de delen zijn samen 117, het totaal is 100.",
    )
    assert line(found, "alle cliënten", "t/m Q3 2018").explanation


def test_a_workbook_and_a_text_with_the_same_rows_say_the_same() -> None:
    text = (TABLES / "in-en-uitstroom.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(field) if field.isdecimal() else field or None for field in row])
    packed = io.BytesIO()
    book.save(packed)
    found = read_rows("x.xlsx", rows_of(packed.getvalue(), "x.xlsx"), KNOWN)
    assert found == read("in-en-uitstroom.csv")


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 no book", b"%PDF-1.4"])
def test_a_file_that_is_no_table_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        rows_of(raw, "cijfers.xlsx")
    assert refused.value.dutch.startswith(("Dit bestand is", "Dit is"))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["Instroom 2020", "", ""], ["Overige", "4", ""]], "om welke gemeenten"),
        ([["Instroom 2020", "Lisse"], ["Overige", "4", "5"]], "meer getallen dan er gemeenten"),
        ([["Instroom 2020", "Lisse", ""], ["Overige", "4", "5"]], "meer getallen dan er gemeenten"),
        ([["Instroom 2020", "Lisse"], ["Overige", "vier"]], "geen getal"),
    ],
)
def test_a_row_of_a_yearly_table_that_cannot_be_used_is_refused(
    rows: list[list[str]], reason: str
) -> None:
    (refused,) = read_rows("x.csv", rows, KNOWN).refused
    assert refused.row == 2
    assert reason in refused.reason


def test_the_same_row_twice_is_refused_and_not_taken_for_the_last() -> None:
    rows = [["Instroom 2020", "Lisse"], ["Overige", "4"], ["Overige", "7"]]
    found = read_rows("x.csv", rows, KNOWN)
    assert [(one.row, "staat twee keer" in one.reason) for one in found.refused] == [(3, True)]
    head = ["bron", "indicator", "gemeente", "periode", "waarde", "opgehaald op"]
    twice = [["divosa", "Instroom", "Hier", "2025", n, "2026-01-15"] for n in ("7", "8")]
    outside = read_outside("x", [head, *twice])
    assert [(one.row, "staat twee keer" in one.reason) for one in outside.refused] == [(3, True)]
    same_place = [["Instroom 2020", "Lisse", "Lisse"], ["Overige", "4", "7"]]
    assert read_rows("x.csv", same_place, KNOWN).refused[0].row == 2


def test_an_indicator_without_a_mapping_is_refused_and_so_is_one_without_a_day() -> None:
    head = ["bron", "indicator", "gemeente", "periode", "waarde", "opgehaald op"]
    unknown = ["divosa", "Geluk", "Hier", "2025", "7", "2026-01-15"]
    undated = ["divosa", "Instroom", "Hier", "2025", "7", ""]
    other = ["google", "Instroom", "Hier", "2025", "7", "2026-01-15"]
    refused = read_outside("x", [head, unknown, undated, other]).refused
    assert [one.row for one in refused] == [2, 3, 4]
    assert ["niet gekoppeld" in refused[0].reason, "welke dag" in refused[1].reason] == [True] * 2


def test_the_mapping_that_people_read_is_the_mapping_that_is_used() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in SOURCES.values():
        assert name in text
    for one in INDICATORS:
        assert f"| {one.source} | {one.name} | {one.code} | {one.differs} |" in text
