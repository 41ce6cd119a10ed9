"""The draw itself (method.md D.14): the worker makes it, once, and anybody can make it again.

The order depends on the answers, the number of people and the seed; candidates stand in the order
of a hash of the seed and their row. Killed half-way, the next time gives everybody the same place.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import update

from analysis.outcomes.interviews import Candidate, select_interviewees
from analysis.parameters import DEFAULT
from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.installation import Installation
from survey_app.models import InterviewDraw, Recontact, Wave
from survey_app.separate.reading import in_parts
from survey_app.separate.recontact.pool import Volunteer, numbers_of, quota
from survey_app.separate.recontact.queries import draws_to_make, volunteers_of
from survey_app.separate.recontact.services_reading import opened, seal
from survey_app.stores import bound_to


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the draw: whose, and why; `covers` are the categories nobody before had."""

    id: str
    place: int
    chosen: bool
    group: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everybody with a mark in order, and the numbers of the draw."""

    places: tuple[Place, ...]
    summary: Mapping[str, Any]


def draw_all(installation: Installation) -> int:
    """Make every draw that was asked for; returns how many."""
    with reading(installation.engine) as session:
        waiting = draws_to_make(session)
    for wave_id in waiting:
        _draw(installation, wave_id)
    return len(waiting)


def drawn(pool: Sequence[Volunteer], people: int, seed: str) -> Drawn:
    """The draw of these volunteers; the same pool, number and seed give the same draw."""
    by_key = {sha256(f"{seed}:{one.id}".encode()).hexdigest(): one for one in pool}
    parameters = replace(DEFAULT, interview_number=people, interview_quota=quota(people))
    candidates = [Candidate(f"h{key}", one.marks, one.traits) for key, one in by_key.items()]
    selection = select_interviewees(candidates, parameters)
    order = [choice.id for choice in selection.choices] + list(selection.reserves)
    ordered = [by_key[key[1:]] for key in order]
    chosen = ordered[: len(selection.choices)]
    summary = {
        "pool": asdict(numbers_of(pool)),
        "chosen": asdict(numbers_of(chosen)),
        "coverage": selection.coverage,
        "maximum": selection.coverage_maximum,
        "quota_filled": selection.quota_filled,
    }
    return Drawn(tuple(_places(ordered, len(chosen))), summary)


def _places(ordered: Sequence[Volunteer], chosen: int) -> Iterable[Place]:
    seen: Counter[tuple[str, str]] = Counter()
    for number, one in enumerate(ordered, 1):
        traits = [(trait, words) for trait, words in one.traits.items() if words]
        covers = tuple(f"{trait}: {words}" for trait, words in traits if not seen[trait, words])
        yield Place(one.id, number, number <= chosen, one.group, covers)
        seen.update(traits)


def _draw(installation: Installation, wave_id: str) -> None:
    with reading(installation.engine) as session:
        wave, wish = session.get_one(Wave, wave_id), session.get_one(InterviewDraw, wave_id)
        rows = volunteers_of(session, wave_id)
    pool = [person for _, person in opened(installation, wave, rows)]
    result = drawn(pool, wish.people, wish.seed)
    values = [
        {
            "id": one.id,
            "place": one.place,
            "state": "to_call" if one.chosen else "waiting",
            "drawn": seal(
                installation,
                {"group": one.group, "covers": one.covers},
                bound_to.recontact_drawn(one.id),
            ),
        }
        for one in result.places
    ]
    summary = seal(installation, dict(result.summary), bound_to.interview_draw(wave_id))
    for part in in_parts(values):
        with session_of(installation.engine) as session:
            session.execute(update(Recontact), part)
            session.commit()
    with session_of(installation.engine) as session:
        kept = session.get_one(InterviewDraw, wave_id, with_for_update=True)
        if kept.drawn_at is None:
            kept.drawn_at, kept.summary = now(), summary
            owner = wave.organisation_id
            record(session, owner, "interviews.drawn", wave.name, people=len(values))
        session.commit()
