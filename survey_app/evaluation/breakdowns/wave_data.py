"""Everything that the subjects of an evaluation are made of, read once per wave.

Pages, documents and the file of the evaluation take the same subjects: each is a function of this
record. What a person scored is worked out here once per pattern of answers, so the cost follows
cells and patterns, never people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from analysis.cells import Scores, cell_scales, scores_from
from analysis.parameters import Parameters, wave_parameters
from analysis.scales import Scale, person_score
from analysis.table import CellCounts
from survey_app.evaluation.breakdowns.queries import (
    ALL,
    ByCategory,
    Pair,
    SheetScore,
    bounced,
    pages_reached,
    pair_counts,
    pattern_rows,
    population_by_category,
    response_counts,
    sheet_scores,
    value_counts,
)
from survey_app.evaluation.breakdowns.releases import Release, released_before
from survey_app.evaluation.open_answers.queries import read_of_wave
from survey_app.evaluation.open_answers.summary import ReadSoFar
from survey_app.evaluation.table1.counts import (
    Source,
    cell_counts,
    pattern_values,
    questionnaires_of_wave,
    sources,
)
from survey_app.evaluation.table1.queries import WaveCounts, WaveFacts, wave_counts
from survey_app.organisations.asked.queries import own_questions
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.framework import Framework
from survey_app.questionnaire.own import OwnQuestion

NOBODY = Scores((), ())


@dataclass(frozen=True, slots=True)
class ScoredCell:
    """The person scores of one cell: of everybody and per breakdown and category (answer)."""

    code: str
    questionnaire: str
    everybody: Scores
    by: Mapping[str, Mapping[str, Scores]]

    def people(self, breakdown: str) -> dict[str, int]:
        """How many people with a score gave each answer; who gave none stands under ''."""
        known = {answer: scores.n for answer, scores in self.by.get(breakdown, {}).items()}
        return {**known, "": self.everybody.n - sum(known.values())}


@dataclass(frozen=True, slots=True)
class WaveData:
    """The counts of a wave with their meaning; nothing in it has passed the gate yet."""

    facts: WaveFacts
    counts: WaveCounts
    framework: Framework
    parameters: Parameters
    questionnaires: tuple[Questionnaire, ...]
    sources: Mapping[str, Source]
    cells: Mapping[str, ScoredCell]
    responses: Mapping[str, ByCategory]  # questionnaire -> breakdown -> answer -> sheets
    population: Mapping[str, ByCategory]  # questionnaire -> breakdown -> name -> people
    sheets: Mapping[str, tuple[SheetScore, ...]]
    pairs: Mapping[Pair, Mapping[Pair, int]]
    values: Mapping[str, Mapping[str, int]]  # question -> value -> people
    bounced: Mapping[str, int]
    reached: Mapping[str, Mapping[str, int]]  # questionnaire -> page -> forms
    open_answers: Mapping[str, ReadSoFar]  # by questionnaire, as far as a reviewer has read
    own: Mapping[str, tuple[OwnQuestion, ...]]  # questionnaire -> what only this wave asks
    # (questionnaire, breakdown) -> what each earlier edition told of it, the oldest first
    released: Mapping[tuple[str, str], tuple[Release, ...]]
    held: frozenset[str] = frozenset()  # questionnaires that say nothing new, see `without`
    kept: bool = False  # its breakdowns are published as they were, see `publishing`

    @property
    def closed(self) -> bool:
        """Whether breakdowns may be published: never while answers still come in (D.17)."""
        return self.facts.closed

    def sheets_by_answer(self, questionnaire: str, breakdown: str) -> dict[str, int]:
        """How many sheets came with each background answer; without one under ''."""
        known = dict(self.responses.get(questionnaire, {}).get(breakdown, {}))
        everybody = self.counts.responses.get(questionnaire, 0)
        return {**known, "": everybody - sum(known.values())}


def wave_data(session: Session, catalogue: Catalogue, facts: WaveFacts) -> WaveData:
    """Read a wave; a handful of statements, whatever its size."""
    counts = wave_counts(session, facts.id)
    found = sources(catalogue, counts.versions)
    parameters = wave_parameters(facts.minimum_cell)
    return WaveData(
        facts=facts,
        counts=counts,
        framework=catalogue.framework,
        parameters=parameters,
        questionnaires=questionnaires_of_wave(catalogue, counts.versions),
        sources=found,
        cells=_scored(
            cell_counts(found, counts), found, pattern_rows(session, facts.id), parameters
        ),
        responses=response_counts(session, facts.id),
        population=population_by_category(session, facts.id),
        sheets=sheet_scores(session, facts.id),
        pairs=pair_counts(session, facts.id),
        values=value_counts(session, facts.id),
        bounced=bounced(session, facts.id),
        reached=pages_reached(session, facts.id),
        open_answers=read_of_wave(session, facts.id),
        own=own_questions(session, facts.id),
        released=released_before(session, facts.id),
    )


def without(wave: WaveData, questionnaires: Iterable[str]) -> WaveData:
    """The wave as if these questionnaires said nothing.

    Where a cell keeps what an earlier edition showed, no other subject may tell of the few people
    who came or left since (method.md D.4 rule 7, D.17 point 12).
    """
    gone = frozenset(questionnaires)
    asked = {code for one in wave.questionnaires if one.code in gone for code in one.codes}
    numbers = {code: n for code, n in wave.counts.responses.items() if code not in gone}
    return replace(
        wave,
        counts=replace(wave.counts, responses=numbers),
        sources={c: one for c, one in wave.sources.items() if one.questionnaire.code not in gone},
        cells={code: one for code, one in wave.cells.items() if one.questionnaire not in gone},
        responses={code: by for code, by in wave.responses.items() if code not in gone},
        sheets={code: found for code, found in wave.sheets.items() if code not in gone},
        pairs={pair: found for pair, found in wave.pairs.items() if asked.isdisjoint(pair)},
        values={code: given for code, given in wave.values.items() if code not in asked},
        open_answers={c: one for c, one in wave.open_answers.items() if c not in gone},
        held=wave.held | gone,
    )


def _scored(
    cells: Iterable[CellCounts],
    found: Mapping[str, Source],
    rows: Iterable[tuple[str, str, str, str, int]],
    parameters: Parameters,
) -> dict[str, ScoredCell]:
    scales = {cell.code: cell_scales(cell) for cell in cells}
    known: dict[tuple[str, str], float | None] = {}
    sums: dict[tuple[str, str, str], Counter[float]] = defaultdict(Counter)
    for cell, pattern, breakdown, category, n in rows:
        if cell not in scales:
            continue
        if (cell, pattern) not in known:
            known[cell, pattern] = _score(pattern, scales[cell], parameters)
        score = known[cell, pattern]
        if score is not None:
            sums[cell, breakdown, category][score] += n
    by: dict[str, dict[str, dict[str, Scores]]] = defaultdict(lambda: defaultdict(dict))
    for (cell, breakdown, category), histogram in sums.items():
        by[cell][breakdown][category] = scores_from(histogram)
    return {
        code: ScoredCell(
            code,
            source.questionnaire.code,
            by[code].pop(ALL, {}).get("", NOBODY),
            {breakdown: dict(parts) for breakdown, parts in by[code].items()},
        )
        for code, source in found.items()
    }


def _score(pattern: str, scales: tuple[Scale, ...], parameters: Parameters) -> float | None:
    return person_score(pattern_values(pattern), scales, parameters.minimum_valid_share)


def held_questionnaires(wave: WaveData, cells: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The questionnaires of which a cell keeps what an earlier edition showed."""
    held = (code for code, cell in cells.items() if cell.get("held") and code in wave.cells)
    return frozenset(wave.cells[code].questionnaire for code in held)
