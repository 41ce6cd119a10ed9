"""Two rows that may be about one person, side by side."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.crypto.key_sets import KeySet
from survey_app.errors import CannotDecrypt
from survey_app.fieldwork.contacts.alike.queries import Alike, alike
from survey_app.fieldwork.contacts.uploading.queries import rows_with, verdicts
from survey_app.fieldwork.contacts.uploading.sealing import Holder, opened_row
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word
from survey_app.fieldwork.presentation import phone_words
from survey_app.models import ContactUpload
from survey_app.ways_in.contacts import Person, opened_person

SHOWN = 5
TELLING = ("Naam", "Telefoon", "E-mail", "Adres")
FACTS = ("Naam", "Telefoon", "E-mail", "Adres", "Taal", "Kanaal", "Vragenlijst")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. `number` for a row of the file, `contact_id` for somebody on the list."""

    title: str
    values: tuple[str, ...]  # in the order of FACTS
    number: int | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, and the others that it may be the same as; `same`: the facts in which they agree."""

    row: Side
    others: tuple[Side, ...]
    same: frozenset[str]

    @property
    def number(self) -> int:
        """The row that somebody decides about."""
        return self.row.number or 0


def doubts(
    session: Session, holder: Holder, contact_key: KeySet[bytes], upload: ContactUpload
) -> tuple[list[Doubt], int]:
    """The first rows in doubt with whom they look like, and how many there are in all."""
    found = []
    for row in rows_with(session, upload.id, "doubtful", SHOWN):
        side = _row_side(holder, row.number, row.ciphertext)
        others = [_side(holder, contact_key, one) for one in alike(session, upload.id, row.number)]
        same = {
            fact
            for place, fact in enumerate(FACTS)
            if fact in TELLING
            and side.values[place]
            and any(one.values[place] == side.values[place] for one in others)
        }
        found.append(Doubt(side, tuple(others), frozenset(same)))
    return found, verdicts(session, upload.id).get("doubtful", 0)


def _side(holder: Holder, contact_key: KeySet[bytes], one: Alike) -> Side:
    if one.number is not None:
        return _row_side(holder, one.number, one.ciphertext)
    contact_id = one.contact_id or ""
    try:
        person = opened_person(contact_key, holder.organisation_id, contact_id, one.ciphertext)
    except CannotDecrypt:
        person = Person(name="Niet te lezen")
    return Side("Staat al op de lijst", _values(person, ""), contact_id=contact_id)


def _row_side(holder: Holder, number: int, sealed: bytes) -> Side:
    row = opened_row(holder, number, sealed).row
    values = _values(row.person, row.questionnaire) if row else ("",) * len(FACTS)
    return Side(f"Rij {number}", values, number=number)


def _values(person: Person, questionnaire: str) -> tuple[str, ...]:
    return (
        person.name or "(geen naam)",
        phone_words(person.phone) if person.phone else "",
        person.email,
        person.address.replace("\n", ", "),
        language_word(person.language),
        CHANNEL_WORDS.get(person.channel, ""),
        questionnaire,
    )
