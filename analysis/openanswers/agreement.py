"""How far two readers of the same answers agree, beyond what chance would give.

The size of the sample follows Lombard, Snyder-Duch and Bracken (2002): a tenth of the answers, at
least 50 and at most 300. Agreement is Cohen's kappa (1960) with the large-sample interval of
Fleiss, Cohen and Everitt (1969); four classes without an order, so without weights. What kappa is
worth: Krippendorff (2004), from 0.8 on reliable, from 0.667 on with caution.

Nothing here is imported but the standard library: a page may use it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

LEAST, MOST, SHARE = 50, 300, 0.1
RELIABLE, CAUTIOUS = 0.8, 0.667
Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa, -1 to 1, with its 95 % interval.

    `value` is None where chance alone gives full agreement; the interval is None beside a value
    of 1 or None, because the formula then knows no margin.
    """

    value: float | None
    low: float | None
    high: float | None

    @property
    def worth(self) -> str:
        """Return "reliable", "cautious" or "low" (Krippendorff 2004); "" without a value."""
        if self.value is None:
            return ""
        if self.value >= RELIABLE:
            return "reliable"
        return "cautious" if self.value >= CAUTIOUS else "low"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of an answer: its class and the codes of its themes."""

    label: str
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readings of `n` answers; shares 0 to 1.

    `same_label`: the same class. `same_themes`: exactly the same themes. `themes`: kappa over
    every yes or no about a theme taken together, without interval: those of one answer hang
    together.
    """

    n: int
    same_label: float
    label: Kappa
    same_themes: float
    themes: float | None


def second_reading_size(n: int) -> int:
    """Return how many of `n` answers a second reader reads.

    >>> [second_reading_size(n) for n in (20, 180, 900, 5000)]
    [20, 50, 90, 300]
    """
    return min(n, MOST, max(LEAST, ceil(SHARE * n)))


def agreement(
    pairs: Sequence[tuple[Reading, Reading]], labels: Sequence[str], themes: Collection[str]
) -> Agreement | None:
    """Compare the first and second reading of the same answers; None without answers.

    `labels` and `themes` are all that there are. Raises ValueError for another label.

    >>> good, bad = Reading("goed", frozenset({"tijd"})), Reading("slecht", frozenset())
    >>> found = agreement([(good, good), (bad, bad)], ("goed", "slecht"), ("tijd", "geld"))
    >>> found.same_label, found.label.value, found.same_themes, found.themes
    (1.0, 1.0, 1.0, 1.0)
    """
    if not pairs:
        return None
    n = len(pairs)
    said = [(labels.index(a.label), labels.index(b.label)) for a, b in pairs]
    about = [(int(t in a.themes), int(t in b.themes)) for a, b in pairs for t in themes]
    return Agreement(
        n=n,
        same_label=sum(a == b for a, b in said) / n,
        label=kappa(_table(said, len(labels))),
        same_themes=sum(a.themes == b.themes for a, b in pairs) / n,
        themes=kappa(_table(about, 2)).value,
    )


def kappa(table: Sequence[Sequence[int]]) -> Kappa:
    """Return Cohen's kappa of a square table of counts, first reader in the rows.

    Source: Fleiss, Cohen and Everitt 1969, formula 13.

    >>> found = kappa([[20, 5], [10, 15]])
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.4, 0.151, 0.649)
    """
    n = sum(map(sum, table))
    size = range(len(table))
    rows = [sum(row) / n if n else 0.0 for row in table]
    columns = [sum(row[j] for row in table) / n if n else 0.0 for j in size]
    by_chance = sum(rows[i] * columns[i] for i in size)
    if not n or by_chance >= 1:
        return Kappa(None, None, None)
    value = (sum(table[i][i] for i in size) / n - by_chance) / (1 - by_chance)
    if value == 1:
        return Kappa(value, None, None)
    spread = (
        sum(table[i][j] / n * _pull(rows, columns, value, (i, j)) for i in size for j in size)
        - (value - by_chance * (1 - value)) ** 2
    )
    margin = Z95 * sqrt(max(0.0, spread) / n) / (1 - by_chance)
    return Kappa(value, max(-1.0, value - margin), min(1.0, value + margin))


def _pull(
    rows: Sequence[float], columns: Sequence[float], value: float, place: tuple[int, int]
) -> float:
    """What one cell of the table adds to the spread of kappa."""
    i, j = place
    if i == j:
        return (1 - (rows[i] + columns[i]) * (1 - value)) ** 2
    return ((columns[i] + rows[j]) * (1 - value)) ** 2


def _table(pairs: Sequence[tuple[int, int]], size: int) -> list[list[int]]:
    table = [[0] * size for _ in range(size)]
    for first, second in pairs:
        table[first][second] += 1
    return table
