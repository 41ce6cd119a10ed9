"""Who works without a contract (UWV) skips the questions about one, on every way in."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.clock import today
from survey_app.fieldwork.links.services import Personal, make_links
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave
from survey_app.models import InboxItem, Invitation, PatternCount
from survey_app.stores.inbox import Submission, open_item
from tests.fieldwork.conftest import ImportText, KeyIn
from tests.services.page_check import parsed
from tests.services.ways import ways_for

BLANK = ["", "", "", ""]  # the four boxes of O401, as a browser sends them
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
    list(make_links(installation, wave, Personal("O-JAAR", 2, contract=False)))
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


def sheets(installation: Installation) -> list[Submission]:
    """The answers that wait in the inbox."""
    with Session(installation.engine) as session:
        sealed = session.scalars(select(InboxItem.sealed)).all()
    return [open_item(installation.keys.need_worker(), one) for one in sealed]


def code_of(installation: Installation, wave_id: str, contract: bool) -> str:
    """The letter code of a body with or without a contract."""
    body = Invitation(wave_id=wave_id, questionnaire="O-JAAR", contract=contract)
    return ways_for(installation, body, with_code=True).code or ""


@pytest.mark.parametrize(
    ("keyed", "counted"),
    [
        ({}, set()),
        ({"O402": "4"}, {"O401", "O402"}),
        ({"O401": ["9", "8", "7", "6"]}, {"O401", "O402"}),
    ],
)
def test_on_paper_what_is_left_blank_about_a_contract_was_not_asked(
    installation: Installation, key_in: KeyIn, keyed: dict[str, str | list[str]], counted: set[str]
) -> None:
    assert key_in("O-JAAR", O301="4", **{"O401": BLANK, **keyed}).status_code == 303
    (sheet,) = sheets(installation)
    assert {"O401", "O402"} & sheet.answers.keys() == counted
    assert sheet.answers["O302"] is None


def test_paper_of_a_body_without_a_contract_has_nothing_about_one(
    installation: Installation, wave_id: str, key_in: KeyIn
) -> None:
    code = code_of(installation, wave_id, contract=False)
    refused = key_in("O-JAAR", O301="4", O401=BLANK, O402="4", code=code)
    assert refused.status_code == 422
    assert "geen contract: O401, O402 blijven leeg" in parsed(refused).get_text()
    assert sheets(installation) == []
    assert key_in("O-JAAR", O301="4", O401=BLANK, code=code).status_code == 303
    assert len(sheets(installation)) == 1


def test_paper_of_a_body_with_a_contract_is_taken_with_its_code(
    installation: Installation, wave_id: str, key_in: KeyIn
) -> None:
    code = code_of(installation, wave_id, contract=True)
    assert key_in("O-JAAR", O401=BLANK, O402="4", code=code).status_code == 303
    assert sheets(installation)[0].answers["O402"] == 4


def test_answers_gathered_elsewhere_count_as_asked_only_where_there_is_a_row(
    installation: Installation, wave: str, tmp_path: Path
) -> None:
    path, day = tmp_path / "antwoorden.csv", today().isoformat()
    rows = [("uwv", "O301", "4"), ("stap", "O301", "3"), ("stap", "O402", "5")]
    lines = [f"{token},O-JAAR,{item},{value},{day},web" for token, item, value in rows]
    path.write_text("\n".join(["token,form,item,value,date,mode", *lines]))
    import_answers(installation, path, wave)
    close_wave(installation, wave)
    with Session(installation.engine) as session:
        patterns = session.execute(
            select(PatternCount.pattern, PatternCount.n).where(
                PatternCount.cell == "R18-O", PatternCount.breakdown == ""
            )
        ).all()
    assert [tuple(row) for row in patterns] == [("5", 1)]
