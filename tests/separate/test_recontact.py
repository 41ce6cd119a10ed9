"""From the pool in numbers to the last person told and erased."""

import smtplib
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from analysis.parameters import DEFAULT
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.messaging.channels.one_text import send_text
from survey_app.models import InterviewDraw, Recontact, Wave
from survey_app.separate.recontact import services_telling
from survey_app.separate.recontact.pool import SATISFIED_FROM, Volunteer
from survey_app.separate.recontact.services import Outcome, ask_draw, finish, told, write_outcome
from survey_app.separate.recontact.services_drawing import draw_all, drawn
from survey_app.separate.recontact.services_telling import tell_not_chosen
from tests.separate.conftest import LogIn, logged
from tests.services.product import parsed, submit_form


def rows_of(installation: Installation) -> list[Recontact]:
    with reading(installation.engine) as session:
        return sorted(session.scalars(select(Recontact)), key=lambda one: one.place or 99)


def draw(installation: Installation, wave_id: str, people: int = 4) -> list[Recontact]:
    ask_draw(installation, wave_id, people)
    assert draw_all(installation) == 1
    return rows_of(installation)


def test_the_border_between_the_groups_is_that_of_the_analysis() -> None:
    assert DEFAULT.interview_satisfied_from == SATISFIED_FROM


@pytest.mark.parametrize(
    ("written", "name", "phone", "email"),
    [
        ("Fatma, 06 12345678, na vijven", "Fatma", "0612345678", ""),
        ("jan@example.org", "", "", "jan@example.org"),
        ("Jan jan@example.org.", "Jan", "", "jan@example.org"),
        ("An +31 6 1234 5678 tussen 9 en 12", "An", "+31612345678", ""),
        ("Kees (0182) 123456", "Kees", "0182123456", ""),
        ("Ik ben er maandag 12 en dinsdag 14", "Ik ben er maandag", "", ""),
    ],
)
def test_how_somebody_is_reached_is_found_in_what_they_wrote(
    written: str, name: str, phone: str, email: str
) -> None:
    one = Volunteer("a", (), {}, written)
    assert (one.name, one.phone, one.email) == (name, phone, email)


def test_a_draw_takes_half_of_each_group_and_is_the_same_again() -> None:
    pool = [
        Volunteer(str(n), (4.0 if n % 2 else 8.0,), {"leeftijd": str(n % 3)}, "") for n in range(9)
    ]
    first = drawn(pool, 4, "zaad")
    assert drawn(pool[::-1], 4, "zaad") == first
    assert [one.chosen for one in first.places] == [True] * 4 + [False] * 5
    groups = [one.group for one in first.places if one.chosen]
    assert sorted(groups) == ["minder", "minder", "tevreden", "tevreden"]
    assert first.places[0].covers == (f"leeftijd: {int(first.places[0].id) % 3}",)
    orders = {tuple(one.id for one in drawn(pool, 4, str(n)).places) for n in range(9)}
    assert len(orders) > 1, "the seed decides between equals"


def test_before_the_wave_is_closed_nobody_is_drawn(
    installation: Installation, wave_id: str
) -> None:
    with pytest.raises(BadInput, match="gesloten"):
        ask_draw(installation, wave_id, 8)


def test_the_draw_is_made_once_and_everything_of_it_is_sealed(
    installation: Installation, pool: str
) -> None:
    before = [(one.id, one.place) for one in draw(installation, pool)]
    ask_draw(installation, pool, 2)
    assert draw_all(installation) == 0
    rows = rows_of(installation)
    assert [(one.id, one.place) for one in rows] == before
    assert [one.state for one in rows] == ["to_call"] * 4 + ["waiting"] * 2
    with reading(installation.engine) as session:
        summary = session.get_one(InterviewDraw, pool).summary
    kept = b"".join([summary or b"", *(one.drawn or b"" for one in rows)])
    assert all(word not in kept for word in (b"minder", b"leeftijd", b"pool"))
    assert [what for what, _ in logged(installation) if "interviews" in what] == [
        "interviews.asked",
        "interviews.drawn",
    ]


def test_a_reserve_steps_in_once_for_who_says_no(installation: Installation, pool: str) -> None:
    first, second, *_ = draw(installation, pool)
    write_outcome(installation, first.id, Outcome("refused"))
    write_outcome(installation, first.id, Outcome("not_reached"))
    write_outcome(installation, second.id, Outcome("spoken"))
    states = [one.state for one in rows_of(installation)]
    assert states == ["not_reached", "spoken", "to_call", "to_call", "to_call", "waiting"]


