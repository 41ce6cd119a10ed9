"""Settings files of organisations: what is refused, taken over, and given back."""

from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.organisations.looks.logo import LOGO_BYTES
from survey_app.organisations.queries import logo_of, organisation_settings
from survey_app.organisations.services import new_organisation
from survey_app.organisations.services_file import take_over_files
from survey_app.organisations.settings_file import read_settings, written_settings
from tests.services.settings import fill_in_settings

LOGO = b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"


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
        ("keyed_twice = true", "keyed_twice must be a int"),
        ('logo = "weg.svg"', "logo weg.svg"),
        ('logo = "../keys/session"', "must be a file beside it"),
        ('providers = ["Werkplaats", " werkplaats"]', "'werkplaats' stands there twice"),
        ('providers = ["A", ""]', "a name is empty"),
        ('providers = "A"', "providers must be a list"),
        ('providers = ["A", "B"]\nprovider_example = "C"', "name one of A, B"),
        ("retention_links_months = 25", "a number of 1 to 24, not 25"),
        ('languages = ["nl", "fr"]', "unknown 'fr'"),
        ('sms_sender = "Gemeente Voorbeeldstad"', "3 to 11 letters"),
        ('sms_sender = "0612345678"', "3 to 11 letters"),
        ('sms_part_price = "0,08"', 'such as "0.08"'),
        ("sms_part_price = 0.08", "must be a str"),
        ('[theme]\nx = "#123456"', "unknown token 'x'"),
        ('[theme]\nutrecht-link-color = "red;}body{"', "must be a colour"),
        ('[theme]\nutrecht-link-color = "#ffcc00"', "ts-soft-color #f3efe8 has contrast 1."),
        ("slug = 'x'", "unknown key 'slug'"),
        ("revision = 7", "unknown key 'revision'"),
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
    assert "1 settings file of organisations: valid" in capsys.readouterr().out


def test_a_logo_that_is_too_heavy_is_refused(file: Path) -> None:
    file.write_text('logo = "l.png"')
    file.with_name("l.png").write_bytes(b"x" * (LOGO_BYTES + 1))
    with pytest.raises(BadInput, match=r"dorp\.toml: logo l\.png: has 10001 bytes"):
        read_settings(file)


def phone(installation: Installation) -> str:
    return organisation_settings(installation.engine, "dorp", "Dorp").help_phone


def write(installation: Installation, text: str) -> None:
    folder = installation.config.home / "organisations"
    folder.mkdir(exist_ok=True)
    (folder / "dorp.toml").write_text(text, encoding="utf-8")


def test_a_file_of_before_is_taken_over_once_and_then_the_database_counts(
    installation: Installation,
) -> None:
    new_organisation(installation, "Dorp")
    write(installation, "# nothing yet\n")
    assert take_over_files(installation.engine, installation.config.home) == []
    write(installation, 'help_phone = "14 0182"\n')
    assert phone(installation) == "Dorp"
    assert take_over_files(installation.engine, installation.config.home) == ["dorp"]
    assert phone(installation) == "14 0182"
    write(installation, 'help_phone = "14 0999"\n')
    assert take_over_files(installation.engine, installation.config.home) == []
    assert phone(installation) == "14 0182"


def test_a_file_that_was_there_first_belongs_to_the_new_organisation(
    installation: Installation,
) -> None:
    write(installation, 'help_phone = "14 0182"\n')
    new_organisation(installation, "Dorp")
    assert phone(installation) == "14 0182"


def test_what_goes_out_comes_in_again_with_its_logo(
    installation: Installation,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for name in ("Dorp", "Stad"):
        new_organisation(installation, name)
    write(installation, "")
    (installation.config.home / "organisations" / "l.svg").write_bytes(LOGO)
    text = (
        'logo = "l.svg"\naddress = "Postbus 1\\n\\t\\"Dorp\\"\\u007F"\n'
        'providers = ["A", "B \\\\ C"]\nretention_months = 12\n'
        '[theme]\nts-header-color = "#7a0019"\n'
    )
    fill_in_settings(installation, "dorp", text)
    out = tmp_path / "kopie.toml"
    assert main(["settings", "Dorp", "--to", str(out)]) == 0
    assert main(["settings", "Stad", "--from", str(out)]) == 0
    dorp = organisation_settings(installation.engine, "dorp", "Dorp")
    stad = organisation_settings(installation.engine, "stad", "Stad")
    assert dorp.address == 'Postbus 1\n\t"Dorp"\x7f'
    for name in ("address", "providers", "retention_months", "theme", "logo"):
        assert getattr(dorp, name) == getattr(stad, name)
    assert logo_of(installation.engine, "stad") == LOGO
    capsys.readouterr()
    assert main(["settings", "Stad"]) == 0
    assert 'providers = ["A", "B \\\\ C"]' in capsys.readouterr().out


def test_check_names_a_file_that_does_not_count_any_more(
    installation: Installation,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    new_organisation(installation, "Dorp")
    fill_in_settings(installation, "dorp", 'help_phone = "14 0182"\n')
    assert main(["check"]) == 0
    assert "the database, which counts" not in capsys.readouterr().out
    write(installation, 'help_phone = "14 0999"\n')
    assert main(["check"]) == 0
    assert "dorp.toml says something else than the database" in capsys.readouterr().out


def test_toml_holds_every_kind_of_value() -> None:
    written = written_settings({"retention_months": 12, "providers": ("A",), "theme": {}})
    assert written == 'retention_months = 12\nproviders = ["A"]\ntheme = {  }\n'


def test_an_organisation_that_is_not_there_has_the_defaults(installation: Installation) -> None:
    with reading(installation.engine) as session:
        session.connection()
    assert organisation_settings(installation.engine, "weg", "Weg").revision == 0
