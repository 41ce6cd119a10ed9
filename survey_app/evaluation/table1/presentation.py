"""A snapshot as people see it: rounded words and places on an axis, for pages and documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey_app.evaluation.edition.records import EditionCell, EditionGap, EditionTable
from survey_app.evaluation.figures.presentation import (
    Light,
    ShownFigure,
    all_figures,
    cell_figures,
    light_of,
)
from survey_app.evaluation.wording import (
    GREY_WORDS,
    HIDDEN,
    MEAN_HIDDEN,
    cell_sentence,
    decimal,
    gap_sentence,
    gaps_sentence,
    perceived_words,
    percent,
    period_words,
)
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.framework import Cell, Framework, Row

FIGURES_IN_A_CELL = 2
AXIS = 10.0  # scores lie on 0-10; a plot places them on 0-100


@dataclass(frozen=True, slots=True)
class Plot:
    """A dot and its interval on an axis of 0-100; without interval both ends are None."""

    dot: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of Tabel 1 in words; `why` says why a cell without a score is grey."""

    code: str
    party: str
    party_name: str
    aspect: str
    phase: str
    score: str
    n: str
    interval: str
    positive: str
    plot: Plot | None
    light: Light
    mark: str
    why: str
    held: bool
    figures: tuple[ShownFigure, ...]
    sentence: str
    certainty: str
    perceived: str
    rank: int = 0  # 1 for the lowest score of all, 0 when not among the lowest

    @property
    def first_figures(self) -> tuple[ShownFigure, ...]:
        """As many figures as fit in a cell of the table."""
        return self.figures[:FIGURES_IN_A_CELL]

    @property
    def more_figures(self) -> int:
        """How many figures only stand on the page of the cell."""
        return max(0, len(self.figures) - FIGURES_IN_A_CELL)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One aspect with a place for every party; None where Tabel 1 has no cell."""

    code: str
    aspect: str
    cells: tuple[ShownCell | None, ...]
    gap: str = ""  # the difference between parties, when it is one of the largest
    note: str = ""  # what the parties' judgements say beside each other

    @property
    def asked(self) -> tuple[ShownCell, ...]:
        """The cells that Tabel 1 has."""
        return tuple(cell for cell in self.cells if cell is not None)


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """One phase with its aspects."""

    code: str
    name: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A difference between two parties on one aspect."""

    row: str
    aspect: str
    phase: str
    first: ShownCell
    second: ShownCell
    difference: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Tabel 1 of one wave, ready to lay out."""

    organisation: str
    wave: str
    period: str
    closed: bool
    minimum: int
    parties: tuple[str, ...]
    phases: tuple[ShownPhase, ...]
    lowest: tuple[ShownCell, ...]
    gaps: tuple[ShownGap, ...]
    figures: tuple[ShownFigure, ...]

    @property
    def has_held(self) -> bool:
        """Whether a cell still shows its former state."""
        return any(cell.held for cell in self.cells())

    def cell(self, code: str) -> ShownCell | None:
        """One cell by its code."""
        return next((cell for cell in self.cells() if cell.code == code), None)

    def cells(self) -> tuple[ShownCell, ...]:
        """All 47 cells in the order of the table."""
        return tuple(cell for phase in self.phases for row in phase.rows for cell in row.asked)


def shown_table(table: EditionTable, catalogue: Catalogue) -> ShownTable:
    """Everything of an edition that a page or document shows of Tabel 1."""
    framework, wave = catalogue.framework, table.wave
    views = {
        cell.code: replace(
            _cell(cell, table.cells[cell.code], framework),
            rank=table.lowest.index(cell.code) + 1 if cell.code in table.lowest else 0,
        )
        for cell in framework.cells
    }
    return ShownTable(
        organisation=wave.organisation,
        wave=wave.name,
        period=period_words(wave.starts_on, wave.ends_on),
        closed=wave.closed,
        minimum=wave.minimum,
        parties=tuple(framework.parties.values()),
        phases=tuple(_phase(code, framework, views, table) for code in framework.phases),
        lowest=tuple(views[code] for code in table.lowest),
        gaps=tuple(_gap(gap, views) for gap in table.largest),
        figures=all_figures(table.figures),
    )


def phase_name(framework: Framework, code: str) -> str:
    """'AANVANG TRAJECT' → 'Aanvang traject'."""
    return framework.phases[code].capitalize()


def plot_of(mean: float | None, low: float | None = None, high: float | None = None) -> Plot | None:
    """Where the dot and the interval of a score stand on an axis of 0-100."""
    return None if mean is None else Plot(_place(mean), _end(low), _end(high))


def _place(score: float) -> float:
    return round(score / AXIS * 100, 2)


def _end(score: float | None) -> float | None:
    return None if score is None else _place(score)


def _phase(
    code: str, framework: Framework, views: Mapping[str, ShownCell], table: EditionTable
) -> ShownPhase:
    rows = tuple(_row(row, framework, views, table) for row in framework.rows if row.phase == code)
    return ShownPhase(code, phase_name(framework, code), rows)


def _row(
    row: Row, framework: Framework, views: Mapping[str, ShownCell], table: EditionTable
) -> ShownRow:
    cells = tuple(views.get(f"{row.code}-{party}") for party in framework.parties)
    largest = [gap for gap in table.largest if gap.row == row.code]
    tested = [gap for gap in table.gaps if gap.row == row.code]
    return ShownRow(
        code=row.code,
        aspect=row.aspect,
        cells=cells,
        gap=decimal(abs(largest[0].difference)) if largest else "",
        note=gaps_sentence(tested),
    )


def _cell(cell: Cell, told: EditionCell, framework: Framework) -> ShownCell:
    row = next(row for row in framework.rows if row.code == cell.row)
    return ShownCell(
        code=cell.code,
        party=cell.party,
        party_name=framework.parties[cell.party],
        aspect=row.aspect,
        phase=phase_name(framework, row.phase),
        score=decimal(told.mean),
        n="" if told.mean is None else str(told.n),
        interval=_interval_words(told),
        positive=told.share_bound or percent(told.share_positive),
        plot=plot_of(told.mean, told.low, told.high),
        light=light_of(told.light, told.uncertain),
        mark="" if told.mean is None else told.mark or "",
        why=_why_grey(cell, told),
        held=told.held,
        figures=cell_figures(told.figures),
        sentence=cell_sentence(told),
        certainty=told.certainty or "",
        perceived=perceived_words(told.perceived),
    )


def _why_grey(cell: Cell, told: EditionCell) -> str:
    """Why there is no score; a cell of figures only needs no reason once it has them."""
    if told.mean is not None or (told.figures and not cell.questions):
        return ""
    return MEAN_HIDDEN if told.mark == HIDDEN and told.n else GREY_WORDS[told.mark]


def _interval_words(told: EditionCell) -> str:
    return "" if told.low is None else f"{decimal(told.low)} tot {decimal(told.high)}"


def _gap(gap: EditionGap, views: Mapping[str, ShownCell]) -> ShownGap:
    first, second = views[gap.a], views[gap.b]
    if gap.difference < 0:
        first, second = second, first
    return ShownGap(
        row=gap.row,
        aspect=first.aspect,
        phase=first.phase,
        first=first,
        second=second,
        difference=decimal(abs(gap.difference)),
        sentence=gap_sentence(first.party, second.party, 1, gap.shown),
    )
