"""Questions that only one wave asks: where they stand, what gives way, and that they stay."""

import pytest

from survey_app.questionnaire.definition import Catalogue, Circumstances
from survey_app.questionnaire.own import (
    Altered,
    OwnQuestion,
    frozen_own,
    gives_way,
    own_of,
    unfit_wording,
    with_own,
    without_own,
)
from survey_app.questionnaire.routing import questions_for

CALLS = OwnQuestion("X01", "m1", "De gemeente belt u nu elke maand. Merkt u dat?")


def test_it_is_asked_before_the_open_question_at_the_end(catalogue: Catalogue) -> None:
    plain = catalogue.latest("W1-PRE")
    widened = with_own(plain, [CALLS])
    place = widened.codes.index("X01")
    assert [one.kind for one in widened.questions[place + 1 :]] == ["open"] * (
        len(plain.questions) - place
    )
    assert widened.questions[place - 1].kind != "open"
    asked = widened.question("X01")
    assert [option.text for option in asked.options] == ["Ja", "Een beetje", "Nee", "Weet ik niet"]
    assert asked.unscored == (9,)
    assert without_own(widened) == plain


def test_a_client_never_gets_more_than_twelve_questions(catalogue: Catalogue) -> None:
    plain = catalogue.latest("K1-PRE")
    gone = gives_way(plain, 1)
    assert [one.code for one in gone or ()] == ["C106"]
    asked = questions_for(with_own(plain, [CALLS]), Circumstances()).questions
    assert sum(one.kind != "consent" for one in asked) == plain.maximum == 12
    assert "X01" in {one.code for one in asked}
    assert gives_way(catalogue.latest("K3-TIJDENS"), 1) is None  # full with what must be asked
    assert gives_way(catalogue.latest("W1-PRE"), 3) is None  # two at most


def test_what_was_frozen_comes_back_and_a_change_is_seen() -> None:
    frozen = frozen_own([CALLS])
    assert own_of(frozen) == (CALLS,)
    assert own_of(frozen_own([])) == ()
    with pytest.raises(Altered):
        own_of(frozen.replace("elke maand", "elke week"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CALLS.text, ""),
        ("Merkt u dat", "Eindig met een vraag"),
        ("Merkt u dat? Echt?", "Eindig met een vraag"),
        (
            "De gemeente " + "belt u nu elke maand en dan nog eens " * 2 + "op. Merkt u dat?",
            "Deze zin",
        ),
        ("Nu. Nu. Nu. Merkt u dat?", "Schrijf hoogstens drie"),
        ("a" * 200 + "?", "Dit is te lang"),
    ],
)
def test_the_wording_is_plain(text: str, said: str) -> None:
    found = unfit_wording(text)
    assert found.startswith(said)
    assert bool(found) == bool(said)
