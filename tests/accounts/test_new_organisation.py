"""The platform's administrator makes an organisation and invites the first person in it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from survey_app.application import create_app
from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.models import Membership, Organisation, StaffAccount
from tests.accounts.conftest import Desk, words
from tests.accounts.test_people import mailed, roles_of

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NewDesk = Callable[[], Desk]
Member = Callable[..., str]
MADE = {"organisation": "Gemeente Nieuwstad", "name": "Nora", "email": "nora@nieuwstad.example"}


@pytest.fixture
def platform(desk: NewDesk, member: Member) -> Desk:
    member("Piet", "platform_admin")
    piet = desk()
    piet.log_in_wholly("Piet")
    return piet


def make(platform: Desk, **values: str) -> int:
    page = platform.open("/organisaties/nieuw")
    return platform.press(page, "Maak en nodig uit", **{**MADE, **values}).status_code


def test_an_organisation_is_made_and_its_administrator_gets_a_link(
    platform: Desk, strict: Installation, member: Member
) -> None:
    member("Ella", "evaluator")
    assert make(platform) == 303
    assert len(mailed(strict)) == 1
    assert roles_of(strict, "Nora") == {"organisation_admin"}
    with reading(strict.engine) as session:
        place = session.scalars(
            select(Organisation).where(Organisation.name == "Gemeente Nieuwstad")
        ).one()
        members = session.scalars(
            select(StaffAccount.name).join(Membership).where(Membership.organisation_id == place.id)
        ).all()
    assert members == ["Nora"]  # nobody else comes along
    assert "beheerd door Nora" in words(platform.open("/organisaties"))
    again = platform.open(f"/organisaties/{place.id}/beheerder")
    assert again.status_code == 404  # the administrator invites the next ones


def test_what_cannot_be_made_is_said_and_nothing_is_made(
    platform: Desk, strict: Installation
) -> None:
    assert make(platform) == 303
    with reading(strict.engine) as session:
        before = len(session.scalars(select(Organisation.id)).all())
    assert make(platform, organisation="Gemeente Nieuwstad", name="N", email="n@x.nl") == 400
    assert make(platform, organisation="…", name="N", email="n@x.nl") == 400
    assert make(platform, organisation="Andere", name="N", email="geen adres") == 400
    assert make(platform, organisation="", name="N", email="n@x.nl") == 400
    with reading(strict.engine) as session:
        assert len(session.scalars(select(Organisation.id)).all()) == before


def test_an_invitation_that_fails_leaves_an_organisation_that_waits_for_its_administrator(
    platform: Desk, strict: Installation, member: Member
) -> None:
    member("Nora", "evaluator")  # the name is taken, by another address
    page = platform.press(platform.open("/organisaties/nieuw"), "Maak en nodig uit", **MADE)
    assert page.status_code == 400
    assert "Er is al iemand met deze naam" in words(page)
    done = platform.press(page, "Nodig uit", name="Nora de Vries", email=MADE["email"])
    assert done.status_code == 303
    assert "beheerd door Nora de Vries" in words(platform.open("/organisaties"))


def test_without_a_mail_server_nothing_is_made(member: Member, strict: Installation) -> None:
    real = replace(strict, config=replace(strict.config, synthetic=False))
    member("Piet", "platform_admin")
    piet = Desk(create_app(installation=real).test_client())
    piet.log_in_wholly("Piet")
    assert make(piet) == 400
    with reading(strict.engine) as session:
        assert "Gemeente Nieuwstad" not in session.scalars(select(Organisation.name)).all()
