"""The administrator's page of people: invitations, roles, withdrawal; links that skip nothing."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.models import Membership, Organisation, StaffAccount
from tests.accounts.conftest import PASSWORD, Desk, code_at, words

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NewDesk = Callable[[], Desk]
Member = Callable[..., str]


@pytest.fixture
def admin(desk: NewDesk, member: Member) -> Desk:
    member("Bea", "organisation_admin")
    bea = desk()
    bea.log_in_wholly("Bea")
    return bea


def mailed(installation: Installation) -> list[str]:
    """The links in the e-mails that were 'sent', oldest first."""
    path = installation.config.home / "outbox.txt"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return re.findall(r"/toegang/\S+", text)


def invite(desk: Desk, name: str, roles: list[str]) -> int:
    page = desk.open("/mensen/nieuw")
    email = f"{name.lower()}@Voorbeeld.nl"
    values = {"name": name, "email": email, "roles": roles}
    return desk.press(page, "Stuur de uitnodiging", **values).status_code  # type: ignore[arg-type]


def roles_of(installation: Installation, name: str) -> set[str]:
    with reading(installation.engine) as session:
        held = select(Membership.role).join(StaffAccount).where(StaffAccount.name == name)
        return set(session.scalars(held))


def person_path(installation: Installation, name: str, place: str = "Hier") -> str:
    with reading(installation.engine) as session:
        account = session.scalars(select(StaffAccount.id).where(StaffAccount.name == name)).one()
        where = session.scalars(select(Organisation.id).where(Organisation.name == place)).one()
    return f"/mensen/{where}/{account}"


def test_who_is_invited_chooses_a_password_sets_up_a_second_step_and_comes_in(
    admin: Desk, desk: NewDesk, strict: Installation
) -> None:
    assert admin.open("/werk").location == "/mensen"
    assert invite(admin, "Eva", ["evaluator", "council_reader"]) == 303
    assert "Uitgenodigd" in words(admin.open("/mensen"))
    (link,) = mailed(strict)
    eva = desk()
    assert eva.press(eva.open(link), "Verder", password="kort").status_code == 400
    assert eva.press(eva.open(link), "Verder", password=PASSWORD).location == "/inloggen/instellen"
    assert eva.open("/metingen").status_code == 302
    assert desk().open(link).status_code == 410
    assert eva.open(link).status_code == 410


def test_a_link_that_was_only_looked_at_still_works(
    admin: Desk, desk: NewDesk, strict: Installation
) -> None:
    invite(admin, "Eva", ["evaluator"])
    for _ in range(3):
        assert desk().open(mailed(strict)[0]).status_code == 200


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (["fieldworker", "evaluator"], "gaan niet samen"),
        (["auditor", "organisation_admin"], "gaan niet samen"),
        ([], "ten minste één rol"),
    ],
)
def test_roles_that_do_not_go_together_are_refused_with_what_was_typed_kept(
    admin: Desk, strict: Installation, roles: list[str], sentence: str
) -> None:
    page = admin.open("/mensen/nieuw")
    values: dict[str, str | list[str]] = {"name": "Eva", "email": "eva@voorbeeld.nl"}
    answer = admin.press(page, "Stuur de uitnodiging", **values, roles=roles)
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert "eva@voorbeeld.nl" in answer.get_data(as_text=True)
    assert mailed(strict) == []


@pytest.mark.parametrize("role", ["platform_admin", "klantmanager"])
def test_a_role_that_is_not_offered_cannot_be_sent_along(
    admin: Desk, strict: Installation, role: str
) -> None:
    assert invite(admin, "Eva", [role]) == 400
    assert roles_of(strict, "Eva") == set()


def test_an_address_that_is_none_is_refused(admin: Desk) -> None:
    page = admin.open("/mensen/nieuw")
    answer = admin.press(page, "Stuur", name="Eva", email="eva@", roles=["evaluator"])
    assert "Dit is geen e-mailadres" in words(answer)


def test_a_withdrawn_person_opens_nothing_at_the_next_page(
    admin: Desk, desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    eva.log_in_wholly("Eva")
    assert eva.open("/metingen").status_code == 200
    admin.press(admin.open(person_path(strict, "Eva")), "Neem alle rollen af")
    assert eva.open("/metingen").status_code == 302
    assert roles_of(strict, "Eva") == set()


def test_nobody_changes_the_own_roles(admin: Desk, strict: Installation) -> None:
    path = person_path(strict, "Bea")
    page = admin.open(path)
    assert "Neem alle rollen af" not in words(page)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert token is not None
    data = {"csrf_token": token[1], "roles": ["organisation_admin", "fieldworker"]}
    assert admin.client.post(path, data=data).status_code == 403
    assert roles_of(strict, "Bea") == {"organisation_admin"}


def test_people_of_another_organisation_are_not_there(
    admin: Desk, member: Member, strict: Installation
) -> None:
    new_organisation(strict, "Elders")
    with session_of(strict.engine) as session:
        place = session.scalars(select(Organisation.id).where(Organisation.name == "Elders")).one()
        account = StaffAccount(
            name="Canarie", role="evaluator", password_hash="", created_at=_moment()
        )
        session.add(account)
        session.flush()
        session.add(Membership(account_id=account.id, organisation_id=place, role="evaluator"))
        session.commit()
    assert "Canarie" not in words(admin.open("/mensen"))
    assert admin.open(person_path(strict, "Canarie", "Elders")).status_code == 404
    assert admin.open(person_path(strict, "Canarie", "Hier")).status_code == 404
    page = admin.open("/mensen/nieuw")
    values = {"name": "X", "email": "x@voorbeeld.nl", "organisation": place, "roles": ["auditor"]}
    assert admin.press(page, "Stuur", **values).status_code == 404  # type: ignore[arg-type]


def _moment() -> object:
    from survey_app.clock import now  # noqa: PLC0415

    return now()


def test_a_forgotten_password_is_mailed_a_way_back_that_still_asks_the_second_step(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator")
    somebody = desk()
    for address in ("eva@voorbeeld.nl", "niemand@voorbeeld.nl"):
        page = somebody.press(somebody.open("/toegang"), "Mail mij een link", email=address)
        assert "Staat dit adres bij ons?" in words(page)
    link = _wait_for_link(strict)
    eva = desk()
    chosen = "een heel ander wachtwoord"
    assert eva.press(eva.open(link), "Verder", password=chosen).location == "/inloggen/tweede-stap"
    assert eva.open("/metingen").status_code == 302
    page = eva.open("/inloggen/tweede-stap")
    assert eva.press(page, "Verder", code=code_at()).location == "/werk"


def _wait_for_link(installation: Installation) -> str:
    import time  # noqa: PLC0415

    for _ in range(100):
        found = mailed(installation)
        if found:
            return found[0]
        time.sleep(0.02)
    raise AssertionError("no link was mailed")


def test_an_administrator_can_let_somebody_set_up_a_new_second_step(
    admin: Desk, desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    eva.log_in_wholly("Eva")
    admin.press(admin.open(person_path(strict, "Eva")), "Laat de tweede stap")
    assert eva.open("/metingen").status_code == 302
    assert desk().log_in("Eva").location == "/inloggen/instellen"


def test_the_platforms_administrator_sees_organisations_and_nothing_else(
    desk: NewDesk, member: Member
) -> None:
    member("Bea", "organisation_admin")
    member("Pia", "platform_admin")
    pia = desk()
    pia.log_in_wholly("Pia")
    assert pia.open("/werk").location == "/organisaties"
    assert "Hier beheerd door Bea" in words(pia.open("/organisaties"))
    for path in ("/mensen", "/metingen", "/veldwerk/bellen", "/veldwerk/papier"):
        assert pia.open(path).status_code == 403, path
