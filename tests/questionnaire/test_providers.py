"""The providers of a wave become answers; without them one general answer stays."""

from dataclasses import replace

import pytest

from survey_app.questionnaire.definition import Circumstances
from survey_app.questionnaire.providers import adapt
from survey_app.questionnaire.routing import questions_for


def texts(question):
    return [(option.value, option.text) for option in question.options]


def test_without_providers_the_first_answer_is_a_provider_in_general(small):
    question = adapt(small("provider"), (), "").question("Q1")
    assert texts(question) == [
        (1, "Een andere organisatie"),
        (2, "Alleen de gemeente"),
        (3, "Weet ik niet"),
    ]
    assert [option.provider for option in question.options] == [True, False, False]


def test_with_providers_the_answers_are_numbered_in_the_order_shown(small):
    asked = adapt(small("provider"), ("Werkpad", "Stap", "Werkpad"), "Werkpad")
    assert texts(asked.question("Q1")) == [
        (1, "Werkpad"),
        (2, "Stap"),
        (3, "Alleen de gemeente"),
        (4, "Weet ik niet"),
    ]
    assert asked.question("Q2").route.values == (1, 2)


def test_providers_stand_where_the_list_stood(small):
    question = adapt(small("provider_between"), ("Werkpad", "Stap"), "").question("Q1")
    assert texts(question) == [(1, "Gemeente"), (2, "Werkpad"), (3, "Stap"), (4, "UWV")]


def test_the_example_is_named_or_left_out_with_its_comma(small):
    named = adapt(small("provider"), (), "Werkpad").question("Q3")
    assert named.explanation == "Bijvoorbeeld Werkpad, UWV of een jobcoach."
    unnamed = adapt(small("provider"), (), "").question("Q3")
    assert unnamed.explanation == "Bijvoorbeeld UWV of een jobcoach."


def test_no_place_in_braces_is_left_for_any_respondent(catalogue):
    for questionnaire in catalogue.newest():
        for circumstances in (
            Circumstances(),
            Circumstances(goal="Werk", providers=("Werkpad",), provider_example="Werkpad"),
        ):
            for question in questions_for(questionnaire, circumstances).questions:
                shown = [question.text, question.explanation, *(o.text for o in question.options)]
                assert not any("{" in text for text in shown), question.code


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("For example {aanbieder}, UWV.", "For example UWV."),
        ("مثلًا \u2068{aanbieder}\u2069 أو UWV أو مدرب.", "مثلًا UWV أو مدرب."),
        ("مثل {aanbieder}، UWV أو مدرب.", "مثل UWV أو مدرب."),
        ("ከም {aanbieder}፡ UWV ወይ ኣማኻሪ።", "ከም UWV ወይ ኣማኻሪ።"),
    ],
)
def test_no_comma_or_word_is_left_of_an_example_in_any_script(small, text, without):
    source = small("provider")
    questions = tuple(
        replace(one, explanation=text, easy=text) if one.code == "Q3" else one
        for one in source.questions
    )
    asked = adapt(replace(source, questions=questions), (), "").question("Q3")
    assert (asked.explanation, asked.easy) == (without, without)
