"""Volunteers as the draw needs them: marks, mix, and how they can be reached. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.questionnaire.definition import Questionnaire
from survey_app.separate.reading import words_of
from survey_app.ways_in.contacts import takes_text

MARKS = ("S1", "S2", "S3")
REACH = "S7"
# trait of the draw -> question; target group and phase are not asked of volunteers
TRAITS = {"leeftijd": "S6", "duur": "S5", "partij": "S4"}
SATISFIED_FROM = 6.5  # a test holds it against analysis/parameters.py
LESS, MORE = "minder", "tevreden"
_EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"\+31\d{9}|\+(?!31)[1-9]\d{7,14}")
_PHONE = re.compile(r"(?:\+|\b0)\d(?:[ ().-]*\d){7,13}\b")


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who offered to be interviewed."""

    id: str
    marks: tuple[float, ...]
    traits: Mapping[str, str]
    reach: str  # as they wrote it: name, number or address, when to call
    language: str = "nl"

    @property
    def group(self) -> str:
        """LESS or MORE satisfied by the mean mark; empty without any mark, and then not drawn."""
        if not self.marks:
            return ""
        return MORE if sum(self.marks) / len(self.marks) >= SATISFIED_FROM - 1e-9 else LESS

    @property
    def email(self) -> str:
        """The first e-mail address in what they wrote, or nothing."""
        found = _EMAIL.search(self.reach)
        return found[0].rstrip(".") if found else ""

    @property
    def phone(self) -> str:
        """The first telephone number in what they wrote, as it is dialled, or nothing."""
        found = _PHONE.search(self.reach)
        return re.sub(r"[^\d+]", "", found[0]) if found else ""

    @property
    def mobile(self) -> str:
        """That number when a text message can reach it, as +31612345678, or nothing.

        >>> Volunteer("a", (), {}, "Fatma 06-12345678").mobile
        '+31612345678'
        >>> Volunteer("a", (), {}, "Piet 0182-123456").mobile
        ''
        """
        number = re.sub(r"^(0031|0(?!0))", "+31", self.phone).replace("+310", "+31", 1)
        return number if _NUMBER.fullmatch(number) and takes_text(number) else ""

    @property
    def name(self) -> str:
        """What they wrote before a number, an address or the end of a sentence.

        >>> Volunteer("a", (), {}, "Fatma, 06 12345678, liefst na vijven").name
        'Fatma'
        """
        words = re.split(r"[,;.(\n]|[\d+]|\S+@", self.reach.strip(), maxsplit=1)[0]
        return " ".join(words.split())[:40]


@dataclass(frozen=True, slots=True)
class PoolNumbers:
    """The pool without anybody in it; `mix` is trait -> category -> how many people."""

    people: int
    less: int
    more: int
    unmarked: int
    mix: Mapping[str, Mapping[str, int]]


def volunteer(
    row_id: str, answers: Mapping[str, Any], asked: Questionnaire, language: str = "nl"
) -> Volunteer:
    """What somebody filled in, as a volunteer. Several parties are one category: 'A + B'."""
    questions = {question.code: question for question in asked.questions}
    traits = {
        trait: " + ".join(words_of(questions[code], answers)) for trait, code in TRAITS.items()
    }
    marks = tuple(float(answers[code]) for code in MARKS if answers.get(code) is not None)
    return Volunteer(row_id, marks, traits, str(answers.get(REACH) or ""), language)


def numbers_of(pool: Iterable[Volunteer]) -> PoolNumbers:
    """How many people there are, by group and by category."""
    people = list(pool)
    groups = Counter(person.group for person in people)
    mix = {
        trait: dict(
            sorted(Counter(one.traits[trait] for one in people if one.traits.get(trait)).items())
        )
        for trait in TRAITS
    }
    return PoolNumbers(len(people), groups[LESS], groups[MORE], groups[""], mix)


def quota(people: int) -> tuple[tuple[str, int], ...]:
    """The places of each group: half and half, the odd one for who is less satisfied.

    >>> quota(7)
    (('minder', 4), ('tevreden', 3))
    """
    return (LESS, people - people // 2), (MORE, people // 2)
