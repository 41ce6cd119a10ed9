"""Wiping somebody on request: out of every store, queue, file and document.

What stays: the counts, and what this person sent in anonymous mode, which nobody can find. What was
sent in linked mode loses its code, so that it is anonymous from then on.
"""

import datetime
import re
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Select, delete, exists, or_, select, text, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import only_of, reading, session_of
from survey_app.errors import CannotDecrypt, UnknownName
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    Contact,
    ErasureDone,
    Invitation,
    LinkConsent,
    Message,
    NeedsResponse,
    Organisation,
    Recontact,
    Response,
)
from survey_app.models.columns import new_id
from survey_app.retention.erasures import Erasure, listed, write_down
from survey_app.retention.services import delete_what_is_about
from survey_app.stores.separate import recontact_answers
from survey_app.stores.wave_files import printed_files
from survey_app.ways_in.contacts import Person, opened_person, sealed_person, way_hashes

OUTBOX = "outbox.txt"
ERASED = "person.erased"
BETWEEN = "-" * 72 + "\n"


def erase_person(
    installation: Installation,
    organisation_id: str,
    contact_id: str,
    keep_opt_out: bool = False,
) -> None:
    """Wipe this person everywhere. Raises UnknownName when there is no such contact here.

    `keep_opt_out`: of who wants no more messages the keyed hashes stay, so that a later file does
    not invite that person again; they tell nobody who it was.
    """
    with only_of({organisation_id}):
        with reading(installation.engine) as session:
            row = session.get(Contact, contact_id)
            if row is None:
                raise UnknownName("no such contact in this organisation")
            volunteers = list(session.execute(select(Recontact.id, Recontact.ciphertext)))
        try:
            person = opened_person(
                installation.keys.contact, organisation_id, row.id, row.ciphertext
            )
        except CannotDecrypt:  # its key is gone: the hashes still find the row
            person = Person()
        interviews = _interviews_of(installation, person, volunteers)
        erasure = erasure_of(row, interviews, keep_opt_out and row.opted_out)
        write_down(installation.config.home, erasure)
        _clear_files(installation.config.home, person)
        _wipe(installation, erasure)
    _settle(installation)


def erasure_of(
    contact: Contact, interviews: Collection[str] = (), keeps_opt_out: bool = False
) -> Erasure:
    """What finds this contact again in a database that was put back, and nobody else.

    Not the telephone or the address: others of the household have those too.
    """
    return Erasure(
        contact.organisation_id,
        (contact.reference_hash,),
        tuple(interviews),
        contact.id,
        new_id(),
        keeps_opt_out,
    )


def mark_erased(session: Session, erasure: Erasure, people: int, what: str) -> None:
    """This erasure was carried out in this database; belongs in its transaction."""
    if session.get(ErasureDone, erasure.digest) is None:
        session.add(ErasureDone(id=erasure.digest, done_at=now()))
    record(session, erasure.organisation_id, what, people=people)


def contacts_reached_at(
    installation: Installation, organisation_id: str, phone: str = "", email: str = ""
) -> list[str]:
    """The ids of the contacts of an organisation with this telephone or e-mail address."""
    asked = way_hashes(installation.keys.lookup, organisation_id, Person(phone=phone, email=email))
    ways = [getattr(Contact, f"{way}_hash") == hashed for way, hashed in asked.items()]
    with only_of({organisation_id}), reading(installation.engine) as session:
        return list(session.scalars(select(Contact.id).where(or_(*ways)))) if ways else []


def replay_erasures(installation: Installation) -> int:
    """Wipe again who stands on the list and not in this database; returns how many lines.

    Every process that serves or works does this before anything else: a database that was put
    back from before an erasure would otherwise bring people back.
    """
    wanted = listed(installation.config.home)
    if not wanted:
        return 0
    with reading(installation.engine) as session:
        done = set(session.scalars(select(ErasureDone.id)))
        places = set(session.scalars(select(Organisation.id)))
    waiting = [one for one in wanted if one.digest not in done and one.organisation_id in places]
    for erasure in waiting:
        with only_of({erasure.organisation_id}):
            _wipe(installation, erasure, "erasures.replayed")
    if waiting:
        _settle(installation)
    return len(waiting)


