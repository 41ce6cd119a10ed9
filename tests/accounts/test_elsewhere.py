"""Logging in with the organisation's own sign-in, with a provider that really signs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select
from werkzeug.test import TestResponse

from survey_app.application import create_app
from survey_app.config import Oidc, load_config
from survey_app.database import reading
from survey_app.errors import SettingError
from survey_app.installation import Installation
from survey_app.models import Membership, StaffAccount
from tests.accounts.conftest import Desk
from tests.accounts.oidc_provider import CLIENT, PASSWORD, Provider, provider_on_loopback
from tests.services.page_check import CheckedClient

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ROLES = """
[[role]]
group = "onderzoek"
organisation = "Hier"
role = "evaluator"
[[role]]
group = "veld"
organisation = "Hier"
role = "fieldworker"
"""
EVA = {"name": "Eva de Wit", "groups": ["onderzoek", "iets anders"], "amr": ["pwd", "mfa"]}
Come = Callable[..., TestResponse]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_on_loopback() as found:
        found.claims = dict(EVA)
        yield found


@pytest.fixture
def come(strict: Installation, provider: Provider) -> Come:
    """`come()`: somebody goes there, signs in and comes back."""
    (strict.config.home / "oidc-roles.toml").write_text(ROLES, encoding="utf-8")
    config = replace(strict.config, oidc=Oidc(provider.issuer, CLIENT, PASSWORD))
    app = create_app(installation=replace(strict, config=config))
    app.test_client_class = CheckedClient

    def came(desk: Desk | None = None, **changed: Any) -> TestResponse:
        somebody = desk or Desk(app.test_client())
        there = somebody.open("/inloggen/elders?verder=/metingen")
        assert there.location.startswith(f"{provider.issuer}/authorize?")
        provider.changed = changed
        came.desk = somebody  # type: ignore[attr-defined]
        return somebody.open(provider.sign_in(there.location))

    came.new = lambda: Desk(app.test_client())  # type: ignore[attr-defined]
    return came


def roles(installation: Installation) -> set[str]:
    with reading(installation.engine) as session:
        return set(session.scalars(select(Membership.role)))


def test_who_signed_in_with_a_second_factor_there_is_in(come: Come, strict: Installation) -> None:
    assert come().location == "/metingen"
    assert come.desk.open("/metingen").status_code == 200  # type: ignore[attr-defined]
    assert roles(strict) == {"evaluator"}


def test_who_showed_a_password_only_sets_up_a_second_step_here(come: Come) -> None:
    assert come(amr=["pwd"]).location == "/inloggen/instellen"
    assert come.desk.open("/metingen").status_code == 302  # type: ignore[attr-defined]


def test_roles_follow_the_groups_at_each_log_in(come: Come, strict: Installation) -> None:
    come()
    come(groups=["veld"])
    assert roles(strict) == {"fieldworker"}
    assert come(groups=["elders"]).status_code == 403
    assert roles(strict) == set()
    with reading(strict.engine) as session:
        assert session.scalars(select(StaffAccount.name)).all() == ["Eva de Wit"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elders.example"},
        {"aud": "another-site"},
        {"exp": 1_700_000_000},
        {"nonce": "of another log-in"},
        {"groups": ["veld", "onderzoek"]},
        {"groups": []},
    ],
    ids=str,
)
def test_what_is_not_signed_for_us_now_and_for_this_log_in_is_refused(
    come: Come, strict: Installation, wrong: dict[str, Any]
) -> None:
    assert come(**wrong).status_code == 403
    assert roles(strict) == set()


def test_a_token_signed_by_somebody_else_is_refused(come: Come, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come().status_code == 403


def test_an_answer_to_a_question_of_another_browser_is_refused(
    come: Come, provider: Provider
) -> None:
    mine, theirs = come.new(), come.new()  # type: ignore[attr-defined]
    stolen = provider.sign_in(theirs.open("/inloggen/elders").location)
    mine.open("/inloggen/elders")
    assert mine.open(stolen).status_code == 403
    assert come.new().open(stolen).status_code == 403  # type: ignore[attr-defined]


def test_an_answer_counts_once(come: Come, provider: Provider) -> None:
    desk = come.new()  # type: ignore[attr-defined]
    back = provider.sign_in(desk.open("/inloggen/elders").location)
    assert desk.open(back).status_code == 303
    assert desk.open(back).status_code == 403


def test_without_a_provider_the_page_is_not_there(strict_app: Any, databases: object) -> None:
    assert strict_app.test_client().get("/inloggen/elders").status_code == 404


def test_half_a_provider_is_refused_at_the_start(databases: object) -> None:
    with pytest.raises(SettingError, match="OIDC"):
        load_config({"TRAJECTSPIEGEL_OIDC_ISSUER": "https://login.example"})
    with pytest.raises(SettingError, match="https"):
        load_config(
            {
                "TRAJECTSPIEGEL_OIDC_ISSUER": "http://login.example",
                "TRAJECTSPIEGEL_OIDC_CLIENT_ID": "a",
                "TRAJECTSPIEGEL_OIDC_CLIENT_SECRET": "b",
            }
        )
