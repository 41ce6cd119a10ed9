"""The demo: one command from nothing to documents, twice without harm, and a link that opens."""

import datetime
import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.demo.answers import write_answers
from survey_app.demo.municipality import NAME, measurements
from survey_app.demo.people import write_contacts
from survey_app.models import Wave
from survey_app.organisations.waves import wave_state
from survey_app.questionnaire.definition import Catalogue
from tests.services.processes import answers_on, spare_port, start_program, wait_until

ROOT = Path(__file__).resolve().parents[2]


def demo(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRAJECTSPIEGEL_HOME": str(folder / "home"), **more}
    command = [sys.executable, "-m", "survey_app.cli", "demo", *words]
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo made once."""
    folder = tmp_path_factory.mktemp("demo")
    done = demo(folder, "--once", "--out", str(folder / "out"))
    assert done.returncode == 0, done.stderr
    assert "synthetic" in done.stdout
    return folder


def table(folder: Path) -> dict[str, dict[str, object]]:
    cells: dict[str, dict[str, object]] = json.loads((folder / "out/table.json").read_text())[
        "cells"
    ]
    return cells


def test_once_leaves_the_table_in_every_form_and_fresh_links(built: Path) -> None:
    assert {path.name for path in (built / "out").iterdir()} == {
        "table.json",
        "tabel1.pdf",
        "tabel1.xlsx",
        "tabel1.ods",
        "links.txt",
    }
    assert (built / "out/tabel1.pdf").read_bytes().startswith(b"%PDF")
    links = (built / "out/links.txt").read_text().split()
    assert len(links) == len(set(links)) == 11


def test_the_table_has_47_cells_four_parties_and_every_mark(built: Path) -> None:
    cells = table(built)
    assert len(cells) == 47
    with_mean = {code[-1] for code, cell in cells.items() if cell["mean"] is not None}
    assert with_mean == {"G", "C", "W", "O"}
    assert {cell["mark"] for cell in cells.values()} >= {None, "indicatief", "afgeschermd"}
    assert cells["R15-G"]["figures"]


def test_clients_judge_lower_than_the_municipality(built: Path) -> None:
    cells = table(built)
    rows = [code[:3] for code, cell in cells.items() if code[-1] == "C" and cell["mean"]]
    pairs = [(cells[f"{row}-C"]["mean"], cells.get(f"{row}-G", {}).get("mean")) for row in rows]
    lower = [client < own for client, own in pairs if own]
    assert sum(lower) > len(lower) / 2


def states(folder: Path) -> dict[str, str]:
    """Every wave of the demo with its state."""
    engine = create_engine(f"sqlite:///{folder / 'home/trajectspiegel.sqlite'}")
    with Session(engine) as session:
        waves = session.scalars(select(Wave)).all()
        found = {
            wave.name: "test"
            if wave.is_test
            else "checked"
            if wave.checked_at and not wave.live_at
            else wave_state(wave, today())
            for wave in waves
        }
    engine.dispose()
    return found


def test_there_is_a_wave_in_each_state(built: Path) -> None:
    assert set(states(built).values()) == {
        *("draft", "checked", "planned", "open", "paused", "closed", "test"),
    }


def test_a_second_time_builds_nothing_twice(built: Path) -> None:
    before, known = table(built), states(built)
    again = demo(built, "--once", "--out", str(built / "out"))
    assert again.returncode == 0, again.stderr
    assert table(built) == before
    assert states(built) == known
    assert (built / "home/outbox.txt").read_text(encoding="utf-8").count("Message-ID") == 433


def test_a_real_installation_is_never_mixed_with_invented_people(
    built: Path, tmp_path: Path
) -> None:
    (tmp_path / "home/keys").mkdir(parents=True)
    refused = demo(tmp_path, "--once")
    assert refused.returncode == 1
    assert "real installation" in refused.stderr


def test_the_demo_that_stays_serves_a_link_and_stops_when_told(built: Path, tmp_path: Path) -> None:
    port = spare_port()
    environment = {**os.environ, "TRAJECTSPIEGEL_HOME": str(built / "home")}
    command = [sys.executable, "-m", "survey_app.cli", "demo", "--port", str(port)]
    program = start_program(
        [*command, "--out", str(tmp_path)], tmp_path / "log", environment=environment, folder=ROOT
    )
    with closing(program):
        wait_until(lambda: answers_on(port) and "Ctrl-C" in program.log_text(), program, 180)
        shown = program.log_text()
        assert f":{port}/v/" in shown
        assert "evaluator" in shown
        assert "fieldworker" in shown
        link = next(word for word in shown.split() if "/v/" in word)
        path = link.partition(f":{port}")[2]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            page = answer.read().decode()
        assert NAME in page
        assert '<html lang="nl"' in page
        assert "verzonnen gegevens" in page
    assert not answers_on(port)


def test_a_port_that_is_taken_is_said_in_words(built: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        port = str(taken.getsockname()[1])
        done = demo(built, "--port", port, "--out", str(tmp_path))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr


def test_the_same_seed_invents_the_same_people_and_answers(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    wave = measurements(datetime.date(2026, 11, 22))[1]
    made = []
    for seed in (1, 1, 2):
        contacts, answers = tmp_path / "c.csv", tmp_path / "a.csv"
        write_contacts(contacts, 250, seed)
        write_answers(answers, catalogue, wave, 250, seed)
        made.append((contacts.read_bytes(), answers.read_bytes()))
    assert made[0] == made[1]
    assert made[0][0] != made[2][0]
    assert made[0][1] != made[2][1]
