"""Deciding to send, and a test to oneself. The sending itself is the worker's."""

from dataclasses import replace

from survey_app.audit.recording import record_in_wave
from survey_app.clock import today
from survey_app.config import Config
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, EntryRefused, SettingError
from survey_app.installation import Installation
from survey_app.mail.guard import may_receive
from survey_app.messaging.channels.choosing import mail_channel
from survey_app.messaging.channels.console import ConsoleChannel
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.outbox.addressees import Target, numbers, peace_of
from survey_app.messaging.outbox.services_dispatch import decide
from survey_app.messaging.outbox.services_queue import refuse_unsendable
from survey_app.messaging.templates import Text
from survey_app.models import OwnText
from survey_app.models.columns import new_id

NOT_LIVE = (
    "Deze installatie is een proefopstelling en schrijft alleen naar adressen op haar lijst. "
    "Er is niets verstuurd. Vraag de beheerder om TRAJECTSPIEGEL_LIVE of de lijst aan te passen."
)
NO_SERVER = "Er is geen mailserver ingesteld. Vraag de beheerder om dat te doen."
NO_ADDRESS = "Bij uw account staat geen e-mailadres. Vraag uw beheerder om u uit te nodigen."
NOBODY = "Er is nu niemand meer die dit bericht kan krijgen. Er is niets verstuurd."


def start(installation: Installation, target: Target, people: int, asked_by: str) -> str:
    """Decide to send to so many people, as was confirmed; returns the id of the dispatch.

    Raises BadInput with a Dutch sentence when it cannot be, WaveClosed, and SettingError when no
    receiver could open the link.
    """
    with reading(installation.engine) as session:
        able, _ = numbers(session, target, peace_of(session, target.wave_id), today())
    if not able:
        raise EntryRefused(NOBODY)
    try:
        refuse_unsendable(installation, [target])
    except BadInput as error:
        raise EntryRefused(NOT_LIVE) from error
    return decide(installation, target, people, asked_by)


def keep_own_words(
    installation: Installation, target: Target, kind: str, language: str, text: str
) -> None:
    """Keep what the organisation adds to this kind of text in a language; empty takes it away.

    `text` was found right by `wrong_in`. What is sent from now on carries it.
    """
    key = {
        "wave_id": target.wave_id,
        "questionnaire": target.questionnaire,
        "kind": kind,
        "language": language,
    }
    with session_of(installation.engine) as session:
        kept = session.get(OwnText, tuple(key.values()))
        if kept is not None and not text:
            session.delete(kept)
        elif kept is not None:
            kept.text = text
        elif text:
            session.add(OwnText(**key, text=text))
        record_in_wave(session, target.wave_id, "messages.worded")
        session.commit()


def send_test(installation: Installation, outgoing: Outgoing, email: str) -> Outcome:
    """Send the example message to whoever looks at it. A text message comes as an e-mail.

    Raises BadInput with a Dutch sentence when this account or installation cannot.
    """
    if not email:
        raise EntryRefused(NO_ADDRESS)
    if outgoing.is_sms:
        text = Text("Test van een sms", outgoing.text.body, outgoing.text.language)
        outgoing = replace(outgoing, text=text, is_sms=False)
    # an id of its own: a mailbox keeps one of those that have the same
    one = replace(outgoing, message_id=new_id(), recipient=email)
    return _handed_over(installation.config, one)


def _handed_over(config: Config, outgoing: Outgoing) -> Outcome:
    if not config.sends_email and config.synthetic:
        with ConsoleChannel(config.home) as file:
            return file.hand_over(outgoing)
    if not may_receive(config, outgoing.recipient):
        raise EntryRefused(NOT_LIVE)
    try:
        with mail_channel(config) as server:
            return server.hand_over(outgoing)
    except SettingError as error:
        raise EntryRefused(NO_SERVER) from error
