"""Typed columns that are named once."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.orm import mapped_column


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """A moment in UTC; refuses naive values, returns aware ones on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(datetime.UTC)

    def process_result_value(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=datetime.UTC)


class Names(TypeDecorator[tuple[str, ...]]):
    """Names in an order that matters, kept as one name a line."""

    impl = Text
    cache_ok = True

    @staticmethod
    def normal(names: Iterable[str]) -> tuple[str, ...]:
        """The names as they come back: each on one line, without surplus spaces or blanks."""
        return tuple(name for name in (" ".join(name.split()) for name in names) if name)

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "\n".join(self.normal(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split("\n")) if value else ()


def new_id() -> str:
    """A random 128-bit id that says nothing about order or time."""
    return uuid.uuid4().hex


RandomId = Annotated[str, mapped_column(String(32), primary_key=True, default=new_id)]
# The id of another row; `within` and `of_organisation` (tenancy.py) say of which table.
RowId = Annotated[str, mapped_column(String(32))]
OptionalRowId = Annotated[str | None, mapped_column(String(32))]
IndexedRowId = Annotated[str, mapped_column(String(32), index=True)]
ShortText = Annotated[str, mapped_column(String(200))]
OptionalShortText = Annotated[str | None, mapped_column(String(200))]
Code = Annotated[str, mapped_column(String(40))]
OptionalCode = Annotated[str | None, mapped_column(String(40))]
Moment = Annotated[datetime.datetime, mapped_column(UtcDateTime())]
OptionalMoment = Annotated[datetime.datetime | None, mapped_column(UtcDateTime())]
Json = Annotated[dict[str, Any], mapped_column(JSON)]
