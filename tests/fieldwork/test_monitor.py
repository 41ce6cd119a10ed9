"""The response monitor: who is reached, who sent it in, how that resembles the population."""

import datetime
import doctest
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text, update

from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.evaluation.response.services_running import balance_of, balance_running_waves
from survey_app.fieldwork.monitor import advice, counts, forecast, plot, presentation, services
from survey_app.fieldwork.monitor.page import first_to_call
from survey_app.fieldwork.monitor.queries import days_of_wave
from survey_app.fieldwork.monitor.services import count_messages, set_target
from survey_app.installation import Installation
from survey_app.intake.services import move_batches
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import (
    Access,
    Draft,
    InboxItem,
    Invitation,
    Message,
    Population,
    ResponseBalance,
    ResponseCount,
    ResponseDay,
    SendingDay,
    Wave,
)
from survey_app.models.columns import new_id
from tests.fieldwork.calling import Caller, stored
from tests.fieldwork.crowd import crowd
from tests.services.page_check import parsed
from tests.services.plans import scans, statements_of

MOST_SECONDS = 0.3  # the whole page, of 100,000 people
DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def installation(installation: Installation) -> Installation:
    """With invented people, who are written to in a file: no mail server is needed."""
    return replace(installation, config=replace(installation.config, synthetic=True))


def monitor(caller: Caller, wave_id: str) -> Caller:
    return caller.open(f"/veldwerk/metingen/{wave_id}/respons")


def row(caller: Caller, name: str) -> dict[str, str]:
    """The cells of the row of this name in a table of the page."""
    for line in parsed(caller.page).select("tr"):
        head = line.find("th", scope="row")
        if head is not None and head.get_text(" ", strip=True).startswith(name):
            cells = line.select("td")
            return {str(cell["data-name"]): cell.get_text(" ", strip=True) for cell in cells}
    raise AssertionError(f"no row {name!r}")


