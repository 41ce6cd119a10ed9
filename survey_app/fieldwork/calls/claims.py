"""Who is calling whom: a person on the call list is given to one fieldworker at a time.

A claim ends by itself, so that nobody stays out of reach when a fieldworker goes home. It lives
in the short memory that all web processes share, never in the database.
"""

from collections.abc import Iterable
from hashlib import sha256

from survey_app.visits.short_memory import ShortMemory

TO_DIAL_SECONDS = 15 * 60
TO_TALK_SECONDS = 2 * 60 * 60


def claim(memory: ShortMemory, invitation_id: str, staff: str, seconds: int) -> bool:
    """Give this person to this fieldworker, unless a colleague has them."""
    holder = _holder(staff)
    return memory.claim(_name(invitation_id), holder, seconds) == holder


def release(memory: ShortMemory, invitation_id: str, staff: str) -> None:
    """The call is over: a colleague may call this person again."""
    memory.release(_name(invitation_id), _holder(staff))


def is_mine(memory: ShortMemory, invitation_id: str, staff: str) -> bool:
    """Whether this fieldworker has this person now."""
    name = _name(invitation_id)
    return memory.holders([name]).get(name) == _holder(staff)


def with_colleagues(
    memory: ShortMemory, invitation_ids: Iterable[str], staff: str
) -> frozenset[str]:
    """Those of these people who are in a call with somebody else."""
    names = {_name(one): one for one in invitation_ids}
    held = memory.holders(names)
    return frozenset(names[name] for name, holder in held.items() if holder != _holder(staff))


def _name(invitation_id: str) -> str:
    return f"call|{invitation_id}"


def _holder(staff: str) -> str:
    return sha256(f"staff|{staff}".encode()).hexdigest()[:32]
