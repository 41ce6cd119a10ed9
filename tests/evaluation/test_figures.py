"""Figures F01-F17: reading a file, and what may be shown of them."""

import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.parameters import DEFAULT
from survey_app.database import session_of
from survey_app.documents.tabular import Line
from survey_app.errors import BadInput
from survey_app.evaluation.edition.reading import edition_figures
from survey_app.evaluation.edition.records import Amount
from survey_app.evaluation.figures.file import number, read_figures
from survey_app.evaluation.figures.import_figures_command import import_figures
from survey_app.evaluation.figures.presentation import wholes
from survey_app.evaluation.figures.shown import figure_records
from survey_app.evaluation.table1.queries import FigureLine, figure_lines
from survey_app.evaluation.wording import figure_parts, figure_value, target_words
from tests.evaluation.conftest import Measured

KNOWN = [f"F{number:02d}" for number in range(1, 18)]
HEAD = "code;label;numerator;denominator;unit;target;higher_is_better;period;source"
GOOD = "F14;uitstroom naar werk;43;88;trajecten;0,45;ja;2026;register"


def row(**fields: str) -> Line:
    return Line(2, {"code": "F14", "label": "uitstroom", "numerator": "43", **fields})


def line(code: str, label: str, numerator: float, **fields: object) -> FigureLine:
    values = {
        "denominator": None,
        "unit": "mensen",
        "target": None,
        "higher_is_better": True,
        **dict.fromkeys(("period", "source", "explanation", "responsible"), ""),
        **fields,
    }
    return FigureLine(code, label, numerator, **values)  # type: ignore[arg-type]


def one_record(numerator: float, **fields: object) -> dict[str, Any]:
    return figure_records([line("F14", "x", numerator, **fields)], DEFAULT)["F14"][0]


@pytest.mark.parametrize(
    ("text", "value"),
    [("80", 80.0), ("12,5", 12.5), ("12.5", 12.5), ("1.234,5", 1234.5), ("0", 0.0), (" 7 ", 7.0)],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["1.234", "nan", "inf", "-3", "1e20", "acht", "1_000", "12,5,1"])
def test_numbers_that_mean_two_things_or_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"geen getal|twee dingen"):
        number(text)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"code": "F99"}, "bestaat niet"),
        ({"numerator": ""}, "vul de realisatie"),
        ({"denominator": "0"}, "de noemer is 0"),
        ({"target": "veel"}, "norm: ‘veel’ is geen getal"),
        ({"numerator": "61", "denominator": "84", "target": "85"}, "als 0,85 of 85%"),
        ({"higher_is_better": "misschien"}, "schrijf ja of nee"),
        ({"source": "x" * 501}, "bron is langer"),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason(fields: dict[str, str], reason: str) -> None:
    read = read_figures([row(**fields)], KNOWN)
    assert read.lines == ()
    assert [refused.row for refused in read.refused] == [2]
    assert reason in read.refused[0].reason


@pytest.mark.parametrize("target", ["0,45", "45%", "45 %"])
def test_the_target_of_a_share_may_be_a_percentage(target: str) -> None:
    read = read_figures([row(denominator="88", target=target)], KNOWN)
    assert [line.target for line in read.lines] == [pytest.approx(0.45)]


def test_a_row_with_more_fields_than_columns_is_refused() -> None:
    fields = row().fields
    read = read_figures([Line(2, fields, surplus=True), Line(3, fields)], KNOWN)
    assert [(one.row, "meer in deze rij" in one.reason) for one in read.refused] == [(2, True)]
    assert len(read.lines) == 1


def test_the_same_line_twice_in_a_file_is_refused() -> None:
    read = read_figures([row(), row()], KNOWN)
    assert len(read.lines) == 1
    assert "twee keer" in read.refused[0].reason


def test_parts_that_do_not_add_up_are_pointed_out() -> None:
    parts = [row(code="F13", label="werk", numerator="20", denominator="88")]
    parts += [row(code="F13", label="zorg", numerator="60", denominator="88")]
    assert read_figures(parts, KNOWN).warnings == (
        "F13: de delen zijn samen 80, het totaal is 88.",
    )
    above = read_figures([row(numerator="90", denominator="88")], KNOWN)
    assert above.warnings == ("F14 uitstroom: 90 is meer dan 88.",)


