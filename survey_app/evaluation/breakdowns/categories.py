"""The categories of the three breakdowns: codes in files, and what a population file calls them.

"Allebei" belongs to both target groups, so those two overlap (method.md D.17 point 10); whoever
wants groups that do not overlap takes the four answers apart (`DISJOINT`).
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

TARGET_GROUP, AGE, DURATION = "doelgroep", "leeftijd", "duur"
BREAKDOWNS = (TARGET_GROUP, AGE, DURATION)
DISABILITY, STATUS_HOLDER, NEITHER = "arbeidsbeperking", "statushouder", "geen"
BOTH = "allebei"
TARGET_GROUPS = (DISABILITY, STATUS_HOLDER)  # of advies 3
UNKNOWN = ""  # did not say, or was not asked

_FOUR = MappingProxyType({str(value): frozenset({str(value)}) for value in range(1, 5)})
# breakdown -> category -> the answers (B1, B2, B3) that belong to it
CATEGORIES: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        TARGET_GROUP: MappingProxyType(
            {
                DISABILITY: frozenset({"1", "3"}),
                STATUS_HOLDER: frozenset({"2", "3"}),
                NEITHER: frozenset({"4"}),
            }
        ),
        AGE: _FOUR,
        DURATION: _FOUR,
    }
)
DISJOINT: Mapping[str, str] = MappingProxyType(
    {"1": DISABILITY, "2": STATUS_HOLDER, "3": BOTH, "4": NEITHER}
)
# What a file with numbers of people may call an answer; several answers where it takes a class
# wider than the question does.
NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        TARGET_GROUP: MappingProxyType(
            {
                "arbeidsbeperking": ("1",),
                "arbeidsbeperkt": ("1",),
                "statushouder": ("2",),
                "statushouders": ("2",),
                "allebei": ("3",),
                "beide": ("3",),
                "geen": ("4",),
                "geen van deze": ("4",),
                "overig": ("4",),
                "overige": ("4",),
            }
        ),
        AGE: MappingProxyType(
            {
                "18-26": ("1",),
                "27-45": ("2",),
                "46-54": ("3",),
                "55+": ("4",),
                "18-45": ("1", "2"),
                "46+": ("3", "4"),
            }
        ),
        DURATION: MappingProxyType(
            {"<1": ("1",), "0-1": ("1",), "1-2": ("2",), "2-5": ("3",), "5+": ("4",), ">5": ("4",)}
        ),
    }
)


def answers_called(breakdown: str, name: str) -> tuple[str, ...]:
    """The answers that a population file means by a name; none when the name says nothing.

    >>> answers_called("leeftijd", "46 jaar en ouder"), answers_called("doelgroep", "Beide")
    (('3', '4'), ('3',))
    """
    if name in ("1", "2", "3", "4"):
        return (name,)
    plain = " ".join(name.lower().split())
    for words, sign in (("jaar", ""), ("tot en met", "-"), ("t/m", "-"), ("en ouder", "+")):
        plain = plain.replace(words, sign)
    plain = plain.replace("of ouder", "+").strip()
    short = re.sub(r"\s*([-+<>–])\s*", r"\1", plain).replace("–", "-")
    return NAMES[breakdown].get(short, NAMES[breakdown].get(plain, ()))


def people_per_answer(breakdown: str, people: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    """Numbers of people by the answers they belong to; empty when a name says nothing.

    >>> people_per_answer("doelgroep", {"statushouder": 110, "overig": 300})
    {('2',): 110, ('4',): 300}
    """
    found: dict[tuple[str, ...], int] = {}
    for name, number in people.items():
        answers = answers_called(breakdown, name)
        if not answers or set(answers) & {one for known in found for one in known}:
            return {}
        found[answers] = number
    return found
