"""What is kept of a contact file before it is confirmed: readable only with the contact key."""

import datetime
import json
from dataclasses import asdict, dataclass

from survey_app.crypto.encryption import decrypt, derived_keys, encrypt
from survey_app.crypto.key_sets import KeySet
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.stores import bound_to
from survey_app.ways_in.contacts import Person


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose file it is, with the key that opens it: every ciphertext is bound to this."""

    key: KeySet[bytes]
    organisation_id: str
    upload_id: str

    def bound_to(self, what: str, number: int) -> str:
        """The place of one ciphertext."""
        return bound_to.of_file(what, self.organisation_id, self.upload_id, number)


@dataclass(frozen=True, slots=True)
class RowContent:
    """One row: its cells as they came or were corrected, and the person once it was judged good."""

    cells: tuple[str, ...]
    row: ContactRow | None = None


def holder_of(contact_key: KeySet[bytes], organisation_id: str, upload_id: str) -> Holder:
    """The holder of one file, from the key `contact`."""
    key = derived_keys(contact_key, bound_to.CONTACT_FILES)
    return Holder(key, organisation_id, upload_id)


def sealed_piece(holder: Holder, number: int, piece: bytes) -> bytes:
    """A piece of the file as it came."""
    return encrypt(holder.key, piece, holder.bound_to("piece", number))


def opened_piece(holder: Holder, number: int, ciphertext: bytes) -> bytes:
    """What `sealed_piece` was given. Raises CannotDecrypt."""
    return decrypt(holder.key, ciphertext, holder.bound_to("piece", number))


def sealed_row(holder: Holder, number: int, content: RowContent) -> bytes:
    """One row of the file."""
    row = content.row
    opens = row.opens_on.isoformat() if row is not None and row.opens_on else ""
    person = row and [asdict(row.person), row.questionnaire, row.contract, opens]
    plain = json.dumps([content.cells, person], ensure_ascii=False, separators=(",", ":"))
    return encrypt(holder.key, plain.encode(), holder.bound_to("row", number))


def opened_row(holder: Holder, number: int, ciphertext: bytes) -> RowContent:
    """What `sealed_row` was given. Raises CannotDecrypt."""
    cells, kept = json.loads(decrypt(holder.key, ciphertext, holder.bound_to("row", number)))
    if kept is None:
        return RowContent(tuple(cells))
    person, questionnaire, contract, *window = kept  # no window: sealed by an earlier version
    opens = datetime.date.fromisoformat(window[0]) if any(window) else None
    row = ContactRow(number, Person(**person), questionnaire, contract, opens_on=opens)
    return RowContent(tuple(cells), row)
