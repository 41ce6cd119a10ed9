"""The sentences for representativeness and weighting (method.md D.9)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.response.representativeness import FAIR, GOOD, WEAK, Representativeness
from analysis.response.weighting import UNWEIGHTED, Weighting
from analysis.sentences.words import Sentence, decimal, komma, percent, sentence

WORDS: Mapping[str | None, tuple[str, str]] = {
    GOOD: (
        "De mensen die antwoordden, lijken op de hele groep.",
        "The people who answered resemble the whole group.",
    ),
    FAIR: (
        "De mensen die antwoordden, lijken redelijk op de hele groep.",
        "The people who answered resemble the whole group fairly well.",
    ),
    WEAK: (
        "De mensen die antwoordden, lijken niet goed op de hele groep.",
        "The people who answered do not resemble the whole group well.",
    ),
    None: (
        "Of zij op de hele groep lijken, kunnen we niet tonen.",
        "Whether they resemble the whole group cannot be shown.",
    ),
}


def response_sentence(found: Representativeness, data_version: str) -> Sentence:
    """Return the sentence for the response (published).

    >>> from analysis.response.representativeness import representativeness
    >>> found = representativeness({"a": 30, "b": 30}, {"a": 100, "b": 100})
    >>> response_sentence(found, "a1").nl
    'Van de 200 mensen antwoordde 30 procent. De mensen die antwoordden, lijken op de hele groep.'
    """
    if found.response is None:
        return sentence(
            "Er zijn te weinig antwoorden om de respons te tonen.",
            "There are too few answers to show the response.",
            data_version,
            supported=False,
        )
    nl, en = WORDS[found.r_word]
    share = percent(found.response)
    return sentence(
        f"Van de {found.population} mensen antwoordde {share} procent. {nl}",
        f"Of the {found.population} people {share} percent answered. {en}",
        data_version,
        supported=False,
    )


def weighting_sentence(found: Weighting, data_version: str) -> Sentence:
    """Return the sentence for the weighted mean next to the plain one.

    >>> from analysis.estimates.calibration import Margin, Sample
    >>> from analysis.response.weighting import weighting
    >>> few = weighting(Sample.of([(("a",), 5.0, 9)]), [Margin("m", {"a": 20})], 20)
    >>> weighting_sentence(few, "a1").nl
    'Het gemiddelde is niet gewogen.'
    """
    chosen = found.raked if found.chosen == "raking" else found.post_stratified
    if found.chosen == UNWEIGHTED or chosen is None:
        return sentence(
            "Het gemiddelde is niet gewogen.",
            "The mean is not weighted.",
            data_version,
            supported=False,
        )
    plain = found.unweighted.mean
    nl = f"Gewogen is het gemiddelde {komma(chosen.mean)}, zonder weging {komma(plain)}."
    en = f"The weighted mean is {decimal(chosen.mean)}, without weighting {decimal(plain)}."
    if found.differs:
        nl += " Wie antwoordde, maakt hier dus uit."
        en += " So who answered matters here."
    return sentence(nl, en, data_version, supported=False)
