"""What an interviewer reads, made from what the database knows."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.clock import AMSTERDAM
from survey_app.installation import Installation
from survey_app.models import Organisation, Recontact, Wave
from survey_app.organisations.settings import settings_of
from survey_app.retention.periods import due_on
from survey_app.separate.recontact.services_reading import unseal
from survey_app.stores import bound_to

STATES: Mapping[str, str] = MappingProxyType(
    {
        "to_call": "nog bellen",
        "appointment": "afspraak",
        "spoken": "gesproken",
        "refused": "wil niet",
        "not_reached": "niet bereikt",
        "waiting": "reserve",
    }
)
GROUPS = MappingProxyType({"minder": "minder tevreden", "tevreden": "tevreden"})
TRAITS = MappingProxyType({"leeftijd": "Leeftijd", "duur": "Hoelang hulp", "partij": "Hulp van"})


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One line of the draw: no name, no number."""

    id: str
    place: int
    state: str
    words: str
    group: str
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMix:
    """One category: in the pool, and among who was chosen (None before the draw)."""

    words: str
    pool: int
    chosen: int | None


def places(installation: Installation, rows: Iterable[Recontact]) -> list[ShownPlace]:
    """Everybody who has a place, in the order of the draw."""
    found = []
    for row in sorted(rows, key=lambda one: one.place or 0):
        if row.place is None:
            continue
        why = unseal(installation, row.drawn, bound_to.recontact_drawn(row.id))
        group, covers = GROUPS.get(why.get("group", ""), ""), tuple(why.get("covers", ()))
        found.append(ShownPlace(row.id, row.place, row.state, STATES[row.state], group, covers))
    return found


def mixes(
    pool: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Mapping[str, int]] | None
) -> list[tuple[str, list[ShownMix]]]:
    """The coverage, trait by trait."""
    return [
        (
            TRAITS[trait],
            [
                ShownMix(words, n, None if chosen is None else chosen[trait].get(words, 0))
                for words, n in found.items()
            ],
        )
        for trait, found in pool.items()
        if found
    ]


def erased_on(wave: Wave, owner: Organisation) -> datetime.date | None:
    """The day on which everything of the volunteers is wiped; None while the wave is open."""
    if wave.closed_at is None:
        return None
    closed_on = wave.closed_at.astimezone(AMSTERDAM).date()
    return due_on("interviews", settings_of(owner), closed_on)


def totals(rows: Iterable[Recontact]) -> dict[str, Any]:
    """How many people are in each state, and how many have yet to be told."""
    held = list(rows)
    states = {state: sum(row.state == state for row in held) for state in STATES}
    written = sum(row.tell in ("email", "sms") for row in held)
    by_hand = sum(row.tell in ("phone", "sending") for row in held)
    return {**states, "written": written, "by_hand": by_hand, "people": len(held)}
