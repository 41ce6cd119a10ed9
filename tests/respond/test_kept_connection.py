"""A thread keeps one connection for its single statements, and leaves none behind."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, event, func, select

from survey_app.respond.kept_connection import kept_cursor
from survey_app.respond.queries import draft
from survey_app.respond.store import row_of
from tests.respond.conftest import Fieldwork

HOW_MANY = select(func.count()).select_from(draft)


@pytest.fixture
def given_out(web_engine: Engine) -> Iterator[Callable[[], int]]:
    """How many connections the pool has given out since."""
    numbers = {"out": 0}

    def count(*_: object) -> None:
        numbers["out"] += 1

    event.listen(web_engine, "checkout", count)
    yield lambda: numbers["out"]
    event.remove(web_engine, "checkout", count)


def test_statements_of_one_thread_share_a_connection(
    fieldwork: Fieldwork, web_engine: Engine, given_out: Callable[[], int]
) -> None:
    web_engine.dispose()
    for _ in range(5):
        assert row_of(web_engine, HOW_MANY, {}) is not None
    assert given_out() == 1
    with ThreadPoolExecutor(1) as other:
        other.submit(row_of, web_engine, HOW_MANY, {}).result()
    assert given_out() == 2


def test_the_pool_has_all_of_its_own_connections_left(
    fieldwork: Fieldwork, web_engine: Engine
) -> None:
    row_of(web_engine, HOW_MANY, {})
    assert web_engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_an_engine_that_is_disposed_of_closes_what_every_thread_keeps(
    fieldwork: Fieldwork, web_engine: Engine
) -> None:
    with ThreadPoolExecutor(1) as other:
        using = kept_cursor(web_engine)
        cursor = other.submit(using.__enter__).result()
        cursor.execute("SELECT 1")
        web_engine.dispose()
        with pytest.raises(web_engine.dialect.loaded_dbapi.Error):
            cursor.execute("SELECT 1")
        assert other.submit(row_of, web_engine, HOW_MANY, {}).result() is not None


def test_what_is_half_way_when_something_goes_wrong_is_undone(
    fieldwork: Fieldwork, web_engine: Engine
) -> None:
    fieldwork.invite()
    before = fieldwork.rows()

    def half_way() -> None:
        with kept_cursor(web_engine) as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE draft SET revision = revision + 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert fieldwork.rows() == before
    assert row_of(web_engine, HOW_MANY, {}) is not None
