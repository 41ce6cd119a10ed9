"""One person typed by hand: judged by the same rules as a row of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.documents.tabular import Line
from survey_app.fieldwork.contacts.rows import USUAL, ContactRow, Plan, RowRefused, contact_row
from survey_app.fieldwork.presentation import phone_words
from survey_app.ways_in.contacts import Person

# Field of the form -> what a column of that name would be; `plaats` is postal code and town.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "naam": "name",
        "telefoon": "phone",
        "e-mail": "email",
        "adres": "address",
        "plaats": "city",
        "taal": "language",
        "kanaal": "channel",
        "vragenlijst": "questionnaire",
        "datum": "date",
    }
)
LONGEST = 400


class PersonRefused(ValueError):
    """What was typed cannot be used; says in Dutch why, never the value itself."""


@dataclass(frozen=True, slots=True)
class PersonForm:
    """The fields as they were typed, by their name."""

    values: Mapping[str, str]

    def row(self, questionnaires: Mapping[str, str], plan: Plan = USUAL) -> ContactRow:
        """The person in it. Raises PersonRefused."""
        try:
            row = contact_row(Line(1, dict(self.values)), FIELDS, questionnaires, plan)
        except RowRefused as error:
            sentence = str(error)
            raise PersonRefused(f"{sentence[0].upper()}{sentence[1:]}.") from None
        if not row.person.name:
            raise PersonRefused("Vul een naam in.")
        return row


def person_form(form: MultiDict[str, str]) -> PersonForm:
    """What somebody typed."""
    return PersonForm({name: form.get(name, "")[:LONGEST] for name in FIELDS})


def form_of(person: Person, questionnaire: str) -> PersonForm:
    """What is known of a person, as fields."""
    street, _, place = person.address.partition("\n")
    phone = phone_words(person.phone) if person.phone else ""
    values = (person.name, phone, person.email, street, place.replace("\n", " "))
    known = (person.language, person.channel, questionnaire, "")
    return PersonForm(dict(zip(FIELDS, (*values, *known), strict=True)))
