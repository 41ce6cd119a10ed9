"""For any questionnaire, any answers and any text: no dead end, nothing counted that is off."""

import contextlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from survey_app.questionnaire.answers import AnswerError, from_record, parse_answer, to_record
from survey_app.questionnaire.definition import (
    Circumstances,
    Option,
    Question,
    Questionnaire,
    Route,
)
from survey_app.questionnaire.files.checking import check_questionnaire
from survey_app.questionnaire.files.reading import DefinitionError, parse
from survey_app.questionnaire.loading import load_catalogue
from survey_app.questionnaire.routing import (
    next_question,
    on_path_answers,
    path,
    questions_for,
)

SHIPPED = load_catalogue(Path(__file__).parents[2] / "questionnaires")
OPTIONS = (Option(1, "Ja"), Option(2, "Nee"), Option(9, "Weet ik niet", apart=True))
KINDS = {
    "choice": ("CAT", OPTIONS),
    "multiple": ("MULTI", OPTIONS),
    "open": ("OPEN", ()),
}


def wild_route(count):
    """A route to anywhere: itself, later questions, ones that do not exist."""
    names = st.sampled_from([f"Q{number}" for number in range(count + 1)])
    values = st.lists(st.sampled_from([1, 2, 7, 9]), max_size=3, unique=True).map(tuple)
    return st.builds(Route, names, st.sampled_from(["is", "is_not", "is_provider"]), values)


def tame_route(earlier):
    """A route to an earlier question with answers, by some of its values."""
    names = st.sampled_from([question.code for question in earlier])
    values = st.lists(st.sampled_from([1, 2, 9]), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Route, names, st.sampled_from(["is", "is_not"]), values)


@st.composite
def any_questionnaire(draw):
    """Half of them may have any route at all; the others only routes that make sense."""
    count, wild = draw(st.integers(1, 8)), draw(st.booleans())
    questions = []
    for number in range(count):
        kind = draw(st.sampled_from(sorted(KINDS)))
        scale, options = KINDS[kind]
        earlier = [question for question in questions if question.options]
        possible = wild_route(count) if wild else tame_route(earlier) if earlier else st.none()
        route = draw(st.none() | possible)
        questions.append(Question(f"Q{number}", kind, scale, "Hoe?", options=options, route=route))
    return Questionnaire("T", 1, "C", "", "answers", "-", "T", tuple(questions))


def any_answer(question):
    """Any acceptable answer, made by the same reader that respondents go through."""
    if question.kind == "open":
        return st.none() | st.just("tekst")
    if question.kind == "numbers":
        numbers = st.none() | st.integers(0, 1_000_000)
        return st.none() | st.tuples(*(numbers for _ in question.fields))
    one = st.sampled_from(question.values)
    if question.kind == "multiple":
        return st.none() | one.map(lambda value: (value,))
    return st.none() | one


@st.composite
def any_answers(draw, questionnaire):
    """Answers to any of the questions, on the path or not: after changes both occur."""
    answers = {}
    for question in questionnaire.questions:
        if draw(st.booleans()):
            answers[question.code] = draw(any_answer(question))
    return answers


def never_shown(asked, answers):
    return next((one for one in path(asked, answers) if one.code not in answers), None)


def assert_an_end_is_reachable(asked, answers, data):
    """Walk on from the present state: every step goes forward and the walk ends."""
    seen = []
    while (question := never_shown(asked, answers)) is not None:
        assert question.code not in seen
        seen.append(question.code)
        answers[question.code] = data.draw(any_answer(question))
        assert len(seen) <= len(asked.questions)
    assert [q.code for q in path(asked, answers)] == list(on_path_answers(asked, answers))


def assert_the_steps_agree_with_the_path(asked, answers):
    forward = []
    step = next_question(asked, answers, None)
    while step is not None:
        forward.append(step)
        step = next_question(asked, answers, step.code)
    assert tuple(forward) == path(asked, answers)


def refusal(questionnaire):
    try:
        check_questionnaire(questionnaire, (), ())
    except DefinitionError as error:
        return error
    return None


@given(any_questionnaire(), st.data())
def test_any_questionnaire_is_refused_or_lets_everybody_reach_the_end(questionnaire, data):
    refused = refusal(questionnaire)
    if refused is not None:
        assert refused.where in questionnaire.codes
        return
    answers = data.draw(any_answers(questionnaire))
    assert_the_steps_agree_with_the_path(questionnaire, answers)
    assert_an_end_is_reachable(questionnaire, answers, data)


@given(any_questionnaire(), st.data())
def test_every_question_of_an_accepted_questionnaire_is_asked_of_somebody(questionnaire, data):
    if refusal(questionnaire) is not None:
        return
    wanted = data.draw(st.sampled_from(questionnaire.questions))
    answers = {}
    route = wanted.route
    while route is not None:
        parent = questionnaire.question(route.question)
        free = [v for v in parent.values if (v in route.values) == (route.operator == "is")]
        answers[parent.code] = (free[0],) if parent.kind == "multiple" else free[0]
        route = parent.route
    assert wanted in path(questionnaire, answers)


@st.composite
def any_visit(draw):
    """A shipped questionnaire as some respondent gets it."""
    questionnaire = draw(st.sampled_from(SHIPPED.newest()))
    circumstances = Circumstances(
        ask_background=draw(st.booleans()),
        linked=draw(st.booleans()),
        contract=draw(st.booleans()),
        providers=draw(st.sampled_from([(), ("Werkpad",), ("Werkpad", "Stap")])),
    )
    return questions_for(questionnaire, circumstances)


@given(any_visit(), st.data())
def test_every_shipped_questionnaire_ends_from_any_state(asked, data):
    answers = data.draw(any_answers(asked))
    assert_the_steps_agree_with_the_path(asked, answers)
    assert_an_end_is_reachable(asked, answers, data)


@given(any_visit(), st.data())
def test_an_answer_counts_exactly_when_its_question_is_on_the_path(asked, data):
    answers = data.draw(any_answers(asked))
    counted = on_path_answers(asked, answers)
    on_path = {question.code for question in path(asked, answers)}
    assert set(counted) == on_path & set(answers)
    # What does not count changes nothing: the path is the same without it.
    assert path(asked, counted) == path(asked, answers)


QUESTIONS = [question for one in SHIPPED.newest() for question in one.questions]


@given(st.sampled_from(QUESTIONS), st.data())
def test_a_value_survives_the_way_to_a_file_and_back(question, data):
    value = data.draw(any_answer(question))
    if isinstance(value, tuple) and set(value) == {None}:
        value = None
    assert from_record(question, to_record(question, value)) == value


@given(st.sampled_from(QUESTIONS), st.lists(st.text(), max_size=5))
def test_any_text_is_either_a_value_or_a_refusal_with_a_known_sentence(question, raw):
    refused = None
    try:
        value = parse_answer(question, raw)
    except AnswerError as error:
        refused = error
    if refused is not None:
        assert SHIPPED.interface[refused.key].format(**refused.values)
    else:
        assert from_record(question, to_record(question, value)) == value


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_a_table_or_a_refusal(raw):
    with contextlib.suppress(DefinitionError):
        assert isinstance(parse("any.toml", raw).content, dict)
