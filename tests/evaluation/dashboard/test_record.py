"""The figures for the council: series, phases and sentences from published editions only."""

from dataclasses import replace
from typing import Any

import pytest

from analysis.disclosure import Visibility
from survey_app.evaluation.dashboard.charts import column_chart, line_chart
from survey_app.evaluation.dashboard.presentation import Dashboard, shown_dashboard
from survey_app.evaluation.dashboard.record import published_record
from survey_app.evaluation.dashboard.series import figure_series
from survey_app.evaluation.edition.records import (
    Amount,
    EditionFigure,
    EditionParty,
    EditionResponse,
    EditionTable,
)
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue
from tests.evaluation.editions import a_cell, a_figure, an_edition
from tests.services.web_server import ROOT

PHASES = {"tijdens": "TIJDENS TRAJECT"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "questionnaires")


def line(value: float | None, period: str, **fields: Any) -> EditionFigure:
    whole = fields.pop("whole", None)
    share = value / whole if whole and value is not None else value
    mark = fields.pop("mark", "afgeschermd" if value is None else None)
    amount = Amount(share, fields.pop("unit", "trajecten"), value, whole, mark)
    return a_figure(amount, period=period, **fields)


def edition(name: str, *lines: EditionFigure, **means: float | None) -> EditionTable:
    """What a wave published: lines of figures, and means of cells."""
    figures: dict[str, tuple[EditionFigure, ...]] = {}
    for one in lines:
        figures[one.code] = (*figures.get(one.code, ()), one)
    codes = {name.replace("_", "-"): mean for name, mean in means.items()}
    return an_edition(
        name,
        figures=figures,
        cells={code: a_cell(code, mean) for code, mean in codes.items()},
        versions={"K3-TIJDENS": 1},
    )


def planned(people: int) -> EditionTable:
    """An edition without figures of a wave that was planned with so many clients."""
    row = EditionResponse("K3-TIJDENS", "", "", ("tijdens",), people, None, None, None, None)
    return replace(edition("M1"), account=(EditionParty("C", "Cliënten", None, (row,)),))


def test_a_figure_is_laid_beside_what_earlier_editions_published_of_the_same_line() -> None:
    first = edition("M1", line(84, "2023"), line(9, "2023", label="iets anders"))
    (found,) = figure_series([first, edition("M2", line(96, "2024"))], PHASES)
    assert [(one.period, one.value) for one in found.points] == [("2023", 84), ("2024", 96)]
    assert found.sentence == "In 2024: 96 trajecten. Dat is 12 trajecten meer dan in 2023."


def test_several_years_in_one_edition_are_one_series_in_the_order_of_the_years() -> None:
    years = [line(n, year) for n, year in ((90, "2022"), (84, "2023"), (96, "2024"))]
    (found,) = figure_series([edition("M1", *years)], PHASES)
    assert [(one.period, one.value) for one in found.points] == [
        ("2022", 90),
        ("2023", 84),
        ("2024", 96),
    ]
    assert found.sentence.startswith("In 2024: 96 trajecten. Dat is 12 trajecten meer dan in 2023.")


def test_a_later_edition_corrects_the_period_that_it_tells_again() -> None:
    (found,) = figure_series(
        [edition("M1", line(84, "2023")), edition("M2", line(80, "2023"))], PHASES
    )
    assert [(one.period, one.value, one.wave) for one in found.points] == [("2023", 80, "M2")]
    assert found.sentence.endswith("geen eerder cijfer om naast te leggen.")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((29.6, 84.0), (33.0, 84.0), "4 procentpunt meer"),  # 35 and 39 stand on the page
        ((33.0, 84.0), (33.0, 84.0), "evenveel als"),
        ((40.0, 84.0), (33.0, 84.0), "9 procentpunt minder"),
    ],
)
def test_shares_differ_by_what_a_reader_can_subtract(
    before: tuple[float, float], now: tuple[float, float], said: str
) -> None:
    lines = [line(n, year, whole=of) for (n, of), year in ((before, "2023"), (now, "2024"))]
    (found,) = figure_series([edition("M1", lines[0]), edition("M2", lines[1])], PHASES)
    assert said in found.sentence


def test_a_goal_says_which_way_is_better_and_a_hidden_figure_says_nothing() -> None:
    days = {"unit": "dagen", "label": "wachttijd", "target": 14.0, "higher_is_better": False}
    (shown,) = figure_series([edition("M1", line(17, "2024", **days))], PHASES)
    assert shown.sentence.endswith("Het doel was 14 dagen of lager.")
    (hidden,) = figure_series([edition("M1", line(None, "2024", target=5.0))], PHASES)
    assert hidden.sentence == "Dit cijfer gaat over te weinig mensen om te tonen."
    assert "5" not in hidden.sentence


