"""Taking recordings in, and wiping one. Pages of respondents know it at their next load."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import inserting, session_of
from survey_app.installation import Installation
from survey_app.models import Organisation, Recording
from survey_app.operators.sentence import DutchSentence
from survey_app.organisations.recordings.naming import Spoken, meant
from survey_app.organisations.recordings.opus import RecordingRefused, milliseconds_of
from survey_app.questionnaire.definition import Questionnaire

AT_ONCE = 8  # rows a commit: 1.6 MB at most
KEY = ("organisation_id", "language", "questionnaire", "version", "question", "option")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a number of files: how many were kept, and a sentence for each other one."""

    kept: int
    refused: Mapping[str, str]


def take_in(
    installation: Installation,
    organisation_id: str,
    language: str,
    files: Iterable[tuple[str, bytes]],
) -> TakenIn:
    """Keep every file that is a recording of something that is asked; the others are told.

    A file replaces what was there. Stored in parts: what was stored before a stop stays.
    """
    asked, refused, kept = installation.catalogue.newest(), {}, 0
    rows: list[dict[str, object]] = []
    for name, content in files:
        try:
            found = meant(name, asked)
            length = milliseconds_of(content)
        except RecordingRefused as error:
            refused[name] = DutchSentence("{file} {reason}", file=name, reason=error)
            continue
        kept += 1
        rows += [_row(organisation_id, language, one, content, length) for one in found]
    for part in _parts(rows):
        _store(installation, organisation_id, language, part)
    return TakenIn(kept, refused)


def wipe_recording(
    installation: Installation, organisation_id: str, language: str, one: Spoken
) -> None:
    """Wipe one recording; nothing happens when it is gone already."""
    with session_of(installation.engine) as session:
        session.execute(
            delete(Recording).where(
                Recording.organisation_id == organisation_id,
                Recording.language == language,
                Recording.questionnaire == one.questionnaire,
                Recording.version == one.version,
                Recording.question == one.question,
                Recording.option == one.option,
            )
        )
        _tell(session, organisation_id, language)
        session.commit()


def questionnaire_named(installation: Installation, code: str) -> Questionnaire | None:
    """The newest version of a questionnaire, or None."""
    return next((one for one in installation.catalogue.newest() if one.code == code), None)


def _row(
    organisation_id: str, language: str, one: Spoken, content: bytes, length: int
) -> dict[str, object]:
    return {
        "organisation_id": organisation_id,
        "language": language,
        "questionnaire": one.questionnaire,
        "version": one.version,
        "question": one.question,
        "option": one.option,
        "digest": hashlib.sha256(content).hexdigest()[:16],
        "milliseconds": length,
        "size": len(content),
        "added_at": now(),
        "content": content,
    }


def _parts(rows: list[dict[str, object]]) -> Iterable[list[dict[str, object]]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def _store(
    installation: Installation,
    organisation_id: str,
    language: str,
    rows: list[dict[str, object]],
) -> None:
    with session_of(installation.engine) as session:
        for row in rows:
            changed = {name: value for name, value in row.items() if name not in KEY}
            session.execute(
                inserting(session, Recording)
                .values(**row)
                .on_conflict_do_update(index_elements=KEY, set_=changed)
            )
        _tell(session, organisation_id, language)
        session.commit()


def _tell(session: Session, organisation_id: str, language: str) -> None:
    """Every process sees by the revision that there is something new, and the log says so."""
    wanted = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    row = session.scalars(wanted).one()
    row.settings_revision += 1
    record(session, row.id, "organisation.changed", row.name, settings=f"recordings {language}")
