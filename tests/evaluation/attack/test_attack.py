"""Nobody is found in all that a municipality published together (method.md D.4 rule 7, D.17)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analysis.disclosure import KNOWN, TOTAL, Figure, Released, held_back, is_few
from analysis.disclosure.breakdowns import Categories
from analysis.parameters import Parameters
from survey_app.evaluation.breakdowns import gate
from survey_app.evaluation.publishing import content, services_subjects
from survey_app.installation import Installation
from tests.evaluation.attack.attack import losses
from tests.evaluation.attack.municipality import Municipality
from tests.evaluation.attack.outputs import Outputs, outputs
from tests.evaluation.conftest import Measured
from tests.evaluation.test_wave_pages import visitor

EVERY_CHANGE = (1, 2)
NIGHTLY = 200
DOCUMENTS = {1, *range(10, NIGHTLY)}  # of which documents are made as well: they take seconds
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
Lost = Callable[[int], list[str]]


@pytest.fixture
def lost(installation: Installation, app: Flask, tmp_path: Path) -> Lost:
    """All that an attacker gets of the municipality with this seed."""

    def found(seed: int) -> list[str]:
        app.test_client_class = FlaskClient  # that pages are well made is tested elsewhere
        municipality = Municipality(installation, seed)
        measured = Measured(installation, municipality.wave_id)
        roles = ("evaluator", "council_reader") if seed in DOCUMENTS else ("evaluator",)
        visitors = [visitor(measured, app, role) for role in roles]
        folder = tmp_path if seed in DOCUMENTS else None
        editions: dict[int, Outputs] = {
            edition: outputs(installation, municipality.wave_id, visitors, folder)
            for edition in municipality.editions()
        }
        return losses(municipality.people, editions)

    return found


@pytest.mark.parametrize("seed", EVERY_CHANGE)
def test_an_attacker_recovers_nothing_from_all_editions_together(lost: Lost, seed: int) -> None:
    found = lost(seed)
    assert not found, "\n".join(found)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(NIGHTLY))
def test_an_attacker_recovers_nothing_from_two_hundred(lost: Lost, seed: int) -> None:
    found = lost(seed)
    assert not found, "\n".join(found)


def only_small_groups_hidden(
    figures: Sequence[Figure], categories: Categories, before: object, parameters: Parameters
) -> tuple[Released, ...]:
    """What many dashboards do: each number on its own."""
    found = []
    for figure in figures:
        people = dict(figure.people)
        numbers = {name: sum(people[one] for one in of) for name, of in categories}
        hidden = {name for name, n in numbers.items() if is_few(n, parameters)}
        shown = {*numbers, TOTAL} - hidden | (set() if hidden else {KNOWN})
        found.append(Released(figure, frozenset(shown), frozenset(hidden)))
    return tuple(found)


@pytest.mark.parametrize("seed", [3])
def test_without_the_gate_the_attacker_wins(
    lost: Lost, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_decided", only_small_groups_hidden)
    found = lost(seed)
    assert any("Loot" in one for one in found), "a control that finds nothing proves nothing"


@pytest.mark.parametrize("seed", [4])
def test_with_every_edition_renewed_the_attacker_wins(
    lost: Lost, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "held_back", lambda cells, *_: held_back(cells, [], 5))
    monkeypatch.setattr(content, "held_account", lambda account, *_: account)
    monkeypatch.setattr(services_subjects, "subjects_must_wait", lambda *_: False)
    found = lost(seed)
    assert any("in edition" in one for one in found), "a control that finds nothing proves nothing"
