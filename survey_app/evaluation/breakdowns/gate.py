"""Which categories of a breakdown may be shown: one question to `analysis.disclosure`.

Per figure (the answers to one questionnaire, the scores of one cell) and breakdown the answers are
the atoms; categories and the total are the groups a reader sees. Breakdowns of one figure share
only its total, and tables that share only their total say nothing about each other: whatever one
of them leaves open for a number stays open beside the others. So each is judged on its own, and
no table is ever published of two breakdowns at once (method.md D.4 rule 7).
"""

from collections.abc import Mapping
from functools import lru_cache

from analysis.disclosure import Group, Register, Table, publish, visibility
from analysis.parameters import Parameters

TOTAL = "totaal"
WAVE = "meting"
REST = "overig"  # who belongs to no category: did not say

Atom = tuple[str, ...]
Categories = Mapping[str, frozenset[str]]


def shown_categories(
    people: Mapping[str, int], categories: Categories, parameters: Parameters
) -> frozenset[str]:
    """The categories whose number may be shown beside the total, which stands in Tabel 1.

    `people` counts the answers, those that belong to no category too. A category without people
    is shown as such. None are shown when nothing is safe.
    """
    belonging = frozenset[str]().union(*categories.values())
    counts = dict.fromkeys(belonging, 0)
    for answer, n in people.items():
        place = answer if answer in belonging else REST
        counts[place] = counts.get(place, 0) + n
    wanted = tuple((name, tuple(sorted(answers))) for name, answers in sorted(categories.items()))
    return _decided(tuple(sorted(counts.items())), wanted, parameters)


@lru_cache(maxsize=4096)
def _decided(
    counts: tuple[tuple[str, int], ...],
    categories: tuple[tuple[str, tuple[str, ...]], ...],
    parameters: Parameters,
) -> frozenset[str]:
    register = Register().observe(WAVE, {(answer,): n for answer, n in counts})
    cells = register.cells([WAVE])

    def group(name: str, answers: tuple[str, ...]) -> Group:
        atoms = frozenset[Atom]().union(*(cells[answer,][0] for answer in answers))
        return Group(name, atoms, sum(cells[answer,][1] for answer in answers))

    total = group(TOTAL, tuple(answer for answer, _ in counts))
    small = not visibility(total.n, parameters).has_mean and total.n > 0
    register = register.with_release(Table("tabel 1", (total,)), {TOTAL} if small else ())
    table = Table("uitsplitsing", tuple(group(name, answers) for name, answers in categories))
    decision, _ = publish(table, register, parameters)
    return frozenset({*decision.shown, *decision.empty})
