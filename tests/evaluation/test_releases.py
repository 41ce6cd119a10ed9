"""What an edition told of people is kept, and the next edition is judged by all of it."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from analysis.disclosure import held_account, held_back, must_wait
from survey_app.database import reading, session_of
from survey_app.evaluation.breakdowns.releases import Release, released_before
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.publishing.services import publish_all, publish_interim
from survey_app.evaluation.table1.queries import latest_snapshot
from survey_app.intake.counting import count
from survey_app.intake.storing import add_counts, clear_counts
from survey_app.models import ReleasedBreakdown
from survey_app.organisations.waves import mark_changed
from survey_app.stores.inbox import Submission
from tests.evaluation.conftest import FIRST, Measured

AGES = {1: 14, 2: 9, 3: 3, 4: 12}
one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def counted(measured: Measured, ages: dict[int, int], figure: str) -> None:
    """The wave as if these people had answered, and a figure so that an edition follows."""
    sheets = [
        Submission("K3-TIJDENS", 1, {"C301": 2 + place % 3}, FIRST, background={"B2": age})
        for age, number in ages.items()
        for place in range(number)
    ]
    with session_of(measured.installation.engine) as session:
        clear_counts(session, measured.wave_id)
        add_counts(session, measured.wave_id, count(measured.installation.catalogue, sheets))
        mark_changed(session, measured.wave_id)
        session.commit()
    measured.figure("F14", 43, label=figure)


def told(measured: Measured) -> tuple[Release, ...]:
    with reading(measured.installation.engine) as session:
        return released_before(session, measured.wave_id)["K3-TIJDENS", "leeftijd"]


def subjects(measured: Measured) -> dict[str, Any]:
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
        assert snapshot is not None
        return stored_subjects(session, snapshot.id)


@pytest.fixture
def closed(measured: Measured) -> Measured:
    counted(measured, AGES, "een")
    measured.close()
    publish_all(measured.installation)
    return measured


def test_an_edition_leaves_what_it_told_and_what_it_hid(closed: Measured) -> None:
    (release,) = told(closed)
    sheets = release[-1]
    assert sheets.figure.name == "K3-TIJDENS"
    assert dict(sheets.figure.people) == {"": 0, "1": 14, "2": 9, "3": 3, "4": 12}
    assert (sheets.shown, sheets.hidden) == ({"1", "4", "totaal"}, {"2", "3"})
    groups = subjects(closed)["groups"]["leeftijd"]["R06-C"]
    assert {name for name, one in groups.items() if one == {"hidden": True}} == {"2", "3"}


def test_an_interim_edition_leaves_the_numbers_of_everybody(measured: Measured) -> None:
    counted(measured, AGES, "een")
    publish_interim(measured.installation, measured.wave_id)
    (release,) = told(measured)
    assert {name for one in release for name in one.shown | one.hidden} == {"totaal"}


@one_database
@pytest.mark.parametrize(
    ("after", "origin"),
    [
        ({1: 14, 2: 9, 3: 3, 4: 12}, None),  # only a figure of the municipality came in
        ({1: 13, 2: 9, 3: 3, 4: 12}, 1),  # somebody withdrew
        ({1: 14, 2: 8, 3: 4, 4: 12}, 1),  # somebody was counted in the wrong group
        ({1: 24, 2: 9, 3: 3, 4: 18}, None),  # many sheets lay in a drawer
    ],
)
def test_breakdowns_are_renewed_when_what_was_told_before_allows_it(
    closed: Measured, after: dict[int, int], origin: int | None
) -> None:
    before = subjects(closed)
    counted(closed, after, "twee")
    publish_all(closed.installation)
    now = subjects(closed)
    assert now["kept"] == ({"edition": origin} if origin else None)
    assert (now["groups"] == before["groups"]) is bool(origin or after == AGES)
    assert len(told(closed)) == 2


@one_database
def test_an_edition_from_before_the_store_allows_no_move_at_all(closed: Measured) -> None:
    with session_of(closed.installation.engine) as session:
        session.execute(delete(ReleasedBreakdown))
        session.commit()
    counted(closed, {1: 24, 2: 9, 3: 3, 4: 18}, "twee")
    publish_all(closed.installation)
    assert subjects(closed)["kept"] == {"edition": 1}


@one_database
def test_after_the_upgrade_a_figure_of_the_municipality_still_renews_the_rest(
    closed: Measured,
) -> None:
    with session_of(closed.installation.engine) as session:
        session.execute(delete(ReleasedBreakdown))
        session.commit()
    counted(closed, AGES, "twee")
    publish_all(closed.installation)
    assert subjects(closed)["kept"] is None
    assert len(told(closed)) == 1


@one_database
def test_what_an_edition_told_goes_with_it(closed: Measured) -> None:
    with session_of(closed.installation.engine) as session:
        snapshot = latest_snapshot(session, closed.wave_id)
        session.delete(snapshot)
        session.commit()
    with reading(closed.installation.engine) as session:
        assert session.scalars(select(ReleasedBreakdown.questionnaire)).all() == []


def cell(n: int, mean: float = 6.0, **fields: object) -> dict[str, Any]:
    return {"n": n, "mean": mean, "figures": [], **fields}


def asked(n: int | None, *bands: int) -> dict[str, Any]:
    return {"code": "C303", "n": n, "distribution": list(bands)}


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [
        # Of three questions one was answered: no score, but the question has an answer more.
        (cell(20, questions=[asked(18, 9, 9)]), cell(20, questions=[asked(19, 9, 10)]), True),
        (cell(20, questions=[asked(18, 9, 9)]), cell(20, questions=[asked(18, 8, 10)]), True),
        # Few were asked this question: it moved by two while the cell moved by six.
        (cell(20, questions=[asked(12, 6, 6)]), cell(26, questions=[asked(14, 7, 7)]), True),
        (cell(20, questions=[asked(12, 6, 6)]), cell(26, questions=[asked(17, 7, 10)]), False),
        (cell(20, questions=[asked(None)]), cell(26, questions=[asked(14, 7, 7)]), False),
        (cell(20, share_unknown=0.1), cell(20, share_unknown=0.15), True),
        (cell(20, perceived={"n": 30}), cell(26, perceived={"n": 32}), True),
        ({**cell(0), "n": None, "perceived": {"n": 30}}, cell(26, perceived={"n": 32}), True),
    ],
)
def test_a_question_moves_no_less_than_its_cell(
    before: dict[str, Any], after: dict[str, Any], waits: bool
) -> None:
    assert must_wait(before, after, 5) is waits


@pytest.mark.parametrize(
    ("numbers", "now", "shown"),
    [((20, 26), 21, 26), ((20, 26), 31, 31), ((20, 26), 15, 15), ((20, 30), 24, 30)],
)
def test_a_number_is_held_beside_every_earlier_edition(
    numbers: tuple[int, ...], now: int, shown: int
) -> None:
    editions = [{"R06-C": cell(n, mean=n / 5)} for n in numbers]
    assert held_back({"R06-C": cell(now)}, editions, 5)["R06-C"]["n"] == shown

    def account(n: int) -> list[dict[str, Any]]:
        row = {"questionnaire": "K3", "responses": n, "population": 80, "rate": n / 80}
        return [{"party": "C", "rows": [row], "total": n}]

    held = held_account(account(now), [account(n) for n in numbers], 5)
    assert held[0]["total"] == shown


def test_other_people_of_the_same_number_wait_also_beside_an_older_edition() -> None:
    editions = [{"R06-C": cell(20)}, {"R06-C": cell(26, mean=6.5)}]
    assert held_back({"R06-C": cell(20, mean=6.2)}, editions, 5)["R06-C"]["n"] == 26
