"""The short memory in Redis, for web processes on any number of machines."""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from redis import Redis, RedisError

from survey_app.operators.sentence import Sentence

PREFIX = "trajectspiegel:short:"
WAIT_SECONDS = 1.0
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class RedisMemory:
    """See ShortMemory. Redis itself forgets what has expired."""

    def __init__(self, url: str) -> None:
        wait = WAIT_SECONDS
        self._redis = Redis.from_url(
            url, decode_responses=True, socket_timeout=wait, socket_connect_timeout=wait
        )
        self._failed = False

    def counts(self, names: Sequence[str]) -> list[int]:
        """How often each was counted."""
        return [int(one or 0) for one in self._values(names)]

    def count(self, names: Sequence[str], seconds: int) -> list[int]:
        """Count each once more."""

        def counted() -> list[int]:
            with self._redis.pipeline() as pipeline:
                for key in _keys(names):
                    pipeline.incr(key)
                    pipeline.expire(key, seconds, nx=True)
                return [int(one) for one in pipeline.execute()[::2]]

        return self._told(counted, [0] * len(names))

    def claim(self, name: str, holder: str, seconds: int) -> str:
        """Who holds it from now on."""
        [key] = _keys([name])

        def claimed() -> str:
            if self._redis.set(key, holder, nx=True, ex=seconds):
                return holder
            now = str(self._redis.get(key) or holder)
            if now == holder:
                self._redis.set(key, holder, ex=seconds)
            return now

        return self._told(claimed, holder)

    def holders(self, names: Iterable[str]) -> dict[str, str]:
        """Who holds what."""
        names = list(names)
        found = self._values(names) if names else []
        return {name: one for name, one in zip(names, found, strict=True) if one is not None}

    def release(self, name: str, holder: str) -> None:
        """Give it back."""
        [key] = _keys([name])

        def released() -> None:
            if self._redis.get(key) == holder:
                self._redis.delete(key)

        self._told(released, None)

    def _values(self, names: Sequence[str]) -> list[str | None]:
        def read() -> list[str | None]:
            return [None if one is None else str(one) for one in self._redis.mget(_keys(names))]

        return self._told(read, [None] * len(names))

    def _told(self, work: Callable[[], Result], otherwise: Result) -> Result:
        try:
            return work()
        except RedisError as error:
            if not self._failed:
                told = "Redis cannot be used; tries are not counted: {error}"
                logger.warning(Sentence(told, error=error))
            self._failed = True
            return otherwise


def _keys(names: Sequence[str]) -> list[str]:
    return [PREFIX + name for name in names]
