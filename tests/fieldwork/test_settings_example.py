"""The settings file that a new organisation starts with."""

import re
from dataclasses import fields
from pathlib import Path

from survey_app.organisations.settings import OrganisationSettings, settings_from
from survey_app.organisations.settings_example import EXAMPLE, write_example
from survey_app.organisations.settings_file import FOLDER, read_settings

# the name is the organisation's own, the slug its file; no page shows a website
NOT_FILLED_IN = {"slug", "name", "website", "revision"}


def test_the_example_changes_nothing_and_each_of_its_lines_can_be_used(tmp_path: Path) -> None:
    path = write_example(tmp_path, "dorp")
    assert read_settings(path) == ({}, None)
    switched_on = re.sub(r"^# (?=[a-z_]+ = )", "", EXAMPLE, flags=re.MULTILINE)
    path.write_text(switched_on, encoding="utf-8")
    path.with_name("voorbeeld.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    values, logo = read_settings(path)
    used = settings_from("dorp", "Dorp", 1, values)
    assert logo is not None
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
    assert read_settings(path)[0] == {"help_phone": "0182 123456"}
