"""The figures for the council with what they mean, made only from what editions published.

Nothing here is new: figures of the municipality and cells that stand in Tabel 1, laid beside
those of earlier editions. So it passes no gate of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from survey_app.evaluation.comparisons.history import cell_histories
from survey_app.evaluation.dashboard.phases import (
    HIGHER,
    LOWER,
    NO_COMPARISON,
    PhaseExperience,
    phase_experiences,
)
from survey_app.evaluation.dashboard.series import FigureSeries, figure_series
from survey_app.evaluation.dashboard.themes import EXITS, THEMES
from survey_app.evaluation.edition.records import EditionTable
from survey_app.evaluation.wording import LIGHT_WORDS, decimal
from survey_app.questionnaire.definition import Catalogue

CLIENTS = "C"
UNTESTED = "Of dat verschil toeval is, is niet getoetst."
SEEN = ("groen", "oranje", "rood")


def published_record(
    editions: Sequence[EditionTable],
    catalogue: Catalogue,
    trend: Sequence[Mapping[str, Any]],
    former: str | None,
) -> dict[str, Any]:
    """The subjects `history` and `dashboard`; `editions` oldest first.

    `trend` is that of the newest edition and `former` the wave that it looks back on.
    """
    histories = cell_histories(editions, catalogue)
    framework = catalogue.framework
    series = figure_series(editions, framework.phases)
    phases = phase_experiences(framework, histories, trend, former)
    return {
        "history": {code: asdict(one) for code, one in histories.items()},
        "dashboard": {
            "summary": [
                *_known(series, phases, framework.phases),
                *_changed(trend, former),
            ],
            "themes": {
                theme.key: [asdict(one) for one in series if theme.holds(one.code, one.label)]
                for theme in THEMES
            },
            "exits": [asdict(one) for one in series if one.code == EXITS],
            "phases": [asdict(one) for one in phases],
            "targets": [asdict(one) for one in series if one.target is not None],
        },
    }


def _known(
    series: Iterable[FigureSeries], phases: Iterable[PhaseExperience], names: Mapping[str, str]
) -> list[str]:
    """The sentences with which the page begins: goals, and how much clients told."""
    said = []
    lights = [one.light for one in series if one.target is not None and one.light != "grijs"]
    if lights:
        said.append(f"Van de {len(lights)} doelen met een cijfer is {_reached(lights)}.")
    clients = [one for one in phases if one.party == CLIENTS]
    known = [one for one in clients if one.mean is not None]
    said += _lowest_and_highest([one for one in known if not one.is_of_marks], names)
    if len(known) < len(clients):
        said.append(f"Wat cliënten vinden is bekend van {len(known)} van de {len(clients)} fasen.")
    return said


def _lowest_and_highest(judged: Iterable[PhaseExperience], names: Mapping[str, str]) -> list[str]:
    """Where judgements are lowest and highest, unless a reader sees the same number twice."""
    ordered = sorted(judged, key=lambda one: one.mean or 0)
    if not ordered or decimal(ordered[0].mean) == decimal(ordered[-1].mean):
        return []
    low, high = (
        f"‘{names[one.phase].capitalize()}’ ({decimal(one.mean)})"
        for one in (ordered[0], ordered[-1])
    )
    return [
        f"Het oordeel van cliënten is het laagst bij {low} en het hoogst bij {high}. {UNTESTED}"
    ]


def _changed(trend: Iterable[Mapping[str, Any]], former: str | None) -> list[str]:
    """How many judgements of anybody demonstrably changed since the former wave."""
    if not former:
        return []
    verdicts = [one["verdict"] for one in trend if one.get("verdict")]
    if not verdicts:
        return [NO_COMPARISON.format(former=former)]
    higher, lower = verdicts.count(HIGHER), verdicts.count(LOWER)
    if not higher and not lower:
        return [f"Sinds {former} is bij geen enkel oordeel een verschil aangetoond."]
    subject = "is 1 oordeel" if higher == 1 else f"zijn {higher or 'geen'} oordelen"
    return [f"Sinds {former} {subject} aantoonbaar hoger en {lower or 'geen'} lager."]


def _reached(lights: Sequence[str]) -> str:
    told = [f"aan {lights.count(name)} {LIGHT_WORDS[name][1]}" for name in SEEN]
    return f"{told[0]}, {told[1]} en {told[2]}"
