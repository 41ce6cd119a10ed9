"""What an operator reads when something is missing or wrong: one sentence, no traceback."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.config import load_config

Run = Callable[..., str]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must fail with status 1; returns the one sentence it says."""

    def run(*words: str, **settings: str | Path) -> str:
        for name, value in settings.items():
            monkeypatch.setenv(name, str(value))
        assert main(list(words)) == 1
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 1
        assert said[0].startswith(f"trajectspiegel {words[0]}: ")
        gc.collect()  # a connection left open warns here, and a warning is an error
        return said[0]

    return run


@pytest.mark.parametrize("words", [("table", "--wave", "N"), ("new-organisation", "Dorp")])
def test_a_database_that_was_never_migrated_is_told_with_the_remedy(
    refused: Run, home: Path, empty_database_url: str, words: tuple[str, ...]
) -> None:
    said = refused(*words, TRAJECTSPIEGEL_HOME=home, DATABASE_URL=empty_database_url)
    assert "run 'trajectspiegel migrate'" in said


@pytest.mark.parametrize("words", [("init",), ("migrate",), ("table", "--wave", "N")])
@pytest.mark.parametrize(
    "url",
    [
        "mysql://person:secret@127.0.0.1/x",
        "nonsense secret",
        "postgresql://person:secret@127.0.0.1:notaport/x",
        "postgresql://person:secret@127.0.0.1:1/x",
        "sqlite:////proc/secret/x.sqlite",
    ],
)
def test_a_wrong_database_is_told_without_its_password(
    refused: Run, home: Path, words: tuple[str, ...], url: str
) -> None:
    said = refused(*words, TRAJECTSPIEGEL_HOME=home, DATABASE_URL=url)
    assert "DATABASE_URL" in said
    assert "secret" not in said.replace("/proc/secret", "")


@pytest.mark.parametrize("words", [("init",), ("table", "--wave", "N")])
def test_a_file_that_is_no_database_is_told(
    refused: Run, home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    said = refused(*words, TRAJECTSPIEGEL_HOME=home, DATABASE_URL=f"sqlite:///{path}")
    assert "not a database" in said


def test_a_home_that_cannot_be_made_is_named(refused: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert str(file) in refused("init", TRAJECTSPIEGEL_HOME=file)
    assert str(file) in refused("demo", "--once", TRAJECTSPIEGEL_HOME=file)


def test_a_revision_that_does_not_exist_is_named(
    refused: Run, home: Path, empty_database_url: str
) -> None:
    said = refused("migrate", "9999", TRAJECTSPIEGEL_HOME=home, DATABASE_URL=empty_database_url)
    assert "'9999'" in said


def test_files_that_cannot_be_read_or_written_are_named(
    refused: Run, home: Path, database_url: str, tmp_path: Path
) -> None:
    at = {"TRAJECTSPIEGEL_HOME": home, "DATABASE_URL": database_url}
    missing, under = tmp_path / "none.po", tmp_path / "none.po" / "x.po"
    assert str(missing) in refused("translations", "--language", "en", "--import", str(missing))
    assert str(under) in refused("translations", "--language", "en", "--export", str(under), **at)


def test_settings_that_are_empty_count_as_not_set(home: Path) -> None:
    empty = load_config({"TRAJECTSPIEGEL_HOME": "", "DATABASE_URL": ""}, str(home))
    assert empty == load_config({}, str(home))


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_date_that_is_none_is_named(
    refused: Run, home: Path, database_url: str, option: str
) -> None:
    words = {"--from": "2026-11-01", "--to": "2026-12-15"} | {option: "15-12-2026"}
    dates = [word for pair in words.items() for word in pair]
    said = refused(
        *("new-wave", "N", "--organisation", "Dorp", *dates),
        TRAJECTSPIEGEL_HOME=home,
        DATABASE_URL=database_url,
    )
    assert f"{option} '15-12-2026'" in said


@pytest.mark.parametrize("name", ["", "  ", "n" * 201, "een\0twee", "een\ntwee"])
def test_a_name_that_nobody_can_type_again_is_refused(
    refused: Run, home: Path, database_url: str, name: str
) -> None:
    at = {"TRAJECTSPIEGEL_HOME": home, "DATABASE_URL": database_url}
    dates = ("--from", "2026-11-01", "--to", "2026-12-15")
    assert "name" in refused("new-wave", name, "--organisation", "Dorp", *dates, **at)
    assert "name" in refused("new-organisation", name * 2, **at)


@pytest.mark.parametrize(
    "name", ["session", "lookup", "contact", "pepper", "link", "worker_public", ""]
)
def test_a_key_lost_from_an_installation_in_use_is_told_and_not_made_anew(
    refused: Run,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(tmp_path))
    assert main(["init"]) == 0
    capsys.readouterr()
    lost = tmp_path / "keys" / name
    lost.rename(tmp_path / "elsewhere")
    assert "backup" in refused("init")
    assert not lost.exists()
    assert "backup" in refused("table", "--wave", "N")


def test_init_without_the_workers_secret_leaves_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(tmp_path))
    assert main(["init"]) == 0
    before = (tmp_path / "keys" / "worker_public").read_text()
    (tmp_path / "keys" / "worker_secret").unlink()
    assert main(["init"]) == 0
    assert not (tmp_path / "keys" / "worker_secret").exists()
    assert (tmp_path / "keys" / "worker_public").read_text() == before


@pytest.mark.parametrize(
    ("option", "value"),
    [("--host", "nowhere.invalid"), ("--port", "99999"), ("--port", "0"), ("--workers", "0")],
)
def test_an_address_that_cannot_be_served_is_named(refused: Run, option: str, value: str) -> None:
    assert option in refused("serve", option, value)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "nonsense"])
def test_a_redis_that_is_not_there_is_told(
    refused: Run, home: Path, database_url: str, url: str
) -> None:
    at = {"TRAJECTSPIEGEL_HOME": home, "DATABASE_URL": database_url}
    assert "TRAJECTSPIEGEL_REDIS_URL" in refused(
        "worker", "--once", TRAJECTSPIEGEL_REDIS_URL=url, **at
    )
