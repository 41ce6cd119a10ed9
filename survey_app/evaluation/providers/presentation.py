"""Providers and movement on the ladder in words; a difference is only named when it was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.evaluation.comparisons.presentation import signed
from survey_app.evaluation.providers.read import Trajectory
from survey_app.evaluation.wording import decimal, percent

MOST_STARS, WIDEST = 5, 2.0  # a ratio of 2 or more stands at the end of the axis
NOT_SHOWN = "Een verschil met het gemiddelde is niet aangetoond."
LEAST_MARK = 6.5
STAR_LESS = "Er is één ster af, nooit onder één: cliënten geven minder dan een 6,5."
UNKNOWN = "–"
MOMENTS = {
    "start-einde": "van start tot einde, volgens mensen zelf",
    "einde-na": "van einde tot een half jaar later, volgens mensen zelf",
    "registratie": "van start tot einde, volgens de registratie",
}
LADDERS = {
    "VNG6": "Participatieladder, 6 treden",
    "SPW3": "SPW, 3 treden",
    "HW3": "Hoeksche Waard, 3 treden",
}
NOTHING_MOVED = "Dat de groep als geheel beweegt, is niet aangetoond."
SIGNIFICANT = 0.05  # method.md D.13: the sign test
# Far from work at the left, near at the right, as a ladder is read.
CLASSES = ("groot", "middel", "klein")
WAGES: Mapping[str, str] = MappingProxyType(
    {"uithoorn": "Loonwaarde, klassen Uithoorn", "spw": "Loonwaarde, klassen SPW"}
)
BETWEEN = "onbepaald"
WIDTH, GAP = 180.0, 6.0  # of a column and between the boxes in it, in units of the picture


@dataclass(frozen=True, slots=True)
class ShownMark:
    """What people think of a provider: a mark 1-10."""

    who: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownProvider:
    """One provider; without stars `why` says why."""

    name: str
    stars: int | None
    star_words: str
    why: str
    raw: str
    expected: str
    ratio: str
    interval: str
    axis: tuple[float, float, float] | None  # low, ratio, high on 0-100; 50 is as expected
    verdict: str
    marks: tuple[ShownMark, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class ShownMovement:
    """Steps within one ladder."""

    ladder: str
    moments: str
    n: str
    mean_step: str
    parts: tuple[tuple[str, str, float], ...]  # words, number, length on 0-100
    words: str


def shown_providers(
    found: Iterable[Mapping[str, Any]], replies: Mapping[str, str]
) -> list[ShownProvider]:
    """Every provider that the wave names, in its order: never from best to worst."""
    return [_provider(one, replies.get(one["provider"], "")) for one in found]


def shown_movements(found: Iterable[Mapping[str, Any]]) -> list[ShownMovement]:
    """Every ladder and pair of moments with enough people."""
    return [_movement(one) for one in found]


def _provider(one: Mapping[str, Any], reply: str) -> ShownProvider:
    stars, low, ratio, high = one["stars"], one["low"], one["ratio"], one["high"]
    marks = (("Cliënten", one["satisfaction"]), ("Werkgevers", one["employers"]))
    known = low is not None and ratio is not None and high is not None
    return ShownProvider(
        name=one["provider"],
        stars=stars,
        star_words=f"{stars} van {MOST_STARS} sterren" if stars else "geen sterren",
        why=one["why"] or "",
        raw=_raw(one),
        expected=decimal(one["expected"]),
        ratio=decimal(ratio, 2),
        interval=f"{decimal(low, 2)} tot {decimal(high, 2)}" if known else "",
        axis=(_place(low), _place(ratio), _place(high)) if known else None,
        verdict=_verdict(one),
        marks=tuple(_mark(who, mark) for who, mark in marks),
        reply=reply,
    )


def _verdict(one: Mapping[str, Any]) -> str:
    """Whether the margin tells a difference, and that clients cost a star (D.12)."""
    said = NOT_SHOWN if one["different"] is False else (one.get("sentence") or "")
    mark = one["satisfaction"]["mean"]
    unhappy = one["stars"] is not None and mark is not None and mark < LEAST_MARK
    return f"{said} {STAR_LESS}" if unhappy else said


def _raw(one: Mapping[str, Any]) -> str:
    if one["observed"] is None or not one["finished"]:
        return ""
    share = percent(one["observed"] / one["finished"])
    return f"{share} ({one['observed']} van {one['finished']})"


def _place(ratio: float) -> float:
    return round(100 * min(ratio, WIDEST) / WIDEST, 1)


def _mark(who: str, mark: Mapping[str, Any]) -> ShownMark:
    if mark["mean"] is None:
        return ShownMark(who, "", "geen cijfers" if mark["n"] == 0 else "te weinig cijfers")
    return ShownMark(who, decimal(mark["mean"]), f"n = {mark['n']}")


def _movement(one: Mapping[str, Any]) -> ShownMovement:
    n = one["n"]
    named = (("omhoog", one["up"]), ("gelijk", one["equal"]), ("omlaag", one["down"]))
    parts = [(word, str(k), round(100 * k / n, 1)) for word, k in named if k is not None]
    return ShownMovement(
        ladder=LADDERS.get(one["instrument"], one["instrument"]),
        moments=MOMENTS.get(one["moments"], one["moments"]),
        n=str(n),
        mean_step=signed(one["mean_step"]) if one["mean_step"] is not None else "",
        parts=tuple(parts),
        words=_moved(one) if parts else "",
    )


def _moved(one: Mapping[str, Any]) -> str:
    p = one["sign_test_p"]
    if p is None or p > SIGNIFICANT or one["up"] == one["down"]:
        return NOTHING_MOVED
    way = "omhoog" if one["up"] > one["down"] else "omlaag"
    return f"Als geheel bewoog de groep {way}; of dat door de hulp komt, weten we niet."


def shown_trajectory(one: Trajectory) -> tuple[str, ...]:
    """Provider, whether it succeeded, ladder, step at the start and end, distance, target group."""
    steps = (str(step) if step else UNKNOWN for step in (one.start_step, one.end_step))
    succeeded = "ja" if one.succeeded else "nee"
    told = (one.instrument or UNKNOWN, *steps, one.distance or UNKNOWN)
    return (one.provider, succeeded, *told, one.target_group or UNKNOWN)


def shown_counts(counts: Mapping[Trajectory, int]) -> list[tuple[str, int, int]]:
    """Per provider how many trajectories were read, and how many of them succeeded."""
    found: dict[str, tuple[int, int]] = {}
    for one, n in counts.items():
        finished, succeeded = found.get(one.provider, (0, 0))
        found[one.provider] = (finished + n, succeeded + n * one.succeeded)
    return [(name, *numbers) for name, numbers in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class Box:
    """A step or class of wage values in the picture."""

    words: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ShownSource:
    """One instrument: what of it lies in each class, in words and in the picture."""

    name: str
    classes: tuple[str, ...]  # in the order of CLASSES
    between: str  # what fits in no class
    boxes: tuple[Box, ...]


def shown_crosswalk() -> tuple[ShownSource, ...]:
    """Every ladder and kind of wage value; "*" where the source does not say it plainly."""
    # Only who opens this page loads it; serving pages loads nothing of the analysis.
    from analysis.outcomes.crosswalk import STEPS, WAGE_CLASSES  # noqa: PLC0415

    ladders = {
        LADDERS[name]: [
            (f"trede {step}", one.distance, one.unambiguous) for step, one in by.items()
        ]
        for name, by in STEPS.items()
    }
    wages = {
        WAGES[name]: [(f"{words} %", one.distance, one.unambiguous) for words, one in by.items()]
        for name, by in WAGE_CLASSES.items()
    }
    return tuple(_source(name, found) for name, found in (ladders | wages).items())


def _source(name: str, found: Iterable[tuple[str, str | None, bool]]) -> ShownSource:
    by_class: dict[str, list[str]] = {one: [] for one in (*CLASSES, BETWEEN)}
    for words, distance, is_plain in found:
        by_class[distance or BETWEEN].append(words if is_plain or not distance else f"{words}*")
    return ShownSource(
        name,
        tuple(", ".join(by_class[one]) for one in CLASSES),
        ", ".join(by_class[BETWEEN]),
        tuple(box for place, one in enumerate(CLASSES) for box in _boxes(place, by_class[one])),
    )


def _boxes(place: int, words: list[str]) -> Iterable[Box]:
    """The column of a class shared by what lies in it."""
    if not words:
        return ()
    each = (WIDTH - GAP) / len(words)
    start = place * WIDTH + GAP / 2
    return tuple(
        Box(one, round(start + number * each + GAP / 2, 1), round(each - GAP, 1))
        for number, one in enumerate(words)
    )
