"""Who answers waits for nobody: a form takes less than 100 ms, 99 times in a hundred (nightly).

The product as `serve` starts it, its own commands and worker beside it, and people who answer over
HTTP all the while. The same work in a small size is in test_short_transactions.py.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_app.database import reading
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.links.services import Personal, make_links
from survey_app.installation import Installation
from survey_app.models import Wave
from tests.faults.visiting import Line, hidden_fields
from tests.locks.respondents import FEWEST, MOST_MILLISECONDS, answering_while
from tests.locks.work import answer_file, closed_waves, contact_file, fill_inbox, wave_beside
from tests.respond.conftest import Fieldwork
from tests.services.processes import spare_port, start_program, wait_until
from tests.services.web_server import ROOT, answers

WAVE = "Ernaast"
PEOPLE = 2000  # who may answer: more than do so in the longest work
LONGEST_SECONDS = 180  # of work that has no end of its own size
TYPISTS, TYPING_SECONDS, EVERY_SECONDS = 30, 30, 4
CLI = (sys.executable, "-m", "survey_app.cli")

pytestmark = pytest.mark.nightly


@dataclass(frozen=True, slots=True)
class Beside:
    """A served installation with a wave beside the one in which people answer."""

    installation: Installation
    environment: dict[str, str]
    folder: Path
    port: int
    tokens: Iterator[str]


@pytest.fixture
def beside(fieldwork: Fieldwork, environment: dict[str, str], tmp_path: Path) -> Iterator[Beside]:
    installation = fieldwork.installation
    with reading(installation.engine) as session:
        name = session.scalars(select(Wave.name)).one()
    wave_beside(installation, WAVE)
    links = list(make_links(installation, name, Personal("K3-TIJDENS", PEOPLE)))
    port = spare_port()
    there = {
        **os.environ,
        **environment,
        "TRAJECTSPIEGEL_BASE_URL": "https://spiegel.example",
        "TRAJECTSPIEGEL_LIVE": "1",
        "TRAJECTSPIEGEL_TRUSTED_PROXIES": "1",
    }
    served = {**there, "TRAJECTSPIEGEL_BASE_URL": f"http://127.0.0.1:{port}"}
    del there["TRAJECTSPIEGEL_SECOND_FACTOR"]  # off is for addresses of this machine only
    program = start_program(
        [*CLI, "serve", "--port", str(port)], tmp_path / "serve.log", served, folder=ROOT
    )
    wait_until(lambda: answers(f"http://127.0.0.1:{port}"), program)
    yield Beside(installation, there, tmp_path, port, iter([one.token for one in links]))
    program.stop()


Work = Callable[[Beside], list[str]]  # prepares, and returns the words of the command


def letters(one: Beside) -> list[str]:
    assert not import_contacts(one.installation, contact_file(one.folder, 1000), WAVE).refused
    return ["send", "--wave", WAVE, "--channel", "letter"]


def codes(_: Beside) -> list[str]:
    return ["links", "--wave", WAVE, "--questionnaire", "K3-TIJDENS", "--count", "300", "--codes"]


def contacts(one: Beside) -> list[str]:
    return ["import-contacts", str(contact_file(one.folder, 100_000)), "--wave", WAVE, "--yes"]


def file_of_answers(one: Beside) -> list[str]:
    return ["import-answers", str(answer_file(one.folder, 350_000)), "--wave", WAVE]


def closing(one: Beside) -> list[str]:
    fill_inbox(one.installation, wave_beside(one.installation, "Dicht"), 50_000)
    return ["close-wave", "Dicht", "--yes"]


def publishing(one: Beside) -> list[str]:
    closed_waves(one.installation, 100, 30)
    return ["worker", "--once"]


@contextmanager
def command(one: Beside, words: list[str]) -> Iterator[Callable[[], bool]]:
    """A command of the product in a process of its own; gives whether it still goes on."""
    program = start_program([*CLI, *words], one.folder / "work.log", one.environment, folder=ROOT)
    end = time.monotonic() + LONGEST_SECONDS
    yield lambda: program.running and time.monotonic() < end
    if program.running:
        program.stop()
    else:
        assert program.process.returncode == 0, program.log_text()[-1000:]


@contextmanager
def typists(one: Beside) -> Iterator[Callable[[], bool]]:
    """Thirty people, each at an address of their own, who do not know their password any more."""
    end = time.monotonic() + TYPING_SECONDS
    refused: list[int] = []

    def types(number: int) -> None:
        time.sleep(EVERY_SECONDS * number / TYPISTS)
        line = Line(one.port, {"X-Forwarded-For": f"192.0.2.{number}"})
        while time.monotonic() < end:
            _, page = line.ask("GET", "/inloggen")
            form = {**hidden_fields(page), "name": f"Eva {number}", "password": "vergeten zin hier"}
            refused.append(line.ask("POST", "/inloggen", form)[0])
            time.sleep(EVERY_SECONDS)

    with ThreadPoolExecutor(TYPISTS) as pool:
        typing = [pool.submit(types, number) for number in range(TYPISTS)]
        yield lambda: time.monotonic() < end
    for each in typing:
        each.result()
    assert len(refused) > TYPISTS


@pytest.mark.parametrize("work", [letters, codes, contacts, file_of_answers, closing, publishing])
def test_who_answers_waits_for_no_command(work: Work, beside: Beside) -> None:
    words = work(beside)
    with command(beside, words) as goes_on:
        took = answering_while(goes_on, beside.port, beside.tokens)
    print(f"{work.__name__}: {took}")
    assert took.broken == 0
    assert len(took.milliseconds) > FEWEST
    assert took.at(99) < MOST_MILLISECONDS, str(took)


def test_who_answers_waits_for_nobody_who_forgot_a_password(beside: Beside) -> None:
    with typists(beside) as goes_on:
        took = answering_while(goes_on, beside.port, beside.tokens)
    print(f"wrong passwords: {took}")
    assert took.broken == 0
    assert len(took.milliseconds) > FEWEST
    assert took.at(99) < MOST_MILLISECONDS, str(took)
