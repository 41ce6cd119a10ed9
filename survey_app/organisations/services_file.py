"""Taking over settings files: those of before the database held them, and those somebody brings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.database import only_of, reading, session_of
from survey_app.errors import StoreUnavailable
from survey_app.models import Organisation
from survey_app.organisations.settings import settings_from
from survey_app.organisations.settings_file import FOLDER, read_settings


def take_over_files(engine: Engine, home: Path) -> list[str]:
    """Take over HOME/organisations/<slug>.toml of who has filled in nothing yet; returns the slugs.

    Every program does this when it starts, so an installation of before goes on as it was. A
    database that cannot be read, or has older tables, is for who opens it next to tell.

    Raises BadInput naming the file and the key that is wrong.
    """
    paths = {path.stem: path for path in sorted((home / FOLDER).glob("*.toml"))}
    if not paths:
        return []
    try:
        with reading(engine) as session:
            wanted = select(Organisation.slug).where(
                Organisation.settings_revision == 0, Organisation.slug.in_(paths)
            )
            waiting = list(session.scalars(wanted))
    except StoreUnavailable:
        return []
    return [slug for slug in waiting if take_over(engine, slug, paths[slug], first=True)]


def take_over(engine: Engine, slug: str, path: Path, *, first: bool = False) -> bool:
    """Let the organisation have what the file says, all of it; returns whether that was anything.

    With `first`, only when nobody has filled in anything yet. Raises BadInput.
    """
    values, logo = read_settings(path)
    if first and not values:
        return False
    with reading(engine) as session:
        place = session.scalars(select(Organisation.id).where(Organisation.slug == slug)).one()
    with only_of({place}), session_of(engine) as session:
        row = session.scalars(
            select(Organisation).where(Organisation.slug == slug).with_for_update()
        ).one()
        if first and row.settings_revision:
            return False
        fill_in(row, values, logo)
        record(session, row.id, "organisation.file", path.name)
        session.commit()
    return True


def fill_in(row: Organisation, values: Mapping[str, Any], logo: bytes | None) -> None:
    """These settings from now on, and no other. Does not commit."""
    row.settings = dict(values)
    row.logo = logo
    row.settings_revision += 1


def differing_files(session: Session, home: Path) -> list[tuple[Path, str]]:
    """(File, organisation) of the files that say something else than the database, which counts."""
    found = []
    for row in session.scalars(select(Organisation).order_by(Organisation.name)):
        path = home / FOLDER / f"{row.slug}.toml"
        if not path.exists() or not row.settings_revision:
            continue
        values, _ = read_settings(path)
        mine = settings_from(row.slug, row.name, 0, row.settings)
        if values and settings_from(row.slug, row.name, 0, values) != mine:
            found.append((path, row.name))
    return found
