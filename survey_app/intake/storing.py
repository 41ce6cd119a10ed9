"""SQL of the intake: take inbox rows, add responses and counts, all in the caller's transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.intake.counting import Counts
from survey_app.models import (
    AnswerCount,
    InboxItem,
    PairCount,
    PaperCheck,
    PatternCount,
    ResponseCount,
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
INSERTS: dict[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


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


def take(session: Session, wave_id: str, questionnaire: str, most: int) -> list[tuple[str, bytes]]:
    """Up to `most` inbox rows for this worker alone: (id, sealed)."""
    statement = (
        select(InboxItem.id, InboxItem.sealed)
        .where(InboxItem.wave_id == wave_id, InboxItem.questionnaire == questionnaire, _free())
        .order_by(InboxItem.id)  # random ids: no order of arrival
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return [(item, sealed) for item, sealed in session.execute(statement)]


def _free() -> ColumnElement[bool]:
    """No second keying of paper is awaited, or the wave is closed and nobody waits any longer."""
    held = select(PaperCheck.id).where(PaperCheck.inbox_id == InboxItem.id).exists()
    closed = (
        select(Wave.id).where(Wave.id == InboxItem.wave_id, Wave.closed_at.is_not(None)).exists()
    )
    return or_(~held, closed)


def remove(session: Session, ids: Sequence[str]) -> None:
    """Take moved rows out of the inbox; what was kept to compare a second keying with goes too."""
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
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


def _raise(session: Session, model: Any, wave_id: str, increments: Counter[Any]) -> None:
    keys = KEYS[model]
    rows: Iterable[dict[str, Any]] = [
        {"wave_id": wave_id, **dict(zip(keys, key, strict=True)), "n": n}
        for key, n in sorted(increments.items())  # one lock order for all workers
    ]
    if not rows:
        return
    table = model.__table__
    statement = INSERTS[session.get_bind().dialect.name](table)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["wave_id", *keys],
            set_={"n": table.c.n + statement.excluded.n},
        ),
        list(rows),
    )


def add_rows(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert many rows of one table."""
    if rows:
        session.connection().execute(insert(model), rows)
