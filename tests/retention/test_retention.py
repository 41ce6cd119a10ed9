"""What was kept long enough is wiped on its day, not a day earlier, and once (row E6)."""

import datetime
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, func, select

from survey_app.audit.queries import verdict
from survey_app.clock import AMSTERDAM, now, today
from survey_app.database import reading, session_of
from survey_app.evaluation.table1.queries import wave_counts
from survey_app.fieldwork.monitor.counts import numbers_by
from survey_app.fieldwork.monitor.queries import stands
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    AuditEntry,
    Contact,
    ContactUpload,
    Draft,
    Invitation,
    LinkConsent,
    Message,
    NeedsResponse,
    OpenAnswer,
    Organisation,
    Recontact,
    Response,
    UploadedRow,
    Wave,
)
from survey_app.models.columns import new_id
from survey_app.organisations.services import change_settings
from survey_app.organisations.settings import OrganisationSettings
from survey_app.retention import services
from survey_app.retention.periods import DUE, PEACE_DAYS, due_on, plus_months
from survey_app.retention.services import keep_no_longer
from survey_app.retention.services_erasing import erase_person
from survey_app.ways_in.contacts import Person, opened_person, sealed_person
from tests.tenancy.conftest import Place, ours

__all__ = ["ours"]
DAY = datetime.timedelta(days=1)
DEFAULTS = OrganisationSettings("hier", "Hier")


@dataclass(frozen=True)
class Kept:
    """A closed wave of which everything is kept."""

    installation: Installation
    place: Place

    def number(self, kind: str) -> int:
        """How much of a class is left."""
        counted = {
            "drafts": select(func.count()).where(Draft.ciphertext.is_not(None)),
            "messages": select(func.count(Message.id)),
            "contacts": select(func.count(Contact.id)),
            "interviews": select(func.count(Recontact.id)),
            "needs": select(func.count(NeedsResponse.id)),
            "open_text": select(func.count()).where(OpenAnswer.original.is_not(None)),
            "links": select(func.count()).where(Response.link_code.is_not(None)),
            "answers": select(func.count()).where(Response.period.is_not(None)),
        }
        with reading(self.installation.engine) as session:
            return session.scalar(counted[kind]) or 0

    def ended(self, days_ago: int) -> None:
        """The wave was closed so many days ago."""
        moment = datetime.datetime.combine(today(), datetime.time(12), AMSTERDAM)
        with session_of(self.installation.engine) as session:
            wave = session.get_one(Wave, self.place.wave_id)
            wave.closed_at = moment - days_ago * DAY
            wave.open_answers_read_at = now()
            session.commit()


@pytest.fixture
def kept(installation: Installation, ours: Place) -> Kept:
    key, place = installation.keys.contact, ours.organisation_id
    with session_of(installation.engine) as session:
        contact = session.get_one(Contact, ours.contact_id)
        contact.ciphertext = sealed_person(key, place, contact.id, Person(name="An"))
        access = Access(
            id=new_id(), invitation_id=ours.invitation_id, key_by_token=b"k", organisation_id=place
        )
        session.add(access)
        session.flush()
        session.add_all(
            [
                Draft(access_id=access.id, ciphertext=b"draft"),
                Message(
                    wave_id=ours.wave_id,
                    access_id=access.id,
                    channel="smtp",
                    kind="invitation",
                    state="sent",
                ),
                OpenAnswer(
                    wave_id=ours.wave_id,
                    questionnaire="K3-TIJDENS",
                    question="C399",
                    original="tekst",
                    language="nl",
                    marks=[],
                    themes=(),
                ),
                Response(
                    wave_id=ours.wave_id,
                    questionnaire="K3-TIJDENS",
                    version=1,
                    period="2026-W47",
                    mode="web",
                    answers={"C302": 4, "C399": "tekst"},
                    background={},
                    link_code="code",
                ),
            ]
        )
        session.commit()
    return Kept(installation, ours)


def days_until(kind: str) -> int:
    """After how many days a class of a wave that ends today, going back, is due today."""
    return next(n for n in range(4000) if due_on(kind, DEFAULTS, today() - n * DAY) <= today())


