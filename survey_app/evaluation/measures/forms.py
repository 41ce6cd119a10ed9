"""The fields of a measure or recommendation, and of its state."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.measures.services import MeasureFacts
from survey_app.models import Measure
from survey_app.questionnaire.framework import Framework

MEASURE, RECOMMENDATION = "measure", "recommendation"
STATE_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        MEASURE: {
            "open": "Nog niet begonnen",
            "running": "Loopt",
            "done": "Klaar",
            "dropped": "Gestopt",
        },
        RECOMMENDATION: {
            "open": "Nog niet opgepakt",
            "running": "Wordt uitgevoerd",
            "done": "Doorgewerkt",
            "dropped": "Niet overgenomen",
        },
    }
)
# What shows that a person stands there, and not a function: a title, or initials.
PERSON = re.compile(
    r"\b(dhr|mevr|mw|mevrouw|meneer|de heer|drs|ir|mr)\b\.?|\b[A-Z]\.\s*(?:[A-Z]\.\s*)*[A-Za-z]"
)
NO_PERSON = "Schrijf een functie op, bijvoorbeeld ‘teamleider Werk’. Geen naam van een persoon."


def point_names(framework: Framework) -> dict[str, str]:
    """The points of the deeladviezen that a measure may belong to."""
    return {one.code: f"{one.code} {one.text}"[:120] for one in framework.advice_points}


def fields_of(kind: str, points: Mapping[str, str]) -> tuple[Field, ...]:
    """The form of a measure, or of a recommendation."""
    own = kind == MEASURE
    about = Field(
        "text",
        "Wat gaat er gebeuren?" if own else "Wat beveelt men aan?",
        "Eén maatregel, zo dat u later kunt zien of het gedaan is." if own else "In hun woorden.",
        kind="text",
        needed="Schrijf op wat er gaat gebeuren." if own else "Schrijf de aanbeveling op.",
        longest=1000,
    )
    owner = Field(
        "owner",
        "Wie zorgt ervoor?",
        "De functie, niet de naam van een persoon.",
        needed="Schrijf op welke functie ervoor zorgt.",
        longest=200,
    )
    day = Field("day", "Klaar op" if own else "Gegeven op", kind="day")
    point = Field("point", "Bij welk punt van de deeladviezen?", kind="choice", choices=points)
    origin = Field(
        "origin",
        "Van wie komt het?",
        "Bijvoorbeeld: rekenkamer, rapport ‘Re-integratie’ (2025); Inspectie SZW.",
        needed="Schrijf op wie dit aanbeveelt, en in welk rapport.",
        longest=200,
    )
    return (about, owner, day, point) if own else (about, origin, owner, day, point)


def state_fields(kind: str) -> tuple[Field, ...]:
    """The form of a state at this wave."""
    return (
        Field(
            "state",
            "Stand",
            kind="choice",
            needed="Kies hoe ver het is.",
            choices=STATE_NAMES[kind],
        ),
        Field(
            "text",
            "Wat ziet u ervan?",
            "Waaraan merkt u het? Schrijf geen namen op.",
            kind="text",
            longest=1000,
        ),
    )


def filled(measure: Measure) -> dict[str, str]:
    """A stored measure as it stands in the fields."""
    return {
        "text": measure.text,
        "owner": measure.owner,
        "origin": measure.origin,
        "day": measure.day.isoformat() if measure.day else "",
        "point": measure.point or "",
    }


def read_measure(
    form: MultiDict[str, str], kind: str, points: Mapping[str, str]
) -> tuple[Typed, MeasureFacts | None]:
    """What was typed, and the measure where nothing is wrong with it."""
    found = typed(form, fields_of(kind, points))
    if PERSON.search(found["owner"]):
        found = found.with_error("owner", NO_PERSON)
    if found.errors:
        return found, None
    said = MeasureFacts(
        kind,
        found["point"] or None,
        found["text"],
        found["owner"],
        found["origin"],
        found.day("day"),
    )
    return found, said
