"""What a published edition says of Tabel 1, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """What a figure comes to: `value` is numerator / denominator where there is a denominator.

    Without a value `mark` says why it is hidden; None: it is not known.
    """

    value: float | None
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class EditionFigure:
    """One line of a figure F01-F17; `part_of` names the total that it is a part of."""

    code: str
    label: str
    amount: Amount
    target: float | None
    higher_is_better: bool
    light: str
    period: str
    source: str
    explanation: str
    responsible: str
    part_of: str


@dataclass(frozen=True, slots=True)
class EditionQuestion:
    """The result of one question of a cell; all None where it is not shown. `mean` 0-10."""

    code: str
    n: int | None
    mean: float | None
    share_unknown: float | None
    distribution: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class EditionShare:
    """A share 0-1, or words that bound it (method.md D.4)."""

    share: float | None
    bound: str | None


@dataclass(frozen=True, slots=True)
class Perceived:
    """How people say it went against what they expected; a share that may not be told is None."""

    n: int | None
    better: EditionShare | None
    as_thought: EditionShare | None
    worse: EditionShare | None


@dataclass(frozen=True, slots=True)
class EditionCell:
    """One of the 47 cells. None: hidden, not defined or not shown; scores 0-10, shares 0-1.

    `held`: keeps what an earlier edition showed. `sentence` is the Dutch one, empty without.
    """

    code: str
    n: int | None
    mean: float | None
    sd: float | None
    low: float | None
    high: float | None
    share_positive: float | None
    share_bound: str | None
    mark: str | None
    reason: str
    certainty: str | None
    light: str
    uncertain: bool
    distribution: tuple[int, ...] | None
    questions: tuple[EditionQuestion, ...]
    perceived: Perceived | None
    sentence: str
    held: bool
    figures: tuple[EditionFigure, ...]
    questionnaire: str | None


@dataclass(frozen=True, slots=True)
class EditionGap:
    """A difference a - b between the cells of two parties on one aspect; `shown`: demonstrated."""

    row: str
    a: str
    b: str
    difference: float
    shown: bool


@dataclass(frozen=True, slots=True)
class EditionResponse:
    """One questionnaire in the response account; numbers of people, `rate` 0-1."""

    questionnaire: str
    title: str
    moment: str
    phases: tuple[str, ...]
    population: int | None
    invited: int | None
    responses: int | None
    rate: float | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class EditionParty:
    """The response of one party; `total` is None where it would tell of a few."""

    party: str
    name: str
    total: int | None
    rows: tuple[EditionResponse, ...]


@dataclass(frozen=True, slots=True)
class EditionWave:
    """The wave as it was when the edition was made; days as ISO 8601."""

    name: str
    organisation: str
    mode: str
    starts_on: str
    ends_on: str
    closed: bool
    minimum: int
    providers: tuple[str, ...]
    provider_example: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the reader is told of the limits: lights on 0-10, and from how many answers on."""

    light_target: float
    light_floor: float
    mean_from: int
    spread_from: int


@dataclass(frozen=True, slots=True)
class EditionTable:
    """Tabel 1 of one edition. `lowest` and `largest` are the cells and gaps to look at first."""

    wave: EditionWave
    made_on: str
    versions: Mapping[str, int]
    never_asked: frozenset[str]  # questions that gave way to the maximum of their questionnaire
    cells: Mapping[str, EditionCell]
    gaps: tuple[EditionGap, ...]
    lowest: tuple[str, ...]
    largest: tuple[EditionGap, ...]
    account: tuple[EditionParty, ...]
    figures: Mapping[str, tuple[EditionFigure, ...]]
    thresholds: Thresholds

    def responses(self) -> tuple[EditionResponse, ...]:
        """Every questionnaire of the response account, party by party."""
        return tuple(row for party in self.account for row in party.rows)
