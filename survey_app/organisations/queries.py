"""The settings of organisations as they stand in the database now."""

import threading
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, RowMapping, bindparam, select
from sqlalchemy.orm import Session

from survey_app.database import single_statements, telling_failures
from survey_app.errors import StoreUnavailable
from survey_app.models import Organisation
from survey_app.organisations.settings import OrganisationSettings, settings_from

_COLUMNS = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.settings_revision,
    Organisation.settings,
)
_ALL = select(*_COLUMNS)
_ONE = _ALL.where(Organisation.slug == bindparam("wanted"))
# The last settings of each organisation, by engine: who knows the revision asks nothing.
_known: WeakKeyDictionary[Engine, dict[str, OrganisationSettings]] = WeakKeyDictionary()
_lock = threading.Lock()


def organisation_settings(
    engine: Engine, slug: str, name: str, revision: int | None = None
) -> OrganisationSettings:
    """The settings of one organisation; the defaults when there is none of this slug.

    With the `revision` that somebody has just read, nothing is asked unless that is another one
    than the last; the same object comes back while nothing changes.
    """
    last = _last(engine).get(slug)
    if last is not None and (last.revision, last.name) == (revision, name):
        return last
    with telling_failures(), single_statements(engine).connect() as connection:
        row = connection.execute(_ONE, {"wanted": slug}).mappings().first()
    if row is None:
        return settings_from(slug, name, 0, {})
    return _remembered(engine, row)


def last_settings(engine: Engine, slug: str, name: str) -> OrganisationSettings:
    """The settings now, or as they were last seen while the database cannot say."""
    try:
        return organisation_settings(engine, slug, name)
    except StoreUnavailable:
        return _last(engine).get(slug) or settings_from(slug, name, 0, {})


def every_settings(engine: Engine, most: int | None = None) -> tuple[OrganisationSettings, ...]:
    """Those of every organisation, in the order of their names; at most so many."""
    wanted = _ALL.order_by(Organisation.name).limit(most)
    with telling_failures(), single_statements(engine).connect() as connection:
        rows = connection.execute(wanted).mappings().all()
    return tuple(_remembered(engine, row) for row in rows)


def logo_of(engine: Engine, slug: str) -> bytes | None:
    """The logo of an organisation, or None."""
    with telling_failures(), single_statements(engine).connect() as connection:
        return connection.scalar(select(Organisation.logo).where(Organisation.slug == slug))


def organisations_of(session: Session, ids: Iterable[str]) -> list[Organisation]:
    """These organisations, in the order of their names."""
    wanted = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return list(session.scalars(wanted))


def _remembered(engine: Engine, row: RowMapping) -> OrganisationSettings:
    """The settings of this row: the same object as last time while nothing has changed."""
    revision, name = row["settings_revision"], row["name"]
    last = _last(engine).get(row["slug"])
    if last is not None and (last.revision, last.name) == (revision, name):
        return last
    found = settings_from(row["slug"], name, revision, row["settings"])
    _last(engine)[row["slug"]] = found
    return found


def _last(engine: Engine) -> dict[str, OrganisationSettings]:
    with _lock:
        return _known.setdefault(engine, {})
