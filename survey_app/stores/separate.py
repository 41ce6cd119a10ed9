"""Rows of the stores that are not the evaluation's: volunteers for a talk, and needs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from survey_app.crypto.encryption import decrypt, encrypt
from survey_app.installation import Installation
from survey_app.models.columns import new_id
from survey_app.questionnaire.definition import Value
from survey_app.stores import bound_to


@dataclass(frozen=True, slots=True)
class Offer:
    """What a volunteer filled in, and the language in which they read it."""

    answers: Mapping[str, Any]
    language: str = "nl"


def needs_row(
    wave_id: str,
    answers: Mapping[str, Value],
    mode: str,
    contact_id: str | None = None,
    row_id: str | None = None,
) -> dict[str, Any]:
    """A half-yearly needs form, of somebody we know when the contact is known."""
    return {
        "id": row_id or new_id(),
        "wave_id": wave_id,
        "contact_id": contact_id,
        "answers": dict(answers),
        "mode": mode,
    }


def recontact_row(
    installation: Installation,
    wave_id: str,
    offer: Offer,
    mode: str,
    row_id: str | None = None,
) -> dict[str, Any]:
    """Somebody who offers to be interviewed; what they wrote is encrypted, bound to this row.

    So is the language they wrote it in: beside the row it would help to tell who it is.
    """
    row_id = row_id or new_id()
    plain = json.dumps(asdict(offer), ensure_ascii=False).encode()
    return {
        "id": row_id,
        "wave_id": wave_id,
        "ciphertext": encrypt(installation.keys.contact, plain, bound_to.recontact(row_id)),
        "mode": mode,
    }


def recontact_offer(installation: Installation, row_id: str, ciphertext: bytes) -> Offer:
    """What a volunteer filled in, and in which language. Raises CannotDecrypt.

    Rows of before there was a language hold the answers alone; those are in Dutch.
    """
    said = json.loads(decrypt(installation.keys.contact, ciphertext, bound_to.recontact(row_id)))
    return Offer(**said) if "answers" in said else Offer(said)


def recontact_answers(installation: Installation, row_id: str, ciphertext: bytes) -> dict[str, Any]:
    """What a volunteer filled in. Raises CannotDecrypt for another row or key."""
    return dict(recontact_offer(installation, row_id, ciphertext).answers)
