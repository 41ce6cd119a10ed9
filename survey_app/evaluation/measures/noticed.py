"""Whether people notice a measure: the answers to what a wave asked besides, as published.

"Ja" and "Een beetje" notice it, "Nee" does not; who does not know or skipped it counts in neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.shares import ShareOf, published_shares
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.questionnaire.own import A_BIT, NO, YES, OwnQuestion

NOTICED, NOT = "noticed", "not"
NOTHING = ShareOf()


@dataclass(frozen=True, slots=True)
class Noticed:
    """One question of a wave about one measure; `n` and all shares (0-1) are None when hidden.

    `bound` ("≥ 90 %") stands in place of a share that would tell what nearly everybody said.
    """

    measure: str
    code: str
    questionnaire: str
    party: str
    question: str
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    bound: str | None


def noticed(wave: WaveData) -> tuple[Noticed, ...]:
    """Every question about a measure that a closed wave asked; none while it is open."""
    if not wave.closed:
        return ()
    parties = {one.code: one.party for one in wave.questionnaires}
    return tuple(
        _noticed(wave, code, parties[code], one) for code, own in wave.own.items() for one in own
    )


def _noticed(wave: WaveData, questionnaire: str, party: str, asked: OwnQuestion) -> Noticed:
    given: Mapping[str, int] = wave.values.get(asked.code, {})
    if questionnaire in wave.held:
        given = {}
    numbers = {
        NOTICED: given.get(str(YES), 0) + given.get(str(A_BIT), 0),
        NOT: given.get(str(NO), 0),
    }
    shares = published_shares(numbers, wave.parameters)
    share = shares.get(NOTICED, NOTHING)
    return Noticed(
        measure=asked.measure,
        code=asked.code,
        questionnaire=questionnaire,
        party=party,
        question=asked.text,
        n=sum(numbers.values()) if shares else None,
        share=share.share,
        low=share.interval.low if share.interval else None,
        high=share.interval.high if share.interval else None,
        bound=share.bound,
    )
