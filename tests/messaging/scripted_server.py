"""A mail server that says exactly what a test tells it to, and knows how it was spoken to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

GREETING = "220 proef.example"
ENDING = b".\r\n"
HANG_UP = ""  # instead of an answer: close the connection


@dataclass(slots=True)
class Script:
    """What it answers, by the first word of a command; the text of a message counts as "TEXT".

    An answer is used once; the last one of a word stays. Everything else is accepted.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    pipelining: bool = False
    hang_up_after: int = 0  # messages on one connection; 0: never
    connections: int = 0
    texts: list[bytes] = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)
    port: int = 0

    def answer(self, word: str) -> str:
        told = self.answers.get(word, [])
        if told:
            return told.pop(0) if len(told) > 1 else told[0]
        if word == "EHLO":
            return "250-proef.example\r\n250 PIPELINING" if self.pipelining else "250 proef.example"
        return {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 OK")


class _Line(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]
        script.connections += 1
        self.waiting, taken = b"", 0
        self._say(GREETING)
        while line := self._line():
            word = line.split()[0].decode().upper()
            answer = script.answer(word)
            if not answer:
                return
            self._say(answer)
            if answer.startswith("354"):
                script.texts.append(self._text())
                answer = script.answer("TEXT")
                if not answer:
                    return
                self._say(answer)
                taken += 1
            if word == "QUIT" or answer.startswith("421") or taken == script.hang_up_after > 0:
                return

    def _say(self, words: str) -> None:
        self.request.sendall(f"{words}\r\n".encode())

    def _line(self) -> bytes:
        while b"\r\n" not in self.waiting and self._more():
            pass
        line, _, self.waiting = self.waiting.partition(b"\r\n")
        return line

    def _text(self) -> bytes:
        while self.waiting != ENDING and not self.waiting.endswith(b"\r\n" + ENDING):
            if not self._more():
                return b""
        text, self.waiting = self.waiting.removesuffix(ENDING), b""
        return text

    def _more(self) -> bytes:
        packet: bytes = self.request.recv(65536)
        self.server.script.packets.append(packet)  # type: ignore[attr-defined]
        self.waiting += packet
        return packet


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = False  # the end of the block waits until every line is closed


@contextmanager
def scripted_server(script: Script) -> Iterator[Script]:
    """The server, listening on `script.port` of the loopback address."""
    with _Server(("127.0.0.1", 0), _Line) as server:
        server.script = script  # type: ignore[attr-defined]
        script.port = server.server_address[1]
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        yield script
        server.shutdown()
        serving.join()
