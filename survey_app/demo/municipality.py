"""Voorbeeldstad: a municipality that does not exist, and how its people judge.

The judgements are invented so that the table has something to see: the municipality judges
itself milder than its clients do, clients think least of waiting and of separate desks, employers
miss aftercare, and one body's cell is too small to show.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

NAME = "Voorbeeldstad"
SLUG = "voorbeeldstad"
DOMAIN = "voorbeeldstad.example"
PROVIDERS = ("Stichting Stapsteen", "Werkplaats De Brug")
SETTINGS = f"""\
name = "{NAME}"
help_phone = "14 0000 (verzonnen)"
help_hours = "op werkdagen van 9 tot 17 uur"
email = "onderzoek@{DOMAIN}"
privacy_contact = "privacy@{DOMAIN}"
data_protection_officer = "fg@{DOMAIN}"
providers = ["{PROVIDERS[0]}", "{PROVIDERS[1]}"]
provider_example = "{PROVIDERS[0]}"
"""
BASE_CLIENTS = 250


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one questionnaire per 250 clients: how many there are, how many answer."""

    people: int
    answers: int
    follows_clients: bool = True


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "K1-PRE": Group(46, 17),
        "K2-AANVANG": Group(46, 16),
        "K3-TIJDENS": Group(84, 38),
        "K4-EINDE": Group(42, 17),
        "K5-POST": Group(32, 12),
        "W1-PRE": Group(30, 13, follows_clients=False),
        "W2-AANVANG": Group(24, 12, follows_clients=False),
        "W3-TIJDENS": Group(36, 19, follows_clients=False),
        "W4-EINDE": Group(20, 11, follows_clients=False),
        "W5-POST": Group(14, 10, follows_clients=False),
        "O-JAAR": Group(16, 12, follows_clients=False),
        "G-ZELF": Group(44, 31, follows_clients=False),
    }
)
# Mean judgement 0-10 per row of Tabel 1, by party.
JUDGEMENTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "R01": {"G": 7.2, "C": 5.9, "W": 5.6, "O": 6.4},
        "R02": {"C": 5.0},
        "R03": {"G": 7.6, "C": 6.4, "W": 6.6},
        "R04": {"C": 7.5, "W": 7.3},
        "R05": {"C": 4.4},
        "R06": {"G": 7.1, "C": 5.2, "W": 6.0},
        "R07": {"C": 7.2, "W": 7.0},
        "R08": {"G": 7.4, "C": 5.8, "W": 6.2},
        "R09": {"G": 6.3, "C": 4.1, "W": 4.9},
        "R10": {"G": 6.7, "C": 4.9, "W": 5.7},
        "R11": {"G": 6.2, "C": 5.4, "O": 6.8},
        "R12": {"G": 7.0, "W": 6.1},
        "R13": {"G": 7.3, "W": 6.4},
        "R14": {"G": 6.5, "O": 5.8},
        "R17": {"G": 6.8, "W": 6.5},
        "R18": {"O": 6.3},
        "R19": {"G": 6.6, "O": 6.1},
        "R20": {"C": 6.0},
        "R21": {"W": 6.3},
        "R22": {"G": 6.4, "C": 3.9, "W": 4.6},
    }
)
USUAL = 6.2  # for questions outside Tabel 1
# How many of the first sheets say "Ja": small groups behind a route, to show the marks.
SAY_YES: Mapping[str, int] = MappingProxyType({"C310": 7, "O201": 3})


@dataclass(frozen=True, slots=True)
class Measurement:
    """One wave: when, and how far judgements lie from those above."""

    name: str
    starts_on: datetime.date
    ends_on: datetime.date
    shift: float


def measurements(today: datetime.date) -> tuple[Measurement, Measurement, Measurement]:
    """Two yearly waves that are over, and this year's, three weeks old."""
    year, start = datetime.timedelta(days=364), today - datetime.timedelta(days=21)
    length = datetime.timedelta(days=56)
    first, second, third = (
        Measurement(f"Meting {begin.year}", begin, begin + length, shift)
        for begin, shift in ((start - 2 * year, -0.35), (start - year, 0.0), (start, 0.1))
    )
    return first, second, third


def size(code: str, clients: int) -> Group:
    """The group of a questionnaire when there are this many clients."""
    group = GROUPS[code]
    if not group.follows_clients:
        return group
    factor = clients / BASE_CLIENTS
    return Group(round(group.people * factor), round(group.answers * factor))


def luck(*parts: object) -> Random:
    """Chance that falls the same way for the same words, on every machine."""
    return Random("|".join(map(str, parts)))  # noqa: S311 - invents people, keeps no secret
