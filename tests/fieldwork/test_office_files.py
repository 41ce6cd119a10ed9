"""Contact files as Dutch offices save them: read right, or told before anything is stored."""

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.cli import main
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.columns import columns_of, forbidden_columns
from survey_app.fieldwork.contacts.file import ContactFile, read_contact_file
from survey_app.fieldwork.contacts.import_contacts_command import most_telling
from survey_app.fieldwork.contacts.services import ImportedContacts, import_contacts
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation
from survey_app.respond.entering.services import opt_out_by_token
from survey_app.ways_in.access import create_access

FINDS = Path(__file__).parents[1] / "finds"
WAVE = "Najaar"


def read(name: str) -> ContactFile:
    return read_contact_file(FINDS / f"{name}.csv", {"K3-TIJDENS": "C", "O-JAAR": "O"})


def names(name: str) -> list[str]:
    return [row.person.name for row in read(name).rows]


def test_a_list_of_dutch_excel_keeps_its_letters() -> None:
    assert names("01a-cp1252-one-name") == ["Jan Müller"]
    assert names("01b-cp1252-list") == ["Hélène Vos", "Loïs Maas", "Anna Bakker", "Zoë Smit"]
    assert read("01b-cp1252-list").encoding == "cp1252"


def test_columns_for_parts_of_a_name_or_address_are_put_together() -> None:
    (row,) = read("04a-house-number-column").rows
    assert row.person.address == "Dorpsstraat 12\n2740 AA Lindenveen"
    assert names("04b-first-last-name") == ["Anna Bakker", "Bram Bakker"]
    (row,) = read("04c-email-with-space").rows
    assert row.person.email == "anna@lindenveen.example"


@pytest.mark.parametrize(
    ("header", "row", "name", "address"),
    [
        ("naam;voornaam;adres", "Bakker;Anna;Kade 1", "Anna Bakker", "Kade 1"),
        ("naam;voornaam;adres", "Anna Bakker;Anna;Kade 1", "Anna Bakker", "Kade 1"),
        (
            "Voorletters;Tussenvoegsel;Achternaam;Straat;Huisnr.;Toevoeging",
            "A.B.;van der;Berg;Kade;1;2",
            "A.B. van der Berg",
            "Kade 1-2",
        ),
        ("naam;straat;huisnummer;huisletter", "Anna;Kade;1;a", "Anna", "Kade 1a"),
        ("naam;adres;huisnummer;toevoeging", "Anna;Kade;1;bis", "Anna", "Kade 1bis"),
    ],
)
def test_however_the_parts_stand_in_columns(
    tmp_path: Path, header: str, row: str, name: str, address: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{row}\n")
    (found,) = read_contact_file(path, {"K3-TIJDENS": "C"}).rows
    assert (found.person.name, found.person.address) == (name, address)


def test_every_column_that_is_not_read_is_named() -> None:
    columns = columns_of(["naam", "geslacht", "telefoon", "mobiel", "opmerking"])
    assert columns.unread == ("geslacht", "opmerking")
    assert columns.second == ("mobiel",)


@pytest.mark.parametrize(
    "column",
    ["Cliëntnummer", "clie\u0308ntnummer", "CLIENT NR", "klant-nummer", "BSN", "bsn-nummer",
     "Burgerservicenummer", "b\u200bsn", "A-nummer"],
)  # fmt: skip
def test_a_number_of_a_person_is_refused_however_its_column_is_spelled(
    tmp_path: Path, column: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"naam;telefoon;{column}\nAnna;0612345601;100045\n", encoding="utf-8")
    with pytest.raises(BadInput, match="may not be imported"):
        read_contact_file(path, {"K3-TIJDENS": "C"})
    assert list(forbidden_columns(["klant", "clienten", "naam"])) == []


def test_an_address_that_no_server_takes_is_refused_with_its_own_reason() -> None:
    file = read("09-email-syntax")
    assert file.rows == ()
    reasons = [remark.text for remark in file.refused]
    words = ("begint met een punt", "punt vlak voor", "streepje", "landcode", "IP-adres")
    assert all(word in reason for word, reason in zip(words, reasons, strict=True))


def test_names_that_lost_letters_are_remarked_upon() -> None:
    assert [remark.row for remark in read("10-damaged-names").remarks] == [2, 3, 4]
    assert read("01b-cp1252-list").remarks == ()


def test_the_separator_line_of_an_old_mac_is_understood() -> None:
    assert names("17-mac-sep") == ["Anna"]


def test_ten_names_are_shown_those_that_can_be_wrong_before_plain_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"Persoon {n};06123456{n:02}" for n in range(20)] + ["Zoë;0612345699"]
    path.write_text("\n".join(["naam;telefoon", *rows]), encoding="utf-8")
    shown = most_telling(read_contact_file(path, {"K3-TIJDENS": "C"}).rows)
    assert [row.number for row in shown] == [*range(2, 11), 22]


