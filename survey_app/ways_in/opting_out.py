"""No more messages: for one person, and for whoever is reached at the same number or address."""

from typing import cast

from sqlalchemy import Connection, Table, select, update

from survey_app.models import Access, Contact, Invitation

contact, invitation, access = (
    cast("Table", model.__table__)  # SQL, not objects: respondents come by here
    for model in (Contact, Invitation, Access)
)


def opt_out_access(connection: Connection, access_id: str, reason: str = "") -> None:
    """No more messages to the person behind this way in; this invitation counts as refused."""
    person = (
        select(invitation.c.id, invitation.c.contact_id)
        .join(access, access.c.invitation_id == invitation.c.id)
        .where(access.c.id == access_id)
    )
    row = connection.execute(person).one_or_none()
    if row is None:
        return
    connection.execute(update(invitation).where(invitation.c.id == row.id).values(refused=True))
    opt_out_contact(connection, row.contact_id, reason)


def opt_out_contact(connection: Connection, contact_id: str | None, reason: str = "") -> None:
    """No more messages to this person. Does not commit."""
    values = {"opted_out": True, "opt_out_reason": reason or None}
    if not reason:
        del values["opt_out_reason"]
    connection.execute(update(contact).where(contact.c.id == contact_id).values(values))
    _opt_out_others(connection, contact_id)


def _opt_out_others(connection: Connection, contact_id: str | None) -> None:
    """Whoever is reached by the same telephone or address is not written to there again."""
    ways = (contact.c.phone_hash, contact.c.email_hash, contact.c.address_hash)
    mine = connection.execute(
        select(contact.c.organisation_id, *ways).where(contact.c.id == contact_id)
    ).one_or_none()
    if mine is None:
        return
    organisation_id, *own = mine
    for column, way in zip(ways, own, strict=True):
        if way is not None:
            connection.execute(
                update(contact)
                .where(column == way, contact.c.organisation_id == organisation_id)
                .values(opted_out=True)
            )
