"""Telling who was not chosen, and wiping them: at most once each, one after the other.

By e-mail, or by text message where somebody left no address; in the language in which they offered
themselves. A row is marked before its message goes; when the worker is killed in between, the mark
stays and an interviewer reads that this person may have been told.
"""

import smtplib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import delete, update

from survey_app.audit.recording import record
from survey_app.config import Config
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt, SettingError
from survey_app.installation import Installation
from survey_app.logs.lines import logger_of
from survey_app.mail.staff_mail import Letter, send
from survey_app.models import Organisation, Recontact, Wave
from survey_app.separate.recontact.pool import Volunteer
from survey_app.separate.recontact.queries import to_write_to
from survey_app.separate.recontact.services_reading import opened
from survey_app.texts.installed import installed_translations
from survey_app.texts.translations import SOURCE, Translations

AT_ONCE = 50
TOLD = ""
# How handing a text message over ended -> whom the person waits for now.
AFTER_TEXT: Mapping[str, str] = MappingProxyType(
    {"sent": TOLD, "unknown": "sending", "retry": "sms", "later": "sms"}
)
# (settings, id of the message, number, words) -> how it ended (messaging/channels/outgoing.py)
SendText = Callable[[Config, str, str, str], str]
logger = logger_of(__name__)


def tell_not_chosen(installation: Installation, send_text: SendText) -> int:
    """Send what waits; returns how many people were told. A service that is away gets it later."""
    with reading(installation.engine) as session:
        rows = to_write_to(session, AT_ONCE)
        waves = {row.wave_id: session.get_one(Wave, row.wave_id) for row in rows}
        names = {
            wave.id: session.get_one(Organisation, wave.organisation_id).name
            for wave in waves.values()
        }
    if not rows:
        return 0
    found = installed_translations(installation.config, installation.catalogue)
    number = 0
    for row in rows:
        wave = waves[row.wave_id]
        letter = _letter(installation, wave, row, found, names[wave.id])
        if letter is None or not _marked(installation, row, row.tell, "sending"):
            continue
        after = _handed_over(installation.config, row, letter, send_text)
        if after == TOLD:
            _erase(installation, wave, row.id)
            number += 1
        elif after != "sending":
            _marked(installation, row, "sending", after)
        if after == row.tell:  # the service is away: for the others too
            break
    return number


def _handed_over(config: Config, row: Recontact, letter: Letter, send_text: SendText) -> str:
    """How this person hears of it from now on; TOLD when they did."""
    try:
        if row.tell == "sms":
            return AFTER_TEXT.get(send_text(config, row.id, letter.recipient, letter.text), "phone")
        send(config, letter)
    except (SettingError, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        return "phone"
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail to volunteers waits", reason=type(error).__name__)
        return row.tell
    return TOLD


def _letter(
    installation: Installation, wave: Wave, row: Recontact, found: Translations, sender: str
) -> Letter | None:
    try:
        [(_, person)] = opened(installation, wave, [row])
    except CannotDecrypt:
        _marked(installation, row, row.tell, "phone")
        return None
    words = words_for(person, found)
    if row.tell == "sms":
        return Letter(person.mobile, "", f"{words['recontact.not_chosen']} {sender}")
    text = f"{words['recontact.not_chosen']}\n\n{sender}\n"
    return Letter(person.email, words["recontact.not_chosen_subject"], text)


def words_for(person: Volunteer, found: Translations) -> Mapping[str, str]:
    """The texts in this person's language; in Dutch where nobody has checked that language."""
    offered = {one.code: one for one in found.for_screens()}
    return offered.get(person.language, found.languages[SOURCE]).texts


def _marked(installation: Installation, row: Recontact, before: str, after: str) -> bool:
    """Whether this row went from one mark to the other; another worker may have been first."""
    with session_of(installation.engine) as session:
        change = update(Recontact).where(Recontact.id == row.id, Recontact.tell == before)
        found = session.execute(change.values(tell=after).returning(Recontact.id)).all()
        session.commit()
    return bool(found)


def _erase(installation: Installation, wave: Wave, row_id: str) -> None:
    with session_of(installation.engine) as session:
        session.execute(delete(Recontact).where(Recontact.id == row_id))
        record(session, wave.organisation_id, "interviews.told", wave.name, people=1)
        record(session, wave.organisation_id, "interviews.erased", wave.name, people=1)
        session.commit()
