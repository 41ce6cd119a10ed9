"""A service on loopback that a test scripts: what it answers, how late, and whether at all."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer; `drops` hangs up after reading the request, `seconds` is how late it is."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    drops: bool = False
    seconds: float = 0.0


@dataclass(slots=True)
class HttpService:
    """Where calls go; `answers` are given one by one, then `usual` for each call."""

    usual: Callable[[Call], Answer]
    answers: list[Answer] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    url: str = ""

    def answer(self, call: Call) -> Answer:
        self.calls.append(call)
        return self.answers.pop(0) if self.answers else self.usual(call)


@contextmanager
def http_service(usual: Callable[[Call], Answer]) -> Iterator[HttpService]:
    """A listening service."""
    service = HttpService(usual)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            answer = service.answer(Call(self.path, dict(self.headers), body))
            time.sleep(answer.seconds)
            if answer.drops:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Nothing: a test reads `calls`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()
