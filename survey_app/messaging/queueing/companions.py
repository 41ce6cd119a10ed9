"""Somebody with several questionnaires gets one message, that names each with a link of its own.

Why not one link to a page with all of them: such a link would open every draft of a person at
once, and who answers two questionnaires in one visit would tell that both are theirs. With links
of their own nothing new is stored, each can be passed to whoever helps, and a page knows no more
than it did. The price is a longer text message: two links do not fit in one part, but one message
of two parts costs no more than two of one, and disturbs once.

Together go questionnaires of one wave that ask the same of the same reader: who reads that the
municipality sees the answers must not read the opposite in the same message. Each must be due by
itself, as this kind of message. A letter holds one code and goes alone. Of two waves that are open
at once nothing is joined: the second leaves people in peace for the weeks of its scheme.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, Subquery, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from survey_app.messaging.outbox.addressees import Peace, Target, due, key_of
from survey_app.messaging.templates import audience
from survey_app.models import Dispatch, Draft, Invitation, Wave, WaveQuestionnaire
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.windows import WINDOWS

TOGETHER = ("smtp", "sms", "console")


@dataclass(frozen=True, slots=True)
class Companion:
    """A questionnaire in the message about another one; both keys are as `due` gives them."""

    carrier: str
    key: str
    questionnaire: str
    language: str


@dataclass(frozen=True, slots=True)
class Readers:
    """So many people read the message in this language, with so many questionnaires in it."""

    language: str
    questionnaires: int
    people: int


def others_of(session: Session, catalogue: Catalogue, target: Target) -> list[Target]:
    """What may stand in the message to these people beside its own questionnaire.

    What a rolling wave sends by itself takes nothing along that somebody has yet to decide, and
    what somebody holds up is left where it is.
    """
    if target.channel not in TOGETHER:
        return []
    asked = select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version)
    for_somebody = exists().where(
        Invitation.wave_id == target.wave_id,
        Invitation.questionnaire == WaveQuestionnaire.questionnaire,
    )
    rows = session.execute(
        asked.where(WaveQuestionnaire.wave_id == target.wave_id, for_somebody)
    ).all()
    readers = {code: audience(catalogue.questionnaire(code, version)) for code, version in rows}
    reader = readers.pop(target.questionnaire, None)
    able = {code for code, other in readers.items() if other == reader}
    if not able:
        return []
    if not target.number and target.questionnaire in WINDOWS:
        able &= set(WINDOWS) if session.get_one(Wave, target.wave_id).is_rolling else able
    held_up = _waiting(target).with_only_columns(Dispatch.questionnaire)
    able -= set(session.scalars(held_up.where(Dispatch.paused_at.is_not(None))))
    return [replace(target, questionnaire=code) for code in sorted(able)]


def companions(
    session: Session,
    others: Sequence[Target],
    target: Target,
    when: tuple[Peace, datetime.date],
    keys: Sequence[str],
) -> list[Companion]:
    """What these people (their keys in `due`) have open besides and may get today."""
    if not others or not keys:
        return []
    mine = due(target, *when, only=keys).with_only_columns(Invitation.contact_id, key_of(target))
    carriers: dict[str, str] = dict(session.execute(mine).all())
    found = []
    for other in others:
        theirs = due(other, *when).where(Invitation.contact_id.in_(carriers))
        about = (Invitation.contact_id, key_of(other), Invitation.language)
        for contact_id, key, language in session.execute(theirs.with_only_columns(*about)):
            found.append(Companion(carriers[contact_id], key, other.questionnaire, language))
    return found


def readers_of(
    session: Session, others: Sequence[Target], target: Target, when: tuple[Peace, datetime.date]
) -> list[Readers]:
    """Everybody who would get this message today, by language and what stands in it."""
    people = _people(target, when)
    if not others:
        counted = select(people.c.language, func.count()).group_by(people.c.language)
        return [Readers(language, 1, n) for language, n in session.execute(counted)]
    besides = _besides(others, when)
    each = select(besides.c.contact_id, func.count().label("more")).group_by(besides.c.contact_id)
    more = each.subquery()
    number = 1 + func.coalesce(more.c.more, 0)
    statement = select(people.c.language, number, func.count())
    statement = statement.outerjoin_from(people, more, more.c.contact_id == people.c.contact_id)
    rows = session.execute(statement.group_by(people.c.language, number))
    return [Readers(*row) for row in rows]


def most_named(
    session: Session, others: Sequence[Target], target: Target, when: tuple[Peace, datetime.date]
) -> str | None:
    """What stands most often in this message besides; None where nobody has another one."""
    if not others:
        return None
    people, besides = _people(target, when), _besides(others, when)
    both = select(besides.c.questionnaire).join_from(
        people, besides, besides.c.contact_id == people.c.contact_id
    )
    most = both.group_by(besides.c.questionnaire).order_by(func.count().desc())
    return session.scalar(most.order_by(besides.c.questionnaire).limit(1))


def begun_of(
    session: Session, others: Sequence[Target], target: Target, when: tuple[Peace, datetime.date]
) -> int:
    """How many of those who would be reminded of this alone have begun; no one is named."""
    whole = due(target, *when).order_by(None)
    mine = whole.with_only_columns(key_of(target).label("access_id"), Invitation.contact_id)
    people = mine.subquery()
    begun = select(func.count()).join_from(people, Draft, Draft.access_id == people.c.access_id)
    begun = begun.where(Draft.revision > literal(0, literal_execute=True))
    begun = begun.where(Draft.submitted.is_(False))
    if others:
        besides = _besides(others, when)
        begun = begun.where(people.c.contact_id.not_in(select(besides.c.contact_id)))
    return session.scalar(begun) or 0


def own_dispatch(session: Session, target: Target, companion: Companion) -> str | None:
    """The dispatch that was decided for a companion itself, while it is being put in line."""
    found = _waiting(target).where(Dispatch.questionnaire == companion.questionnaire)
    for dispatch_id, language in session.execute(found).all():
        if language in (None, companion.language):
            return str(dispatch_id)
    return None


def _people(target: Target, when: tuple[Peace, datetime.date]) -> Subquery:
    """Contact id and language of everybody to whom this is due."""
    found = due(target, *when).order_by(None)
    return found.with_only_columns(Invitation.contact_id, Invitation.language).subquery()


def _besides(others: Sequence[Target], when: tuple[Peace, datetime.date]) -> Subquery:
    """Contact id and questionnaire of everything else that is due."""
    about = (Invitation.contact_id, Invitation.questionnaire)
    each = (due(other, *when).order_by(None).with_only_columns(*about) for other in others)
    return union_all(*each).subquery()


def _waiting(target: Target) -> Select[str, str | None]:
    """Dispatches of this kind whose messages are not all in line."""
    return select(Dispatch.id, Dispatch.language).where(
        Dispatch.wave_id == target.wave_id,
        Dispatch.way == target.way,
        Dispatch.channel == target.channel,
        Dispatch.number == target.number,
        Dispatch.lined_up_at.is_(None),
    )
