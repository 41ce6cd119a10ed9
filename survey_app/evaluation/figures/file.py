"""Reading figures F01-F17 from the rows of a file: every refused row with its reason."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from math import isfinite

from survey_app.documents.spreadsheets import all_rows
from survey_app.documents.tabular import SURPLUS, Line, lines_of
from survey_app.errors import FileRefused
from survey_app.evaluation.figures.read import FiguresRead, Refused, Unusable
from survey_app.evaluation.figures.sums import sum_warnings
from survey_app.evaluation.figures.yearly_table import is_yearly_table, yearly_lines
from survey_app.evaluation.table1.queries import FigureLine
from survey_app.operators.sentence import DutchSentence
from survey_app.questionnaire.typed_text import bare

COLUMNS = ("code", "label", "numerator")
YES = {"1", "ja", "yes", "true", "waar"}
NO = {"0", "nee", "no", "false", "onwaar"}
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
DUTCH = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+")
LARGEST = 1e12
LONGEST = 500
MOST_ROWS = 5000
PERCENT = ("%", "procent", "percentage")
# Column names as people write them above a sheet.
DUTCH_COLUMNS = {
    "cijfer": "code",
    "naam": "label",
    "omschrijving": "label",
    "teller": "numerator",
    "realisatie": "numerator",
    "noemer": "denominator",
    "eenheid": "unit",
    "norm": "target",
    "streefwaarde": "target",
    "prognose": "forecast",
    "hoger is beter": "higher_is_better",
    "periode": "period",
    "peildatum": "period",
    "bron": "source",
    "verklaring": "explanation",
    "verantwoordelijke": "responsible",
    "deel van": "part_of",
}
NAMES = {column: words for words, column in DUTCH_COLUMNS.items()}
NAMES |= {"label": "naam", "numerator": "teller", "target": "norm", "period": "periode"}

AS_SHARE = "{words} {aim:g}: schrijf die van een aandeel als 0,85 of 85%"


def rows_of(raw: bytes, name: str) -> list[list[str]]:
    """The rows of a spreadsheet or delimited text. Raises FileRefused."""
    rows = list(islice(all_rows(raw, name), MOST_ROWS + 1))
    if not rows or len(rows) > MOST_ROWS:
        dutch = "heeft meer dan {most} rijen: splits het" if rows else "is leeg"
        raise FileRefused(
            "{name}: is empty, or holds more than {most} rows; split it",
            f"Dit bestand {dutch}.",
            name=name,
            most=MOST_ROWS,
        )
    return rows


def read_rows(name: str, rows: Sequence[list[str]], known: Collection[str]) -> FiguresRead:
    """The figures in a list with column names, or in yearly tables as annual reports have them.

    Raises BadInput for a list without the columns that it needs.
    """
    if is_yearly_table(rows):
        return yearly_lines(rows, number)
    head = [DUTCH_COLUMNS.get(bare(column).lower(), column) for column in rows[0]] if rows else []
    return read_figures(lines_of(name, [head, *rows[1:]], COLUMNS, NAMES), known)


def read_figures(rows: Iterable[Line], known: Collection[str]) -> FiguresRead:
    """The figure lines in these rows; `known` holds the codes that exist."""
    lines: dict[tuple[str, str, str], FigureLine] = {}
    refused: list[Refused] = []
    for row in rows:
        try:
            if row.surplus:
                raise Unusable(SURPLUS)
            line = _line(row, known)
            if (line.code, line.label, line.period) in lines:
                raise Unusable(
                    "{code} ‘{label}’ staat twee keer in het bestand",
                    code=line.code,
                    label=line.label,
                )
        except Unusable as reason:
            refused.append(Refused(row.number, str(reason)))
        else:
            lines[line.code, line.label, line.period] = line
    found = tuple(lines.values())
    return FiguresRead(found, tuple(refused), tuple(sum_warnings(found)))


def number(text: str) -> float:
    """A number as people write it: 1234, 12,5, 12.5 and 1.234,5.

    Raises ValueError for anything else, and for 1.234, which means two different numbers.

    >>> number("1.234,5"), number("12,5"), number("80")
    (1234.5, 12.5, 80.0)
    """
    plain = text.strip()
    if THOUSANDS.fullmatch(plain):
        raise Unusable("{plain} kan twee dingen betekenen: schrijf het zonder punt", plain=plain)
    if DUTCH.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise Unusable("‘{plain}’ is geen getal", plain=plain[:30]) from None
    if not isfinite(value) or not 0 <= value <= LARGEST or "_" in plain:
        raise Unusable("‘{plain}’ is geen getal vanaf 0", plain=plain[:30])
    return value


def share_or_number(text: str) -> float:
    """A target: a number, or a percentage.

    >>> share_or_number("85 %"), share_or_number("0,85")
    (0.85, 0.85)
    """
    plain = text.strip()
    return number(plain[:-1]) / 100 if plain.endswith("%") else number(plain)


def _percentage(text: str) -> float:
    """A target of a figure that is itself a percentage: 70% is 70."""
    return number(text.strip().removesuffix("%"))


def figure_line(fields: dict[str, str], known: Collection[str]) -> FigureLine:
    """One line from what stands in its fields, by name. Raises Unusable with the reason."""
    return _line(Line(0, fields), known)


def with_source(lines: Iterable[FigureLine], source: str) -> tuple[FigureLine, ...]:
    """The lines, with this source where they name none."""
    return tuple(one if one.source else replace(one, source=source) for one in lines)


def _code(row: Line, known: Collection[str]) -> str:
    code = row.fields["code"].strip().upper()
    if code not in known:
        raise Unusable(
            "cijfer ‘{code}’ bestaat niet: kies {first} tot {last}",
            code=code[:20],
            first=min(known),
            last=max(known),
        )
    return code


def _line(row: Line, known: Collection[str]) -> FigureLine:
    code = _code(row, known)
    numerator, denominator = _read(row, "numerator", number), _read(row, "denominator", number)
    unit = _text(row, "unit")
    aimed = _percentage if denominator is None and unit.startswith(PERCENT) else share_or_number
    target, forecast = _read(row, "target", aimed), _read(row, "forecast", aimed)
    if numerator is None and target is None and forecast is None:
        raise Unusable("vul de realisatie (teller) in, of een norm of een prognose")
    if denominator == 0 and numerator:
        raise Unusable("de noemer is 0")
    for words, aim in (("norm", target), ("prognose", forecast)):
        if aim is not None and aim > 1 and denominator is not None and "per " not in unit:
            raise Unusable(AS_SHARE, words=DutchSentence(words), aim=aim)
    return FigureLine(
        code=code,
        label=_text(row, "label"),
        numerator=numerator,
        denominator=denominator,
        unit=unit,
        target=target,
        forecast=forecast,
        higher_is_better=_yes_or_no(row),
        period=_text(row, "period"),
        source=_text(row, "source"),
        explanation=_text(row, "explanation"),
        responsible=_text(row, "responsible"),
        part_of=_text(row, "part_of"),
    )


def _text(row: Line, name: str) -> str:
    text = row.fields.get(name, "").strip()
    if len(text) > LONGEST:
        raise Unusable("{names} is langer dan {longest} tekens", names=NAMES[name], longest=LONGEST)
    return text


def _read(row: Line, name: str, reader: Callable[[str], float]) -> float | None:
    text = row.fields.get(name, "").strip()
    try:
        return reader(text) if text else None
    except Unusable as reason:
        raise Unusable("{names}: {reason}", names=NAMES[name], reason=reason) from None


def _yes_or_no(row: Line) -> bool:
    text = row.fields.get("higher_is_better", "").strip().lower()
    if text and text not in YES | NO:
        raise Unusable("hoger is beter: schrijf ja of nee, niet ‘{text}’", text=text[:20])
    return text not in NO
