"""The power goes, or somebody else is first, while a sheet is keyed in for the second time."""

from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.errors import WaveClosed
from survey_app.fieldwork.paper.services import PaperSheet, keep_sheet
from survey_app.fieldwork.paper.services_second_keying import SecondKeying, check_sheet
from survey_app.fieldwork.paper.sheet import on_paper
from survey_app.installation import Installation
from survey_app.intake.services import move_batches
from survey_app.models import InboxItem, PaperCheck, Response, Wave
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import Value
from survey_app.stores.inbox import open_item

SCREEN = "0" * 32


def sheet(installation: Installation, wave_id: str, **answers: Value) -> PaperSheet:
    source = installation.catalogue.latest("K3-TIJDENS")
    asked = on_paper(source, OrganisationSettings(slug="", name=""))
    return PaperSheet(wave_id, asked, answers, SCREEN)


def state(installation: Installation) -> list[tuple[int, bool, int | None]]:
    """Of every sheet in the inbox: what C301 says, whether it waits, and what was counted."""
    secret = installation.keys.need_worker()
    with Session(installation.engine) as session:
        items = session.scalars(select(InboxItem.sealed)).all()
        checks = session.scalars(select(PaperCheck)).all()
    assert len(items) == len(checks)
    return [
        (open_item(secret, sealed).answers["C301"], check.digests is not None, check.items)
        for sealed, check in zip(items, checks, strict=True)
    ]


class CutError(Exception):
    """The power goes at one database call."""


def cut_at(engine: Any, place: int, work: Any) -> bool:
    """Do the work with the power going at this database call; whether it went."""
    calls = 0

    def cut(*_: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == place:
            raise CutError

    event.listen(engine, "before_cursor_execute", cut)
    try:
        work()
    except CutError:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", cut)
    return False


def test_a_fault_at_any_database_call_keeps_the_first_keying_waiting(
    installation: Installation, wave_id: str
) -> None:
    number = keep_sheet(installation, sheet(installation, wave_id, C301=5), 100)
    second = SecondKeying(sheet(installation, wave_id, C301=4), number, frozenset({"C301"}))
    place = 1
    while cut_at(installation.engine, place, lambda: check_sheet(installation, second)):
        assert state(installation) == [(5, True, None)]
        place += 1
    assert place > 4
    assert state(installation) == [(4, False, 1)]


def test_a_fault_at_any_database_call_of_the_first_keying_stores_nothing_or_all(
    installation: Installation, wave_id: str
) -> None:
    first, numbers, place = sheet(installation, wave_id, C301=5), list[str](), 1
    while cut_at(
        installation.engine, place, lambda: numbers.append(keep_sheet(installation, first, 100))
    ):
        assert state(installation) == []
        place += 1
    assert place > 3
    assert state(installation) == [(5, True, None)]
    assert keep_sheet(installation, first, 100) == numbers[0]
    assert state(installation) == [(5, True, None)]


def test_who_comes_after_the_worker_changes_nothing(
    installation: Installation, wave_id: str
) -> None:
    number = keep_sheet(installation, sheet(installation, wave_id, C301=5), 100)
    with Session(installation.engine) as session:
        session.execute(update(Wave).values(closed_at=now()))
        session.commit()
    second = SecondKeying(sheet(installation, wave_id, C301=4), number, frozenset({"C301"}))
    with pytest.raises(WaveClosed):
        check_sheet(installation, second)
    assert move_batches(installation).moved == 1
    with Session(installation.engine) as session:
        assert [one["C301"] for one in session.scalars(select(Response.answers))] == [5]
        assert session.scalars(select(PaperCheck)).all() == []


# SQLite lets one writer in at a time: there nobody can hold a single row.
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_sheet_that_the_worker_holds_at_this_moment_is_left_to_it(
    installation: Installation, wave_id: str
) -> None:
    number = keep_sheet(installation, sheet(installation, wave_id, C301=5), 100)
    second = SecondKeying(sheet(installation, wave_id, C301=4), number, frozenset({"C301"}))
    with Session(installation.engine) as worker:
        worker.scalars(select(InboxItem).with_for_update()).all()
        with pytest.raises(WaveClosed):
            check_sheet(installation, second)
    assert state(installation) == [(5, True, None)]
    assert check_sheet(installation, second) == ()
