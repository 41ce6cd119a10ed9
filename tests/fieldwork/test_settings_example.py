"""The settings file that a new organisation starts with."""

import re
from dataclasses import fields
from pathlib import Path

from survey_app.organisations.settings_example import EXAMPLE, write_example
from survey_app.organisations.settings_file import (
    FOLDER,
    OrganisationSettings,
    organisation_settings,
)

# the name is the organisation's own, the slug its file; no page shows a website
NOT_FILLED_IN = {"slug", "name", "website"}


def test_the_example_changes_nothing_and_each_of_its_lines_can_be_used(tmp_path: Path) -> None:
    path = write_example(tmp_path, "dorp")
    as_made = organisation_settings(tmp_path, "dorp", "Dorp")
    assert as_made == OrganisationSettings(slug="dorp", name="Dorp", help_phone="Dorp")
    switched_on = re.sub(r"^# (?=[a-z_]+ = )", "", EXAMPLE, flags=re.MULTILINE)
    path.with_name("stad.toml").write_text(switched_on, encoding="utf-8")
    used = organisation_settings(tmp_path, "stad", "Stad")
    assert used.address.splitlines() == ["Postbus 1", "2740 AA Voorbeeldstad"]
    assert used.theme["ts-header-color"] == "#14506b"


def test_the_example_names_every_setting() -> None:
    named = set(re.findall(r"^# ([a-z_]+) = ", EXAMPLE, flags=re.MULTILINE))
    assert named == {one.name for one in fields(OrganisationSettings)} - NOT_FILLED_IN


def test_an_existing_settings_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / "dorp.toml"
    path.parent.mkdir()
    path.write_text('help_phone = "0182 123456"\n', encoding="utf-8")
    assert write_example(tmp_path, "dorp") == path
    assert organisation_settings(tmp_path, "dorp", "Dorp").help_phone == "0182 123456"
