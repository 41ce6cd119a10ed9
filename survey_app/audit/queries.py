"""Reading the log: its newest entries, and the whole chain to verify it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.chain import Link, content_of, first_break, start_of
from survey_app.models import Organisation
from survey_app.models.life_cycle.audit import AuditEntry, AuditHead
from survey_app.operators.sentence import Sentence

A_PART = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of verifying the log of one organisation; `wrong` is None when it is whole."""

    organisation: str
    entries: int
    wrong: str | None


def newest_entries(
    session: Session, organisation_id: str, before: int | None, most: int
) -> list[AuditEntry]:
    """So many entries, the newest first, from below a number on."""
    wanted = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    if before is not None:
        wanted = wanted.where(AuditEntry.number < before)
    return list(session.scalars(wanted.order_by(AuditEntry.number.desc()).limit(most)))


def heads(session: Session) -> list[tuple[str, str, int, bytes]]:
    """(Organisation id, slug, number, hash) of every organisation, by slug."""
    wanted = (
        select(Organisation.id, Organisation.slug, AuditHead.number, AuditHead.hashed)
        .join(AuditHead, AuditHead.organisation_id == Organisation.id)
        .order_by(Organisation.slug)
    )
    return [(one, slug, number, hashed) for one, slug, number, hashed in session.execute(wanted)]


def verdict(
    session: Session, organisation: Organisation, known: Iterable[tuple[int, bytes]] = ()
) -> Verdict:
    """Verify the whole log of an organisation, also against ends of it that were kept elsewhere."""
    place = organisation.id
    head = session.scalar(select(AuditHead).where(AuditHead.organisation_id == place))
    end = (head.number, head.hashed) if head is not None else (0, start_of(place))
    seen: dict[int, bytes] = {}
    wrong = first_break(_links(session, place, end[0], seen), start_of(place), end)
    oldest = min(seen, default=end[0] + 1)
    for number, hashed in known if wrong is None else ():
        if number > end[0]:
            wrong = Sentence(
                "the log ends at entry {end}, but entry {number} was there before",
                end=end[0],
                number=number,
            )
        elif number >= oldest and seen[number] != hashed:
            wrong = Sentence("entry {number} is another one than was there before", number=number)
    return Verdict(organisation.name, len(seen), wrong)


def _links(
    session: Session, organisation_id: str, end: int, seen: dict[int, bytes]
) -> Iterator[Link]:
    """Every entry up to the end, in order, a part at a time; `seen` gets the hash of each.

    What is added while we read comes after the end that was read, and is not looked at.
    """
    mine = select(AuditEntry).where(
        AuditEntry.organisation_id == organisation_id, AuditEntry.number <= end
    )
    last = 0
    while part := session.scalars(
        mine.where(AuditEntry.number > last).order_by(AuditEntry.number).limit(A_PART)
    ).all():
        for one in part:
            said = (one.who, one.what, one.about)
            content = content_of(organisation_id, one.number, one.at, said, one.details)
            seen[one.number] = one.hashed
            yield Link(one.number, content, one.hash_before, one.hashed)
        last = part[-1].number
