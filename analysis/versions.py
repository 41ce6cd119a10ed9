"""The data version of a result: a hash over its inputs, so that an old sentence can be seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

LENGTH = 16


def data_version(*inputs: Any) -> str:
    """Return 16 hexadecimal digits that change when any input changes.

    Takes frozen records, mappings, sequences, sets, text and numbers; the order of a mapping or
    set does not count, the order of a sequence does. Raises TypeError for anything else.

    >>> data_version({"a": 1, "b": 2}) == data_version({"b": 2, "a": 1})
    True
    >>> data_version([1, 2]) == data_version([2, 1])
    False
    """
    text = json.dumps([_plain(value) for value in inputs], sort_keys=True, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    """Return `value` as JSON with one form for equal content."""
    if is_dataclass(value) and not isinstance(value, type):
        return [
            type(value).__name__,
            {field.name: _plain(getattr(value, field.name)) for field in fields(value)},
        ]
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Mapping):
        pairs = [[_plain(key), _plain(part)] for key, part in value.items()]
        return {"pairs": sorted(pairs, key=json.dumps)}
    if isinstance(value, set | frozenset):
        return {"set": sorted((_plain(part) for part in value), key=json.dumps)}
    if isinstance(value, bool | int | float | str) or value is None:
        return value
    if isinstance(value, Iterable):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no data version")
