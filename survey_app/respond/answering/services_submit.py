"""Sending: the invitation is spent, the draft emptied and the answers stored, all or nothing."""

import datetime
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from survey_app.clock import today
from survey_app.crypto.tokens import receipt_code, token_hash
from survey_app.errors import DraftMoved, LinkUsed
from survey_app.installation import Installation
from survey_app.models import InboxItem, LinkConsent, NeedsResponse, Recontact
from survey_app.questionnaire.definition import Questionnaire, Value
from survey_app.questionnaire.routing import on_path_answers
from survey_app.respond.answering.offers import Offers
from survey_app.respond.queries import access, draft, invitation, situation_of, table_of
from survey_app.respond.reached import count_sent, is_counted
from survey_app.respond.sitting import Sitting, Situation
from survey_app.respond.store import writing_to
from survey_app.stores.inbox import Submission, inbox_row
from survey_app.stores.separate import Offer, needs_row, recontact_row
from survey_app.visits.visitor import Visitor

LINK_QUESTION, LINK_YES, LINK_NO = "T-LINK", 1, 2
GOAL_QUESTION = "C209"
BACKGROUND = "ACHTERGROND"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the thank-you page says; the receipt is empty where answers are not anonymous."""

    wave_id: str
    store: str
    party: str
    receipt: str
    organisation_slug: str
    organisation_name: str
    is_test: bool = False


def submit(installation: Installation, offers: Offers, sitting: Sitting) -> Sent:
    """Send the answers on the path. A second submit of the same draft gets the same thanks.

    Raises LinkUsed when the invitation was spent through another way in, DraftMoved when the
    draft changed since the person saw it, StoreUnavailable when nothing could be stored.
    """
    store = sitting.questionnaire.store
    with writing_to(installation.engine, named=sitting.situation.access_id) as connection:
        spent = _spend(connection, sitting)
        if spent:
            _STORES[store](connection, installation, sitting)
            if is_counted(sitting.situation, sitting.questionnaire):
                count_sent(connection, sitting.situation)
    if spent:
        return _sent(sitting.situation, sitting.questionnaire, sitting.draft_key)
    visitor = Visitor(sitting.situation.access_id, sitting.draft_key)
    return already_sent(installation.engine, offers, visitor)


def already_sent(engine: Engine, offers: Offers, visitor: Visitor) -> Sent:
    """The thanks for a draft that has been sent. Raises LinkUsed when it was not this one."""
    situation = situation_of(engine, visitor.access_id, today())
    if situation is None or not situation.used:
        raise DraftMoved("submit")
    if not situation.submitted:
        raise LinkUsed(situation.organisation_slug, situation.organisation_name)
    questionnaire = offers.catalogue.questionnaire(situation.code, situation.version)
    return _sent(situation, questionnaire, visitor.draft_key)


def withdraw(engine: Engine, lookup_key: bytes, receipt: str) -> bool:
    """Delete the answers with this receipt while they wait in the inbox; False when too late."""
    table, hashed = table_of(InboxItem), token_hash(lookup_key, receipt)
    with writing_to(engine, hashed=hashed) as connection:
        result = connection.execute(delete(table).where(table.c.receipt_hash == hashed))
    return result.rowcount == 1


def _spend(connection: Connection, sitting: Sitting) -> bool:
    """Mark the invitation used and empty its drafts; False when somebody was first."""
    situation = sitting.situation
    used = connection.execute(
        update(invitation)
        .where(invitation.c.id == situation.invitation_id, invitation.c.used.is_(False))
        .values(used=True)
    )
    if used.rowcount != 1:
        return False
    emptied = connection.execute(
        update(draft)
        .where(
            draft.c.access_id == situation.access_id,
            draft.c.revision == situation.revision,
            draft.c.submitted.is_(False),
        )
        .values(submitted=True, ciphertext=None, revision=situation.revision + 1)
    )
    if emptied.rowcount != 1:
        raise DraftMoved("submit")
    ways = select(access.c.id).where(access.c.invitation_id == situation.invitation_id)
    connection.execute(update(draft).where(draft.c.access_id.in_(ways)).values(ciphertext=None))
    return True


def _to_inbox(connection: Connection, installation: Installation, sitting: Sitting) -> None:
    situation = sitting.situation
    submission = _submission(sitting, situation.day, _link_code(connection, sitting))
    row = inbox_row(installation, situation.wave_id, submission, receipt_code(sitting.draft_key))
    connection.execute(insert(table_of(InboxItem)), row | _owner(situation))


def _to_needs(connection: Connection, installation: Installation, sitting: Sitting) -> None:
    situation, given = sitting.situation, _given(sitting, background=False)
    row = needs_row(situation.wave_id, given, situation.mode, situation.contact_id)
    connection.execute(insert(table_of(NeedsResponse)), row | _owner(situation))


def _to_recontact(connection: Connection, installation: Installation, sitting: Sitting) -> None:
    situation, given = sitting.situation, _given(sitting, background=False)
    offer = Offer(given, sitting.language)
    row = recontact_row(installation, situation.wave_id, offer, situation.mode)
    connection.execute(insert(table_of(Recontact)), row | _owner(situation))


_STORES: Mapping[str, Callable[[Connection, Installation, Sitting], None]] = {
    "answers": _to_inbox,
    "needs": _to_needs,
    "recontact": _to_recontact,
}


def _owner(situation: Situation) -> dict[str, str]:
    return {"organisation_id": situation.organisation_id}


def _sent(situation: Situation, questionnaire: Questionnaire, draft_key: bytes) -> Sent:
    return Sent(
        wave_id=situation.wave_id,
        store=questionnaire.store,
        party=questionnaire.party,
        receipt=receipt_code(draft_key) if questionnaire.store == "answers" else "",
        organisation_slug=situation.organisation_slug,
        organisation_name=situation.organisation_name,
        is_test=situation.is_test,
    )


def _submission(sitting: Sitting, day: datetime.date, link_code: str | None) -> Submission:
    situation = sitting.situation
    return Submission(
        questionnaire=situation.code,
        version=situation.version,
        answers=_given(sitting, background=False),
        background=_given(sitting, background=True),
        submitted_on=day,
        mode=situation.mode,
        helped=situation.mode != "web",
        language=sitting.language,
        easy_read=sitting.content.easy_read,
        link_code=link_code,
    )


def _given(sitting: Sitting, *, background: bool) -> dict[str, Value]:
    """The answers on the path that belong to the background, or those that do not.

    A consent is no answer: it decides what is asked, stored and linked, and is not kept.
    """
    asked = {question.code: question for question in sitting.questionnaire.questions}
    return {
        code: value
        for code, value in on_path_answers(sitting.questionnaire, sitting.answers).items()
        if asked[code].kind != "consent" and (asked[code].home == BACKGROUND) == background
    }


def _link_code(connection: Connection, sitting: Sitting) -> str | None:
    """The code that joins this person's answers: with consent, in a linked wave only."""
    situation = sitting.situation
    if not situation.linked or situation.contact_id is None:
        return None
    table = table_of(LinkConsent)
    mine = table.c.contact_id == situation.contact_id
    code = connection.scalar(select(table.c.code).where(mine))
    consent = sitting.answers.get(LINK_QUESTION)
    if consent == LINK_NO:
        connection.execute(delete(table).where(mine))
        return None
    if consent == LINK_YES and code is None:
        code = secrets.token_hex(16)
        goal = sitting.answers.get(GOAL_QUESTION)
        row: dict[str, Any] = {"contact_id": situation.contact_id, "code": code, "goal": goal}
        connection.execute(insert(table), row | _owner(situation))
    return None if code is None else str(code)
