"""After a correction to a closed wave the subjects say what they said, or what many changed."""

from typing import Any

import pytest

from analysis.disclosure import subjects_must_wait
from survey_app.database import reading
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.table1.queries import latest_snapshot
from tests.evaluation.conftest import Measured, spread

one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CELLS = ("comparisons", "response", "groups", "modes", "weighted")


@pytest.fixture
def closed(measured: Measured) -> Measured:
    """A wave that was closed and published, with what two parties answered."""
    measured.answer("K3-TIJDENS", spread("C301", 14, 10, 6, 2, 1))
    measured.answer("G-ZELF", spread("G301", 0, 1, 2, 14, 12))
    measured.close()
    publish_all(measured.installation)
    return measured


def newest(measured: Measured) -> tuple[int, dict[str, Any]]:
    with reading(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
        assert snapshot is not None
        return snapshot.sequence, stored_subjects(session, snapshot.id)


@one_database
@pytest.mark.parametrize(("more", "kept"), [(2, {"edition": 1}), (6, None)])
def test_two_more_answers_change_no_subject_and_six_change_them(
    closed: Measured, more: int, kept: dict[str, int] | None
) -> None:
    _, before = newest(closed)
    closed.answer("K3-TIJDENS", [{"C301": 5}], times=more)
    closed.figure("F14", 43, label="uitstroom", denominator=88.0)  # else nothing is published
    publish_all(closed.installation)
    edition, after = newest(closed)
    assert (edition, after.pop("kept")) == (2, kept)
    assert ({name: after[name] == before[name] for name in CELLS}["comparisons"]) is bool(kept)
    evaluation = evaluation_of(closed.installation, closed.wave_id)
    assert {name: evaluation[name] for name in CELLS} == {name: after[name] for name in CELLS}
    assert evaluation["edition"] == 2


@one_database
def test_a_third_edition_still_names_the_edition_that_it_keeps(closed: Measured) -> None:
    for label in ("een", "twee"):
        closed.answer("K3-TIJDENS", [{"C301": 5}])
        closed.figure("F14", 43, label=label, denominator=88.0)
        publish_all(closed.installation)
    edition, subjects = newest(closed)
    assert (edition, subjects["kept"]) == (3, {"edition": 1})


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [
        ({"g": {"a": {"n": 20}}}, {"g": {"a": {"n": 21}}}, True),
        ({"g": {"a": {"n": 20}}}, {"g": {"a": {"n": 25}}}, False),
        ({"g": {"n": 20, "mean": 5.0}}, {"g": {"n": 20, "mean": 5.5}}, True),
        ({"g": {"n": None, "value": 5.0}}, {"g": {"n": None, "value": 5.5}}, False),
        ({"g": {"hidden": True}}, {"g": {"n": 6}}, True),
        ({"g": {"n": 6}}, {"g": {"hidden": True}}, True),
        ({"g": {"n": None}}, {"g": {"n": 6}}, True),
        ({"g": [{"row": "R01", "n": 9}]}, {"g": [{"row": "R02", "n": 20}]}, True),
        ({"g": [{"n": 9}]}, {"g": []}, True),
        ({"g": []}, {"g": [{"n": 9}]}, False),
        ({"g": [{"code": "a", "n": 9}]}, {"g": [{"code": "F1"}, {"code": "a", "n": 9}]}, False),
        ({"g": [{"code": "a", "n": 9}]}, {"g": [{"code": "F1"}, {"code": "a", "n": 8}]}, True),
        ({"figures": {"n": 9}}, {"figures": {"n": 10}}, False),
        ({"g": {"shown": True}}, {"g": {"shown": False}}, False),
    ],
)
def test_subjects_wait_while_they_would_tell_of_a_few(
    before: dict[str, Any], after: dict[str, Any], waits: bool
) -> None:
    assert subjects_must_wait(before, after, 5) is waits