@pytest.mark.parametrize("kind", sorted(DUE))
def test_each_class_goes_on_its_day_and_not_a_day_earlier(kept: Kept, kind: str) -> None:
    due = days_until(kind)
    kept.ended(due - 1)
    keep_no_longer(kept.installation)
    assert kept.number(kind) == 1
    kept.ended(due)
    keep_no_longer(kept.installation)
    assert kept.number(kind) == 0
    kept.ended(due + 1)
    assert kind not in keep_no_longer(kept.installation)


def test_an_open_wave_keeps_everything(kept: Kept) -> None:
    assert keep_no_longer(kept.installation) == {}
    assert {kind: kept.number(kind) for kind in DUE} == dict.fromkeys(DUE, 1)


def test_the_periods_of_the_organisation_count(kept: Kept) -> None:
    kept.ended(3)
    keep_no_longer(kept.installation)
    assert kept.number("drafts") == 1
    change_settings(kept.installation, kept.place.organisation_id, {"retention_drafts_days": 3})
    keep_no_longer(kept.installation)
    assert kept.number("drafts") == 0


def test_people_stay_known_for_as_long_as_they_are_left_in_peace(kept: Kept) -> None:
    change_settings(kept.installation, kept.place.organisation_id, {"retention_contacts_days": 3})
    kept.ended(PEACE_DAYS - 1)
    keep_no_longer(kept.installation)
    assert kept.number("contacts") == 1


def test_what_was_wiped_is_counted_in_the_log_and_the_log_stays_whole(kept: Kept) -> None:
    kept.ended(60)
    keep_no_longer(kept.installation)
    with reading(kept.installation.engine) as session:
        wiped = session.scalars(
            select(AuditEntry.details).where(AuditEntry.what == "retention.done")
        ).all()
        place = session.get_one(Organisation, kept.place.organisation_id)
        assert verdict(session, place).wrong is None
    assert {one["kind"] for one in wiped} == {"contacts", "drafts", "interviews", "messages"}
    assert all(one["rows"] == 1 for one in wiped)


@pytest.mark.parametrize("stays", ["opted out", "linked"])
def test_who_opted_out_or_is_linked_stays_as_hashes_without_a_name(kept: Kept, stays: str) -> None:
    contact_id, place = kept.place.contact_id, kept.place.organisation_id
    with session_of(kept.installation.engine) as session:
        if stays == "opted out":
            session.get_one(Contact, contact_id).opted_out = True
        else:
            session.add(LinkConsent(contact_id=contact_id, code="code", organisation_id=place))
        session.commit()
    kept.ended(60)
    assert keep_no_longer(kept.installation)["contacts"] == 1
    with reading(kept.installation.engine) as session:
        row = session.get_one(Contact, contact_id)
        key = kept.installation.keys.contact
        assert opened_person(key, place, contact_id, row.ciphertext) == Person()
        assert row.reference_hash
        assert session.scalars(select(Invitation.contact_id)).all() == [None]
    assert "contacts" not in keep_no_longer(kept.installation)


@pytest.mark.parametrize("stays", ["", "opted out", "linked"])
def test_people_of_a_plan_that_was_deleted_go_and_who_wants_no_messages_stays_known(
    kept: Kept, stays: str
) -> None:
    place = kept.place.organisation_id
    with session_of(kept.installation.engine) as session:
        stranger = Contact(
            id=new_id(),
            organisation_id=place,
            ciphertext=b"sealed",
            reference_hash=b"somebody",
            opted_out=stays == "opted out",
        )
        session.add(stranger)
        session.flush()
        if stays == "linked":
            session.add(LinkConsent(contact_id=stranger.id, code="x", organisation_id=place))
        session.commit()
    for wiped in (0 if stays else 1, 0):
        assert keep_no_longer(kept.installation).get("strangers", 0) == wiped
    assert kept.number("contacts") == (2 if stays else 1)


