"""A mail server that takes everything and only counts, so that the sender is what is measured.

It says that it takes several commands at once (RFC 2920), as the servers do that municipalities
use, and does as little as it can: what it costs is in the measured seconds.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"QUIT": b"221 bye\r\n"}
END = b".\r\n"


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a spare port of the loopback address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.received = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Line(socketserver.StreamRequestHandler):
    """One connection."""

    disable_nagle_algorithm = True
    server: Sink

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"DATA":
                self._text()
            else:
                self.wfile.write(ANSWERS.get(command, b"250 OK\r\n"))
            if command == b"QUIT":
                return

    def _text(self) -> None:
        self.wfile.write(b"354 go on\r\n")
        for line in self.rfile:
            if line == END:
                self.server.received += 1
                self.wfile.write(b"250 OK\r\n")
                return


@contextmanager
def sink() -> Iterator[Sink]:
    """The server, until the block ends."""
    with Sink() as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server
        server.shutdown()
        serving.join()
