"""Whom a message reaches today, and what else stands in it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.messaging.outbox.addressees import Target, numbers, peace_of
from survey_app.messaging.queueing.companions import (
    Readers,
    begun_of,
    most_named,
    others_of,
    readers_of,
)
from survey_app.organisations.waves import SMALLEST_GROUP
from survey_app.questionnaire.definition import Catalogue


@dataclass(frozen=True, slots=True)
class Reach:
    """People who may get it today, people for whom it is too early, and how it reads to them."""

    able: int
    too_early: int
    readers: tuple[Readers, ...] = ()  # together they are `able`
    most_named: str | None = None  # the questionnaire that stands in it most often besides
    begun: int | None = None  # who began and sent nothing; None where that is not told

    @property
    def ordinary(self) -> int | None:
        """How many people read the ordinary text; None where that would tell who began."""
        return None if self.begun is None else self.able - self.several - self.begun

    @property
    def several(self) -> int:
        """How many people read of more than one questionnaire."""
        return sum(one.people for one in self.readers if one.questionnaires > 1)


def reach_of(session: Session, catalogue: Catalogue, target: Target, day: datetime.date) -> Reach:
    """Everybody to whom this message would go on this day."""
    peace = peace_of(session, target.wave_id)
    able, too_early = numbers(session, target, peace, day)
    if not able:
        return Reach(able, too_early)
    others, when = others_of(session, catalogue, target), (peace, day)
    readers = readers_of(session, others, target, when)
    named = most_named(session, others, target, when)
    begun = begun_of(session, others, target, when) if target.number else 0
    told = begun if not target.number or able >= SMALLEST_GROUP else None
    return Reach(able, too_early, tuple(readers), named, told)


def in_this_text(counted: Mapping[str, int], offered: list[str]) -> dict[str, int]:
    """Language that is written → people; who wants another one reads Dutch."""
    found = {code: counted.get(code, 0) for code in offered}
    found["nl"] += sum(number for code, number in counted.items() if code not in found)
    return found
