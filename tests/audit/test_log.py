"""The audit log: everything is in it, nobody can change it unseen, and it tells of nobody."""

import datetime
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from survey_app.audit import queries, recording
from survey_app.audit.actor import acting_as
from survey_app.audit.chain import Link, first_break, hash_of_entry, start_of
from survey_app.audit.events import DETAILS, EVENTS
from survey_app.audit.heads import keep_heads, known_heads
from survey_app.audit.queries import verdict
from survey_app.audit.recording import record
from survey_app.cli import main
from survey_app.clock import now, today
from survey_app.database import only_of, reading, session_of
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.live.services import check_plan, go_live, stamp
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.fieldwork.waves.services_changing import delete_wave, end_wave, set_paused
from survey_app.installation import Installation
from survey_app.models import AuditEntry, AuditHead, Organisation, Wave
from survey_app.organisations.services import change_settings, new_organisation
from survey_app.retention import services as retention
from survey_app.retention.services import _wipe_entries_of
from tests.conventions.source import modules
from tests.services.databases import WEB
from tests.tenancy.conftest import Place, logged_in, ours, theirs

__all__ = ["ours", "theirs"]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def place(installation: Installation) -> str:
    new_organisation(installation, "Hier")
    with reading(installation.engine) as session:
        return session.scalars(select(Organisation.id)).one()


def wrong(installation: Installation, place: str) -> str | None:
    known = known_heads(installation.config.home).get(place, ())
    with reading(installation.engine) as session:
        return verdict(session, session.get_one(Organisation, place), known).wrong


def said(installation: Installation) -> list[tuple[str, str, str]]:
    with reading(installation.engine) as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
        return [(one.who, one.what, one.about) for one in rows]


def test_the_log_says_who_checked_who_let_go_live_and_how_many_people_came_in(
    installation: Installation, place: str, tmp_path: Path
) -> None:
    plan = WavePlan("Najaar", "Hier", today(), today() + DAY, draft=True)
    wave = new_wave(installation, plan)
    with acting_as("Eva"):
        check_plan(installation, wave, "eva")
    with reading(installation.engine) as session:
        seen = stamp(session.get_one(Wave, wave))
    with acting_as("Bob"):
        go_live(installation, wave, "bob", seen)
        people = tmp_path / "mensen.csv"
        people.write_text("naam;e-mail;vragenlijst\nAn;an@voorbeeld.nl;K3-TIJDENS\n")
        import_contacts(installation, people, "Najaar")
        import_contacts(installation, people, "Najaar")  # brings in nobody: no line
    assert said(installation)[-3:] == [
        ("Eva", "wave.checked", "Najaar"),
        ("Bob", "wave.live", "Najaar"),
        ("Bob", "contacts.imported", "Najaar"),
    ]
    assert wrong(installation, place) is None


def test_what_people_do_stands_in_the_log_in_order_and_the_chain_is_whole(
    installation: Installation, place: str
) -> None:
    with acting_as("Eva"):
        change_settings(installation, place, {"help_phone": "14 0182", "email": "a@b.nl"})
        wave = new_wave(installation, WavePlan("Najaar", "Hier", today(), today() + DAY))
        set_paused(installation, wave, True)
        set_paused(installation, wave, False)
        end_wave(installation, wave)
    new_wave(installation, WavePlan("Winter", "Hier", today(), today() + DAY))
    delete_wave(installation, "Winter")
    assert said(installation) == [
        ("programma", "organisation.made", "Hier"),
        ("Eva", "organisation.changed", "Hier"),
        ("Eva", "wave.planned", "Najaar"),
        ("Eva", "wave.paused", "Najaar"),
        ("Eva", "wave.resumed", "Najaar"),
        ("Eva", "wave.closed", "Najaar"),
        ("programma", "wave.planned", "Winter"),
        ("programma", "wave.deleted", "Winter"),
    ]
    assert wrong(installation, place) is None
    with reading(installation.engine) as session:
        details = session.scalars(select(AuditEntry.details).where(AuditEntry.number == 2)).one()
    assert details == {"settings": "email, help_phone"}  # which, not what they say


def test_what_is_undone_is_not_in_the_log(installation: Installation, place: str) -> None:
    with session_of(installation.engine) as session:
        record(session, place, "wave.planned", "Nooit")
        session.rollback()
    assert [what for _, what, _ in said(installation)] == ["organisation.made"]
    assert wrong(installation, place) is None


