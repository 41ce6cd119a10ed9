"""The sentences for expectation versus outcome: two measures, never merged (method.md D.8)."""

from __future__ import annotations

from analysis.comparisons.expectation import ExpectationGap, Perceived, directions_differ
from analysis.estimates.welch import excludes_zero
from analysis.sentences.words import Sentence, decimal, komma, percent, sentence


def gap_sentence(found: ExpectationGap, perceived: Perceived, data_version: str) -> Sentence:
    """Return the sentence for the computed gap (published), next to the perceived one.

    When the two point in different directions no conclusion is drawn.

    >>> from analysis.comparisons.expectation import expectation_gap, perceived_gap, published_gap
    >>> few = published_gap(expectation_gap({(8.0, 7.0): 3}))
    >>> gap_sentence(few, perceived_gap({}), "a1").nl
    'Te weinig mensen gaven aan het begin en aan het eind een cijfer.'
    """
    if found.mean_gap is None:
        return sentence(
            "Te weinig mensen gaven aan het begin en aan het eind een cijfer.",
            "Too few people gave a mark at the start and at the end.",
            data_version,
            supported=False,
        )
    if directions_differ(found, perceived):
        return sentence(
            "De cijfers en het eigen gevoel van mensen wijzen een andere kant op. "
            "Daarom trekken we geen conclusie.",
            "The marks and people's own feeling point in another direction. "
            "So we draw no conclusion.",
            data_version,
            supported=False,
        )
    if found.gap is None or not excludes_zero(found.gap.low, found.gap.high):
        return sentence(
            f"Of de uitkomst boven of onder de verwachting ligt, weten we niet zeker. "
            f"{found.n_pairs} mensen gaven twee keer een cijfer.",
            f"We do not know for sure whether the outcome lies above or below what was expected. "
            f"{found.n_pairs} people gave a mark twice.",
            data_version,
            supported=False,
        )
    return _shown(found, found.mean_gap, data_version)


def _shown(found: ExpectationGap, gap: float, data_version: str) -> Sentence:
    """Return the sentence for a gap whose interval leaves out zero."""
    nl, en = ("hoger", "higher") if gap > 0 else ("lager", "lower")
    return sentence(
        f"De uitkomst is {komma(abs(gap))} punt {nl} dan verwacht, volgens {found.n_pairs} mensen. "
        "Wie hoog begint, zakt vaker: dat is voor een deel toeval.",
        f"The outcome is {decimal(abs(gap))} points {en} than expected, says {found.n_pairs} "
        "people's marks. Who starts high, drops more often: part of that is chance.",
        data_version,
        supported=True,
    )


def perceived_sentence(found: Perceived, data_version: str) -> Sentence:
    """Return the sentence for the perceived gap (published).

    >>> from analysis.comparisons.expectation import published_perceived
    >>> perceived_sentence(published_perceived({5: 4, 3: 8, 2: 4}), "a1").nl
    'Van 16 mensen vindt 25 procent het beter dan gedacht en 25 procent slechter.'
    """
    better, worse = found.better, found.worse
    if better is None or worse is None or better.share is None or worse.share is None:
        return sentence(
            "Of het ging zoals mensen dachten, tonen we niet: het zou te veel over hen zeggen.",
            "Whether it went as people thought is not shown: it would tell too much about people.",
            data_version,
            supported=False,
        )
    # People's own answers: the words "beter" and "slechter" are quoted, not concluded.
    return sentence(
        f"Van {found.n} mensen vindt {percent(better.share)} procent het beter dan gedacht en "
        f"{percent(worse.share)} procent slechter.",
        f"Of {found.n} people {percent(better.share)} percent found it better than expected and "
        f"{percent(worse.share)} percent worse.",
        data_version,
        supported=True,
    )
