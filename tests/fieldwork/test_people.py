"""The people of a wave: found by name in a store that nobody can read, corrected, let go."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import reading, session_of
from survey_app.fieldwork.contacts.people.names import index_key, name_parts, name_tags
from survey_app.fieldwork.contacts.people.services_naming import name_contacts
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    Contact,
    ContactName,
    ErasureDone,
    Invitation,
    MessageReply,
)
from survey_app.retention.services_erasing import replay_erasures
from survey_app.ways_in.access import create_access
from survey_app.ways_in.contacts import opened_person
from tests.fieldwork.conftest import ImportText
from tests.fieldwork.test_uploading import number, words
from tests.services.product import submit_form

LIST = (
    "naam;telefoon;e-mail;taal;vragenlijst\n"
    "Zoë Öztürk-de Vries;0612345601;;nl;K3-TIJDENS\n"
    "Piet de Vries;;piet@example.org;ar;K4-EINDE\n"
)


@pytest.fixture
def listed(import_text: ImportText, wave_id: str) -> str:
    """The address of a list with two people."""
    import_text(LIST)
    return f"/veldwerk/metingen/{wave_id}/mensen"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("zoek=vries", {"Zoë", "Piet"}),
        ("zoek=zoe+OZTURK", {"Zoë"}),
        ("zoek=vri", set()),
        ("zoek=06-12345601", {"Zoë"}),
        ("zoek=piet@example.org", {"Piet"}),
        ("taal=ar", {"Piet"}),
        ("vragenlijst=K3-TIJDENS", {"Zoë"}),
        ("kanaal=phone", {"Zoë"}),
        ("stand=new", {"Zoë", "Piet"}),
        ("stand=sent", set()),
        ("zoek=vries&taal=nl", {"Zoë"}),
    ],
)
def test_people_are_found_by_name_number_and_facts(
    fieldworker: FlaskClient, listed: str, asked: str, names: set[str]
) -> None:
    page = words(fieldworker.get(f"{listed}?{asked}"))
    assert {name for name in ("Zoë", "Piet") if name in page} == names


def test_a_tag_says_nothing_without_key_and_organisation() -> None:
    parts = name_parts("Piet de Vries")
    ours = name_tags(index_key(bytes(32)), "a", parts)
    assert len(ours) == 3
    assert all(0 <= tag < 65536 for tag in ours)
    assert ours.isdisjoint(name_tags(index_key(bytes(32)), "b", parts))
    assert ours.isdisjoint(name_tags(index_key(b"\x01" * 32), "a", parts))


def test_strangers_with_the_same_tag_are_not_shown(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    with Session(installation.engine) as session:
        session.execute(update(ContactName).values(tag=ContactName.tag))
        piet = session.scalars(select(Contact).where(Contact.channel == "email")).one()
        (tag,) = name_tags(index_key(installation.keys.lookup), piet.organisation_id, ["smit"])
        session.add(ContactName(contact_id=piet.id, tag=tag, organisation_id=piet.organisation_id))
        session.commit()
    assert "Niemand gevonden" in words(fieldworker.get(f"{listed}?zoek=smit"))


def test_contacts_of_before_the_index_get_into_it(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    with Session(installation.engine) as session:
        session.execute(update(Contact).values(named=False))
        for one in session.scalars(select(ContactName)):
            session.delete(one)
        session.commit()
    assert "Niemand gevonden" in words(fieldworker.get(f"{listed}?zoek=vries"))
    assert name_contacts(installation) == 2
    assert "2 mensen gevonden" in words(fieldworker.get(f"{listed}?zoek=vries"))
    assert name_contacts(installation) == 0


def test_nobody_sees_who_has_answered(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    def shown() -> str:  # the token of a form tells the second it was made in
        page = BeautifulSoup(fieldworker.get(listed).get_data(as_text=True), "html.parser")
        for token in page.select("input[name=csrf_token]"):
            token.decompose()
        return str(page)

    before = shown()
    assert "Piet de Vries" in before
    with Session(installation.engine) as session:
        session.execute(update(Invitation).values(used=True))
        session.commit()
    assert shown() == before


def person_page(fieldworker: FlaskClient, installation: Installation, listed: str) -> str:
    with Session(installation.engine) as session:
        piet = session.scalars(select(Contact).where(Contact.channel == "email")).one()
    return f"{listed}/persoon/{piet.id}"


def test_details_are_corrected_and_a_bsn_is_refused(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    page = fieldworker.get(person_page(fieldworker, installation, listed))
    again = submit_form(fieldworker, page, "Bewaar", {"naam": "Piet 111222333"})
    assert "BSN" in words(again)
    new = {"naam": "Piet Jansen", "telefoon": "06 12345609", "taal": "tr"}
    submit_form(fieldworker, again, "Bewaar", dict(new))
    assert "Piet Jansen" in words(fieldworker.get(f"{listed}?zoek=jansen&taal=tr"))
    for nobody in ("piet+vries", "!!!"):
        assert "Niemand gevonden" in words(fieldworker.get(f"{listed}?zoek={nobody}"))
    assert number(installation, Contact) == 2


def test_details_of_somebody_else_are_refused_and_nothing_changes(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    page = fieldworker.get(person_page(fieldworker, installation, listed))
    other = {"naam": "Zoë Öztürk-de Vries", "telefoon": "0612345601"}
    again = submit_form(fieldworker, page, "Bewaar", dict(other))
    assert "Er staat al iemand met deze naam" in words(again)
    assert "Piet de Vries" in words(fieldworker.get(listed))


def test_one_person_is_added_by_hand_and_who_shares_a_number_is_shown_first(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    page = fieldworker.get(f"{listed}/nieuw")
    typed = {"naam": "Els Bos", "telefoon": "0612345601", "vragenlijst": "K3-TIJDENS"}
    asked = submit_form(fieldworker, page, "Zet op de lijst", dict(typed))
    assert "Zoë Öztürk-de Vries" in words(asked)
    assert number(installation, Contact) == 2
    submit_form(fieldworker, asked, "Zet op de lijst", {"anders": "1"})
    assert number(installation, Contact) == 3
    assert "Els Bos" in words(fieldworker.get(f"{listed}?zoek=els"))


def test_who_is_known_and_added_by_hand_keeps_what_is_not_typed(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    typed = {"naam": "Els Bos", "telefoon": "0612345633", "vragenlijst": "K3-TIJDENS"}
    for more in ({"e-mail": "els@voorbeeld.example"}, {"vragenlijst": "K4-EINDE"}):
        page = fieldworker.get(f"{listed}/nieuw")
        answer = submit_form(fieldworker, page, "Zet op de lijst", {**typed, **more})
        assert answer.status_code == 303, words(answer)
    with Session(installation.engine) as session:
        found = session.scalars(select(Contact)).all()
        people = [
            opened_person(installation.keys.contact, one.organisation_id, one.id, one.ciphertext)
            for one in found
        ]
    assert [one.email for one in people if one.name == "Els Bos"] == ["els@voorbeeld.example"]
    assert len(people) == 3


def test_who_wants_no_messages_is_not_added_by_hand_and_that_is_said(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    typed = {"naam": "Els Bos", "telefoon": "0612345633", "vragenlijst": "K3-TIJDENS"}
    page = fieldworker.get(f"{listed}/nieuw")
    submit_form(fieldworker, page, "Zet op de lijst", dict(typed))
    with Session(installation.engine) as session:
        session.execute(update(Contact).values(opted_out=True))
        session.commit()
    again = submit_form(fieldworker, page, "Zet op de lijst", dict(typed))
    assert again.status_code == 409
    assert "wil geen berichten meer" in words(again)


@pytest.mark.parametrize(
    ("button", "state"),
    [("Doet niet mee aan deze meting", "Doet niet mee"), ("Meld af voor altijd", "Afgemeld")],
)
def test_who_wants_no_more_is_left_alone(
    fieldworker: FlaskClient,
    installation: Installation,
    listed: str,
    import_text: ImportText,
    button: str,
    state: str,
) -> None:
    page = fieldworker.get(person_page(fieldworker, installation, listed))
    submit_form(fieldworker, page, button, {})
    assert state in words(fieldworker.get(f"{listed}?zoek=piet"))
    import_text(LIST)  # a later file changes nothing of that
    with Session(installation.engine) as session:
        piet = session.scalars(select(Contact).where(Contact.channel == "email")).one()
        invitation = session.scalars(
            select(Invitation).where(Invitation.contact_id == piet.id)
        ).one()
    assert invitation.refused
    assert piet.opted_out is (state == "Afgemeld")


def test_erasing_leaves_nothing_that_says_who_it_was(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    with Session(installation.engine) as session:
        for one in session.scalars(select(Invitation)).all():
            create_access(session, installation, one.id)
        session.execute(update(Invitation).where(Invitation.language == "ar").values(used=True))
        session.commit()
    address = person_page(fieldworker, installation, listed)
    asked = submit_form(fieldworker, fieldworker.get(address), "Wis deze persoon", {})
    assert "Zet eerst het vinkje" in words(asked)
    submit_form(fieldworker, asked, "Wis deze persoon", {"sure": "1"})
    assert fieldworker.get(address).status_code == 404
    with Session(installation.engine) as session:
        assert len(session.scalars(select(Contact)).all()) == 1
        assert session.scalar(select(func.count()).select_from(Invitation)) == 2
        assert session.scalar(select(func.count()).select_from(Access)) == 2  # one was answered
        assert session.scalars(
            select(Invitation.contact_id).where(Invitation.used.is_(True))
        ).all() == [None]


def test_who_opted_out_and_is_erased_is_not_invited_by_a_later_file(
    fieldworker: FlaskClient, installation: Installation, listed: str, import_text: ImportText
) -> None:
    address = person_page(fieldworker, installation, listed)
    submit_form(fieldworker, fieldworker.get(address), "Meld af voor altijd", {})
    with Session(installation.engine) as session:
        piet = session.scalars(select(Contact).where(Contact.opted_out.is_(True))).one()
        wrote = {"same_hash": b"x", "ciphertext": b"x", "received_on": today()}
        wave_id = session.scalars(select(Invitation.wave_id)).first()
        session.add(MessageReply(wave_id=wave_id, contact_id=piet.id, **wrote))
        session.commit()
    submit_form(fieldworker, fieldworker.get(address), "Wis deze persoon", {"sure": "1"})
    with Session(installation.engine) as session:
        assert session.scalars(select(MessageReply)).all() == []
        kept = session.scalars(select(Contact).where(Contact.opted_out.is_(True))).one()
        key = installation.keys.contact
        nobody = opened_person(key, kept.organisation_id, kept.id, kept.ciphertext)
        assert (nobody.name, nobody.email, nobody.phone) == ("", "", "")
    assert import_text(LIST).new_invitations == 0
    assert "Piet" not in words(fieldworker.get(listed))


def test_who_is_erased_from_the_list_stays_away_when_an_older_database_comes_back(
    fieldworker: FlaskClient, installation: Installation, listed: str
) -> None:
    address = person_page(fieldworker, installation, listed)
    with reading(installation.engine) as session:
        before = {one.id: one.reference_hash for one in session.scalars(select(Contact))}
    submit_form(fieldworker, fieldworker.get(address), "Wis deze persoon", {"sure": "1"})
    with session_of(installation.engine) as session:
        (gone,) = set(before) - set(session.scalars(select(Contact.id)))
        assert session.scalars(select(ErasureDone.id)).all() != []
        session.execute(delete(ErasureDone))  # as in the database of yesterday
        other = session.scalars(select(Contact).limit(1)).one()
        session.add(
            Contact(
                id=gone,
                organisation_id=other.organisation_id,
                reference_hash=before[gone],
                ciphertext=other.ciphertext,
            )
        )
        session.commit()
    assert replay_erasures(installation) == 1
    with reading(installation.engine) as session:
        assert session.get(Contact, gone) is None
