"""SQL of the intake: take inbox rows, add responses and counts, all in the caller's transaction."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from survey_app.database import inserting
from survey_app.intake.coarsening import Facts, WayIn
from survey_app.intake.counting import Counts
from survey_app.models import (
    Access,
    AnswerCount,
    CallOutcome,
    InboxItem,
    Invitation,
    PairCount,
    PaperCheck,
    PatternCount,
    ResponseCount,
    ResponseDay,
    ScoreCount,
    Wave,
)

KEYS: dict[Any, tuple[str, ...]] = {
    ResponseCount: ("questionnaire", "breakdown", "category"),
    AnswerCount: ("question", "value", "breakdown", "category"),
    PatternCount: ("cell", "pattern", "breakdown", "category"),
    ScoreCount: ("questionnaire", "points", "valid", "asked", "breakdown", "category"),
    PairCount: ("first", "first_value", "second", "second_value"),
}
MODES = ("web", "phone", "paper")


def waiting(session: Session) -> list[tuple[str, str, int]]:
    """Inbox rows that may move per wave and questionnaire: (wave id, questionnaire, number)."""
    statement = (
        select(InboxItem.wave_id, InboxItem.questionnaire, func.count())
        .where(_free())
        .group_by(InboxItem.wave_id, InboxItem.questionnaire)
    )
    return [
        (wave, questionnaire, number) for wave, questionnaire, number in session.execute(statement)
    ]


def read_waiting(
    session: Session, wave_id: str, questionnaire: str, most: int
) -> list[tuple[str, bytes]]:
    """Up to `most` inbox rows that may move: (id, sealed)."""
    statement = (
        select(InboxItem.id, InboxItem.sealed)
        .where(InboxItem.wave_id == wave_id, InboxItem.questionnaire == questionnaire, _free())
        .order_by(InboxItem.id)  # random ids: no order of arrival
        .limit(most)
    )
    return [(item, sealed) for item, sealed in session.execute(statement)]


def take(session: Session, ids: Sequence[str]) -> bool:
    """Hold these inbox rows for this transaction alone; False when not every one is there."""
    found = 0
    for part in _parts(ids):
        wanted = select(InboxItem.id).where(InboxItem.id.in_(part)).order_by(InboxItem.id)
        found += len(session.scalars(wanted.with_for_update(skip_locked=True)).all())
    return found == len(ids)


def _free() -> ColumnElement[bool]:
    """No second keying of paper is awaited, or the wave is closed and nobody waits any longer."""
    held = select(PaperCheck.id).where(PaperCheck.inbox_id == InboxItem.id).exists()
    closed = (
        select(Wave.id).where(Wave.id == InboxItem.wave_id, Wave.closed_at.is_not(None)).exists()
    )
    return or_(~held, closed)


def spent_ways(session: Session, wave_id: str, questionnaire: str) -> Counter[WayIn]:
    """The ways by which people sent this questionnaire, as the invitation store tells them."""
    modes = {mode: func.max(case((Access.mode == mode, 1), else_=0)) for mode in MODES}
    each = (
        select(Invitation.language, *(had.label(mode) for mode, had in modes.items()))
        .join(Access, Access.invitation_id == Invitation.id)
        .where(
            Invitation.wave_id == wave_id,
            Invitation.questionnaire == questionnaire,
            Invitation.used,
        )
        .group_by(Invitation.id, Invitation.language)
        .subquery()
    )
    grouped = select(*each.c, func.count()).group_by(*each.c)
    return Counter(
        {
            WayIn(frozenset(mode for mode, one in zip(MODES, had, strict=True) if one), language): n
            for language, *had, n in session.execute(grouped)
        }
    )


def called_between(
    session: Session,
    wave_id: str,
    questionnaire: str,
    facts: Facts,
    days: tuple[datetime.date, datetime.date],
) -> int:
    """How many people who sent it, by these facts, were called on these days."""
    mode, language = facts
    statement = (
        select(func.count(Invitation.id.distinct()))
        .join(
            CallOutcome,
            (CallOutcome.contact_id == Invitation.contact_id)
            & (CallOutcome.wave_id == Invitation.wave_id),
        )
        .join(Access, Access.invitation_id == Invitation.id)
        .where(
            Invitation.wave_id == wave_id,
            Invitation.questionnaire == questionnaire,
            Invitation.used,
            CallOutcome.called_on.between(*days),
        )
    )
    if mode is not None:
        statement = statement.where(Access.mode == mode)
    if language is not None:
        statement = statement.where(Invitation.language == language)
    return session.scalar(statement) or 0


def remove(session: Session, ids: Sequence[str]) -> None:
    """Take moved rows out of the inbox; what was kept to compare a second keying with goes too."""
    for part in _parts(ids):
        compared = update(PaperCheck).where(
            PaperCheck.inbox_id.in_(part), PaperCheck.items.is_not(None)
        )
        session.execute(compared.values(inbox_id=None, digests=None))
        session.execute(delete(InboxItem).where(InboxItem.id.in_(part)))


def add_counts(session: Session, wave_id: str, counts: Counts) -> None:
    """Raise the count tables by these increments."""
    _raise(session, ResponseCount, wave_id, counts.responses)
    _raise(session, AnswerCount, wave_id, counts.answers)
    _raise(session, PatternCount, wave_id, counts.patterns)
    _raise(session, ScoreCount, wave_id, counts.scores)
    _raise(session, PairCount, wave_id, counts.pairs)


def change_pairs(session: Session, changes: Mapping[tuple[str, ...], int]) -> None:
    """Change how often pairs of answers occur, by wave and pair; a later answer may take one away.

    What no longer occurs is forgotten, so that counts made anew are the same.
    """
    for wave_id in sorted({key[0] for key in changes}):
        more = {key[1:]: n for key, n in changes.items() if key[0] == wave_id and n > 0}
        _raise(session, PairCount, wave_id, Counter(more))
    for (wave_id, *pair), n in sorted(changes.items()):
        if n < 0:
            keys = zip(("wave_id", *KEYS[PairCount]), (wave_id, *pair), strict=True)
            named = [getattr(PairCount, name) == value for name, value in keys]
            session.execute(update(PairCount).where(*named).values(n=PairCount.n + n))
            session.execute(delete(PairCount).where(*named, PairCount.n == 0))


def clear_counts(session: Session, wave_id: str) -> None:
    """Forget the counts of a wave, before they are made anew."""
    for model in KEYS:
        session.execute(delete(model).where(model.wave_id == wave_id))


def counts_of(session: Session, wave_id: str) -> dict[str, dict[tuple[Any, ...], int]]:
    """The count tables of a wave as plain mappings, for comparing."""
    return {
        model.__tablename__: {
            tuple(row[:-1]): row[-1]
            for row in session.execute(
                select(*(getattr(model, key) for key in keys), model.n).where(
                    model.wave_id == wave_id
                )
            )
        }
        for model, keys in KEYS.items()
    }


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many ids as fit well in one statement."""
    return (ids[start : start + 500] for start in range(0, len(ids), 500))


def add_days(session: Session, wave_id: str, days: Counter[tuple[str, datetime.date]]) -> None:
    """Count sheets on the day on which they were sent in; key: questionnaire and day."""
    _raise(session, ResponseDay, wave_id, days, ("questionnaire", "day"))


def _raise(
    session: Session,
    model: Any,
    wave_id: str,
    increments: Counter[Any],
    of_day: tuple[str, ...] = (),
) -> None:
    keys = of_day or KEYS[model]
    rows: Iterable[dict[str, Any]] = [
        {"wave_id": wave_id, **dict(zip(keys, key, strict=True)), "n": n}
        for key, n in sorted(increments.items())  # one lock order for all workers
    ]
    if not rows:
        return
    statement = inserting(session, model)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["wave_id", *keys],
            set_={"n": model.n + statement.excluded.n},
        ),
        list(rows),
    )


def add_rows(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert many rows of one table."""
    if rows:
        session.connection().execute(insert(model), rows)
