"""Which recordings there are, and the sound of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from survey_app.database import only_of, reading
from survey_app.models import Organisation, Recording
from survey_app.models.languages.recordings import QUESTION_ITSELF

Place = tuple[str, int, str]  # questionnaire, version, language


@dataclass(frozen=True, eq=False, slots=True)
class Heard:
    """The recordings of one questionnaire in one language: (question, option) -> address."""

    addresses: Mapping[tuple[str, int], str]

    def address(self, question: str, option: int = QUESTION_ITSELF) -> str:
        """Where a browser finds the sound; empty when it was not recorded."""
        return self.addresses.get((question, option), "")


def address_of(slug: str, digest: str) -> str:
    """The address of a recording, which never changes: it holds what the content is."""
    return f"/opname/{slug}/{digest}.opus"


def recordings_of(engine: Engine, slug: str) -> Mapping[Place, Heard]:
    """Every recording of an organisation, by questionnaire and language. One query."""
    found: dict[Place, dict[tuple[str, int], str]] = {}
    organisation_id = _id_of(engine, slug)
    if organisation_id is None:
        return {}
    with only_of({organisation_id}), reading(engine) as session:
        for row in session.scalars(select(Recording)):
            place = (row.questionnaire, row.version, row.language)
            key = (row.question, row.option)
            found.setdefault(place, {})[key] = address_of(slug, row.digest)
    return {place: Heard(addresses) for place, addresses in found.items()}


def sound_of(engine: Engine, slug: str, digest: str) -> bytes | None:
    """The content of a recording of this organisation, or None."""
    organisation_id = _id_of(engine, slug)
    if organisation_id is None:
        return None
    with only_of({organisation_id}), reading(engine) as session:
        wanted = select(Recording.content).where(
            Recording.organisation_id == organisation_id, Recording.digest == digest
        )
        return session.scalars(wanted.limit(1)).first()


def recorded_in(session: Session, organisation_id: str, language: str) -> list[Recording]:
    """The recordings in one language, without their sound."""
    wanted = select(Recording).where(
        Recording.organisation_id == organisation_id, Recording.language == language
    )
    return list(session.scalars(wanted))


def numbers_recorded(session: Session, organisation_id: str) -> dict[str, int]:
    """How many recordings there are in each language."""
    wanted = (
        select(Recording.language, func.count())
        .where(Recording.organisation_id == organisation_id)
        .group_by(Recording.language)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def _id_of(engine: Engine, slug: str) -> str | None:
    with reading(engine) as session:
        return session.scalar(select(Organisation.id).where(Organisation.slug == slug))
