"""The figures that were filled in so far, as the page of entry shows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.evaluation.edition.records import Amount
from survey_app.evaluation.figures.outside import BY_NAME, SOURCES, OutsideLine
from survey_app.evaluation.table1.queries import FigureLine
from survey_app.evaluation.wording import (
    date_words,
    figure_parts,
    figure_value,
    number_words,
    target_words,
)
from survey_app.models import Figure as EnteredRow
from survey_app.questionnaire.framework import Figure, Framework

# What the words mean here, whoever counts (method.md C.7).
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "Plaatsing": "begonnen werk dat de uitkering helemaal of voor een deel beëindigt; een "
        "persoon telt één keer per periode",
        "Duurzaam": "nog aan het werk na 6 maanden en na 12 maanden; geef allebei",
        "Uitstroom": "de uitkering is beëindigd, met de reden",
        "Herinstroom": "opnieuw een uitkering binnen 12 maanden",
        "Duur": "het aantal dagen van het begin tot het eind van het traject",
        "Traject": "één persoon bij één aanbieder in één periode; tel mensen en trajecten nooit "
        "bij elkaar op",
    }
)
# What the system counts itself, or what is asked elsewhere.
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "F01": "De aantallen per vragenlijst staan bij de meting zelf. Hier kunt u er meer geven.",
        "F16": "Dit rekent Trajectspiegel uit; u vindt het bij Respons.",
    }
)


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """One line in words, with the lines that are parts of it."""

    id: str
    label: str
    value: str
    parts: str
    forecast: str
    target: str
    period: str
    source: str
    explanation: str
    responsible: str
    pieces: tuple["EnteredLine", ...] = ()
    pieces_total: str = ""


@dataclass(frozen=True, slots=True)
class ShownOutside:
    """One number of somebody else, where it comes from and how it differs."""

    about: str
    value: str
    source: str
    taken_on: str
    differs: str


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """One figure F01-F17 with its definition and what was filled in."""

    code: str
    name: str
    definition: str
    cells: tuple[str, ...]
    advices: tuple[str, ...]
    note: str
    lines: tuple[EnteredLine, ...]
    outside: tuple[ShownOutside, ...]


def line_of(row: EnteredRow) -> FigureLine:
    """A stored line without its id."""
    return FigureLine(**{name: getattr(row, name) for name in FigureLine.__dataclass_fields__})


def entered(
    framework: Framework, rows: Sequence[EnteredRow], outside: Iterable[OutsideLine]
) -> tuple[EnteredFigure, ...]:
    """Every figure in order, filled in or not."""
    by_code: dict[str, list[EnteredRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    beside: dict[str, list[ShownOutside]] = defaultdict(list)
    for one in outside:
        beside[one.code].append(_outside(one))
    return tuple(
        EnteredFigure(
            figure.code,
            name_of(figure),
            figure.definition,
            figure.cells,
            figure.advices,
            ELSEWHERE.get(figure.code, ""),
            _lines(by_code[figure.code]),
            tuple(beside[figure.code]),
        )
        for figure in framework.figures
    )


def name_of(figure: Figure) -> str:
    """The short name of a figure: what stands before its definition.

    >>> name_of(Figure("F11", "Klachten en bezwaren: aantal, gegrond", "", (), ()))
    'Klachten en bezwaren'
    """
    return figure.definition.partition(":")[0].partition(",")[0]


def _lines(rows: Sequence[EnteredRow]) -> tuple[EnteredLine, ...]:
    """Totals and single lines in order, each with its parts; nothing is left out.

    What is a part of no total (of a part, of itself, of a line that is not there) stands alone.
    """
    totals = {(row.label, row.period) for row in rows if not row.part_of}
    pieces: dict[tuple[str, str], list[EnteredRow]] = defaultdict(list)
    for row in rows:
        if (row.part_of, row.period) in totals:
            pieces[row.part_of, row.period].append(row)
    alone = [row for row in rows if (row.part_of, row.period) not in totals]
    return tuple(
        _line(row, () if row.part_of else pieces.get((row.label, row.period), ())) for row in alone
    )


def _line(row: EnteredRow, pieces: Sequence[EnteredRow]) -> EnteredLine:
    whole = line_of(row)
    total = sum(piece.numerator or 0 for piece in pieces)
    amount = Amount(_value(whole), whole.unit, whole.numerator, whole.denominator)
    return EnteredLine(
        id=row.id,
        label=whole.label,
        value="" if amount.value is None else figure_value(amount),
        parts=figure_parts(amount),
        forecast=_aim(amount, whole.forecast),
        target=_aim(amount, whole.target),
        period=whole.period,
        source=whole.source,
        explanation=whole.explanation,
        responsible=whole.responsible,
        pieces=tuple(_line(piece, ()) for piece in pieces),
        pieces_total=number_words(total) if pieces else "",
    )


def _value(line: FigureLine) -> float | None:
    if line.numerator is None or line.denominator is None:
        return line.numerator
    return line.numerator / line.denominator if line.denominator else None


def _aim(amount: Amount, target: float | None) -> str:
    return target_words(amount, target).removeprefix("streefwaarde ")


def _outside(one: OutsideLine) -> ShownOutside:
    known = BY_NAME.get((one.source, one.indicator.lower()))
    return ShownOutside(
        about=f"{one.indicator}, {one.place}, {one.period}",
        value=f"{number_words(one.value)} {one.unit}".strip(),
        source=SOURCES.get(one.source, one.source),
        taken_on=date_words(one.taken_on.isoformat()),
        differs=known.differs if known is not None else "",
    )
