"""Editions of a wave's table: when there is a new one, and what may not be learnt from two."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cells import CellCounts
from analysis.disclosure import held_back, must_wait
from analysis.table import evaluation_table, table_record
from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, UnknownName
from survey_app.evaluation.publishing.content import table_content
from survey_app.evaluation.publishing.services import (
    publish_again,
    publish_all,
    publish_closed,
    publish_interim,
    published_edition,
    published_table,
)
from survey_app.evaluation.publishing.services_documents import make_documents, render_documents
from survey_app.evaluation.publishing.services_interim import ask_interim
from survey_app.evaluation.table1.queries import document_kinds, latest_snapshot
from survey_app.installation import Installation
from survey_app.intake.services import close_wave, move_batches
from survey_app.models import Snapshot
from survey_app.stores.inbox import Submission, put_in_inbox
from tests.evaluation.conftest import Measured, spread


def publish(measured: Measured) -> Snapshot | None:
    return measured.publish()


def test_nothing_of_an_open_wave_is_published_by_itself(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    assert publish_closed(measured.installation, measured.wave_id) is None
    assert publish_all(measured.installation) == []
    with pytest.raises(BadInput, match="interim --wave Najaar 2026"):
        published_table(measured.installation, measured.wave_id)


def test_the_closing_edition_holds_everybody_when_there_was_no_interim_one(
    measured: Measured,
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    publish_all(measured.installation)
    measured.answer("K3-TIJDENS", [{"C301": 5}] * 4)
    measured.close()
    (made,) = publish_all(measured.installation)
    assert made
    cell = published(measured)["cells"]["R06-C"]
    assert (cell["n"], cell["held"]) == (15, False)


def test_an_interim_edition_that_was_asked_for_is_made_once(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    ask_interim(measured.installation, measured.wave_id)
    assert len(publish_all(measured.installation)) == 1
    measured.answer("K3-TIJDENS", [{"C301": 5}] * 9)
    assert publish_all(measured.installation) == []
    assert published(measured)["cells"]["R06-C"]["n"] == 11


def test_a_closed_wave_has_no_interim_edition(measured: Measured) -> None:
    measured.close()
    for ask in (publish_interim, ask_interim):
        with pytest.raises(BadInput, match="is closed"):
            ask(measured.installation, measured.wave_id)


def test_an_interim_edition_compares_nobody(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 8, 6, 4))
    measured.answer("G-ZELF", spread("G301", 0, 0, 2, 8, 4))
    publish(measured)
    assert published(measured)["gaps"] == []


@pytest.mark.parametrize(("more", "shown"), [(1, 40), (4, 40), (5, 45), (0, 40)])
def test_the_account_moves_by_five_or_not_at_all(measured: Measured, more: int, shown: int) -> None:
    measured.answer("K3-TIJDENS", [{"C301": 4}] * 40)
    publish(measured)
    measured.answer("K3-TIJDENS", [{"C301": 5}] * more)
    measured.answer("W3-TIJDENS", [{"W301": 5}] * 12)
    measured.close()
    publish(measured)
    account = {party["party"]: party for party in published(measured)["account"]}
    rows = {row["questionnaire"]: row for row in account["C"]["rows"]}
    assert rows["K3-TIJDENS"]["responses"] == account["C"]["total"] == shown
    assert rows["K3-TIJDENS"]["rate"] == pytest.approx(shown / 140)


def published(measured: Measured) -> dict[str, Any]:
    with session_of(measured.installation.engine) as session:
        snapshot = latest_snapshot(session, measured.wave_id)
        assert snapshot is not None
        return snapshot.content


def test_an_edition_keeps_the_list_by_which_its_answers_are_numbered(measured: Measured) -> None:
    measured.change(providers=("Werkpad", "Stap voor Stap"), provider_example="Werkpad")
    publish(measured)
    wave = published(measured)["wave"]
    assert wave["providers"] == ["Werkpad", "Stap voor Stap"]
    assert wave["provider_example"] == "Werkpad"


def test_the_table_says_the_same_as_the_edition(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6, 6, 3))
    snapshot = publish(measured)
    assert snapshot is not None
    current = published_table(measured.installation, measured.wave_id)["cells"]
    measured.answer("K3-TIJDENS", [{"C301": 1}] * 8)
    assert published(measured)["cells"] == current
    assert current["R06-C"]["n"] == 20


def test_the_same_data_make_no_second_edition(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    assert publish(measured) is not None
    assert publish(measured) is None


def test_an_edition_follows_when_enough_answers_came_in(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    publish(measured)
    measured.answer("K3-TIJDENS", spread("C301", 0, 0, 0, 5))
    snapshot = publish(measured)
    assert snapshot is not None
    assert snapshot.sequence == 2
    assert published(measured)["cells"]["R06-C"]["n"] == 16


@pytest.mark.parametrize("more", [1, 2, 3, 4])
@pytest.mark.parametrize("closed", [False, True])
def test_a_few_more_answers_do_not_show(measured: Measured, more: int, closed: bool) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    publish(measured)
    before = published(measured)["cells"]["R06-C"]
    measured.answer("K3-TIJDENS", [{"C301": 5}] * more)
    if closed:
        close_wave(measured.installation, "Najaar 2026")
    publish(measured)
    after = published(measured)["cells"]["R06-C"]
    assert after == {**before, "held": after["held"]}


def test_a_cell_without_new_answers_is_not_called_held(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 4, 6, 10, 12, 8))
    publish(measured)
    before = published(measured)["cells"]["R06-C"]
    measured.answer("W3-TIJDENS", spread("W301", 2, 3, 6))
    publish(measured)
    assert published(measured)["cells"]["R06-C"] == before
    assert before["held"] is False


def test_a_held_cell_is_renewed_against_what_was_last_shown(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    publish(measured)
    measured.answer("K3-TIJDENS", [{"C301": 5}] * 3)
    publish(measured)
    measured.answer("K3-TIJDENS", [{"C301": 5}] * 3)
    publish(measured)
    cell = published(measured)["cells"]["R06-C"]
    assert (cell["n"], cell["held"]) == (17, False)


def test_a_correction_with_the_same_number_of_answers_waits() -> None:
    before = {"n": 20, "mean": 6.0, "mark": None}
    assert must_wait(before, {**before, "mean": 6.2}, 5)
    assert not must_wait(before, before, 5)


def test_a_cell_that_showed_no_number_before_may_appear() -> None:
    hidden = {"n": None, "mean": None, "figures": []}
    shown = {"n": 5, "mean": 6.0, "figures": []}
    assert held_back({"R06-C": shown}, [{"R06-C": hidden}], 5)["R06-C"] == {**shown, "held": False}


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=1, max_size=12))
def test_two_editions_never_differ_by_fewer_people_than_the_minimum(
    arrivals: list[tuple[int, int]],
) -> None:
    numbers = [0] * 5
    shown: dict[str, dict[str, Any]] = {}
    for number, answer in arrivals:
        numbers[answer] += number
        patterns = {(place + 1,): n for place, n in enumerate(numbers) if n}
        table = evaluation_table([CellCounts("R06-C", ("C301",), ("SQ",), patterns, None)])  # type: ignore[arg-type]
        cells = {"R06-C": {**table_record(table)["cells"]["R06-C"], "figures": []}}
        after = held_back(cells, [shown], 5)
        before, now = shown.get("R06-C"), after["R06-C"]
        if before is not None and before["n"] and now["n"]:
            moved = now["n"] - before["n"]
            assert moved >= 5 or {**now, "held": 0} == {**before, "held": 0}
        shown = after


def test_figures_are_renewed_also_in_a_held_cell(measured: Measured) -> None:
    measured.answer("G-ZELF", [{"G302": 4, "G303": 4}], times=12)
    publish(measured)
    measured.answer("G-ZELF", [{"G302": 1, "G303": 1}])
    measured.figure("F03", 80, label="met plan", denominator=100.0)
    publish(measured)
    cell = published(measured)["cells"]["R08-G"]
    assert (cell["n"], cell["held"], len(cell["figures"])) == (12, True, 1)


def test_a_difference_between_parties_never_tells_more_than_the_cells(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 8, 6, 4))
    measured.answer("G-ZELF", spread("G301", 0, 0, 2, 8, 4))
    measured.close()
    publish(measured)
    first = published(measured)["gaps"]
    measured.answer("K3-TIJDENS", [{"C301": 5}] * 2)
    measured.answer("W3-TIJDENS", spread("W301", 0, 0, 8, 8))
    publish(measured)
    content = published(measured)
    for gap in content["gaps"]:
        shown = content["cells"][gap["a"]]["mean"] - content["cells"][gap["b"]]["mean"]
        assert gap["difference"] == pytest.approx(shown)
    assert [gap for gap in content["gaps"] if gap["b"] == "R06-C"] == first


def test_the_lowest_cells_and_largest_gaps_are_named(measured: Measured) -> None:
    for code, value in (("C301", 2), ("C305", 3), ("C307", 4), ("C309", 5)):
        measured.answer("K3-TIJDENS", [{code: value}], times=12)
    measured.answer("G-ZELF", spread("G301", 0, 0, 0, 6, 6))
    measured.close()
    publish(measured)
    attention = published(measured)["attention"]
    assert attention["lowest"] == ["R06-C", "R08-C", "R09-C"]
    assert [(gap["a"], gap["b"], gap["shown"]) for gap in attention["gaps"]] == [
        ("R06-G", "R06-C", True)
    ]


def test_the_account_hides_a_small_questionnaire_and_the_total_that_would_tell_it(
    measured: Measured,
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 5, 5, 5))
    measured.answer("K5-POST", [{"C503": 4}] * 3)
    measured.answer("G-ZELF", spread("G301", 5, 5, 5))
    publish(measured)
    account = {party["party"]: party for party in published(measured)["account"]}
    rows = {row["questionnaire"]: row for row in account["C"]["rows"]}
    assert rows["K3-TIJDENS"]["responses"] == 15
    assert rows["K3-TIJDENS"]["rate"] == pytest.approx(15 / 140)
    assert (rows["K5-POST"]["responses"], rows["K5-POST"]["mark"]) == (None, "afgeschermd")
    assert rows["K1-PRE"]["responses"] == 0
    assert account["C"]["total"] is None
    assert account["G"]["total"] == 15


def test_an_unknown_wave_is_named(measured: Measured) -> None:
    with pytest.raises(UnknownName, match="no-such-wave"):
        publish_closed(measured.installation, "no-such-wave")


def test_documents_are_made_once_per_edition(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    measured.close()
    made = publish_all(measured.installation)
    assert len(made) == 1
    assert make_documents(measured.installation) == made
    with reading(measured.installation.engine) as session:
        assert document_kinds(session, made[0]) == {"pdf", "xlsx", "ods"}
    assert render_documents(measured.installation, made[0]) == []
    assert make_documents(measured.installation) == publish_all(measured.installation) == []


def test_documents_of_an_edition_that_was_replaced_are_not_made(measured: Measured) -> None:
    measured.close()
    measured.figure("F14", 43)
    first = publish_all(measured.installation)
    measured.figure("F14", 44, label="later")
    second = publish_all(measured.installation)
    assert make_documents(measured.installation) == second != first
    with reading(measured.installation.engine) as session:
        assert document_kinds(session, first[0]) == set()


def test_only_waves_that_changed_are_looked_at(
    measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    measured.close()
    looked: list[str] = []

    def look(installation: Installation, wave_id: str) -> Snapshot | None:
        looked.append(wave_id)
        return publish_closed(installation, wave_id)

    monkeypatch.setattr("survey_app.evaluation.publishing.services.publish_closed", look)
    for _ in range(3):
        publish_all(measured.installation)
    assert len(looked) == 1
    measured.figure("F14", 43)
    assert len(publish_all(measured.installation)) == 1
    assert (publish_all(measured.installation), len(looked)) == ([], 2)
    publish_again(measured.installation)
    assert len(looked) == 3


def test_what_changes_while_an_edition_is_made_is_published_next(
    measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured.close()
    publish_all(measured.installation)
    measured.figure("F14", 43)

    def computed(*given: Any) -> Any:
        monkeypatch.undo()
        measured.figure("F14", 44, label="meanwhile")
        return table_content(*given)

    monkeypatch.setattr("survey_app.evaluation.publishing.services.table_content", computed)
    assert len(publish_all(measured.installation)) == 1
    assert len(published(measured)["figures"]["F14"]) == 1
    assert len(publish_all(measured.installation)) == 1
    assert len(published(measured)["figures"]["F14"]) == 2


def test_a_closed_wave_publishes_only_when_its_last_sheet_is_counted(measured: Measured) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    with session_of(measured.installation.engine) as session:
        for _ in range(4):
            sheet = Submission("K3-TIJDENS", 1, {"C301": 5}, today())
            put_in_inbox(session, measured.installation, measured.wave_id, sheet)
        session.commit()
    measured.change(closed_at=now())  # as the page does; the worker moves what waits
    assert publish_all(measured.installation) == []
    with pytest.raises(BadInput, match="4 answer sheets still wait"):
        published_edition(measured.installation, measured.wave_id)
    move_batches(measured.installation)
    assert len(publish_all(measured.installation)) == 1
    assert published(measured)["cells"]["R06-C"]["n"] == 15


def test_somebody_can_write_while_a_table_is_computed(
    measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured.answer("K3-TIJDENS", spread("C301", 2, 3, 6))
    measured.change(closed_at=now())

    def computed(*given: Any) -> Any:
        measured.change(minimum_cell=6)
        return table_content(*given)

    monkeypatch.setattr("survey_app.evaluation.publishing.services.table_content", computed)
    assert publish_closed(measured.installation, measured.wave_id) is not None
