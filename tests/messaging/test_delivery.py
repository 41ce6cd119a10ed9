"""Every message ends in one known state, whatever the mail server does (reliability B1, B2, B9)."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.errors import BadInput, KeyMissing, SettingError, WaveClosed
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.messaging.channels.outgoing import MAIL_WAITS as WAITS
from survey_app.messaging.outbox.services import CLAIM, deliver_all, deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.models import Contact, Invitation, Message
from tests.messaging.conftest import WAVE, Invite, VirtualClock, messages, states
from tests.services.sent_earlier import days_pass
from tests.services.settings import fill_in_settings
from tests.services.smtp_sink import SmtpSink

AN, BO, CY = "an@proef.example", "bo@proef.example", "cy@proef.example"


def test_everyone_gets_one_message_with_a_link_of_their_own(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN, BO)
    assert deliver_due(sender) == {"sent": 2}
    links = set()
    for address in (AN, BO):
        (mail,) = smtp_sink.messages_for(address)
        body = mail.get_body().get_content()
        links.add(next(line for line in body.splitlines() if "/v/" in line))
        assert mail["List-Unsubscribe"].startswith("<https://spiegel.example/afmelden/")
        assert mail["Message-ID"].endswith("@spiegel.example>")
    assert len(links) == 2
    assert states(sender) == ["sent", "sent"]


def test_sending_again_sends_nothing_again(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    deliver_due(sender)
    assert queue_messages(sender, WAVE, "smtp") == Queued(0, 0)
    assert deliver_due(sender) == {}
    assert len(smtp_sink.received) == 1


def test_a_greylisted_message_is_delivered_within_four_hours(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(AN, "451 later", "450 later", "421 too busy", "451 later", "250 OK")
    queue(AN)
    clock = VirtualClock()
    for _ in range(240):
        deliver_due(sender, now=clock)
        clock.pass_minutes(1)
    assert states(sender) == ["sent"]
    assert len(smtp_sink.messages_for(AN)) == 1


def test_a_server_that_always_says_later_ends_in_a_visible_failure(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(AN, "451 later")
    queue(AN)
    clock = VirtualClock()
    for _ in range(len(WAITS) + 1):
        deliver_due(sender, now=clock)
        clock.pass_minutes(max(WAITS))
    (message,) = messages(sender)
    assert (message.state, message.reason) == ("failed", "mailserver antwoordde 451")
    assert message.next_attempt_at is None


def test_a_refused_address_fails_and_does_not_hold_up_the_others(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(AN, "550 no such user")
    queue(AN, BO, CY)
    assert deliver_due(sender) == {"failed": 1, "sent": 2}
    assert deliver_due(sender) == {}


@pytest.mark.parametrize(("answer", "end"), [("552 full", "failed"), ("452 later", "retry")])
def test_a_message_refused_after_its_text_is_known_not_to_be_kept(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink, answer: str, end: str
) -> None:
    smtp_sink.data_replies = [answer]
    queue(AN)
    assert deliver_due(sender) == {end: 1}


def test_a_server_that_is_not_there_leaves_the_message_in_line(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    nobody = replace(sender.config.smtp, port=1)
    gone = replace(sender, config=replace(sender.config, smtp=nobody))
    clock = VirtualClock()
    assert deliver_due(gone, now=clock) == {"retry": 1}
    assert deliver_due(sender, now=clock) == {}  # not before its time
    clock.pass_minutes(WAITS[0])
    assert deliver_due(sender, now=clock) == {"sent": 1}


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    safe = replace(sender.config.smtp, security="starttls")
    assert deliver_due(replace(sender, config=replace(sender.config, smtp=safe))) == {"retry": 1}
    assert smtp_sink.received == []


def test_without_a_mail_server_in_the_settings_sending_says_what_to_set(
    sender: Installation, queue: Invite
) -> None:
    queue(AN)
    none = replace(sender.config.smtp, host="")
    with pytest.raises(SettingError, match="SMTP_HOST"):
        deliver_due(replace(sender, config=replace(sender.config, smtp=none)))
    assert states(sender) == ["queued"]


def test_a_machine_without_the_sender_key_claims_nothing(
    sender: Installation, queue: Invite
) -> None:
    queue(AN)
    with pytest.raises(KeyMissing):
        deliver_due(replace(sender, keys=replace(sender.keys, sender=None)))
    assert states(sender) == ["queued"]


def test_a_trial_installation_writes_to_nobody_outside_its_list(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, "echt@burger.example")
    with pytest.raises(BadInput, match="1 of 2"):
        queue_messages(sender, WAVE, "smtp")
    assert messages(sender) == []
    live = replace(sender, config=replace(sender.config, live=True))
    assert queue_messages(live, WAVE, "smtp") == Queued(2, 0)
    # the same guard stands at the door itself: a list that shrank afterwards still holds
    clock = VirtualClock()
    assert deliver_due(sender, now=clock) == {"sent": 1, "held": 1}
    assert smtp_sink.messages_for("echt@burger.example") == []
    # and it is nobody's failure: with the right settings the message still goes
    for _ in range(len(WAITS) + 2):
        clock.pass_minutes(CLAIM.seconds // 60)
        assert deliver_due(sender, now=clock) == {"held": 1}
    clock.pass_minutes(CLAIM.seconds // 60)
    assert deliver_due(live, now=clock) == {"sent": 1}
    assert [(one.reason, one.attempts) for one in messages(sender)] == [(None, 1)] * 2


def test_a_worker_that_may_not_write_to_real_people_says_so(
    sender: Installation, invite: Invite
) -> None:
    invite("echt@burger.example")
    live = replace(sender, config=replace(sender.config, live=True))
    queue_messages(live, WAVE, "smtp")
    with pytest.raises(SettingError, match=r"TRAJECTSPIEGEL_LIVE: 1 e-mails wait"):
        deliver_all(sender)
    assert states(sender) == ["queued"]


def test_a_mail_server_that_was_down_and_a_worker_that_is_not_live_lose_no_message(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite("echt@burger.example")
    live = replace(sender, config=replace(sender.config, live=True))
    queue_messages(live, WAVE, "smtp")
    nobody = replace(live.config.smtp, port=1)
    clock = VirtualClock()
    down = replace(live, config=replace(live.config, smtp=nobody))
    assert deliver_due(down, now=clock) == {"retry": 1}
    clock.pass_minutes(WAITS[0])
    assert deliver_due(sender, now=clock) == {"held": 1}
    clock.pass_minutes(CLAIM.seconds // 60)
    assert deliver_due(live, now=clock) == {"sent": 1}
    assert len(smtp_sink.messages_for("echt@burger.example")) == 1


def _answer(sender: Installation) -> None:
    with Session(sender.engine) as session:
        session.execute(update(Invitation).values(used=True))
        session.commit()


def _refuse(sender: Installation) -> None:
    with Session(sender.engine) as session:
        session.execute(update(Invitation).values(refused=True))
        session.commit()


def _opt_out(sender: Installation) -> None:
    with Session(sender.engine) as session:
        session.execute(update(Contact).values(opted_out=True))
        session.commit()


def _close(sender: Installation) -> None:
    close_wave(sender, WAVE)


@pytest.mark.parametrize("happens", [_answer, _refuse, _opt_out, _close])
def test_a_message_in_line_is_cancelled_by_what_happens_meanwhile(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink, happens: object
) -> None:
    queue(AN)
    happens(sender)
    assert deliver_due(sender) == {"cancelled": 1}
    assert smtp_sink.received == []


@pytest.mark.parametrize("happens", [_answer, _refuse, _opt_out])
def test_nobody_is_reminded_who_answered_refused_or_opted_out(
    sender: Installation, queue: Invite, happens: object
) -> None:
    queue(AN)
    deliver_due(sender)
    happens(sender)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(0, 0)


def test_a_reminder_goes_once_and_carries_the_same_link(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(0, 0)  # not sent yet
    deliver_due(sender)
    days_pass(sender.engine, 10)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(1, 0)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(0, 0)
    deliver_due(sender)
    first, second = smtp_sink.messages_for(AN)
    assert first["List-Unsubscribe"] == second["List-Unsubscribe"]
    assert first["Message-ID"] != second["Message-ID"]
    assert "Herinnering" in second["Subject"]


def test_a_closed_wave_invites_nobody(sender: Installation, invite: Invite) -> None:
    invite(AN)
    close_wave(sender, WAVE)
    with pytest.raises(WaveClosed):
        queue_messages(sender, WAVE, "smtp")


def test_a_damaged_contact_fails_alone(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN, BO)
    with Session(sender.engine) as session:
        contact = session.scalars(select(Contact)).first()
        assert contact is not None
        contact.ciphertext = contact.ciphertext[::-1]
        session.commit()
    assert deliver_due(sender) == {"failed": 1, "sent": 1}


def test_a_settings_file_with_a_mistake_costs_nobody_the_message(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN, BO)
    with pytest.raises(BadInput, match="not TOML"):
        fill_in_settings(sender, "waddinxveen", "name = ")
    assert deliver_due(sender) == {"sent": 2}
    assert len(smtp_sink.received) == 2


def test_the_sender_has_the_name_that_the_organisation_chose(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    queue(AN)
    fill_in_settings(sender, "waddinxveen", 'sender_name = "Onderzoek Waddinxveen"\n')
    assert deliver_due(sender) == {"sent": 1}
    assert "Onderzoek Waddinxveen" in smtp_sink.received[0].message["From"]


def test_invented_people_are_reached_through_a_file_that_only_the_owner_reads(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite("verzonnen@burger.example")
    demo = replace(sender, config=replace(sender.config, synthetic=True))
    queue_messages(demo, WAVE, "console")
    assert deliver_due(demo) == {"sent": 1}
    outbox = sender.config.home / "outbox.txt"
    assert outbox.read_text(encoding="utf-8").count("https://spiegel.example/v/") == 1
    assert outbox.stat().st_mode & 0o077 == 0
    assert smtp_sink.received == []


def test_no_time_of_sending_stays_behind(sender: Installation, queue: Invite) -> None:
    queue(AN)
    deliver_due(sender)
    with Session(sender.engine) as session:
        assert session.scalars(select(Message.next_attempt_at)).all() == [None]
