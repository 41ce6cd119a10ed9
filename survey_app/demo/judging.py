"""How an invented person answers a question: by its scale, around the judgement of its cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from survey_app.demo.municipality import JUDGEMENTS, SAY_YES, USUAL
from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.questionnaire.routing import next_question

DOES_NOT_KNOW, SKIPS, WRITES = 0.05, 0.03, 0.45
AGREES_TO_BACKGROUND = 0.85
REMARKS = (
    "Ik word goed geholpen, dank u.",
    "Ik moest heel lang wachten voordat er iets gebeurde.",
    "Elke keer een nieuwe contactpersoon. Ik vertel steeds hetzelfde.",
    "De brieven zijn moeilijk te lezen. Bel mij liever: 06 12345678.",
    "Mijn contactpersoon mevrouw Van Dalen luistert goed.",
    "Ik had graag eerder geweten wat er ging gebeuren.",
    "Na de plaatsing hoorden wij niets meer.",
    "De jobcoach denkt goed mee.",
    "Meer tijd voor een gesprek zou helpen.",
    "Het loket en de gemeente wisten niet van elkaar wat er was afgesproken.",
    "De stage bij Bakkerij Bouwman in Gouda past bij wat ik kan, ook met mijn rugpijn.",
    "Ik weet niet bij wie ik moet zijn met een vraag.",
)
# Chances of the background answers B1, B2 and B3, in the order of their options.
BACKGROUND: Mapping[str, tuple[float, ...]] = {
    "B1": (0.34, 0.2, 0.05, 0.35, 0.06),
    "B2": (0.18, 0.38, 0.2, 0.21, 0.03),
    "B3": (0.26, 0.2, 0.3, 0.2, 0.04),
}


@dataclass(frozen=True, slots=True)
class Respondent:
    """One invented person: their number among the sheets, leaning and luck."""

    number: int
    leaning: float
    shift: float
    chance: Random


def answers_of(questionnaire: Questionnaire, person: Respondent) -> dict[str, Value]:
    """Everything this person answers, question by question along their own path."""
    answers: dict[str, Value] = {}
    question = next_question(questionnaire, answers, None)
    while question is not None:
        answers[question.code] = _answer(question, person)
        question = next_question(questionnaire, answers, question.code)
    return answers


def _answer(question: Question, person: Respondent) -> Value:
    chance = person.chance
    if question.code in SAY_YES:
        return 1 if person.number < SAY_YES[question.code] else 2
    if question.code in BACKGROUND:
        return chance.choices(question.values, BACKGROUND[question.code])[0]
    if question.kind not in ("consent", "open"):
        if chance.random() < SKIPS:
            return None
        if question.unscored and chance.random() < DOES_NOT_KNOW:
            return question.unscored[0]
    return KINDS[question.kind](question, person)


def _scale(question: Question, person: Respondent) -> Value:
    """A point of the scale near the judgement of the question's cell; values may run down."""
    points = sorted(set(question.values) - set(question.unscored))
    mean = _judgement(question) + person.shift + person.leaning + person.chance.gauss(0, 1.6)
    place = round(mean / 10 * (len(points) - 1))
    return points[min(max(place, 0), len(points) - 1)]


def _judgement(question: Question) -> float:
    if not question.cells:
        return USUAL
    row, _, party = question.cells[0].partition("-")
    return JUDGEMENTS.get(row, {}).get(party, USUAL)


def _choice(question: Question, person: Respondent) -> Value:
    if question.cells:  # a scale in words, such as "Bij allemaal" ... "Bij niemand"
        return _scale(question, person)
    scored = [value for value in question.values if value not in question.unscored]
    weights = [1 / (1 + place / 2) for place in range(len(scored))]
    return person.chance.choices(scored, weights)[0]


def _multiple(question: Question, person: Respondent) -> Value:
    ordinary = [option.value for option in question.options if not option.exclusive]
    number = min(len(ordinary), person.chance.choice((1, 1, 2, 3)))
    return tuple(sorted(person.chance.sample(ordinary, number)))


def _numbers(question: Question, person: Respondent) -> Value:
    """Falling numbers: each field counts a part of the one before it."""
    found, number = [], person.chance.randint(12, 60)
    for _ in question.fields:
        found.append(number)
        number = round(number * person.chance.uniform(0.6, 0.9))
    return tuple(found)


def _open(question: Question, person: Respondent) -> Value:
    return person.chance.choice(REMARKS) if person.chance.random() < WRITES else None


def _consent(question: Question, person: Respondent) -> Value:
    return question.values[0 if person.chance.random() < AGREES_TO_BACKGROUND else 1]


KINDS: Mapping[str, Callable[[Question, Respondent], Value]] = {
    "scale": _scale,
    "choice": _choice,
    "multiple": _multiple,
    "numbers": _numbers,
    "open": _open,
    "consent": _consent,
}
