"""SIGKILL at any moment: nothing that was acknowledged is lost, nothing is stored twice."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.intake.counting import count
from survey_app.intake.services import LARGEST_BATCH, move_batches
from survey_app.intake.storing import counts_of
from survey_app.questionnaire.answers import parse_answer
from survey_app.questionnaire.definition import Circumstances
from survey_app.questionnaire.routing import questions_for
from survey_app.stores.inbox import Submission, put_in_inbox
from tests.faults.visiting import Line, hidden_fields
from tests.respond.conftest import TODAY, Fieldwork
from tests.services.processes import Program, descendants, spare_port, start_program, wait_until
from tests.services.web_server import ROOT, answers

CLIENTS = 4
LONG_ENOUGH = 6.0  # seconds
UNLUCKY = 10  # kills more, when none has met a request yet
ASKED = "K1-PRE"  # has an open question, where each person writes who they are


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[Program, int]]:
    """The product as its own command serves it: two processes that are replaced when they die."""
    port = spare_port()
    command = [sys.executable, "-m", "survey_app.cli", "serve", "--port", str(port)]
    log = tmp_path / "serve.log"
    program = start_program(command, log, environment={**os.environ, **environment}, folder=ROOT)
    wait_until(lambda: answers(f"http://127.0.0.1:{port}"), program)
    yield program, port
    program.stop()


@dataclass(slots=True)
class Killer:
    """SIGKILL to serving processes, each of them only once it has lived for a while.

    Granian takes a process that dies within 5.5 seconds of its replacement for a fault in the
    program and stops altogether; whoever runs it starts it anew (compose.yaml).
    """

    program: Program
    chance: random.Random
    since: dict[int, float]
    killed: int = 0

    def kill_one(self) -> None:
        """One of those that may be killed now, if there is one."""
        workers = descendants(self.program.pid)
        for worker in workers:
            self.since.setdefault(worker, time.monotonic())
        old = [one for one in workers if time.monotonic() - self.since[one] > LONG_ENOUGH]
        if old:
            os.kill(self.chance.choice(old), signal.SIGKILL)
            self.killed += 1


def posting_under_fire(
    fieldwork: Fieldwork, served: tuple[Program, int], kills: int, people: int
) -> None:
    """So many people at least; they go on until so many kills are done and one met a request."""
    program, port = served
    chance = random.Random(7)
    killer = Killer(program, chance, dict.fromkeys(descendants(program.pid), -LONG_ENOUGH))
    lines: dict[str, Line] = {}
    faults: list[str] = []
    numbers = itertools.count()

    def killing() -> bool:
        unmet = not any(line.broken for line in list(lines.values()))
        return killer.killed < kills or (unmet and killer.killed < kills + UNLUCKY)

    def answer() -> None:
        while not faults and (len(lines) < people or killing()):
            number = next(numbers)
            marker = f"persoon {number}"
            line = lines[marker] = Line(port)
            try:
                if not line.complete(fieldwork.invite(ASKED).token, marker, number):
                    faults.append(f"{marker} was not thanked")
            except AssertionError as fault:
                faults.append(str(fault))

    with ThreadPoolExecutor(CLIENTS) as pool:
        answering = [pool.submit(answer) for _ in range(CLIENTS)]
        while killing() and not all(one.done() for one in answering):
            time.sleep(chance.uniform(0.2, 1.2))
            killer.kill_one()
    for one in answering:
        one.result()
    assert not faults
    assert killer.killed >= kills
    assert any(line.broken for line in lines.values()), "no request met a killed worker"
    what_arrived_is_what_was_told(fieldwork, lines)


def what_arrived_is_what_was_told(fieldwork: Fieldwork, lines: dict[str, Line]) -> None:
    sent = fieldwork.submissions()
    arrived = {marker_of(one): one for one in sent}
    assert len(sent) == len(lines)
    assert set(arrived) == set(lines)
    asked = questions_for(fieldwork.installation.catalogue.latest(ASKED), Circumstances())
    for marker, line in lines.items():
        told = {
            code: parse_answer(asked.question(code), [text])
            for code, text in line.acknowledged.items()
            if asked.question(code).kind != "consent"
        }
        assert {**arrived[marker].answers, **arrived[marker].background} == told


def marker_of(sent: Submission) -> str:
    return next(value for value in sent.answers.values() if isinstance(value, str))


def test_killed_web_workers_lose_nothing_acknowledged_and_double_nothing(
    fieldwork: Fieldwork, served: tuple[Program, int]
) -> None:
    posting_under_fire(fieldwork, served, kills=2, people=32)


def test_a_hundred_identical_submits_at_once_are_one_response_and_a_hundred_thanks(
    fieldwork: Fieldwork, served: tuple[Program, int]
) -> None:
    """Row C1, over two serving processes."""
    _, port = served
    first = Line(port)
    first.ask("POST", f"/v/{fieldwork.invite(ASKED).token}", {})
    first.answer_all("allemaal tegelijk", 1)
    form = hidden_fields(first.ask("GET", "/controle")[1])

    def send(_: int) -> tuple[int, str, str]:
        line = Line(port, cookie=first.cookie)
        status, place = line.ask("POST", "/versturen", form)
        receipt = line.ask("GET", place)[1].partition("ts-receipt__code")[2][:30]
        return status, place, receipt

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(100)))
    assert len(answers) == 1
    assert answers.pop()[:2] == (303, "/klaar")
    assert len(fieldwork.submissions()) == 1


@pytest.mark.nightly
def test_fifty_killed_web_workers_lose_nothing_of_ten_thousand_answers(
    fieldwork: Fieldwork, served: tuple[Program, int]
) -> None:
    posting_under_fire(fieldwork, served, kills=50, people=720)


EVERYBODY = ("K3-TIJDENS", "", "")


def moving_under_fire(
    fieldwork: Fieldwork, environment: dict[str, str], sheets: int, kills: int
) -> None:
    fill(fieldwork, sheets)
    fieldwork.change_wave(closed_at=now())
    chance = random.Random(11)
    for _ in range(kills):
        kill_a_worker(environment, chance.uniform(0, 1.5))
        rows = fieldwork.rows()
        assert len(rows["inbox"]) + len(rows["response"]) == sheets
        # every batch that moved is counted, and no other
        assert counted(fieldwork) == len(rows["response"])
        assert len(rows["response"]) % LARGEST_BATCH == 0
    move_batches(fieldwork.installation)
    rows = fieldwork.rows()
    assert (len(rows["inbox"]), len(rows["response"])) == (0, sheets)
    with reading(fieldwork.installation.engine) as session:
        kept = counts_of(session, fieldwork.wave_id)
    expected = count(fieldwork.installation.catalogue, [sheet(one) for one in range(sheets)])
    assert kept["answer_count"] == dict(expected.answers)
    assert kept["response_count"] == dict(expected.responses)


def counted(fieldwork: Fieldwork) -> int:
    """How many responses the counts tell of."""
    with reading(fieldwork.installation.engine) as session:
        return counts_of(session, fieldwork.wave_id)["response_count"].get(EVERYBODY, 0)


def sheet(number: int) -> Submission:
    return Submission(
        questionnaire="K3-TIJDENS",
        version=1,
        answers={"C301": number % 5 + 1, "C302": number % 3 + 1, "C312": f"tekst {number}"},
        submitted_on=TODAY,
    )


def fill(fieldwork: Fieldwork, sheets: int) -> None:
    with session_of(fieldwork.installation.engine) as session:
        for number in range(sheets):
            put_in_inbox(session, fieldwork.installation, fieldwork.wave_id, sheet(number))
        session.commit()


def kill_a_worker(environment: dict[str, str], after: float) -> None:
    """Start a worker and kill it so many seconds after it began to move."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.moving"],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
        time.sleep(after)
        worker.kill()


def test_a_killed_batch_worker_loses_and_doubles_nothing(
    fieldwork: Fieldwork, environment: dict[str, str]
) -> None:
    moving_under_fire(fieldwork, environment, sheets=1_600, kills=3)


@pytest.mark.nightly
def test_a_batch_worker_killed_forty_times_loses_and_doubles_nothing(
    fieldwork: Fieldwork, environment: dict[str, str]
) -> None:
    moving_under_fire(fieldwork, environment, sheets=20_000, kills=40)