def test_a_number_and_a_share_of_the_same_name_are_not_one_series() -> None:
    (found,) = figure_series(
        [edition("M1", line(30, "2023")), edition("M2", line(33, "2024", whole=84))], PHASES
    )
    assert [one.period for one in found.points] == ["2024"]


def test_without_lines_the_size_is_the_number_of_people_that_the_wave_was_planned_with() -> None:
    (found,) = figure_series([planned(140)], PHASES)
    assert (found.code, found.label, found.points[-1].value) == ("F01", "Tijdens traject", 140.0)
    assert found.sentence.startswith("Bij M1: 140 personen.")


def test_a_size_of_a_few_people_is_hidden() -> None:
    (found,) = figure_series([planned(3)], PHASES)
    assert found.points[-1].value is None
    assert (found.points[-1].numerator, found.points[-1].mark) == (None, Visibility.HIDDEN.value)
    assert found.sentence == "Dit cijfer gaat over te weinig mensen om te tonen."


@pytest.mark.parametrize(
    ("mark", "said"), [("afgeschermd", "Het vorige cijfer is niet getoond."), (None, "nog geen")]
)
def test_a_former_figure_that_is_hidden_is_not_one_that_is_not_there(
    mark: str | None, said: str
) -> None:
    (found,) = figure_series(
        [edition("M1", line(None, "2023", mark=mark), line(9, "2024"))], PHASES
    )
    assert said in found.sentence


def exits_of(catalogue: Catalogue, *lines: EditionFigure) -> Dashboard:
    record = published_record([edition("M1", *lines)], catalogue, [], None)
    return shown_dashboard(record["dashboard"], catalogue.framework)


def position(value: float | None, label: str, period: str = "2024", **fields: Any) -> EditionFigure:
    return line(value, period, label=label, code="F13", whole=40, **fields)


def test_exits_say_that_they_are_the_whole_only_when_they_are(catalogue: Catalogue) -> None:
    work, study = position(30, "werk"), position(10, "opleiding")
    assert exits_of(catalogue, work, study).exits_are_all
    assert not exits_of(catalogue, work).exits_are_all
    assert not exits_of(catalogue, work, position(None, "opleiding")).exits_are_all
    later = exits_of(catalogue, work, position(10, "opleiding", "2025"))
    assert (later.exits_are_all, later.exits_period) == (False, "")
    assert [one.label for one in later.exits] == ["werk (2024)", "opleiding (2025)"]


def test_an_exit_that_nobody_counted_is_not_called_too_few(catalogue: Catalogue) -> None:
    unknown, hidden = position(None, "onbekend", mark=None, target=0.5), position(None, "klein")
    shown = exits_of(catalogue, unknown, hidden)
    assert [one.number for one in shown.exits] == ["niet bekend", "te weinig"]
    assert [one.value for one in shown.targets] == ["niet bekend"]


def phases_of(
    catalogue: Catalogue, trend: list[dict[str, Any]], *editions: EditionTable
) -> dict[tuple[str, str], dict[str, Any]]:
    former = editions[-2].wave.name if len(editions) > 1 else None
    record = published_record(editions, catalogue, trend, former)
    return {(one["phase"], one["party"]): one for one in record["dashboard"]["phases"]}


def test_a_phase_is_the_mean_of_its_subjects_and_a_wave_without_one_of_them_is_left_out(
    catalogue: Catalogue,
) -> None:
    trend = [
        {"cell": "R06-C", "series_broken": False, "verdict": "hoger"},
        {"cell": "R07-C", "series_broken": False, "verdict": "geen aantoonbaar verschil"},
    ]
    found = phases_of(
        catalogue,
        trend,
        edition("M1", R06_C=5.0, R07_C=None),
        edition("M2", R06_C=5.0, R07_C=6.0),
        edition("M3", R06_C=6.0, R07_C=7.0),
    )["tijdens", "C"]
    assert found["cells"] == ("R06-C", "R07-C")
    assert [(one["wave"], one["mean"]) for one in found["points"]] == [("M2", 5.5), ("M3", 6.5)]
    assert (found["compared"], found["higher"], found["lower"]) == (2, 1, 0)
    assert "Van de 2 zijn er sinds M2 1 aantoonbaar hoger." in found["sentence"]


