"""Proposing groups of people with the same needs (method.md D.15): the worker does, when asked.

Only from who agreed to a group and is in none that was decided. One transaction: a wave has some
hundreds of forms at most, and half a proposal is none.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from analysis.outcomes.needs import NeedsGroups, needs_groups
from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.installation import Installation
from survey_app.models import NeedsGroup, NeedsGrouping, NeedsResponse, Wave
from survey_app.models.columns import new_id
from survey_app.separate.needs.agreement import agrees, needs_asked, needs_given
from survey_app.separate.needs.queries import groupings_to_make, groups_of, needs_of
from survey_app.separate.needs.services_reading import CODE
from survey_app.separate.reading import asked_in


def propose_all(installation: Installation) -> int:
    """Make every proposal that was asked for; returns how many."""
    with reading(installation.engine) as session:
        waiting = groupings_to_make(session)
    for wave_id in waiting:
        _propose(installation, wave_id)
    return len(waiting)


def _propose(installation: Installation, wave_id: str) -> None:
    with reading(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        rows = [row for row, _ in needs_of(session, wave_id)]
        decided = {one.id for one in groups_of(session, wave_id) if one.state != "proposed"}
    needs = needs_asked(asked_in(installation, wave, CODE))
    people = {
        row.id: tuple(int(words in needs_given(row.answers, needs)) for words in needs.values())
        for row in rows
        if agrees(row.answers) and row.needs_group_id not in decided
    }
    found = needs_groups(tuple(needs.values()), people)
    with session_of(installation.engine) as session:
        _replace(session, wave, found)
        session.get_one(NeedsGrouping, wave_id).made_at = now()
        record(session, wave.organisation_id, "needs.grouped", wave.name, people=len(people))
        session.commit()


def _replace(session: Session, wave: Wave, found: NeedsGroups) -> None:
    """Proposals nobody decided on make place for these."""
    old = select(NeedsGroup.id).where(NeedsGroup.wave_id == wave.id, NeedsGroup.state == "proposed")
    left = list(session.scalars(old))
    free = update(NeedsResponse).where(NeedsResponse.needs_group_id.in_(left))
    session.execute(free.values(needs_group_id=None))
    session.execute(delete(NeedsGroup).where(NeedsGroup.id.in_(left)))
    for cluster in found.clusters:
        if not cluster.forms_group:
            continue
        group = NeedsGroup(
            id=new_id(),
            organisation_id=wave.organisation_id,
            wave_id=wave.id,
            labels=cluster.labels,
        )
        session.add(group)
        session.flush()
        mine = update(NeedsResponse).where(
            NeedsResponse.id.in_(cluster.members), NeedsResponse.needs_group_id.is_(None)
        )
        session.execute(mine.values(needs_group_id=group.id))
