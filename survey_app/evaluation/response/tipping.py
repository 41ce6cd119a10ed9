"""The tipping point of every light and every shown difference (analysis/response/tipping.py)."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.comparisons.published import ShownComparison
from analysis.published import Cell, published_cell
from analysis.response.tipping import TippingPoint, tipping_mean, tipping_points
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.table1.counts import cell_counts, population_of


@dataclass(frozen=True, slots=True)
class DifferenceTipping:
    """The mean of the others of one party at which a shown difference would be nil."""

    row: str
    a: str
    b: str
    party: str
    others: int
    at: float | None


def light_tipping(wave: WaveData) -> dict[str, tuple[TippingPoint, ...]]:
    """Where the light of a cell turns; only cells with a light, N and people who did not answer.

    None while answers still come in: others have not yet declined.
    """
    if not wave.closed:
        return {}
    cells = (
        published_cell(cell, wave.parameters) for cell in cell_counts(wave.sources, wave.counts)
    )
    found = {cell.code: _points(wave, cell) for cell in cells}
    return {code: points for code, points in found.items() if points}


def _points(wave: WaveData, cell: Cell) -> tuple[TippingPoint, ...]:
    people = population_of(wave.counts, wave.cells[cell.code].questionnaire)
    if people is None or cell.n is None or cell.mean is None:
        return ()
    return tipping_points(cell.light.colour, cell.n, cell.mean, people, wave.parameters)


def difference_tipping(
    wave: WaveData, comparisons: Iterable[ShownComparison]
) -> tuple[DifferenceTipping, ...]:
    """For every difference that is shown: what the others of either party would have to say."""
    if not wave.closed:
        return ()
    found = (
        _difference(wave, one, own, other)
        for one in comparisons
        if one.shown and not one.rounded
        for own, other in ((one.a, one.b), (one.b, one.a))
    )
    return tuple(one for one in found if one is not None)


def _difference(
    wave: WaveData, one: ShownComparison, own: str, other: str
) -> DifferenceTipping | None:
    means, numbers = {one.a: one.mean_a, one.b: one.mean_b}, {one.a: one.n_a, one.b: one.n_b}
    people = population_of(wave.counts, wave.cells[f"{one.row}-{own}"].questionnaire)
    n, mean, border = numbers[own], means[own], means[other]
    if people is None or n is None or mean is None or border is None or people <= n:
        return None
    at = tipping_mean(n, mean, people, border)
    return DifferenceTipping(one.row, one.a, one.b, own, people - n, at)
