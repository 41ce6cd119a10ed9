"""One person on the list: corrected, added by hand, withdrawn, opted out, erased."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.database import reading, session_of
from survey_app.errors import NameTaken
from survey_app.fieldwork.contacts.arriving import given
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.services import IntoWave, store_part
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    CallNote,
    CallOutcome,
    Contact,
    ContactName,
    Invitation,
    LinkConsent,
    NeedsResponse,
)
from survey_app.retention.erasures import write_down
from survey_app.retention.services_erasing import ERASED, erasure_of, mark_erased
from survey_app.ways_in.contacts import WAYS, Person, sealed_person

BY_STAFF = "op verzoek, door een veldwerker"


def bring_in_person(
    installation: Installation, place: IntoWave, row: ContactRow, contact_id: str | None = None
) -> None:
    """Add somebody by hand, or give a contact of the list these details.

    Raises NameTaken when the details are those of another contact.
    """
    one = given(installation.keys.lookup, place.organisation_id, row, contact_id)
    try:
        store_part(installation, place, [one])
    except IntegrityError as error:
        raise NameTaken("another contact has this name and telephone or address") from error


def withdraw(installation: Installation, wave_id: str, contact_id: str) -> None:
    """No more messages or calls to this person in this wave."""
    with session_of(installation.engine) as session:
        session.execute(
            update(Invitation)
            .where(Invitation.wave_id == wave_id, Invitation.contact_id == contact_id)
            .values(refused=True)
        )
        session.commit()


def opt_out(installation: Installation, contact_id: str) -> None:
    """No more messages to this person, nor to whom is reached by the same telephone or address."""
    with session_of(installation.engine) as session:
        contact = session.get_one(Contact, contact_id)
        same = [
            getattr(Contact, f"{way}_hash") == hashed
            for way in WAYS
            if (hashed := getattr(contact, f"{way}_hash"))
        ]
        session.execute(
            update(Contact)
            .where(Contact.organisation_id == contact.organisation_id)
            .where(or_(Contact.id == contact_id, *same))
            .values(opted_out=True)
        )
        session.execute(
            update(Contact).where(Contact.id == contact_id).values(opt_out_reason=BY_STAFF)
        )
        session.execute(
            update(Invitation).where(Invitation.contact_id == contact_id).values(refused=True)
        )
        session.commit()


def erase(installation: Installation, contact_id: str) -> None:
    """Everything that says who this person is, and what was not sent in yet; not the answers.

    It goes on the list of erasures first: who comes back with an older database is wiped again.
    Whether somebody has answered does not show: an invitation that could be used stays as a number
    without a person, answered or not. Of who opted out the keyed hashes stay, so that a later file
    does not invite that person again; they tell nobody who it was.
    """
    with reading(installation.engine) as session:
        contact = session.get_one(Contact, contact_id)
        owner, opted_out, erasure = contact.organisation_id, contact.opted_out, erasure_of(contact)
    write_down(installation.config.home, erasure)
    nobody = sealed_person(installation.keys.contact, owner, contact_id, Person())
    with session_of(installation.engine) as session:
        _erase_invitations(session, contact_id)
        for store in (ContactName, CallNote, CallOutcome, LinkConsent):
            session.execute(delete(store).where(store.contact_id == contact_id))
        session.execute(
            update(NeedsResponse)
            .where(NeedsResponse.contact_id == contact_id)
            .values(contact_id=None)
        )
        mine = Contact.id == contact_id
        if opted_out:
            session.execute(update(Contact).where(mine).values(ciphertext=nobody))
        else:
            session.execute(delete(Contact).where(mine))
        mark_erased(session, erasure, 1, ERASED)
        session.commit()


def _erase_invitations(session: Session, contact_id: str) -> None:
    """Cut the tie to the person; what was half filled in goes with its way in."""
    mine = select(Invitation.id).where(Invitation.contact_id == contact_id)
    ids: Sequence[str] = session.scalars(mine).all()
    reachable = set(
        session.scalars(select(Access.invitation_id).where(Access.invitation_id.in_(ids)))
    )
    unused = select(Invitation.id).where(Invitation.id.in_(ids), Invitation.used.is_(False))
    session.execute(delete(Access).where(Access.invitation_id.in_(unused)))
    never = [one for one in ids if one not in reachable]
    session.execute(delete(Invitation).where(Invitation.id.in_(never)))
    session.execute(
        update(Invitation)
        .where(Invitation.id.in_(ids))
        .values(contact_id=None, refused=True)
        .execution_options(synchronize_session=False)
    )
