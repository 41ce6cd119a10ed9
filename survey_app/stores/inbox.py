"""The inbox: where a submitted questionnaire waits, sealed, until its batch is mixed."""

import datetime
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.public import PrivateKey
from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey_app.crypto.encryption import seal, unseal
from survey_app.crypto.key_sets import KeySet
from survey_app.crypto.tokens import token_hash
from survey_app.installation import Installation
from survey_app.models import InboxItem
from survey_app.questionnaire.definition import Value


@dataclass(frozen=True, slots=True)
class Submission:
    """One finished questionnaire: answers on the path only, None where shown but skipped."""

    questionnaire: str
    version: int
    answers: Mapping[str, Value]
    submitted_on: datetime.date
    background: Mapping[str, Value] = field(default_factory=dict)
    mode: str = "web"
    helped: bool = False
    language: str = "nl"
    easy_read: bool = False
    link_code: str | None = None


def put_in_inbox(
    session: Session,
    installation: Installation,
    wave_id: str,
    submission: Submission,
    receipt: str | None = None,
) -> None:
    """Seal one submission into the inbox within the caller's transaction; does not commit."""
    row = inbox_row(installation, wave_id, submission, receipt)
    session.execute(insert(InboxItem), row)


def inbox_row(
    installation: Installation, wave_id: str, submission: Submission, receipt: str | None = None
) -> dict[str, Any]:
    """The inbox row of a submission: random id, no token, nothing readable."""
    hashed = token_hash(installation.keys.lookup, receipt) if receipt else None
    return {
        "id": secrets.token_hex(16),
        "wave_id": wave_id,
        "questionnaire": submission.questionnaire,
        "sealed": seal(installation.keys.worker_public, _packed(submission)),
        "receipt_hash": hashed,
        "received_on": submission.submitted_on,
    }


def open_item(secret: KeySet[PrivateKey], sealed: bytes) -> Submission:
    """The submission in a sealed inbox row. Raises CannotDecrypt for another worker key."""
    record = json.loads(unseal(secret, sealed))
    return Submission(
        questionnaire=record["questionnaire"],
        version=record["version"],
        answers=_values(record["answers"]),
        submitted_on=datetime.date.fromisoformat(record["submitted_on"]),
        background=_values(record["background"]),
        mode=record["mode"],
        helped=record["helped"],
        language=record["language"],
        easy_read=record["easy_read"],
        link_code=record["link_code"],
    )


def _packed(submission: Submission) -> bytes:
    record = {
        "questionnaire": submission.questionnaire,
        "version": submission.version,
        "answers": dict(submission.answers),
        "submitted_on": submission.submitted_on.isoformat(),
        "background": dict(submission.background),
        "mode": submission.mode,
        "helped": submission.helped,
        "language": submission.language,
        "easy_read": submission.easy_read,
        "link_code": submission.link_code,
    }
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode()


def _values(answers: Mapping[str, Any]) -> dict[str, Value]:
    return {
        code: tuple(value) if isinstance(value, list) else value for code, value in answers.items()
    }
