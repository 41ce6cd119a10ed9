"""Opening the store of volunteers: always after the transaction that read it."""

import json
from collections.abc import Iterable
from typing import Any

from survey_app.crypto.encryption import decrypt, encrypt
from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.models import Recontact, Wave
from survey_app.organisations.waves import find_wave
from survey_app.separate.reading import Filed, as_read, asked_in, question_texts
from survey_app.separate.recontact.pool import Volunteer, volunteer
from survey_app.separate.recontact.queries import volunteers_of
from survey_app.stores.separate import recontact_answers, recontact_offer

CODE = "U-SELECTIE"


def volunteers(installation: Installation, wave_name: str) -> Filed:
    """Who offered to be interviewed, with how to reach them. Raises UnknownName, KeyMissing."""
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        asked = asked_in(installation, wave, CODE)
        found = [(row.id, row.ciphertext) for row in volunteers_of(session, wave.id)]
    rows = (recontact_answers(installation, row_id, sealed) for row_id, sealed in found)
    return Filed(question_texts(asked), tuple(as_read(asked, answers) for answers in rows))


def opened(
    installation: Installation, wave: Wave, rows: Iterable[Recontact]
) -> list[tuple[Recontact, Volunteer]]:
    """These rows with what people filled in. Raises CannotDecrypt, KeyMissing."""
    asked = asked_in(installation, wave, CODE)
    offers = [(row, recontact_offer(installation, row.id, row.ciphertext)) for row in rows]
    return [(row, volunteer(row.id, one.answers, asked, one.language)) for row, one in offers]


def seal(installation: Installation, facts: dict[str, Any], label: str) -> bytes:
    """Facts about a volunteer or a draw, bound to their row by `label`."""
    plain = json.dumps(facts, ensure_ascii=False).encode()
    return encrypt(installation.keys.contact, plain, label)


def unseal(installation: Installation, sealed: bytes | None, label: str) -> dict[str, Any]:
    """What `seal` made; nothing from nothing. Raises CannotDecrypt for another row or key."""
    if sealed is None:
        return {}
    facts: dict[str, Any] = json.loads(decrypt(installation.keys.contact, sealed, label))
    return facts
