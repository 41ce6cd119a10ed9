"""What happens to a draft: open it, save a page, stop, send."""

from dataclasses import dataclass, replace

from sqlalchemy import Engine, delete, select, update

from survey_app.clock import today, today_after
from survey_app.errors import (
    CannotDecrypt,
    DraftMoved,
    LinkPaused,
    LinkUnknown,
    LinkUsed,
    WaveClosed,
    WaveOver,
    WavePlanned,
)
from survey_app.organisations.waves import LAST_MINUTES
from survey_app.questionnaire.definition import Value
from survey_app.respond.answering.offers import Offers
from survey_app.respond.queries import SAVE_DRAFT, access, draft, invitation, situation_of
from survey_app.respond.reached import SAVE_AND_COUNT, is_counted, place_of_page
from survey_app.respond.sitting import (
    Arrival,
    Content,
    Sitting,
    Situation,
    digest,
    pack,
    unpack,
)
from survey_app.respond.store import Values, rows_changed, writing_to
from survey_app.visits.visitor import Preferences, Visitor

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was sent: for which question, what, seen at which revision.

    `insist` is a person's answer to "something else has been stored": use mine. `asked` marks a
    text of which the person knows that it seems to hold a name or number.
    """

    code: str
    value: Value
    revision: int
    key: str = ""
    insist: bool = False
    asked: str = ""


def check_open(situation: Situation) -> None:
    """Raise LinkUsed, WaveClosed or LinkPaused when this access takes no answers."""
    if situation.used:
        raise LinkUsed(situation.organisation_slug, situation.organisation_name)
    if situation.state in ("draft", "planned"):
        raise WavePlanned(situation.organisation_slug, situation.organisation_name)
    if situation.state == "closed":
        raise WaveClosed(situation.organisation_slug, situation.organisation_name)
    if situation.state == "paused":
        raise LinkPaused(situation.organisation_slug, situation.organisation_name)


def open_sitting(
    engine: Engine, offers: Offers, visitor: Visitor, preferences: Preferences
) -> Sitting:
    """The visitor's questionnaire with what is stored.

    Raises LinkUnknown, LinkUsed, WaveOver, LinkPaused or StoreUnavailable.
    """
    situation = _inside(engine, visitor.access_id)
    try:
        content = unpack(visitor.draft_key, situation.access_id, situation.ciphertext)
    except CannotDecrypt as error:
        raise LinkUnknown("this session does not open its draft") from error
    language = offers.language(situation, preferences.language, situation.language)
    return Sitting(
        situation=situation,
        draft_key=visitor.draft_key,
        content=content,
        questionnaire=offers.questionnaire(
            situation, language, visitor.goal, preferences.easy_read
        ),
        language=language,
    )


def save_page(engine: Engine, sitting: Sitting, page: Page, easy_read: bool = False) -> Sitting:
    """Store one answer; returns the sitting as it then stands.

    The same page sent twice is stored once. Raises DraftMoved when another page or device has
    changed this answer since the person saw it.
    """
    for _ in range(ATTEMPTS):
        arrived = sitting.content.arrival(page.key)
        if arrived is not None and arrived.said == digest(page.code, page.value):
            return sitting
        _refuse_stale(sitting.content, page, arrived)
        revision = sitting.situation.revision + 1
        content = sitting.content.with_answer(page.code, page.value, revision, page.key)
        content = content.with_asked(page.asked)
        if easy_read:
            content = replace(content, easy_read=True)
        first = page.code not in sitting.content.stored
        if _stored(engine, sitting, content, page.code if first else None):
            situation = replace(sitting.situation, revision=revision)
            return replace(sitting, situation=situation, content=content)
        sitting = _again(engine, sitting)
    raise DraftMoved(page.code)


def stop(engine: Engine, sitting: Sitting) -> None:
    """Wipe the draft: nothing of it stays. The link itself keeps working."""
    situation = sitting.situation
    with writing_to(engine, named=situation.access_id) as connection:
        connection.execute(
            update(draft)
            .where(draft.c.access_id == situation.access_id, draft.c.submitted.is_(False))
            .values(ciphertext=None, revision=draft.c.revision + 1)
        )
        # Somebody who came by an open link leaves no invitation behind either.
        connection.execute(
            delete(invitation).where(
                invitation.c.id == situation.invitation_id,
                invitation.c.contact_id.is_(None),
                invitation.c.used.is_(False),
                ~select(access.c.id)
                .where(
                    access.c.invitation_id == situation.invitation_id,
                    access.c.token_hash.is_not(None),
                )
                .exists(),
            )
        )


def _inside(engine: Engine, access_id: str) -> Situation:
    """The situation of somebody who came in while the wave was open.

    Nobody can come in after the last day, but who was inside has half an hour to finish: the
    state of the wave is then the one of before midnight.
    """
    situation = situation_of(engine, access_id, today())
    if situation is not None and situation.state == "closed":
        situation = situation_of(engine, access_id, today_after(LAST_MINUTES))
    if situation is None:
        raise LinkUnknown("this session belongs to no invitation")
    if situation.state == "closed" and not situation.used:
        raise WaveOver(situation.organisation_slug, situation.organisation_name)
    check_open(situation)
    return situation


def _refuse_stale(content: Content, page: Page, arrived: Arrival | None) -> None:
    stored = content.stored.get(page.code)
    if stored is None or page.insist or stored.value == page.value:
        return
    # What this very page stored before, the person knows: they went back to it.
    known = max(page.revision, arrived.revision if arrived else 0)
    if stored.revision > known:
        raise DraftMoved(page.code)


def _stored(engine: Engine, sitting: Sitting, content: Content, reached: str | None) -> bool:
    """Whether the draft was still as we read it, and so is now as we want it.

    A page that it had not got yet (`reached`) counts as reached with that.
    """
    situation = sitting.situation
    values: Values = {
        "wanted": situation.access_id,
        "seen": situation.revision,
        "next_revision": situation.revision + 1,
        "packed": pack(sitting.draft_key, situation.access_id, content),
    }
    if reached is None or not is_counted(situation, sitting.questionnaire):
        return rows_changed(engine, SAVE_DRAFT, values) == 1
    values = {**values, **place_of_page(situation, reached)}
    return rows_changed(engine, SAVE_AND_COUNT, values) == 1


def _again(engine: Engine, sitting: Sitting) -> Sitting:
    """The same sitting, read anew. Raises LinkUsed, WaveClosed or LinkPaused."""
    situation = _inside(engine, sitting.situation.access_id)
    content = unpack(sitting.draft_key, situation.access_id, situation.ciphertext)
    return replace(sitting, situation=situation, content=content)
