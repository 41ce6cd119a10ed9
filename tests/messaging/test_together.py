"""Somebody with several questionnaires gets one message, with a link for each."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import now, today
from survey_app.crypto.tokens import token_hash
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.monitor.services import count_messages
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.installation import Installation
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.outbox.addressees import Target
from survey_app.messaging.outbox.composing import outgoing_message
from survey_app.messaging.outbox.looking import look_at_messages
from survey_app.messaging.outbox.services import CLAIM, deliver_due
from survey_app.messaging.outbox.services_dispatch import (
    decide,
    line_up,
    line_up_all,
    set_paused,
)
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.outbox.status import messages_of, standing
from survey_app.messaging.replies.forms import Receipt
from survey_app.messaging.replies.services import note_now
from survey_app.models import Access, Contact, Dispatch, Invitation, Message, SendingDay, Wave
from survey_app.organisations.waves import find_wave
from survey_app.ways_in.opting_out import opt_out_access
from tests.messaging.conftest import WAVE, Invite, VirtualClock, messages
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

AN, BO = "an@proef.example", "bo@proef.example"
LINK = re.compile(r"https://spiegel\.example/v/([0-9A-Z]{26})")
TITLES = {"K3-TIJDENS": "Uw hulp nu", "K4-EINDE": "Het einde van uw traject"}


@pytest.fixture
def both(sender: Installation, invite: Invite) -> None:
    """An has two questionnaires in this wave, Bo has the first of them."""
    invite(AN, BO)
    invite(AN, questionnaire="K4-EINDE")


def body_of(sink: SmtpSink, email: str, number: int = -1) -> str:
    part = sink.messages_for(email)[number].get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def by_code(installation: Installation) -> dict[str, list[Message]]:
    """Questionnaire → the messages of An, the first one first."""
    statement = (
        select(Invitation.questionnaire, Message)
        .join(Access, Access.invitation_id == Invitation.id)
        .join(Message, Message.access_id == Access.id)
        .join(Contact, Contact.id == Invitation.contact_id)
        .order_by(Message.number)
    )
    with Session(installation.engine, expire_on_commit=False) as session:
        two = select(Invitation.contact_id).where(Invitation.questionnaire == "K4-EINDE")
        found: dict[str, list[Message]] = {}
        for code, message in session.execute(statement.where(Contact.id.in_(two))):
            found.setdefault(code, []).append(message)
    return found


def answered(installation: Installation, code: str) -> None:
    with Session(installation.engine) as session:
        session.execute(
            update(Invitation).where(Invitation.questionnaire == code).values(used=True)
        )
        session.commit()


def target(installation: Installation, code: str, number: int = 0) -> Target:
    with Session(installation.engine) as session:
        return Target(find_wave(session, WAVE).id, code, "email", "smtp", number)


@pytest.mark.usefixtures("both")
def test_two_questionnaires_come_in_one_message_each_with_its_own_link(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    assert queue_messages(sender, WAVE, "smtp") == Queued(2, 0)
    assert deliver_due(sender) == {"sent": 2}
    assert len(smtp_sink.messages_for(AN)) == len(smtp_sink.messages_for(BO)) == 1
    body = body_of(smtp_sink, AN)
    assert len(set(LINK.findall(body))) == 2
    for title in TITLES.values():
        assert re.search(rf"^{title}:\n{LINK.pattern}$", body, re.MULTILINE)
    assert "Elke vragenlijst heeft een eigen link" in body
    assert len(LINK.findall(body_of(smtp_sink, BO))) == 1
    assert "Elke vragenlijst" not in body_of(smtp_sink, BO)
    states = {(one.state, one.sent_on) for one in messages(sender)}
    assert (len(messages(sender)), states) == (3, {("sent", today())})


@pytest.mark.usefixtures("both")
def test_each_link_opens_its_own_questionnaire(sender: Installation, smtp_sink: SmtpSink) -> None:

    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    body = body_of(smtp_sink, AN)
    with Session(sender.engine) as session:
        for code, title in TITLES.items():
            [token] = re.findall(rf"{title}:\n{LINK.pattern}", body)
            opened = (
                select(Invitation.questionnaire)
                .join(Access, Access.invitation_id == Invitation.id)
                .where(Access.token_hash == token_hash(sender.keys.lookup, token))
            )
            assert session.scalar(opened) == code


@pytest.mark.usefixtures("both")
def test_an_answered_questionnaire_is_not_named_any_more(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    queue_messages(sender, WAVE, "smtp")
    answered(sender, "K4-EINDE")
    deliver_due(sender)
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 1
    assert TITLES["K4-EINDE"] not in body_of(smtp_sink, AN)
    states = {code: one.state for code, [one] in by_code(sender).items()}
    assert states == {"K3-TIJDENS": "sent", "K4-EINDE": "cancelled"}


@pytest.mark.usefixtures("both")
def test_what_went_along_goes_by_itself_when_the_other_was_answered(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    queue_messages(sender, WAVE, "smtp")
    answered(sender, "K3-TIJDENS")
    assert deliver_due(sender) == {"cancelled": 2, "sent": 1}
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 1
    found = by_code(sender)
    assert [found["K3-TIJDENS"][0].state, found["K4-EINDE"][0].state] == ["cancelled", "sent"]
    assert found["K4-EINDE"][0].carried_by is None


def test_of_three_the_other_two_stay_together(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    for code in ("K3-TIJDENS", "K4-EINDE", "K5-POST"):
        invite(AN, questionnaire=code)
    queue_messages(sender, WAVE, "smtp")
    answered(sender, "K3-TIJDENS")
    assert deliver_due(sender) == {"cancelled": 1, "sent": 1}
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 2


@pytest.mark.usefixtures("both")
def test_a_reminder_names_only_what_is_open(sender: Installation, smtp_sink: SmtpSink) -> None:
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    days_pass(sender.engine, 10)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(2, 0)
    deliver_due(sender)
    assert len(smtp_sink.messages_for(AN)) == 2
    first, second = (set(LINK.findall(body_of(smtp_sink, AN, n))) for n in (0, 1))
    assert first == second  # the same links again
    assert len(first) == 2
    days_pass(sender.engine, 10)
    answered(sender, "K3-TIJDENS")
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(1, 0)
    deliver_due(sender)
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 1
    assert {code: len(sent) for code, sent in by_code(sender).items()} == {
        "K3-TIJDENS": 2,
        "K4-EINDE": 3,
    }


def test_who_is_promised_something_else_gets_a_message_of_its_own(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN)
    invite(AN, questionnaire="HALFJAAR")
    queue_messages(sender, WAVE, "smtp")
    assert deliver_due(sender) == {"sent": 2}
    bodies = [body_of(smtp_sink, AN, number) for number in (0, 1)]
    assert [len(LINK.findall(body)) for body in bodies] == [1, 1]
    assert sum("De gemeente ziet deze antwoorden wel" in body for body in bodies) == 1


@pytest.mark.usefixtures("both")
def test_what_was_decided_for_the_other_counts_who_is_reached_along_with_it(
    sender: Installation,
) -> None:
    first = decide(sender, target(sender, "K3-TIJDENS"), 2)
    second = decide(sender, target(sender, "K4-EINDE"), 1)
    line_up_all(sender)
    deliver_due(sender)
    with Session(sender.engine) as session:
        sent = Counter(session.scalars(select(Message.dispatch_id)))
        people = dict(session.execute(select(Dispatch.id, Dispatch.people)).all())
    assert sent == people == {first: 2, second: 1}


@pytest.mark.usefixtures("both")
def test_what_somebody_holds_up_does_not_go_along(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    held = decide(sender, target(sender, "K4-EINDE"), 1)
    set_paused(sender, held, paused=True)
    line_up(sender, decide(sender, target(sender, "K3-TIJDENS"), 2))
    assert deliver_due(sender) == {"sent": 2}
    assert TITLES["K4-EINDE"] not in body_of(smtp_sink, AN)


@pytest.mark.usefixtures("both")
def test_a_message_that_comes_back_comes_back_for_each_questionnaire(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    [carrier] = by_code(sender)["K3-TIJDENS"]
    with Session(sender.engine) as session:
        assert note_now(session, Receipt(carrier.id, "failed", "DSN 5.1.1"))
    assert {one.state for [one] in by_code(sender).values()} == {"failed"}
    assert queue_messages(sender, WAVE, "smtp") == Queued(0, 0)  # nobody is written to there
    numbers, troubled = standing(sender, WAVE)
    assert [(one.state, one.messages) for one in numbers] == [("failed", 1), ("sent", 1)]
    assert len(troubled) == 1


@pytest.mark.usefixtures("both")
def test_a_refused_message_goes_out_again_whole(sender: Installation, smtp_sink: SmtpSink) -> None:
    smtp_sink.reply(AN, "550 no")
    queue_messages(sender, WAVE, "smtp")
    assert deliver_due(sender) == {"sent": 1, "failed": 1}
    assert {one.state for [one] in by_code(sender).values()} == {"failed"}
    smtp_sink.reply(AN, "250 OK")
    assert queue_messages(sender, WAVE, "smtp") == Queued(1, 0)
    assert deliver_due(sender) == {"sent": 1}
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 2


@pytest.mark.usefixtures("both")
def test_a_message_that_waits_for_a_later_attempt_waits_whole(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(AN, "451 later")
    queue_messages(sender, WAVE, "smtp")
    clock = VirtualClock()
    assert deliver_due(sender, now=clock) == {"sent": 1, "retry": 1}
    smtp_sink.reply(AN, "250 OK")
    clock.pass_minutes(2)
    assert deliver_due(sender, now=clock) == {"sent": 1}
    assert len(LINK.findall(body_of(smtp_sink, AN))) == 2


@pytest.mark.usefixtures("both")
def test_what_was_left_half_way_twice_is_uncertain_for_each_questionnaire(
    sender: Installation,
) -> None:
    queue_messages(sender, WAVE, "smtp")
    [carrier] = by_code(sender)["K3-TIJDENS"]
    clock = VirtualClock()
    with Session(sender.engine) as session:
        left = update(Message).where(Message.id == carrier.id)
        session.execute(
            left.values(state="sending", reason="onderbroken", next_attempt_at=clock.at - CLAIM)
        )
        session.commit()
    assert deliver_due(sender, now=clock) == {"unknown": 1, "sent": 1}
    assert {one.state for [one] in by_code(sender).values()} == {"unknown"}
    assert {one.sent_on for [one] in by_code(sender).values()} == {today()}


@pytest.mark.usefixtures("both")
def test_signing_off_by_one_link_ends_the_messages_about_both(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    [carrier] = by_code(sender)["K3-TIJDENS"]
    with Session(sender.engine) as session:
        opt_out_access(session.connection(), carrier.access_id)
        session.commit()
    days_pass(sender.engine, 10)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(1, 0)  # Bo
    deliver_due(sender)
    assert len(smtp_sink.messages_for(AN)) == 1


@pytest.mark.usefixtures("both")
def test_the_monitor_counts_one_message_and_two_invitations_that_arrived(
    sender: Installation,
) -> None:
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    count_messages(sender)
    with Session(sender.engine) as session:
        assert [day.messages for day in session.scalars(select(SendingDay))] == [2]
        assert list(session.scalars(select(Invitation.delivery))) == ["reached"] * 3


@pytest.mark.usefixtures("both")
def test_the_list_of_messages_says_what_went_along(sender: Installation) -> None:
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    told = [(one.name, one.questionnaire, one.goes_along) for one in messages_of(sender, WAVE)]
    assert sorted(told) == [
        ("an", "K3-TIJDENS", False),
        ("an", "K4-EINDE", True),
        ("bo", "K3-TIJDENS", False),
    ]


@pytest.mark.usefixtures("both")
def test_looking_shows_one_message_for_two_questionnaires(sender: Installation) -> None:
    assert look_at_messages(sender, WAVE) == 2
    shown = (sender.config.home / "outbox.txt").read_text(encoding="utf-8")
    assert shown.count("Subject:") == 2
    assert all(f"{title}:\n" in shown for title in TITLES.values())


def test_a_reminder_waits_for_what_is_in_line_about_another_questionnaire(
    sender: Installation, queue: Invite
) -> None:
    queue(AN)
    deliver_due(sender)
    days_pass(sender.engine, 20)
    queue(AN, questionnaire="K4-EINDE")
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(0, 0, 1)


def test_two_waves_that_are_sent_on_one_day_write_to_nobody_twice(
    sender: Installation, queue: Invite, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    week = datetime.timedelta(days=7)
    new_wave(sender, WavePlan("Winter", "Waddinxveen", today() - week, today() + week))
    import_contacts(sender, tmp_path / "contacten.csv", "Winter")
    assert queue_messages(sender, "Winter", "smtp") == Queued(0, 0, 1)
    deliver_due(sender)
    assert len(smtp_sink.messages_for(AN)) == 1


@pytest.mark.parametrize("over", ["paused_at", "closed_at"])
def test_what_waits_in_a_wave_that_stands_still_holds_nobody_back(
    sender: Installation, queue: Invite, tmp_path: Path, over: str
) -> None:
    queue(AN)
    with Session(sender.engine) as session:
        session.execute(update(Wave).values({over: now()}))
        session.commit()
    week = datetime.timedelta(days=7)
    new_wave(sender, WavePlan("Winter", "Waddinxveen", today() - week, today() + week))
    import_contacts(sender, tmp_path / "contacten.csv", "Winter")
    assert queue_messages(sender, "Winter", "smtp") == Queued(1, 0)


@pytest.mark.usefixtures("both")
def test_composing_twice_gives_the_same_message(sender: Installation) -> None:
    queue_messages(sender, WAVE, "smtp")
    [carrier] = by_code(sender)["K3-TIJDENS"]
    with Session(sender.engine) as session:
        session.execute(update(Message).where(Message.id == carrier.id).values(state="sending"))
        session.commit()
    made = [outgoing_message(sender, carrier.id, today()) for _ in range(2)]
    assert isinstance(made[0], Outgoing)
    assert made[0] == made[1]
