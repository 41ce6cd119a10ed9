"""The second reading on the screen: what a page says beside an answer, and agreement in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from survey_app.evaluation.open_answers.presentation import Shown
from survey_app.evaluation.open_answers.queries import Progress
from survey_app.evaluation.open_answers.second.queries import ReadTwice
from survey_app.evaluation.open_answers.second.stages import Stage, stage_of, was_reader
from survey_app.evaluation.open_answers.words import LABELS, MINIMUM, THEMES
from survey_app.evaluation.wording import decimal, percent
from survey_app.models import OpenAnswer, SecondReading

if TYPE_CHECKING:
    from analysis.openanswers.agreement import Agreement, Kappa

NO_THEMES = "geen thema"
NOTHING_BY_CHANCE = "niet te berekenen: bijna alle antwoorden kregen hetzelfde oordeel"
DECIDE = "Twee collega’s lazen dit antwoord verschillend. Wat vindt u?"
DISCUSS = (
    "U en een collega lazen dit antwoord verschillend. Overleg, en leg vast wat u samen vindt."
)
# What agreement on the class is worth, in the words of `Kappa.worth`.
WORTH: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "reliable": "De twee lezers zijn het goed eens: op het oordeel kunt u bouwen.",
        "cautious": "De twee lezers zijn het redelijk eens: wees voorzichtig met de aantallen.",
        "low": "De twee lezers zijn het vaak oneens: trek geen conclusies uit kleine verschillen.",
    }
)


@dataclass(frozen=True, slots=True)
class ShownReading:
    """What one of two readers made of an answer; `differs` where the other said something else."""

    who: str
    label: str
    label_differs: bool
    themes: tuple[tuple[str, bool], ...]  # name, differs


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands around an answer at a stage."""

    stage: Stage
    title: str
    place: int
    done: int
    total: int
    explanation: str
    button: str
    readings: tuple[ShownReading, ...] = ()
    asks_together: bool = False

    @property
    def is_first(self) -> bool:
        """Whether this is the usual reading, with a proposal and with quotes."""
        return self.stage == Stage.FIRST


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """How far two readers agree, in words."""

    n: int
    same_label: str
    kappa: str
    same_themes: str
    theme_kappa: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownSample:
    """How far the second reading of a wave is."""

    read: int
    total: int
    differing: int
    agreement: ShownAgreement | None


def screen_of(
    answer: OpenAnswer,
    second: SecondReading | None,
    account_id: str,
    progress: tuple[Progress, ReadTwice],
) -> Screen:
    """What stands around this answer for this person."""
    stage, (wave, twice) = stage_of(answer, second, account_id), progress
    if stage == Stage.SECOND:
        return Screen(
            stage,
            "Tweede lezing",
            twice.read + 1,
            twice.read,
            twice.total,
            "Een collega las dit antwoord ook. U ziet niet wat die ervan vond: zo meten we of "
            "twee mensen hetzelfde lezen.",
            "Bewaar, volgende",
        )
    if stage == Stage.SETTLE and second is not None:
        own = was_reader(second, account_id)
        return Screen(
            stage,
            "Verschil",
            1,
            0,
            twice.differing,
            DISCUSS if own else DECIDE,
            "Leg vast, volgende",
            shown_readings(second),
            own,
        )
    read = answer.reviewed_at is not None
    place = wave.reviewed + (0 if read else 1)
    button = "Bewaar" if read else "Akkoord, volgende"
    return Screen(stage, "Open antwoorden", place, wave.reviewed, wave.total, "", button)


def starting_point(
    one: Shown, second: SecondReading | None, stage: Stage
) -> tuple[str, tuple[str, ...]]:
    """The class and themes that are chosen when a page opens.

    A second reader starts with nothing, not with what the word lists propose either: whoever is
    led agrees too easily. Who settles starts with what both readers said.
    """
    if stage == Stage.FIRST or second is None:
        return one.label, one.themes
    if stage == Stage.SECOND:
        return "", ()
    label = second.label if second.label == second.first_label else ""
    return label or "", tuple(code for code in second.themes if code in second.first_themes)


def shown_readings(second: SecondReading) -> tuple[ShownReading, ...]:
    """Both readings with what differs; who the readers were is left out."""
    both = (
        ("Eerste lezer", second.first_label, second.first_themes),
        ("Tweede lezer", second.label, second.themes),
    )
    shared = set(second.themes) & set(second.first_themes)
    return tuple(
        ShownReading(
            who,
            LABELS[label or ""],
            second.label != second.first_label,
            tuple((THEMES[code], code not in shared) for code in themes)
            or ((NO_THEMES, second.themes != second.first_themes),),
        )
        for who, label, themes in both
    )


def shown_samples(found: Mapping[str, ReadTwice]) -> dict[str, ShownSample]:
    """Per wave how far the second reading is."""
    return {
        wave_id: ShownSample(one.read, one.total, one.differing, shown_agreement(one.agreement))
        for wave_id, one in found.items()
    }


def shown_agreement(found: "Agreement | None") -> ShownAgreement | None:
    """Agreement in words; None below the minimum for open answers."""
    if found is None or found.n < MINIMUM:
        return None
    return ShownAgreement(
        n=found.n,
        same_label=percent(found.same_label),
        kappa=_kappa(found.label),
        same_themes=percent(found.same_themes),
        theme_kappa=NOTHING_BY_CHANCE if found.themes is None else decimal(found.themes, 2),
        words=WORTH[found.label.worth],
    )


def _kappa(found: "Kappa") -> str:
    if found.value is None:
        return NOTHING_BY_CHANCE
    if found.low is None or found.high is None:
        return decimal(found.value, 2)
    return f"{decimal(found.value, 2)} (marge {decimal(found.low, 2)} tot {decimal(found.high, 2)})"
