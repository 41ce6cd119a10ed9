"""The container files ask for what exists: keys, commands, system packages."""

import re
import shutil
from pathlib import Path

import pytest

from survey_app.application import create_app
from survey_app.cli import COMMANDS
from survey_app.config import Config
from survey_app.errors import KeyMissing
from survey_app.installation import open_installation
from tests.conventions.source import ROOT

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
RUN = (ROOT / "run").read_text(encoding="utf-8")


def test_a_web_server_serves_without_the_keys_of_the_worker(
    tmp_path: Path, keys_folder: Path
) -> None:
    copied = re.search(r"for key in ([\w ]+); do", COMPOSE)
    assert copied is not None
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in copied[1].split():
        shutil.copy(keys_folder / name, folder)
    installation = open_installation(Config(home=tmp_path, database_url="sqlite://"))
    assert create_app(installation=installation).test_client().get("/code").status_code == 200
    for need in (installation.keys.need_sender, installation.keys.need_worker):
        with pytest.raises(KeyMissing):
            need()
    installation.engine.dispose()


def test_the_containers_run_commands_that_exist() -> None:
    used = re.findall(r'trajectspiegel"?,? "?([a-z][a-z-]+)', COMPOSE + CONTAINER)
    assert {"init", "worker", "serve"} <= set(used)
    assert set(used) - {"trajectspiegel"} <= set(COMMANDS)


def test_the_container_has_the_libraries_that_run_installs_for_the_demo() -> None:
    needed = re.findall(r"^    has_\w+ \S+ \|\| echo (\S+)$", RUN.split("case $1 in")[0], re.M)
    assert len(needed) == 4
    assert [package for package in needed if package not in CONTAINER] == []
