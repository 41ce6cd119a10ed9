"""What a professional reads of needs forms and groups."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.installation import Installation
from survey_app.models import Contact, NeedsGroup, NeedsResponse, Wave
from survey_app.separate.needs.agreement import agrees, needs_asked, needs_given
from survey_app.separate.needs.services_reading import CODE, person_of
from survey_app.separate.reading import asked_in, words_of

STATES: Mapping[str, str] = MappingProxyType(
    {
        "new": "nieuw",
        "called": "gebeld",
        "appointment": "afspraak",
        "arranged": "geregeld",
        "no_follow_up": "geen vervolg",
    }
)
DECISIONS = MappingProxyType({"proposed": "voorstel", "accepted": "groep", "refused": "geen groep"})
Found = tuple[NeedsResponse, Contact | None]


@dataclass(frozen=True, slots=True)
class ShownForm:
    """One needs form in a list."""

    id: str
    name: str
    wants: str
    needs: tuple[str, ...]
    talk: bool
    state: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group, who is in it, and how many of them have each need (most first)."""

    id: str
    title: str
    state: str
    words: str
    decided_by: str
    changed: bool
    people: tuple[ShownForm, ...]
    shares: tuple[tuple[str, int], ...]


def shown_forms(installation: Installation, wave: Wave, found: Iterable[Found]) -> list[ShownForm]:
    """The forms, those of people who want a talk first, then by name."""
    asked = asked_in(installation, wave, CODE)
    needs, questions = needs_asked(asked), {one.code: one for one in asked.questions}
    forms = [
        ShownForm(
            row.id,
            person_of(installation, contact).name or "Naam niet bekend",
            ", ".join(words_of(questions["H1"], row.answers)),
            needs_given(row.answers, needs),
            row.answers.get("H5") == 1,
            STATES[row.state],
        )
        for row, contact in found
    ]
    return sorted(forms, key=lambda one: (not one.talk, one.name.casefold(), one.id))


def shown_groups(
    installation: Installation, wave: Wave, found: list[Found], groups: Iterable[NeedsGroup]
) -> list[ShownGroup]:
    """The groups that have people, proposals first."""
    forms = {one.id: one for one in shown_forms(installation, wave, found)}
    members: dict[str, list[ShownForm]] = {}
    for row, _ in found:
        if row.needs_group_id is not None:
            members.setdefault(row.needs_group_id, []).append(forms[row.id])
    order = list(DECISIONS)
    return [
        _group(group, members[group.id])
        for group in sorted(groups, key=lambda one: (order.index(one.state), one.id))
        if group.id in members
    ]


def _group(group: NeedsGroup, people: list[ShownForm]) -> ShownGroup:
    shares = Counter(need for one in people for need in one.needs)
    return ShownGroup(
        id=group.id,
        title=", ".join(group.labels) or "Verschillende behoeften",
        state=group.state,
        words=DECISIONS[group.state],
        decided_by=group.decided_by,
        changed=group.changed,
        people=tuple(sorted(people, key=lambda one: one.name.casefold())),
        shares=tuple(sorted(shares.items(), key=lambda one: (-one[1], one[0]))),
    )


def alone(installation: Installation, wave: Wave, found: list[Found]) -> list[ShownForm]:
    """Who agreed to a group and is in none."""
    rest = [(row, who) for row, who in found if agrees(row.answers) and not row.needs_group_id]
    return shown_forms(installation, wave, rest)


def answers_read(installation: Installation, wave: Wave, answers: Mapping[str, Any]) -> Any:
    """Every question with its answer in words, as asked."""
    asked = asked_in(installation, wave, CODE)
    shown = [one for one in asked.questions if one.kind != "consent"]
    return [(one.text, ", ".join(words_of(one, answers))) for one in shown]
