"""How many questions somebody gets at most, from the start and on the way."""

import random
from itertools import pairwise

import pytest

from survey_app.questionnaire.definition import Circumstances, Question
from survey_app.questionnaire.length import may_be_shorter, most_questions
from survey_app.questionnaire.routing import next_question, path, questions_for


def asked(catalogue, code: str):
    return questions_for(catalogue.latest(code), Circumstances(providers=("Werkpad",)))


# Counted by hand from the questionnaires: with background, consent and everything routed.
@pytest.mark.parametrize(
    ("code", "most", "before_routing"),
    [("HALFJAAR", 6, 3), ("K3-TIJDENS", 13, 11), ("U-SELECTIE", 7, 7), ("G-ZELF", 26, 26)],
)
def test_the_longest_path_is_counted_at_the_start(catalogue, code, most, before_routing) -> None:
    questionnaire = asked(catalogue, code)
    assert most_questions(questionnaire, {}) == most
    assert len(path(questionnaire, {})) == before_routing
    assert may_be_shorter(questionnaire) == (most > before_routing)


def test_an_answer_that_closes_a_branch_makes_it_shorter(catalogue) -> None:
    questionnaire = asked(catalogue, "HALFJAAR")
    assert most_questions(questionnaire, {"H1": 1}) == 6
    assert most_questions(questionnaire, {"H1": None}) == 6
    assert most_questions(questionnaire, {"H1": 5}) == 3


def some_answer(question: Question, chance: random.Random):
    if question.kind in ("open", "numbers") or chance.random() < 0.1:
        return None
    value = chance.choice(question.values)
    return (value,) if question.kind == "multiple" else value


@pytest.mark.parametrize("seed", range(40))
def test_going_on_the_total_never_grows_and_the_number_never_passes_it(catalogue, seed) -> None:
    chance = random.Random(seed)
    for questionnaire in (asked(catalogue, one.code) for one in catalogue.newest()):
        answers: dict[str, object] = {}
        totals = [most_questions(questionnaire, answers)]
        numbers = []
        question = next_question(questionnaire, answers, None)
        while question is not None:
            on_path = path(questionnaire, answers)
            numbers.append(on_path.index(question) + 1)
            assert numbers[-1] <= totals[-1]
            answers[question.code] = some_answer(question, chance)
            totals.append(most_questions(questionnaire, answers))
            question = next_question(questionnaire, answers, question.code)
        assert all(later <= earlier for earlier, later in pairwise(totals))
        assert numbers == list(range(1, totals[-1] + 1))


@pytest.mark.parametrize("code", ["HALFJAAR", "K1-PRE", "K3-TIJDENS", "K4-EINDE", "O-JAAR"])
def test_the_promise_at_the_start_is_met_by_somebody(catalogue, code) -> None:
    questionnaire = asked(catalogue, code)
    lengths = set()
    for seed in range(200):
        chance, answers = random.Random(seed), {}
        question = next_question(questionnaire, answers, None)
        while question is not None:
            answers[question.code] = some_answer(question, chance)
            question = next_question(questionnaire, answers, question.code)
        lengths.add(len(answers))
    assert max(lengths) == most_questions(questionnaire, {})
