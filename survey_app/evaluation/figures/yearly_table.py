"""Yearly tables of in- and outflow as annual reports print them: reasons by place, and a total.

    Instroom 2017;Hillegom;Lisse;Noordwijkerhout
    Einde ZW / WW uitkering;6;4;7
    ...
    Totaal instroom;85;72;47

Several such tables may stand below each other. Each number becomes a line of F14, a part of the
total of its place and year; the number of clients on a day becomes a line of F01. A dash is none,
an empty field says nothing.
"""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from survey_app.evaluation.figures.read import FiguresRead, Refused, Unusable
from survey_app.evaluation.figures.sums import sum_warnings
from survey_app.evaluation.table1.queries import FigureLine
from survey_app.questionnaire.typed_text import one_line

FLOW, SIZE = "F14", "F01"
TITLE = re.compile(r"(?i)(instroom|uitstroom)\s+(\d{4})")
TOTAL = re.compile(r"(?i)totaal\b.*")
CLIENTS = re.compile(r"(?i)(aantal (?:klanten|cliënten|uitkeringen))\s+(\S+)")
NONE = {"-", "–", "—"}
UNIT = "personen"


def is_yearly_table(rows: Sequence[list[str]]) -> bool:
    """Whether the first row with text is the title of a yearly table."""
    first = next((row for row in rows if any(field.strip() for field in row)), [])
    return bool(first) and TITLE.fullmatch(one_line(first[0])) is not None


def yearly_lines(rows: Sequence[list[str]], number: Callable[[str], float]) -> FiguresRead:
    """Every number of these tables; `number` reads one."""
    lines: dict[tuple[str, str, str], FigureLine] = {}
    refused: list[Refused] = []
    flow, year, places = "", "", list[str]()
    for place_in_file, raw in enumerate(rows, start=1):
        row = [one_line(field) for field in raw]
        if not any(row):
            continue
        title = TITLE.fullmatch(row[0])
        if title is not None:
            flow, year, places = title[1].lower(), title[2], row[1:]
        elif not row[0] and not any(places):
            places = row[1:]
        else:
            try:
                read = _lines(row, flow, year, places, number)
                found = {(line.code, line.label, line.period): line for line in read}
                if len(found) < len(read) or found.keys() & lines.keys():
                    raise Unusable("‘{row}’ staat twee keer in dit bestand", row=row[0][:40])
                lines |= found
            except Unusable as reason:
                refused.append(Refused(place_in_file, str(reason)))
    kept = tuple(lines.values())
    return FiguresRead(kept, tuple(refused), tuple(sum_warnings(kept)))


def _lines(
    row: list[str], flow: str, year: str, places: list[str], number: Callable[[str], float]
) -> list[FigureLine]:
    reason, found = row[0], []
    if not any(places):
        raise Unusable(
            "boven ‘{reason}’ staat niet om welke gemeenten het gaat", reason=reason[:40]
        )
    if any(field and not place for place, field in zip_longest(places, row[1:], fillvalue="")):
        raise Unusable("‘{reason}’ heeft meer getallen dan er gemeenten zijn", reason=reason[:40])
    clients = CLIENTS.fullmatch(reason)
    for place, field in zip(places, row[1:], strict=False):
        if not field:
            continue
        value = 0.0 if field in NONE else number(field)
        whole = f"{flow} {place}"
        if clients is not None:
            found.append(_line(SIZE, f"{clients[1].lower()} {place}", value, clients[2]))
        elif TOTAL.fullmatch(reason):
            found.append(_line(FLOW, whole, value, year))
        else:
            found.append(_line(FLOW, f"{whole}: {reason}", value, year, whole))
    return found


def _line(code: str, label: str, value: float, period: str, part_of: str = "") -> FigureLine:
    return FigureLine(code, label, value, None, UNIT, period=period, part_of=part_of)
