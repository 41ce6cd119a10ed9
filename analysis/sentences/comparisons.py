"""The sentences for parties, phases and waves; without evidence they state nothing."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.comparisons.parties import BLIND_SPOT, TOO_STRICT, Comparison
from analysis.comparisons.phases import NO_TREND, RISING, PhaseTrend
from analysis.comparisons.waves import HIGHER, NO_CHANGE, NOT_TESTED, WaveTrend
from analysis.estimates.welch import Difference, excludes_zero
from analysis.sentences.words import Sentence, Subject, capital, decimal, komma, sentence

PARTIES: Mapping[str, Subject] = {
    "G": Subject("de gemeente", "the municipality"),
    "C": Subject("de cliënten", "the clients"),
    "W": Subject("de werkgevers", "the employers"),
    "O": Subject("de andere instanties", "the other organisations"),
}
PROFILE: Mapping[str | None, tuple[str, str]] = {
    BLIND_SPOT: (
        "Mogelijk heeft de gemeente hier een blinde vlek. Het kan ook toeval zijn.",
        "The municipality may have a blind spot here. It can also be chance.",
    ),
    TOO_STRICT: (
        "Mogelijk is de gemeente hier te streng voor zichzelf. Het kan ook toeval zijn.",
        "The municipality may be too strict on itself here. It can also be chance.",
    ),
}


def _party(code: str) -> Subject:
    """Return the name of a party, the code itself when it is not one of Tabel 1."""
    return PARTIES.get(code, Subject(code, code))


def _margin(change: Difference) -> tuple[str, str]:
    """Return the margin of a difference, largest side first for a fall, in both languages."""
    low, high = sorted((abs(change.low or 0), abs(change.high or 0)))
    return (
        f"marge {komma(low)} tot {komma(high)}",
        f"margin {decimal(low)} to {decimal(high)}",
    )


def comparison_sentence(one: Comparison, about: Subject, data_version: str) -> Sentence:
    """Return the sentence for party a against party b on `about`.

    A difference is only named when it is shown after Benjamini-Hochberg *and* its interval
    leaves out zero.

    >>> few = Comparison("info", "G", "C", tested=False)
    >>> comparison_sentence(few, Subject("de informatie", "the information"), "a1").nl
    'Over de informatie zijn er te weinig antwoorden om de gemeente en de cliënten te vergelijken.'
    """
    a, b, change = _party(one.a), _party(one.b), one.welch
    if not one.tested or change.difference is None:
        return sentence(
            f"Over {about.nl} zijn er te weinig antwoorden om {a.nl} en {b.nl} te vergelijken.",
            f"There are too few answers about {about.en} to compare {a.en} and {b.en}.",
            data_version,
            supported=False,
        )
    if not (one.shown and excludes_zero(change.low, change.high)):
        return _not_shown(one, about, data_version)
    high, low = (a, b) if change.difference > 0 else (b, a)
    size = abs(change.difference)
    margin_nl, margin_en = _margin(change)
    tail_nl, tail_en = _verdict(one)
    return sentence(
        f"Over {about.nl} is het oordeel van {high.nl} gunstiger dan dat van {low.nl}: "
        f"{komma(size)} punten op een schaal van 0 tot 10 ({margin_nl}).{tail_nl}",
        f"About {about.en} the judgement of {high.en} is more favourable than that of {low.en}: "
        f"{decimal(size)} points on a scale of 0 to 10 ({margin_en}).{tail_en}",
        data_version,
        supported=True,
    )


def _verdict(one: Comparison) -> tuple[str, str]:
    """Return the second sentence of a shown difference."""
    found = {
        BLIND_SPOT: (" Dat is een blinde vlek.", " That is a blind spot."),
        TOO_STRICT: (
            " De gemeente is hier te streng voor zichzelf.",
            " The municipality is too strict on itself here.",
        ),
    }
    return found.get(one.verdict or "", ("", ""))


def _not_shown(one: Comparison, about: Subject, data_version: str) -> Sentence:
    """Return the sentence for answers that allow no conclusion."""
    a, b = _party(one.a), _party(one.b)
    plain = (
        f"Over {about.nl} is geen verschil aangetoond tussen {a.nl} en {b.nl}. "
        "Dat kan ook komen doordat er niet genoeg antwoorden zijn.",
        f"About {about.en} no difference was shown between {a.en} and {b.en}. "
        "This can also be because there are not enough answers.",
    )
    nl, en = PROFILE.get(one.verdict, plain)
    return sentence(nl, en, data_version, supported=False)


def phase_sentence(trend: PhaseTrend, about: Subject, data_version: str) -> Sentence:
    """Return the sentence for the trend over phases; never "achteruitgang" (method.md D.6).

    >>> from analysis.cells import scores_from
    >>> from analysis.comparisons.phases import phase_trend
    >>> flat = phase_trend([("PRE", scores_from([5.0, 7.5])), ("AANVANG", scores_from([5.0, 7.5]))])
    >>> phase_sentence(flat, Subject("de wachttijd", "the waiting time"), "a1").nl
    'Over de wachttijd is tussen de fasen geen trend aangetoond.'
    """
    change = trend.last_minus_first.difference or 0.0
    if trend.direction == NO_TREND or change * (1 if trend.direction == RISING else -1) <= 0:
        # The order of all phases and the two ends have to tell the same story.
        return sentence(
            f"Over {about.nl} is tussen de fasen geen trend aangetoond.",
            f"About {about.en} no trend over the phases was shown.",
            data_version,
            supported=False,
        )
    (first_name, first), (last_name, last) = trend.phases[0], trend.phases[-1]
    nl, en = ("hoger", "higher") if trend.direction == RISING else ("lager", "lower")
    start, end = first.mean or 0.0, last.mean or 0.0
    return sentence(
        f"In een latere fase is het oordeel over {about.nl} {nl}: {komma(start)} in {first_name} "
        f"en {komma(end)} in {last_name}. Het zijn andere mensen en andere vragen.",
        f"In a later phase the judgement about {about.en} is {en}: {decimal(start)} in "
        f"{first_name} and {decimal(end)} in {last_name}. The people and questions are others.",
        data_version,
        supported=True,
    )


def wave_sentence(
    trend: WaveTrend, about: Subject, data_version: str, changed_mix: bool = False
) -> Sentence:
    """Return the sentence for a cell against the former wave.

    >>> found = WaveTrend("R03-C", Difference(None), None)
    >>> wave_sentence(found, Subject("de informatie", "the information"), "a1").en
    'There are too few answers about the information to compare the two rounds.'
    """
    change = trend.difference
    if trend.verdict == NOT_TESTED or change.difference is None:
        return sentence(
            f"Over {about.nl} zijn er te weinig antwoorden om de twee metingen te vergelijken.",
            f"There are too few answers about {about.en} to compare the two rounds.",
            data_version,
            supported=False,
        )
    if trend.verdict == NO_CHANGE or not excludes_zero(change.low, change.high):
        return _no_change(trend, about, data_version)
    up = trend.verdict == HIGHER
    size, (margin_nl, margin_en) = abs(change.difference), _margin(change)
    tail = (
        (" De groep is wel anders samengesteld.", " But the group has another make-up.")
        if changed_mix
        else ("", "")
    )
    return sentence(
        f"{capital(about.nl)} krijgt nu een {'hoger' if up else 'lager'} oordeel dan bij de vorige "
        f"meting: {komma(size)} punten ({margin_nl}).{tail[0]}",
        f"{capital(about.en)} now gets a {'higher' if up else 'lower'} judgement than in the "
        f"former round: {decimal(size)} points ({margin_en}).{tail[1]}",
        data_version,
        supported=True,
    )


def _no_change(trend: WaveTrend, about: Subject, data_version: str) -> Sentence:
    """Return the sentence without a change, with what could have been found."""
    nl = f"Over {about.nl} is geen verschil met de vorige meting aangetoond."
    en = f"About {about.en} no difference from the former round was shown."
    if trend.detectable is not None:
        nl += f" We konden alleen iets vinden vanaf ongeveer {komma(trend.detectable)} punten."
        en += f" We could only find something from about {decimal(trend.detectable)} points."
    return sentence(nl, en, data_version, supported=False)
