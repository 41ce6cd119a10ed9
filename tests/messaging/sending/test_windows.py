"""Invitations of a rolling wave: by themselves when a window opens, and never outside it."""

import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import AMSTERDAM, today
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.fieldwork.waves.services_changing import set_paused
from survey_app.installation import Installation
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import line_up_all
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.messaging.outbox.services_scheme import (
    Scheme,
    invite_by_windows,
    keep_scheme,
    remind_by_schemes,
)
from survey_app.models import Contact, Invitation, Message, Wave
from survey_app.questionnaire.windows import OPEN_FOR
from tests.messaging.conftest import WAVE, messages
from tests.messaging.sending.conftest import Desk
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

NOON = datetime.datetime.combine(today(), datetime.time(12), AMSTERDAM)
NOW, LATER, LATE = (today() - datetime.timedelta(days) for days in (28, 0, 60))
AN, BO, CAS = (f"{name}@proef.example" for name in ("an", "bo", "cas"))


@pytest.fixture
def rolling(desk: Desk, tmp_path: Path) -> Desk:
    """A wave in which An is up now, Bo later and Cas no more; Dora started who knows when."""
    with Session(desk.installation.engine) as session:
        late = today() + datetime.timedelta(days=90)
        session.execute(update(Wave).values(is_rolling=True, ends_on=late))
        session.commit()
    people = (("an", NOW), ("bo", LATER), ("cas", LATE))
    rows = [f"{name};{name}@proef.example;K2-AANVANG;{day}" for name, day in people]
    bring_in(desk.installation, tmp_path, WAVE, *rows)
    return desk


def bring_in(installation: Installation, folder: Path, wave: str, *rows: str) -> None:
    path = folder / f"{wave}.csv"
    path.write_text("\n".join(["naam;e-mail;vragenlijst;startdatum", *rows]), encoding="utf-8")
    assert not import_contacts(installation, path, wave).refused


def work(installation: Installation, at: datetime.datetime = NOON) -> int:
    """A turn of the worker; returns how many messages went out so far."""
    invite_by_windows(installation, at)
    line_up_all(installation)
    deliver_due(installation)
    return sum(one.state == "sent" for one in messages(installation))


def weeks_pass(installation: Installation, weeks: int) -> None:
    """As if every window had opened so many weeks earlier, and all was sent earlier."""
    with Session(installation.engine) as session:
        for one in session.scalars(select(Invitation).where(Invitation.opens_on.is_not(None))):
            assert one.opens_on is not None
            one.opens_on -= datetime.timedelta(weeks=weeks)
        session.commit()
    days_pass(installation.engine, 7 * weeks)


def test_somebody_is_invited_once_when_the_window_opens(rolling: Desk, smtp_sink: SmtpSink) -> None:
    made = rolling.installation
    assert (work(made), work(made)) == (1, 1)
    assert [len(smtp_sink.messages_for(one)) for one in (AN, BO, CAS)] == [1, 0, 0]
    weeks_pass(made, 3)
    assert work(made) == 2
    assert [len(smtp_sink.messages_for(one)) for one in (AN, BO, CAS)] == [1, 1, 0]
    weeks_pass(made, 9)
    assert work(made) == 2


@pytest.mark.parametrize(("hour", "sent"), [(8, 0), (9, 1), (19, 1), (20, 0)])
def test_nobody_is_invited_at_night(rolling: Desk, hour: int, sent: int) -> None:
    assert work(rolling.installation, NOON.replace(hour=hour)) == sent


def test_a_paused_wave_invites_nobody_until_it_goes_on(rolling: Desk) -> None:
    made = rolling.installation
    set_paused(made, rolling.wave_id, paused=True)
    assert work(made) == 0
    set_paused(made, rolling.wave_id, paused=False)
    assert work(made) == 1


@pytest.mark.parametrize("state", [{"live_at": None}, {"starts_on": today() + OPEN_FOR}])
def test_a_wave_that_is_not_open_invites_nobody(rolling: Desk, state: dict[str, object]) -> None:
    with Session(rolling.installation.engine) as session:
        session.execute(update(Wave).values(**state))
        session.commit()
    assert work(rolling.installation) == 0


def test_who_opted_out_or_was_written_to_by_another_wave_is_left_in_peace(
    rolling: Desk, tmp_path: Path
) -> None:
    made = rolling.installation
    month = datetime.timedelta(days=30)
    new_wave(made, WavePlan("Eerder", "Waddinxveen", today() - month, today() + month))
    bring_in(made, tmp_path, "Eerder", f"an;{AN};K3-TIJDENS;")
    queue_messages(made, "Eerder", "smtp")
    deliver_due(made)
    assert work(made) == 1  # that of the other wave
    days_pass(made.engine, 56)
    with Session(made.engine) as session:
        session.execute(update(Contact).values(opted_out=True))
        session.commit()
    assert work(made) == 1
    with Session(made.engine) as session:
        session.execute(update(Contact).values(opted_out=False))
        session.commit()
    assert work(made) == 2


def test_a_fieldworker_cannot_send_outside_a_window_either(rolling: Desk) -> None:
    rolling.send("K2-AANVANG")
    rolling.work()
    assert len(messages(rolling.installation)) == 1
    rolling.open("/K2-AANVANG/email/uitnodiging/bevestigen")
    assert "Er is nu niemand om naar te versturen" in rolling.words


def test_a_message_that_waited_past_its_window_goes_no_more(rolling: Desk) -> None:
    made = rolling.installation
    invite_by_windows(made, NOON)
    line_up_all(made)
    weeks_pass(made, 5)
    deliver_due(made)
    assert [(one.state, one.reason) for one in messages(made)] == [
        ("cancelled", "is nu niet aan de beurt")
    ]


def test_a_reminder_stays_within_the_window(rolling: Desk) -> None:
    made = rolling.installation
    keep_scheme(made, rolling.wave_id, Scheme(True, 2, 10, 10, 8))
    with Session(made.engine) as session:
        session.execute(update(Invitation).values(opens_on=today()))
        session.commit()
    assert work(made) == 3
    weeks_pass(made, 2)
    assert len(remind_by_schemes(made, NOON)) == 1
    line_up_all(made)
    deliver_due(made)
    weeks_pass(made, 2)
    assert remind_by_schemes(made, NOON) == []


def test_who_has_no_day_is_not_invited_to_a_questionnaire_about_a_start(rolling: Desk) -> None:
    made = rolling.installation
    with Session(made.engine) as session:
        session.execute(update(Invitation).values(opens_on=None))
        session.commit()
    assert work(made) == 0
    with pytest.raises(AssertionError):
        rolling.send("K2-AANVANG")


def test_another_questionnaire_of_a_rolling_wave_waits_for_a_fieldworker(
    rolling: Desk, tmp_path: Path
) -> None:
    made = rolling.installation
    bring_in(made, tmp_path, WAVE, "dora;dora@proef.example;K3-TIJDENS;")
    assert work(made) == 1
    assert "Een doorlopende meting" in rolling.open().words
    rolling.send("K3-TIJDENS")
    rolling.work()
    with Session(made.engine) as session:
        assert len(session.scalars(select(Message).where(Message.state == "sent")).all()) == 2
