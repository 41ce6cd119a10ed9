"""Guessing on a large scale: one client, many clients, and one that pretends to be many."""

import random
from collections import Counter

import pytest
import time_machine
from flask import Flask

from survey_app.application import create_app
from survey_app.clock import now
from survey_app.config import Config
from survey_app.crypto.tokens import ALPHABET, check_character
from survey_app.installation import Installation
from survey_app.visits.short_memory import FileMemory
from survey_app.visits.throttle import Throttle, client_address
from survey_app.visits.visitor import PATIENCE_SECONDS
from survey_app.web.security import LIMITS
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_every_route import one_database

TRIES = 10_000


@pytest.fixture
def behind_a_proxy(installation: Installation) -> Flask:
    """The application behind one proxy of ours, which writes the client's address last."""
    config = Config(
        home=installation.config.home,
        database_url=installation.config.database_url,
        trusted_proxies=1,
    )
    other = Installation(config, installation.keys, installation.engine, installation.catalogue)
    return create_app(installation=other)


def try_code(person: Respondent, code: str, forwarded: str) -> int:
    """The status of one code typed by somebody whose address the proxy saw as the last one."""
    page = person.client.get("/code")
    person.page = page
    proof = person.html.select_one("input[name=proof]")
    assert proof is not None
    data = {"code": code, "proof": str(proof["value"])}
    return person.client.post(
        "/code", data=data, headers={"X-Forwarded-For": forwarded}
    ).status_code


def throttle_at(moment: list[float]) -> Throttle:
    """A throttle of its own, at the moment in this list."""
    return Throttle(
        LIMITS, FileMemory(":memory:", clock=lambda: moment[0]), b"key", lambda: moment[0]
    )


@pytest.mark.parametrize("purpose", sorted(LIMITS))
def test_ten_thousand_tries_of_one_client_are_cut_off_at_its_limit(purpose: str) -> None:
    moment = [0.0]
    throttle = throttle_at(moment)
    allowed = 0
    for _ in range(TRIES):
        moment[0] += LIMITS[purpose].seconds / TRIES  # all of them within one period
        allowed += throttle.allows(purpose, "203.0.113.7")
    assert allowed <= LIMITS[purpose].per_client + 1
    assert throttle.allows(purpose, "203.0.113.8"), "somebody else is not kept out"


def test_a_crowd_of_wrong_tries_sounds_one_alarm_and_locks_nobody_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    throttle, limit = throttle_at([0.0]), LIMITS["code wrong"]
    admitted = sum(throttle.allows("code wrong", f"203.0.{one % 1000}.1") for one in range(TRIES))
    assert limit.in_all <= admitted <= limit.in_all + 1000 * limit.under_alarm
    alarms = [one.getMessage() for one in caplog.records]
    assert len(alarms) == 1
    assert "ALARM code wrong: 600 tries within 60 seconds" in alarms[0]
    assert "203.0" not in alarms[0]
    fresh = [throttle.admits("code wrong", f"198.51.100.{one}") for one in range(250)]
    assert all(fresh), "people from anywhere else still have a try"


def test_the_tries_of_before_count_less_and_less() -> None:
    moment = [0.0]
    throttle = throttle_at(moment)
    limit = LIMITS["code wrong"].per_client
    assert [throttle.allows("code wrong", "a") for _ in range(limit + 1)] == [True] * 10 + [False]
    moment[0] = 60.0
    assert not throttle.admits("code wrong", "a")
    moment[0] = 60.5
    assert throttle.allows("code wrong", "a")
    assert not throttle.admits("code wrong", "a")
    moment[0] = 240.0
    assert all(throttle.allows("code wrong", "a") for _ in range(limit))
    moment[0] = 90_000.0  # another day, another key
    assert throttle.admits("code wrong", "a")


def test_purposes_and_scopes_are_counted_apart() -> None:
    throttle = throttle_at([0.0])
    while throttle.allows("open link", "a", "poster"):
        pass
    assert throttle.admits("open link", "a", "waiting room")
    assert throttle.admits("way back", "a", "poster")
    assert not throttle.admits("open link", "a", "poster")


def test_one_line_with_many_ipv6_addresses_is_one_client() -> None:
    throttle = throttle_at([0.0])
    allowed = sum(throttle.allows("code wrong", f"2001:db8:1:2::{one:x}") for one in range(100))
    assert allowed == LIMITS["code wrong"].per_client
    assert throttle.admits("code wrong", "2001:db8:1:3::1")


