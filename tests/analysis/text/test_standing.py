"""Whose word it is, whether it is of now, and whether it is meant."""

import pytest

from analysis.openanswers.feeling import evidence
from analysis.openanswers.verdict import listed


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Niks te mopperen", "positief"),
        ("Ik zou niet weten wat er beter kan", "positief"),
        ("Lekker snel hoor, na acht maanden een brief", "negatief"),
        ("Fijn dat het zo snel ging", "positief"),
        ("Nou bedankt", "negatief"),
        ("Ze zeiden dat alles goed zou komen", "neutraal"),
        ("Mijn coach zegt dat ik het goed doe", "positief"),
        ("Mijn buurman heeft slechte ervaringen", "neutraal"),
        ("Vroeger was het slecht, nu is het heel goed", "positief"),
        ("Bij de vorige begeleider was het fijn, nu is het slecht", "negatief"),
        ("Eerst slecht nu goed", "gemengd"),
    ],
)
def test_the_lists_follow_the_turn_of_a_sentence(text: str, label: str) -> None:
    assert listed(text)[0] == label


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Vroeger was het slecht, nu is het goed", "vroeger"),
        ("Geweldig, alweer een nieuwe begeleider", "ironie"),
    ],
)
def test_the_evidence_says_why_a_word_weighs_otherwise(text: str, reason: str) -> None:
    assert reason in {one.reason for one in evidence(text)}
