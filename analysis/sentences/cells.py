"""The sentence for one cell of Tabel 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.published import Cell
from analysis.sentences.words import Sentence, Subject, capital, decimal, komma, sentence

Pair = tuple[str, str]


def _empty(cell: Cell, about: Subject) -> Pair:
    return f"Over {about.nl} zijn er geen antwoorden.", f"There are no answers about {about.en}."


def _hidden(cell: Cell, about: Subject) -> Pair:
    if cell.n is not None:  # enough answers, but so much alike that the mean would tell them
        return (
            f"Over {about.nl} antwoordden {cell.n} mensen. "
            "Het gemiddelde staat er niet bij, zo blijft iedereen onherkenbaar.",
            f"About {about.en}, {cell.n} people answered. "
            "The average is left out, which keeps everyone unrecognisable.",
        )
    return (
        f"Over {about.nl} zijn er te weinig antwoorden om te tonen. "
        "Zo blijft iedereen onherkenbaar.",
        f"There are too few answers about {about.en} to show. This keeps everyone unrecognisable.",
    )


def _score(cell: Cell, about: Subject) -> Pair:
    """Return the sentence with the mean; the scale is named because it is no school mark."""
    mean, n = cell.mean or 0.0, cell.n
    return (
        f"{capital(about.nl)} krijgt gemiddeld {komma(mean)} op een schaal van 0 tot 10, "
        f"volgens {n} mensen.",
        f"{capital(about.en)} gets {decimal(mean)} on average on a scale of 0 to 10, "
        f"according to {n} people.",
    )


def _indicative(cell: Cell, about: Subject) -> Pair:
    nl, en = _score(cell, about)
    return (
        f"{nl} Dat zijn weinig antwoorden: zie het als een aanwijzing.",
        f"{en} These are few answers: take it as a hint.",
    )


def _shown(cell: Cell, about: Subject) -> Pair:
    nl, en = _score(cell, about)
    nl_margin, en_margin = _margin(cell)
    return f"{nl} {nl_margin}", f"{en} {en_margin}"


def _margin(cell: Cell) -> Pair:
    """Return the second sentence: how sure the figure is."""
    if cell.low_alpha:
        return (
            "De vragen meten niet hetzelfde: kijk daarom per vraag.",
            "The questions do not measure the same: look at each question.",
        )
    if cell.low is None or cell.high is None:
        if cell.sd == 0:
            return "Alle antwoorden zijn gelijk.", "All answers are equal."
        return "Lees dit cijfer voorzichtig.", "Read this figure with care."
    if cell.low == cell.high:
        return (
            "Iedereen die gevraagd is, heeft geantwoord.",
            "Everyone who was asked has answered.",
        )
    careful = cell.certainty == "voorzichtig"
    return (
        f"{'Lees dit voorzichtig: door' if careful else 'Door'} toeval kan het echte cijfer "
        f"liggen tussen {komma(cell.low)} en {komma(cell.high)}.",
        f"{'Read this with care: by' if careful else 'By'} chance the true figure may lie "
        f"between {decimal(cell.low)} and {decimal(cell.high)}.",
    )


TEXTS: Mapping[str | None, Callable[[Cell, Subject], Pair]] = {
    "geen antwoorden": _empty,
    "afgeschermd": _hidden,
    "indicatief": _indicative,
    None: _shown,
}


def cell_sentence(cell: Cell, about: Subject, data_version: str) -> Sentence:
    """Return the sentence for a published cell; `about` reads as in "over de bejegening".

    Raises KeyError for a mark that no cell has.

    >>> shown = Cell("R04-C", "indicatief", "", n=7, mean=6.25)
    >>> cell_sentence(shown, Subject("de bejegening", "the treatment"), "a1").nl
    'De bejegening krijgt gemiddeld 6,3 op een schaal van 0 tot 10, volgens 7 mensen. \
Dat zijn weinig antwoorden: zie het als een aanwijzing.'
    """
    nl, en = TEXTS[cell.mark](cell, about)
    return sentence(nl, en, data_version, supported=False)
