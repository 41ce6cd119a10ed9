"""`trajectspiegel check` on the settings files of organisations, with or without an open wave."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.errors import BadInput
from survey_app.organisations import settings_file
from survey_app.organisations.settings_file import keep_last_good, organisation_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(tmp_path))
    (tmp_path / "organisations").mkdir()
    return tmp_path / "organisations" / "dorp.toml"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('help_fone = "1"', "unknown key 'help_fone'"),
        ("help_phone = 14", "help_phone must be a str"),
        ('logo = "weg.svg"', "logo weg.svg"),
        ('providers = ["Werkplaats", " werkplaats"]', "'werkplaats' stands there twice"),
        ('providers = ["A", ""]', "a name is empty"),
        ('providers = ["A", "B"]\nprovider_example = "C"', "name one of A, B"),
        ("= 1", "not TOML"),
    ],
)
def test_a_wrong_settings_file_is_refused_without_an_open_wave(
    file: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    file.write_text(content)
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    assert "dorp.toml" in said
    assert words in said


def test_a_file_saved_by_windows_with_a_mark_is_read(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('help_phone = "14 0182"\n', encoding="utf-8-sig")
    assert main(["check"]) == 0
    assert "1 settings files of organisations: valid" in capsys.readouterr().out


@pytest.fixture
def serving() -> Iterator[None]:
    keep_last_good()
    yield
    settings_file._last_good = None


def test_a_typing_error_while_serving_keeps_what_was_good_and_is_told(
    file: Path, serving: None, caplog: pytest.LogCaptureFixture
) -> None:
    home = file.parent.parent
    file.write_text('help_phone = "14 0182"\n')
    assert organisation_settings(home, "dorp", "Dorp").help_phone == "14 0182"
    file.write_text('help_phone = "14 0182"\nhelp_ours = "altijd"\n')
    for _ in range(3):
        assert organisation_settings(home, "dorp", "Dorp").help_phone == "14 0182"
    assert caplog.text.count("unknown key 'help_ours'") == 1
    file.write_text('help_phone = "14 0183" # mended\n')
    assert organisation_settings(home, "dorp", "Dorp").help_phone == "14 0183"


def test_a_file_that_was_never_good_is_still_refused(file: Path, serving: None) -> None:
    file.write_text("help_ours = 1")
    with pytest.raises(BadInput, match="help_ours"):
        organisation_settings(file.parent.parent, "dorp", "Dorp")
