"""Whom to call first: where the response stays behind (method.md D.9, advies 3). Pure.

Nobody's target group is known before they answer, and it may not stand in a contact file. What is
known of who has not answered is the questionnaire and the language: those strata are advised.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

from survey_app.fieldwork.monitor.counts import Numbers
from survey_app.organisations.waves import SMALLEST_GROUP

RATIO = 0.8  # of the response of all: the lower bound of the green band of D.9
Stratum = tuple[str, str]  # questionnaire and language


@dataclass(frozen=True, slots=True)
class Behind:
    """A stratum that stays behind, and how many answers it lacks to reach the green band."""

    stratum: Stratum
    rate: float
    lacking: int


def behind(
    strata: Iterable[tuple[Stratum, Numbers]], rate_of_all: float | None, unheard: Collection[str]
) -> list[Behind]:
    """The strata to call first, the one that lacks most in front.

    `unheard`: questionnaires of which a target group does not answer enough (advies 3); they go
    before the others. A stratum of fewer than five people is never advised apart.

    >>> strata = [(("K3", "nl"), Numbers(invited=100, sent=40)),
    ...           (("K3", "ar"), Numbers(invited=50, sent=5))]
    >>> behind(strata, 45 / 150, ())
    [Behind(stratum=('K3', 'ar'), rate=0.1, lacking=7)]
    """
    if not rate_of_all:
        return []
    found = []
    for stratum, numbers in strata:
        rate = numbers.rate
        if rate is None or numbers.arrived < SMALLEST_GROUP:
            continue
        lacking = ceil(RATIO * rate_of_all * numbers.arrived - numbers.sent - 1e-9)
        if lacking > 0 or stratum[0] in unheard:
            found.append(Behind(stratum, rate, max(lacking, 0)))
    return sorted(found, key=lambda one: (one.stratum[0] not in unheard, -one.lacking, one.stratum))
