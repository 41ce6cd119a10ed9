"""Figures that others publish, beside our own and never mixed with them.

`INDICATORS` is the mapping: which number of which source stands beside which figure, and how it
differs from ours. docs/outside-figures.md tells it to people; a test holds both to each other.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.documents.tabular import SURPLUS, Line, lines_of
from survey_app.evaluation.entry.fields import day_of
from survey_app.evaluation.figures.file import number
from survey_app.evaluation.figures.read import Refused, Unusable
from survey_app.questionnaire.typed_text import bare, one_line

COLUMNS = ("source", "indicator", "place", "period", "value", "taken_on")
DUTCH_COLUMNS = {
    "bron": "source",
    "plaats": "place",
    "gemeente": "place",
    "periode": "period",
    "waarde": "value",
    "eenheid": "unit",
    "opgehaald op": "taken_on",
}
NAMES = {column: words for words, column in DUTCH_COLUMNS.items()}
LONGEST, LONGEST_PERIOD = 200, 40
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "divosa": "Divosa Benchmark Werk & Inkomen",
        "waarstaatjegemeente": "Waarstaatjegemeente.nl",
        "screening": "Bestandsscreening",
    }
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a number of somebody else stands beside, and how it differs from ours."""

    source: str
    name: str
    code: str
    differs: str


INDICATORS = (
    Indicator(
        "divosa",
        "Volume BUIG",
        "F01",
        "telt uitkeringen uit het BUIG-budget (ook IOAW, IOAZ en Bbz), niet mensen per fase",
    ),
    Indicator(
        "divosa", "Instroom", "F14", "telt nieuwe uitkeringen per maand, met gezinnen als één"
    ),
    Indicator(
        "divosa", "Uitstroom", "F14", "telt beëindigde uitkeringen om alle redenen, niet trajecten"
    ),
    Indicator(
        "divosa",
        "Uitstroom naar werk",
        "F14",
        "telt beëindigde uitkeringen met de reden werk, ook zonder traject",
    ),
    Indicator(
        "divosa",
        "Doorlooptijd aanvragen",
        "F02",
        "loopt van aanvraag tot besluit over de uitkering, niet tot het eerste gesprek",
    ),
    Indicator(
        "divosa",
        "Parttime inkomsten",
        "F14",
        "is het deel van de mensen met een uitkering dat ernaast verdient",
    ),
    Indicator("divosa", "Loonkostensubsidie", "F09", "telt personen aan het eind van de maand"),
    Indicator(
        "waarstaatjegemeente",
        "Personen met een bijstandsuitkering",
        "F01",
        "is per 10.000 inwoners van 18 jaar en ouder (bron: CBS)",
    ),
    Indicator(
        "waarstaatjegemeente",
        "Lopende re-integratievoorzieningen",
        "F14",
        "is per 10.000 inwoners van 15 tot en met 64 jaar; iemand kan meer voorzieningen hebben",
    ),
    Indicator(
        "waarstaatjegemeente",
        "Netto arbeidsparticipatie",
        "F14",
        "gaat over alle inwoners van 15 tot en met 74 jaar, niet over cliënten",
    ),
    Indicator(
        "screening",
        "Loonwaarde 0-40",
        "F01",
        "is een inschatting van de loonwaarde op één dag, geen fase",
    ),
    Indicator(
        "screening",
        "Loonwaarde 40-70",
        "F01",
        "is een inschatting van de loonwaarde op één dag, geen fase",
    ),
    Indicator(
        "screening",
        "Loonwaarde 70-100",
        "F01",
        "is een inschatting van de loonwaarde op één dag, geen fase",
    ),
    Indicator(
        "screening",
        "Loonwaarde 100+",
        "F01",
        "is een inschatting van de loonwaarde op één dag, geen fase",
    ),
)
BY_NAME: Mapping[tuple[str, str], Indicator] = MappingProxyType(
    {(one.source, one.name.lower()): one for one in INDICATORS}
)


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One number as somebody else published it, and the day on which it was taken over."""

    source: str
    indicator: str
    place: str
    period: str
    code: str
    value: float
    unit: str
    taken_on: datetime.date


@dataclass(frozen=True, slots=True)
class OutsideRead:
    """What a file of others' figures says."""

    lines: tuple[OutsideLine, ...]
    refused: tuple[Refused, ...]


def is_outside(rows: Sequence[list[str]]) -> bool:
    """Whether a file is about indicators of others."""
    return bool(rows) and "indicator" in [bare(column).lower() for column in rows[0]]


def read_outside(name: str, rows: Sequence[list[str]]) -> OutsideRead:
    """The numbers in these rows. Raises BadInput when a column is missing."""
    head = [DUTCH_COLUMNS.get(bare(column).lower(), column) for column in rows[0]]
    lines: dict[tuple[str, str, str, str], OutsideLine] = {}
    refused = []
    for row in lines_of(name, [head, *rows[1:]], COLUMNS, NAMES):
        try:
            line = _line(row)
            known = (line.source, line.indicator, line.place, line.period)
            if known in lines:
                raise Unusable(
                    "‘{indicator}’ van deze plaats en periode staat twee keer",
                    indicator=line.indicator,
                )
        except ValueError as reason:
            refused.append(Refused(row.number, str(reason)))
        else:
            lines[known] = line
    return OutsideRead(tuple(lines.values()), tuple(refused))


def _line(row: Line) -> OutsideLine:
    if row.surplus:
        raise Unusable(SURPLUS)
    fields = {name: one_line(text) for name, text in row.fields.items()}
    source, known = _known(fields)
    if not fields["place"] or not fields["period"]:
        raise Unusable("vul in over welke gemeente en welke periode het gaat")
    if not fields["taken_on"]:
        raise Unusable("vul in op welke dag u het cijfer heeft opgehaald")
    unit = fields.get("unit", "")
    if max(len(fields["place"]), len(unit)) > LONGEST or len(fields["period"]) > LONGEST_PERIOD:
        raise Unusable("gemeente, periode of eenheid is te lang")
    return OutsideLine(
        source,
        known.name,
        fields["place"],
        fields["period"],
        known.code,
        number(fields["value"]),
        unit,
        day_of(fields["taken_on"]),
    )


def _known(fields: Mapping[str, str]) -> tuple[str, Indicator]:
    source, wanted = fields["source"].lower(), fields["indicator"]
    if source not in SOURCES:
        raise Unusable(
            "bron ‘{source}’ is onbekend: kies {sources}",
            source=source[:40],
            sources=", ".join(SOURCES),
        )
    known = BY_NAME.get((source, wanted.lower()))
    if known is None:
        raise Unusable(
            "‘{wanted}’ is bij {sources} niet gekoppeld aan een cijfer",
            wanted=wanted[:60],
            sources=SOURCES[source],
        )
    return source, known
