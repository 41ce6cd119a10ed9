"""From stored counts to Tabel 1: the 47 cells and what each may show."""

import json

import pytest

from survey_app.database import session_of
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.publishing.services import published_edition, published_table
from survey_app.evaluation.table1.table_command import table_lines
from survey_app.models import OpenLink
from tests.evaluation.conftest import Measured, spread

KEYS = {"n", "mean", "sd", "share_positive", "low", "high", "mark"}
FIGURES_ONLY = {"R15-G", "R16-G", "R18-G"}


def cells(measured: Measured) -> dict[str, dict[str, object]]:
    measured.publish()
    table = published_table(measured.installation, measured.wave_id)
    return json.loads(json.dumps(table))["cells"]


def test_an_empty_wave_has_47_cells_without_numbers(measured: Measured) -> None:
    found = cells(measured)
    assert len(found) == 47
    for code, cell in found.items():
        assert set(cell) >= KEYS
        assert cell["mean"] is None
        expected = None if code in FIGURES_ONLY else "geen antwoorden"
        assert cell["mark"] == expected


def test_a_cell_of_two_questions_takes_the_mean_per_person(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", [{"C302": 5, "C303": 4}, {"C302": 2, "C303": None}], times=10)
    cell = cells(measured)["R07-C"]
    assert cell["n"] == 20
    assert cell["mean"] == pytest.approx((8.75 * 10 + 2.5 * 10) / 20)
    assert cell["share_positive"] == pytest.approx(0.5)


def test_the_interval_uses_the_population_when_everybody_was_invited(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 4, 6, 10, 12, 8))
    everybody = cells(measured)["R06-C"]
    with session_of(measured.installation.engine) as session:
        session.add(
            OpenLink(
                wave_id=measured.wave_id,
                questionnaire="K3-TIJDENS",
                token_hash=b"x",
                maximum=10,
                started=1,
            )
        )
        session.commit()
    anybody = cells(measured)["R06-C"]
    assert everybody["population"] == 140
    assert anybody["population"] is None
    assert everybody["low"] > anybody["low"]
    assert everybody["high"] < anybody["high"]


def test_a_party_that_was_not_invited_as_a_whole_gets_no_correction(measured: Measured) -> None:
    measured.answer("W3-TIJDENS", spread("W301", 4, 6, 10, 12, 8))
    assert cells(measured)["R06-W"]["population"] is None


@pytest.mark.parametrize(
    ("number", "mark", "shown"),
    [
        (1, "afgeschermd", set()),
        (4, "afgeschermd", set()),
        (5, "indicatief", {"n", "mean"}),
        (9, "indicatief", {"n", "mean"}),
        (10, None, {"n", "mean", "sd", "share_positive", "low", "high"}),
    ],
)
def test_few_answers_show_less(
    measured: Measured, number: int, mark: str | None, shown: set[str]
) -> None:
    sheets = [{"C301": 2 + index % 3} for index in range(number)]
    measured.answer("K3-TIJDENS", sheets)
    cell = cells(measured)["R06-C"]
    assert cell["mark"] == mark
    assert {key for key in KEYS - {"mark"} if cell[key] is not None} == shown


def test_an_organisation_may_ask_for_more_answers(measured: Measured) -> None:
    measured.change(minimum_cell=12)
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    assert cells(measured)["R06-C"]["mark"] == "afgeschermd"


def test_only_people_with_a_compulsory_return_count_for_that_cell(measured: Measured) -> None:
    asked = [{"C310": 1, "C311": 4}, {"C310": 1, "C311": 2}]
    measured.answer("K3-TIJDENS", asked, times=5)
    measured.answer("K3-TIJDENS", [{"C310": 2}], times=30)
    assert cells(measured)["R11-C"]["n"] == 10


def test_a_figure_cell_carries_its_figures_and_no_numbers(measured: Measured) -> None:
    measured.figure("F14", 30, label="uitstroom naar werk", denominator=120.0, target=0.3)
    cell = cells(measured)["R16-G"]
    assert {cell[key] for key in KEYS} == {None}
    figures = cell["figures"]
    assert isinstance(figures, list)
    assert [(line["code"], line["value"], line["light"]) for line in figures] == [
        ("F14", 0.25, "oranje")
    ]


def test_a_judgement_and_a_figure_stand_side_by_side(measured: Measured) -> None:
    measured.figure("F03", 80, label="met plan", denominator=100.0)
    measured.answer("G-ZELF", [{"G302": 4, "G303": 3}, {"G302": 3, "G303": 2}], times=6)
    cell = cells(measured)["R08-G"]
    assert cell["mean"] == pytest.approx((6.25 + 3.75) / 2)
    assert len(cell["figures"]) == 1  # type: ignore[arg-type]


def test_the_light_of_an_expectation_cell_follows_the_perceived_difference(
    measured: Measured,
) -> None:
    measured.answer("K4-EINDE", [{"C404": 9, "C405": 1}], times=12)
    measured.answer("K4-EINDE", [{"C404": 8, "C405": 3}], times=8)
    measured.answer("K4-EINDE", [{"C404": 9, "C405": 4}], times=4)
    cell = cells(measured)["R20-C"]
    assert (cell["share_bound"], cell["mean"]) == ("≥ 90 %", 8.5)  # 8.52 tells more than a bound
    assert cell["light"] == "rood"
    perceived = cell["perceived"]
    assert isinstance(perceived, dict)
    assert perceived["worse"]["share"] == pytest.approx(1 / 2)
    assert perceived["better"]["share"] == pytest.approx(1 / 6)


def test_the_table_on_the_command_line_rounds_as_the_pages_do_and_shows_figures(
    measured: Measured,
) -> None:
    measured.figure("F13", 40, label="betaald werk", denominator=60.0, unit="trajecten")
    measured.answer("K3-TIJDENS", [{"C301": 4}, {"C301": 3}], times=7)
    measured.publish()
    edition = published_edition(measured.installation, measured.wave_id)
    table = edition_table(edition.content)
    lines = {line[:5]: line for line in table_lines(table)}
    assert table.cells["R06-C"].mean == 6.25
    assert "   6,3  (" in lines["R06-C"]
    assert "F13 67 % betaald werk" in lines["R15-G"]
    assert lines["R01-C"].split()[:3] == ["R01-C", "-", "n=0"]
