"""Easy forms: shorter, beside the text, and only where there is one."""

import pytest

from survey_app.questionnaire.wording import (
    EASY,
    MAX_EASY_WORDS,
    easy_texts,
    in_easy_words,
    sentences,
    too_long,
    unfit_easy,
)

# Explanations that say one short thing already, or explain a word of the question.
SHORT_ALREADY = {"Kies 1 antwoord.", "Geef een cijfer.", "Schrijf geen namen op."}
EXPLAINS_A_WORD = {"C310"}


def test_every_explanation_for_clients_has_an_easy_form_or_is_short_already(catalogue) -> None:
    lacking = {
        question.code
        for one in catalogue.newest()
        if one.party == "C"
        for question in one.questions
        if question.explanation not in SHORT_ALREADY and question.explanation and not question.easy
    }
    assert lacking == EXPLAINS_A_WORD


def test_every_easy_form_is_short_and_shorter(catalogue) -> None:
    pairs = {
        key.removesuffix(EASY): text
        for key, text in catalogue.interface.items()
        if key.endswith(EASY)
    }
    assert len(pairs) > 30
    for key, easy in pairs.items():
        assert len(easy) < len(catalogue.interface[key])
        assert max(len(one.split()) for one in sentences(easy)) <= MAX_EASY_WORDS


def test_only_explanations_change_in_easy_words(catalogue) -> None:
    changed = 0
    for one in catalogue.newest():
        easy = in_easy_words(one)
        for before, after in zip(
            (*one.questions, *one.background), (*easy.questions, *easy.background), strict=True
        ):
            assert after.explanation == (before.easy or before.explanation)
            changed += after.explanation != before.explanation
            same = ("code", "text", "text_with_goal", "options", "route", "fields", "cells")
            assert [getattr(after, name) for name in same] == [
                getattr(before, name) for name in same
            ]
    assert changed > 15


@pytest.mark.parametrize(
    ("normal", "easy", "reason"),
    [
        ("Denk aan: vriendelijk.", "Vriendelijk.", ""),
        ("Zoals {a} of {b}.", "Zoals {b}.", ""),
        ("", "Kort.", "not there"),
        ("Kort.", "Kort!", "not shorter"),
        ("Zoals {a} of {b}.", "Zoals {c}.", "{c}"),
        ("woord " * 30, "woord " * 11, "more than 10 words"),
    ],
)
def test_an_easy_form_is_judged_with_a_reason(normal: str, easy: str, reason: str) -> None:
    found = unfit_easy(normal, easy)
    assert reason in found
    assert bool(found) == bool(reason)


def test_a_text_without_easy_form_is_shown_as_it_is() -> None:
    assert easy_texts({"a": "Lang.", "b": "Langer.", "b.easy": "Kort."}) == {
        "a": "Lang.",
        "b": "Kort.",
        "b.easy": "Kort.",
    }


def test_the_limit_of_words_is_exact() -> None:
    assert too_long("een twee drie", 3) == ""
    assert too_long("een twee. een twee drie vier", 3) == "een twee drie vier"
