"""Colours as somebody chooses them: what each is for, and whether it can be read."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.appearance.theme import COLOUR, PAIRS, TOKENS, contrast

# token -> what it colours; the first are chosen often, the others lie folded up
CHIEF: Mapping[str, str] = MappingProxyType(
    {
        "ts-header-background-color": "Balk bovenaan",
        "ts-header-color": "Naam in de balk",
        "utrecht-button-primary-action-background-color": "Knop",
        "utrecht-button-primary-action-color": "Tekst op de knop",
        "utrecht-link-color": "Links",
        "ts-answer-checked-background-color": "Gekozen antwoord",
    }
)
OTHER: Mapping[str, str] = MappingProxyType(
    {
        "utrecht-document-background-color": "Achtergrond",
        "utrecht-document-color": "Tekst",
        "ts-answer-background-color": "Antwoord",
        "ts-answer-border-color": "Rand van een antwoord",
        "ts-quiet-color": "Rustige tekst",
        "ts-soft-color": "Zacht vlak",
        "utrecht-focus-background-color": "Waar u bent (toetsenbord)",
        "utrecht-focus-outline-color": "Rand waar u bent",
        "utrecht-form-field-invalid-border-inline-start-color": "Fout",
    }
)
NAMES: Mapping[str, str] = MappingProxyType({**CHIEF, **OTHER})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that lie on each other: their contrast and the least that is needed."""

    front: str
    back: str
    least: float
    ratio: float

    @property
    def is_enough(self) -> bool:
        """Whether people can read it."""
        return self.ratio >= self.least

    @property
    def shown(self) -> str:
        """The contrast as people read it; never rounded up to what is enough."""
        return f"{math.floor(self.ratio * 100) / 100:.2f}".replace(".", ",")

    @property
    def needed(self) -> str:
        """The least that is enough, as people read it."""
        return f"{self.least:.1f}".replace(".", ",")

    @property
    def words(self) -> str:
        """What lies on what."""
        return f"{NAMES[self.front]} op {NAMES[self.back].lower()}"


def read_colours(sent: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(Colour of every token as typed, or its default; what is wrong by token)."""
    typed = {token: sent.get(token, "").strip() or TOKENS[token] for token in NAMES}
    wrong = {
        token: "Schrijf een kleur als # met zes tekens, zoals #14506b."
        for token, value in typed.items()
        if not COLOUR.fullmatch(value)
    }
    return {token: value.lower() for token, value in typed.items()}, wrong


def pairs(colours: Mapping[str, str]) -> list[Pair]:
    """Every pair that must be readable, the worst first; a colour that is none counts as usual."""
    right = {
        token: value if COLOUR.fullmatch(value) else TOKENS[token]
        for token, value in colours.items()
    }
    found = [
        Pair(front, back, least, contrast(right[front], right[back]))
        for front, back, least in PAIRS
    ]
    return sorted(found, key=lambda one: one.ratio / one.least)


def differing(colours: Mapping[str, str]) -> dict[str, str]:
    """The colours that are not the usual ones: what is stored as the theme."""
    return {token: value for token, value in colours.items() if value != TOKENS[token]}