@pytest.mark.parametrize(
    "statement",
    [
        update(AuditEntry).values(who="iemand anders"),
        update(AuditEntry).values(details={}),
        delete(AuditEntry),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(
    installation: Installation, place: str, statement: object
) -> None:
    with session_of(installation.engine) as session, pytest.raises(DatabaseError, match="stays"):
        session.execute(statement)  # type: ignore[call-overload]
    assert wrong(installation, place) is None


def test_an_entry_of_more_than_a_year_may_go_and_the_rest_stays_whole(
    installation: Installation, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = now() - 400 * DAY
    with session_of(installation.engine) as session:
        other = Organisation(name="Oud", slug="oud", created_at=long_ago)
        session.add(other)
        session.flush()
        with monkeypatch.context() as patched:
            patched.setattr(recording, "now", lambda: long_ago)
            record(session, other.id, "organisation.made", "Oud")
        record(session, other.id, "wave.planned", "Najaar")
        session.commit()
        session.execute(
            delete(AuditEntry).where(AuditEntry.organisation_id == other.id, AuditEntry.number == 1)
        )
        session.commit()
    assert wrong(installation, other.id) is None


@pytest.mark.parametrize("days", [(365, 367, 0), (400, 366, 400, 0)])
def test_the_log_is_shortened_up_to_the_first_entry_that_is_kept(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, days: tuple[int, ...]
) -> None:
    """Also just after midnight, and with a clock that was set back."""
    with session_of(installation.engine) as session:
        other = Organisation(name="Oud", slug="oud", created_at=now())
        session.add(other)
        session.flush()
        for ago in days:
            written = now() - ago * DAY + datetime.timedelta(hours=1)
            with monkeypatch.context() as patched:
                patched.setattr(recording, "now", lambda written=written: written)
                record(session, other.id, "wave.planned", str(ago))
        session.commit()
        place = session.get_one(Organisation, other.id)
        session.expunge(place)
    gone = _wipe_entries_of(installation, place, today())
    assert gone == (1 if days[0] == 400 else 0)
    assert wrong(installation, place.id) is None


def test_a_log_that_cannot_be_shortened_leaves_those_of_others_be(
    installation: Installation, place: str, unwritten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def fails(_installation: Installation, one: Organisation, _day: datetime.date) -> int:
        seen.append(one.id)
        raise DatabaseError("delete", None, Exception("stays"))

    monkeypatch.setattr(retention, "_wipe_entries_of", fails)
    with pytest.raises(DatabaseError):
        retention.keep_no_longer(installation)
    assert {place, unwritten} <= set(seen)


@pytest.fixture
def unwritten(installation: Installation) -> str:
    """An organisation without a log."""
    with session_of(installation.engine) as session:
        other = Organisation(name="Leeg", slug="leeg", created_at=now())
        session.add(other)
        session.commit()
        return other.id


def test_two_who_write_the_first_entry_at_the_same_time_both_stand_in_the_log(
    installation: Installation, unwritten: str
) -> None:
    def write(what: str) -> None:
        with session_of(installation.engine) as session:
            record(session, unwritten, "wave.planned", what)
            session.commit()

    with ThreadPoolExecutor(1) as other:
        with session_of(installation.engine) as session:
            record(session, unwritten, "wave.planned", "Najaar")
            second = other.submit(write, "Winter")
            time.sleep(0.3)  # it waits for us
            session.commit()
        second.result()
    assert [about for _, what, about in said(installation)] == ["Najaar", "Winter"]
    assert wrong(installation, unwritten) is None


def test_an_entry_that_is_added_while_the_log_is_verified_breaks_nothing(
    installation: Installation, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = queries._links

    def written_meanwhile(*arguments: Any) -> Iterator[Link]:
        with session_of(installation.engine) as session:
            record(session, place, "wave.planned", "Najaar")
            session.commit()
        return links(*arguments)

    monkeypatch.setattr(queries, "_links", written_meanwhile)
    assert wrong(installation, place) is None


def test_cutting_the_tail_off_shows_even_when_the_end_is_moved_along(
    installation: Installation, place: str
) -> None:
    with session_of(installation.engine) as session:
        record(session, place, "wave.planned", "Najaar")
        session.commit()
    assert keep_heads(installation) == 1
    assert keep_heads(installation) == 0
    _without_guard(installation)
    with session_of(installation.engine) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.number == 2))
        session.commit()
    assert "entry 2 was written" in str(wrong(installation, place))
    with session_of(installation.engine) as session:
        last = session.scalars(select(AuditEntry)).one()
        session.execute(update(AuditHead).values(number=1, hashed=last.hashed))
        session.commit()
    assert "entry 2 was there before" in str(wrong(installation, place))


def test_an_entry_that_was_changed_behind_our_back_is_named(
    installation: Installation,
    place: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with session_of(installation.engine) as session:
        record(session, place, "wave.planned", "Najaar")
        session.commit()
    assert main(["audit", "verify"]) == 0
    assert "Hier: 2 entries: whole" in capsys.readouterr().out
    _without_guard(installation)
    with session_of(installation.engine) as session:
        session.execute(update(AuditEntry).where(AuditEntry.number == 1).values(who="Een ander"))
        session.commit()
    assert main(["audit", "verify", "--organisation", "Hier"]) == 1
    assert "entry 1 was changed" in capsys.readouterr().out
    assert main(["audit", "show"]) == 0
    assert '"what": "wave.planned"' in capsys.readouterr().out


def _without_guard(installation: Installation) -> None:
    """As somebody who owns the database can do."""
    on = " on audit_entry" if installation.engine.dialect.name == "postgresql" else ""
    names = ("audit_entry_stays",) if on else ("audit_entry_unchanged", "audit_entry_kept")
    with session_of(installation.engine) as session:
        for name in names:
            session.execute(text(f"drop trigger {name}{on}"))
        session.commit()


def chain(number: int) -> list[Link]:
    links, before = [], start_of("x")
    for one in range(1, number + 1):
        hashed = hash_of_entry(before, {"n": one})
        links.append(Link(one, {"n": one}, before, hashed))
        before = hashed
    return links


def test_every_way_to_break_a_chain_is_seen() -> None:
    whole = chain(4)
    start, end = start_of("x"), (4, whole[-1].hashed)
    assert first_break(whole, start, end) is None
    assert first_break(whole[2:], start, end) is None  # the retention took the oldest
    assert first_break([], start, (0, start)) is None
    for broken in (
        whole[:2] + whole[3:],
        [whole[0], whole[2], whole[1], whole[3]],
        whole[:3],
        [Link(1, {"n": 9}, start, whole[0].hashed), *whole[1:]],
        [*whole[:3], Link(4, {"n": 9}, whole[2].hashed, hash_of_entry(whole[2].hashed, {"n": 9}))],
        [],
    ):
        assert first_break(broken, start, end) is not None
    assert first_break(chain(4), start_of("y"), end) is not None


def test_an_entry_that_the_log_does_not_know_is_a_mistake(
    installation: Installation, place: str
) -> None:
    with session_of(installation.engine) as session:
        with pytest.raises(ValueError, match="knows no"):
            record(session, place, "wave.dreamt")
        with pytest.raises(ValueError, match="knows no"):
            record(session, place, "wave.planned", contact="Jan")


def test_every_event_that_the_program_records_has_its_words_and_the_other_way_round() -> None:
    used = set()
    for module in modules("survey_app"):
        if not module.place.startswith("survey_app/audit/events"):
            used |= set(re.findall(r'"([a-z]+\.[a-z]+)"', module.text)) & set(EVENTS)
    assert used == set(EVENTS)
    assert all(re.fullmatch(r"[a-z]+", name) for name in DETAILS)


@pytest.mark.parametrize("role", ["auditor", "organisation_admin"])
def test_the_log_can_be_read_and_checked_on_a_page_and_that_of_others_is_not_there(
    app: Flask, installation: Installation, ours: Place, theirs: Place, role: str
) -> None:
    client = logged_in(app, installation, role, ours)
    page = client.get("/logboek").get_data(as_text=True)
    assert "plande een meting: Najaar" in page
    assert "Elders" not in page
    whole = client.get(f"/logboek/{ours.organisation_id}?controle=1").get_data(as_text=True)
    assert "Het logboek is heel" in whole
    older = client.get(f"/logboek/{ours.organisation_id}?voor=2").get_data(as_text=True)
    assert "plande een meting" not in older
    assert client.get(f"/logboek/{theirs.organisation_id}").status_code == 404


@pytest.mark.parametrize("role", ["fieldworker", "evaluator", "platform_admin"])
def test_nobody_else_reads_the_log(
    app: Flask, installation: Installation, ours: Place, role: str
) -> None:
    assert logged_in(app, installation, role, ours).get("/logboek").status_code == 403


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_the_roles_of_the_application_may_add_and_read_and_nothing_more(
    installation: Installation, place: str
) -> None:
    with reading(installation.engine) as session:
        may = text("select has_table_privilege(:role, 'audit_entry', :what)")
        held = {
            what: session.scalar(may, {"role": WEB, "what": what})
            for what in ("select", "insert", "update", "delete")
        }
    assert held == {"select": True, "insert": True, "update": False, "delete": False}


def test_an_entry_of_another_organisation_is_not_seen(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    with only_of({ours.organisation_id}), reading(installation.engine) as session:
        places = set(session.scalars(select(AuditEntry.organisation_id)))
    assert places == {ours.organisation_id}
