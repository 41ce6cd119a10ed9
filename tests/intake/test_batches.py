"""Moving sheets from the inbox: complete, mixed, counted, never doubled (rows A7, J7)."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from nacl.public import PrivateKey
from sqlalchemy import event, func, select

from survey_app.clock import now
from survey_app.crypto.key_sets import KeySet
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt, KeyMissing
from survey_app.intake.counting import count, tallied
from survey_app.intake.services import batch_sizes, close_wave, move_batches, rebuild_counts
from survey_app.intake.storing import counts_of
from survey_app.models import Heartbeat, InboxItem, NeedsResponse, Recontact, Response
from survey_app.organisations.waves import find_wave
from survey_app.stores.inbox import Submission, open_item, put_in_inbox
from survey_app.stores.separate import recontact_answers
from tests.intake.conftest import Field

DAY = datetime.date(2026, 11, 18)


def sheet(value: int = 4, **changes: Any) -> Submission:
    known: dict[str, Any] = {
        "questionnaire": "K3-TIJDENS",
        "version": 1,
        "answers": {"C302": value, "C303": 5, "C310": 2, "C312": None},
        "submitted_on": DAY,
        "background": {"B1": 2, "B2": None},
    }
    return Submission(**(known | changes))


def fill(field: Field, sheets: list[Submission]) -> None:
    wave_id = field.wave_id
    with session_of(field.installation.engine) as session:
        for each in sheets:
            put_in_inbox(session, field.installation, wave_id, each)
        session.commit()


def number_of(field: Field, model: Any) -> int:
    with reading(field.installation.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(
    ("number", "largest", "sizes"),
    [(10, 5000, [10]), (5001, 5000, [2501, 2500]), (7, 3, [3, 2, 2]), (3, 3, [3])],
)
def test_batches_are_nearly_equal_so_that_no_small_rest_moves_alone(
    number: int, largest: int, sizes: list[int]
) -> None:
    assert batch_sizes(number, largest) == sizes


@pytest.mark.parametrize(
    ("answer", "values"),
    [(4, ["4"]), (None, [""]), ((1, 3), ["1", "3"]), ("tekst", ["given"]), ("", [""])],
)
def test_an_answer_is_counted_by_its_values_and_text_only_as_given(
    answer: Any, values: list[str]
) -> None:
    assert tallied(answer) == values


def test_nine_sheets_wait_and_the_tenth_lets_all_ten_move(field: Field) -> None:
    fill(field, [sheet() for _ in range(9)])
    assert move_batches(field.installation).waiting == 9
    assert number_of(field, Response) == 0
    fill(field, [sheet()])
    assert move_batches(field.installation).moved == 10
    assert (number_of(field, Response), number_of(field, InboxItem)) == (10, 0)


def test_sheets_of_other_questionnaires_do_not_fill_the_batch(field: Field) -> None:
    fill(field, [sheet() for _ in range(9)])
    fill(field, [sheet(questionnaire="K1-PRE", answers={"C101": 4})])
    assert move_batches(field.installation).moved == 0


def test_closing_the_wave_moves_what_is_left(field: Field) -> None:
    fill(field, [sheet(), sheet()])
    assert close_wave(field.installation, field.wave).moved == 2
    assert number_of(field, Response) == 2


@pytest.mark.parametrize("secret", [None, PrivateKey(bytes(range(32)))])
def test_a_wave_is_not_closed_where_its_inbox_cannot_be_opened(
    field: Field, secret: PrivateKey | None
) -> None:
    secrets = None if secret is None else KeySet(lambda: (secret,), lambda: None)
    keys = replace(field.installation.keys, worker_secret=secrets)
    with pytest.raises(KeyMissing, match="worker_secret"):
        close_wave(replace(field.installation, keys=keys), field.wave)
    with reading(field.installation.engine) as session:
        assert find_wave(session, field.wave).closed_at is None


def test_a_sheet_that_cannot_be_opened_holds_up_its_own_questionnaire_only(field: Field) -> None:
    others = ("G-ZELF", "W3-TIJDENS")
    fill(field, [sheet() for _ in range(10)])
    fill(field, [sheet(questionnaire=one, answers={}) for one in others for _ in range(10)])
    with session_of(field.installation.engine) as session:
        spoiled = session.scalars(
            select(InboxItem).where(InboxItem.questionnaire == "K3-TIJDENS").limit(1)
        ).one()
        spoiled.sealed = spoiled.sealed[:-1] + bytes([spoiled.sealed[-1] ^ 1])
        session.commit()
    with pytest.raises(CannotDecrypt, match=r"'Najaar 2026', K3-TIJDENS"):
        move_batches(field.installation)
    assert (number_of(field, Response), number_of(field, InboxItem)) == (20, 10)


def test_a_response_keeps_the_week_and_nothing_of_the_day_or_the_inbox(field: Field) -> None:
    fill(field, [sheet(value) for value in (1, 2, 3, 4, 5, 1, 2, 3, 4, 5)])
    with reading(field.installation.engine) as session:
        before = set(session.scalars(select(InboxItem.id)))
    move_batches(field.installation)
    with reading(field.installation.engine) as session:
        rows = session.scalars(select(Response)).all()
    assert {row.period for row in rows} == {"2026-W47"}
    assert before.isdisjoint({row.id for row in rows})
    assert sorted(row.answers["C302"] for row in rows) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_stored_order_says_nothing_about_the_order_of_arrival(field: Field) -> None:
    number = 400
    sheets = [sheet(answers={"C312": str(order)}) for order in range(number)]
    fill(field, sheets)
    move_batches(field.installation)
    with reading(field.installation.engine) as session:
        stored = [int(row["C312"]) for row in session.scalars(select(Response.answers))]
    assert sorted(stored) == list(range(number))
    mean = (number - 1) / 2
    products = ((place - mean) * (value - mean) for place, value in enumerate(stored))
    spread = sum((value - mean) ** 2 for value in range(number))
    assert abs(sum(products) / spread) < 0.25  # five standard errors of a rank correlation


def test_the_counts_are_those_of_the_responses_and_can_be_rebuilt(field: Field) -> None:
    sheets = [sheet(value, mode=mode) for value in (1, 4, 5, 9) for mode in ("web", "phone")] * 3
    fill(field, sheets)
    move_batches(field.installation)
    with reading(field.installation.engine) as session:
        kept = counts_of(session, field.wave_id)
    expected = count(field.installation.catalogue, sheets)
    assert kept["response_count"] == dict(expected.responses)
    assert kept["answer_count"] == dict(expected.answers)
    assert kept["pattern_count"] == dict(expected.patterns)
    assert kept["pattern_count"]["R07-C", "9,5", "mode", "phone"] == 3
    assert kept["response_count"]["K3-TIJDENS", "doelgroep", "2"] == 24
    assert rebuild_counts(field.installation, field.wave) == 24
    with reading(field.installation.engine) as session:
        assert counts_of(session, field.wave_id) == kept


def test_a_second_batch_adds_to_the_counts_of_the_first(field: Field) -> None:
    for _ in range(2):
        fill(field, [sheet() for _ in range(10)])
        move_batches(field.installation)
    with reading(field.installation.engine) as session:
        kept = counts_of(session, field.wave_id)
    assert kept["pattern_count"]["R07-C", "4,5", "", ""] == 20


def test_volunteers_and_needs_go_to_stores_of_their_own(field: Field) -> None:
    volunteer = sheet(questionnaire="U-SELECTIE", answers={"S1": 7, "S7": "Fatma 06-12345678"})
    fill(field, [volunteer, sheet(questionnaire="HALFJAAR", answers={"H1": 1})])
    close_wave(field.installation, field.wave)
    assert number_of(field, Response) == 0
    assert number_of(field, NeedsResponse) == 1
    with reading(field.installation.engine) as session:
        stored = session.scalars(select(Recontact)).one()
    assert b"Fatma" not in stored.ciphertext
    told = recontact_answers(field.installation, stored.id, stored.ciphertext)
    assert told == {"S1": 7, "S7": "Fatma 06-12345678"}


class CutError(Exception):
    """The power goes at one database call."""


def test_a_fault_at_any_database_call_loses_and_doubles_nothing(field: Field) -> None:
    """Row A7: raise at the 1st, 2nd, ... nth call until none fires."""
    fill(field, [sheet() for _ in range(10)])
    engine = field.installation.engine
    calls = cuts = 0

    def cut(*_: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == cuts + 1:
            raise CutError

    while True:
        calls = 0
        event.listen(engine, "before_cursor_execute", cut)
        try:
            move_batches(field.installation)
        except CutError:
            cuts += 1
            assert number_of_without(event, engine, cut, field) == (0, 10)
            continue
        event.remove(engine, "before_cursor_execute", cut)
        break
    assert cuts >= 6
    assert (number_of(field, Response), number_of(field, InboxItem)) == (10, 0)


def number_of_without(events: Any, engine: Any, cut: Any, field: Field) -> tuple[int, int]:
    """Responses and inbox items, counted with the fault switched off."""
    events.remove(engine, "before_cursor_execute", cut)
    return number_of(field, Response), number_of(field, InboxItem)


def test_sheets_are_opened_outside_every_transaction_that_writes(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else can write at the moment that a sheet is opened."""
    fill(field, [sheet()] * 12)

    def opened(*given: Any) -> Submission:
        with session_of(field.installation.engine) as session:
            session.merge(Heartbeat(program="somebody", beaten_at=now()))
            session.commit()
        return open_item(*given)

    monkeypatch.setattr("survey_app.intake.services.open_item", opened)
    assert move_batches(field.installation).moved == 12


def test_a_batch_that_another_worker_took_moves_once(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(field, [sheet()] * 12)

    def opened(*given: Any) -> Submission:
        monkeypatch.undo()  # the other worker is in time
        assert move_batches(field.installation).moved == 12
        return open_item(*given)

    monkeypatch.setattr("survey_app.intake.services.open_item", opened)
    assert move_batches(field.installation).moved == 0
    assert number_of(field, Response) == 12


def test_counts_made_anew_hold_a_batch_that_came_in_meanwhile(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(field, [sheet()] * 10)
    move_batches(field.installation)

    def counted(*given: Any) -> Any:
        monkeypatch.undo()
        fill(field, [sheet(2)] * 11)
        move_batches(field.installation)
        return count(*given)

    monkeypatch.setattr("survey_app.intake.services.count", counted)
    assert rebuild_counts(field.installation, field.wave) == 21
    with reading(field.installation.engine) as session:
        found = counts_of(session, field.wave_id)["response_count"]
    assert found["K3-TIJDENS", "", ""] == 21
