"""The order of ids: 2 before 10 when they are numbers, letters as text."""

from __future__ import annotations


def id_order(name: str) -> tuple[int, int, str]:
    """Return the key that sorts ids: whole numbers by size and first, other names as text.

    >>> sorted(["10", "k2", "2", "k10"], key=id_order)
    ['2', '10', 'k10', 'k2']
    """
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)
