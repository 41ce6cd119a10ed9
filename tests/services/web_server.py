"""The application as it runs in production: Granian in processes of its own."""

import os
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from tests.services.processes import Program, spare_port, start_program, wait_until

APPLICATION = "survey_app.application:create_app"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class WebServer:
    """A served application; `program.kill()` is the power cut."""

    url: str
    port: int
    program: Program


StartServer = Callable[..., WebServer]


def serve(
    log: Path,
    environment: Mapping[str, str],
    application: str = APPLICATION,
    port: int = 0,
    workers: int = 1,
) -> WebServer:
    """Granian serving an application factory, once it accepts connections."""
    port = port or spare_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", application]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "1", "--no-ws", "--http", "1"]
    program = start_program(command, log, environment={**os.environ, **environment}, folder=ROOT)
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(url), program)
    return WebServer(url, port, program)


def answers(url: str) -> bool:
    """Whether a page comes back, of any status: the workers are up, not only the listener."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except HTTPError as error:
        error.close()
    except (URLError, OSError):
        return False
    return True


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """`start_server(environment, application=..., port=..., workers=...)`, stopped afterwards."""
    with ExitStack() as servers:

        def started(environment: Mapping[str, str], **options: object) -> WebServer:
            number = len(list(tmp_path.glob("server-*.log")))
            server = serve(tmp_path / f"server-{number}.log", environment, **options)  # type: ignore[arg-type]
            servers.callback(server.program.stop)
            return server

        yield started