def test_who_was_not_chosen_is_told_and_erased_and_the_others_are_erased_at_once(
    installation: Installation, pool: str, home: Path
) -> None:
    rows = draw(installation, pool, people=1)
    write_outcome(installation, rows[0].id, Outcome("appointment", "dinsdag om 10:00"))
    with pytest.raises(BadInput, match="afspraak"):
        finish(installation, pool)
    write_outcome(installation, rows[0].id, Outcome("spoken"))
    finish(installation, pool)
    left = {one.id: one.tell for one in rows_of(installation)}
    assert rows[0].id not in left
    mailed = {one for one, way in left.items() if way == "email"}
    assert tell_not_chosen(replaced_mail(installation), send_text) == len(mailed)
    sent = (home / "outbox.txt").read_text(encoding="utf-8")
    assert sent.count("Wij hebben nu genoeg mensen") == len(mailed) > 0
    for row in rows_of(installation):
        assert told(installation, row.id) == pool
    assert rows_of(installation) == []
    said = str(logged(installation))
    assert "interviews.told" in said
    assert "example.org" not in said
    assert "Fatma" not in said


def replaced_mail(installation: Installation) -> Installation:
    return replace(installation, config=replace(installation.config, synthetic=True))


@pytest.mark.parametrize(
    ("error", "left"),
    [(OSError("away"), "email"), (smtplib.SMTPRecipientsRefused({}), "phone")],
)
def test_mail_that_does_not_go_leaves_the_person_to_be_told(
    installation: Installation,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    left: str,
) -> None:
    draw(installation, pool, people=1)
    finish(installation, pool)

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(services_telling, "send", refuse)
    before = {one.id for one in rows_of(installation) if one.tell == "email"}
    assert tell_not_chosen(installation, send_text) == 0
    assert {one.tell for one in rows_of(installation) if one.id in before} == {left}


def test_an_interviewer_draws_opens_and_writes_down_on_the_screen(
    installation: Installation, pool: str, log_in: LogIn
) -> None:
    client = log_in("interviewer")
    page = client.get(f"/gesprekken/{pool}")
    text = page.get_data(as_text=True)
    assert "Fatma" not in text
    assert [dd.text for dd in parsed(page).select(".numbers dd")] == ["3", "3"]
    refused = submit_form(client, page, "Loot", {"aantal": "veel"})
    assert refused.status_code == 422
    assert parsed(refused).select_one("#aantal")["value"] == "veel"
    submit_form(client, page, "Loot", {"aantal": "4"})
    draw_all(installation)
    first, *_, last = rows_of(installation)
    closed = client.get(f"/gesprekken/persoon/{first.id}")
    opened = submit_form(client, closed, "Toon naam en nummer", {})
    assert parsed(opened).select_one(".tell__who") is not None
    assert ("interviews.opened", {"people": 1}) in logged(installation)
    kept = submit_form(client, opened, "Bewaar", {"stand": "appointment", "afspraak": ""})
    assert kept.status_code == 422
    assert "wanneer de afspraak is" in kept.get_data(as_text=True)
    values = {"stand": "appointment", "afspraak": "dinsdag 10:00", "notitie": "Belt liever zelf"}
    assert submit_form(client, opened, "Bewaar", values).status_code == 303
    again = client.get(f"/gesprekken/persoon/{first.id}").get_data(as_text=True)
    assert "Belt liever zelf" in again
    with reading(installation.engine) as session:
        assert b"liever" not in (session.get_one(Recontact, first.id).outcome or b"")
    assert client.post(f"/gesprekken/persoon/{last.id}/openen").status_code in (400, 403, 404)


@pytest.mark.parametrize("role", ["fieldworker", "evaluator", "organisation_admin", "needs_worker"])
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_nobody_else_reaches_the_volunteers(pool: str, log_in: LogIn, role: str) -> None:
    client = log_in(role)
    assert client.get(f"/gesprekken/{pool}").status_code == 403
    assert client.get("/gesprekken").status_code == 403


def test_the_page_says_when_everything_is_wiped_by_itself(
    installation: Installation, pool: str, log_in: LogIn
) -> None:
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, pool)
        assert wave.closed_at is not None
        wave.closed_at = wave.closed_at.replace(year=2026, month=11, day=2, hour=12)
        session.commit()
    page = log_in("interviewer").get(f"/gesprekken/{pool}").get_data(as_text=True)
    assert "28 december 2026 vanzelf gewist" in page
