"""What a wave will be able to tell: the margin to expect and the cells that stay empty.

Light on purpose: the web process never loads the analysis. A test holds these figures against
`analysis.response.planning` (method.md D.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.files.coverage import cells_of

RESPONSES = (20, 35, 50)  # percent
SPREAD = 2.2  # standard deviation on 0-10 that planning reckons with
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many answer, and half the 95 % interval of a mean; None: too few to be shown."""

    people: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One questionnaire at each response of `RESPONSES`."""

    questionnaire: Questionnaire
    at: tuple[Expected, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What to expect of a plan. Cells without a question are filled from figures."""

    lines: tuple[ExpectedLine, ...]
    cells: int
    from_figures: int
    hidden: tuple[int, ...]  # at each response: cells with too few answers, or nobody asked


def outlook(catalogue: Catalogue, people: Mapping[str, int], minimum: int) -> Outlook:
    """What these numbers of people per questionnaire make possible. Pure arithmetic."""
    asked = asked_of(catalogue)
    lines = tuple(
        ExpectedLine(one, tuple(expected(people[one.code], part, minimum) for part in RESPONSES))
        for one in asked
        if people.get(one.code)
    )
    shown = {line.questionnaire.code: line.at for line in lines}
    feeding = [(one, len(cells_of(one))) for one in asked]
    return Outlook(
        lines=lines,
        cells=len(catalogue.framework.cells),
        from_figures=sum(not cell.questions for cell in catalogue.framework.cells),
        hidden=tuple(_hidden(feeding, shown, place) for place in range(len(RESPONSES))),
    )


def asked_of(catalogue: Catalogue) -> tuple[Questionnaire, ...]:
    """The newest questionnaires whose answers fill Tabel 1, clients first."""
    order = "CWGO"
    found = [one for one in catalogue.newest() if one.store == "answers"]
    return tuple(sorted(found, key=lambda one: (order.index(one.party), one.code)))


def expected(people: int, response: int, minimum: int) -> Expected:
    """Answers and margin when this percentage of the people answers.

    >>> expected(250, 20, 5)
    Expected(people=50, margin=0.559...)
    """
    n = round(people * response / 100)
    if n < max(minimum, 5):
        return Expected(n, None)
    return Expected(n, _quantile(n - 1) * SPREAD / sqrt(n) * sqrt(1 - n / people))


def _hidden(
    feeding: Iterable[tuple[Questionnaire, int]],
    shown: Mapping[str, tuple[Expected, ...]],
    place: int,
) -> int:
    return sum(
        cells
        for one, cells in feeding
        if one.code not in shown or shown[one.code][place].margin is None
    )


def _quantile(freedom: int) -> float:
    """Student's t at 0.975 for at least 4 degrees of freedom, right to 0.001 (series in z)."""
    terms = (
        Z,
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return sum(term / float(freedom) ** power for power, term in enumerate(terms))
