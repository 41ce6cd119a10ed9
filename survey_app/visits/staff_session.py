"""Who is working here now: the staff session, and the role that each staff route declares.

The cookie holds a random session token and the time of the last page (signed, http-only): left
alone for half an hour it opens nothing. The database holds a hash of the token, so that logging
out, deleting an account or a change of role works at the very next request. Reading a page
writes nothing.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import abort, g, redirect, request, session, url_for
from sqlalchemy import select

from survey_app.audit.actor import acting_as
from survey_app.clock import now
from survey_app.database import only_of
from survey_app.models import Membership, Organisation, StaffAccount, StaffSession
from survey_app.models.organisations import PLATFORM_ADMIN, ROLES
from survey_app.visits.visitor import STAFF, STAFF_IDLE_SECONDS, STAFF_PLACE, STAFF_SEEN
from survey_app.web.current import installation_here

IDLE = datetime.timedelta(seconds=STAFF_IDLE_SECONDS)
ABSOLUTE = datetime.timedelta(hours=8)
RECENT = datetime.timedelta(minutes=10)

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Staff:
    """The person who is logged in."""

    name: str
    role: str  # what the account was made for; holds where no membership says anything
    memberships: frozenset[tuple[str, str | None]] = frozenset()  # (role, organisation id)
    places: tuple[tuple[str, str], ...] = ()  # (organisation id, name), by name
    chosen: str | None = None  # the one organisation that this person works for now
    account_id: str = ""
    proven_at: datetime.datetime | None = None  # when this person last showed who it is

    @property
    def roles(self) -> frozenset[str]:
        """What this person may do here; who is a member of nothing yet sees empty pages."""
        if not self.memberships:
            return frozenset({self.role}) - {PLATFORM_ADMIN}
        return frozenset(role for role, place in self.memberships if self._counts(place))

    def organisations(self, roles: Iterable[str]) -> frozenset[str]:
        """Where this person may do what one of these roles may: the one place that says it."""
        asked = frozenset(roles)
        return frozenset(
            organisation
            for role, organisation in self.memberships
            if organisation is not None and role in asked and self._counts(organisation)
        )

    def _counts(self, organisation: str | None) -> bool:
        return self.chosen is None or organisation in (None, self.chosen)


def role_required(*roles: str) -> Callable[[View], View]:
    """Only staff with one of these roles may open the route; others log in or get 403.

    The view then sees the organisations in which somebody has such a role, and no other: a page
    of another organisation is one that does not exist (404).
    """
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(f"a staff route names its roles out of {ROLES}, not {roles}")

    def declared(view: View) -> View:
        @wraps(view)
        def guarded(*arguments: Any, **named: Any) -> Any:
            staff = current_staff()
            if staff is None:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("accounts.login", verder=wanted))
            if staff.roles.isdisjoint(roles):
                abort(403)
            with acting_as(staff.name), only_of(staff.organisations(roles)):
                return view(*arguments, **named)

        guarded.roles = roles  # type: ignore[attr-defined] # read by the test on every route
        return cast("View", guarded)

    return declared


def asked_again(view: View) -> View:
    """Before what is hard to undo or shows much, somebody shows again who it is.

    Stands under `role_required`: exports, roles, keys, going live. Who did so within ten minutes
    goes straight on; a form that was opened in time may be sent for ten minutes more.
    """

    @wraps(view)
    def guarded(*arguments: Any, **named: Any) -> Any:
        staff = current_staff()
        allowed = RECENT if request.method == "GET" else 2 * RECENT
        if staff is None or staff.proven_at is None or now() - staff.proven_at > allowed:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.second_step", verder=wanted), 303)
        return view(*arguments, **named)

    return cast("View", guarded)


def hash_of(token: str) -> bytes:
    """What the database keeps of the token of a session."""
    return sha256(token.encode()).digest()


def own_token() -> str:
    """The token of the session of this browser; empty without one."""
    token = session.get(STAFF)
    return token if isinstance(token, str) else ""


def current_staff() -> Staff | None:
    """The staff member of this request, or None; looked up once per request."""
    if "staff" not in g:
        g.staff = _look_up()
    return cast("Staff | None", g.staff)


def remember(token: str) -> None:
    """Start a fresh browser session for this staff session, so that no old one lives on."""
    session.clear()
    session.permanent = True
    session[STAFF] = token
    session[STAFF_SEEN] = int(now().timestamp())
    g.pop("staff", None)


def choose(organisation_id: str | None) -> None:
    """Work for this organisation from now on, or for all of one's own."""
    session[STAFF_PLACE] = organisation_id
    g.pop("staff", None)


def forget() -> str | None:
    """End the browser session; returns the token it held."""
    token = session.get(STAFF)
    session.clear()
    g.pop("staff", None)
    return token if isinstance(token, str) else None


def _look_up() -> Staff | None:
    token, seen = session.get(STAFF), session.get(STAFF_SEEN)
    moment = now()
    if not isinstance(token, str) or not isinstance(seen, int):
        return None
    if moment.timestamp() - seen > IDLE.total_seconds():
        return None
    staff = _stored(token, moment)
    if staff is not None:
        session[STAFF_SEEN] = int(moment.timestamp())
    return staff


def _stored(token: str, moment: datetime.datetime) -> Staff | None:
    statement = (
        select(
            StaffAccount.id,
            StaffAccount.name,
            StaffAccount.role,
            StaffSession.proven_at,
            Membership.role.label("held"),
            Membership.organisation_id,
            Organisation.name.label("place"),
        )
        .join(StaffSession, StaffSession.account_id == StaffAccount.id)
        .outerjoin(Membership, Membership.account_id == StaffAccount.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            StaffSession.token_hash == hash_of(token),
            StaffSession.started_at > moment - ABSOLUTE,
        )
    )
    with installation_here().engine.connect() as connection:
        rows = connection.execute(statement).all()
    return _staff_of(rows) if rows else None


def _staff_of(rows: Sequence[Any]) -> Staff:
    """One person from the rows of memberships."""
    places = {(row.organisation_id, row.place) for row in rows if row.organisation_id}
    chosen = session.get(STAFF_PLACE)
    return Staff(
        name=rows[0].name,
        role=rows[0].role,
        memberships=frozenset((row.held, row.organisation_id) for row in rows if row.held),
        places=tuple(sorted(places, key=lambda place: place[1].casefold())),
        chosen=chosen if chosen in {place for place, _ in places} else None,
        account_id=rows[0].id,
        proven_at=rows[0].proven_at,
    )