def test_marks_and_judgements_are_never_averaged(catalogue: Catalogue) -> None:
    found = phases_of(catalogue, [], edition("M1", R17_W=6.0, R21_W=9.0, R20_C=8.0))
    assert found["einde", "W"]["cells"] == ("R17-W",)
    assert found["einde", "W"]["mean"] == 6.0
    assert found["einde", "C"]["cells"] == ("R20-C",)  # nothing else there


def summary(catalogue: Catalogue, trend: list[dict[str, Any]], *editions: EditionTable) -> str:
    former = editions[-2].wave.name if len(editions) > 1 else None
    return " ".join(published_record(editions, catalogue, trend, former)["dashboard"]["summary"])


def test_only_judgements_are_ranked_and_the_reader_hears_that_nothing_was_tested(
    catalogue: Catalogue,
) -> None:
    said = summary(catalogue, [], edition("M1", R01_C=4.0, R06_C=6.0, R20_C=9.0))
    assert "het hoogst bij ‘Tijdens traject’ (6,0). Of dat verschil toeval is" in said
    assert "9,0" not in said
    assert "bekend van 3 van de" in said
    phase = phases_of(catalogue, [], edition("M1", R20_C=9.0))["einde", "C"]
    assert phase["sentence"].endswith("van 0 tot 10, omgerekend uit cijfers van 1 tot 10.")


def test_two_phases_that_read_the_same_are_not_ranked(catalogue: Catalogue) -> None:
    assert "laagst" not in summary(catalogue, [], edition("M1", R01_C=7.12, R06_C=7.08))


@pytest.mark.parametrize("trend", [[], [{"cell": "R06-C", "series_broken": True}]])
def test_where_nothing_was_compared_nothing_is_said_of_a_difference(
    catalogue: Catalogue, trend: list[dict[str, Any]]
) -> None:
    said = summary(catalogue, trend, edition("M1", R06_C=7.0), edition("M2", R06_C=7.0))
    assert "Een vergelijking met M1 kan niet." in said
    assert "verschil aangetoond" not in said
    verdict = {"cell": "R06-C", "series_broken": False, "verdict": "geen aantoonbaar verschil"}
    told = summary(catalogue, [verdict], edition("M1", R06_C=7.0), edition("M2", R06_C=7.0))
    assert "bij geen enkel oordeel een verschil aangetoond" in told


def test_a_phase_of_which_nothing_is_shown_has_no_number(catalogue: Catalogue) -> None:
    found = phases_of(catalogue, [], edition("M1", R06_C=None))["tijdens", "C"]
    assert (found["mean"], found["points"], found["n_low"]) == (None, (), None)


def test_other_words_break_the_series_of_a_cell(catalogue: Catalogue) -> None:
    older = replace(edition("M1", R06_C=5.0), versions={})  # the question was not asked
    record = published_record([older, edition("M2", R06_C=6.0)], catalogue, [], "M1")
    assert record["history"]["R06-C"]["broken"] is True
    assert [one["wave"] for one in record["history"]["R06-C"]["points"]] == ["M2"]
    assert record["history"]["R06-C"]["median"] is None


def test_a_median_comes_with_the_fourth_wave(catalogue: Catalogue) -> None:
    editions = [edition(f"M{n}", R06_C=float(n)) for n in (1, 2, 3, 4)]
    history = published_record(editions, catalogue, [], "M3")["history"]["R06-C"]
    assert (history["broken"], history["median"]) == (False, 2.5)


def test_columns_and_their_goal_stand_on_one_scale_that_begins_at_nothing() -> None:
    chart = column_chart([("2023", 30.0, "30"), ("2024", None, "–")], (60.0, "doel 60"))
    assert [one.height for one in chart.columns] == [30.0, 0.0]
    assert chart.goal == 18.0  # the top
    assert column_chart([("2024", 0.0, "0")]).columns[0].height == 0.0


def test_a_figure_whose_latest_years_are_all_hidden_has_no_chart(catalogue: Catalogue) -> None:
    years = [line(9.0 if n < 2 else None, str(2018 + n)) for n in range(7)]
    record = published_record([edition("M1", *years)], catalogue, [], None)
    (theme,) = (
        one
        for one in shown_dashboard(record["dashboard"], catalogue.framework).themes
        if one.theme.key == "instroom"
    )
    assert [one.chart for one in theme.figures] == [None]
    assert column_chart([(year, None, "–") for year in "ab"]).goal is None


def test_a_wave_without_a_mean_leaves_a_gap_in_the_line() -> None:
    assert line_chart([5.0, None, 6.0, 7.0], "7,0").path.count("M") == 2