def test_a_row_of_a_file_that_is_not_in_yet_stays_when_its_person_goes(kept: Kept) -> None:
    place = {"organisation_id": kept.place.organisation_id}
    with session_of(kept.installation.engine) as session:
        upload = ContactUpload(
            id=new_id(), wave_id=kept.place.wave_id, made_at=now(), columns={}, **place
        )
        session.add(upload)
        session.flush()
        about = {"contact_upload_id": upload.id, "contact_id": kept.place.contact_id}
        session.add(UploadedRow(number=2, ciphertext=b"sealed", **about, **place))
        session.execute(delete(Recontact))
        session.execute(delete(NeedsResponse))
        session.commit()
    kept.ended(60)
    keep_no_longer(kept.installation)
    assert kept.number("contacts") == 0
    with reading(kept.installation.engine) as session:
        mine = UploadedRow.contact_upload_id == about["contact_upload_id"]
        assert session.scalars(select(UploadedRow.contact_id).where(mine)).all() == [None]


def test_a_person_of_an_open_wave_stays(kept: Kept) -> None:
    with session_of(kept.installation.engine) as session:
        old = session.get_one(Wave, kept.place.wave_id)
        later = Wave(
            name="Later",
            organisation_id=old.organisation_id,
            starts_on=today(),
            ends_on=today() + DAY,
            created_at=now(),
        )
        session.add(later)
        session.flush()
        session.add(
            Invitation(wave_id=later.id, contact_id=kept.place.contact_id, questionnaire="K4-EINDE")
        )
        session.commit()
    kept.ended(60)
    keep_no_longer(kept.installation)
    assert kept.number("contacts") == 1


def test_texts_go_from_the_sheets_too_and_the_judgements_stay(kept: Kept) -> None:
    kept.ended(days_until("open_text"))
    keep_no_longer(kept.installation)
    with reading(kept.installation.engine) as session:
        assert session.scalars(select(Response.answers)).all() == [{"C302": 4, "C399": "…"}]


def test_a_worker_that_was_killed_goes_on_where_it_was(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_of(kept.installation.engine) as session:
        session.add_all(
            Recontact(
                wave_id=kept.place.wave_id,
                ciphertext=b"x",
                organisation_id=kept.place.organisation_id,
            )
            for _ in range(9)
        )
        session.commit()
    kept.ended(days_until("interviews"))
    monkeypatch.setattr(services, "PART", 4)
    wipe, calls = services.WIPES["interviews"], []

    def killed(*arguments: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return wipe(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(services, "WIPES", {**services.WIPES, "interviews": killed})
        with pytest.raises(KeyboardInterrupt):
            keep_no_longer(kept.installation)
    assert kept.number("interviews") == 6
    assert keep_no_longer(kept.installation)["interviews"] == 6


def test_who_sent_a_needs_form_stays_known_until_that_form_is_wiped(kept: Kept) -> None:
    with session_of(kept.installation.engine) as session:
        form = session.get_one(NeedsResponse, kept.place.needs_id)
        form.contact_id = kept.place.contact_id
        session.commit()
    kept.ended(days_until("contacts"))
    keep_no_longer(kept.installation)
    assert (kept.number("contacts"), kept.number("needs")) == (1, 1)
    kept.ended(days_until("needs"))
    keep_no_longer(kept.installation)
    keep_no_longer(kept.installation)
    assert (kept.number("contacts"), kept.number("needs")) == (0, 0)


def test_months_end_on_the_last_day_where_the_day_is_not_there() -> None:
    assert plus_months(datetime.date(2026, 11, 30), 3) == datetime.date(2027, 2, 28)
    assert plus_months(datetime.date(2027, 1, 15), -13) == datetime.date(2025, 12, 15)


@pytest.mark.parametrize("by", ["retention", "erasure"])
def test_who_was_invited_stays_counted_when_the_person_is_wiped(kept: Kept, by: str) -> None:
    engine, wave_id = kept.installation.engine, kept.place.wave_id
    with session_of(engine) as session:
        session.get_one(Invitation, kept.place.invitation_id).used = True
        session.commit()
    if by == "retention":
        kept.ended(days_until("contacts"))
        keep_no_longer(kept.installation)
    else:
        erase_person(kept.installation, kept.place.organisation_id, kept.place.contact_id)
    assert kept.number("contacts") == 0
    with reading(engine) as session:
        assert wave_counts(session, wave_id).invited == {"K3-TIJDENS": 1}
        [everybody] = numbers_by(lambda code, *_: code, stands(session, wave_id), {}).values()
    assert (everybody.invited, everybody.sent, everybody.openly) == (1, 1, 0)
