"""A visitor who reads pages and sends forms, in this process or over HTTP, on a running clock.

Only the application's own work is timed: reading the form out of a page is not.
"""

import gzip
import http.client
import io
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

TAG = re.compile(r"<(form|input|textarea|button|select|option)\b([^>]*)>")
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
NUMBERS, WORDS = "3", "goed"
Fields = list[tuple[str, str]]
Send = Callable[[str, str, bytes, Mapping[str, str]], tuple[int, list[tuple[str, str]], bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the server; `body` is unpacked, `size` as it came over the line."""

    status: int
    location: str
    body: str
    size: int
    cpu_seconds: float
    path: str


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser: cookies, and the page that is open."""

    send: Send
    cookies: dict[str, str] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    pages: int = 0

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields).encode())

    def follow(self, answer: Answer) -> Answer:
        """Go where a redirect points to, until a page is shown."""
        while answer.status in (301, 302, 303):
            answer = self.get(answer.location)
        return answer

    def submit(self, page: Answer, number: int = 0) -> Answer:
        """Send the form with an answer field on this page, or else its first form."""
        action, fields = filled_in(page.body, number)
        return self.post(action or page.path, fields)

    def _ask(self, method: str, path: str, body: bytes) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Host": "127.0.0.1"}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        before = time.process_time()
        status, received, content = self.send(method, path, body, headers)
        spent = time.process_time() - before
        self.cpu_seconds += spent
        self.pages += 1
        return self._understood(status, received, content, spent, path)

    def _understood(
        self, status: int, received: list[tuple[str, str]], content: bytes, spent: float, path: str
    ) -> Answer:
        kept = {name.lower(): value for name, value in received}
        for name, value in received:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        packed = kept.get("content-encoding") == "gzip"
        text = (gzip.decompress(content) if packed else content).decode()
        if status >= 400:
            raise AssertionError(f"{path} answered {status}: {text[:400]}")
        location = re.sub(r"^https?://[^/]+", "", kept.get("location", ""))
        return Answer(status, location, text, len(content), spent, path)


def in_process(app: Callable[..., Iterable[bytes]]) -> Send:
    """Calls a WSGI application without a server in between."""

    def send(
        method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        answer: dict[str, Any] = {}

        def start(status: str, received: list[tuple[str, str]], _error: object = None) -> None:
            answer.update(status=int(status.partition(" ")[0]), headers=received)

        result = app(_environment(method, path, body, headers), start)
        content = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        return answer["status"], answer["headers"], content

    return send


def over_http(port: int) -> Send:
    """Asks a server on this machine, on one connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def send(
        method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection.request(method, path, body or None, dict(headers))
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()

    return send


def filled_in(page: str, number: int = 0) -> tuple[str, Fields]:
    """Action and fields of the form that asks something, answered as option `number` of its kind.

    Hidden fields go along; of radio buttons one is chosen, of checkboxes one, text is typed.
    """
    forms = [_form(part) for part in re.split(r"(?=<form\b)", page)[1:]]
    asking = [form for form in forms if any(name == "answer" for name, _ in form[1])]
    action, found = (asking or forms)[0]
    fields: Fields = []
    options = [given.get("value", "on") for name, given in found if _is_choice(name, given)]
    for name, given in found:
        if given.get("type") == "hidden":
            fields.append((name, given.get("value", "")))
        elif not _is_choice(name, given) and given["tag"] != "button":
            asks_number = "numeric" in (given.get("type"), given.get("inputmode"))
            fields.append((name, NUMBERS if asks_number else WORDS))
    if options:
        fields.append(("answer", options[number % len(options)]))
    return action, fields


def _is_choice(name: str, given: Mapping[str, str]) -> bool:
    return name == "answer" and given.get("type") in ("radio", "checkbox")


def _form(text: str) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """The action of a form and its named fields with their attributes."""
    action, found = "", []
    for tag, rest in TAG.findall(text.partition("</form>")[0]):
        given = {"tag": tag}
        for name, double, single, bare in ATTRIBUTE.findall(rest):
            given[name.lower()] = unescape(double or single or bare)
        if tag == "form":
            action = given.get("action", "")
        elif given.get("name"):
            found.append((given["name"], given))
    return action, found


def _environment(method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    bare, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": bare,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
