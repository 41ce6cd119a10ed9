"""Every odd contact file is read right, or its sender is told what is wrong: never half of it."""

import re
from pathlib import Path

import pytest

from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.file import read_contact_file
from tests.fieldwork.odd_files import FILES

ASKED = {"K3-TIJDENS": "C"}


@pytest.mark.parametrize("name", FILES)
def test_an_odd_file_is_read_right_or_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    raw, outcome = FILES[name]
    path = tmp_path / "lijst"  # no ending: what it is follows from what stands in it
    path.write_bytes(raw)
    if isinstance(outcome, str):
        with pytest.raises(BadInput, match=outcome) as told:
            read_contact_file(path, ASKED)
        assert not re.search("Renée|anna@|0612345678", str(told.value))
        return
    found = read_contact_file(path, ASKED)
    assert found.refused == ()
    assert [
        (one.person.name, one.person.phone, one.person.email, one.person.address)
        for one in found.rows
    ] == list(outcome)
