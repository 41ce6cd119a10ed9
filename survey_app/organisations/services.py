"""Making an organisation and changing what it fills in. The database is what counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import only_of, session_of
from survey_app.errors import NameTaken
from survey_app.installation import Installation
from survey_app.models import Membership, Organisation, StaffAccount
from survey_app.models.columns import new_id
from survey_app.models.organisations import PLATFORM_ADMIN
from survey_app.organisations.looks.logo import check_logo
from survey_app.organisations.names import slug_of, typed_name
from survey_app.organisations.services_file import take_over
from survey_app.organisations.settings import checked
from survey_app.organisations.settings_file import FOLDER


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture to show: its file name, which says its kind, and its content."""

    name: str
    content: bytes


def new_organisation(installation: Installation, name: str, *, take_in: bool = True) -> str:
    """Add an organisation; returns the slug that stands in its addresses.

    A settings file that is there already is taken over. With `take_in`, accounts that work for no
    organisation yet (the first ones, of `init`) work for this one.

    Raises NameTaken, and BadInput for a name that nobody can type again.
    """
    slug, organisation_id = slug_of(typed_name("organisation", name)), new_id()
    with only_of({organisation_id}), session_of(installation.engine) as session:
        taken = select(Organisation.name).where(
            (Organisation.name == name) | (Organisation.slug == slug)
        )
        if session.scalar(taken) is not None:
            raise NameTaken("organisation {name!r} exists already", name=name)
        session.add(Organisation(id=organisation_id, name=name, slug=slug, created_at=now()))
        session.flush()
        if take_in:
            _take_in(session, organisation_id)
        record(session, organisation_id, "organisation.made", name)
        session.commit()
    path = installation.config.home / FOLDER / f"{slug}.toml"
    if path.exists():
        take_over(installation.engine, slug, path, first=True)
    return slug


def change_settings(
    installation: Installation,
    organisation_id: str,
    changes: Mapping[str, Any],
    logo: Logo | None = None,
) -> None:
    """Change these settings and leave the others; every process uses them at its next page.

    A `logo` of no content takes the picture away. Raises BadInput for a value that cannot be, and
    NameTaken for the name of another organisation.
    """
    if logo is not None and logo.content:
        check_logo(logo.name, logo.content)
    with session_of(installation.engine) as session:
        wanted = select(Organisation).where(Organisation.id == organisation_id)
        row = session.scalars(wanted.with_for_update()).one()
        values = {**row.settings, **changes}
        if "name" in changes:
            _rename(session, row, str(values.pop("name")))
        if logo is not None:
            values["logo"] = logo.name if logo.content else ""
            row.logo = logo.content or None
        row.settings = checked(values)
        row.settings_revision += 1
        changed = sorted({*changes, *(["logo"] if logo is not None else [])})
        record(session, row.id, "organisation.changed", row.name, settings=", ".join(changed))
        session.commit()


def _rename(session: Session, row: Organisation, name: str) -> None:
    typed_name("organisation", name)
    taken = select(Organisation.id).where(Organisation.name == name, Organisation.id != row.id)
    if session.scalar(taken) is not None:
        raise NameTaken("organisation {name!r} exists already", name=name)
    row.name = name


def _take_in(session: Session, organisation_id: str) -> None:
    somewhere = select(Membership.account_id)
    waiting = select(StaffAccount).where(
        StaffAccount.id.not_in(somewhere), StaffAccount.role != PLATFORM_ADMIN
    )
    session.add_all(
        Membership(account_id=account.id, organisation_id=organisation_id, role=account.role)
        for account in session.scalars(waiting)
    )
