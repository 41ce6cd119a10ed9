"""A contact's details: one ciphertext bound to its organisation and row, and keyed hashes.

The hashes find the same person or the same telephone again without opening anything.
"""

import hmac
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256

from survey_app.crypto.encryption import Key, decrypt, encrypt
from survey_app.stores import bound_to

LANGUAGES = ("nl", "en", "ar", "uk", "tr", "ti")
CHANNELS = ("email", "letter", "phone")
WAYS = ("phone", "email", "address")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone we may approach; at least one of phone, e-mail and address is filled."""

    name: str = ""
    phone: str = ""  # E.164, as +31612345678
    email: str = ""
    address: str = ""  # lines separated by newlines
    language: str = "nl"
    channel: str = "email"


def sealed_person(key: Key, organisation_id: str, contact_id: str, person: Person) -> bytes:
    """The ciphertext of a contact row, readable only with this key, organisation and row."""
    plain = json.dumps(asdict(person), ensure_ascii=False, separators=(",", ":")).encode()
    return encrypt(key, plain, bound_to.contact(organisation_id, contact_id))


def opened_person(key: Key, organisation_id: str, contact_id: str, ciphertext: bytes) -> Person:
    """What `sealed_person` was given. Raises CannotDecrypt for another key, tenant or row."""
    plain = decrypt(key, ciphertext, bound_to.contact(organisation_id, contact_id))
    return Person(**json.loads(plain))


def is_tester(addresses: Collection[str], person: Person) -> bool:
    """Whether a test may go to this person: every e-mail address and number is a test address.

    >>> is_tester(("a@b.nl",), Person(email="A@b.nl")), is_tester(("a@b.nl",), Person(address="x"))
    (True, False)
    """
    ways = {way.casefold() for way in (person.email, person.phone) if way}
    return bool(ways) and ways <= {one.casefold() for one in addresses}


def reference_hashes(key: bytes, organisation_id: str, person: Person) -> list[bytes]:
    """The same for the same person: the name with each way to reach them, the first one first.

    The name counts, since people of one household share a telephone.
    """
    reached_at = (person.phone, person.email.casefold(), _plain(person.address))
    return [
        _keyed(key, f"person|{organisation_id}|{_plain(person.name)}|{way}")
        for way in reached_at
        if way
    ]


def way_hashes(key: bytes, organisation_id: str, person: Person) -> dict[str, bytes]:
    """The same for the same telephone, e-mail address or postal address in an organisation.

    More people live at one address: there the last word of the name counts too.
    """
    family = _plain(person.name).rpartition(" ")[2]
    ways = {
        "phone": person.phone,
        "email": person.email.casefold(),
        "address": person.address and f"{_plain(person.address)}|{family}",
    }
    return {
        way: _keyed(key, f"{way}|{organisation_id}|{text}") for way, text in ways.items() if text
    }


def takes_text(phone: str) -> bool:
    """Whether a text message can reach this number: in the Netherlands, a mobile one.

    >>> takes_text("+31612345678"), takes_text("+31182624624"), takes_text("+491711234567")
    (True, False, True)
    """
    return bool(phone) and (not phone.startswith("+31") or phone.startswith("+316"))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), sha256)
