"""Who phones us: found by telephone, e-mail address or the code of the letter.

What was typed is hashed with the key of the installation and looked up; nothing is opened to
search, and nothing of it stands in an address or a log.
"""

from contextlib import suppress

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from survey_app.crypto.tokens import code_hash, is_code, typed_code
from survey_app.database import reading
from survey_app.fieldwork.calls.queries import ToCall, callable_people, to_call
from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone
from survey_app.installation import Installation
from survey_app.models import Access, Contact, Invitation, Wave
from survey_app.ways_in.contacts import Person, way_hashes

MOST_FOUND = 20


def people_who_phone(installation: Installation, wave: Wave, typed: str) -> list[ToCall]:
    """The people of a wave to whom this telephone, address or code belongs, and may be called.

    Also who was closed for calling; never who answered, refused or opted out.
    """
    condition = _belongs(installation, wave, typed)
    if condition is None:
        return []
    with reading(installation.engine) as session:
        return _found(session, wave.id, condition)


def _belongs(installation: Installation, wave: Wave, typed: str) -> ColumnElement[bool] | None:
    """How the database finds what was typed; None when it has none of these forms."""
    code = typed_code(typed)
    if is_code(code):
        hashed = code_hash(installation.keys.pepper, code)
        mine = select(Access.invitation_id).where(Access.code_hash == hashed)
        return Invitation.id.in_(mine)
    lookup, owner = installation.keys.lookup, wave.organisation_id
    if "@" in typed:
        person = Person(email=typed.strip())
        return Contact.email_hash == way_hashes(lookup, owner, person)["email"]
    with suppress(PhoneRefused):
        person = Person(phone=normal_phone(typed))
        return Contact.phone_hash == way_hashes(lookup, owner, person)["phone"]
    return None


def _found(session: Session, wave_id: str, condition: ColumnElement[bool]) -> list[ToCall]:
    statement = callable_people().where(Invitation.wave_id == wave_id, condition)
    rows = session.execute(statement.order_by(Invitation.id).limit(MOST_FOUND))
    return [to_call(row) for row in rows]
