"""Something in every column that is kept under a key, and what it says."""

from contextlib import suppress
from typing import Any, TypeVar

from nacl.public import PrivateKey
from sqlalchemy import insert, select

from survey_app.clock import now, today
from survey_app.crypto.encryption import decrypt, derived_keys, encrypt, seal, unseal
from survey_app.crypto.key_sets import KeySet
from survey_app.database import reading, session_of
from survey_app.errors import CannotDecrypt
from survey_app.fieldwork.contacts.services import IntoWave
from survey_app.fieldwork.contacts.uploading.services_receiving import receive
from survey_app.installation import Installation
from survey_app.messaging.replies.forms import Receipt
from survey_app.messaging.replies.services import keep_told
from survey_app.models import (
    CallNote,
    Contact,
    InterviewDraw,
    MessageReply,
    NeedsResponse,
    Recontact,
    Talk,
    TalkNote,
)
from survey_app.rotation.ciphertexts import KEPT_UNDER, Ciphertext
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import Person, sealed_person
from tests.fieldwork.crowd import crowd
from tests.locks.work import fill_inbox
from tests.tenancy.conftest import Place

K = TypeVar("K")
Words = dict[tuple[str, tuple[Any, ...]], bytes]


def fill_everything(installation: Installation, place: Place, people: int, sheets: int) -> None:
    """So many people and sheets, and some of everything else."""
    key, owner, wave_id = installation.keys.contact, place.organisation_id, place.wave_id
    crowd(installation, wave_id, people, sealed=people)
    fill_inbox(installation, wave_id, sheets)
    receive(
        installation, IntoWave(owner, wave_id), b"naam;e-mail\n" + b"Piet;p@example.org\n" * 40000
    )
    keep_told(installation, Receipt("1", "delivered"))
    about = {"organisation_id": owner, "wave_id": wave_id, "contact_id": place.contact_id}
    with session_of(installation.engine) as session:
        contact = session.get_one(Contact, place.contact_id)
        contact.ciphertext = sealed_person(key, owner, contact.id, Person(name="Fatma"))
        for number in range(3):
            label = bound_to.call_note(owner, f"n{number}")
            note = {"id": f"n{number}", "written_on": today()} | about
            session.execute(insert(CallNote), note | {"ciphertext": encrypt(key, b"bel", label)})
            label = bound_to.message_reply(owner, f"r{number}")
            reply = {
                "id": f"r{number}",
                "same_hash": b"%d" % number,
                "received_on": today(),
            } | about
            session.execute(
                insert(MessageReply), reply | {"ciphertext": encrypt(key, b"ja", label)}
            )
        volunteer = session.get_one(Recontact, place.volunteer_id)
        volunteer.drawn = encrypt(key, b"{}", bound_to.recontact_drawn(volunteer.id))
        volunteer.outcome = encrypt(key, b"{}", bound_to.recontact_outcome(volunteer.id))
        draw = InterviewDraw(wave_id=wave_id, people=3, seed="1", asked_at=now())
        draw.summary = encrypt(key, b"{}", bound_to.interview_draw(wave_id))
        form = session.get_one(NeedsResponse, place.needs_id)
        form.note = encrypt(key, b"vervoer", bound_to.needs_note(form.id))
        talk = Talk(wave_id=wave_id, kind="telephone", party="C", held_on=today(), made_by="Eva")
        session.add_all([draw, talk])
        session.flush()
        sealed = seal(installation.keys.worker_public, b"Fatma zei")
        session.add(TalkNote(talk_id=talk.id, sealed=sealed, made_at=now()))
        session.commit()


def words(installation: Installation, key: str) -> Words:
    """What every row under this key says. Raises CannotDecrypt."""
    keys = installation.keys
    return {
        (kept.name, tuple(row[: len(kept.row_key)])): opened(
            kept, row, keys.contact, keys.need_worker()
        )
        for kept in KEPT_UNDER[key]
        for row in rows_of(installation, kept)
    }


def opened_by(installation: Installation, key: str, old: bytes) -> list[str]:
    """The columns of which this one key opens a row."""
    contact, secrets = of_one(old), of_one(PrivateKey(old))
    found = set()
    for kept in KEPT_UNDER[key]:
        for row in rows_of(installation, kept):
            with suppress(CannotDecrypt):
                opened(kept, row, contact, secrets)
                found.add(kept.name)
    return sorted(found)


def of_one(key: K) -> KeySet[K]:
    return KeySet(lambda: (key,), lambda: None)


def rows_of(installation: Installation, kept: Ciphertext) -> list[Any]:
    """(Key..., organisation, ciphertext) of each row that holds something."""
    owner = getattr(kept.column.class_, "organisation_id", None)
    others = () if owner is None or owner in kept.row_key else (owner,)
    wanted = select(*kept.row_key, *others, kept.column).where(kept.column.is_not(None))
    with reading(installation.engine) as session:
        return list(session.execute(wanted).all())


def opened(
    kept: Ciphertext, row: Any, contact: KeySet[bytes], secrets: KeySet[PrivateKey]
) -> bytes:
    if kept.label is None:
        return unseal(secrets, row[-1])
    keys = derived_keys(contact, kept.purpose) if kept.purpose else contact
    return decrypt(keys, row[-1], kept.label(row))
