"""Answers gathered elsewhere, into the same inbox as answers from the web.

The rows of one person may stand anywhere in a file. So a long file is read in two steps: its rows
are set aside in heaps, each with everything of some of the people, and then heap by heap checked,
sealed and stored. Memory is that of one heap, however long the file.
"""

import hmac
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.database import reading, session_of
from survey_app.documents.tabular import Line, read_lines
from survey_app.errors import BadInput, WaveClosed
from survey_app.installation import Installation
from survey_app.intake.sheets import (
    BACKGROUND,
    COLUMNS,
    AnswerSheet,
    Gathered,
    Reader,
    Refused,
    token_of,
)
from survey_app.models import ImportedToken, InboxItem, Wave
from survey_app.organisations.asked.queries import questionnaires_of
from survey_app.organisations.waves import find_measurement
from survey_app.questionnaire.answers import AnswerError
from survey_app.questionnaire.definition import Circumstances, Questionnaire
from survey_app.questionnaire.routing import questions_for
from survey_app.stores.inbox import Submission, inbox_row
from survey_app.stores.spool import Spool

SHEETS_PER_COMMIT = 200  # kept within 50 ms: whoever answers meanwhile waits no longer
BYTES_PER_HEAP = 1_000_000


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
    parts = list(import_parts(installation, path, wave_name))
    return Imported(
        sum(part.rows for part in parts),
        sum(part.sheets for part in parts),
        sorted(refused for part in parts for refused in part.refused),
        tuple(sorted(remark for part in parts for remark in part.remarks)),
    )


def import_parts(installation: Installation, path: Path, wave_name: str) -> Iterator[Imported]:
    """The same, told heap by heap, each once it is stored: a file with many refused rows is long.

    Nothing is stored of a file that is no table to its end. Raises as `import_answers`.
    """
    with reading(installation.engine) as session:
        wave = _open_wave(session, find_measurement(session, wave_name).id)
        questionnaires = _questionnaires(session, installation, wave)
    explain = explainer(installation.catalogue.interface)
    with Spool(installation.config.home) as spool:
        _set_aside(spool, path)
        for heap in spool.heaps:
            reader = Reader(questionnaires, wave.starts_on, wave.ends_on, explain)
            reader.add(_line(*row) for row in spool.rows(heap))
            yield _imported(installation, wave, questionnaires, reader.finish())


def explainer(interface: Mapping[str, str]) -> Any:
    """A function that puts an AnswerError into the interface's own words."""

    def explain(error: AnswerError) -> str:
        return interface[error.key].format_map(dict(error.values))

    return explain


def _open_wave(session: Session, wave_id: str) -> Wave:
    """The wave. Raises WaveClosed when it takes no answers."""
    wave = session.get_one(Wave, wave_id)
    if wave.closed_at is not None:
        raise WaveClosed("wave {wave!r} is closed; it takes no more answers", wave=wave.name)
    if wave.live_at is None:
        raise WaveClosed(
            "wave {wave!r} is a draft: make it live before its answers", wave=wave.name
        )
    return wave


def _questionnaires(
    session: Session, installation: Installation, wave: Wave
) -> dict[str, Questionnaire]:
    """Every questionnaire as this wave asks it, without consents for what stands in a file."""
    circumstances = Circumstances(ask_background=False, providers=wave.providers)
    newest = {one.code: one for one in installation.catalogue.newest()}
    asked = newest | questionnaires_of(session, installation.catalogue, wave.id)
    return {code: questions_for(one, circumstances) for code, one in asked.items()}


def _set_aside(spool: Spool, path: Path) -> None:
    """Every row of the file, all rows of one token on one heap. Raises BadInput."""
    lines = read_lines(path, COLUMNS)
    number = None
    for line in lines:
        if number is None:  # once it is known that there is a file
            number = -(-path.stat().st_size // BYTES_PER_HEAP)
        cells = [line.fields.get(name, "") for name in COLUMNS]
        spool.add(zlib.crc32(token_of(line).encode()) % number, (line.number, line.surplus, cells))
    if number is None:
        raise BadInput("{file}: holds no rows under its header", file=path.name)


def _line(number: int, surplus: bool, cells: list[str]) -> Line:
    return Line(number, dict(zip(COLUMNS, cells, strict=True)), surplus)


def _imported(
    installation: Installation,
    wave: Wave,
    questionnaires: Mapping[str, Questionnaire],
    gathered: Gathered,
) -> Imported:
    """Store what was gathered of some of the people, but what was stored before."""
    hashed = [(_sheet_hash(installation, wave, sheet), sheet) for sheet in gathered.sheets]
    refused, sheets = list(gathered.refused), 0
    for start in range(0, len(hashed), SHEETS_PER_COMMIT):
        part = hashed[start : start + SHEETS_PER_COMMIT]
        known = _stored_but_known(installation, wave, questionnaires, part, gathered)
        for mark, sheet in part:
            if mark in known:
                reason = "deze code heeft deze vragenlijst al ingeleverd"
                refused += [Refused(one.row, sheet.form, one.item, reason) for one in sheet.cells]
        sheets += sum(mark not in known for mark, _ in part)
    return Imported(gathered.rows, sheets, sorted(refused), gathered.remarks)


def _stored_but_known(
    installation: Installation,
    wave: Wave,
    questionnaires: Mapping[str, Questionnaire],
    part: list[tuple[bytes, AnswerSheet]],
    gathered: Gathered,
) -> set[bytes]:
    """Store these sheets; returns the marks of those that stood there already.

    Another import of the same file may store them between looking and storing: then look again.
    """
    marks = [mark for mark, _ in part]
    before: set[bytes] | None = None
    while (known := _known(installation, wave, marks)) != before:
        fresh = [(mark, sheet) for mark, sheet in part if mark not in known]
        try:
            _store(installation, wave, questionnaires, fresh, gathered)
        except IntegrityError:
            before = known
        else:
            return known
    raise BadInput("wave {wave!r}: another import is storing the same answers", wave=wave.name)


def _sheet_hash(installation: Installation, wave: Wave, sheet: AnswerSheet) -> bytes:
    mark = f"{wave.id}:{sheet.form}:{sheet.token}"
    return hmac.digest(installation.keys.lookup, mark.encode(), sha256)


def _known(installation: Installation, wave: Wave, marks: list[bytes]) -> set[bytes]:
    mine = ImportedToken.wave_id == wave.id, ImportedToken.sheet_hash.in_(marks)
    with reading(installation.engine) as session:
        return set(session.scalars(select(ImportedToken.sheet_hash).where(*mine)))


def _store(
    installation: Installation,
    wave: Wave,
    questionnaires: Mapping[str, Questionnaire],
    sheets: list[tuple[bytes, AnswerSheet]],
    gathered: Gathered,
) -> None:
    """Sealed first, and then stored in one short transaction. Raises WaveClosed."""
    if not sheets:
        return
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
                background=gathered.backgrounds.get(sheet.token, {}),
                mode=sheet.mode,
                helped=sheet.helped,
                link_code=_link_code(installation, wave, sheet.token),
            ),
        )
        for _, sheet in sheets
        if sheet.form != BACKGROUND
    ]
    with session_of(installation.engine) as session:
        _open_wave(session, wave.id)  # somebody may have closed it meanwhile
        session.execute(insert(ImportedToken), marks)
        if rows:  # of who told only about themselves there is no sheet
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
