"""Contact files of every make: all rows or none, nothing doubled, nothing readable at rest."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.errors import BadInput, CannotDecrypt, KeyMissing, UnknownName
from survey_app.fieldwork.contacts.file import read_contact_file
from survey_app.fieldwork.contacts.services import PART, import_contacts
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation
from survey_app.retention.services import let_go_of
from survey_app.ways_in.contacts import Person, opened_person, sealed_person
from tests.fieldwork.conftest import ImportText

HEADER = "naam;telefoon;e-mail;adres;postcode;plaats;taal;vragenlijst;kanaal"
ONE = "Renée Sözen;06-12345678;renee@example.org;Dorpsstraat 1;2741 AB;Waddinxveen;nl;K3-TIJDENS;"
FILE = f"{HEADER}\n{ONE}\n"


def people(installation: Installation) -> list[Person]:
    with Session(installation.engine) as session:
        return [
            opened_person(installation.keys.contact, row.organisation_id, row.id, row.ciphertext)
            for row in session.scalars(select(Contact))
        ]


def counted(installation: Installation, model: type[Contact] | type[Invitation]) -> int:
    with Session(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_however_it_was_saved(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    path = tmp_path / "contacten.csv"
    path.write_bytes(FILE.replace(";", separator).replace("\n", end).encode(encoding))
    assert [row.person for row in read_contact_file(path, {"K3-TIJDENS": "C"}).rows] == [
        Person(
            name="Renée Sözen",
            phone="+31612345678",
            email="renee@example.org",
            address="Dorpsstraat 1\n2741 AB Waddinxveen",
        )
    ]


def test_excels_separator_line_is_understood(
    import_text: ImportText, installation: Installation
) -> None:
    import_text("sep=,\n" + FILE.replace(";", ","))
    assert people(installation)[0].name == "Renée Sözen"


def test_english_columns_and_names_of_languages_work(
    import_text: ImportText, installation: Installation
) -> None:
    import_text("Name,Phone,Language,Questionnaire\nSaba,0612345678,Tigrinya,k3-tijdens\n")
    (person,) = people(installation)
    assert (person.language, person.channel) == ("ti", "phone")


def test_the_same_file_twice_doubles_nothing(
    import_text: ImportText, installation: Installation
) -> None:
    first, second = import_text(FILE), import_text(FILE)
    assert (first.new_contacts, first.new_invitations) == (1, 1)
    assert (second.new_contacts, second.new_invitations) == (0, 0)
    assert counted(installation, Contact) == counted(installation, Invitation) == 1


def test_new_details_replace_the_old_ones(
    import_text: ImportText, installation: Installation
) -> None:
    import_text(FILE)
    import_text(FILE.replace("renee@example.org", "sozen@example.org"))
    assert [person.email for person in people(installation)] == ["sozen@example.org"]


def test_one_bad_row_keeps_the_whole_file_out(
    import_text: ImportText, installation: Installation
) -> None:
    done = import_text(FILE + "Piet;6,12E+08;;;;;nl;K3-TIJDENS;\nAn;;an@@nl;;;;nl;K3-TIJDENS;\n")
    assert [remark.row for remark in done.refused] == [3, 4]
    assert "rekenblad" in done.refused[0].text
    assert counted(installation, Contact) == counted(installation, Invitation) == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Piet;;;;;;nl;K3-TIJDENS;", "niemand te bereiken"),
        ("Piet;0612345678;;;;;nl;K9-NIETS;", "vragenlijst"),
        ("Piet;0612345678;;;;;nl;U-SELECTIE;", "vragenlijst"),
        ("Piet;0612345678;;;;;pools;K3-TIJDENS;", "taal"),
        ("Piet;0612345678;;;;;nl;K3-TIJDENS;brief", "brief"),
        ("Piet;0612345678;;;;;nl;K3-TIJDENS;duif", "kanaal"),
        ("Piet 111222333;0612345678;;;;;nl;K3-TIJDENS;", "BSN"),
        ("Piet;0612345678;;Straat 1 (1112.22.333);;;nl;K3-TIJDENS;", "BSN"),
        ("Piet;111222333;;;;;nl;K3-TIJDENS;", "BSN"),
        ("Piet;123456782;;;;;nl;K3-TIJDENS;", "BSN"),
        ("P\x07iet;0612345678;;;;;nl;K3-TIJDENS;", "stuurtekens"),
        (f"{'P' * 201};0612345678;;;;;nl;K3-TIJDENS;", "langer"),
        ("Piet;;piet@example.org, an@example.org;;;;nl;K3-TIJDENS;", "e-mail"),
        ("Piet;;piet@localhost;;;;nl;K3-TIJDENS;", "e-mail"),
        ("Piet;0612345678;;;;;nl;K3-TIJDENS;;te veel", "meer in deze rij"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(import_text: ImportText, row: str, reason: str) -> None:
    done = import_text(f"{HEADER}\n{row}\n")
    assert len(done.refused) == 1
    assert reason in done.refused[0].text


def test_a_reason_never_repeats_the_personal_data(import_text: ImportText) -> None:
    done = import_text(f"{HEADER}\nPiet;061234;;;;;nl;K3-TIJDENS;\n;;111222333;;;;nl;K3-TIJDENS;\n")
    words = " ".join(remark.text for remark in done.refused)
    assert len(done.refused) == 2
    assert "061234" not in words
    assert "111222333" not in words


@pytest.mark.parametrize("column", ["bsn", "BSN", "Klantnummer"])
def test_a_file_with_numbers_of_persons_is_not_opened_further(
    import_text: ImportText, column: str
) -> None:
    with pytest.raises(BadInput, match=column.lower()):
        import_text(f"naam;telefoon;{column}\nPiet;0612345678;1\n")


def test_a_telephone_that_two_people_share_is_shown_and_kept(
    import_text: ImportText, installation: Installation
) -> None:
    done = import_text(
        f"{HEADER}\nAn;0612345678;;;;;nl;K3-TIJDENS;\nPiet;06-1234 5678;;;;;nl;K3-TIJDENS;\n"
    )
    assert done.new_invitations == 2
    assert [remark.row for remark in done.remarks] == [2, 3]
    assert "2 personen" in done.remarks[0].text
    assert counted(installation, Contact) == 2


def test_a_person_who_stands_twice_counts_once(
    import_text: ImportText, installation: Installation
) -> None:
    done = import_text(f"{HEADER}\n{ONE}\n{ONE.replace('06-', '+31 6 ')}\n")
    assert (done.new_contacts, done.new_invitations) == (1, 1)
    assert "rij 2" in done.remarks[0].text


def test_one_person_may_get_two_questionnaires(
    import_text: ImportText, installation: Installation
) -> None:
    done = import_text(f"{HEADER}\n{ONE}\n{ONE.replace('K3-TIJDENS', 'HALFJAAR')}\n")
    assert (done.new_contacts, done.new_invitations) == (1, 2)


def test_somebody_who_opted_out_gets_no_new_invitation(
    import_text: ImportText, installation: Installation
) -> None:
    import_text(FILE)
    with Session(installation.engine) as session:
        session.scalars(select(Contact)).one().opted_out = True
        session.commit()
    assert import_text(FILE.replace("K3-TIJDENS", "K4-EINDE")).new_invitations == 0


def test_a_contact_can_be_read_in_its_own_row_only(
    import_text: ImportText, installation: Installation
) -> None:
    import_text(FILE + ONE.replace("Renée", "An").replace("renee", "an") + "\n")
    with Session(installation.engine) as session:
        one, other = session.scalars(select(Contact)).all()
    key = installation.keys.contact
    assert b"example.org" not in one.ciphertext
    for row_id, organisation in ((other.id, one.organisation_id), (one.id, other.id)):
        with pytest.raises(CannotDecrypt):
            opened_person(key, organisation, row_id, one.ciphertext)
    damaged = bytes([one.ciphertext[0] ^ 1]) + one.ciphertext[1:]
    with pytest.raises(CannotDecrypt):
        opened_person(key, one.organisation_id, one.id, damaged)


def test_an_unknown_wave_or_another_organisation_is_named(
    installation: Installation, wave: str, import_text: ImportText, tmp_path: object
) -> None:
    import_text(FILE)
    path = next(installation.config.home.parent.glob("contacten.csv"))
    with pytest.raises(UnknownName, match=wave):
        import_contacts(installation, path, "Voorjaar")
    with pytest.raises(UnknownName, match="Waddinxveen"):
        import_contacts(installation, path, wave, "Gouda")


def test_a_file_without_rows_or_without_ways_to_reach_people_is_refused(
    import_text: ImportText,
) -> None:
    with pytest.raises(BadInput, match="no rows"):
        import_text(HEADER)
    with pytest.raises(BadInput, match="telefoon"):
        import_text("naam;leeftijd\nPiet;50\n")


@pytest.mark.parametrize("name", ["contact", "lookup"])
def test_keys_of_another_installation_store_nothing(
    import_text: ImportText, installation: Installation, wave: str, tmp_path: Path, name: str
) -> None:
    import_text("naam;telefoon;vragenlijst\nAn;0612345678;K3-TIJDENS\n")
    keys = replace(installation.keys, **{name: bytes(32)})  # type: ignore[arg-type]
    path = tmp_path / "meer.csv"
    path.write_text("naam;telefoon;vragenlijst\nBo;0612345679;K3-TIJDENS\n")
    with pytest.raises(KeyMissing, match=f"key {name} is not the one of this database"):
        import_contacts(replace(installation, keys=keys), path, wave)
    assert counted(installation, Contact) == 1


def test_who_was_kept_long_enough_is_no_proof_of_other_keys(
    import_text: ImportText, installation: Installation
) -> None:
    """Of who agreed to a code the hashes stay, without a name to compare them with."""
    import_text("naam;telefoon;vragenlijst\nAn;0612345678;K3-TIJDENS\n")
    with Session(installation.engine) as session:
        an = session.scalars(select(Contact)).one()
        an.ciphertext = sealed_person(
            installation.keys.contact, an.organisation_id, an.id, Person()
        )
        let_go_of(session, [an.id])
        session.commit()
    import_text("naam;telefoon;vragenlijst\nBo;0612345679;K3-TIJDENS\n")
    assert counted(installation, Contact) == 2


def test_somebody_twice_in_a_long_file_is_found_again_by_the_same_file(
    installation: Installation, import_text: ImportText
) -> None:
    """The two rows stand in different parts, and share the name and the postal address only."""
    others = "".join(f"Nr {n};n{n}@voorbeeld.nl;;;;K3-TIJDENS\n" for n in range(PART))
    both = "Aylin Dijkstra;{}@voorbeeld.nl;Straat 10;1234 AB;Dorp;{}\n"
    header = "naam;e-mail;adres;postcode;plaats;vragenlijst\n"
    text = header + both.format("een", "K3-TIJDENS") + others + both.format("twee", "K4-EINDE")
    first = import_text(text)
    assert (first.new_contacts, first.new_invitations) == (PART + 1, PART + 2)
    again = import_text(text)
    assert (again.new_contacts, again.new_invitations) == (0, 0)
