"""Guessing on a large scale: one client, many clients, and one that pretends to be many."""

import pytest
from flask import Flask

from survey_app import create_app
from survey_app.config import Config
from survey_app.installation import Installation
from survey_app.security import LIMITS
from survey_app.visits.throttle import Throttle, client_address
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


@pytest.mark.parametrize("purpose", sorted(LIMITS))
def test_ten_thousand_tries_of_one_client_are_cut_off_at_its_limit(purpose: str) -> None:
    moment = [0.0]
    throttle = Throttle(LIMITS, clock=lambda: moment[0])
    allowed = 0
    for _ in range(TRIES):
        moment[0] += LIMITS[purpose].seconds / TRIES  # all of them within one period
        allowed += throttle.allows(purpose, "203.0.113.7")
    assert allowed <= LIMITS[purpose].per_client + 1
    assert throttle.allows(purpose, "203.0.113.8"), "somebody else is not kept out"


def test_a_thousand_clients_together_are_cut_off_at_the_budget_of_all() -> None:
    throttle = Throttle(LIMITS, clock=lambda: 0.0)
    allowed = sum(throttle.allows("code", f"203.0.113.{one % 1000}") for one in range(TRIES))
    assert allowed == LIMITS["code"].in_all


def test_invented_addresses_left_of_the_proxy_give_no_extra_try() -> None:
    throttle = Throttle(LIMITS, clock=lambda: 0.0)
    allowed = sum(
        throttle.allows("code", client_address("10.0.0.1", f"6.6.{one % 250}.{one}, 9.9.9.9", 1))
        for one in range(TRIES)
    )
    assert allowed == LIMITS["code"].per_client


@one_database
def test_a_client_behind_the_proxy_gets_its_own_tries_and_no_others(
    behind_a_proxy: Flask, fieldwork: Fieldwork
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    person = Respondent(behind_a_proxy.test_client())
    unknown = "0" * 14
    limit = LIMITS["code"].per_client
    statuses = [try_code(person, unknown, f"6.6.6.{one}, 9.9.9.9") for one in range(limit + 3)]
    assert statuses == [404] * limit + [429] * 3
    assert try_code(person, ways.code, "9.9.9.9") == 429
    assert try_code(Respondent(behind_a_proxy.test_client()), ways.code, "9.9.9.8") == 303


@one_database
def test_wrong_codes_keep_nobody_from_links_and_receipts(
    behind_a_proxy: Flask, fieldwork: Fieldwork
) -> None:
    person = Respondent(behind_a_proxy.test_client())
    for _ in range(LIMITS["code"].per_client + 1):
        try_code(person, "0" * 14, "9.9.9.9")
    token = fieldwork.invite().token
    assert person.client.post(f"/v/{token}").status_code == 303
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
