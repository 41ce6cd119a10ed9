"""The waves that an evaluator has, and what there is of each: a few queries, however many."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.evaluation.table1.queries import ALL, WaveFacts, wave_facts
from survey_app.evaluation.wording import date_words, period_words, sheets_words
from survey_app.models import InboxItem, ResponseCount, Snapshot, Wave

STATES = {
    "draft": "in voorbereiding",
    "planned": "begint nog",
    "open": "loopt nu",
    "paused": "staat even stil",
    "ended": "wacht op afsluiten",
    "closed": "afgesloten",
}


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave in the list."""

    id: str
    name: str
    organisation: str
    period: str
    state: str
    is_closed: bool
    made_on: str  # empty: no table yet
    received: str  # empty: nobody can have answered yet


def wave_list(session: Session, day: datetime.date) -> list[WaveLine]:
    """Every wave, newest first, with the day of its newest table."""
    waves = wave_facts(session)
    ids = [facts.id for facts in waves]
    made_on, received = _made_on(session, ids), _sheets(session, ids)
    return [
        WaveLine(
            id=facts.id,
            name=facts.name,
            organisation=facts.organisation,
            period=period_words(facts.starts_on.isoformat(), facts.ends_on.isoformat()),
            state=STATES[state],
            is_closed=facts.closed,
            made_on=date_words(made_on[facts.id]) if facts.id in made_on else "",
            received=_received(received.get(facts.id, 0), state),
        )
        for facts in waves
        for state in (_state(facts, day),)
    ]


def _received(sheets: int, state: str) -> str:
    return sheets_words(sheets) if sheets or state not in ("draft", "planned") else ""


def _state(facts: WaveFacts, day: datetime.date) -> str:
    if facts.closed:
        return "closed"
    if facts.draft:
        return "draft"
    if day < facts.starts_on:
        return "planned"
    if day > facts.ends_on:
        return "ended"
    return "paused" if facts.paused else "open"


def _made_on(session: Session, waves: Sequence[str]) -> dict[str, str]:
    """The day of the newest edition of every wave that has one."""
    newest = (
        select(Snapshot.content["made_on"].as_string())
        .where(Snapshot.wave_id == Wave.id)
        .order_by(Snapshot.sequence.desc())
        .limit(1)
        .scalar_subquery()
        .label("made_on")
    )
    rows = session.execute(select(Wave.id, newest).where(Wave.id.in_(waves)))
    return {row.id: row.made_on for row in rows if row.made_on}


def _sheets(session: Session, waves: Sequence[str]) -> Mapping[str, int]:
    """How many sheets of every wave were handed in so far, published or not."""
    waiting = (
        select(InboxItem.wave_id, func.count())
        .where(InboxItem.wave_id.in_(waves))
        .group_by(InboxItem.wave_id)
    )
    counted = (
        select(ResponseCount.wave_id, func.sum(ResponseCount.n))
        .where(ResponseCount.wave_id.in_(waves), ResponseCount.breakdown == ALL)
        .group_by(ResponseCount.wave_id)
    )
    found: Counter[str] = Counter()
    for statement in (waiting, counted):
        for wave_id, number in session.execute(statement):
            found[wave_id] += int(number)
    return found
