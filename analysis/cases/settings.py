"""What the params.json of a case sets: parameters of the method, by the names of the cases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.cases.reading import CaseError, json_file
from analysis.parameters import DEFAULT, Parameters, with_values
from analysis.scales import Scale

PARAMS = "params.json"
NUMBERED = re.compile(r"(?P<number>\d+)_(?P<subject>\w+)")
"""The name of a case folder: NN_subject."""

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


def nearest(folder: Path, name: str) -> Path:
    """Return a file of the case: its own, else that of the case folder this is a variant of."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / name).exists():
            return folder / name if place == folder.resolve() else place / name
        if NUMBERED.fullmatch(place.name):
            break
    return folder / name


def params(folder: Path) -> dict[str, Any]:
    """Return params.json of the case, {} when there is none."""
    return _content(nearest(folder, PARAMS))


def neighbour_params(folder: Path, subject: str) -> dict[str, Any]:
    """Return params.json of the case on another subject in the same set, {} without one."""
    case = next((p for p in (folder.resolve(), *folder.resolve().parents) if _is_case(p)), None)
    if case is None:
        return {}
    found = sorted(case.parent.glob(f"[0-9]*_{subject}/{PARAMS}"))
    return _content(found[0]) if found else {}


def _is_case(place: Path) -> bool:
    return NUMBERED.fullmatch(place.name) is not None


def _content(path: Path) -> dict[str, Any]:
    """Return the settings in a file; one that is not there sets nothing."""
    if not path.exists():
        return {}
    found = json_file(path)
    if not isinstance(found, dict):
        raise CaseError(path, "is not an object")
    return found


def parameters(folder: Path, names: Mapping[str, str] = PARAMETER_NAMES) -> Parameters:
    """Return the parameters of a case: the defaults with what params.json sets by `names`."""
    return changed(folder, numbers(folder, names))


def changed(folder: Path, values: Mapping[str, Any], base: Parameters = DEFAULT) -> Parameters:
    """Return `base` with these values; one that may not be is an error in params.json."""
    try:
        return with_values(values, base)
    except ValueError as error:
        raise CaseError(nearest(folder, PARAMS), str(error)) from error


def numbers(folder: Path, names: Mapping[str, str]) -> dict[str, float]:
    """Return the numbers that params.json gives under `names`, by our own names."""
    given = params(folder)
    path = nearest(folder, PARAMS)
    return {
        own: as_number(path, name, given[name])
        for name, own in names.items()
        if given.get(name) is not None
    }


def as_number(path: Path, name: str, value: Any) -> float:
    """Return a number from a JSON file, also one between quotes."""
    try:
        if isinstance(value, bool):
            raise TypeError
        number = float(value)
        return int(number) if number.is_integer() else number
    except (TypeError, ValueError, OverflowError):
        raise CaseError(path, f"{name}: {value!r} is not a number") from None


def answer_scale(folder: Path) -> Scale:
    """Return the answer scale that params.json describes, by default SQ."""
    names = {"schaal_min": "lowest", "schaal_max": "highest", "weet_niet": "unknown"}
    found = {"lowest": 1, "highest": 5, "unknown": 9} | numbers(folder, names)
    lowest, highest, unknown = (int(found[name]) for name in ("lowest", "highest", "unknown"))
    if highest <= lowest:
        raise CaseError(nearest(folder, PARAMS), f"a scale from {lowest} to {highest} has no steps")
    return Scale(lowest, highest, unknown)
