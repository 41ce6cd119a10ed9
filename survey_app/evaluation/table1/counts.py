"""From stored counts to what the analysis takes: one histogram of patterns per cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.cells import CellCounts, Scores, cell_scales, person_scores
from analysis.parameters import Parameters
from analysis.scales import NOT_ASKED, Pattern
from survey_app.evaluation.table1.queries import WaveCounts
from survey_app.questionnaire.definition import Catalogue, Question, Questionnaire
from survey_app.questionnaire.files.coverage import cells_of

NOT_ASKED_SIGN = "-"
RATING = "R10"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a cell gets its answers: one questionnaire and its questions, in order."""

    questionnaire: Questionnaire
    questions: tuple[Question, ...]


def questionnaires_of_wave(
    catalogue: Catalogue, versions: Mapping[str, int]
) -> tuple[Questionnaire, ...]:
    """The questionnaires as frozen into the wave; the newest where nothing was frozen."""
    return tuple(
        catalogue.questionnaire(one.code, versions[one.code]) if one.code in versions else one
        for one in catalogue.newest()
    )


def sources(catalogue: Catalogue, versions: Mapping[str, int]) -> dict[str, Source]:
    """Per cell of Tabel 1 the questions that feed it in this wave; figure-only cells are absent."""
    known = {cell.code for cell in catalogue.framework.cells}
    return {
        cell: Source(one, tuple(one.question(code) for code in codes))
        for one in questionnaires_of_wave(catalogue, versions)
        for cell, codes in cells_of(one).items()
        if cell in known
    }


def cell_counts(found: Mapping[str, Source], counts: WaveCounts) -> Iterator[CellCounts]:
    """The histogram of every cell that has questions, also when nobody answered."""
    for cell, source in found.items():
        yield CellCounts(
            code=cell,
            questions=tuple(question.code for question in source.questions),
            scales=tuple(_scored_as(question) for question in source.questions),
            patterns={pattern_values(text): n for text, n in counts.patterns.get(cell, {}).items()},
            population=population_of(counts, source.questionnaire.code),
        )


def not_asked(found: Mapping[str, Source], counts: WaveCounts) -> list[str]:
    """The scored questions that none of those who answered about their cell ever saw.

    They gave way to the maximum of a questionnaire (method.md C.2). A cell without answers says
    nothing about what would have been asked.
    """
    never = []
    for cell in cell_counts(found, counts):
        shown = [pattern for pattern, people in cell.patterns.items() if people > 0]
        never += [
            question.code
            for place, question in enumerate(found[cell.code].questions)
            if question.drop and shown and all(one[place] == NOT_ASKED for one in shown)
        ]
    return sorted(never)


def population_of(counts: WaveCounts, questionnaire: str) -> int | None:
    """N for the finite-population correction: known, all invited, no way in without invitation."""
    people, all_invited = counts.population.get(questionnaire, (None, False))
    if not all_invited or questionnaire in counts.open_entry:
        return None
    return people


def pattern_values(text: str) -> Pattern:
    """'5,,-' → (5, None, NOT_ASKED)."""
    return tuple(_value(part) for part in text.split(","))


def scores_of(cell: CellCounts, parameters: Parameters) -> Scores:
    """The person scores of a cell, for comparing parties."""
    return person_scores(cell.patterns, cell_scales(cell), parameters)


def _value(part: str) -> int | None:
    if part == NOT_ASKED_SIGN:
        return NOT_ASKED
    return int(part) if part else None


def _scored_as(question: Question) -> str:
    # G303 brings its own five answers and is scored like the common scale (method.md C.4).
    return RATING if question.scale == RATING else "SQ"
