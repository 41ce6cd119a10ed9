"""Reading the stores beside the evaluation: interview volunteers, and half-yearly needs.

Both are answered under a notice of their own, and are for fieldwork: the evaluation side never
reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.database import reading
from survey_app.fieldwork.separate.queries import needs_of, volunteers_of
from survey_app.installation import Installation
from survey_app.models import Contact, Wave
from survey_app.organisations.waves import find_wave
from survey_app.questionnaire.definition import Circumstances, Questionnaire
from survey_app.questionnaire.routing import questions_for
from survey_app.stores.separate import recontact_answers
from survey_app.ways_in.contacts import Person, opened_person

VOLUNTEERS, NEEDS = "U-SELECTIE", "HALFJAAR"
NAME, REACHED = "Naam", "Bereikbaar"


@dataclass(frozen=True, slots=True)
class Filed:
    """A table of what people sent in: column names, and a row for each person."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def volunteers(installation: Installation, wave_name: str) -> Filed:
    """Who offered to be interviewed, with how to reach them. Raises UnknownName, KeyMissing."""
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        asked = _asked(installation, wave, VOLUNTEERS)
        found = [(row.id, row.ciphertext) for row in volunteers_of(session, wave.id)]
    rows = (recontact_answers(installation, row_id, sealed) for row_id, sealed in found)
    return Filed(_questions(asked), tuple(_as_read(asked, answers) for answers in rows))


def needs(installation: Installation, wave_name: str) -> Filed:
    """Who sent in a needs form, with their name where they are contacts of ours."""
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        asked = _asked(installation, wave, NEEDS)
        found = [
            (row.answers, _person(installation, who)) for row, who in needs_of(session, wave.id)
        ]
    rows = tuple(
        (person.name, person.phone or person.email, *_as_read(asked, answers))
        for answers, person in found
    )
    return Filed((NAME, REACHED, *_questions(asked)), rows)


def _asked(installation: Installation, wave: Wave, code: str) -> Questionnaire:
    circumstances = Circumstances(ask_background=False, providers=wave.providers)
    return questions_for(installation.catalogue.latest(code), circumstances)


def _person(installation: Installation, contact: Contact | None) -> Person:
    if contact is None:
        return Person()
    key = installation.keys.contact
    return opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)


def _questions(asked: Questionnaire) -> tuple[str, ...]:
    return tuple(question.text for question in asked.questions if question.kind != "consent")


def _as_read(asked: Questionnaire, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The answers in the words of the questionnaire, one text for each question."""
    texts = []
    for question in asked.questions:
        if question.kind == "consent":
            continue
        words = {option.value: option.text for option in question.options}
        value = answers.get(question.code)
        values = value if isinstance(value, list | tuple) else [value]
        texts.append(", ".join(str(words.get(one, one)) for one in values if one is not None))
    return tuple(texts)
