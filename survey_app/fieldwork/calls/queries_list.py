"""The call list of a wave, a page at a time, from the index of people to call.

The list is one row of parts: appointments that are due, groups of people whose turn is the same,
appointments of later. How many people each part has is counted in the index; only the rows of one
page are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import counts_many_rows
from survey_app.fieldwork.calls.order import CLOSED, OPEN, WAITS, Group, Stratum, in_turn, slices
from survey_app.fieldwork.calls.queries import (
    ToCall,
    callable_people,
    to_call,
    waiting,
)
from survey_app.models import Invitation
from survey_app.ways_in.windows import any_day_or_in_window


@dataclass(frozen=True, slots=True)
class Part:
    """Some people of the list who follow each other: how to find them, and how many they are."""

    where: tuple[ColumnElement[bool], ...]
    order: tuple[Any, ...]  # columns
    people: int


@dataclass(frozen=True, slots=True)
class CallList:
    """The whole list of a moment, not read yet."""

    parts: tuple[Part, ...]

    @property
    def people(self) -> int:
        """How many people stand on the list."""
        return sum(part.people for part in self.parts)


def call_list(
    session: Session, wave_id: str, moment: str, part_of_day: int, first: Mapping[Stratum, int]
) -> CallList:
    """The parts of the list; `moment` is written like an appointment, so that they compare."""
    due = _appointments(session, wave_id, Invitation.appointment <= moment)
    later = _appointments(session, wave_id, Invitation.appointment > moment)
    groups = in_turn(_groups(session, wave_id), part_of_day, first)
    return CallList((due, *(_part(wave_id, group) for group in groups), later))


def people_on(session: Session, found: CallList, start: int, number: int) -> list[ToCall]:
    """`number` people of the list from the one at place `start` (from 0)."""
    ids: list[str] = []
    for place, skipped, taken in slices((part.people for part in found.parts), start, number):
        part = found.parts[place]
        statement = select(Invitation.id).where(*part.where, *waiting()).order_by(*part.order)
        ids += session.scalars(statement.offset(skipped).limit(taken))
    # Contacts are looked up for these few only, never for the rows that a page skips.
    rows = session.execute(callable_people().where(Invitation.id.in_(ids)))
    people = {person.invitation_id: person for person in map(to_call, rows)}
    return [people[one] for one in ids if one in people]


def appointments_of_day(session: Session, wave_id: str, day: str, after: str) -> list[ToCall]:
    """Who has an appointment later on this day ('2026-11-23'), the earliest first."""
    statement = (
        callable_people()
        .where(Invitation.wave_id == wave_id, Invitation.call_state == WAITS)
        .where(Invitation.appointment > after, Invitation.appointment < f"{day} 99")
        .order_by(Invitation.appointment, Invitation.id)
    )
    return [to_call(row) for row in session.execute(statement)]


def numbers_to_call(session: Session, wave_ids: Iterable[str]) -> dict[str, int]:
    """How many people can be called in each of these waves."""
    statement = (
        select(Invitation.wave_id, func.count())
        .where(Invitation.wave_id.in_(list(wave_ids)), Invitation.call_state != CLOSED)
        .where(*waiting(), any_day_or_in_window(today()))
        .group_by(Invitation.wave_id)
    )
    return dict(session.execute(statement).all())


def _groups(session: Session, wave_id: str) -> list[Group]:
    counts_many_rows(session)
    key = (
        Invitation.hours_tried,
        Invitation.calls,
        Invitation.questionnaire,
        Invitation.language,
    )
    statement = (
        select(*key, func.count())
        .where(Invitation.wave_id == wave_id, Invitation.call_state == OPEN)
        .where(*waiting(), any_day_or_in_window(today()))
        .group_by(*key)
    )
    return [Group(*row) for row in session.execute(statement)]


def _appointments(session: Session, wave_id: str, when: ColumnElement[bool]) -> Part:
    where = (Invitation.wave_id == wave_id, Invitation.call_state == WAITS, when)
    number = session.scalar(select(func.count()).select_from(Invitation).where(*where, *waiting()))
    return Part(where, (Invitation.appointment, Invitation.id), number or 0)


def _part(wave_id: str, group: Group) -> Part:
    where = (
        Invitation.wave_id == wave_id,
        Invitation.call_state == OPEN,
        Invitation.hours_tried == group.hours_tried,
        Invitation.calls == group.calls,
        Invitation.questionnaire == group.questionnaire,
        Invitation.language == group.language,
        any_day_or_in_window(today()),
    )
    return Part(where, (Invitation.id,), group.people)
