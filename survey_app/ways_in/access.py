"""Ways in to an invitation: a link token, perhaps a letter code, each opening one draft.

The draft key is random. It is stored wrapped, once per way in, under a key derived from the
token or the code itself; so a copied database opens nothing. Only a machine that holds the
sender key can make or repeat a token or code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from survey_app.crypto.encryption import decrypt, derive, encrypt, new_key
from survey_app.crypto.tokens import (
    code_hash,
    letter_code,
    link_token,
    token_hash,
    way_back_code,
)
from survey_app.installation import Installation
from survey_app.models import Access, Draft, Invitation
from survey_app.models.columns import new_id

MODES = ("web", "phone", "paper")


@dataclass(frozen=True, slots=True)
class Ways:
    """The secret ways in of one access; stored nowhere, made again from the sender key."""

    access_id: str
    token: str
    code: str | None


@dataclass(frozen=True, slots=True)
class PreparedAccess:
    """Ways in that are not stored yet: made outside a transaction, since that takes long."""

    invitation_id: str
    ways: Ways
    stored: dict[str, Any]


def create_access(
    session: Session, installation: Installation, invitation_id: str, mode: str = "web"
) -> Ways:
    """A new generation of ways in, with an empty draft of its own. Does not commit.

    Without a letter code, whose hash takes too long for a transaction: see `prepare_accesses`.
    Raises KeyMissing on a machine without the sender key. Earlier generations stay valid: the
    first of them that is submitted spends the invitation.
    """
    (prepared,) = prepare_accesses(installation, [invitation_id])
    owner = session.get_one(Invitation, invitation_id).organisation_id
    store_accesses(session, owner, [prepared], mode)
    return prepared.ways


def prepare_accesses(
    installation: Installation, invitation_ids: Sequence[str], with_code: bool = False
) -> list[PreparedAccess]:
    """New ways in for these invitations, in their order; nothing is stored. Raises KeyMissing."""
    sender = installation.keys.need_sender()
    made = [(one, _derived(sender, new_id(), with_code)) for one in invitation_ids]
    return [PreparedAccess(one, ways, _stored_ways(installation, ways)) for one, ways in made]


def store_accesses(
    session: Session, organisation_id: str, prepared: Sequence[PreparedAccess], mode: str = "web"
) -> None:
    """Store ways in as the newest generation, each with an empty draft. Does not commit.

    All are of invitations of this organisation; the caller keeps them to a few hundred.
    """
    if not prepared:
        return
    newest = _newest_generations(session, [one.invitation_id for one in prepared])
    owner = {"organisation_id": organisation_id, "mode": mode}
    rows = [
        {
            "invitation_id": one.invitation_id,
            "generation": newest.get(one.invitation_id, 0) + 1,
            **owner,
            **one.stored,
        }
        for one in prepared
    ]
    drafts = [
        {"access_id": one.ways.access_id, "organisation_id": organisation_id} for one in prepared
    ]
    session.execute(insert(Access), rows)
    session.execute(insert(Draft), drafts)


def create_keyed_access(
    session: Session, invitation_id: str, mode: str = "web"
) -> tuple[str, bytes]:
    """An access that only this browser session can open: (access id, draft key).

    For people who came without a personal link (open link, offer of a conversation). Nothing
    wraps the key, so the draft is lost with the session, unless somebody asks for a way back.
    Does not commit.
    """
    access_id = new_id()
    session.add(Access(id=access_id, invitation_id=invitation_id, mode=mode))
    session.flush()
    session.add(Draft(access_id=access_id))
    return access_id, new_key()


def way_back_row(installation: Installation, access_id: str, draft_key: bytes) -> dict[str, bytes]:
    """What the database keeps of a code that brings somebody back to this draft."""
    code = way_back_code(draft_key)
    return {
        "code_hash": code_hash(installation.keys.pepper, code),
        "key_by_code": wrap_key(code, access_id, draft_key),
    }


def renew_draft_key(
    session: Session, installation: Installation, access_id: str, known_key: bytes
) -> Ways:
    """Give a draft a new key that only its link opens, so that `known_key` opens nothing more.

    For a call that is handed over. Does not commit. Raises KeyMissing, or CannotDecrypt when
    `known_key` is not the key of this draft.
    """
    ways = ways_of(installation, access_id)
    access = session.get_one(Access, access_id)
    draft = session.get_one(Draft, access_id, with_for_update=True)
    draft_key, label = new_key(), f"draft:{access_id}"
    if draft.ciphertext is not None:
        draft.ciphertext = encrypt(draft_key, decrypt(known_key, draft.ciphertext, label), label)
    draft.revision += 1  # a page that was on its way with the old key comes too late
    access.key_by_token, access.key_by_code = wrap_key(ways.token, access_id, draft_key), None
    return ways


def ways_of(installation: Installation, access_id: str, with_code: bool = False) -> Ways:
    """The same ways in again, for a reminder. Raises KeyMissing without the sender key."""
    return _derived(installation.keys.need_sender(), access_id, with_code)


def wrap_key(way: str, access_id: str, draft_key: bytes) -> bytes:
    """The draft key, readable only with the token or code."""
    return encrypt(derive(way.encode(), "draft-key"), draft_key, f"access:{access_id}")


def unwrap_key(way: str, access_id: str, wrapped: bytes) -> bytes:
    """The draft key. Raises CannotDecrypt for another token, code or row."""
    return decrypt(derive(way.encode(), "draft-key"), wrapped, f"access:{access_id}")


def _newest_generations(session: Session, invitation_ids: Sequence[str]) -> dict[str, int]:
    statement = (
        select(Access.invitation_id, func.max(Access.generation))
        .where(Access.invitation_id.in_(invitation_ids))
        .group_by(Access.invitation_id)
    )
    return dict(session.execute(statement).all())


def _stored_ways(installation: Installation, ways: Ways) -> dict[str, Any]:
    """What the database keeps of ways in: hashes, and a fresh draft key wrapped under each."""
    draft_key, code = new_key(), ways.code
    return {
        "id": ways.access_id,
        "token_hash": token_hash(installation.keys.lookup, ways.token),
        "code_hash": code_hash(installation.keys.pepper, code) if code else None,
        "key_by_token": wrap_key(ways.token, ways.access_id, draft_key),
        "key_by_code": wrap_key(code, ways.access_id, draft_key) if code else None,
    }


def _derived(sender_key: bytes, access_id: str, with_code: bool) -> Ways:
    code = letter_code(sender_key, access_id) if with_code else None
    return Ways(access_id, link_token(sender_key, access_id), code)
