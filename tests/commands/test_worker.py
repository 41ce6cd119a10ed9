"""`trajectspiegel worker` where it cannot work: one sentence and a status that a scheduler sees."""

from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.crypto.keys import make_keys


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_keys(tmp_path / "keys")
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(tmp_path))
    return tmp_path


def test_a_queue_that_cannot_be_kept_is_told_with_its_folder(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    (home / "queue.sqlite").mkdir()
    assert main(["worker", "--once"]) == 1
    said = capsys.readouterr().err
    assert f"the worker cannot keep its queue in {home}" in said
    assert len(said.splitlines()) == 1


def test_working_once_without_a_database_is_no_success(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert main(["worker", "--once"]) == 1
    assert "DATABASE_URL" in capsys.readouterr().err


@pytest.mark.parametrize("how", [[], ["--once"]])
def test_a_database_without_tables_is_refused_at_the_start(
    home: Path, capsys: pytest.CaptureFixture[str], how: list[str]
) -> None:
    assert main(["worker", *how]) == 1
    assert "the database is empty: run 'trajectspiegel init' first" in capsys.readouterr().err
    assert not (home / "queue.sqlite").exists()