def test_invented_addresses_left_of_the_proxy_give_no_extra_try() -> None:
    throttle = throttle_at([0.0])
    allowed = sum(
        throttle.allows(
            "code wrong", client_address("10.0.0.1", f"6.6.{one % 250}.{one}, 9.9.9.9", 1)
        )
        for one in range(TRIES)
    )
    assert allowed == LIMITS["code wrong"].per_client


@one_database
@pytest.mark.usefixtures("one_moment")
def test_all_processes_of_a_machine_count_together(
    installation: Installation, fieldwork: Fieldwork
) -> None:
    processes = [create_app(installation=installation) for _ in range(3)]
    assert len({id(one.extensions["short_memory"]) for one in processes}) == 3
    people = [Respondent(one.test_client()) for one in processes]
    limit = LIMITS["code wrong"].per_client
    statuses = [try_code(people[one % 3], "0" * 14, "") for one in range(limit + 3)]
    assert statuses == [404] * limit + [429] * 3


@one_database
@pytest.mark.usefixtures("one_moment")
def test_a_client_behind_the_proxy_gets_its_own_tries_and_no_others(
    behind_a_proxy: Flask, fieldwork: Fieldwork
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    person = Respondent(behind_a_proxy.test_client())
    unknown = "0" * 14
    limit = LIMITS["code wrong"].per_client
    statuses = [try_code(person, unknown, f"6.6.6.{one}, 9.9.9.9") for one in range(limit + 3)]
    assert statuses == [404] * limit + [429] * 3
    assert try_code(person, ways.code, "9.9.9.9") == 429
    assert try_code(Respondent(behind_a_proxy.test_client()), ways.code, "9.9.9.8") == 303


@one_database
def test_wrong_codes_keep_nobody_from_links_and_receipts(
    behind_a_proxy: Flask, fieldwork: Fieldwork
) -> None:
    person = Respondent(behind_a_proxy.test_client())
    for _ in range(LIMITS["code wrong"].per_client + 1):
        try_code(person, "0" * 14, "9.9.9.9")
    token = fieldwork.invite().token
    assert person.start(token).path == "/vraag/C301"
    assert person.client.get("/intrekken").status_code == 200


@one_database
@pytest.mark.parametrize("size", [1_000, 100_000, 1_000_000])
def test_an_overlong_code_or_password_is_refused_before_it_is_hashed(
    size: int, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open("/code")
    before = fieldwork.rows()
    data = {"code": "1" * size, "proof": str(person.html.select("input[name=proof]")[0]["value"])}
    assert person.client.post("/code", data=data).status_code in (413, 422)
    assert person.client.post(
        "/inloggen", data={"name": "a", "password": "b" * size}
    ).status_code in (
        400,
        413,
        422,
    )
    assert fieldwork.rows() == before


@one_database
@pytest.mark.nightly
@pytest.mark.parametrize("addresses", [1, 1_000])
def test_ten_thousand_guesses_in_a_minute_keep_no_honest_person_out(
    addresses: int, behind_a_proxy: Flask, fieldwork: Fieldwork, caplog: pytest.LogCaptureFixture
) -> None:
    """Row F3: no hit, cut off, an alarm, and everybody with a right code gets in meanwhile."""
    guesser, bodies = Respondent(behind_a_proxy.test_client()), random.Random(7)
    guessed, honest = Counter[int](), Counter[int]()
    # The clock of the test, so that a slow machine sees as many tries in a minute as a fast one.
    with time_machine.travel(now().replace(second=0, microsecond=0), tick=False) as clock:
        for number in range(TRIES):
            clock.shift(60 / TRIES)
            body = "".join(bodies.choices(ALPHABET, k=13))
            address = f"203.0.{number % addresses // 250}.{number % addresses % 250}"
            guessed[try_code(guesser, body + check_character(body), address)] += 1
            if number % 100 == 99:
                code = fieldwork.invite(with_code=True).code or ""
                person = Respondent(behind_a_proxy.test_client())
                honest[try_code(person, code, f"198.51.100.{number // 100}")] += 1
    limit = LIMITS["code wrong"]
    most = limit.per_client if addresses == 1 else limit.in_all + addresses * limit.under_alarm
    assert set(guessed) == {404, 429}
    assert guessed[404] <= most + 60 // PATIENCE_SECONDS  # one browser may wait, and try again
    assert honest == {303: TRIES // 100}
    assert ("ALARM code wrong" in caplog.text) == (addresses > 1)