def _wipe(installation: Installation, erasure: Erasure, what: str = ERASED) -> None:
    """Everything that the erasure finds: letters first, then the database in one transaction.

    Killed in between, the line on the list is not done yet, and all of it comes again.
    """
    with reading(installation.engine) as session:
        ids = list(session.scalars(_contacts_of(erasure)))
        letters = session.execute(_letters_to(ids)).all()
    for wave_id, dispatch_id, day in letters:
        for path in printed_files(installation.config.home, wave_id, dispatch_id, day):
            path.unlink(missing_ok=True)
    emptied = {one: _nobody(installation, erasure, one) for one in ids if erasure.keeps_opt_out}
    with session_of(installation.engine) as session:
        _wipe_contacts(session, ids)
        for one, ciphertext in emptied.items():
            stub = update(Contact).where(Contact.id == one)
            session.execute(stub.values(ciphertext=ciphertext, opted_out=True, opt_out_reason=None))
        session.execute(delete(Contact).where(Contact.id.in_(set(ids) - set(emptied))))
        session.execute(delete(Recontact).where(Recontact.id.in_(erasure.interviews)))
        mark_erased(session, erasure, len(ids), what)
        session.commit()


def _contacts_of(erasure: Erasure) -> Select[str]:
    """A line of before there were ids lists every hash; only the reference is of one person."""
    same = Contact.id == erasure.contact_id, Contact.reference_hash.in_(erasure.hashes)
    return select(Contact.id).where(Contact.organisation_id == erasure.organisation_id, or_(*same))


def _nobody(installation: Installation, erasure: Erasure, contact_id: str) -> bytes:
    key = installation.keys.contact
    return sealed_person(key, erasure.organisation_id, contact_id, Person())


def _wipe_contacts(session: Session, ids: Collection[str]) -> None:
    codes = select(LinkConsent.code).where(LinkConsent.contact_id.in_(ids))
    session.execute(update(Response).where(Response.link_code.in_(codes)).values(link_code=None))
    session.execute(delete(LinkConsent).where(LinkConsent.contact_id.in_(ids)))
    session.execute(delete(NeedsResponse).where(NeedsResponse.contact_id.in_(ids)))
    invited = select(Invitation.id).where(Invitation.contact_id.in_(ids))
    ways = select(Access.id).where(Access.invitation_id.in_(invited))
    session.execute(delete(Message).where(Message.access_id.in_(ways)))
    unusable = ~exists().where(Access.invitation_id == Invitation.id)
    mine = Invitation.contact_id.in_(ids)
    never = delete(Invitation).where(mine, unusable, Invitation.used.is_(False))
    session.execute(never.execution_options(synchronize_session=False))
    unused = invited.where(Invitation.used.is_(False))
    session.execute(delete(Access).where(Access.invitation_id.in_(unused)))
    closed = {"key_by_token": None, "key_by_code": None}
    session.execute(update(Access).where(Access.invitation_id.in_(invited)).values(closed))
    delete_what_is_about(session, ids)
    nobodys = update(Invitation).where(mine)
    session.execute(
        nobodys.values(refused=Invitation.used.is_(False), contact_id=None, opens_on=None)
    )


def _letters_to(ids: Collection[str]) -> Select[str, str | None, datetime.date | None]:
    """(Wave, dispatch, day) of every letter to these people, printed or in line."""
    return (
        select(Message.wave_id, Message.dispatch_id, Message.sent_on)
        .join(Access, Access.id == Message.access_id)
        .join(Invitation, Invitation.id == Access.invitation_id)
        .where(Invitation.contact_id.in_(ids), Message.channel == "letter")
        .distinct()
    )


def _interviews_of(
    installation: Installation, person: Person, rows: Collection[tuple[str, bytes] | object]
) -> list[str]:
    """The volunteers who wrote this name, number or address."""
    found = []
    for row_id, ciphertext in rows:  # type: ignore[misc]
        try:
            answers = recontact_answers(installation, row_id, ciphertext)
        except CannotDecrypt:
            continue
        if any(mentions(str(one), person) for one in answers.values()):
            found.append(row_id)
    return found


def mentions(words: str, person: Person) -> bool:
    """Whether a text holds this person's name, telephone number or e-mail address.

    >>> mentions("Bel Jan op 06-12 34 56 78", Person(phone="+31612345678"))
    True
    """
    plain = " ".join(words.casefold().split())
    digits = re.sub(r"\D", "", words)
    return (
        (bool(person.name) and " ".join(person.name.casefold().split()) in plain)
        or (bool(person.email) and person.email.casefold() in plain)
        or (len(person.phone) > 9 and person.phone[-9:] in digits)
    )


def _clear_files(home: Path, person: Person) -> None:
    """Messages to this person in the file that stands for a mailbox."""
    path = home / OUTBOX
    if not path.exists() or person == Person():
        return
    before = path.read_text(encoding="utf-8").split(BETWEEN)
    kept = [one for one in before if not mentions(one, person)]
    if len(kept) < len(before):
        path.write_text(BETWEEN.join(kept), encoding="utf-8")


def _settle(installation: Installation) -> None:
    """SQLite: nothing of it stays in the write-ahead log (freed pages are zeroed already)."""
    if installation.engine.dialect.name == "sqlite":
        with installation.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
