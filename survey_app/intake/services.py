"""The worker's side of anonymity: inbox → shuffled batch → responses and counts.

A batch is at least `batch_size` (10) sheets of one questionnaire in one wave, or all that is
left once the wave is closed. It is opened, shuffled and counted outside any transaction and moves
in one short one: killed at any step, nothing is lost and nothing is doubled, and no database
column or transaction number joins a response to the invitation it came from.
"""

import datetime
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import days_of
from survey_app.crypto.keys import Keys
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, CannotDecrypt, KeyMissing
from survey_app.installation import Installation
from survey_app.intake.coarsening import Facts, Stored, coarsened
from survey_app.intake.counting import Counts, count
from survey_app.intake.linked import PairKey, added, codes_of_wave, linked_pairs
from survey_app.intake.storing import (
    add_counts,
    add_days,
    add_rows,
    called_between,
    change_pairs,
    clear_counts,
    read_waiting,
    remove,
    spent_ways,
    take,
    waiting,
)
from survey_app.models import NeedsResponse, Recontact, Response, Wave
from survey_app.models.columns import new_id
from survey_app.operators.sentence import Sentence, joined
from survey_app.organisations.waves import find_wave, mark_changed, mark_closed
from survey_app.questionnaire.definition import Value
from survey_app.questionnaire.windows import WINDOWS
from survey_app.stores.inbox import Submission, open_item
from survey_app.stores.separate import Offer, needs_row, recontact_row

LARGEST_BATCH = 200  # sheets: whoever answers meanwhile waits for one batch, within 50 ms
REBUILD_TRIES = 5
Write = Callable[[Session], None]  # what a batch does in its transaction


@dataclass(frozen=True, slots=True)
class Moved:
    """How many sheets left the inbox, and how many still wait for their batch to fill."""

    moved: int
    waiting: int


def move_batches(installation: Installation) -> Moved:
    """Move every batch that is full or whose wave is closed; one commit per batch.

    The sheets of a test wave are thrown away: nothing of them is kept, so nothing can count.

    Raises KeyMissing, and CannotDecrypt naming what cannot be opened, after all that can be has
    moved.
    """
    need_own_worker(installation.keys)
    with reading(installation.engine) as session:
        queues = waiting(session)
        these = select(Wave).where(Wave.id.in_({wave_id for wave_id, _, _ in queues}))
        waves = {wave.id: wave for wave in session.scalars(these)} if queues else {}
    moved = left = 0
    locked: list[Sentence] = []
    for wave_id, questionnaire, number in queues:
        wave = waves[wave_id]
        if wave.is_test:
            _throw_away(installation, wave_id, questionnaire)
            continue
        if number < wave.batch_size and wave.closed_at is None:
            left += number
            continue
        try:
            for size in batch_sizes(number):
                moved += move_batch(installation, wave_id, questionnaire, size)
        except CannotDecrypt as error:
            locked.append(
                Sentence(
                    "wave {wave!r}, {questionnaire}: {error}",
                    wave=wave.name,
                    questionnaire=questionnaire,
                    error=error,
                )
            )
    if locked:
        raise CannotDecrypt(joined("; ", locked))
    return Moved(moved, left)


def need_own_worker(keys: Keys) -> None:
    """Raises KeyMissing where the inbox cannot be opened, or only another one."""
    keys.need_worker()
    if not keys.is_pair():
        raise KeyMissing(
            "key worker_secret does not belong to worker_public: put back the keys of one backup"
        )


