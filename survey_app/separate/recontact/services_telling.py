"""Mailing who was not chosen, and wiping them: at most once each, one after the other.

A row is marked before its e-mail goes; when the worker is killed in between, the mark stays and
an interviewer reads that this person may have been told.
"""

import smtplib

from sqlalchemy import delete, update

from survey_app.audit.recording import record
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt, SettingError
from survey_app.installation import Installation
from survey_app.logs.lines import logger_of
from survey_app.mail.staff_mail import Letter, send
from survey_app.models import Organisation, Recontact, Wave
from survey_app.separate.recontact.queries import to_mail
from survey_app.separate.recontact.services_reading import opened
from survey_app.texts.installed import installed_translations
from survey_app.texts.translations import SOURCE

AT_ONCE = 50
SUBJECT = "Uw aanmelding voor een gesprek"
logger = logger_of(__name__)


def tell_not_chosen(installation: Installation) -> int:
    """Send what waits; returns how many people were told. A server that is away gets it later."""
    with reading(installation.engine) as session:
        rows = to_mail(session, AT_ONCE)
        waves = {row.wave_id: session.get_one(Wave, row.wave_id) for row in rows}
        names = {
            wave.id: session.get_one(Organisation, wave.organisation_id).name
            for wave in waves.values()
        }
    number = 0
    for row in rows:
        letter = _letter(installation, waves[row.wave_id], row, names[row.wave_id])
        if letter is None or not _marked(installation, row, "email", "sending"):
            continue
        try:
            send(installation.config, letter)
        except (SettingError, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            _marked(installation, row, "sending", "phone")
        except (OSError, smtplib.SMTPException) as error:
            _marked(installation, row, "sending", "email")
            logger.warning("mail to volunteers waits", reason=type(error).__name__)
            break
        else:
            _erase(installation, waves[row.wave_id], row.id)
            number += 1
    return number


def _letter(installation: Installation, wave: Wave, row: Recontact, sender: str) -> Letter | None:
    try:
        [(_, person)] = opened(installation, wave, [row])
    except CannotDecrypt:
        _marked(installation, row, "email", "phone")
        return None
    found = installed_translations(installation.config, installation.catalogue)
    words = found.languages[SOURCE].texts["recontact.not_chosen"]
    return Letter(person.email, SUBJECT, f"{words}\n\n{sender}\n")


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
