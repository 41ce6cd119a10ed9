"""Which figures tell of inflow, outflow and size, and what those words mean (method.md C.7)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.evaluation.edition.records import EditionFigure, EditionTable

EXITS = "F13"  # the positions that people leave to: parts of one whole
PEOPLE = "F01"
HIDDEN_MARK = "afgeschermd"  # as figures are marked; pages load nothing of the analysis


@dataclass(frozen=True, slots=True)
class Theme:
    """One question of the council: the figures that answer it are found by code and words."""

    key: str
    title: str
    question: str
    codes: tuple[str, ...]
    words: str
    definition: str
    empty: str

    def holds(self, code: str, label: str) -> bool:
        """Whether a line of a figure belongs here."""
        return code in self.codes and re.search(self.words, label.lower()) is not None


THEMES = (
    Theme(
        "instroom",
        "Instroom",
        "Hoeveel trajecten begonnen er?",
        ("F14",),
        r"\binstroom|\bingestroomd|\bgestart|\bbegonnen",
        "Een traject is de hulp van één aanbieder aan één persoon in één periode. "
        "Aantallen mensen en aantallen trajecten worden nooit opgeteld.",
        "De gemeente heeft nog geen cijfer over instroom gegeven (cijfer F14, ‘gestart’).",
    ),
    Theme(
        "uitstroom",
        "Uitstroom",
        "Hoe lopen trajecten af?",
        ("F14",),
        r"\buitstroom|\buitgestroomd|\bafgerond|\bbeëindigd",
        "Uitstroom: de uitkering stopt, met de reden erbij. Een plaatsing is werk waardoor de "
        "uitkering helemaal of voor een deel stopt; per persoon telt die één keer per periode. "
        "Terug in de uitkering: binnen twaalf maanden weer een uitkering.",
        "De gemeente heeft nog geen cijfer over uitstroom gegeven (cijfers F13 en F14).",
    ),
    Theme(
        "omvang",
        "Omvang",
        "Hoeveel mensen krijgen hulp?",
        (PEOPLE,),
        "",
        "Het aantal personen per fase op één dag, de peildatum.",
        "De gemeente heeft nog niet opgegeven hoeveel mensen hulp krijgen (cijfer F01).",
    ),
)
BY_KEY: Mapping[str, Theme] = MappingProxyType({theme.key: theme for theme in THEMES})


def lines_of(table: EditionTable) -> Iterable[EditionFigure]:
    """Every line of every figure that an edition published, without the parts of a total."""
    return (line for lines in table.figures.values() for line in lines if not line.part_of)
