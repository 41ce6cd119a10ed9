"""The fields of a talk, a note and a quote."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.clock import today
from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.open_answers.words import THEMES
from survey_app.evaluation.talks.services import NoteFacts, TalkFacts
from survey_app.questionnaire.framework import Framework

KINDS: Mapping[str, str] = MappingProxyType(
    {"telephone": "Telefonisch gesprek", "panel": "Panelgesprek"}
)
NOT_YET_HELD = "Deze dag is nog niet geweest."
LONGEST = 4000
QUOTE = (
    Field(
        "quote",
        "Citaat",
        "Zo kort dat niemand te herkennen is. Een ander keurt het goed.",
        kind="text",
        needed="Schrijf het citaat op.",
        longest=500,
    ),
)


def talk_fields(framework: Framework) -> tuple[Field, ...]:
    """The form of a talk."""
    return (
        Field("kind", "Wat voor gesprek?", kind="choice", needed="Kies.", choices=KINDS),
        Field(
            "party",
            "Met mensen van welke partij?",
            "Schrijf nergens op met wie u sprak.",
            kind="choice",
            needed="Kies een partij.",
            choices=framework.parties,
        ),
        Field("phase", "Over welke fase?", kind="choice", choices=framework.phases),
        Field("held_on", "Op welke dag?", kind="day", needed="Vul de dag in."),
    )


def note_fields() -> tuple[Field, ...]:
    """The form of a note."""
    return (
        Field(
            "text",
            "Wat werd er verteld?",
            "In de woorden van wie het vertelde, zonder namen. Wat toch een naam lijkt, dekken wij "
            "af voordat iemand het leest.",
            kind="text",
            needed="Schrijf op wat er werd verteld.",
            longest=LONGEST,
        ),
        Field(
            "cells",
            "Over welke cellen?",
            "Codes uit de leidraad met een spatie ertussen, bijvoorbeeld R06-C.",
        ),
        Field("themes", "Over welke thema’s?", kind="many", choices=THEMES),
    )


def read_talk(form: MultiDict[str, str], framework: Framework) -> tuple[Typed, TalkFacts | None]:
    """What was typed, and the talk where nothing is wrong with it."""
    found = typed(form, talk_fields(framework))
    held_on = None if "held_on" in found.errors else found.day("held_on")
    if held_on is not None and held_on > today():
        found = found.with_error("held_on", NOT_YET_HELD)
    if found.errors or held_on is None:
        return found, None
    return found, TalkFacts(found["kind"], found["party"], found["phase"] or None, held_on)


def read_note(form: MultiDict[str, str], framework: Framework) -> tuple[Typed, NoteFacts | None]:
    """What was typed, and the note where nothing is wrong with it."""
    found = typed(form, note_fields())
    cells = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", found["cells"].upper())))
    unknown = [code for code in cells if code not in {cell.code for cell in framework.cells}]
    if unknown:
        found = found.with_error("cells", f"Wij kennen {', '.join(unknown[:3])} niet.")
    if found.errors:
        return found, None
    return found, NoteFacts(found["text"], cells, tuple(found["themes"].split()))