def batch_sizes(number: int, largest: int = LARGEST_BATCH) -> list[int]:
    """`number` sheets in nearly equal batches, so that no small remainder moves alone."""
    parts = -(-number // largest)
    return [number // parts + (part < number % parts) for part in range(parts)]


def move_batch(installation: Installation, wave_id: str, questionnaire: str, size: int) -> int:
    """Move one batch; returns how many sheets it had, 0 when another worker was at it.

    Raises CannotDecrypt, KeyMissing.
    """
    secret = installation.keys.need_worker()
    with reading(installation.engine) as session:
        rows = read_waiting(session, wave_id, questionnaire, size)
        submissions = [open_item(secret, sealed) for _, sealed in rows]
        secrets.SystemRandom().shuffle(submissions)
        prepare = STORES[installation.catalogue.latest(questionnaire).store]
        write = prepare(session, installation, wave_id, submissions) if rows else None
    if write is None:
        return 0
    ids = [item for item, _ in rows]
    days = Counter((questionnaire, one.submitted_on) for one in submissions)
    with session_of(installation.engine) as session:
        if not take(session, ids):
            return 0
        write(session)
        add_days(session, wave_id, days)
        remove(session, ids)
        session.commit()
    return len(ids)


def _throw_away(installation: Installation, wave_id: str, questionnaire: str) -> None:
    """Empty the inbox of what was sent in a test, in parts."""
    while True:
        with reading(installation.engine) as session:
            rows = read_waiting(session, wave_id, questionnaire, LARGEST_BATCH)
        ids = [item for item, _ in rows]
        with session_of(installation.engine) as session:
            if not ids or not take(session, ids):
                return
            remove(session, ids)
            session.commit()


def close_wave(installation: Installation, name: str) -> Moved:
    """Take no more answers and move all that wait.

    Raises UnknownName, and KeyMissing where the inbox cannot be opened: the wave then stays open.
    """
    need_own_worker(installation.keys)
    with session_of(installation.engine) as session:
        wave = find_wave(session, name)
        mark_closed(wave)
        record(session, wave.organisation_id, "wave.closed", wave.name)
        session.commit()
    return move_batches(installation)


def rebuild_counts(installation: Installation, name: str) -> int:
    """Make a wave's counts anew from its responses; returns the number of responses.

    They are counted while everybody goes on, and replaced in one short transaction when no batch
    came in between. Raises UnknownName, and BadInput when batches keep coming in.
    """
    with reading(installation.engine) as session:
        wave_id = find_wave(session, name).id
    for _ in range(REBUILD_TRIES):
        with reading(installation.engine) as session:
            revision = session.get_one(Wave, wave_id).revision
            counts, number = Counts(), 0
            for part in _stored(session, wave_id):
                count(installation.catalogue, part, counts)
                number += len(part)
            pairs = Counter[PairKey]()
            for codes in codes_of_wave(session, wave_id):
                pairs.update(linked_pairs(session, codes))
        own = {key: n for key, n in pairs.items() if key[0] == wave_id}
        if _replaced(installation, wave_id, revision, counts, own):
            return number
    raise BadInput(
        "wave {name!r}: answers keep coming in; stop the worker and try again", name=name
    )


def _replaced(
    installation: Installation,
    wave_id: str,
    revision: int,
    counts: Counts,
    pairs: Mapping[PairKey, int],
) -> bool:
    """Put these counts in place of the former ones, unless something changed since `revision`."""
    with session_of(installation.engine) as session:
        mark_changed(session, wave_id)  # on PostgreSQL this also makes other batches wait
        if session.get_one(Wave, wave_id).revision != revision + 1:
            return False
        clear_counts(session, wave_id)
        add_counts(session, wave_id, counts)
        change_pairs(session, pairs)
        session.commit()
    return True


def _stored(session: Session, wave_id: str) -> Iterator[list[Submission]]:
    statement = select(Response).where(Response.wave_id == wave_id)
    for part in session.scalars(statement).yield_per(1000).partitions():
        yield [_submission(response) for response in part]


def _submission(response: Response) -> Submission:
    return Submission(
        questionnaire=response.questionnaire,
        version=response.version,
        answers=_tuples(response.answers),
        submitted_on=days_of(response.period)[0] if response.period else datetime.date.min,
        background=_tuples(response.background),
        mode=response.mode or "",
        helped=bool(response.helped),
        language=response.language or "",
    )


def _tuples(answers: dict[str, Any]) -> dict[str, Value]:
    return {
        code: tuple(value) if isinstance(value, list) else value for code, value in answers.items()
    }


def _to_answers(
    session: Session, installation: Installation, wave_id: str, submissions: list[Submission]
) -> Write:
    stored = _coarsened(session, wave_id, submissions)
    codes = sorted({sheet.link_code for sheet in submissions if sheet.link_code})
    rows = [_response_row(wave_id, sheet) for sheet in stored]
    counts = count(installation.catalogue, (sheet.submission for sheet in stored))

    def write(session: Session) -> None:
        before = linked_pairs(session, codes)
        add_rows(session, Response, rows)
        changes = added(before, linked_pairs(session, codes))
        change_pairs(session, changes)
        add_counts(session, wave_id, counts)
        for changed in sorted({wave_id, *(key[0] for key in changes)}):  # one lock order for all
            mark_changed(session, changed)

    return write


def _coarsened(session: Session, wave_id: str, submissions: list[Submission]) -> list[Stored]:
    questionnaire = submissions[0].questionnaire

    def called(facts: Facts, period: str) -> int:
        return called_between(session, wave_id, questionnaire, facts, days_of(period))

    is_rolling = questionnaire in WINDOWS and session.get_one(Wave, wave_id).is_rolling
    ways = spent_ways(session, wave_id, questionnaire)
    return coarsened(submissions, ways, called, is_rolling)


def _to_recontact(
    session: Session, installation: Installation, wave_id: str, submissions: list[Submission]
) -> Write:
    del session
    rows = [
        recontact_row(installation, wave_id, Offer(sheet.answers, sheet.language), sheet.mode)
        for sheet in submissions
    ]
    return lambda session: add_rows(session, Recontact, rows)


def _to_needs(
    session: Session, installation: Installation, wave_id: str, submissions: list[Submission]
) -> Write:
    del session, installation
    rows = [needs_row(wave_id, sheet.answers, sheet.mode) for sheet in submissions]
    return lambda session: add_rows(session, NeedsResponse, rows)


STORES: dict[str, Callable[[Session, Installation, str, list[Submission]], Write]] = {
    "answers": _to_answers,
    "recontact": _to_recontact,
    "needs": _to_needs,
}


def _response_row(wave_id: str, stored: Stored) -> dict[str, Any]:
    sheet = stored.submission
    return {
        "id": new_id(),
        "wave_id": wave_id,
        "questionnaire": sheet.questionnaire,
        "version": sheet.version,
        "period": stored.period,
        "mode": stored.mode,
        "helped": stored.helped,
        "language": stored.language,
        "easy_read": stored.easy_read,
        "answers": dict(sheet.answers),
        "background": dict(sheet.background),
        "link_code": sheet.link_code,
    }
