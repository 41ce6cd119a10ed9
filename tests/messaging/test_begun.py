"""Who began and sent nothing in is reminded in other words, and nothing tells who that was."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.config import Config
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import Installation
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.outbox.composing import Parts, outgoing_message, written_out
from survey_app.messaging.outbox.looking import EXAMPLE, look_at_messages
from survey_app.messaging.outbox.queries import message_parts
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import Queued, queue_messages
from survey_app.messaging.outbox.ways import is_read_by_colleagues
from survey_app.models import Access, Contact, Draft, Invitation, Message, OwnText
from survey_app.organisations.waves import find_wave
from survey_app.settings.messages import Notify
from survey_app.ways_in.contacts import Person, opened_person
from tests.messaging.conftest import WAVE, Invite, messages
from tests.messaging.test_together import body_of
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

AN, BO = "an@proef.example", "bo@proef.example"
BEGUN = "Niemand ziet wie begon"


def begin(installation: Installation, *emails: str, **values: object) -> None:
    """These people fill in a page behind the link that they got."""
    with Session(installation.engine) as session:
        for contact in session.scalars(select(Contact)):
            person = opened_person(
                installation.keys.contact,
                contact.organisation_id,
                contact.id,
                contact.ciphertext,
            )
            ours = select(Access.id).join(Invitation).where(Invitation.contact_id == contact.id)
            if person.email in emails:
                draft = update(Draft).where(Draft.access_id.in_(ours))
                session.execute(draft.values({"revision": 1, **values}))
        session.commit()


@pytest.fixture
def invited(sender: Installation, queue: Invite) -> None:
    """An and Bo were invited ten days ago."""
    queue(AN, BO)
    deliver_due(sender)
    days_pass(sender.engine, 10)


@pytest.mark.usefixtures("invited")
def test_who_began_reads_other_words_than_who_did_not(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    begin(sender, AN)
    assert queue_messages(sender, WAVE, "smtp", reminder=True) == Queued(2, 0)
    assert deliver_due(sender) == {"sent": 2}
    assert BEGUN in body_of(smtp_sink, AN)
    assert BEGUN not in body_of(smtp_sink, BO)
    assert smtp_sink.messages_for(AN)[-1]["Subject"] == "Uw antwoorden zijn nog niet verstuurd"


@pytest.mark.usefixtures("invited")
def test_a_draft_that_was_sent_in_is_not_begun(sender: Installation, smtp_sink: SmtpSink) -> None:
    begin(sender, AN, submitted=True)
    queue_messages(sender, WAVE, "smtp", reminder=True)
    deliver_due(sender)
    assert BEGUN not in body_of(smtp_sink, AN)


@pytest.mark.usefixtures("invited")
def test_no_row_tells_who_read_which_words(sender: Installation) -> None:
    begin(sender, AN)
    queue_messages(sender, WAVE, "smtp", reminder=True)
    deliver_due(sender)
    kept = ("channel", "kind", "number", "state", "reason", "sent_on", "attempts", "carried_by")
    reminders = [one for one in messages(sender) if one.kind == "reminder"]
    assert len({tuple(getattr(one, name) for name in kept) for one in reminders}) == 1
    columns = set(Message.__table__.c.keys())
    own = {"id", "access_id", "organisation_id", "wave_id", "dispatch_id", "counted_state"}
    assert columns == {*kept, *own, "next_attempt_at", "delivered", "to_print_again"}


@pytest.mark.usefixtures("invited")
def test_who_looks_at_messages_does_not_read_who_began(sender: Installation) -> None:
    begin(sender, AN)
    assert look_at_messages(sender, WAVE, reminder=True) == 2
    assert BEGUN not in (sender.config.home / "outbox.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("invited")
def test_several_questionnaires_read_the_ordinary_words(
    sender: Installation, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, questionnaire="K4-EINDE")
    queue_messages(sender, WAVE, "smtp")
    deliver_due(sender)
    days_pass(sender.engine, 10)
    begin(sender, AN)
    queue_messages(sender, WAVE, "smtp", reminder=True)
    deliver_due(sender)
    assert BEGUN not in body_of(smtp_sink, AN)


@pytest.mark.usefixtures("invited")
def test_words_of_ones_own_stand_in_the_text_they_were_written_for(
    sender: Installation, smtp_sink: SmtpSink
) -> None:
    begin(sender, AN)
    with Session(sender.engine) as session:
        wave_id = find_wave(session, WAVE).id
        key = {"wave_id": wave_id, "questionnaire": "K3-TIJDENS", "language": "nl"}
        session.add(OwnText(**key, kind="started", text="Nog twee vragen te gaan, {naam}."))
        session.add(OwnText(**key, kind="reminder", text="Loop gerust binnen."))
        session.commit()
    queue_messages(sender, WAVE, "smtp", reminder=True)
    deliver_due(sender)
    assert "Nog twee vragen te gaan, an." in body_of(smtp_sink, AN)
    assert "Loop gerust binnen." not in body_of(smtp_sink, AN)
    assert "Loop gerust binnen." in body_of(smtp_sink, BO)


@pytest.mark.usefixtures("invited")
@pytest.mark.parametrize("channel", ["letter", "smtp"])
def test_what_colleagues_can_read_does_not_tell_who_began(
    sender: Installation, channel: str
) -> None:
    begin(sender, AN, BO)
    queue_messages(sender, WAVE, "smtp", reminder=True)
    [one, _] = [one for one in messages(sender) if one.kind == "reminder"]
    with_notify = replace(
        sender,
        config=replace(sender.config, notify=Notify(email_template="t", sms_template="t")),
    )
    row = message_parts(sender.engine, one.id)
    assert row is not None
    parts = replace(Parts(*row), channel=channel)
    assert parts.begun
    written = written_out(with_notify, parts, Person(name="An", email=AN), EXAMPLE)
    assert BEGUN not in written.text.body
    here = outgoing_message(sender, one.id, today())
    assert isinstance(here, Outgoing)
    assert BEGUN in here.text.body


def test_colleagues_read_letters_and_what_goes_through_notify() -> None:
    config = Config(home=Path(), database_url="")
    notify = replace(config, notify=Notify(sms_template="t"))
    assert is_read_by_colleagues(config, "letter")
    assert not is_read_by_colleagues(config, "sms")
    assert is_read_by_colleagues(notify, "sms")
    assert not is_read_by_colleagues(notify, "smtp")


def test_a_text_message_has_its_own_words_too(sender: Installation, tmp_path: Path) -> None:
    path = tmp_path / "contacten.csv"
    path.write_text("naam;telefoon;vragenlijst\nAn;0612345678;K3-TIJDENS\n")
    import_contacts(sender, path, WAVE)
    demo = replace(sender, config=replace(sender.config, synthetic=True))
    queue_messages(demo, WAVE, "console")
    deliver_due(demo)
    days_pass(sender.engine, 10)
    with Session(sender.engine) as session:
        session.execute(update(Draft).values(revision=1))
        session.commit()
    queue_messages(demo, WAVE, "console", reminder=True)
    deliver_due(demo)
    outbox = (sender.config.home / "outbox.txt").read_text(encoding="utf-8")
    assert "Waddinxveen: u begon al. Afmaken kan nog." in outbox
