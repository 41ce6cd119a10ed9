"""The sentences for provider stars and movement on the ladder (method.md D.12, D.13)."""

from __future__ import annotations

from analysis.disclosure import bounded_share, visibility
from analysis.outcomes.ladder import Movement
from analysis.outcomes.stars import ProviderStars
from analysis.parameters import DEFAULT, Parameters
from analysis.sentences.words import Sentence, capital, percent, sentence


def stars_sentence(found: ProviderStars, data_version: str) -> Sentence:
    """Return the sentence for one provider; below the average is never a verdict.

    >>> from analysis.outcomes.stars import ProviderResult, provider_stars
    >>> few = provider_stars([ProviderResult("P1", "klein", 4, 2)]).providers[0]
    >>> stars_sentence(few, "a1").nl
    'P1 krijgt nog geen sterren: er zijn te weinig trajecten afgerond.'
    """
    name = capital(found.provider)
    if found.stars is None:
        return sentence(
            f"{name} krijgt nog geen sterren: er zijn te weinig trajecten afgerond.",
            f"{name} gets no stars yet: too few trajectories have ended.",
            data_version,
            supported=False,
        )
    stars = f"{name} krijgt {found.stars} {'ster' if found.stars == 1 else 'sterren'}"
    en_stars = f"{name} gets {found.stars} {'star' if found.stars == 1 else 'stars'}"
    if not found.differs:
        return sentence(
            f"{stars}. Een verschil met het gemiddelde is niet aangetoond.",
            f"{en_stars}. A difference from the average was not shown.",
            data_version,
            supported=False,
        )
    up = (found.ratio or 0) > 1
    return sentence(
        f"{stars}. Er slagen {'meer' if up else 'minder'} trajecten dan je bij deze mensen "
        "verwacht.",
        f"{en_stars}. {'More' if up else 'Fewer'} trajectories succeed than one would expect "
        "for these people.",
        data_version,
        supported=True,
    )


def movement_sentence(
    found: Movement, data_version: str, parameters: Parameters = DEFAULT
) -> Sentence:
    """Return the sentence for movement on one ladder: a rise is only named when the test shows it.

    >>> from analysis.outcomes.ladder import movement
    >>> movement_sentence(movement([(2, 3)] * 3), "a1").nl
    'Over de stappen op de ladder zijn er te weinig gegevens om te tonen.'
    """
    if not visibility(found.n, parameters).has_distribution or found.share_up is None:
        return sentence(
            "Over de stappen op de ladder zijn er te weinig gegevens om te tonen.",
            "There are too few data about the steps on the ladder to show.",
            data_version,
            supported=False,
        )
    nl_up, en_up = _part(found.share_up, found.n, parameters)
    shown = found.sign_test_p is not None and found.sign_test_p <= parameters.trend_significance
    if not shown or found.up == found.down:
        return sentence(
            f"Van {found.n} mensen ging {nl_up} procent een stap omhoog. "
            "Dat de groep als geheel beweegt, is niet aangetoond.",
            f"Of {found.n} people {en_up} percent went a step up. "
            "That the group as a whole moves was not shown.",
            data_version,
            supported=False,
        )
    nl, en = ("omhoog", "up") if found.up > found.down else ("omlaag", "down")
    return sentence(
        f"Van {found.n} mensen ging {nl_up} procent een stap omhoog. "
        f"Als geheel bewoog de groep {nl}; of dat door de hulp komt, weten we niet.",
        f"Of {found.n} people {en_up} percent went a step up. "
        f"As a whole the group moved {en}; whether the help caused this we do not know.",
        data_version,
        supported=True,
    )


def _part(share: float, n: int, parameters: Parameters) -> tuple[str, str]:
    """Return a share in words, only as a bound when few people all did nearly the same."""
    shown = bounded_share(share, n, parameters)
    if shown.bound is None:
        return percent(share), percent(share)
    if share >= parameters.homogeneity_high:
        border = percent(parameters.homogeneity_high)
        return f"minstens {border}", f"at least {border}"
    border = percent(parameters.homogeneity_low)
    return f"hoogstens {border}", f"at most {border}"
