"""A real Redis server per test session, empty at the start of every test."""

import shutil
from collections.abc import Iterator

import pytest
import redis

from tests.services.processes import (
    ServerFailed,
    answers_on,
    spare_port,
    start_program,
    wait_until,
)


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the session's server; use `redis_url` in tests."""
    program_file = shutil.which("redis-server")
    if program_file is None:
        raise ServerFailed("redis-server not found: ./run test installs it (Debian: redis-server)")
    folder = tmp_path_factory.mktemp("redis")
    port = spare_port()
    command = [program_file, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += ["--appendonly", "no", "--dir", str(folder)]
    program = start_program(command, folder / "log")
    wait_until(lambda: answers_on(port), program)
    yield f"redis://127.0.0.1:{port}/0"
    program.stop()


@pytest.fixture
def redis_url(redis_address: str) -> str:
    """The address of an empty Redis."""
    with redis.Redis.from_url(redis_address) as client:
        client.flushall()
    return redis_address
