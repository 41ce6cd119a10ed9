"""The menu at the left of every staff page.

A new screen adds one line to `MENU`. Who sees the line is said by the route itself: an entry is
shown to the roles that may open it. A person of one role sees at most seven. The first entry that
somebody sees is also the page on which that person starts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app, request, url_for

from survey_app.visits.staff_session import Staff

MOST = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its words, its page, and where else below that line somebody may be."""

    words: str
    endpoint: str
    also: tuple[str, ...] = ()  # beginnings of paths


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A line as one person sees it now."""

    words: str
    address: str
    is_here: bool


MENU = (
    Entry("Metingen", "evaluation.waves"),
    Entry("Figuren met duiding", "evaluation.newest_dashboard"),
    Entry("Open antwoorden", "open_answers.queue"),
    Entry("Metingen", "fieldwork.planned_waves"),
    Entry("Gesprekken", "recontact.waves"),
    Entry("Halfjaargesprekken", "needs.waves"),
    Entry("Versturen", "sending.waves"),
    Entry("Bellen", "fieldwork.waves", also=("/veldwerk/gesprek",)),
    Entry("Reacties", "replies.inbox"),
    Entry("Papier", "fieldwork.paper"),
    Entry("Mensen", "accounts.people"),
    Entry("Organisatie", "organisations.settings"),
    Entry("Logboek", "audit.log"),
    Entry("Organisaties", "accounts.organisations"),
)


def entries_for(roles: Iterable[str]) -> tuple[Entry, ...]:
    """The lines that somebody with these roles may open, in order."""
    held = frozenset(roles)
    return tuple(entry for entry in MENU if held & _roles_of(entry.endpoint))


def may_open(staff: Staff, endpoint: str, organisation_id: str | None) -> bool:
    """Whether this person may open a page of this organisation (None: of any)."""
    if organisation_id is None:
        return not staff.roles.isdisjoint(_roles_of(endpoint))
    return organisation_id in staff.organisations(_roles_of(endpoint))


def menu_of(staff: Staff) -> tuple[ShownEntry, ...]:
    """The menu of this person on the page of this request."""
    entries = [(entry, url_for(entry.endpoint)) for entry in entries_for(staff.roles)]
    here = max((place for place in map(_depth, entries) if place), default=0)
    return tuple(
        ShownEntry(entry.words, address, 0 < _depth((entry, address)) == here)
        for entry, address in entries
    )


def start_page(staff: Staff) -> str:
    """Where this person starts: the first line of the menu, or the own account."""
    first = next(iter(entries_for(staff.roles)), None)
    return url_for(first.endpoint if first else "accounts.account")


def _depth(found: tuple[Entry, str]) -> int:
    """How much of the path of this request lies under the entry: 0 for nothing."""
    entry, address = found
    under = [
        place for place in (address, *entry.also) if f"{request.path}/".startswith(f"{place}/")
    ]
    return max(map(len, under), default=0)


def _roles_of(endpoint: str) -> frozenset[str]:
    view = current_app.view_functions[endpoint]
    return frozenset(getattr(view, "roles"))  # noqa: B009 - set by `role_required`
