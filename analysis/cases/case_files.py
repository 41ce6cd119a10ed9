"""Reading the files of a case folder, with a sentence for what is wrong with them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any


class CaseFileError(ValueError):
    """Raised when a file of a case is missing or cannot be read; names the file and the reason."""


def read_rows(path: Path, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file as column -> text, without surrounding spaces.

    A missing value is "". Raises CaseFileError when the file or one of `columns` is missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [
                {name: (text or "").strip() for name, text in row.items() if name is not None}
                for row in reader
            ]
            names = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CaseFileError(f"{path.name}: {error}") from error
    missing = [column for column in columns if column not in names]
    if missing:
        raise CaseFileError(f"{path.name}: no column {', '.join(missing)}")
    return rows


def read_json(path: Path) -> Any:
    """Return the content of a JSON file. Raises CaseFileError when it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CaseFileError(f"{path.name}: {error}") from error


def read_params(folder: Path) -> dict[str, Any]:
    """Return params.json of a case, or {} when it has none (then defaults count)."""
    path = folder / "params.json"
    found = read_json(path) if path.exists() else {}
    if not isinstance(found, dict):
        raise CaseFileError(f"{path.name}: an object with names expected")
    return found


def number(text: str, place: str) -> float | None:
    """Return a number, or None for a missing value ("" or "NA"); `place` names it in an error."""
    if text in ("", "NA"):
        return None
    try:
        return float(text)
    except ValueError:
        raise CaseFileError(f"{place}: {text!r} is no number") from None


def whole(text: str, place: str) -> int | None:
    """Return a whole number, or None for a missing value; `place` names it in an error."""
    found = number(text, place)
    if found is not None and found != int(found):
        raise CaseFileError(f"{place}: {text!r} is no whole number")
    return None if found is None else int(found)
