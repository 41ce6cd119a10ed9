"""What never changes during a run is worked out once per process; a password costs little.

An application of its own costs each test a quarter of a second otherwise: for reading the
translations and for compiling 250 addresses, the templates it shows and the SQL it sends.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from survey_app.texts.po_file import PoFile

ReadPo = Callable[[Path], "PoFile"]
Builder = Callable[..., tuple[str, str]]
BUILDERS: dict[tuple[object, ...], Builder] = {}


class KnownRule(Rule):
    """An address; what makes one from its values is compiled once for all applications."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        if self.defaults or self.host or self.subdomain:
            return super()._compile_builder(append_unknown)
        key = (self.rule, self.merge_slashes, append_unknown)
        if key not in BUILDERS:
            BUILDERS[key] = super()._compile_builder(append_unknown)
        return BUILDERS[key]


class KnownTemplates(BytecodeCache):
    """Templates as compiled; Jinja compiles one again when its text differs."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.compiled.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


def once_per_content(read: ReadPo) -> ReadPo:
    """The reader of a file, asked again only when the file was written anew."""

    @cache
    def kept(path: Path, *_: int) -> "PoFile":
        return read(path)

    def reading(path: Path) -> "PoFile":
        found = path.stat()
        return kept(path, found.st_mtime_ns, found.st_size, found.st_ino)

    return reading


def compile_sql_once(patch: pytest.MonkeyPatch) -> None:
    """Engines of one kind share what they compiled: their dialect is part of its key."""
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: PLC0415
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite  # noqa: PLC0415

    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        patch.setattr(dialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(dialect, "__eq__", lambda one, other: type(one) is type(other))
    known = {"compiled_cache": LRUCache[Any, Any](5000)}
    make = partial(create_engine, execution_options=known)
    patch.setattr("survey_app.database.create_engine", make)


def hash_cheaply(patch: pytest.MonkeyPatch) -> None:
    """The least that argon2 can do; a hash names its own cost, so other processes read it."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    from survey_app.accounts import passwords  # noqa: PLC0415

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(passwords, "_hasher", cheap)
    patch.setattr(passwords, "_UNKNOWN", cheap.hash("no account has this password"))


@pytest.fixture(scope="session")
def once() -> Iterator[None]:
    """For everything that opens an installation or a database in the process of the tests."""
    from flask import Flask  # noqa: PLC0415

    from survey_app.questionnaire.loading import load_catalogue  # noqa: PLC0415
    from survey_app.texts.po_file import read_po  # noqa: PLC0415

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "url_rule_class", KnownRule)
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": KnownTemplates()})
        patch.setattr("survey_app.texts.translations.read_po", once_per_content(read_po))
        patch.setattr("survey_app.installation.load_catalogue", cache(load_catalogue))
        compile_sql_once(patch)
        hash_cheaply(patch)
        yield
