"""What the web processes remember together: the same on a file and in Redis."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from survey_app.config import Config
from survey_app.visits.redis_memory import RedisMemory
from survey_app.visits.short_memory import FILE, FileMemory, ShortMemory, open_memory

KINDS = ("file", "redis")
Open = Callable[[], ShortMemory]


@pytest.fixture(params=KINDS)
def memories(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """`memories()`: the same memory as another process opens it."""
    if request.param == "file":
        yield lambda: FileMemory(tmp_path / FILE)
        return
    url = request.getfixturevalue("redis_url")
    yield lambda: RedisMemory(url)


def test_what_one_process_counts_the_other_sees(memories: Open) -> None:
    one, other = memories(), memories()
    assert one.counts(["a", "b"]) == [0, 0]
    assert one.count(["a", "b"], 60) == [1, 1]
    assert other.count(["a"], 60) == [2]
    assert one.counts(["b", "a", "c"]) == [1, 2, 0]


def test_a_claim_is_of_one_holder_until_it_is_given_back(memories: Open) -> None:
    one, other = memories(), memories()
    assert one.claim("person", "anna", 60) == "anna"
    assert other.claim("person", "bert", 60) == "anna"
    assert other.claim("person", "anna", 60) == "anna"
    assert other.holders(["person", "nobody"]) == {"person": "anna"}
    assert one.holders([]) == {}
    other.release("person", "bert")
    assert one.holders(["person"]) == {"person": "anna"}
    one.release("person", "anna")
    assert other.claim("person", "bert", 60) == "bert"


def test_a_claim_in_a_file_ends_by_itself_and_leaves_nothing(tmp_path: Path) -> None:
    moment = [1000.0]
    memory = FileMemory(tmp_path / FILE, clock=lambda: moment[0])
    memory.claim("person", "anna", 60)
    memory.count(["x"], 60)
    moment[0] += 61
    assert memory.holders(["person"]) == {}
    assert memory.claim("person", "bert", 60) == "bert"
    memory.count(["y"], 60)
    assert memory.counts(["x", "y"]) == [0, 1]


def test_redis_forgets_by_itself(redis_url: str) -> None:
    memory = RedisMemory(redis_url)
    memory.count(["x"], 100)
    memory.claim("person", "anna", 100)
    with redis.Redis.from_url(redis_url) as server:
        lives = [server.ttl(key) for key in server.keys("*")]
    assert len(lives) == 2
    assert all(0 < one <= 100 for one in lives)


@pytest.mark.parametrize("kind", KINDS)
def test_a_memory_that_cannot_be_used_is_told_once_and_keeps_nobody_out(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    memory: ShortMemory = (
        FileMemory(tmp_path / "a file" / FILE)
        if kind == "file"
        else RedisMemory("redis://127.0.0.1:1/0")
    )
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert memory.count(["a"], 60) == [0]
            assert memory.counts(["a"]) == [0]
            assert memory.claim("person", "anna", 60) == "anna"
            assert memory.holders(["person"]) == {}
            memory.release("person", "anna")
    assert len(caplog.records) == 1


def test_the_settings_choose_the_memory(tmp_path: Path, redis_url: str) -> None:
    config = Config(home=tmp_path, database_url="sqlite://")
    assert isinstance(open_memory(config), FileMemory)
    shared = Config(home=tmp_path, database_url="sqlite://", redis_url=redis_url)
    assert isinstance(open_memory(shared), RedisMemory)
    assert list(tmp_path.iterdir()) == []  # nothing is opened before it is needed
