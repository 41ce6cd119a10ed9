"""From rows of a contact file to what the store must hold: worked out before anything is locked."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from survey_app.crypto.key_sets import KeySet
from survey_app.crypto.keys import Keys
from survey_app.fieldwork.contacts.people.names import index_key, name_parts, name_tags
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.models.columns import new_id
from survey_app.ways_in.contacts import WAYS, Person, reference_hashes, sealed_person, way_hashes

NOBODY: Mapping[str, "Stored"] = MappingProxyType({})


class Invited(NamedTuple):
    """What an invitation says that a contact file may change."""

    id: str
    language: str
    contract: bool
    opens_on: datetime.date | None = None


class Stored(NamedTuple):
    """Somebody who stands in the store already."""

    contact_id: str
    opted_out: bool


class Known(NamedTuple):
    """What the store says of the people of a file.

    `stay_away`: every telephone and address whose owner wants no more messages.
    """

    by_reference: dict[bytes, Stored]
    by_id: Mapping[str, Stored] = NOBODY
    stay_away: Collection[bytes] = ()


class Given(NamedTuple):
    """A row with the hashes of its person, and the contact that somebody said or saw it is of.

    `contact_id` None: whoever it fits. `repeats`: a row before it in the file told who this is, so
    it only invites; otherwise the person would be kept by the last row in one import, and not be
    found by the first row in the next.
    """

    row: ContactRow
    references: tuple[bytes, ...]
    ways: Mapping[str, bytes]
    contact_id: str | None = None
    repeats: bool = False


def given(
    lookup: bytes, organisation_id: str, row: ContactRow, contact_id: str | None = None
) -> Given:
    """A row with its hashes, which are worked out once."""
    references = tuple(reference_hashes(lookup, organisation_id, row.person))
    return Given(row, references, way_hashes(lookup, organisation_id, row.person), contact_id)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person of a file with the contact row that is or becomes theirs."""

    contact_id: str
    given: Given
    is_new: bool
    opted_out: bool

    @property
    def row(self) -> ContactRow:
        """The row of the file."""
        return self.given.row


@dataclass(frozen=True, slots=True)
class Arriving:
    """Rows for the database: new ones, and those that change one which is there.

    `named` holds the contacts whose parts of a name are replaced by `names`.
    """

    contacts: list[dict[str, Any]] = field(default_factory=list)
    renewed: list[dict[str, Any]] = field(default_factory=list)
    stay_away: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    invitations: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)


def arrivals(people: Iterable[Given], known: Known) -> list[Arrival]:
    """Each row with its contact: the one given if it is there, one by reference, or a new one.

    `known.by_reference` learns whom somebody named and who is new, so that each row of one person
    finds the same contact: a reference stands once in the store.
    """
    found, stored, people = [], known.by_reference, list(people)
    for one in people:
        if told := known.by_id.get(one.contact_id or ""):
            stored.setdefault(one.references[0], told)
    for one in people:
        before = known.by_id.get(one.contact_id or "")
        if before is None:
            before = next((stored[way] for way in one.references if way in stored), None)
        contact_id, opted_out = before or Stored(one.contact_id or new_id(), False)
        for other in one.references:
            stored.setdefault(other, Stored(contact_id, opted_out))
        opted_out |= any(way in known.stay_away for way in one.ways.values())
        found.append(Arrival(contact_id, one, before is None, opted_out))
    return found


def arriving(
    keys: Keys,
    organisation_id: str,
    wave_id: str,
    people: Sequence[Arrival],
    invited: Mapping[tuple[str, str], Invited],
) -> Arriving:
    """What must be written for these people; who opted out is not invited."""
    found, key = Arriving(), index_key(keys.lookup)
    seen: set[str] = set()
    for one in people:
        known_already = one.given.repeats and not one.is_new
        if one.contact_id not in seen and not known_already:  # the first row says who it is
            seen.add(one.contact_id)
            values = contact_values(keys.contact, organisation_id, one.contact_id, one.given)
            owner = {"organisation_id": organisation_id, "opted_out": one.opted_out}
            (found.contacts if one.is_new else found.renewed).append(
                values | (owner if one.is_new else {})
            )
            found.named.append(one.contact_id)
            found.names.extend(name_rows(key, organisation_id, one.contact_id, one.row.person))
        if one.opted_out and not one.is_new:
            found.stay_away.append({"id": one.contact_id, "opted_out": True})
    _invite(found, organisation_id, wave_id, people, invited)
    return found


def contact_values(
    contact_key: KeySet[bytes], organisation_id: str, contact_id: str, given: Given
) -> dict[str, Any]:
    """The columns of a contact that say who it is, by the name of each column."""
    person = given.row.person
    return {
        "id": contact_id,
        "ciphertext": sealed_person(contact_key, organisation_id, contact_id, person),
        "reference_hash": given.references[0],
        "channel": person.channel,
        "named": True,
        **{f"{way}_hash": given.ways.get(way) for way in WAYS},
    }


def name_rows(
    key: bytes, organisation_id: str, contact_id: str, person: Person
) -> list[dict[str, Any]]:
    """The rows of the index of names for one person; `key` as `index_key` gives it."""
    tags = name_tags(key, organisation_id, name_parts(person.name))
    owner = {"organisation_id": organisation_id, "contact_id": contact_id}
    return [{**owner, "tag": tag} for tag in sorted(tags)]


def _invite(
    found: Arriving,
    organisation_id: str,
    wave_id: str,
    people: Sequence[Arrival],
    invited: Mapping[tuple[str, str], Invited],
) -> None:
    """Invite who was not invited yet, renew what changed for the others."""
    new: dict[tuple[str, str], dict[str, Any]] = {}
    for one in people:
        pair = (one.contact_id, one.row.questionnaire)
        before = invited.get(pair)
        kept = before.opens_on if before is not None else None
        values = {
            "language": one.row.person.language,
            "contract": one.row.contract,
            "opens_on": one.row.opens_on or kept,
        }
        if before is not None:
            if before[1:] != tuple(values.values()):
                found.changed.append({"id": before.id, **values})
        elif not one.opted_out and pair not in new:
            owner = {"organisation_id": organisation_id, "wave_id": wave_id}
            whom = {"contact_id": pair[0], "questionnaire": pair[1]}
            new[pair] = {"id": new_id(), **owner, **whom, **values}
    found.invitations.extend(new.values())
