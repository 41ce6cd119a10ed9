"""Reading the files of one case; everything wrong becomes one sentence that names the file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from analysis.parameters import DEFAULT, Parameters, with_values
from analysis.scales import Scale

MISSING = frozenset({"", "NA", "NaN", "nan", "null", "None"})
PARAMETER_NAMES: Mapping[str, str] = {
    "conf": "confidence",
    "min_deel_items": "minimum_valid_share",
    "positief_vanaf": "positive_from",
    "drempel": "disclosure_minimum",
    "q": "false_discovery_rate",
    "T": "light_target",
    "F": "light_floor",
}
"""Names in params.json and the parameter each of them sets."""

Row = Mapping[str, str]


class CaseError(ValueError):
    """Raised when a case cannot be computed; the text names the file and the reason."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


def rows(path: Path, *needed: str) -> list[Row]:
    """Return the rows of a CSV file as dictionaries, with the `needed` columns checked."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.reader(file, delimiter=_delimiter(path), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CaseError(path, f"cannot be read ({error})") from error
    filled = [(number, row) for number, row in enumerate(found, 1) if any(map(str.strip, row))]
    if not filled:
        raise CaseError(path, "is empty")
    header = [name.strip() for name in filled[0][1]]
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise CaseError(path, f"has no column {', '.join(lacking)}")
    if len(set(header)) < len(header):
        raise CaseError(path, "has two columns of the same name")
    return [_row(path, header, number, row) for number, row in filled[1:]]


def _delimiter(path: Path) -> str:
    """Return ";" when the header has semicolons and no commas, else ","."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
    return ";" if ";" in header and "," not in header else ","


def _row(path: Path, header: list[str], number: int, row: list[str]) -> Row:
    """Return one row by column name."""
    if len(row) != len(header):
        raise CaseError(path, f"line {number} has {len(row)} values, the header {len(header)}")
    return dict(zip(header, map(str.strip, row), strict=True))


def number(path: Path, text: str | None) -> float | None:
    """Return the number in a field, None when it is missing."""
    if text is None or text.strip() in MISSING:
        return None
    try:
        value = float(text)
    except ValueError:
        raise CaseError(path, f"{text!r} is not a number") from None
    if not isfinite(value):
        raise CaseError(path, f"{text!r} is not a number")
    return value


def whole(path: Path, text: str | None) -> int | None:
    """Return the whole number in a field, None when it is missing."""
    value = number(path, text)
    if value is not None and value != int(value):
        raise CaseError(path, f"{text!r} is not a whole number")
    return None if value is None else int(value)


def json_file(path: Path) -> Any:
    """Return the content of a JSON file."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CaseError(path, f"cannot be read ({error})") from error


def params(folder: Path) -> dict[str, Any]:
    """Return params.json of the folder, {} when there is none."""
    path = folder / "params.json"
    if not path.exists():
        return {}
    found = json_file(path)
    if not isinstance(found, dict):
        raise CaseError(path, "is not an object")
    return found


def parameters(folder: Path) -> Parameters:
    """Return the parameters of a case: the defaults with what params.json sets."""
    given = params(folder)
    changed = {
        own: given[name]
        for name, own in PARAMETER_NAMES.items()
        if isinstance(given.get(name), int | float)
    }
    try:
        return with_values(changed, DEFAULT)
    except ValueError as error:
        raise CaseError(folder / "params.json", str(error)) from error


def answer_scale(given: Mapping[str, Any]) -> Scale:
    """Return the answer scale that params.json describes, by default SQ."""
    return Scale(
        int(given.get("schaal_min", 1)),
        int(given.get("schaal_max", 5)),
        int(given.get("weet_niet", 9)),
    )
