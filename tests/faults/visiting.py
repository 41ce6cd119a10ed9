"""Somebody with a phone on a bad line: plain HTTP, sends the same form again until it is answered.

What the server acknowledged (303 to a form) is kept, to be compared with what arrived.
"""

import html
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
CHOICES = re.compile(r'name="answer" id="a[^"]*" value="([^"]*)"')
TRIES = 300
BROKEN = (OSError, http.client.HTTPException)


@dataclass(slots=True)
class Line:
    """One person's browser: a cookie, and requests that are repeated when they break."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookie: str = ""
    broken: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, body or the address it leads to); the same request again after a fault."""
        for _ in range(TRIES):
            try:
                status, text = self._once(method, path, form)
            except BROKEN:
                status = 503
            if status < 500:
                return status, text
            self.broken += 1
            time.sleep(0.1)
        raise AssertionError(f"{method} {path} was never answered")

    def complete(self, token: str, marker: str, number: int) -> bool:
        """Begin, answer all, send; True when thanked."""
        self.ask("POST", f"/v/{token}", {})
        self.answer_all(marker, number)
        _, page = self.ask("GET", "/controle")
        status, place = self.ask("POST", "/versturen", hidden_fields(page))
        return (status, place) == (303, "/klaar")

    def answer_all(self, marker: str, number: int) -> None:
        """Answer every question: the option with this number, or this text."""
        _, place = self.ask("POST", "/start", hidden_fields(self.ask("GET", "/start")[1]))
        while place.startswith("/vraag/"):
            _, page = self.ask("GET", place)
            choices = CHOICES.findall(page)
            answer = choices[number % len(choices)] if choices else marker
            form = {**hidden_fields(page), "answer": answer}
            status, onward = self.ask("POST", place, form)
            assert status == 303, (status, place)
            self.acknowledged[place.rpartition("/")[2]] = answer
            place = onward

    def _once(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {**self.headers, "Cookie": self.cookie}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            body = urlencode(form) if form is not None else None
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        return answer.status, answer.headers.get("Location") or text


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
