"""Which categories of a breakdown may be shown: one question to `analysis.disclosure`.

The figures of one breakdown of one questionnaire (its sheets, the scores of each of its cells) are
decided together, and with everything that earlier editions told of them (`releases`). Breakdowns
share only the totals of their figures, and tables that share only a total say nothing about each
other: whatever one of them leaves open for a number stays open beside the others. No table is ever
published of two breakdowns at once (method.md D.4 rule 7).
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from analysis.disclosure import KNOWN, Figure, Released, release, totals
from analysis.parameters import Parameters
from survey_app.evaluation.breakdowns.categories import BREAKDOWNS, CATEGORIES
from survey_app.evaluation.breakdowns.queries import MODE
from survey_app.evaluation.breakdowns.releases import Telling
from survey_app.evaluation.breakdowns.wave_data import WaveData

MODES = ("web", "phone", "paper", "help")
SPLIT: Mapping[str, Mapping[str, frozenset[str]]] = {
    **CATEGORIES,
    MODE: {mode: frozenset({mode}) for mode in MODES},
}
REST = ""  # who belongs to no category: did not say, or answered in a way that is not kept

Wanted = tuple[tuple[str, tuple[str, ...]], ...]


def shown_categories(wave: WaveData, figure: str, breakdown: str) -> frozenset[str]:
    """The categories of which the number may be shown beside the total, which Tabel 1 shows.

    `figure` is a questionnaire (its sheets) or a cell (its scores). A category without people is
    shown as such. None are shown when nothing is safe.
    """
    return _told(wave, figure, breakdown).shown & SPLIT[breakdown].keys()


def known_may_be_told(wave: WaveData, figure: str, breakdown: str) -> bool:
    """Whether it may also be known how many people said to which category they belong.

    Then every number of answers can be worked out, so all of them must be safe.
    """
    return KNOWN in _told(wave, figure, breakdown).shown


def breakdowns_told(wave: WaveData) -> Iterator[Telling]:
    """What a closing edition tells of people, to be kept for the edition after it."""
    for questionnaire in sorted(wave.counts.responses.keys() - wave.held):
        for breakdown in (*BREAKDOWNS, MODE):
            yield questionnaire, breakdown, _release(wave, questionnaire, breakdown)


def numbers_told(wave: WaveData, cells: Mapping[str, Mapping[str, Any]]) -> Iterator[Telling]:
    """The same of an edition without breakdowns of its own: only the numbers of everybody.

    `cells` are those of the edition; one that keeps what it showed tells nothing new.
    """
    for questionnaire in sorted(wave.counts.responses.keys()):
        for breakdown in (*BREAKDOWNS, MODE):
            figures = _figures(wave, questionnaire, breakdown)
            new = [one for one in figures if not cells.get(one.name, {}).get("held")]
            yield questionnaire, breakdown, totals(new, wave.parameters)


def _told(wave: WaveData, figure: str, breakdown: str) -> Released:
    cell = wave.cells.get(figure)
    found = _release(wave, cell.questionnaire if cell else figure, breakdown)
    return next(one for one in found if one.figure.name == figure)


def _release(wave: WaveData, questionnaire: str, breakdown: str) -> tuple[Released, ...]:
    return _decided(
        _figures(wave, questionnaire, breakdown),
        _wanted(breakdown),
        wave.released.get((questionnaire, breakdown), ()),
        wave.parameters,
    )


def _figures(wave: WaveData, questionnaire: str, breakdown: str) -> tuple[Figure, ...]:
    """The cells of a questionnaire and then its sheets; cells have no figures per mode."""
    found = [
        _figure(cell.code, cell.people(breakdown), breakdown)
        for cell in wave.cells.values()
        if cell.questionnaire == questionnaire and breakdown != MODE
    ]
    sheets = wave.sheets_by_answer(questionnaire, breakdown)
    return (*found, _figure(questionnaire, sheets, breakdown))


def _figure(name: str, people: Mapping[str, int], breakdown: str) -> Figure:
    """A figure in which who belongs nowhere is one set of people."""
    belonging = frozenset[str]().union(*SPLIT[breakdown].values())
    counts = dict.fromkeys((*belonging, REST), 0)
    for answer, n in people.items():
        counts[answer if answer in belonging else REST] += n
    return Figure(name, tuple(sorted(counts.items())))


@lru_cache(maxsize=16)
def _wanted(breakdown: str) -> Wanted:
    return tuple((name, tuple(sorted(of))) for name, of in sorted(SPLIT[breakdown].items()))


@lru_cache(maxsize=4096)
def _decided(
    figures: tuple[Figure, ...],
    categories: Wanted,
    before: tuple[tuple[Released, ...], ...],
    parameters: Parameters,
) -> tuple[Released, ...]:
    return release(figures, categories, before, parameters)
