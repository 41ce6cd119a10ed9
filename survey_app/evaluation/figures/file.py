"""Reading figures F01-F17 from a delimited file: every refused row with its reason."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import isclose, isfinite

from survey_app.documents.tabular import Line
from survey_app.evaluation.table1.queries import FigureLine

COLUMNS = ("code", "label", "numerator")
YES = {"1", "ja", "yes", "true", "waar"}
NO = {"0", "nee", "no", "false", "onwaar"}
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
DUTCH = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+")
LARGEST = 1e12
LONGEST = 500
MORE_THAN_COLUMNS = "more fields than columns: put a text with a separator in quotation marks"
# Exit positions exclude each other (method.md C.7), so the parts add up to the whole.
PARTS_OF_A_WHOLE = ("F13",)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """What a file says: lines, refused rows, and sums that do not add up."""

    lines: tuple[FigureLine, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...] = field(default=())


class _Unusable(ValueError):
    """A field that cannot be read; the message is the reason."""


def read_figures(rows: Iterable[Line], known: Collection[str]) -> FiguresRead:
    """The figure lines in these rows; `known` holds the codes that exist."""
    lines: dict[tuple[str, str], FigureLine] = {}
    refused: list[Refused] = []
    for row in rows:
        try:
            if row.surplus:
                raise _Unusable(MORE_THAN_COLUMNS)
            line = _line(row, known)
            if (line.code, line.label) in lines:
                raise _Unusable(f"{line.code} {line.label!r} stands in the file twice")
        except _Unusable as reason:
            refused.append(Refused(row.number, str(reason)))
        else:
            lines[line.code, line.label] = line
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
        raise _Unusable(f"{plain} can be read in two ways: write it without the dot")
    if DUTCH.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise _Unusable(f"{plain[:30]!r} is not a number") from None
    if not isfinite(value) or not 0 <= value <= LARGEST or "_" in plain:
        raise _Unusable(f"{plain[:30]!r} is not a number from 0")
    return value


def share_or_number(text: str) -> float:
    """A target: a number, or a percentage.

    >>> share_or_number("85 %"), share_or_number("0,85")
    (0.85, 0.85)
    """
    plain = text.strip()
    return number(plain[:-1]) / 100 if plain.endswith("%") else number(plain)


def sum_warnings(lines: Sequence[FigureLine]) -> list[str]:
    """Sentences about lines whose parts and wholes do not fit."""
    found = [
        f"{line.code} {line.label}: {line.numerator:g} is more than {line.denominator:g}"
        for line in lines
        if line.denominator is not None and line.numerator > line.denominator
    ]
    groups: dict[tuple[str, str, float], list[FigureLine]] = defaultdict(list)
    for line in lines:
        if line.code in PARTS_OF_A_WHOLE and line.denominator is not None:
            groups[line.code, line.period, line.denominator].append(line)
    for (code, period, whole), parts in groups.items():
        total = sum(part.numerator for part in parts)
        if not isclose(total, whole):
            words = f"{code} {period}".strip()
            found.append(f"{words}: the parts add up to {total:g}, the whole is {whole:g}")
    return found


def _line(row: Line, known: Collection[str]) -> FigureLine:
    code = row.fields["code"].strip().upper()
    if code not in known:
        raise _Unusable(f"there is no figure {code[:20]!r}; use {min(known)} to {max(known)}")
    numerator = _read(row, "numerator", number)
    if numerator is None:
        raise _Unusable("numerator is empty")
    denominator = _read(row, "denominator", number)
    if denominator == 0 and numerator:
        raise _Unusable("the denominator is 0")
    unit, target = _text(row, "unit"), _read(row, "target", share_or_number)
    if target is not None and target > 1 and denominator is not None and "per " not in unit:
        raise _Unusable(
            f"target {target:g}: give the target of a share as a fraction, as 0.85 or 85%"
        )
    return FigureLine(
        code=code,
        label=_text(row, "label"),
        numerator=numerator,
        denominator=denominator,
        unit=unit,
        target=target,
        higher_is_better=_yes_or_no(row),
        period=_text(row, "period"),
        source=_text(row, "source"),
        explanation=_text(row, "explanation"),
        responsible=_text(row, "responsible"),
    )


def _text(row: Line, name: str) -> str:
    text = row.fields.get(name, "").strip()
    if len(text) > LONGEST:
        raise _Unusable(f"{name} is longer than {LONGEST} characters")
    return text


def _read(row: Line, name: str, reader: Callable[[str], float]) -> float | None:
    text = row.fields.get(name, "").strip()
    try:
        return reader(text) if text else None
    except _Unusable as reason:
        raise _Unusable(f"{name}: {reason}") from None


def _yes_or_no(row: Line) -> bool:
    text = row.fields.get("higher_is_better", "").strip().lower()
    if text and text not in YES | NO:
        raise _Unusable(f"higher_is_better: write ja or nee, not {text[:20]!r}")
    return text not in NO
