"""What compose.yaml does with a new database, done by hand on a real server."""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_app.application import create_app
from survey_app.config import Config
from survey_app.errors import KeyMissing
from survey_app.installation import open_installation
from tests.conventions.source import ROOT
from tests.services.postgres import OWNER, WEB, PostgresServer, program_path, running_postgres

COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
WORKER = "trajectspiegel_worker"
COMMANDS = str(Path(sys.executable).parent)


@pytest.fixture
def new_server() -> Iterator[PostgresServer]:
    """A server without any account of ours."""
    with running_postgres() as server:
        for role in (OWNER, WEB):
            server.run(f"DROP ROLE {role}")
        yield server


def run(words: list[str], **settings: str) -> str:
    path = f"{COMMANDS}:{os.environ['PATH']}"
    done = subprocess.run(
        words, env={"PATH": path, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def setup_script(data: Path, web: Path) -> str:
    """The words of the service `setup`, for these two folders."""
    found = re.search(r"- -euc\n      - \|\n((?: {8}.*\n)+)", COMPOSE)
    assert found is not None
    script = textwrap.dedent(found[1]).replace("$$", "$")
    return script.replace("/data/", f"{data}/").replace("/web/", f"{web}/")


def test_setup_makes_an_owner_two_roles_and_the_keys_of_the_web(
    new_server: PostgresServer, tmp_path: Path
) -> None:
    data, web = tmp_path / "data", tmp_path / "web"
    data.mkdir()
    web.mkdir()
    place = {"PGHOST": "127.0.0.1", "PGPORT": str(new_server.port), "PGUSER": "postgres"}
    programs = str(program_path("psql").parent)
    owner = str(ROOT / "deploy" / "owner.sh")
    run(["env", f"PATH={programs}:{os.environ['PATH']}", "sh", owner], OWNER_PASSWORD="a1", **place)
    said = run(
        ["sh", "-euc", setup_script(data, web)],
        TRAJECTSPIEGEL_HOME=str(data),
        DATABASE_URL=new_server.url("trajectspiegel"),
        WEB_PASSWORD="b2",
        WORKER_PASSWORD="c3",
    )
    assert "password" not in said
    assert (data / "first-logins.txt").stat().st_mode & 0o777 == 0o600
    rights = "SELECT rolname, rolsuper, rolbypassrls, rolpassword IS NOT NULL FROM pg_authid"
    ours = [row for row in new_server.run(rights) if row[0].startswith("trajectspiegel")]
    assert sorted(ours) == [(name, False, False, True) for name in (OWNER, WEB, WORKER)]
    url = new_server.url("trajectspiegel", WEB)
    installation = open_installation(Config(home=web, database_url=url))
    assert create_app(installation=installation).test_client().get("/gereed").status_code == 200
    with pytest.raises(KeyMissing):
        installation.keys.need_worker()
    installation.engine.dispose()
    run(
        ["trajectspiegel", "worker", "--once"],
        TRAJECTSPIEGEL_HOME=str(data),
        DATABASE_URL=new_server.url("trajectspiegel", WORKER),
    )