# Opting out.


def imported(installation: Installation, name: str) -> ImportedContacts:
    return import_contacts(installation, FINDS / f"{name}.csv", WAVE)


def opt_out_everybody(installation: Installation) -> None:
    with Session(installation.engine) as session:
        invitations = session.scalars(select(Invitation.id)).all()
        tokens = [create_access(session, installation, one).token for one in invitations]
        session.commit()
    for token in tokens:
        opt_out_by_token(installation.engine, installation.keys, token)


@pytest.mark.parametrize("again", ["03b-phone-added", "03c-name-otherwise"])
def test_who_opted_out_is_not_invited_again_when_the_row_is_spelled_otherwise(
    installation: Installation, wave: str, again: str
) -> None:
    assert imported(installation, "03a-first").new_invitations == 1
    opt_out_everybody(installation)
    assert imported(installation, again).new_invitations == 0


def test_a_telephone_that_is_added_makes_nobody_a_second_person(
    installation: Installation, wave: str
) -> None:
    imported(installation, "03a-first")
    for _ in range(2):
        done = imported(installation, "03b-phone-added")
        assert (done.new_contacts, done.new_invitations) == (0, 0)


def test_opting_out_holds_for_others_at_the_same_address(
    installation: Installation, wave: str
) -> None:
    imported(installation, "03a-first")
    imported(installation, "03c-name-otherwise")
    with Session(installation.engine) as session:
        first = session.scalars(select(Invitation.id)).first() or ""
        token = create_access(session, installation, first).token
        session.commit()
    opt_out_by_token(installation.engine, installation.keys, token)
    with Session(installation.engine) as session:
        assert session.scalars(select(Contact.opted_out)).all() == [True, True]


# The command.


@pytest.fixture
def command_line(
    installation: Installation,
    wave: str,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Installation:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return installation


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    typed = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", typed)


def stored(installation: Installation) -> int:
    with Session(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(Contact)) or 0


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("answer", "number"), [("j", 4), ("", 0), ("nee", 0)])
def test_names_are_shown_and_stored_only_after_a_yes(
    command_line: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    number: int,
) -> None:
    on_a_terminal(monkeypatch, answer)
    status = main(["import-contacts", str(FINDS / "01b-cp1252-list.csv"), "--wave", WAVE])
    shown = capsys.readouterr().out
    assert "read as Windows-1252" in shown
    assert "Zoë Smit" in shown
    assert (stored(command_line), status) == (number, 0 if number else 1)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_without_a_terminal_the_command_says_what_to_do(
    command_line: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import-contacts", str(FINDS / "10-damaged-names.csv"), "--wave", WAVE]
    assert main(words) == 1
    assert "repeat the command with --yes" in capsys.readouterr().out
    assert main([*words, "--yes"]) == 1
    assert "probably damaged" in capsys.readouterr().out
    assert stored(command_line) == 0
    assert main([*words, "--yes", "--damaged-names"]) == 0
    assert stored(command_line) == 3


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_column_that_is_not_read_is_named_before_anything_is_stored(
    command_line: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("naam;telefoon;leeftijd\nAnna;0612345601;40\n")
    assert main(["import-contacts", str(path), "--wave", WAVE]) == 1
    assert "columns NOT read, so not stored: leeftijd" in capsys.readouterr().out
    assert stored(command_line) == 0
