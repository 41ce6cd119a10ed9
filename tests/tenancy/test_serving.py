"""Serving begins only with the schema and the keys of this very installation."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from survey_app.commands.serve_command import check_ready
from survey_app.crypto.keys import load_keys, make_keys
from survey_app.database import session_of, writing
from survey_app.errors import KeyMissing, SettingError
from survey_app.installation import Installation
from survey_app.models import Contact
from survey_app.ways_in.contacts import Person, reference_hashes, sealed_person
from tests.tenancy.conftest import Place


@pytest.fixture
def known(installation: Installation, ours: Place, theirs: Place) -> None:
    """Contacts that the keys of this installation open."""
    person = Person(name="An", email="an@proef.example")
    keys = installation.keys
    with session_of(installation.engine) as session:
        for place in (ours, theirs):
            contact = session.get_one(Contact, place.contact_id)
            contact.ciphertext = sealed_person(
                keys.contact, place.organisation_id, contact.id, person
            )
            contact.reference_hash = reference_hashes(keys.lookup, place.organisation_id, person)[0]
        session.commit()


@pytest.mark.usefixtures("known")
def test_keys_of_another_installation_are_refused(
    installation: Installation, tmp_path: Path
) -> None:
    check_ready(installation)
    make_keys(tmp_path / "other")
    others = load_keys(tmp_path / "other", {})
    for changed in ({"contact": others.contact}, {"lookup": others.lookup}):
        with pytest.raises(KeyMissing, match="put back the keys"):
            check_ready(replace(installation, keys=replace(installation.keys, **changed)))


@pytest.mark.usefixtures("known")
def test_an_older_schema_is_refused(installation: Installation) -> None:
    with writing(installation.engine).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    with pytest.raises(SettingError, match="trajectspiegel migrate"):
        check_ready(installation)