def test_a_file_is_imported_once_however_often_it_is_read(
    measured: Measured, tmp_path: Path
) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    for _ in range(2):
        assert import_figures(measured.installation, file, "Najaar 2026").refused == ()
    with session_of(measured.installation.engine) as session:
        stored = figure_lines(session, measured.wave_id)
    assert [(one.code, one.numerator, one.denominator, one.target) for one in stored] == [
        ("F14", 43.0, 88.0, 0.45)
    ]


def test_one_wrong_row_keeps_the_whole_file_out(measured: Measured, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(f"{HEAD}\n{GOOD}\nF99;x;1;;;;;;\n", encoding="utf-8")
    assert [r.row for r in import_figures(measured.installation, file, "Najaar 2026").refused] == [
        3
    ]
    with session_of(measured.installation.engine) as session:
        assert figure_lines(session, measured.wave_id) == ()


def test_a_file_without_the_columns_says_which_one_is_missing(
    measured: Measured, tmp_path: Path
) -> None:
    file = tmp_path / "figures.csv"
    file.write_text("code;label\nF14;x\n", encoding="utf-8")
    with pytest.raises(BadInput, match="numerator"):
        import_figures(measured.installation, file, "Najaar 2026")


def test_a_small_part_is_hidden_and_cannot_be_computed_from_the_whole() -> None:
    parts = {"werk": 43, "opleiding": 9, "zorg": 3, "onbekend": 33}
    lines = [line("F13", label, n, denominator=88.0) for label, n in parts.items()]
    records = {one["label"]: one for one in figure_records(lines, DEFAULT)["F13"]}
    hidden = {label for label, one in records.items() if one["mark"] == "afgeschermd"}
    assert hidden == {"zorg", "opleiding"}
    assert all(records[label]["numerator"] is records[label]["value"] is None for label in hidden)


@pytest.mark.parametrize(
    "unit", ["dagen", "euro", "duizend euro", "€", "fte", "uren", "vacatures", "klachten per fte"]
)
def test_money_days_and_posts_are_never_a_small_group(unit: str) -> None:
    assert one_record(3.0, unit=unit)["value"] == 3.0


@pytest.mark.parametrize("unit", ["personen", "klachten", "statushouders", "plaatsingen", ""])
def test_a_small_number_of_anything_that_may_be_people_is_hidden(unit: str) -> None:
    assert one_record(2.0, unit=unit)["mark"] == "afgeschermd"
    assert one_record(5.0, unit=unit)["value"] == 5.0
    assert one_record(0.0, unit=unit)["value"] == 0.0


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (19, 20, False),  # one person stayed behind
        (8, 11, False),
        (15, 20, True),
        (0, 12, False),  # nobody of a small group: everybody knows of everybody
        (12, 12, False),
        (0, 40, True),
        (40, 40, True),
        (37, 40, False),
        (90, 88, True),  # a warning of the import, no group
    ],
)
def test_the_people_that_a_share_leaves_out_are_a_group_too(
    numerator: float, denominator: float, shown: bool
) -> None:
    record = one_record(numerator, denominator=float(denominator), unit="personen")
    assert (record["value"] is not None) is shown
    assert record["denominator"] == denominator


def hidden_labels(lines: list[FigureLine]) -> set[str]:
    (records,) = figure_records(lines, DEFAULT).values()
    return {one["label"] for one in records if one["mark"] == "afgeschermd"}


@pytest.mark.parametrize("name", ["instroom", "Instroom ", "in 2025"])
def test_a_whole_under_another_spelling_is_taken_for_shown(name: str) -> None:
    whole = line("F14", "Instroom", 100)
    parts = {"werk": 60, "opleiding": 38, "zorg": 2}
    lines = [line("F14", label, n, part_of=name) for label, n in parts.items()]
    assert hidden_labels([whole, *lines]) == {"opleiding", "zorg"}


def test_two_lines_that_differ_in_case_are_each_judged() -> None:
    assert hidden_labels([line("F14", "zorg", 2), line("F14", "Zorg", 60)]) == {"zorg"}


def test_a_share_that_tells_of_a_few_does_not_follow_from_its_whole() -> None:
    share = line("F14", "werk", 19, denominator=20.0, part_of="uitstroom")
    others = [line("F14", label, n, part_of="uitstroom") for label, n in (("a", 30), ("b", 51))]
    assert hidden_labels([line("F14", "uitstroom", 100), share, *others]) == {"werk", "a"}


