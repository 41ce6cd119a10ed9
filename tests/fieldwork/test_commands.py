"""The fieldwork path on the command line, without a terminal: import, send, remind, links."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import survey_app.installation
from survey_app.cli import main
from survey_app.clock import today
from survey_app.database import make_engine
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

WAVE = "Najaar"


@pytest.fixture
def closed_engines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command ends with its process; here several run in one, so we close after them."""
    opened: list[Engine] = []

    def remembered(url: str, *, everywhere: bool = True) -> Engine:
        opened.append(make_engine(url, everywhere=everywhere))
        return opened[-1]

    monkeypatch.setattr(survey_app.installation, "make_engine", remembered)
    yield
    for engine in opened:
        engine.dispose()


@pytest.fixture
def command_line(
    installation: Installation,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    closed_engines: None,
) -> Installation:
    """This process as the operator's: the environment names the installation."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(installation.config.home)
    new_organisation(installation, "Waddinxveen")
    week = datetime.timedelta(days=7)
    new_wave(installation, WavePlan(WAVE, "Waddinxveen", today() - week, today() + week))
    return installation


@pytest.fixture
def contacts(tmp_path: Path) -> str:
    path = tmp_path / "contacten.csv"
    path.write_text("naam;e-mail;vragenlijst\nAn;an@proef.example;K3-TIJDENS\n")
    return str(path)


def test_contacts_are_imported_sent_and_reminded(
    command_line: Installation,
    contacts: str,
    smtp_sink: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_HOST", smtp_sink.host)
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_PORT", str(smtp_sink.port))
    monkeypatch.setenv("TRAJECTSPIEGEL_SMTP_SENDER", "onderzoek@gemeente.example")
    monkeypatch.setenv("TRAJECTSPIEGEL_ALLOWED_RECIPIENTS", "an@proef.example")
    assert main(["import-contacts", contacts, "--wave", WAVE, "--yes"]) == 0
    assert main(["send", "--wave", WAVE]) == 0
    assert "1 new invitations" in capsys.readouterr().out
    assert main(["send", "--wave", WAVE, "--reminder"]) == 0
    assert "1 people were written to not long ago" in capsys.readouterr().out
    days_pass(command_line.engine, 10)
    assert main(["send", "--wave", WAVE, "--reminder"]) == 0
    assert len(smtp_sink.messages_for("an@proef.example")) == 2


def test_a_new_organisation_gets_a_settings_file_to_fill_in(
    command_line: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-organisation", "Súdwest"]) == 0
    path = command_line.config.home / "organisations" / "sudwest.toml"
    assert str(path) in capsys.readouterr().out
    assert '# help_phone = "' in path.read_text(encoding="utf-8")


def test_a_new_wave_repeats_how_many_people_there_are(
    command_line: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.json"
    people.write_text('{"K3-TIJDENS": 250, "G-ZELF": {"N": 31}}')
    dates = ("--organisation", "Waddinxveen", "--from", "2026-11-01", "--to", "2026-12-15")
    assert main(["new-wave", "A", *dates, "--population", str(people)]) == 0
    assert "people: K3-TIJDENS 250, G-ZELF 31" in capsys.readouterr().out
    assert main(["new-wave", "B", *dates]) == 0
    assert "people: not given" in capsys.readouterr().out


def test_refused_rows_are_listed_and_nothing_is_imported(
    command_line: Installation, contacts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(contacts).write_text("naam;telefoon;vragenlijst\nAn;6,12E+08;K3-TIJDENS\n")
    assert main(["import-contacts", contacts, "--wave", WAVE]) == 1
    shown = capsys.readouterr().out
    assert "row 2" in shown
    assert "nothing was imported" in shown


def test_the_guard_of_a_trial_installation_is_told_in_one_sentence(
    command_line: Installation, contacts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import-contacts", contacts, "--wave", WAVE, "--yes"])
    assert main(["send", "--wave", WAVE]) == 1
    assert "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS" in capsys.readouterr().err


def test_the_console_channel_says_where_the_messages_are(
    command_line: Installation, contacts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import-contacts", contacts, "--wave", WAVE, "--yes"])
    assert main(["send", "--wave", WAVE, "--channel", "console"]) == 0
    assert "outbox.txt" in capsys.readouterr().out


def test_letters_are_written_into_a_folder(
    command_line: Installation, contacts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(contacts).write_text("naam;adres;plaats;vragenlijst\nAn;Kade 1;Gouda;K3-TIJDENS\n")
    main(["import-contacts", contacts, "--wave", WAVE, "--yes"])
    assert main(["send", "--wave", WAVE, "--channel", "letter", "--out", "post"]) == 0
    assert "1 letters to print" in capsys.readouterr().out
    assert len(list(Path("post").glob("*.pdf"))) == 1


def test_letters_stand_with_the_data_and_only_the_owner_reads_them(
    command_line: Installation, contacts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(contacts).write_text("naam;adres;plaats;vragenlijst\nAn;Kade 1;Gouda;K3-TIJDENS\n")
    main(["import-contacts", contacts, "--wave", WAVE, "--yes"])
    monkeypatch.chdir(tmp_path)
    assert main(["send", "--wave", WAVE, "--channel", "letter"]) == 0
    folder = command_line.config.home / "brieven"
    (letters,) = folder.rglob("*.pdf")
    assert (folder.stat().st_mode & 0o777, letters.stat().st_mode & 0o777) == (0o700, 0o600)
    assert not Path("brieven").exists()


def test_links_are_printed_one_a_line(
    command_line: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["links", "--wave", WAVE, "--questionnaire", "k3-tijdens"]
    assert main([*words, "--count", "3", "--codes"]) == 0
    assert main([*words, "--open", "--maximum", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(set(lines)) == 4
    assert all(line.startswith("http://127.0.0.1:8000/v/") for line in lines)


def test_serving_without_a_database_says_what_to_run(
    home: Path,
    closed_engines: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(home))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home / 'empty.sqlite'}")
    assert main(["serve"]) == 1
    assert "trajectspiegel init" in capsys.readouterr().err
