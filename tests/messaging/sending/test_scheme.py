"""Reminders by the scheme of a wave: on their day, at most two, never to who may not get one."""

import datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import AMSTERDAM, today
from survey_app.installation import Installation
from survey_app.messaging.outbox import services_scheme
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import line_up_all
from survey_app.messaging.outbox.services_scheme import (
    Scheme,
    hold_scheme,
    keep_scheme,
    remind_by_schemes,
)
from survey_app.models import Contact, Invitation, Message, ReminderScheme, Wave
from tests.messaging.conftest import Invite, messages
from tests.messaging.sending.conftest import Desk
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

AN, BO, CAS = (f"{name}@proef.example" for name in ("an", "bo", "cas"))
NOON = datetime.datetime.combine(today(), datetime.time(12), AMSTERDAM)
TWICE = Scheme(is_on=True, most=2, first_after_days=10, second_after_days=7, rest_weeks=8)


@pytest.fixture
def invited(desk: Desk, invite: Invite) -> Desk:
    """Two people who were invited just now, in a wave that goes on for a long time."""
    with Session(desk.installation.engine) as session:
        session.execute(update(Wave).values(ends_on=today() + datetime.timedelta(days=90)))
        session.commit()
    invite(AN, BO)
    desk.send()
    desk.work()
    return desk


def remind(installation: Installation, at: datetime.datetime = NOON) -> int:
    """A turn of the worker; returns how many reminders stand anywhere now."""
    remind_by_schemes(installation, at)
    line_up_all(installation)
    deliver_due(installation)
    return sum(one.kind == "reminder" for one in messages(installation))


def test_two_reminders_come_by_themselves_each_on_its_day_and_no_third(
    invited: Desk, smtp_sink: SmtpSink
) -> None:
    made = invited.installation
    assert remind(made) == 0  # nobody asked for it
    keep_scheme(made, invited.wave_id, TWICE)
    days_pass(made.engine, 9)
    assert remind(made) == 0
    days_pass(made.engine, 1)
    assert (remind(made), remind(made)) == (2, 2)
    days_pass(made.engine, 6)
    assert remind(made) == 2
    days_pass(made.engine, 1)
    assert (remind(made), remind(made)) == (4, 4)
    days_pass(made.engine, 30)
    assert remind(made) == 4
    first, second, third = (str(mail.get_content()) for mail in smtp_sink.messages_for(AN))
    assert "geen herinnering meer" not in first + second
    assert "U krijgt hierna geen herinnering meer." in third
    numbers = sorted((one.kind, one.number) for one in messages(made))
    assert numbers == [("invitation", 0)] * 2 + [("reminder", 1)] * 2 + [("reminder", 2)] * 2


def test_who_may_get_no_reminder_gets_none(invited: Desk, invite: Invite) -> None:
    made = invited.installation
    invite(CAS)
    invited.send()
    invited.work()
    keep_scheme(made, invited.wave_id, TWICE)
    days_pass(made.engine, 10)
    with Session(made.engine) as session:
        answered, away, _ = session.scalars(select(Invitation)).all()
        answered.used = True
        gone = update(Contact).where(Contact.id == away.contact_id)
        session.execute(gone.values(opted_out=True))
        session.execute(update(Message).values(state="failed"))  # they bounced
        session.commit()
    assert remind(made) == 0
    with Session(made.engine) as session:
        session.execute(update(Message).values(state="sent"))
        session.commit()
    assert remind(made) == 1


def test_a_wave_that_cannot_be_reminded_holds_no_other_up(
    invited: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = invited.installation
    keep_scheme(made, invited.wave_id, TWICE)
    days_pass(made.engine, 10)
    monkeypatch.setattr(services_scheme, "_open", lambda *_: ["no such wave", invited.wave_id])
    due = services_scheme._due

    def fails_for_one(installation: Installation, wave_id: str, wanted: Any) -> list[Any]:
        if wave_id != invited.wave_id:
            raise ValueError("of one wave")
        return due(installation, wave_id, wanted)

    monkeypatch.setattr(services_scheme, "_due", fails_for_one)
    with pytest.raises(ValueError, match="of one wave"):
        remind_by_schemes(made, NOON)
    line_up_all(made)
    assert sum(one.kind == "reminder" for one in messages(made)) == 2


@pytest.mark.parametrize(("hour", "reminded"), [(8, 0), (9, 2), (19, 2), (20, 0)])
def test_nobody_is_reminded_at_night(invited: Desk, hour: int, reminded: int) -> None:
    keep_scheme(invited.installation, invited.wave_id, TWICE)
    days_pass(invited.installation.engine, 10)
    assert remind(invited.installation, NOON.replace(hour=hour)) == reminded


def test_reminders_that_are_held_back_wait(invited: Desk) -> None:
    made = invited.installation
    keep_scheme(made, invited.wave_id, TWICE)
    days_pass(made.engine, 10)
    invited.open().press("Houd tegen")
    assert "Tegengehouden" in invited.words
    assert remind(made) == 0
    invited.press("Laat weer doorgaan")
    assert remind(made) == 2
    hold_scheme(made, "0" * 32, held=True)  # a wave without a scheme: nothing to hold


def test_a_scheme_is_set_on_a_page_and_wrong_numbers_are_told(invited: Desk) -> None:
    invited.open("/herinneringen").press("Bewaar", is_on="1", first="4", second="x", rest="8")
    assert invited.page.status_code == 422
    assert invited.words.count("Vul een heel getal in van 5 tot en met 90 dagen.") == 2
    invited.press("Bewaar", is_on="1", most="1", first="12", second="10", rest="6")
    assert "Gaat vanzelf , 12 dagen na de uitnodiging." in invited.words
    with Session(invited.installation.engine) as session:
        kept = session.scalars(select(ReminderScheme)).one()
    assert (kept.most, kept.first_after_days, kept.rest_weeks) == (1, 12, 6)


def test_a_fieldworker_reminds_a_chosen_group_now(invited: Desk, invite: Invite) -> None:
    made = invited.installation
    with Session(made.engine) as session:
        first = session.scalars(select(Invitation)).first()
        assert first is not None
        first.language = "tr"
        session.commit()
    days_pass(made.engine, 10)
    invited.open("/K3-TIJDENS/email/herinnering")
    assert "2 mensen kunnen dit nu krijgen" in invited.words
    invited.open("/K3-TIJDENS/email/herinnering/bevestigen?alleen=tr")
    assert "naar 1 persoon versturen?" in invited.words
    invited.press("Ja, verstuur").work()
    assert sum(one.kind == "reminder" for one in messages(made)) == 1
    invited.open("/K3-TIJDENS/email/tweede-herinnering")
    assert "niemand die dit nog moet krijgen" in invited.words
