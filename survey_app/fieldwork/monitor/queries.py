"""What is known of the response of a wave: numbers of people, from indexes and small tables."""

import datetime
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from survey_app.database import counts_many_rows
from survey_app.fieldwork.monitor.counts import Stand
from survey_app.models import (
    Access,
    Draft,
    InboxItem,
    Invitation,
    Population,
    ResponseBalance,
    ResponseDay,
    ResponseTarget,
    SendingDay,
    Wave,
    WaveQuestionnaire,
)

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Days:
    """Sheets per day (moved and waiting) and days on which messages went out."""

    by_code: dict[str, dict[datetime.date, int]]  # per questionnaire
    waiting: dict[str, int]  # per questionnaire
    sent: dict[datetime.date, dict[str, int]]  # per kind of message

    @property
    def answers(self) -> dict[datetime.date, int]:
        """Those of all questionnaires together."""
        return dict(sum((Counter(days) for days in self.by_code.values()), Counter()))


def stands(session: Session, wave_id: str) -> list[Stand]:
    """How many people are in each stand: one walk through one index."""
    counts_many_rows(session)
    key = (
        Invitation.questionnaire,
        Invitation.language,
        Invitation.channel,
        Invitation.delivery,
        Invitation.used,
        Invitation.refused,
        Invitation.is_known,
    )
    # Counted in the order of the index.
    statement = select(*key, func.count()).where(Invitation.wave_id == wave_id).group_by(*key)
    return [
        Stand(code, language, channel or "", delivery, used, refused, known, people)
        for code, language, channel, delivery, used, refused, known, people in session.execute(
            statement
        )
    ]


def begun(session: Session, wave_id: str) -> dict[tuple[str, str, str], int]:
    """People who filled in something and have not sent it: questionnaire, language, channel."""
    key = (Invitation.questionnaire, Invitation.language, Invitation.channel)
    # Begun drafts are few and have an index of their own. The planner would rather walk through
    # the wave, so they are looked up first.
    drafts = (
        select(Access.invitation_id)
        .join(Draft, Draft.access_id == Access.id)
        .where(Draft.revision > literal(0, literal_execute=True), Draft.submitted.is_(False))
    )
    ids = sorted(set(session.scalars(drafts)))
    found = Counter[tuple[str, str, str]]()
    for start in range(0, len(ids), AT_ONCE):
        mine = Invitation.id.in_(ids[start : start + AT_ONCE])
        statement = (
            select(*key, func.count())
            .where(mine, Invitation.wave_id == wave_id, Invitation.used.is_(False))
            .group_by(*key)
        )
        for code, language, channel, n in session.execute(statement):
            found[code, language, channel or ""] += n
    return dict(found)


def days_of_wave(session: Session, wave_id: str) -> Days:
    """Sheets by the day on which they were sent in, and messages by the day of sending."""
    moved = select(ResponseDay.questionnaire, ResponseDay.day, ResponseDay.n)
    answers: dict[str, dict[datetime.date, int]] = {}
    for code, day, n in session.execute(moved.where(ResponseDay.wave_id == wave_id)):
        answers.setdefault(code, {})[day] = n
    kept = select(InboxItem.received_on, InboxItem.questionnaire, func.count())
    kept = kept.where(InboxItem.wave_id == wave_id)
    waiting: dict[str, int] = {}
    for day, code, n in session.execute(
        kept.group_by(InboxItem.received_on, InboxItem.questionnaire)
    ):
        of_code = answers.setdefault(code, {})
        of_code[day] = of_code.get(day, 0) + n
        waiting[code] = waiting.get(code, 0) + n
    sent: dict[datetime.date, dict[str, int]] = {}
    out = select(SendingDay.day, SendingDay.kind, func.sum(SendingDay.messages))
    out = out.where(SendingDay.wave_id == wave_id).group_by(SendingDay.day, SendingDay.kind)
    for day, kind, n in session.execute(out):
        sent.setdefault(day, {})[kind] = n
    return Days(answers, waiting, sent)


def targets(session: Session, wave_id: str) -> dict[str, int]:
    """The response hoped for, in percent, per questionnaire that has one."""
    statement = select(ResponseTarget.questionnaire, ResponseTarget.percent)
    return dict(session.execute(statement.where(ResponseTarget.wave_id == wave_id)).all())


def balances(session: Session, wave_id: str) -> list[ResponseBalance]:
    """How the answers resemble the population, per questionnaire of clients, until the close."""
    statement = (
        select(ResponseBalance)
        .join(Wave, Wave.id == ResponseBalance.wave_id)
        .where(ResponseBalance.wave_id == wave_id, Wave.closed_at.is_(None))
    )
    return list(session.scalars(statement.order_by(ResponseBalance.questionnaire)))


def people_meant(session: Session, wave_id: str) -> dict[str, int]:
    """How many people each questionnaire is meant for, where that was told."""
    statement = select(Population.questionnaire, Population.people).where(
        Population.wave_id == wave_id, Population.breakdown == ""
    )
    return dict(session.execute(statement).all())


def questionnaires_of(session: Session, wave_id: str) -> list[str]:
    """The codes of the questionnaires of a wave."""
    statement = select(WaveQuestionnaire.questionnaire).where(WaveQuestionnaire.wave_id == wave_id)
    return list(session.scalars(statement.order_by(WaveQuestionnaire.questionnaire)))
