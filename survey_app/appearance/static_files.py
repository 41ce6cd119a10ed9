"""Style sheets, scripts and pictures: read and packed once, under names that hold a hash.

Served before Flask sees the request, so that no cookie is read or set and no work is repeated.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFIX = "/static/"
FOREVER = "public, max-age=31536000, immutable"
PACKED_TYPES = ("text/", "image/svg+xml", "application/javascript", "application/json")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it leaves: its address, content and the content packed."""

    address: str
    content: bytes
    packed: bytes | None
    mimetype: str


class StaticFiles:
    """Every static file in memory, by hashed address; also makes the addresses for pages."""

    def __init__(self, folder: Path) -> None:
        self._by_path: dict[str, StaticFile] = {}
        self._addresses: dict[str, str] = {}
        # Called once when an address is unknown: another process may have added a house style.
        self.when_missing: Callable[[], None] = lambda: None
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.add(path.relative_to(folder).as_posix(), path.read_bytes())

    def add(self, name: str, content: bytes) -> str:
        """Serve this content under a name with its hash; returns the address."""
        stem, _, ending = name.rpartition(".")
        address = f"{PREFIX}{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
        mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(content, 9, mtime=0) if mimetype.startswith(PACKED_TYPES) else None
        self._by_path[address] = StaticFile(address, content, packed, mimetype)
        self._addresses[name] = address
        return address

    def address(self, name: str) -> str:
        """The hashed address of a file; raises KeyError for one that does not exist."""
        return self._addresses[name]

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return name in self._addresses

    def content(self, name: str) -> bytes:
        """The bytes of a file, for those who build upon it."""
        return self._by_path[self._addresses[name]].content

    def find(self, path: str) -> StaticFile | None:
        """The file at a hashed address, or at its plain name."""
        found = self._found(path)
        if found is None:
            self.when_missing()
            found = self._found(path)
        return found

    def _found(self, path: str) -> StaticFile | None:
        plain = self._addresses.get(path.removeprefix(PREFIX), "")
        return self._by_path.get(path) or self._by_path.get(plain)


def served(files: StaticFiles, application: Wsgi, headers: list[tuple[str, str]]) -> Wsgi:
    """The application with these files in front of it."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        found = files.find(path) if path.startswith(PREFIX) else None
        if found is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return application(environ, start)
        packs = found.packed is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = found.packed if packs and found.packed is not None else found.content
        lasting = FOREVER if path == found.address else "no-cache"
        sent = [
            ("Content-Type", f"{found.mimetype}; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", lasting),
            ("Vary", "Accept-Encoding"),
            *headers,
        ]
        if packs:
            sent.append(("Content-Encoding", "gzip"))
        start("200 OK", sent)
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    return answer
