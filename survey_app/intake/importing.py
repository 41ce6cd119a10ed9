"""Answers gathered elsewhere, into the same inbox as answers from the web."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from survey_app.audit.recording import record
from survey_app.database import reading, session_of
from survey_app.documents.tabular import read_lines
from survey_app.errors import BadInput, WaveClosed
from survey_app.installation import Installation
from survey_app.intake.sheets import BACKGROUND, COLUMNS, AnswerSheet, Gathered, Reader, Refused
from survey_app.models import ImportedToken, InboxItem, Wave
from survey_app.organisations.waves import find_measurement
from survey_app.questionnaire.answers import AnswerError
from survey_app.questionnaire.definition import Circumstances, Questionnaire, Value
from survey_app.questionnaire.routing import questions_for
from survey_app.stores.inbox import Submission, inbox_row

SHEETS_PER_COMMIT = 2000


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows read, answer sheets taken, refused rows with reasons.

    `remarks`: rows that were taken, but in a way that a person must know.
    """

    rows: int
    sheets: int
    refused: list[Refused]
    remarks: tuple[Refused, ...] = ()


def import_answers(installation: Installation, path: Path, wave_name: str) -> Imported:
    """Put the answer sheets of a long CSV into the inbox; the same file twice doubles nothing.

    Raises BadInput for a file that is no such table, UnknownName and WaveClosed for the wave.
    Killed half-way, a second run takes what was left.
    """
    with reading(installation.engine) as session:
        wave = find_measurement(session, wave_name)
        if wave.closed_at is not None:
            raise WaveClosed(f"wave {wave_name!r} is closed; it takes no more answers")
        if wave.live_at is None:
            raise WaveClosed(f"wave {wave_name!r} is a draft: make it live before its answers")
        questionnaires = _questionnaires(installation, wave)
        known = set(
            session.scalars(
                select(ImportedToken.sheet_hash).where(ImportedToken.wave_id == wave.id)
            )
        )
    reader = Reader(
        questionnaires, wave.starts_on, wave.ends_on, explainer(installation.catalogue.interface)
    )
    reader.add(read_lines(path, COLUMNS))
    gathered = reader.finish()
    if not gathered.rows:
        raise BadInput(f"{path.name}: holds no rows under its header")
    fresh, refused = _without_known(installation, wave.id, gathered, known)
    for start in range(0, len(fresh), SHEETS_PER_COMMIT):
        part = fresh[start : start + SHEETS_PER_COMMIT]
        _store(installation, wave, questionnaires, part, gathered.backgrounds)
    return Imported(gathered.rows, len(fresh), refused, gathered.remarks)


def explainer(interface: Mapping[str, str]) -> Any:
    """A function that puts an AnswerError into the interface's own words."""

    def explain(error: AnswerError) -> str:
        return interface[error.key].format_map(dict(error.values))

    return explain


def _questionnaires(installation: Installation, wave: Wave) -> dict[str, Questionnaire]:
    """Every questionnaire as this wave asks it, without consents for what stands in a file."""
    circumstances = Circumstances(ask_background=False, providers=wave.providers)
    return {
        questionnaire.code: questions_for(questionnaire, circumstances)
        for questionnaire in installation.catalogue.newest()
    }


def _without_known(
    installation: Installation, wave_id: str, gathered: Gathered, known: set[bytes]
) -> tuple[list[tuple[bytes, AnswerSheet]], list[Refused]]:
    fresh, refused = [], list(gathered.refused)
    for sheet in gathered.sheets:
        mark = f"{wave_id}:{sheet.form}:{sheet.token}"
        hashed = hmac.digest(installation.keys.lookup, mark.encode(), sha256)
        if hashed in known:
            reason = "deze code heeft deze vragenlijst al ingeleverd"
            refused += [Refused(cell.row, sheet.form, cell.item, reason) for cell in sheet.cells]
        else:
            fresh.append((hashed, sheet))
    return fresh, sorted(refused, key=lambda row: row.row)


def _store(
    installation: Installation,
    wave: Wave,
    questionnaires: Mapping[str, Questionnaire],
    sheets: list[tuple[bytes, AnswerSheet]],
    backgrounds: Mapping[str, dict[str, Value]],
) -> None:
    marks = [{"wave_id": wave.id, "sheet_hash": hashed} for hashed, _ in sheets]
    rows = [
        inbox_row(
            installation,
            wave.id,
            Submission(
                questionnaire=sheet.form,
                version=questionnaires[sheet.form].version,
                answers=sheet.answers(),
                submitted_on=sheet.date,
                background=backgrounds.get(sheet.token, {}),
                mode=sheet.mode,
                helped=sheet.helped,
                link_code=_link_code(installation, wave, sheet.token),
            ),
        )
        for _, sheet in sheets
        if sheet.form != BACKGROUND
    ]
    with session_of(installation.engine) as session:
        session.execute(insert(ImportedToken), marks)
        session.execute(insert(InboxItem), rows)
        record(session, wave.organisation_id, "answers.imported", wave.name, sheets=len(rows))
        session.commit()


def _link_code(installation: Installation, wave: Wave, token: str) -> str | None:
    """What joins the sheets of one token: in a linked wave only, and within that wave.

    Who may be followed keeps one token over all forms of a file, others get a new one for each
    (method.md D.17 point 9). The code says nothing about the token to who has not the key.
    """
    if wave.mode != "linked":
        return None
    mark = f"link:{wave.id}:{token}"
    return hmac.digest(installation.keys.lookup, mark.encode(), sha256).hex()[:32]