TREE = {"a": "alle", "b": "alle", "c": "alle", "b1": "b", "b2": "B"}
TOTAL = 24


def test_no_few_people_follow_from_what_is_shown_of_parts_and_their_parts() -> None:
    """Every way to divide the total: who knows what is shown still finds five or more possible."""
    worlds = [
        {"alle": TOTAL, "a": a, "c": c, "b": b, "b1": b1, "b2": b - b1}
        for a in range(TOTAL + 1)
        for c in range(TOTAL + 1 - a)
        for b in [TOTAL - a - c]
        for b1 in range(b + 1)
    ]
    largest: dict[tuple[object, ...], Counter[str]] = {}
    for known in itertools.chain.from_iterable(
        itertools.combinations(worlds[0], n) for n in range(7)
    ):
        for world in worlds:
            seen = largest.setdefault((known, *(world[label] for label in known)), Counter())
            seen |= Counter(world)
    for world in worlds:
        lines = [line("F14", name, n, part_of=TREE.get(name, "")) for name, n in world.items()]
        hidden = hidden_labels(lines)
        known = tuple(name for name in world if name not in hidden)
        most = largest[known, *(world[name] for name in known)]
        assert all(most[name] >= DEFAULT.disclosure_minimum for name in hidden), world


def test_a_whole_of_a_few_people_is_hidden_with_its_part() -> None:
    record = one_record(3, denominator=4.0, unit="personen")
    assert record["numerator"] is record["denominator"] is record["value"] is None


@pytest.mark.parametrize(
    ("fields", "light"),
    [
        ({"numerator": 45, "denominator": 100.0, "target": 0.45}, "groen"),
        ({"numerator": 40, "denominator": 100.0, "target": 0.45}, "oranje"),
        ({"numerator": 30, "denominator": 100.0, "target": 0.45}, "rood"),
        ({"numerator": 30, "denominator": 100.0}, "grijs"),
        ({"numerator": 19, "unit": "dagen", "target": 14.0, "higher_is_better": False}, "rood"),
    ],
)
def test_a_figure_is_judged_by_its_own_target_only(fields: dict[str, object], light: str) -> None:
    numerator = float(str(fields.pop("numerator")))
    records = figure_records([line("F14", "x", numerator, **fields)], DEFAULT)
    assert records["F14"][0]["light"] == light


@pytest.mark.parametrize(
    ("part_of", "left"),
    [
        ({"b": "a", "c": "b"}, ["a"]),
        ({"a": "b", "b": "a", "c": "c"}, ["a", "b", "c"]),
        ({"a": "er niet", "b": "a"}, ["a", "b", "c"]),
    ],
)
def test_only_a_part_of_a_total_that_is_there_is_left_to_the_page_of_figures(
    part_of: dict[str, str], left: list[str]
) -> None:
    lines = [line("F14", name, 60, part_of=part_of.get(name, "")) for name in "abc"]
    records = figure_records(lines, DEFAULT)
    assert [one.label for one in wholes(edition_figures(records["F14"]))] == left


def test_figures_are_told_in_the_form_they_have() -> None:
    share = Amount(0.8477, "trajecten", numerator=212, denominator=250.0)
    assert figure_value(share) == "85 %"
    assert figure_parts(share) == "212 van 250 trajecten"
    assert target_words(share, 0.9) == "streefwaarde 90 %"
    days = Amount(19.0, "dagen", numerator=19.0)
    assert (figure_value(days), figure_parts(days)) == ("19 dagen", "")
    load = Amount(62.5, "cliënten per fte", numerator=500, denominator=8)
    assert figure_value(load) == "62,5 cliënten per fte"
    assert figure_value(replace(share, value=None, mark="afgeschermd")) == "afgeschermd"


def test_a_file_without_rows_leaves_the_figures_as_they_are(
    measured: Measured, tmp_path: Path
) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    import_figures(measured.installation, path, "Najaar 2026")
    path.write_text(f"{HEAD}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no rows"):
        import_figures(measured.installation, path, "Najaar 2026")
    with session_of(measured.installation.engine) as session:
        assert len(figure_lines(session, measured.wave_id)) == 1