@pytest.mark.parametrize("module", [advice, counts, forecast, plot, presentation])
def test_the_examples_of_the_monitor_are_true(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert (result.attempted > 0, result.failed) == (True, 0)


def test_the_numbers_follow_people_from_invitation_to_sheet(
    installation: Installation, people: None, caller: Caller, wave_id: str
) -> None:
    monitor(caller, wave_id)
    assert "0 van 3 mensen" in caller.words
    queue_messages(installation, "Najaar", "console")
    deliver_due(installation)
    assert count_messages(installation) == 3
    with session_of(installation.engine) as session:
        one, two, three = session.scalars(select(Invitation.id).order_by(Invitation.id)).all()
        session.execute(update(Invitation).where(Invitation.id == one).values(used=True))
        mine = select(Access.id).where(Access.invitation_id == two)
        session.execute(update(Draft).where(Draft.access_id.in_(mine)).values(revision=2))
        theirs = select(Access.id).where(Access.invitation_id == three)
        session.execute(update(Message).where(Message.access_id.in_(theirs)).values(state="failed"))
        session.commit()
    assert count_messages(installation) == 1  # it bounced after it had been counted
    line = row(monitor(caller, wave_id), "Samen")
    assert (line["Uitgenodigd"], line["Bereikt"], line["Begonnen"]) == ("3", "2", "2")
    assert (line["Verstuurd"], line["Niet aangekomen"], line["Respons"]) == ("1", "1", "50%")
    assert "1 ÷ (3 − 1)" in caller.words
    [day] = stored(installation, SendingDay)
    assert (day.messages, day.kind, day.day) == (3, "invitation", today())
    assert "uitnodiging (3)" in caller.words


def test_counting_twice_or_half_way_counts_every_message_once(
    installation: Installation, people: None
) -> None:
    queue_messages(installation, "Najaar", "console")
    deliver_due(installation)
    assert count_messages(installation) == 3
    assert count_messages(installation) == 0
    with session_of(installation.engine) as session:
        session.execute(update(Message).values(state="failed"))
        session.commit()
    assert count_messages(installation) == 3
    with session_of(installation.engine) as session:
        session.execute(update(Message).values(state="sent"))
        session.commit()
    assert count_messages(installation) == 3
    assert [day.messages for day in stored(installation, SendingDay)] == [3]
    states = {one.delivery for one in stored(installation, Invitation)}
    assert states == {"reached"}


def test_two_workers_that_count_the_first_messages_of_a_day_count_each_once(
    installation: Installation, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_messages(installation, "Najaar", "console")
    deliver_due(installation)
    together, count_days = threading.Barrier(2), services._count_days

    def at_the_same_moment(*arguments: Any) -> None:
        with suppress(threading.BrokenBarrierError):  # SQLite lets them in one by one
            together.wait(1)
        count_days(*arguments)

    monkeypatch.setattr(services, "PART", 1)
    monkeypatch.setattr(services, "_count_days", at_the_same_moment)
    with ThreadPoolExecutor(2) as workers:
        counted = list(workers.map(count_messages, [installation] * 2))
    assert sum(counted) == 3
    assert [day.messages for day in stored(installation, SendingDay)] == [3]


def test_a_wave_without_anybody_says_what_to_do_and_nothing_is_divided(
    caller: Caller, wave_id: str
) -> None:
    monitor(caller, wave_id)
    assert caller.page.status_code == 200
    assert "Er is nog niemand uitgenodigd" in caller.words


def test_sheets_that_wait_are_counted_by_day_before_and_after_they_move(
    installation: Installation, people: None, caller: Caller, wave_id: str
) -> None:
    caller.call("Anna").press("Begin het gesprek").press("Begin").answer_until("/controle")
    caller.press("Verstuur")
    monitor(caller, wave_id)
    assert "1 verstuurde vragenlijst wacht nog" in caller.words
    with reading(installation.engine) as session:
        before = days_of_wave(session, wave_id)
    assert (before.answers, before.waiting) == ({today(): 1}, {"K3-TIJDENS": 1})
    with session_of(installation.engine) as session:
        session.execute(text("update wave set closed_at = :now"), {"now": "2026-11-20 00:00:00+00"})
        session.commit()
    move_batches(installation)
    assert stored(installation, InboxItem) == []
    with reading(installation.engine) as session:
        after = days_of_wave(session, wave_id)
    assert (after.answers, after.waiting) == ({today(): 1}, {})


def test_a_target_is_shown_and_a_wrong_one_is_asked_again(
    installation: Installation, people: None, caller: Caller, wave_id: str
) -> None:
    monitor(caller, wave_id).press("Bewaar de doelen", **{"doel-K3-TIJDENS": "45 %"})
    assert "doel 45%" in caller.words
    caller.press("Bewaar de doelen", **{"doel-K3-TIJDENS": "101"})
    assert caller.page.status_code == 422
    assert parsed(caller.page).select("#doel-K3-TIJDENS")[0]["value"] == "101"
    monitor(caller, wave_id).press("Bewaar de doelen", **{"doel-K3-TIJDENS": ""})
    assert "doel 45%" not in caller.words


def test_answers_per_target_group_are_told_in_steps_of_five_only(
    installation: Installation, people: None, caller: Caller, wave_id: str
) -> None:
    answers = {"": 64, "1": 13, "2": 3, "4": 42}
    population = {"arbeidsbeperking": 60, "statushouder": 60, "geen": 200}
    with session_of(installation.engine) as session:
        for category, n in answers.items():
            place = {"wave_id": wave_id, "questionnaire": "K3-TIJDENS", "category": category}
            breakdown = "doelgroep" if category else ""
            session.add(ResponseCount(breakdown=breakdown, n=n, **place))
        for name, people_there in population.items():
            place = {"wave_id": wave_id, "questionnaire": "K3-TIJDENS", "breakdown": "doelgroep"}
            session.add(Population(category=name, people=people_there, **place))
        session.commit()
    assert balance_running_waves(installation) == 1
    assert balance_running_waves(installation) == 0
    monitor(caller, wave_id)
    group = row(caller, "Arbeidsbeperking")
    assert (group["Antwoorden"], group["Respons"]) == ("10 tot en met 14", "16 tot 24%")
    assert group["Nog nodig"] == "–"  # no target
    caller.press("Bewaar de doelen", **{"doel-K3-TIJDENS": "20"})
    monitor(caller, wave_id)
    assert row(caller, "Arbeidsbeperking")["Nog nodig"] == "0 tot 2"
    assert row(caller, "Statushouder")["Nog nodig"] == "8 tot 12"
    assert row(caller, "Geen van deze")["Nog nodig"] == "gehaald"
    small = row(caller, "Statushouder")
    assert (small["Antwoorden"], small["Oordeel"]) == ("minder dan 5", "te weinig")
    assert "van statushouders zijn er nog te weinig antwoorden (advies 3)" in caller.words
    assert "R-indicator ongeveer" in caller.words
    with session_of(installation.engine) as session:
        session.execute(update(ResponseCount).values(n=ResponseCount.n + 1))
        session.commit()
    assert balance_running_waves(installation) == 0  # fewer than five more would show in a step
    with session_of(installation.engine) as session:
        session.execute(update(ResponseCount).values(n=ResponseCount.n - 1))
        session.execute(update(Population).values(people=90))
        session.commit()
    assert balance_running_waves(installation) == 1  # a corrected population
    assert row(monitor(caller, wave_id), "Statushouder")["In de gemeente"] == "90"
    with session_of(installation.engine) as session:
        session.execute(update(Wave).values(closed_at=now()))
        session.commit()
    assert "Arbeidsbeperking" not in monitor(caller, wave_id).words
    balance_running_waves(installation)
    assert stored(installation, ResponseBalance) == []


@pytest.mark.parametrize("status_holders", range(5))
def test_nothing_that_is_kept_differs_between_nobody_and_four_people(status_holders: int) -> None:
    def kept(n: int) -> object:
        told = {"doelgroep": {"1": 13, "2": n, "4": 42 - n}}
        people = {"doelgroep": {"1": 60, "2": 60, "4": 200}}
        found = balance_of("w", "K3-TIJDENS", 61, told, people)
        return found.groups["doelgroep"][1], found.r_indicator if n < 3 else None

    assert kept(status_holders)[0] == kept(0)[0]


def test_the_call_list_begins_with_the_language_that_stays_behind(
    installation: Installation, wave_id: str, caller: Caller
) -> None:
    made = crowd(installation, wave_id, 60)
    with session_of(installation.engine) as session:
        session.execute(update(Invitation).values(questionnaire="K3-TIJDENS", language="nl"))
        late = made[40:]
        session.execute(update(Invitation).where(Invitation.id.in_(late)).values(language="ar"))
        sent = made[:20]
        session.execute(update(Invitation).where(Invitation.id.in_(sent)).values(used=True))
        session.commit()
    with reading(installation.engine) as session:
        assert first_to_call(session, wave_id) == {("K3-TIJDENS", "ar"): 0}
    assert caller.names[0] == "Persoon 40"
    monitor(caller, wave_id)
    assert "Arabisch: 0% (nog 6 nodig)" in caller.words


def test_the_drawing_has_a_sentence_and_the_same_numbers_as_a_table(
    installation: Installation, people: None, caller: Caller, wave_id: str
) -> None:
    with session_of(installation.engine) as session:
        place = {"wave_id": wave_id, "questionnaire": "K3-TIJDENS"}
        session.add(ResponseDay(day=today(), n=7, **place))
        session.add(ResponseDay(day=today() - datetime.timedelta(days=2), n=3, **place))
        session.commit()
    with session_of(installation.engine) as session:  # one of them by a link of their own
        first = session.scalars(select(Invitation.id).limit(1)).one()
        session.execute(update(Invitation).where(Invitation.id == first).values(used=True))
        session.commit()
    page = parsed(monitor(caller, wave_id).page)
    title = installation.catalogue.latest("K3-TIJDENS").title
    assert "verwacht" in row(caller, title)["Respons"]
    assert "Samen 10 vragenlijsten" in page.select("svg desc")[0].get_text()
    table = [cell.get_text() for cell in page.select(".plot__numbers td.number")]
    assert sorted(map(int, table))[-2:] == [3, 7]
    assert len(page.select("svg rect")) == len(table)


def test_a_long_wave_is_drawn_by_week() -> None:
    last = DAY + datetime.timedelta(days=200)
    drawn = plot.plot_of({DAY: 3, last: 4}, {}, DAY, last)
    assert (drawn.by_week, len(drawn.bars), sum(bar.n for bar in drawn.bars)) == (True, 29, 7)


def test_no_query_of_the_monitor_walks_through_a_table_that_grows(
    installation: Installation, web_engine: Engine, caller: Caller, wave_id: str
) -> None:
    crowd(installation, wave_id, 300)
    set_target(installation, wave_id, {"K3-TIJDENS": 40})
    with statements_of(web_engine) as found:
        monitor(caller, wave_id)
    assert len(found) > 6
    assert scans(web_engine, found) == []
    with statements_of(installation.engine) as counting:
        count_messages(installation)
        balance_running_waves(installation)
    assert scans(installation.engine, counting) == []


@pytest.mark.nightly
def test_the_monitor_of_100000_people_opens_in_300_ms(
    installation: Installation, caller: Caller, wave_id: str
) -> None:
    made = crowd(installation, wave_id, 100_000)
    with session_of(installation.engine) as session:
        written = {"delivery": "reached", "channel": "smtp"}
        session.execute(update(Invitation).where(Invitation.id > made[1000]).values(**written))
        session.execute(update(Invitation).where(Invitation.id > made[80_000]).values(used=True))
        owner = session.get_one(Invitation, made[0]).organisation_id
        ways = [
            {"id": new_id(), "invitation_id": one, "organisation_id": owner} for one in made[:3000]
        ]
        session.execute(insert(Access), ways)
        drafts = [{"access_id": way["id"], "organisation_id": owner, "revision": 1} for way in ways]
        session.execute(insert(Draft), drafts)
        session.commit()
    with installation.engine.begin() as connection:
        connection.execute(text("analyze"))
    took = []
    for _ in range(5):
        started = time.perf_counter()
        monitor(caller, wave_id)
        took.append(time.perf_counter() - started)
        assert caller.page.status_code == 200
    assert min(took) < MOST_SECONDS, took
    assert stored(installation, ResponseBalance) == []
