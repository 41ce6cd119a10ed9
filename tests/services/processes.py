"""Programs that a test starts: on a spare loopback port, stopped by their recorded process id."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60.0


class ServerFailed(Exception):
    """A server that a test needs is not installed or did not start; the text says which."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system account a program runs as; None means the account of the tests."""

    user: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, leader of a process group of its own so that it stops as a whole."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """Power off: SIGKILL to the program and everything it started, at one moment."""
        for pid in (self.pid, *descendants(self.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop and wait; SIGKILL to all of it when it does not listen."""
        if not self.running:
            return
        self.process.send_signal(sign)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()

    close = stop  # for contextlib.closing: stopped also when a test fails halfway


def descendants(pid: int) -> tuple[int, ...]:
    """Process ids of everything below `pid`, also what left its process group."""
    children = tuple(
        int(word)
        for listing in Path(f"/proc/{pid}/task").glob("*/children")
        for word in listing.read_text().split()
    )
    return children + tuple(below for child in children for below in descendants(child))


def spare_port() -> int:
    """A loopback port that nobody used a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_program(
    command: Sequence[str | Path],
    log: Path,
    environment: Mapping[str, str] | None = None,
    account: Account = Account(),
    folder: Path | None = None,
) -> Program:
    """Start a program with its output in `log`; wait for it with `wait_until`.

    Where the system can (setpriv, in util-linux) it also stops when the tests themselves are
    killed and can stop nothing any more.
    """
    setpriv = shutil.which("setpriv")
    bound = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*bound, *(str(word) for word in command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
            user=account.user,
            group=account.group,
            extra_groups=[] if account.user is not None else None,
        )
    return Program(process, log)


def wait_until(
    ready: Callable[[], bool], program: Program, patience: float = PATIENCE_SECONDS
) -> None:
    """Return once `ready()` is true. Raises ServerFailed with the log when that never comes."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if ready():
            return
        if not program.running:
            break
        time.sleep(0.02)
    program.kill()
    raise ServerFailed(f"{program.process.args!r} did not start:\n{program.log_text()[-2000:]}")


def answers_on(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
