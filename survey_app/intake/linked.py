"""Two sheets of one person who agreed to that: which answers go together, as counts.

Start and end are asked in different questionnaires, so they come in different batches and perhaps
in different waves. A pair belongs to the wave of the second answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import days_of
from survey_app.intake.counting import crossed
from survey_app.models import Response
from survey_app.questionnaire.definition import Value

CODES_AT_ONCE = 500
# (questionnaire and question of the start, of the end): expectation and outcome, steps (D.8, D.13)
LINKED = (
    (("K2-AANVANG", "C210"), ("K4-EINDE", "C404")),
    (("K2-AANVANG", "C211"), ("K4-EINDE", "C402")),
    (("K4-EINDE", "C402"), ("K5-POST", "C506")),
    (("W2-AANVANG", "W206"), ("W4-EINDE", "W404")),
)
SECOND = frozenset(questionnaire for _, (questionnaire, _) in LINKED)

PairKey = tuple[str, ...]  # wave of the second answer, first, its value, second, its value


@dataclass(frozen=True, slots=True, order=True)
class _Sheet:
    """A stored sheet of one person; sorts by week, then by its random id."""

    since: str  # the first day of its week or month; empty where that is not kept
    id: str
    wave_id: str
    questionnaire: str


def linked_pairs(session: Session, codes: Sequence[str]) -> Counter[PairKey]:
    """The pairs of answers of the people behind these codes, over all waves."""
    found: Counter[PairKey] = Counter()
    for start in range(0, len(codes), CODES_AT_ONCE):
        answers: dict[str, dict[_Sheet, Mapping[str, Value]]] = defaultdict(dict)
        for code, sheet, given in _sheets(session, codes[start : start + CODES_AT_ONCE]):
            answers[code][sheet] = given
        for own in answers.values():
            found.update(_pairs_of_one(own))
    return found


def added(before: Counter[PairKey], after: Counter[PairKey]) -> dict[PairKey, int]:
    """How much more often each pair occurs; below zero where a newer one took its place."""
    changes = {key: after[key] - before[key] for key in {*before, *after}}
    return {key: n for key, n in changes.items() if n}


def codes_of_wave(session: Session, wave_id: str) -> Iterator[list[str]]:
    """The codes that join a second answer in this wave to something, a part at a time."""
    statement = (
        select(Response.link_code)
        .where(Response.wave_id == wave_id, Response.link_code.is_not(None))
        .where(Response.questionnaire.in_(SECOND))
        .distinct()
        .order_by(Response.link_code)
    )
    codes = [code for code in session.scalars(statement) if code is not None]
    for start in range(0, len(codes), CODES_AT_ONCE):
        yield codes[start : start + CODES_AT_ONCE]


def _sheets(
    session: Session, codes: Sequence[str]
) -> Iterator[tuple[str, _Sheet, Mapping[str, Value]]]:
    statement = select(
        Response.link_code,
        Response.period,
        Response.id,
        Response.wave_id,
        Response.questionnaire,
        Response.answers,
    ).where(Response.link_code.in_(codes))
    for code, period, response, wave, questionnaire, answers in session.execute(statement):
        if code is not None:
            since = days_of(period)[0].isoformat() if period else ""
            yield code, _Sheet(since, response, wave, questionnaire), answers


def _pairs_of_one(own: Mapping[_Sheet, Mapping[str, Value]]) -> Iterator[PairKey]:
    for (start, first), (end, second) in LINKED:
        starts = sorted(sheet for sheet in own if sheet.questionnaire == start)
        # Of what one person sent twice in a wave the latest counts (method.md D.17 point 1).
        ends = {one.wave_id: one for one in sorted(own) if one.questionnaire == end}
        for sheet in ends.values() if starts else ():
            both = {first: own[_start_of(sheet, starts)].get(first), second: own[sheet].get(second)}
            for pair in crossed(both, [(first, second)]):
                yield sheet.wave_id, *pair


def _start_of(end: _Sheet, starts: list[_Sheet]) -> _Sheet:
    """The last start that does not lie after the end; the first of all when every one does."""
    earlier = [sheet for sheet in starts if sheet.since <= end.since]
    return earlier[-1] if earlier else starts[0]
