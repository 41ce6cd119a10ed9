"""Finished trajectories: from a file to stars beside raw figures, margin and reply (D.12, D.13)."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from analysis.parameters import DEFAULT
from survey_app.database import reading
from survey_app.documents.tabular import Line
from survey_app.errors import BadInput
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.providers.file import read_trajectories
from survey_app.evaluation.providers.import_trajectories_command import import_trajectories
from survey_app.evaluation.providers.stars import results
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.table1.queries import TrajectoryLine
from survey_app.models import TrajectoryCount
from tests.evaluation.conftest import Measured, spread
from tests.evaluation.test_wave_pages import visitor, words
from tests.services.product import submit_form

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NAMES = ("Stapsteen", "De Brug")
WAVE = "Najaar 2026"


def line(provider: str, succeeded: bool, n: int, **fields: Any) -> TrajectoryLine:
    told = {"distance": "klein", "target_group": "", "instrument": "", "start_step": 0}
    return TrajectoryLine(
        provider=provider, succeeded=succeeded, n=n, **{**told, "end_step": 0, **fields}
    )


def found(*lines: TrajectoryLine) -> dict[str, Any]:
    return results(lines, {}, DEFAULT, "v1")


def test_stars_follow_from_what_the_mix_let_expect_and_chance_is_said() -> None:
    told = found(line("A", True, 15), line("A", False, 5), line("B", True, 5), line("B", False, 15))
    a, b = told["A"], told["B"]
    assert (a.expected, a.ratio, a.stars, a.different) == (10.0, 1.5, 4, False)
    assert (round(a.low, 4), round(a.high, 4)) == (0.8395, 2.474)
    assert (b.observed, b.raw, b.stars) == (5, 0.25, 2)


@pytest.mark.parametrize(
    ("succeeded", "failed"),
    [(2, 18), (18, 3), (0, 20), (20, 0)],  # a few, or all of a small group
)
def test_a_few_people_of_one_provider_keep_the_expectations_of_all(
    succeeded: int, failed: int
) -> None:
    rows = [line("A", True, 15), line("A", False, 15)]
    rows += [line("B", True, succeeded)] if succeeded else []
    rows += [line("B", False, failed)] if failed else []
    told = found(*rows)
    assert (told["B"].observed, told["B"].raw, told["B"].expected) == (None, None, None)
    assert told["B"].finished == succeeded + failed
    a = told["A"]
    assert (a.observed, a.raw) == (15, 0.5)
    assert (a.expected, a.ratio, a.low, a.high, a.stars, a.different) == (None,) * 6
    assert a.why is not None


def test_fewer_than_five_trajectories_do_not_even_have_a_number() -> None:
    told = found(line("A", True, 15), line("A", False, 15), line("B", True, 4))
    assert (told["B"].finished, told["B"].stars) == (None, None)


def test_target_groups_are_strata_only_where_each_has_ten_trajectories() -> None:
    def mixed(n: int) -> dict[str, Any]:
        return found(
            line("A", True, n, target_group="statushouder"),
            line("A", False, 10, target_group="geen"),
            line("B", True, 10, target_group="geen"),
            line("B", False, n, target_group="statushouder"),
        )

    assert mixed(10)["A"].expected == pytest.approx(5.0 + 5.0)
    rough = found(
        line("A", True, 8, target_group="statushouder"),
        line("A", False, 12, target_group="geen"),
        line("B", True, 12, target_group="geen"),
        line("B", False, 6, target_group="geen"),
    )
    assert rough["A"].expected == pytest.approx(20 * 20 / 38)  # one stratum: eight is too few


def read(*rows: dict[str, str]) -> Any:
    return read_trajectories([Line(n, row) for n, row in enumerate(rows, 2)], NAMES)


@pytest.mark.parametrize(
    ("fields", "distance"),
    [
        ({"instrument": "vng6", "start": "2"}, "groot"),
        ({"instrument": "SPW3", "start": "1"}, "klein"),
        ({"wage_value": "39,9"}, "groot"),
        ({"wage_value": "70 %"}, "klein"),
        ({"distance": "middel", "instrument": "VNG6", "start": "6"}, "middel"),
        ({"distance": "onbepaald"}, ""),
        ({}, ""),
    ],
)
def test_the_distance_comes_from_the_file_a_ladder_or_a_wage_value(
    fields: dict[str, str], distance: str
) -> None:
    told = read({"provider": "de brug", "succeeded": "Ja", **fields})
    assert told.refused == ()
    ((one, n),) = told.counts.items()
    assert (one.provider, one.distance, one.succeeded, n) == ("De Brug", distance, True, 1)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"provider": "UWV", "succeeded": "ja"}, "hoort niet bij deze meting: Stapsteen, De Brug"),
        ({"provider": "De Brug", "succeeded": "bijna"}, "schrijf ja of nee"),
        (
            {"provider": "De Brug", "succeeded": "ja", "start": "3"},
            "trede begin ‘3’: vul ook de ladder in",
        ),
        (
            {"provider": "De Brug", "succeeded": "ja", "instrument": "HW3", "end": "4"},
            "trede eind: HW3 heeft treden 1 tot en met 3",
        ),
        ({"provider": "De Brug", "succeeded": "ja", "instrument": "X"}, "ladder: kies"),
        ({"provider": "De Brug", "succeeded": "ja", "distance": "ver"}, "afstand: kies"),
        ({"provider": "De Brug", "succeeded": "ja", "target_group": "allen"}, "doelgroep: kies"),
        (
            {"provider": "De Brug", "succeeded": "ja", "wage_value": "veel"},
            "loonwaarde: ‘veel’ is geen getal",
        ),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row: dict[str, str], says: str) -> None:
    told = read(row)
    assert told.counts == {}
    assert [one.row for one in told.refused] == [2]
    assert says in told.refused[0].reason


def a_file(folder: Path, *rows: tuple[str, str, int, str, str]) -> Path:
    """(provider, ja or nee, how many, start, end) on the ladder of six steps."""
    path = folder / "trajecten.csv"
    lines = ["provider;succeeded;instrument;start;end"]
    for provider, succeeded, n, start, end in rows:
        lines += [f"{provider};{succeeded};VNG6;{start};{end}"] * n
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


ROWS = (
    ("Stapsteen", "ja", 15, "3", "5"),
    ("Stapsteen", "nee", 5, "3", "3"),
    ("De Brug", "ja", 5, "4", "5"),
    ("De Brug", "nee", 15, "4", "3"),
)


@pytest.fixture
def closed(measured: Measured, tmp_path: Path) -> Measured:
    measured.change(providers=NAMES)
    import_trajectories(measured.installation, a_file(tmp_path, *ROWS), WAVE)
    measured.close()
    publish_all(measured.installation)
    return measured


def test_a_file_becomes_counts_stars_and_movement_and_a_second_import_replaces(
    closed: Measured, tmp_path: Path
) -> None:
    told = evaluation_of(closed.installation, closed.wave_id)
    first, second = told["providers"]
    assert (first["provider"], first["finished"], first["observed"]) == ("Stapsteen", 20, 15)
    assert (first["stars"], second["stars"], first["reply"]) == (4, 2, None)
    ((steps,)) = told["ladder"]
    assert (steps["instrument"], steps["moments"], steps["n"]) == ("VNG6", "registratie", 40)
    assert (steps["up"], steps["equal"], steps["down"]) == (20, 5, 15)
    import_trajectories(closed.installation, a_file(tmp_path, *ROWS[:2], *ROWS[:2]), WAVE)
    with reading(closed.installation.engine) as session:
        assert session.scalar(select(func.sum(TrajectoryCount.n))) == 40
    publish_all(closed.installation)
    again = evaluation_of(closed.installation, closed.wave_id)
    assert again["edition"] == told["edition"] + 1
    assert again["providers"][0]["finished"] == 40


@one_database
@pytest.mark.parametrize(
    ("up", "equal", "down", "shown"),
    [(6, 2, 2, False), (10, 5, 5, True), (10, 10, 4, False), (16, 16, 0, True)],
)
def test_of_a_few_registered_people_nobody_learns_which_way_they_went(
    measured: Measured, tmp_path: Path, up: int, equal: int, down: int, shown: bool
) -> None:
    measured.change(providers=NAMES)
    steps = ((up, "5"), (equal, "3"), (down, "2"))
    rows = [("Stapsteen", "ja", n, "3", end) for n, end in steps]
    import_trajectories(measured.installation, a_file(tmp_path, *rows), WAVE)
    measured.close()
    publish_all(measured.installation)
    (found,) = evaluation_of(measured.installation, measured.wave_id)["ladder"]
    assert found["n"] == up + equal + down
    numbers = (found["up"], found["equal"], found["down"], found["net"])
    told = (up, equal, down, (up - down) / found["n"])
    assert numbers == (told if shown else (None,) * 4)


@one_database
@pytest.mark.parametrize(("more", "kept"), [(0, None), (6, None), (2, 1)])
def test_trajectories_that_come_after_the_first_edition_appear_in_the_next(
    measured: Measured, tmp_path: Path, more: int, kept: int | None
) -> None:
    measured.change(providers=NAMES)
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.close()
    publish_all(measured.installation)
    before = evaluation_of(measured.installation, measured.wave_id)
    assert before["providers"][0]["finished"] is None
    import_trajectories(measured.installation, a_file(tmp_path, *ROWS), WAVE)
    measured.answer("K3-TIJDENS", [{"C301": 5}], times=more)
    publish_all(measured.installation)
    told = evaluation_of(measured.installation, measured.wave_id)
    assert told["edition"] == 2
    shown = None if kept else (20, 15)
    first = told["providers"][0]
    assert (first["finished"], first["observed"]) == (shown or (None, None))
    registered = [one for one in told["ladder"] if one["moments"] == "registratie"]
    assert len(registered) == (0 if kept else 1)


@one_database
def test_a_refused_row_or_an_empty_file_takes_nothing_away(
    closed: Measured, tmp_path: Path
) -> None:
    bad = a_file(tmp_path, *ROWS, ("UWV", "ja", 1, "3", "5"))
    assert len(import_trajectories(closed.installation, bad, WAVE).refused) == 1
    with pytest.raises(BadInput, match="holds no rows"):
        import_trajectories(closed.installation, a_file(tmp_path), WAVE)
    with reading(closed.installation.engine) as session:
        assert session.scalar(select(func.sum(TrajectoryCount.n))) == 40


@one_database
def test_stars_stand_beside_raw_figures_margin_and_the_reply(closed: Measured, app: Flask) -> None:
    evaluator = visitor(closed, app, "evaluator")
    form = evaluator.get(f"/metingen/{closed.wave_id}/wederhoor?aanbieder=De Brug")
    sent = submit_form(
        evaluator, form, "Bewaar reactie", {"tekst": "Wij kregen de lastigste groep."}
    )
    assert sent.status_code == 303
    council = visitor(closed, app, "council_reader")
    page = BeautifulSoup(council.get(f"/metingen/{closed.wave_id}/aanbieders").text, "html.parser")
    first, second = (words(one) for one in page.select("article.wording"))
    assert "4 van 5 sterren" in first
    assert "75 % (15 van 20)" in first
    assert "Verwacht 10,0 Verhouding 1,50, marge 0,84 tot 2,47" in first
    assert "Een verschil met het gemiddelde is niet aangetoond." in first
    assert "Nog geen reactie ontvangen" in first
    assert "Wij kregen de lastigste groep." in second
    assert "invoeren" not in first  # only evaluators
    assert evaluation_of(closed.installation, closed.wave_id)["providers"][1]["reply"] == (
        "Wij kregen de lastigste groep."
    )


@one_database
def test_a_reply_that_is_too_long_is_not_lost_and_an_empty_one_takes_it_away(
    closed: Measured, app: Flask
) -> None:
    evaluator = visitor(closed, app, "evaluator")
    address = f"/metingen/{closed.wave_id}/wederhoor?aanbieder=De Brug"
    long = "woord " * 900
    sent = submit_form(evaluator, evaluator.get(address), "Bewaar reactie", {"tekst": long})
    assert sent.status_code == 422
    assert "langer dan 4000 tekens" in sent.text
    assert "woord woord" in sent.text
    for text in ("Kort.", ""):
        submit_form(evaluator, evaluator.get(address), "Bewaar reactie", {"tekst": text})
        page = evaluator.get(f"/metingen/{closed.wave_id}/aanbieders").text
        assert ("Kort." in page) is bool(text)
    assert evaluator.get(f"/metingen/{closed.wave_id}/wederhoor?aanbieder=UWV").status_code == 303


def test_trajectories_of_a_test_are_refused(measured: Measured, tmp_path: Path) -> None:
    measured.change(is_test=True)
    with pytest.raises(BadInput, match="is a test"):
        import_trajectories(measured.installation, a_file(tmp_path, *ROWS), WAVE)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_the_crosswalk_stands_in_a_picture_in_words_and_in_a_table(
    closed: Measured, app: Flask
) -> None:
    council = visitor(closed, app, "council_reader")
    page = BeautifulSoup(council.get(f"/metingen/{closed.wave_id}/aanbieders").text, "html.parser")
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.select("[aria-labelledby=afstand] tbody tr")
    }
    # method.md D.13: the ladders run in opposite directions, and 60-80 straddles the border.
    assert rows["Participatieladder, 6 treden"] == [
        "trede 1, trede 2",
        "trede 3, trede 4",
        "trede 5, trede 6",
        "–",
    ]
    assert rows["SPW, 3 treden"] == ["trede 3", "trede 2", "trede 1", "–"]
    assert rows["Loonwaarde, klassen SPW"] == ["0-30 %", "30-60 %*", "80-100 %", "60-80 %"]
    picture = page.select_one("svg.crosswalk")
    assert "SPW, 3 treden: groot is trede 3; middel is trede 2; klein is trede 1" in " ".join(
        picture.desc.get_text().split()
    )
    assert len(picture.select("rect")) == 6 + 3 + 3 + 4 + 3
