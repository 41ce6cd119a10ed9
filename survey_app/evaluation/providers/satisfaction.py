"""What clients and employers think of the organisation that helped them most (D.12, advies 6)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from analysis.disclosure import visibility
from analysis.outcomes.stars import Satisfaction as Marks
from analysis.parameters import Parameters
from analysis.scales import SCALES
from analysis.versions import data_version
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.providers.stars import NOTHING, Result, results
from survey_app.questionnaire.providers import adapt

MARK = SCALES["R10"]
# which organisation -> its mark, by whom
CLIENTS, EMPLOYERS = ("C407", "C408"), ("W407", "W408")


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """People who gave a mark 1-10 and its mean; None below the minimum."""

    n: int | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider; results need a file of finished trajectories, `why` says what is missing."""

    provider: str
    finished: int | None
    observed: int | None
    raw: float | None
    expected: float | None
    ratio: float | None
    low: float | None
    high: float | None
    stars: int | None
    why: str | None
    different: bool | None
    sentence: str | None
    satisfaction: Satisfaction
    employers: Satisfaction


def providers(wave: WaveData) -> tuple[Provider, ...]:
    """Every provider that a closed wave names, in its order."""
    if not wave.closed:
        return ()
    of_clients = _values(wave, CLIENTS[0])
    of_employers = _values(wave, EMPLOYERS[0])
    marks = {name: _satisfaction(wave, CLIENTS, value) for name, value in of_clients.items()}
    found = _results(wave, marks)
    return tuple(
        Provider(
            name,
            **asdict(found.get(name, NOTHING)),
            satisfaction=mark,
            employers=_satisfaction(wave, EMPLOYERS, of_employers.get(name, "")),
        )
        for name, mark in marks.items()
    )


def _results(wave: WaveData, marks: Mapping[str, Satisfaction]) -> dict[str, Result]:
    """The results of the providers, less a star where clients are not content (D.12)."""
    told = {name: Marks(one.n or 0, one.mean) for name, one in marks.items()}
    lines, version = wave.counts.trajectories, data_version(wave.counts.trajectories)
    return results(lines, told, wave.parameters, version) if lines else {}


def _values(wave: WaveData, question: str) -> dict[str, str]:
    """Name of a provider -> the value of the answer that names it in this wave."""
    names = tuple(dict.fromkeys(wave.facts.providers))
    asked = next(one for one in wave.questionnaires if question in one.codes)
    options = adapt(asked, names, "").question(question).options
    return {one.text: str(one.value) for one in options if one.provider and one.text in names}


def _satisfaction(wave: WaveData, pair: tuple[str, str], provider: str) -> Satisfaction:
    marks = {
        int(mark): n
        for (named, mark), n in wave.pairs.get(pair, {}).items()
        if named == provider and MARK.is_valid(int(mark))
    }
    kept = any(
        question in one.codes
        for one in wave.questionnaires
        if one.code in wave.held
        for question in pair
    )
    return Satisfaction(None, None) if kept else _shown(marks, wave.parameters)


def _shown(marks: Mapping[int, int], parameters: Parameters) -> Satisfaction:
    n = sum(marks.values())
    if not n:
        return Satisfaction(0, None)
    if not visibility(n, parameters).has_mean:
        return Satisfaction(None, None)
    return Satisfaction(n, sum(mark * number for mark, number in marks.items()) / n)
