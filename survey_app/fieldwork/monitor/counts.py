"""From the stands of people to the numbers of the monitor; knows no database."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from survey_app.organisations.waves import SMALLEST_GROUP


@dataclass(frozen=True, slots=True)
class Stand:
    """So many people of whom the invitation store knows the same."""

    questionnaire: str
    language: str
    channel: str  # '' when nobody wrote to them yet
    delivery: str
    used: bool
    refused: bool
    is_known: bool  # made for a contact, also when that is wiped; others came by an open link
    people: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How far people are. `openly` sent it in by an open link: they were never invited."""

    invited: int = 0
    reached: int = 0
    begun: int = 0
    sent: int = 0
    refused: int = 0
    bounced: int = 0
    openly: int = 0

    @property
    def arrived(self) -> int:
        """Invitations that did not come back."""
        return self.invited - self.bounced

    @property
    def rate(self) -> float | None:
        """Response of method.md D.9: sent in / invitations that arrived; None when none did."""
        return self.sent / self.arrived if self.arrived > 0 else None


Key = Callable[[str, str, str], str]  # questionnaire, language, channel


def numbers_by(
    key: Key, stands: Iterable[Stand], begun: Mapping[tuple[str, str, str], int]
) -> dict[str, Numbers]:
    """The numbers of every group of people that `key` tells apart.

    Who sent it in was reached and had begun, whatever the messages say.

    >>> stands = [
    ...     Stand("K3", "nl", "smtp", "reached", True, False, True, 3),
    ...     Stand("K3", "nl", "smtp", "bounced", False, False, True, 2),
    ...     Stand("K3", "nl", "", "none", True, False, False, 4),
    ... ]
    >>> found = numbers_by(lambda code, language, channel: code, stands, {("K3", "nl", "smtp"): 1})
    >>> found["K3"], found["K3"].rate
    (Numbers(invited=5, reached=3, begun=4, sent=3, refused=0, bounced=2, openly=4), 1.0)
    """
    sums: dict[str, list[int]] = {}
    for stand in stands:
        name = key(stand.questionnaire, stand.language, stand.channel)
        row = sums.setdefault(name, [0] * 7)
        for place, counts in enumerate(_counts_of(stand)):
            row[place] += stand.people if counts else 0
    for of, people in begun.items():
        sums.setdefault(key(*of), [0] * 7)[2] += people
    return {name: Numbers(*row) for name, row in sums.items()}


def together(numbers: Iterable[Numbers]) -> Numbers:
    """The sum of these numbers."""
    found = list(numbers)
    fields = ("invited", "reached", "begun", "sent", "refused", "bounced", "openly")
    return Numbers(*(sum(getattr(one, field) for one in found) for field in fields))


def without_small(numbers: Mapping[str, Numbers]) -> tuple[dict[str, Numbers], Numbers | None]:
    """Groups of at least five people, and all smaller ones together; None without any.

    Those together are at least five too: the smallest of the others joins them where they are not.

    >>> many, few, one = Numbers(invited=90), Numbers(invited=6), Numbers(invited=1)
    >>> large, small = without_small({"nl": many, "ar": few, "ti": one})
    >>> list(large), small.invited
    (['nl'], 7)
    """
    asked = {name: one for name, one in numbers.items() if one.invited}
    order = sorted(asked, key=lambda name: (asked[name].invited, name))
    small: list[Numbers] = []
    while order and (
        asked[order[0]].invited < SMALLEST_GROUP or 0 < together(small).invited < SMALLEST_GROUP
    ):
        small.append(asked[order.pop(0)])
    large = {name: one for name, one in asked.items() if name in order}
    return large, together(small) if small else None


def _counts_of(stand: Stand) -> tuple[bool, ...]:
    known = stand.is_known
    return (
        known,
        known and (stand.delivery == "reached" or stand.used),
        known and stand.used,
        known and stand.used,
        known and stand.refused and not stand.used,
        known and stand.delivery == "bounced" and not stand.used,
        not known and stand.used,
    )
