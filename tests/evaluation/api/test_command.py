"""`trajectspiegel evaluation` as other programs call it: names, JSON, and what they are told."""

import json
from pathlib import Path
from typing import Any

import pytest

from survey_app.cli import main
from tests.evaluation.api.conftest import Evaluated

KEYS = {
    *("wave", "previous", "organisation", "synthetic", "edition", "data_version", "cells"),
    *("comparisons", "phases", "trend", "expectations", "groups", "response", "weighted"),
    *("modes", "norms", "providers", "ladder", "advice", "open_answers", "figures"),
}


@pytest.fixture
def home(both: Evaluated, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = both.installation.config
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(config.home))
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    return config.home


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(list(words)) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("home")
def test_the_command_prints_every_name_of_the_contract(
    both: Evaluated, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(capsys, "evaluation", "--wave", "2026", "--previous", "2025", "--json")
    assert set(found) >= KEYS
    assert found == json.loads(json.dumps(both.evaluation))
    assert found["cells"] == printed(capsys, "table", "--wave", "2026", "--json")["cells"]
    assert len(found["cells"]) == 47


@pytest.mark.usefixtures("home")
def test_without_an_earlier_wave_there_is_no_trend(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "evaluation", "--wave", "2025", "--json")
    assert (found["previous"], found["trend"]) == (None, [])


@pytest.mark.usefixtures("home")
def test_an_earlier_wave_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluation", "--wave", "2026", "--previous", "2024", "--json"]) == 1
    assert "2024" in capsys.readouterr().err
