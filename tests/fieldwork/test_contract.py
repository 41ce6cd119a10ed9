"""Who works without a contract (UWV) skips the questions about one, on every way in."""

from collections.abc import Iterable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.fieldwork.services_links import Personal, make_links
from survey_app.installation import Installation
from survey_app.models import Invitation
from tests.fieldwork.conftest import ImportText

HEADER = "naam;e-mail;vragenlijst;contract\n"
BODIES = HEADER + (
    "Werkpad;a@proef.example;O-JAAR;ja\n"
    "UWV;b@proef.example;O-JAAR;Nee\n"
    "Stap;c@proef.example;o-jaar;\n"
    "An;d@proef.example;K3-TIJDENS;\n"
)


def contracts(installation: Installation) -> dict[str, int]:
    """How many invitations have a contract, and how many have none."""
    with Session(installation.engine) as session:
        found = list(session.scalars(select(Invitation.contract)))
    return {"ja": found.count(True), "nee": found.count(False)}


def invitations(installation: Installation) -> Iterable[Invitation]:
    """Every invitation."""
    with Session(installation.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Invitation)))


def test_a_contract_is_kept_and_is_there_unless_the_file_says_no(
    import_text: ImportText, installation: Installation
) -> None:
    assert not import_text(BODIES).refused
    assert contracts(installation) == {"ja": 3, "nee": 1}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("UWV;b@proef.example;O-JAAR;misschien", "contract is geen van: ja, nee"),
        ("An;d@proef.example;K3-TIJDENS;nee", "alleen voor aanbieders"),
        ("Bakker;e@proef.example;W3-TIJDENS;ja", "alleen voor aanbieders"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused_in_a_sentence(
    import_text: ImportText, installation: Installation, row: str, reason: str
) -> None:
    done = import_text(f"{HEADER}{row}\n")
    assert [remark.row for remark in done.refused] == [2]
    assert reason in done.refused[0].text
    assert contracts(installation) == {"ja": 0, "nee": 0}


def test_a_corrected_file_corrects_the_invitation(
    import_text: ImportText, installation: Installation
) -> None:
    import_text(BODIES)
    corrected = import_text(BODIES.replace("O-JAAR;ja", "O-JAAR;nee"))
    assert corrected.new_invitations == 0
    assert contracts(installation) == {"ja": 2, "nee": 2}


def test_importing_again_invites_nobody_again_who_has_answered(
    import_text: ImportText, installation: Installation
) -> None:
    import_text(BODIES)
    with Session(installation.engine) as session:
        session.execute(update(Invitation).values(used=True))
        session.commit()
    import_text(BODIES.replace("Nee", "ja"))
    assert all(one.used for one in invitations(installation))


def test_links_to_hand_out_can_be_for_bodies_without_a_contract(
    installation: Installation, wave: str
) -> None:
    make_links(installation, wave, Personal("O-JAAR", 2, contract=False))
    assert contracts(installation) == {"ja": 0, "nee": 2}


def test_the_command_makes_links_without_a_contract(
    installation: Installation,
    wave: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    asked = ("links", "--wave", wave, "--questionnaire", "O-JAAR", "--count", "1")
    assert main([*asked, "--without-contract"]) == 0
    assert capsys.readouterr().out.startswith("http")
    assert contracts(installation) == {"ja": 0, "nee": 1}
