"""Accounts made, listed and let back in from the command line."""

import re

import pytest

from survey_app.accounts.services import check_password
from survey_app.cli import main
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_an_operator_makes_lists_and_resets_accounts(
    installation: Installation,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    new_organisation(installation, "Hier")
    made = ["new-account", "Eva", "--role", "evaluator", "--of", "Hier", "--email", "E@hier.nl"]
    assert main(made) == 0
    first = re.findall(r"password (\S+)", capsys.readouterr().out)[0]
    assert check_password(installation.engine, "e@hier.nl", first)
    assert main(["list-accounts"]) == 0
    assert re.search(r"Eva +e@hier\.nl +evaluator +Hier", capsys.readouterr().out)
    assert main(["reset-password", "eva", "--second-factor"]) == 0
    second = re.findall(r"password (\S+)", capsys.readouterr().out)[0]
    assert check_password(installation.engine, "Eva", second)
    assert main(["reset-password", "Niemand"]) == 1
    assert main(["new-account", "Pia", "--role", "platform_admin", "--of", "Hier"]) == 1
    assert main(["new-account", "Rik", "--role", "auditor"]) == 1
    capsys.readouterr()
    wrong = ["new-account", "Jo", "--role", "auditor", "--of", "Hier", "--email", "jo bij hier"]
    for language, words in (("en", "write it as"), ("nl", "schrijf het als")):
        monkeypatch.setenv("TRAJECTSPIEGEL_LANGUAGE", language)
        assert main(wrong) == 1
        assert f"--email 'jo bij hier': {words}" in capsys.readouterr().err
