"""The wheel: everything that the program reads is inside, and it runs without this checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    *("survey_app", "analysis", "questionnaires", "templates", "migrations", "docs"),
    *("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"),
)
OLDEST, NEWEST = 11, 20
# Renders a page, a document and a migration, and says where the program was found.
CHECK = """
import survey_app
from survey_app.application import create_app
from survey_app.documents.typesetting import typeset
app = create_app()
assert app.test_client().get("/inloggen").status_code == 200
assert app.test_client().get("/static/staff.css").status_code in (200, 304)
assert typeset("<html lang=nl><title>t</title><p>t").startswith(b"%PDF")
print(survey_app.__file__)
"""


def run(*command: object, home: Path) -> str:
    """What the command prints, run far from the checkout. Fails with what it said."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=home,
        env={**environment, "TRAJECTSPIEGEL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: nothing of an earlier build is in it."""
    source = tmp_path_factory.mktemp("source")
    for part in PARTS:
        found = ROOT / part
        if found.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(found, source / part, ignore=ignored)
        else:
            shutil.copy(found, source)
    words = ("wheel", "-q", "--no-deps", "--no-build-isolation", "-w", source / "made", source)
    run(sys.executable, "-m", "pip", *words, home=source)
    (made,) = (source / "made").glob("*.whl")
    return made


def bare_python(folder: Path, python: str = sys.executable) -> Path:
    """The Python of a new environment without any package but pip."""
    subprocess.run([python, "-m", "venv", folder], check=True, capture_output=True)
    return folder / "bin" / "python"


def test_the_wheel_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    python = bare_python(tmp_path / "venv")
    site = Path(run(python, "-c", "import site; print(site.getsitepackages()[0])", home=tmp_path))
    ours = sysconfig.get_paths()["purelib"]  # the libraries of this run, without its checkout
    (Path(str(site).strip()) / "libraries.pth").write_text(ours, encoding="utf-8")
    run(python, "-m", "pip", "install", "-q", "--no-deps", wheel, home=tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    command = tmp_path / "venv" / "bin" / "trajectspiegel"
    run(command, "init", home=home)
    run(command, "check", home=home)
    found = run(python, "-c", CHECK, home=home).strip()
    assert found.startswith(str(tmp_path / "venv"))


@pytest.mark.nightly
@pytest.mark.parametrize("minor", range(OLDEST, NEWEST))
def test_a_new_environment_shows_the_demo(wheel: Path, tmp_path: Path, minor: int) -> None:
    """On every Python that is here: the locked libraries, the wheel, and the whole demo."""
    python = shutil.which(f"python3.{minor}")
    if python is None or subprocess.run([python, "-c", ""], check=False).returncode:
        pytest.skip(f"Python 3.{minor} is not here")
    own = bare_python(tmp_path / "venv", python)
    lock = ROOT / "requirements.lock"
    run(own, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock, home=tmp_path)
    run(own, "-m", "pip", "install", "-q", "--no-deps", wheel, home=tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    run(tmp_path / "venv" / "bin" / "trajectspiegel", "demo", "--once", home=home)
