"""Changing a framework of one's own: a new version each time, and lights that follow."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.evaluation.norms.own.queries import own_framework
from survey_app.models import Judgement, OwnCriterion, OwnFramework, Wave
from survey_app.organisations.waves import mark_changed

GONE = "Dit normenkader staat er niet meer."
NOT_EMPTY = "Dit kader heeft nog criteria. Verwijder die eerst."
TAKEN = "Er is al een normenkader met deze naam. Kies een andere."
CODE_TAKEN = "Er is in dit kader al een criterium met deze code."


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """One criterion: the norm it belongs to, what it asks, and the codes it rests on."""

    norm: str
    norm_text: str
    code: str
    text: str
    evidence: tuple[str, ...]


def new_framework(engine: Engine, wave_id: str, name: str, who: str) -> str:
    """Make an empty framework for the organisation of this wave; returns its id.

    Raises BadInput for a name that is taken.
    """
    with session_of(engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
        made = OwnFramework(
            organisation_id=owner, name=name, version=1, changed_by=who, changed_at=now()
        )
        session.add(made)
        try:
            record_in_wave(session, wave_id, "norms.changed")
            session.commit()
        except IntegrityError:
            raise EntryRefused(TAKEN) from None
        return made.id


def rename_framework(engine: Engine, wave_id: str, framework_id: str, name: str, who: str) -> None:
    """Give a framework another name. Raises BadInput for one that is gone, or a name taken."""
    with session_of(engine) as session:
        found = own_framework(session, wave_id, framework_id)
        if found is None:
            raise EntryRefused(GONE)
        found.framework.name = name
        try:
            session.flush()
        except IntegrityError:
            raise EntryRefused(TAKEN) from None
        _changed(session, found.framework, who)
        record_in_wave(session, wave_id, "norms.changed")
        session.commit()


def delete_framework(engine: Engine, wave_id: str, framework_id: str) -> None:
    """Take away a framework without criteria. Raises BadInput for another."""
    with session_of(engine) as session:
        found = own_framework(session, wave_id, framework_id)
        if found is None or found.criteria:
            raise EntryRefused(NOT_EMPTY if found else GONE)
        session.execute(delete(OwnFramework).where(OwnFramework.id == framework_id))
        record_in_wave(session, wave_id, "norms.changed")
        session.commit()


def save_criterion(
    engine: Engine, wave_id: str, place: tuple[str, str | None], said: CriterionFacts, who: str
) -> None:
    """Store a criterion at (framework, criterion or None for a new one).

    The text of its norm holds for every criterion of that norm. Raises BadInput.
    """
    framework_id, criterion_id = place
    with session_of(engine) as session:
        found = own_framework(session, wave_id, framework_id)
        if found is None:
            raise EntryRefused(GONE)
        held = next((one for one in found.criteria if one.id == criterion_id), None)
        criterion = held or OwnCriterion(
            own_framework_id=framework_id, organisation_id=found.framework.organisation_id
        )
        before = _norms(found.criteria)
        for name, value in asdict(said).items():
            setattr(criterion, name, value)
        for other in found.criteria:
            if other.norm == said.norm:
                other.norm_text = said.norm_text
        _forget_conclusions(session, found.framework, before, _norms([*found.criteria, criterion]))
        session.add(criterion)
        try:
            session.flush()
        except IntegrityError:
            raise EntryRefused(CODE_TAKEN) from None
        _changed(session, found.framework, who)
        record_in_wave(session, wave_id, "norms.changed")
        session.commit()


def delete_criterion(
    engine: Engine, wave_id: str, framework_id: str, criterion_id: str, who: str
) -> None:
    """Take a criterion away; the last one takes the framework with it. Raises BadInput."""
    with session_of(engine) as session:
        found = own_framework(session, wave_id, framework_id)
        if found is None:
            raise EntryRefused(GONE)
        session.execute(
            delete(OwnCriterion).where(
                OwnCriterion.id == criterion_id, OwnCriterion.own_framework_id == framework_id
            )
        )
        left = [one for one in found.criteria if one.id != criterion_id]
        _forget_conclusions(session, found.framework, _norms(found.criteria), _norms(left))
        _changed(session, found.framework, who)
        if not left:
            session.execute(delete(OwnFramework).where(OwnFramework.id == framework_id))
        record_in_wave(session, wave_id, "norms.changed")
        session.commit()


def _norms(criteria: Iterable[OwnCriterion]) -> dict[str, str]:
    return {one.norm: one.norm_text for one in criteria}


def _forget_conclusions(
    session: Session, framework: OwnFramework, before: dict[str, str], after: dict[str, str]
) -> None:
    """A conclusion is about the words of a norm: it goes where these change or the norm goes."""
    other = [norm for norm, text in before.items() if after.get(norm) != text]
    waves = select(Wave.id).where(Wave.organisation_id == framework.organisation_id)
    session.execute(
        delete(Judgement).where(
            Judgement.wave_id.in_(waves), Judgement.about == "norm", Judgement.code.in_(other)
        )
    )


def _changed(session: Session, framework: OwnFramework, who: str) -> None:
    """The next version; the worker then works out the lights of every closed wave anew."""
    framework.version += 1
    framework.changed_by, framework.changed_at = who, now()
    session.flush()
    closed = select(Wave.id).where(
        Wave.organisation_id == framework.organisation_id, Wave.closed_at.is_not(None)
    )
    for wave_id in session.scalars(closed.order_by(Wave.id)).all():
        mark_changed(session, wave_id)
