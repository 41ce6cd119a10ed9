"""Which categories of a breakdown may be shown: one question to `analysis.disclosure`.

Per figure (the answers to one questionnaire, the scores of one cell) and breakdown the answers are
the atoms; categories and the total are the groups a reader sees. Breakdowns of one figure share
only its total, and tables that share only their total say nothing about each other: whatever one
of them leaves open for a number stays open beside the others. So each is judged on its own, and
no table is ever published of two breakdowns at once (method.md D.4 rule 7).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from analysis.disclosure import Group, Register, Table, publish, visibility
from analysis.parameters import Parameters

TOTAL = "totaal"
WAVE = "meting"
REST = "overig"  # who belongs to no category: did not say
KNOWN = "bekend"

Atom = tuple[str, ...]
Categories = Mapping[str, frozenset[str]]
Counts = tuple[tuple[str, int], ...]
Wanted = tuple[tuple[str, tuple[str, ...]], ...]


def shown_categories(
    people: Mapping[str, int], categories: Categories, parameters: Parameters
) -> frozenset[str]:
    """The categories whose number may be shown beside the total, which stands in Tabel 1.

    `people` counts the answers, those that belong to no category too. A category without people
    is shown as such. None are shown when nothing is safe.
    """
    return _decided(*_asked(people, categories), parameters)[0]


def known_may_be_told(
    people: Mapping[str, int], categories: Categories, parameters: Parameters
) -> bool:
    """Whether it may also be known how many people said to which category they belong.

    Then every number of answers can be worked out, so all of them must be safe.
    """
    shown, known = _decided(*_asked(people, categories), parameters)
    return known and shown == frozenset(categories)


def _asked(people: Mapping[str, int], categories: Categories) -> tuple[Counts, Wanted]:
    """The question in a form that can be remembered; who belongs nowhere is one set of people."""
    belonging = frozenset[str]().union(*categories.values())
    counts = dict.fromkeys(belonging, 0)
    for answer, n in people.items():
        place = answer if answer in belonging else REST
        counts[place] = counts.get(place, 0) + n
    wanted = tuple((name, tuple(sorted(answers))) for name, answers in sorted(categories.items()))
    return tuple(sorted(counts.items())), wanted


@lru_cache(maxsize=4096)
def _decided(
    counts: Counts, categories: Wanted, parameters: Parameters
) -> tuple[frozenset[str], bool]:
    """The categories that may be shown, and whether the number of all who said so may be too."""
    register = Register().observe(WAVE, {(answer,): n for answer, n in counts})
    cells = register.cells([WAVE])

    def group(name: str, answers: Iterable[str]) -> Group:
        wanted = tuple(answers)
        atoms = frozenset[Atom]().union(*(cells[answer,][0] for answer in wanted))
        return Group(name, atoms, sum(cells[answer,][1] for answer in wanted))

    total = group(TOTAL, (answer for answer, _ in counts))
    small = not visibility(total.n, parameters).has_mean and total.n > 0
    register = register.with_release(Table("tabel 1", (total,)), {TOTAL} if small else ())
    table = Table("uitsplitsing", tuple(group(name, answers) for name, answers in categories))
    decision, register = publish(table, register, parameters)
    known = group(KNOWN, (answer for answer, _ in counts if answer != REST))
    told, _ = publish(Table("bekend", (known,)), register, parameters)
    return frozenset({*decision.shown, *decision.empty}), KNOWN in {*told.shown, *told.empty}
