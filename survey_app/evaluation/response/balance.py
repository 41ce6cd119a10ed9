"""The response and whether those who answered resemble those who were asked (F16, method.md D.9).

A ratio tells how many people said which category they belong to, so it is only given where that
number may be known as well; the same holds for the measures over all categories.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure import visibility
from analysis.response.representativeness import (
    FormResponse,
    Representativeness,
    representativeness,
)
from survey_app.evaluation.breakdowns.categories import (
    BREAKDOWNS,
    CATEGORIES,
    TARGET_GROUP,
    TARGET_GROUPS,
)
from survey_app.evaluation.breakdowns.gate import known_may_be_told, shown_categories
from survey_app.evaluation.breakdowns.populations import (
    category_people,
    disjoint_people,
    people_of,
)
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.questionnaire.definition import Questionnaire

CLIENTS, ANSWERS = "C", "answers"


@dataclass(frozen=True, slots=True)
class CategoryResponse:
    """One category: people there are, answers (None: hidden) and their ratio of shares."""

    category: str
    population: int | None
    answers: int | None
    ratio: float | None
    balanced: bool | None


@dataclass(frozen=True, slots=True)
class Response:
    """The response to one questionnaire; measures are about the four target groups apart."""

    population: int | None
    invited: int | None
    bounced: int | None
    answers: int | None
    rate: float | None
    by: Mapping[str, tuple[CategoryResponse, ...]]
    chi2: float | None
    df: int | None
    p: float | None
    dissimilarity: float | None
    r_indicator: float | None
    r_word: str | None
    advice3: bool | None


def responses(wave: WaveData) -> dict[str, Response]:
    """The response to every questionnaire of the wave."""
    return {one.code: _response(wave, one) for one in wave.questionnaires if one.store == ANSWERS}


def _response(wave: WaveData, questionnaire: Questionnaire) -> Response:
    code = questionnaire.code
    n, people = wave.counts.responses.get(code, 0), people_of(wave, code)
    seen = visibility(n, wave.parameters)
    shown = n if (seen.has_mean or n == 0) and code not in wave.held else None
    split = wave.closed and questionnaire.party == CLIENTS and shown is not None
    found = _over_all(wave, code) if split else None
    invited, failed = wave.counts.invited.get(code), wave.bounced.get(code, 0)
    return Response(
        population=people,
        invited=invited,
        bounced=failed if invited else None,
        answers=shown,
        rate=_rate(shown, people, invited, failed),
        by={one: _categories(wave, code, one) for one in BREAKDOWNS} if split else {},
        chi2=found.chi_square.statistic if found and found.chi_square else None,
        df=found.chi_square.df if found and found.chi_square else None,
        p=found.chi_square.p if found and found.chi_square else None,
        dissimilarity=found.dissimilarity if found else None,
        r_indicator=found.r_indicator if found else None,
        r_word=found.r_word if found else None,
        advice3=_both_heard(wave, code) if split else None,
    )


def _rate(
    answers: int | None, people: int | None, invited: int | None, failed: int
) -> float | None:
    """Answers per person there is, or per invitation that arrived when that is not known."""
    if answers is None:
        return None
    if people:
        return answers / people if answers <= people else None
    return FormResponse(invited or 0, failed, answers, answers).response


def _categories(wave: WaveData, code: str, breakdown: str) -> tuple[CategoryResponse, ...]:
    people, categories = wave.sheets_by_answer(code, breakdown), CATEGORIES[breakdown]
    shown = shown_categories(wave, code, breakdown)
    told = known_may_be_told(wave, code, breakdown)
    counted = category_people(wave, code, breakdown)
    found = []
    for category, answers in categories.items():
        number = sum(people.get(answer, 0) for answer in answers)
        ratio = _ratio(wave, code, breakdown, category) if told and category in shown else None
        found.append(
            CategoryResponse(
                category,
                counted.get(category),
                number if category in shown else None,
                ratio,
                None if ratio is None else _is_balanced(wave, ratio),
            )
        )
    return tuple(found)


def _ratio(wave: WaveData, code: str, breakdown: str, category: str) -> float | None:
    """Share of the answers that say so over the share of the people there are."""
    people, counted = (
        wave.sheets_by_answer(code, breakdown),
        category_people(wave, code, breakdown),
    )
    known = sum(people.get(answer, 0) for answer in _belonging(breakdown))
    everybody = sum(disjoint_people(wave, code, breakdown).values()) or people_of(wave, code)
    if not known or not everybody or not counted.get(category):
        return None
    number = sum(people.get(answer, 0) for answer in CATEGORIES[breakdown][category])
    return (number / known) / (counted[category] / everybody)


def _is_balanced(wave: WaveData, ratio: float) -> bool:
    low, high = wave.parameters.ratio_low, wave.parameters.ratio_high
    return low - 1e-9 <= ratio <= high + 1e-9


def _both_heard(wave: WaveData, code: str) -> bool | None:
    """Advies 3: both target groups answered in sufficient measure; None when not counted."""
    people, counted = (
        wave.sheets_by_answer(code, TARGET_GROUP),
        category_people(wave, code, TARGET_GROUP),
    )
    heard = []
    for group in TARGET_GROUPS:
        number = sum(people.get(answer, 0) for answer in CATEGORIES[TARGET_GROUP][group])
        ratio = _ratio(wave, code, TARGET_GROUP, group)
        if ratio is None:
            return None
        many = number >= wave.parameters.group_answers_minimum
        near = ratio >= wave.parameters.ratio_low - 1e-9
        most = number >= wave.parameters.group_response_minimum * counted[group]
        heard.append((near and many) or most)
    return all(heard)


def _over_all(wave: WaveData, code: str) -> Representativeness | None:
    """The measures over the four target groups, where nothing can be worked out from them."""
    people = wave.sheets_by_answer(code, TARGET_GROUP)
    counted = disjoint_people(wave, code, TARGET_GROUP)
    if not counted or not any(people.get(answer) for answer in _belonging(TARGET_GROUP)):
        return None
    if not known_may_be_told(wave, code, TARGET_GROUP):
        return None
    return representativeness(
        people, {answers[0]: number for answers, number in counted.items()}, wave.parameters
    )


def _belonging(breakdown: str) -> frozenset[str]:
    return frozenset[str]().union(*CATEGORIES[breakdown].values())
