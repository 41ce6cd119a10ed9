"""How many people there are per category, where the municipality counted them (F01)."""

from collections.abc import Mapping

from survey_app.evaluation.breakdowns.categories import CATEGORIES, people_per_answer
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.table1.counts import population_of


def people_of(wave: WaveData, questionnaire: str) -> int | None:
    """How many people a questionnaire is meant for, if that is known."""
    return wave.counts.population.get(questionnaire, (None, False))[0]


def category_people(wave: WaveData, questionnaire: str, breakdown: str) -> dict[str, int]:
    """People per published category; a category that was counted otherwise is left out.

    Who belongs to both target groups counts in both, as in the answers.
    """
    known = _known(wave, questionnaire, breakdown)
    found = {}
    for category, answers in CATEGORIES[breakdown].items():
        parts = [people for of, people in known.items() if set(of) <= answers]
        if any(set(of) & answers and not set(of) <= answers for of in known) or not parts:
            continue
        found[category] = sum(parts)
    return found


def disjoint_people(
    wave: WaveData, questionnaire: str, breakdown: str
) -> Mapping[tuple[str, ...], int]:
    """People per answer (or class of answers) when together they are everybody; else empty."""
    known = _known(wave, questionnaire, breakdown)
    people = people_of(wave, questionnaire)
    return known if known and sum(known.values()) == people else {}


def counted_population(
    wave: WaveData, questionnaire: str, breakdown: str, category: str
) -> int | None:
    """N of a category for the finite-population correction: only where all were invited."""
    if population_of(wave.counts, questionnaire) is None:
        return None
    return category_people(wave, questionnaire, breakdown).get(category)


def _known(wave: WaveData, questionnaire: str, breakdown: str) -> dict[tuple[str, ...], int]:
    names = wave.population.get(questionnaire, {}).get(breakdown, {})
    return people_per_answer(breakdown, names)
