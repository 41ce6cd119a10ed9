"""Contact files that break, are too large or hide something; work that is killed half-way."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.documents.spreadsheets import read_table
from survey_app.errors import FileRefused
from survey_app.fieldwork.contacts.file import checked_table
from survey_app.fieldwork.contacts.services import IntoWave
from survey_app.fieldwork.contacts.uploading import going_on
from survey_app.fieldwork.contacts.uploading.going_on import bring_in_contacts, go_on
from survey_app.fieldwork.contacts.uploading.services import confirm
from survey_app.fieldwork.contacts.uploading.services_receiving import receive
from survey_app.installation import Installation
from survey_app.models import Contact, ContactUpload, Invitation, UploadedPiece, UploadedRow, Wave
from tests.fieldwork.files import RENEE, xlsx_file

PEOPLE = 1100  # more than four parts of each kind of work


class Killed(BaseException):
    """Stands for a process that ends where it is: nobody catches it."""


@pytest.fixture
def sent(installation: Installation, wave_id: str) -> str:
    """A file of many people, as it came in."""
    rows = [f"Persoon {one};06{20000000 + one};K3-TIJDENS" for one in range(PEOPLE)]
    raw = "\n".join(["naam;telefoon;vragenlijst", *rows]).encode()
    with Session(installation.engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
    return receive(installation, IntoWave(owner, wave_id), raw)


def stage(installation: Installation, upload_id: str) -> str:
    with Session(installation.engine) as session:
        return session.get_one(ContactUpload, upload_id).stage


def people(installation: Installation) -> tuple[int, int]:
    with Session(installation.engine) as session:
        contacts = session.scalar(select(func.count()).select_from(Contact)) or 0
        return contacts, session.scalar(select(func.count()).select_from(Invitation)) or 0


def test_work_that_is_killed_anywhere_goes_on_and_brings_everybody_in_once(
    installation: Installation, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, count = Session.commit, iter(range(10_000))

    def now_and_then(session: Session) -> None:
        """Every third commit: killed just before it, or just after."""
        place = next(count)
        if place % 6 == 2:
            raise Killed
        commit(session)
        if place % 6 == 5:
            raise Killed

    monkeypatch.setattr(Session, "commit", now_and_then)
    for _ in range(200):
        try:
            if stage(installation, sent) == "checked":
                confirm(installation, sent)
            go_on(installation, sent, 60)
        except Killed:
            continue
        if stage(installation, sent) == "done":
            break
    assert stage(installation, sent) == "done"
    assert people(installation) == (PEOPLE, PEOPLE)
    with Session(installation.engine) as session:
        upload = session.get_one(ContactUpload, sent)
        assert (upload.new_contacts, upload.new_invitations) == (PEOPLE, PEOPLE)
        assert session.scalar(select(func.count()).select_from(UploadedRow)) == 0


def test_two_who_work_on_one_file_do_nothing_twice(
    installation: Installation, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = dict(going_on.STEPS)

    def by_two(step: Callable[[Installation, ContactUpload], object]) -> Callable[..., object]:
        """Both have read how far the file is; then both do the next part."""

        def both(here: Installation, upload: ContactUpload) -> None:
            step(here, upload)
            step(here, upload)

        return both

    monkeypatch.setattr(going_on, "STEPS", {name: by_two(step) for name, step in steps.items()})
    go_on(installation, sent, 60)
    confirm(installation, sent)
    go_on(installation, sent, 60)
    assert stage(installation, sent) == "done"
    assert people(installation) == (PEOPLE, PEOPLE)


def test_what_nobody_confirms_within_a_day_is_erased(installation: Installation, sent: str) -> None:
    go_on(installation, sent, 60)
    bring_in_contacts(installation)
    assert stage(installation, sent) == "checked"
    with Session(installation.engine) as session:
        session.execute(update(ContactUpload).values(made_at=now() - timedelta(days=1, minutes=1)))
        session.commit()
    bring_in_contacts(installation)
    with Session(installation.engine) as session:
        for model in (ContactUpload, UploadedRow, UploadedPiece):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_a_file_that_cannot_be_read_any_more_keeps_no_other_file_waiting(
    installation: Installation, sent: str, wave_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Session(installation.engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
        session.execute(update(ContactUpload).values(stage="checking", rows=1))
        damaged = {"contact_upload_id": sent, "organisation_id": owner}
        session.add(UploadedRow(**damaged, number=2, ciphertext=b"not ours"))
        session.commit()
    after = receive(installation, IntoWave(owner, wave_id), b"naam;telefoon\nAn;0612345678\n")
    bring_in_contacts(installation)
    assert stage(installation, sent) == "checking"
    assert stage(installation, after) == "checked"
    assert sent in caplog.text


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name.replace("__", "/"), part)
    return content.getvalue()


def two_sheets() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for _ in range(2):
        book.add_worksheet().write_row(0, 0, ["naam", "telefoon"])
    book.close()
    return content.getvalue()


def with_hidden_sheet() -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet, hidden = book.add_worksheet(), book.add_worksheet()
    sheet.write_row(0, 0, ["naam", "telefoon"])
    sheet.write_row(1, 0, ["Piet", 612345678])
    hidden.write_row(0, 0, ["bsn"])
    hidden.hide()
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (archive(xl__sheet1=bytes(20 * 1024 * 1024)), "te groot"),
        (archive(**{"xl__vbaProject.bin": b"macro"}), "macro"),
        (archive(**{"..__..__etc__passwd": b"root"}), "geen rekenblad"),
        (b"PK\x03\x04" + bytes(100), "beschadigd"),
        (two_sheets(), "meer bladen"),
    ],
)
def test_an_archive_that_is_no_list_of_people_is_refused(raw: bytes, told: str) -> None:
    with pytest.raises(FileRefused) as refused:
        list(read_table(raw, "lijst.xlsx").rows())
    assert told in refused.value.dutch


def test_a_hidden_sheet_is_not_read_and_numbers_keep_their_digits() -> None:
    table = read_table(with_hidden_sheet(), "lijst.xlsx")
    assert table.header == ("naam", "telefoon")
    assert [row.cells for row in table.rows()] == [("Piet", "612345678")]


def test_an_entity_in_a_workbook_is_not_fetched() -> None:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(RENEE))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for part in old.namelist():
            text = old.read(part)
            if part == "xl/sharedStrings.xml":
                outside = b'<!DOCTYPE sst [<!ENTITY file SYSTEM "file:///etc/hostname">]><sst'
                text = text.replace(b"<sst", outside, 1).replace(b"naam", b"naam&file;")
            new.writestr(part, text)
    try:
        header: Any = read_table(content.getvalue(), "lijst.xlsx").header
    except FileRefused:
        return
    with open("/etc/hostname", encoding="utf-8") as name:
        assert name.read().strip() not in "".join(header)


def test_more_rows_than_may_be_are_refused_before_anything_is_stored() -> None:
    raw = b"naam;telefoon\n" + b"Piet;0612345678\n" * 100_001
    with pytest.raises(FileRefused, match="more than 100000 rows"):
        checked_table(raw, "lijst.csv")
