"""Two who import one answer file at the same time store each sheet once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import func, select

from survey_app.database import reading
from survey_app.intake import importing
from survey_app.intake.importing import import_answers
from survey_app.models import AuditEntry, InboxItem
from tests.intake.conftest import Field
from tests.intake.test_import_answers import rows_of, write


def test_two_imports_of_one_file_at_once_store_each_sheet_once_and_say_so(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(
        field, [row for one in range(30) for row in rows_of(f"p{one}", "K3-TIJDENS", C301="4")]
    )
    both = Barrier(2)

    def looked(*given: Any) -> set[bytes]:
        """Both have looked before either stores."""
        found = known(*given)
        with suppress(BrokenBarrierError):
            both.wait(timeout=5)
        return found

    known = importing._known
    monkeypatch.setattr(importing, "_known", looked)
    with ThreadPoolExecutor(2) as two:
        started = [two.submit(import_answers, field.installation, path, field.wave) for _ in "ab"]
        done = [one.result() for one in started]
    assert sorted(one.sheets for one in done) == [0, 30]
    refused = [one.reason for result in done for one in result.refused]
    assert set(refused) == {"deze code heeft deze vragenlijst al ingeleverd"}
    with reading(field.installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(InboxItem)) == 30
        lines = select(AuditEntry.details).where(AuditEntry.what == "answers.imported")
        assert session.scalars(lines).all() == [{"sheets": 30}]
