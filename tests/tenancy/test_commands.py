"""Commands where two municipalities call a wave the same, and who works for which."""

import pytest
from sqlalchemy import select

from survey_app.accounts.services import add_member, create_account
from survey_app.cli import COMMANDS, main
from survey_app.clock import today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, NameTaken, UnknownName
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import Membership, StaffAccount, Wave
from tests.tenancy.conftest import OURS, PASSWORD, THEIRS, WAVE, Place

ABOUT_A_WAVE = sorted(
    set(COMMANDS)
    - {
        "init",
        "migrate",
        "check",
        "new-organisation",
        "settings",
        "member",
        "new-account",
        "reset-password",
        "list-accounts",
        "roles",
        "rotate-keys",
        "serve",
        "worker",
        "bounce",
        "test-mail",
    }
    - {"translations", "demo"}
)


@pytest.fixture
def command_line(
    environment: dict[str, str], theirs: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("command_line")
def test_a_name_of_two_waves_asks_whose(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "--wave", WAVE]) == 1
    told = capsys.readouterr().err
    assert f"{THEIRS}, {OURS}" in told
    assert "--organisation" in told
    assert main(["table", "--wave", WAVE, "--organisation", "Nergens"]) == 1
    assert f"there are: {THEIRS}, {OURS}" in capsys.readouterr().err
    for name in (OURS, THEIRS):
        assert main(["interim", "--wave", WAVE, "--organisation", name]) == 0
        assert "1 to 4 answers" in capsys.readouterr().out
        assert main(["table", "--wave", WAVE, "--organisation", name]) == 0
        assert capsys.readouterr().out.startswith(f"Tabel 1 - {name} - {WAVE}")


@pytest.mark.usefixtures("command_line")
def test_closing_with_organisation_closes_that_one_only(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    assert main(["close-wave", WAVE, "--yes"]) == 1
    assert main(["close-wave", WAVE, "--organisation", THEIRS, "--yes"]) == 0
    with reading(installation.engine) as session:
        closed = session.scalars(select(Wave.id).where(Wave.closed_at.is_not(None))).all()
    assert closed == [theirs.wave_id]


@pytest.mark.parametrize("command", ABOUT_A_WAVE)
def test_every_command_about_a_wave_takes_the_organisation(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "--organisation" in capsys.readouterr().out


def test_a_name_is_taken_within_its_organisation_only(
    installation: Installation, theirs: Place
) -> None:
    with pytest.raises(NameTaken):
        new_wave(installation, WavePlan(WAVE, OURS, today(), today()))


def test_first_accounts_work_for_the_first_organisation_and_no_other(
    installation: Installation,
) -> None:
    with session_of(installation.engine) as session:
        eva = create_account(session, "Eva", "evaluator", PASSWORD).id
    new_organisation(installation, OURS)
    new_organisation(installation, THEIRS)
    with reading(installation.engine) as session:
        held = session.execute(select(Membership.account_id, Membership.role)).all()
    assert [tuple(row) for row in held] == [(eva, "evaluator")]


@pytest.mark.usefixtures("command_line")
def test_a_member_is_added_once_and_by_a_known_name(
    installation: Installation, theirs: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    with session_of(installation.engine) as session:
        create_account(session, "Eva", "evaluator", PASSWORD, [])
    for _ in range(2):
        assert main(["member", "eva", THEIRS, "--role", "evaluator"]) == 0
    with reading(installation.engine) as session:
        account = session.scalars(select(StaffAccount)).one()
        held = session.scalars(select(Membership)).one()
        assert (held.account_id, held.organisation_id, held.role) == (
            account.id,
            theirs.organisation_id,
            "evaluator",
        )
    capsys.readouterr()
    assert main(["member", "Kees", THEIRS, "--role", "evaluator"]) == 1
    assert "there are: Eva" in capsys.readouterr().err


def test_a_role_of_the_whole_installation_is_none_of_an_organisation(
    installation: Installation, ours: Place
) -> None:
    with session_of(installation.engine) as session:
        create_account(session, "Baas", "platform_admin", PASSWORD)
        held = session.scalars(select(Membership)).one()
        assert (held.role, held.organisation_id) == ("platform_admin", None)
        with pytest.raises(BadInput, match="none of an organisation"):
            add_member(session, "Baas", ours.organisation_id, "platform_admin")
        with pytest.raises(UnknownName):
            add_member(session, "Kees", ours.organisation_id, "evaluator")
