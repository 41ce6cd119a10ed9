"""Nobody learns from the time an answer takes whether a token or code exists (reliability F6).

Measured as processor time of this thread, one of each kind in turn, so that a busy machine slows
all kinds alike. What is compared is the median.
"""

import statistics
import time
from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from survey_app.clock import now
from survey_app.crypto.tokens import code_hash
from survey_app.errors import LinkUnknown, LinkUsed, WaveClosed
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.respond.entering.services import enter_by_code
from tests.respond.conftest import DAY, ORGANISATION, TODAY, Fieldwork, NewRespondent
from tests.respond.test_every_route import one_database

pytestmark = one_database
WITHIN_MILLISECONDS = 1.0
WITHIN_SHARE = 0.3
REFUSALS = (LinkUnknown, LinkUsed, WaveClosed)


def medians(kinds: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median processor time of each kind, in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(rounds):
        turns = list(kinds.items())
        for name, work in turns if number % 2 else reversed(turns):
            start = time.thread_time()
            work()
            taken[name].append((time.thread_time() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def always_apart(kinds: Mapping[str, Callable[[], object]], rounds: int) -> list[dict[str, float]]:
    """What was found when they differ three times in a row; nothing as soon as they look alike.

    A real difference is there every time, a machine that was busy elsewhere is not.
    """
    found = []
    for _ in range(3):
        found.append(medians(kinds, rounds))
        if look_alike(found[-1]):
            return []
    return found


def look_alike(found: Mapping[str, float]) -> bool:
    """Whether the slowest kind is within the margin of the fastest."""
    fastest, slowest = min(found.values()), max(found.values())
    return slowest - fastest < max(WITHIN_MILLISECONDS, WITHIN_SHARE * fastest)


@pytest.fixture
def used(fieldwork: Fieldwork, someone: NewRespondent) -> tuple[str, str]:
    """The token and code of somebody who has sent."""
    ways = fieldwork.invite(with_code=True)
    someone().start(ways.token).answer_all().press("Verstuur")
    return ways.token, ways.code or ""


@pytest.fixture
def closed(fieldwork: Fieldwork) -> tuple[str, str]:
    """The token and code of somebody in a wave that is over."""
    plan = WavePlan("Voorjaar", ORGANISATION, TODAY - 9 * DAY, TODAY + DAY)
    over = Fieldwork(fieldwork.installation, new_wave(fieldwork.installation, plan))
    ways = over.invite(with_code=True)
    over.change_wave(closed_at=now())
    return ways.token, ways.code or ""


def tokens_take_the_same_time(app: Flask, tokens: Mapping[str, str], rounds: int) -> None:
    client = app.test_client()

    def opening(token: str) -> Callable[[], object]:
        return lambda: client.get(f"/v/{token}").close()

    kinds = {name: opening(token) for name, token in tokens.items()}
    medians(kinds, 3)  # templates and statements are made at first use
    assert not always_apart(kinds, rounds)


def codes_take_the_same_time(fieldwork: Fieldwork, codes: Mapping[str, str], rounds: int) -> None:
    installation = fieldwork.installation

    def entering(code: str) -> Callable[[], object]:
        def work() -> None:
            with pytest.raises(REFUSALS):
                enter_by_code(installation.engine, installation.keys, code)

        return work

    assert not always_apart({name: entering(code) for name, code in codes.items()}, rounds)


def kinds_of(number: int, unknown: str, *ways: tuple[str, str]) -> dict[str, str]:
    used, closed = ways
    return {"unknown": unknown, "used": used[number], "closed": closed[number]}


def test_a_difference_that_is_there_is_seen(fieldwork: Fieldwork) -> None:
    pepper = fieldwork.installation.keys.pepper
    kinds = {"hashed": lambda: code_hash(pepper, "0" * 14), "refused at once": lambda: b""}
    assert always_apart(kinds, 5)


def test_links_take_the_same_time(
    app: Flask, used: tuple[str, str], closed: tuple[str, str]
) -> None:
    tokens = kinds_of(0, "1" * 26, used, closed)
    tokens_take_the_same_time(app, tokens | {"short": "1", "long": "1" * 200}, 40)


def test_codes_take_the_same_time(
    fieldwork: Fieldwork, used: tuple[str, str], closed: tuple[str, str]
) -> None:
    codes_take_the_same_time(fieldwork, kinds_of(1, "0" * 14, used, closed), 5)


@pytest.mark.nightly
def test_links_take_the_same_time_over_two_thousand_rounds(
    app: Flask, used: tuple[str, str], closed: tuple[str, str]
) -> None:
    tokens = kinds_of(0, "1" * 26, used, closed)
    tokens_take_the_same_time(app, tokens | {"short": "1", "long": "1" * 200}, 2000)


@pytest.mark.nightly
def test_codes_take_the_same_time_over_two_hundred_rounds(
    fieldwork: Fieldwork, used: tuple[str, str], closed: tuple[str, str]
) -> None:
    codes_take_the_same_time(fieldwork, kinds_of(1, "0" * 14, used, closed), 200)
