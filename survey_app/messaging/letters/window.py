"""An address that fits the window of its envelope, in smaller type or not at all."""

from dataclasses import dataclass
from textwrap import wrap

# How it is set (a class of letters.css), characters on a line, lines: 78 mm wide, 30 mm high.
SIZES = (("", 32, 5), ("smaller", 38, 6), ("smallest", 45, 7))


@dataclass(frozen=True, slots=True)
class WindowAddress:
    """The lines of an address, and the class that sets them small enough."""

    lines: tuple[str, ...]
    size: str


def fitting(name: str, address: str) -> WindowAddress | None:
    """The address in the largest type in which it fits; None when it fits in none.

    >>> fitting("Anna Bakker", "Dorpsstraat 12\\n2740 AA Lindenveen").size
    ''
    >>> fitting("A" * 400, "Dorpsstraat 12") is None
    True
    """
    whole = [line for line in f"{name}\n{address}".splitlines() if line.strip()]
    for size, width, most in SIZES:
        lines = tuple(part for line in whole for part in wrap(line, width))
        if len(lines) <= most:
            return WindowAddress(lines, size)
    return None
