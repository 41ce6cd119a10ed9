"""Somebody who asks for it is wiped everywhere, and a restored database brings nobody back."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from survey_app.audit.queries import verdict
from survey_app.clock import today
from survey_app.commands.serve_command import check_ready
from survey_app.database import Base, reading, session_of
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    AuditEntry,
    CallOutcome,
    Contact,
    Draft,
    Invitation,
    LinkConsent,
    Message,
    NeedsResponse,
    Organisation,
    Recontact,
    Response,
)
from survey_app.models.columns import new_id
from survey_app.retention.erasures import Erasure, listed, write_down
from survey_app.retention.services_erasing import (
    BETWEEN,
    contacts_reached_at,
    erase_person,
    replay_erasures,
)
from survey_app.stores.separate import Offer, needs_row, recontact_row
from survey_app.stores.wave_files import letters_folder, write_private
from survey_app.ways_in.contacts import (
    Person,
    opened_person,
    reference_hashes,
    sealed_person,
    way_hashes,
)
from tests.tenancy.conftest import LETTERS, Place, ours, theirs

__all__ = ["ours", "theirs"]
CANARY = "Kanarie van Zangersma"
PHONE, EMAIL = "+31687654321", "kanarie@zangersma.example"
PERSON = Person(name=CANARY, phone=PHONE, email=EMAIL, address=f"{CANARY}\nStraat 1")


@pytest.fixture
def canary(installation: Installation, ours: Place) -> Place:
    """The name of one person wherever it can stand."""
    key, place, home = installation.keys.contact, ours.organisation_id, installation.config.home
    lookup = installation.keys.lookup
    hashes = way_hashes(lookup, place, PERSON)
    with session_of(installation.engine) as session:
        contact = session.get_one(Contact, ours.contact_id)
        contact.ciphertext = sealed_person(key, place, contact.id, PERSON)
        contact.reference_hash = reference_hashes(lookup, place, PERSON)[0]
        contact.phone_hash, contact.email_hash = hashes["phone"], hashes["email"]
        contact.address_hash = hashes["address"]
        access = Access(
            id=new_id(), invitation_id=ours.invitation_id, key_by_token=b"k", organisation_id=place
        )
        session.add(access)
        session.flush()
        session.add_all(
            [
                Draft(access_id=access.id, ciphertext=CANARY.encode()),
                Message(
                    wave_id=ours.wave_id,
                    access_id=access.id,
                    channel="letter",
                    kind="invitation",
                    state="sent",
                    dispatch_id=ours.dispatch_id,
                    sent_on=today(),
                    reason=f"aan {CANARY}",
                ),
                CallOutcome(
                    wave_id=ours.wave_id,
                    contact_id=contact.id,
                    outcome="afspraak",
                    called_on=today(),
                    appointment=f"{CANARY} om 9 uur",
                ),
                NeedsResponse(**needs_row(ours.wave_id, {"H1": CANARY}, "web", contact.id)),
                Recontact(
                    **recontact_row(
                        installation, ours.wave_id, Offer({"S7": f"{CANARY} {EMAIL}"}), "web"
                    )
                ),
                Recontact(
                    **recontact_row(installation, ours.wave_id, Offer({"S7": "Iemand"}), "web")
                ),
                LinkConsent(contact_id=contact.id, code="code-k", organisation_id=place),
                Response(
                    wave_id=ours.wave_id,
                    questionnaire="K2-AANVANG",
                    version=1,
                    period=None,
                    mode="web",
                    answers={"C209": 1},
                    background={},
                    link_code="code-k",
                ),
            ]
        )
        session.commit()
    mails = [f"To: {EMAIL}\nBeste {CANARY},\n", "To: an@voorbeeld.example\nBeste An,\n"]
    (home / "outbox.txt").write_text("".join(one + BETWEEN for one in mails), encoding="utf-8")
    of_wave = letters_folder(home, ours.wave_id)
    of_dispatch = letters_folder(home, ours.wave_id, ours.dispatch_id)
    for path in (
        of_dispatch / LETTERS,
        of_dispatch / "opnieuw-001-2020-01-01.pdf",
        of_wave / f"brieven-{today()}-001.pdf",
        of_wave / f"brieven-{today() - datetime.timedelta(days=1)}-001.pdf",
    ):
        write_private(path, CANARY.encode())
        os.utime(path, (0, 0))  # whenever it was written
    return ours


def where_it_stands(installation: Installation) -> list[str]:
    """Every column of the database and every file of the installation that holds the canary."""
    found = []
    with reading(installation.engine) as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                for value in session.scalars(select(column)):
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    if b"Kanarie" in raw or b"kanarie" in raw or b"687654321" in raw:
                        found.append(f"{table.name}.{column.name}")
    for path in installation.config.home.rglob("*"):
        if path.is_file() and b"anarie" in path.read_bytes():
            found.append(path.name)
    if installation.engine.dialect.name == "sqlite":
        database = Path(str(make_url(installation.config.database_url).database))
        for path in database.parent.glob(f"{database.name}*"):
            if b"anarie" in path.read_bytes():
                found.append(path.name)
    return found


def test_a_name_that_stood_everywhere_stands_nowhere(
    installation: Installation, canary: Place
) -> None:
    before = where_it_stands(installation)
    for one in ("draft.ciphertext", "message.reason", "call_outcome.appointment", "outbox.txt"):
        assert one in before
    assert LETTERS in before
    erase_person(installation, canary.organisation_id, canary.contact_id)
    assert where_it_stands(installation) == []
    with reading(installation.engine) as session:
        assert session.scalar(select(func.count(Contact.id))) == 0
        assert session.scalar(select(func.count(Recontact.id))) == 2  # other people
        assert session.scalars(select(Response.link_code)).all() == [None]
        invitation = session.scalars(select(Invitation)).one()
        assert (invitation.contact_id, invitation.refused) == (None, True)
        assert session.scalar(select(func.count(Access.id))) == 0  # the link opens nothing more
    assert "Beste An" in (installation.config.home / "outbox.txt").read_text()


def test_letters_of_another_dispatch_wave_or_organisation_stay(
    installation: Installation, canary: Place, theirs: Place
) -> None:
    home = installation.config.home
    stay = [
        letters_folder(home, theirs.wave_id) / f"brieven-{today()}-001.pdf",
        letters_folder(home, theirs.wave_id, theirs.dispatch_id) / LETTERS,
        letters_folder(home, canary.wave_id) / "brieven-2020-01-01-001.pdf",
        letters_folder(home, canary.wave_id, "e" * 32) / LETTERS,
    ]
    for path in stay:
        write_private(path, b"%PDF of somebody else")
    erase_person(installation, canary.organisation_id, canary.contact_id)
    assert [path for path in stay if not path.exists()] == []


def test_letters_are_gone_before_anything_says_that_the_erasure_is_done(
    installation: Installation, canary: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at the end of the transaction: nothing is left that nobody looks for any more."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("survey_app.retention.services_erasing.mark_erased", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_person(installation, canary.organisation_id, canary.contact_id)
    folder = letters_folder(installation.config.home, canary.wave_id, canary.dispatch_id)
    assert list(folder.glob("*")) == []
    assert replay_erasures(installation) == 1
    assert where_it_stands(installation) == []


def household(installation: Installation, canary: Place) -> list[str]:
    """Two others on the same telephone and address; the second opted out and was erased."""
    lookup, place = installation.keys.lookup, canary.organisation_id
    ways = way_hashes(lookup, place, PERSON)
    hashes = {f"{way}_hash": hashed for way, hashed in ways.items()}
    with session_of(installation.engine) as session:
        for number, name in enumerate(("Partner", "")):
            one = Contact(
                id=f"{number:032x}",
                organisation_id=place,
                ciphertext=b"",
                opted_out=not name,
                reference_hash=reference_hashes(lookup, place, replace(PERSON, name=name))[0],
                **hashes,
            )
            session.add(one)
        session.commit()
    return [f"{number:032x}" for number in range(2)]


@pytest.mark.parametrize("old_line", [False, True])
def test_who_shares_a_telephone_or_address_is_not_wiped_along(
    installation: Installation, canary: Place, old_line: bool
) -> None:
    others = household(installation, canary)
    if old_line:  # as written before there were ids: every hash of the contact
        with reading(installation.engine) as session:
            row = session.get_one(Contact, canary.contact_id)
        hashes = row.reference_hash, row.phone_hash, row.email_hash, row.address_hash
        known = tuple(one for one in hashes if one)
        write_down(installation.config.home, Erasure(canary.organisation_id, known))
        assert replay_erasures(installation) == 1
    else:
        erase_person(installation, canary.organisation_id, canary.contact_id)
    with reading(installation.engine) as session:
        assert sorted(session.scalars(select(Contact.id))) == others


def test_everybody_who_is_reached_at_a_number_is_wiped_by_the_command(
    installation: Installation, canary: Place
) -> None:
    household(installation, canary)
    found = contacts_reached_at(installation, canary.organisation_id, phone=PHONE)
    assert len(found) == 3
    for one in found:
        erase_person(installation, canary.organisation_id, one)
    with reading(installation.engine) as session:
        assert session.scalar(select(func.count(Contact.id))) == 0


def test_who_is_brought_in_again_and_wiped_again_stands_on_the_list_again(
    installation: Installation, canary: Place
) -> None:
    erase_person(installation, canary.organisation_id, canary.contact_id)
    with session_of(installation.engine) as session:
        key, place = installation.keys, canary.organisation_id
        sealed = sealed_person(key.contact, place, canary.contact_id, PERSON)
        references = reference_hashes(key.lookup, place, PERSON)
        values = {"reference_hash": references[0], "ciphertext": sealed}
        session.add(Contact(id=canary.contact_id, organisation_id=place, **values))
        session.commit()
    rows = _backup(installation)
    erase_person(installation, canary.organisation_id, canary.contact_id)
    _restore(installation, rows)
    assert replay_erasures(installation) == 1
    with reading(installation.engine) as session:
        assert session.get(Contact, canary.contact_id) is None


def test_of_who_opted_out_only_the_hashes_stay_also_after_a_restore(
    installation: Installation, canary: Place
) -> None:
    rows = _backup(installation)  # from before the person opted out
    with session_of(installation.engine) as session:
        session.get_one(Contact, canary.contact_id).opted_out = True
        session.commit()
    place = canary.organisation_id
    erase_person(installation, place, canary.contact_id, keep_opt_out=True)
    for _ in range(2):
        assert where_it_stands(installation) == []
        with reading(installation.engine) as session:
            stub = session.get_one(Contact, canary.contact_id)
            assert stub.opted_out
            key = installation.keys.contact
            assert opened_person(key, place, stub.id, stub.ciphertext) == Person()
            assert stub.phone_hash is not None
        _restore(installation, rows)
        assert replay_erasures(installation) == 1


def test_the_log_tells_that_somebody_was_wiped_and_not_who(
    installation: Installation, canary: Place
) -> None:
    erase_person(installation, canary.organisation_id, canary.contact_id)
    with reading(installation.engine) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert last is not None
        assert (last.what, last.about, last.details) == ("person.erased", "", {"people": 1})
        place = session.get_one(Organisation, canary.organisation_id)
        assert verdict(session, place).wrong is None


def test_a_restored_database_is_wiped_again_before_it_serves(
    installation: Installation, canary: Place
) -> None:
    """Row E5, with what a backup from before the erasure holds put back by hand."""
    rows = _backup(installation)
    erase_person(installation, canary.organisation_id, canary.contact_id)
    assert replay_erasures(installation) == 0
    _restore(installation, rows)
    assert "draft.ciphertext" in where_it_stands(installation)
    check_ready(installation)
    assert [one for one in where_it_stands(installation) if "." in one] == []
    assert replay_erasures(installation) == 0


def _backup(installation: Installation) -> dict[str, list[dict[str, object]]]:
    with reading(installation.engine) as session:
        return {
            table.name: [dict(row._mapping) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


def _restore(installation: Installation, rows: dict[str, list[dict[str, object]]]) -> None:
    """Everything as it was, but for the log, which only grows."""
    stays = {"audit_entry", "audit_head", "organisation", "wave"}
    with session_of(installation.engine) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in stays and table.name != "wave_questionnaire":
                session.execute(table.delete())
        for table in Base.metadata.sorted_tables:
            if table.name not in stays and table.name != "wave_questionnaire" and rows[table.name]:
                session.execute(table.insert(), rows[table.name])
        session.commit()


def test_an_erasure_that_was_killed_after_it_was_written_down_is_finished(
    installation: Installation, canary: Place
) -> None:
    with reading(installation.engine) as session:
        row = session.get_one(Contact, canary.contact_id)
    write_down(installation.config.home, Erasure(canary.organisation_id, (row.reference_hash,)))
    assert replay_erasures(installation) == 1
    with reading(installation.engine) as session:
        assert session.scalar(select(func.count(Contact.id))) == 0


def test_the_list_survives_a_line_that_was_cut_off(tmp_path: Path) -> None:
    whole = Erasure("a" * 32, (b"\1\2", b"\3"), ("x", "y"))
    write_down(tmp_path, whole)
    write_down(tmp_path, whole)
    with (tmp_path / "erasures.txt").open("a") as file:
        file.write("bbb 01zz")
    assert listed(tmp_path) == [whole]
    later = Erasure("a" * 32, (b"\1",), (), "c" * 32, "d" * 32, keeps_opt_out=True)
    write_down(tmp_path, later)
    assert listed(tmp_path) == [whole, later]


def test_somebody_is_found_by_number_or_address_in_ones_own_organisation_only(
    installation: Installation, canary: Place
) -> None:
    place = canary.organisation_id
    assert contacts_reached_at(installation, place, phone=PHONE) == [canary.contact_id]
    assert contacts_reached_at(installation, place, email=EMAIL.upper()) == [canary.contact_id]
    assert contacts_reached_at(installation, "f" * 32, phone=PHONE) == []
    assert contacts_reached_at(installation, place) == []
