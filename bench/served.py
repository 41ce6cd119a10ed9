"""The same pages through Granian: CPU of the server's processes, memory of a worker."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from bench.installations import Subject
from bench.pages import (
    QUESTIONNAIRE,
    Ask,
    Cost,
    at_question,
    at_references,
    fill_in_whole,
    in_turn,
    ratios,
)
from bench.results import ROOT, Result
from bench.running import memory
from bench.visiting import Visitor, over_http
from tests.services.processes import descendants, spare_port, start_program, wait_until
from tests.services.web_server import WebServer, answers, serve

PREFIX = "trajectspiegel-bench-"
MEMORY_BUDGET_MB = 80.0
LEAST_FORMS = 8.57
# Measured side by side; ours took 0.021 on SQLite, 0.030 on PostgreSQL. The form here is longer,
# so no budget follows from it.
LIMESURVEY = "LimeSurvey 6.10.6: 0.30 CPU-s for a form of 10 pages"


def measure(subject: Subject, rounds: int, requests: int, forms: int) -> Iterator[Result]:
    """Ratios through the server, whole forms per CPU second, and worker memory."""
    with ExitStack() as servers:
        folder = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX)))
        product = as_in_production(folder / "product.log", subject.environment)
        servers.callback(product.program.stop)
        bare = serve(folder / "reference.log", {}, application="bench.reference:create_app")
        servers.callback(bare.program.stop)
        start = subject.links(QUESTIONNAIRE, 1)[0]
        asks = [
            (product, at_question(Visitor(over_http(product.port)), start)),
            *((bare, ask) for ask in at_references(lambda: Visitor(over_http(bare.port)))),
        ]
        costs = [partial(_cost, server, ask) for server, ask in asks]
        in_turn(costs, requests)  # warm
        measured = [in_turn(costs, requests) for _ in range(rounds)]
        yield from ratios(subject.database, "through Granian", measured)
        yield from _whole_forms(subject, product, rounds, forms)
        yield from _memory(subject, product)


def as_in_production(log: Path, environment: Mapping[str, str]) -> WebServer:
    """The product under its own command, with one worker."""
    port = spare_port()
    command = [sys.executable, "-m", "survey_app.cli", "serve", "--workers", "1"]
    program = start_program(
        [*command, "--port", str(port)], log, environment={**os.environ, **environment}, folder=ROOT
    )
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(url), program)
    return WebServer(url, port, program)


def cpu_seconds(server: WebServer) -> float:
    """CPU spent by the server so far, every process and thread of it, from the kernel."""
    pids = (server.program.pid, *descendants(server.program.pid))
    return sum(_spent(pid) for pid in pids)


def _spent(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _cost(server: WebServer, ask: Ask, requests: int) -> Cost:
    """Looks first, then looks and answers; the difference is what answering costs."""
    visitor, path = ask
    before = cpu_seconds(server)
    for _ in range(requests):
        visitor.get(path)
    shown = (cpu_seconds(server) - before) / requests
    before = cpu_seconds(server)
    for number in range(requests):
        visitor.submit(visitor.get(path), number)
    both = (cpu_seconds(server) - before) / requests
    return Cost(shown * 1000, (both - shown) * 1000)


def _whole_forms(subject: Subject, server: WebServer, rounds: int, forms: int) -> Iterator[Result]:
    links = iter(subject.links(QUESTIONNAIRE, rounds * forms))
    costs, requests = [], 0
    for _ in range(rounds):
        before = cpu_seconds(server)
        for _ in range(forms):
            visitor = Visitor(over_http(server.port))
            fill_in_whole(visitor, next(links))
            requests = visitor.pages
        costs.append((cpu_seconds(server) - before) / forms)
    each = median(costs)
    what = f"Whole client form {QUESTIONNAIRE}"
    yield Result(
        "Whole form",
        what,
        subject.database,
        1 / each,
        "forms per CPU second",
        least=LEAST_FORMS,
        note=f"{requests} requests, {each * 1000:.1f} ms CPU; {LIMESURVEY}",
    )


def _memory(subject: Subject, server: WebServer) -> Iterator[Result]:
    worker = max(memory(pid) for pid in descendants(server.program.pid))
    yield Result(
        "Memory",
        "Respondent worker after these requests, RSS",
        subject.database,
        worker,
        "MB",
        MEMORY_BUDGET_MB,
    )
